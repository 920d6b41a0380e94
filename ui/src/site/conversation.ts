/*
 * conversation - one visitor's chat with the clinic, apart from any screen.
 *
 * What the visitor writes goes into a queue that survives a reload and is sent
 * strictly one after another.  A text keeps its client_id until the program has
 * answered it, so a text sent again after a lost line is never taken twice.
 */
import { Failure } from '../api/client';
import type { ChatButton, ChatHistory, ChatMessage, ChatReply, Id } from '../api/types';

/* What a conversation needs of the world; a test gives its own. */
export interface World {
	history(): Promise<ChatHistory>;
	consent(): Promise<void>;
	post(clientId: string, text: string): Promise<ChatReply>;
	newId(): string;
	later(run: () => void, ms: number): void;
	now(): string;
	load(): string | null;
	save(text: string): void;
	/* Milliseconds between two bubbles of one answer; 0 for people who want
	 * no motion. */
	pauseMs: number;
}

/* sent: the program has it; sending: on its way; waiting: the line is lost,
 * it goes out by itself; refused: the program said no, `error` says why. */
export type BubbleStatus = 'sent' | 'sending' | 'waiting' | 'refused';

export interface Bubble {
	key: string;
	id: Id | null;
	author: ChatMessage['author'];
	text: string;
	at: string;
	buttons: ChatButton[];
	status: BubbleStatus;
	error: string;
}

export type Phase = 'loading' | 'failed' | 'notice' | 'open';

export interface Snapshot {
	phase: Phase;
	bubbles: Bubble[];
	isTyping: boolean;
	isHanded: boolean;
	isConsenting: boolean;
	/* The conversation may go on in the clinic's messenger. */
	canContinue: boolean;
	error: string;
}

interface Outgoing {
	client_id: string;
	text: string;
	at: string;
	tries: number;
	/* The id under which the event stream has already shown it. */
	echo: Id | null;
	/* Taken from storage: the program may have answered it already. */
	isOld: boolean;
}

const RETRY_MS = [1_000, 2_000, 4_000, 8_000, 15_000];

export class Conversation {
	private phase: Phase = 'loading';
	private said: Bubble[] = [];
	private queue: Outgoing[] = [];
	private coming: ChatMessage[] = [];
	/* What the stream brought while an answer was awaited: it may be that
	 * very answer, and must not stand before its question. */
	private held: ChatMessage[] = [];
	private isBusy = false;
	private isWaiting = false;
	private isRevealing = false;
	private isHanded = false;
	private canContinue = false;
	private isConsenting = false;
	private error = '';
	private listeners = new Set<() => void>();
	private round = 0;
	private shot: Snapshot;

	constructor(private readonly world: World) {
		this.queue = readQueue(world.load());
		this.shot = this.take();
	}

	snapshot = () => this.shot;

	subscribe = (listener: () => void) => {
		this.listeners.add(listener);
		return () => {
			this.listeners.delete(listener);
		};
	};

	/* Reads the history; also after the line came back. */
	async start() {
		const isFirst = this.phase === 'loading' || this.phase === 'failed';
		if (isFirst) {
			this.set({ phase: 'loading' });
		}
		try {
			this.merge(await this.world.history());
		} catch {
			if (isFirst) {
				this.set({ phase: 'failed' });
			}
			return;
		}
		this.pump();
	}

	async consent() {
		if (this.isConsenting) {
			return;
		}
		this.isConsenting = true;
		this.set({ error: '' });
		try {
			await this.world.consent();
			this.phase = 'open';
		} catch (e) {
			this.error = e instanceof Failure && e.text ? e.text : 'offline';
		}
		this.isConsenting = false;
		this.changed();
	}

	send(text: string) {
		const clean = text.trim();
		if (!clean || this.phase !== 'open') {
			return;
		}
		this.queue.push({
			client_id: this.world.newId(), text: clean, at: this.world.now(), tries: 0, echo: null, isOld: false,
		});
		this.stored();
		this.pump();
	}

	/* The visitor does not want to wait for the next try. */
	retry() {
		this.isWaiting = false;
		this.round++;
		this.pump();
	}

	/* A message from the event stream: an operator's answer, a reminder, or
	 * one of ours seen from another tab. */
	receive(message: ChatMessage) {
		if (this.knows(message.id)) {
			return;
		}
		if (message.author === 'patient' && this.recognise(message)) {
			return;
		}
		if (this.isBusy || this.isWaiting) {
			this.held.push(message);
			return;
		}
		if (message.author === 'operator') {
			this.isHanded = true;
		}
		this.add(message);
	}

	/* Our own words come back by the stream, before or after the answer. */
	private recognise(message: ChatMessage) {
		const ours = this.queue.find((x) => x.echo === null && x.text === message.text);
		if (ours) {
			ours.echo = message.id;
			return true;
		}
		const shown = this.said.find((x) => x.id === null && x.status === 'sent' && x.text === message.text);
		if (shown) {
			shown.id = message.id;
			return true;
		}
		return false;
	}

	private release() {
		for (const message of this.held.splice(0)) {
			this.receive(message);
		}
	}

	private knows(id: Id) {
		return (
			this.said.some((x) => x.id === id) ||
			this.coming.some((x) => x.id === id) ||
			this.queue.some((x) => x.echo === id)
		);
	}

	private merge(history: ChatHistory) {
		const refused = this.said.filter((x) => x.status === 'refused');
		this.coming = [];
		this.held = [];
		this.said = [...history.messages.map(bubbleOf), ...refused];
		this.isHanded = history.state === 'handed';
		this.canContinue = history.can_continue ?? false;
		this.set({ phase: history.consented ? 'open' : 'notice' });
	}

	private pump() {
		const head = this.queue[0];
		if (!head || this.isBusy || this.isWaiting || this.phase !== 'open') {
			this.changed();
			return;
		}
		this.isBusy = true;
		this.changed();
		this.world.post(head.client_id, head.text).then(
			(reply) => this.answered(head, reply),
			(e: unknown) => this.failed(head, e),
		);
	}

	private answered(head: Outgoing, reply: ChatReply) {
		this.isBusy = false;
		this.drop(head);
		this.isHanded = reply.state === 'handed';
		this.canContinue = reply.can_continue ?? false;
		/* After a repeat we cannot know what the history already holds. */
		if (head.tries > 0 || head.isOld) {
			void this.start();
			return;
		}
		this.said.push(...this.coming.splice(0).map(bubbleOf));
		const own = reply.messages.find((x) => x.author === 'patient' && x.text === head.text);
		this.said.push({
			...bubbleOf({ id: head.echo ?? own?.id ?? '', author: 'patient', text: head.text, at: reply.messages[0]?.at ?? head.at }),
			id: head.echo ?? own?.id ?? null,
			key: head.client_id,
		});
		for (const message of reply.messages) {
			if (message.author !== 'patient') {
				this.add(message);
			}
		}
		this.release();
		this.pump();
	}

	private failed(head: Outgoing, e: unknown) {
		this.isBusy = false;
		const failure = e instanceof Failure ? e : new Failure('offline', '');
		if (failure.passes || failure.kind === 'internal') {
			const wait = RETRY_MS[Math.min(head.tries, RETRY_MS.length - 1)] ?? 1_000;
			head.tries++;
			this.isWaiting = true;
			const round = ++this.round;
			this.world.later(() => {
				if (round === this.round) {
					this.retry();
				}
			}, wait);
			this.stored();
			return;
		}
		this.drop(head);
		this.said.push({
			...bubbleOf({ id: '', author: 'patient', text: head.text, at: head.at }),
			id: null,
			key: head.client_id,
			status: 'refused',
			error: failure.text,
		});
		if (failure.kind === 'denied') {
			void this.start();
			return;
		}
		this.release();
		this.pump();
	}

	private drop(head: Outgoing) {
		this.queue = this.queue.filter((x) => x !== head);
		this.stored();
	}

	/* Bubbles of one answer come one after another, as people write them. */
	private add(message: ChatMessage) {
		if (this.knows(message.id)) {
			return;
		}
		this.coming.push(message);
		if (!this.isRevealing) {
			this.reveal();
		}
	}

	private reveal() {
		const next = this.coming.shift();
		if (next) {
			this.said.push(bubbleOf(next));
		}
		this.isRevealing = this.coming.length > 0;
		this.changed();
		if (this.isRevealing) {
			this.world.later(() => this.reveal(), this.world.pauseMs);
		}
	}

	private stored() {
		this.world.save(JSON.stringify(this.queue.map(({ client_id, text, at, tries }) => ({ client_id, text, at, tries }))));
		this.changed();
	}

	private set(what: { phase?: Phase; error?: string }) {
		this.phase = what.phase ?? this.phase;
		this.error = what.error ?? this.error;
		this.changed();
	}

	private changed() {
		this.shot = this.take();
		for (const listener of this.listeners) {
			listener();
		}
	}

	private take(): Snapshot {
		const waiting = this.queue.map((x, i): Bubble => ({
			...bubbleOf({ id: '', author: 'patient', text: x.text, at: '' }),
			id: null,
			key: x.client_id,
			status: this.isWaiting && i === 0 ? 'waiting' : 'sending',
		}));
		return {
			phase: this.phase,
			bubbles: [...this.said, ...waiting],
			isTyping: this.isBusy || this.isRevealing,
			isHanded: this.isHanded,
			isConsenting: this.isConsenting,
			canContinue: this.canContinue,
			error: this.error,
		};
	}
}

function bubbleOf(m: ChatMessage): Bubble {
	return {
		key: m.id, id: m.id, author: m.author, text: m.text, at: m.at, buttons: m.buttons ?? [], status: 'sent', error: '',
	};
}

function readQueue(text: string | null): Outgoing[] {
	try {
		const list = JSON.parse(text ?? '[]') as Partial<Outgoing>[];
		return list
			.filter((x) => typeof x.client_id === 'string' && typeof x.text === 'string')
			.map((x) => ({
				client_id: x.client_id!, text: x.text!, at: x.at ?? '', tries: x.tries ?? 0, echo: null, isOld: true,
			}));
	} catch {
		return [];
	}
}
