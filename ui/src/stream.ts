/*
 * stream - an event stream that lives only while the page is looked at: a
 * browser gives one server six connections over all its tabs, and forgotten
 * tabs must not use them up.  After every further opening `onReturn` is
 * called, so that the page asks for what it may have missed.
 */
import { useEffect, useRef } from 'react';

type Events = Record<string, (data: unknown) => void>;

const HIDDEN_GRACE_MS = 3_000;
const RETRY_MS = 3_000;

export function useStream(url: string | null, events: Events, onReturn?: () => void) {
	const now = useRef({ events, onReturn });
	now.current = { events, onReturn };
	const names = Object.keys(events).join(' ');

	useEffect(() => {
		if (!url) {
			return;
		}
		let source: EventSource | null = null;
		let timer = 0;
		let again = false;

		const close = () => {
			window.clearTimeout(timer);
			source?.close();
			source = null;
		};
		const open = () => {
			close();
			source = new EventSource(url);
			source.onopen = () => {
				if (again) {
					now.current.onReturn?.();
				}
				again = true;
			};
			/* The browser comes back by itself, unless it was told off. */
			source.onerror = () => {
				if (source?.readyState === EventSource.CLOSED) {
					timer = window.setTimeout(open, RETRY_MS);
				}
			};
			for (const name of names.split(' ')) {
				source.addEventListener(name, (e) => now.current.events[name]?.(parsed((e as MessageEvent<string>).data)));
			}
		};
		const look = () => {
			if (document.visibilityState === 'visible') {
				window.clearTimeout(timer);
				if (!source) {
					open();
				}
			} else {
				timer = window.setTimeout(close, HIDDEN_GRACE_MS);
			}
		};
		look();
		document.addEventListener('visibilitychange', look);
		return () => {
			document.removeEventListener('visibilitychange', look);
			close();
		};
	}, [url, names]);
}

function parsed(data: string): unknown {
	try {
		return JSON.parse(data);
	} catch {
		return null;
	}
}
