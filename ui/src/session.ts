/* session - who looks at the page, known to every page below. */
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { keepSession } from './api/client';
import type { Session } from './api/types';

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
	const session = useContext(SessionContext);

	if (!session) {
		throw new Error('no session above this page');
	}
	return session;
}

/* Somebody else looks from now on: nothing of the former may stay.  Resolves
 * when the pages know it (the cache tells them in a task of its own), so that
 * whoever goes on to a page of the staff is not turned away. */
export function useNewSession() {
	const client = useQueryClient();

	return (session: Session): Promise<void> => {
		keepSession(session);
		client.removeQueries({ predicate: (q) => q.queryKey[0] !== 'session' && q.queryKey[0] !== 'clinic' });
		client.setQueryData(['session'], session);
		return new Promise((done) => setTimeout(done, 0));
	};
}

const SEEN = 'zabota.clinic';

/* The clinic whose pages are shown: of the session, or the one looked at last. */
export function clinicOf(session: Session) {
	const known = session.clinics ?? [];
	const seen = known.find((x) => x.slug === sessionStorage.getItem(SEEN));
	return session.clinic?.slug ?? seen?.slug ?? known[0]?.slug ?? '';
}

export function looksAt(slug: string) {
	sessionStorage.setItem(SEEN, slug);
}
