/*
 * What travels between the pages and the program.  Ids are decimal strings;
 * times are ISO 8601 with the branch's offset, so the clock face of the branch
 * can be read off the text itself (see time.ts).
 */

export type Id = string;
export type Iso = string;

export type ErrorKind =
	| 'invalid' | 'not_found' | 'conflict' | 'login' | 'denied'
	| 'too_large' | 'limit' | 'unavailable' | 'internal';

export interface ClinicRef { slug: string; name: string }
export type Role = 'owner' | 'administrator' | 'doctor' | 'marketer' | 'auditor';

export interface Session {
	principal: string;
	csrf: string;
	is_demo: boolean;
	clinics?: ClinicRef[];
	clinic: ClinicRef | null;
	staff: { id: Id; name: string; role: Role } | null;
}

export interface Branch {
	id: Id;
	name: string;
	address: string;
	way: string;
	map_url: string;
	phone: string;
	zone: string;
}
export interface Doctor {
	id: Id;
	name: string;
	profession: string;
	about: string;
	branch_id: Id;
}
export interface Service {
	id: Id;
	name: string;
	profession: string;
	duration_min: number;
	price_rub: number | null;
	preparation: string;
	doctor_ids: Id[];
}
export interface Clinic {
	slug: string;
	name: string;
	phone: string;
	notice: { version: string; text: string };
	branches: Branch[];
	doctors: Doctor[];
	services: Service[];
}

export interface ChatButton { text: string; send?: string; url?: string }
export type Author = 'bot' | 'operator' | 'patient';
export interface ChatMessage {
	id: Id;
	author: Author;
	text: string;
	at: Iso;
	buttons?: ChatButton[];
}
export type ChatState = 'open' | 'handed';
export interface ChatHistory { consented: boolean; state: ChatState; can_continue?: boolean; messages: ChatMessage[] }
export interface ChatReply { turn: number | string; messages: ChatMessage[]; state: ChatState; can_continue?: boolean }

export interface SlotStart { start: Iso; end: Iso; doctor_id: Id; branch_id: Id }
export interface Slots { days: { date: string; starts: SlotStart[] }[]; next: string | null }

export interface DemoClock {
	now: Iso;
	zone: string;
	offset_s: number;
	next: { at: Iso; what: string; text: string } | null;
}
export interface DemoPhone { patient_id: Id; name: string; phone: string; last_at: Iso; unread: number }
export interface PhoneMessage {
	id: Id;
	channel: string;
	author: string;
	text: string;
	at: Iso;
	buttons?: ChatButton[];
	/* queued, sending, sent, delivered, read or failed */
	state: string;
}
export interface PhoneThread { phone: string; name: string; messages: PhoneMessage[] }

export type VisitState = 'held' | 'booked' | 'confirmed' | 'arrived' | 'started' | 'done' | 'missed' | 'cancelled';
/* `can` names the acts allowed now. */
export type VisitAct = 'confirm' | 'arrive' | 'start' | 'finish' | 'miss' | 'cancel' | 'move';
export interface Visit {
	id: Id;
	start: Iso;
	end: Iso;
	state: VisitState;
	patient: { id: Id; name: string; phone: string };
	service: string | { id: Id; name: string };
	source: string;
	price_rub: number | null;
	can: VisitAct[];
	doctor?: { id: Id; name: string };
	complaint?: string;
}
export interface VisitCard extends Visit {
	history: { at: Iso; what: string; who: string }[];
	messages: PhoneMessage[];
}
export interface ScheduleDoctor {
	id: Id;
	name: string;
	profession: string;
	open: { from: Iso; to: Iso }[];
	busy_min: number;
	open_min: number;
	visits: Visit[];
}
export interface Schedule {
	date: string;
	today: string;
	branch: { id: Id; name: string; address?: string; zone?: string };
	branches: { id: Id; name: string }[];
	doctors: ScheduleDoctor[];
	counts: Partial<Record<VisitState, number>>;
}

export interface OwnerReport {
	from: string;
	to: string;
	booked: number;
	booked_by_bot: number;
	booked_at_night: number;
	share_by_bot: number;
	first_answer_ms: { p50: number; p99: number } | null;
	reminded: number;
	confirmed: number;
	moved: number;
	cancelled: number;
	missed: number;
	done: number;
	freed: number;
	filled: number;
	no_show: { before: number; after: number };
	saved: {
		no_shows_prevented: number;
		visit_price_rub: number;
		prevented_rub: number;
		hours_saved_per_day: number;
		hour_price_rub: number;
		work_days: number;
		hours_rub: number;
		messages_rub: number;
		total_rub: number;
		formula: string;
	};
	days: { date: string; booked: number; by_bot: number; at_night: number; cancelled: number; missed: number }[];
	heat: number[][];
}
