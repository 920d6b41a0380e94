/*
 * The paths of the API in the shape of openapi-typescript.  `npm run types`
 * writes this file anew from docs/openapi.json.
 */
import type {
	ChatHistory, ChatReply, Clinic, DemoClock, DemoPhone, OwnerReport, PhoneMessage,
	PhoneThread, Schedule, Session, Slots, Visit, VisitCard,
} from './types';

type Answer<Out> = { responses: { 200: { headers: Record<string, never>; content: { 'application/json': Out } } } };
type Empty = { responses: { 204: { headers: Record<string, never>; content?: never } } };
type In<Path, Query> = ([Path] extends [None] ? { path?: never } : { path: Path }) &
	([Query] extends [None] ? { query?: never } : { query: Query }) & { header?: never; cookie?: never };
type Asks<Path, Query> = { parameters: In<Path, Query>; requestBody?: never };
type Brings<Path, Body> = {
	parameters: In<Path, None>;
	requestBody: { content: { 'application/json': Body } };
};
type None = undefined;

export interface paths {
	'/api/v1/session': {
		get: Asks<None, None> & Answer<Session>;
		post: Brings<None, { clinic: string; login: string; password: string }> & Answer<Session>;
		delete: Asks<None, None> & Empty;
	};
	'/api/v1/demo/sign-in': { post: Brings<None, { clinic: string; role: string }> & Answer<Session> };
	'/api/v1/clinics/{clinic}': { get: Asks<{ clinic: string }, None> & Answer<Clinic> };
	'/api/v1/consents': { post: Brings<None, { clinic: string; version: string }> & Empty };
	'/api/v1/chat/invitations': { post: Brings<None, { clinic: string }> & Answer<{ url: string }> };
	'/api/v1/chat': {
		get: Asks<None, { clinic: string }> & Answer<ChatHistory>;
		post: Brings<None, { clinic: string; client_id: string; text: string }> & Answer<ChatReply>;
	};
	'/api/v1/slots': {
		get: Asks<None, { clinic: string; service: string; doctor?: string; branch?: string; from: string; days?: number }> &
			Answer<Slots>;
	};
	'/api/v1/demo/clock': {
		get: Asks<None, None> & Answer<DemoClock>;
		post: Brings<None, { advance_s: number } | { to: 'next' }> & Answer<DemoClock>;
	};
	'/api/v1/demo/phones': { get: Asks<None, { clinic: string }> & Answer<{ phones: DemoPhone[] }> };
	'/api/v1/demo/phones/{patient}': { get: Asks<{ patient: string }, None> & Answer<PhoneThread> };
	'/api/v1/demo/phones/{patient}/reply': {
		post: Brings<{ patient: string }, { text: string; message_id?: string; button?: string }> &
			Answer<{ messages: PhoneMessage[] }>;
	};
	'/api/v1/schedule': { get: Asks<None, { branch?: string; date?: string }> & Answer<Schedule> };
	'/api/v1/visits/{id}': { get: Asks<{ id: string }, None> & Answer<{ visit: VisitCard } | VisitCard> };
	'/api/v1/visits/{id}/state': { post: Brings<{ id: string }, { state: string }> & Answer<{ visit: Visit }> };
	'/api/v1/visits/{id}/move': { post: Brings<{ id: string }, { start: string; doctor: string }> & Answer<{ visit: Visit }> };
	'/api/v1/report/owner': { get: Asks<None, { from: string; to: string }> & Answer<OwnerReport> };
}
