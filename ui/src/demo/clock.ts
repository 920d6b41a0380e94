/* clock - the demonstration's own time, ticking on the screen. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { act, api } from '../api/client';
import { clockQuery } from '../api/queries';

const TICK_MS = 5_000;

/* Milliseconds of now as the program sees it; the browser's own outside of
 * the demonstration. */
export function useNow(isDemo: boolean) {
	const clock = useQuery({ ...clockQuery(), enabled: isDemo });
	const [, tick] = useState(0);

	useEffect(() => {
		const timer = setInterval(() => tick((n) => n + 1), TICK_MS);
		return () => clearInterval(timer);
	}, []);
	return clock.data ? Date.parse(clock.data.now) + (Date.now() - clock.data.readAt) : isDemo ? null : Date.now();
}

export function useTurnClock() {
	const client = useQueryClient();

	return useMutation({
		mutationFn: (body: { advance_s: number } | { to: 'next' }) => act(() => api.POST('/api/v1/demo/clock', { body })),
		onSuccess: (data) => {
			client.setQueryData(clockQuery().queryKey, { ...data, readAt: Date.now() });
			void client.invalidateQueries({ predicate: (q) => q.queryKey[0] !== 'session' && q.queryKey[0] !== 'clinic' && q.queryKey[0] !== 'clock' });
		},
	});
}
