/* use-conversation - ties one conversation to the program and to the screen. */
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import { act, api, take } from '../api/client';
import type { ChatMessage } from '../api/types';
import { useStream } from '../stream';
import { Conversation, type World } from './conversation';

const ANSWER_WITHIN_MS = 20_000;
const PAUSE_MS = 420;

function worldOf(slug: string, version: string): World {
	const key = `zabota.outgoing.${slug}`;
	const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;

	return {
		history: () => take(api.GET('/api/v1/chat', { params: { query: { clinic: slug } } })),
		consent: async () => {
			await act(() => api.POST('/api/v1/consents', { body: { clinic: slug, version } }));
		},
		post: (client_id, text) =>
			act(() =>
				api.POST('/api/v1/chat', {
					body: { clinic: slug, client_id, text },
					signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
				}),
			),
		newId,
		later: (run, ms) => void setTimeout(run, ms),
		now: () => new Date().toISOString(),
		load: () => localStorage.getItem(key),
		save: (text) => localStorage.setItem(key, text),
		pauseMs: isCalm ? 0 : PAUSE_MS,
	};
}

/* crypto.randomUUID is not there on plain-http addresses of a local network. */
function newId() {
	return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
}

export function useConversation(slug: string, version: string) {
	const conversation = useMemo(() => new Conversation(worldOf(slug, version)), [slug, version]);
	const snapshot = useSyncExternalStore(conversation.subscribe, conversation.snapshot);

	useEffect(() => {
		void conversation.start();
		const back = () => conversation.retry();
		window.addEventListener('online', back);
		return () => window.removeEventListener('online', back);
	}, [conversation]);

	const isOpen = snapshot.phase === 'open';
	useStream(
		isOpen ? `/api/v1/chat/events?clinic=${encodeURIComponent(slug)}` : null,
		{
			message: (data) => {
				if (data && typeof data === 'object' && 'id' in data) {
					conversation.receive(data as ChatMessage);
				}
			},
		},
		useCallback(() => void conversation.start(), [conversation]),
	);
	return { conversation, snapshot };
}
