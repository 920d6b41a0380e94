/*
 * client - the one door to the program's API: carries the CSRF token, turns
 * every failure into a Failure with a kind that pages can act on.
 */
import createClient from 'openapi-fetch';
import type { paths } from './schema';
import type { ErrorKind, Session } from './types';

/* A call that failed.  `offline` means that no answer came at all: it may
 * have been done, so only calls that are safe to repeat are repeated. */
export class Failure extends Error {
	constructor(
		readonly kind: ErrorKind | 'offline',
		readonly text: string,
		readonly field: string = '',
		readonly status: number = 0,
	) {
		super(text || kind);
	}
	/* Whether the same call may succeed later. */
	get passes() {
		return this.kind === 'offline' || this.kind === 'unavailable' || this.kind === 'limit';
	}
}

const kinds: Record<number, ErrorKind> = {
	400: 'invalid', 401: 'login', 403: 'denied', 404: 'not_found', 409: 'conflict',
	413: 'too_large', 429: 'limit', 502: 'unavailable', 503: 'unavailable', 504: 'unavailable',
};

let csrf = '';

export const api = createClient<paths>({ baseUrl: globalThis.location?.origin ?? '' });

api.use({
	onRequest({ request }) {
		/* the answers speak the language of the page, not of the browser */
		request.headers.set('Accept-Language', document.documentElement.lang || 'ru');
		if (request.method !== 'GET' && csrf) {
			request.headers.set('X-Csrf-Token', csrf);
		}
		return request;
	},
});

interface ErrorBody { error?: { kind?: ErrorKind; field?: string; text?: string } }

function failureOf(error: unknown, response: Response) {
	const body = (error as ErrorBody | undefined)?.error;
	return new Failure(
		body?.kind ?? kinds[response.status] ?? 'internal',
		body?.text ?? '',
		body?.field ?? '',
		response.status,
	);
}

type Result<T> = { data?: T; error?: unknown; response: Response };

/* Gives the data of a call or throws a Failure. */
export async function take<T>(call: Promise<Result<T>>): Promise<T> {
	let result: Result<T>;
	try {
		result = await call;
	} catch (e) {
		throw e instanceof Failure ? e : new Failure('offline', '');
	}
	if (!result.response.ok) {
		throw failureOf(result.error, result.response);
	}
	return result.data as T;
}

/* As take, but learns a new CSRF token and tries once more when the session
 * has been renewed meanwhile. */
export async function act<T>(call: () => Promise<Result<T>>): Promise<T> {
	try {
		return await take(call());
	} catch (e) {
		if (!(e instanceof Failure) || (e.status !== 403 && e.status !== 401)) {
			throw e;
		}
		const before = csrf;
		await readSession();
		if (csrf === before) {
			throw e;
		}
		return take(call());
	}
}

export function keepSession(session: Session) {
	csrf = session.csrf;
	return session;
}

export async function readSession() {
	return keepSession(await take(api.GET('/api/v1/session')));
}
