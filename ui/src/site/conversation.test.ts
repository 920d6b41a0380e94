import { describe, expect, it } from 'vitest';
import { Failure } from '../api/client';
import type { ChatMessage, ChatReply } from '../api/types';
import { Conversation, type World } from './conversation';

/* A program that remembers what it was sent, and a clock that is turned by hand. */
function scene(consented = true) {
	const log: ChatMessage[] = [];
	const replies = new Map<string, ChatReply>();
	const timers: { run: () => void; ms: number }[] = [];
	let stored: string | null = null;
	let ids = 0;
	/* lose: the answer is lost after the work; refuse: an error instead. */
	const line = { mode: 'ok' as 'ok' | 'lost' | 'down', refuse: null as Failure | null, posts: 0 };
	const world: World = {
		history: async () => ({ consented, state: 'open', messages: [...log] }),
		consent: async () => {},
		async post(client_id, text) {
			line.posts++;
			if (line.refuse) throw line.refuse;
			if (line.mode === 'down') throw new Failure('offline', '');
			let reply = replies.get(client_id);
			if (!reply) {
				const at = '2026-11-23T10:00:00+03:00';
				const mine: ChatMessage = { id: `${++ids}`, author: 'patient', text, at };
				const his: ChatMessage = { id: `${++ids}`, author: 'bot', text: `re: ${text}`, at };
				log.push(mine, his);
				reply = { turn: ids, state: 'open', messages: [his] };
				replies.set(client_id, reply);
			}
			if (line.mode === 'lost') throw new Failure('offline', '');
			return reply;
		},
		newId: () => `c${++ids}`,
		later: (run, ms) => void timers.push({ run, ms }),
		now: () => '2026-11-23T10:00:00+03:00',
		load: () => stored,
		save: (text) => void (stored = text),
		pauseMs: 10,
	};
	return { world, log, line, timers, tick: () => timers.shift()?.run() };
}

const settle = () => new Promise((done) => setTimeout(done));
const texts = (c: Conversation) => c.snapshot().bubbles.map((x) => x.text);

describe('conversation', () => {
	it('waits for the consent before anything is sent', async () => {
		const s = scene(false);
		const c = new Conversation(s.world);
		await c.start();
		expect(c.snapshot().phase).toBe('notice');
		c.send('привет');
		expect(s.line.posts).toBe(0);
		await c.consent();
		expect(c.snapshot().phase).toBe('open');
	});

	it('sends one after another and keeps the order', async () => {
		const s = scene();
		const c = new Conversation(s.world);
		await c.start();
		c.send('а');
		c.send('б');
		expect(s.line.posts).toBe(1);
		await settle();
		expect(texts(c)).toEqual(['а', 're: а', 'б', 're: б']);
	});

	it('repeats with the same id after a lost answer, without doubles', async () => {
		const s = scene();
		const c = new Conversation(s.world);
		await c.start();
		s.line.mode = 'lost';
		c.send('запишите');
		await settle();
		expect(c.snapshot().bubbles.at(-1)?.status).toBe('waiting');
		s.line.mode = 'ok';
		s.tick();
		await settle();
		expect(s.log).toHaveLength(2);
		expect(texts(c)).toEqual(['запишите', 're: запишите']);
		expect(c.snapshot().bubbles[0]?.status).toBe('sent');
	});

	it('sends after a reload what had not gone out', async () => {
		const s = scene();
		const first = new Conversation(s.world);
		await first.start();
		s.line.mode = 'down';
		first.send('раз');
		first.send('два');
		await settle();
		s.line.mode = 'ok';
		const second = new Conversation(s.world);
		await second.start();
		await settle();
		await settle();
		expect(texts(second)).toEqual(['раз', 're: раз', 'два', 're: два']);
		expect(s.log).toHaveLength(4);
	});

	it('shows a refusal and goes on with the next text', async () => {
		const s = scene();
		const c = new Conversation(s.world);
		await c.start();
		s.line.refuse = new Failure('too_large', 'Слишком длинно');
		c.send('много');
		await settle();
		s.line.refuse = null;
		c.send('мало');
		await settle();
		const [bad] = c.snapshot().bubbles;
		expect(bad?.status).toBe('refused');
		expect(bad?.error).toBe('Слишком длинно');
		expect(texts(c)).toEqual(['много', 'мало', 're: мало']);
	});

	it('takes a message of the stream once, also our own', async () => {
		const s = scene();
		const c = new Conversation(s.world);
		await c.start();
		c.send('да');
		c.receive({ id: '900', author: 'patient', text: 'да', at: '' });
		await settle();
		const operator: ChatMessage = { id: '901', author: 'operator', text: 'Здравствуйте', at: '' };
		c.receive(operator);
		c.receive(operator);
		expect(texts(c)).toEqual(['да', 're: да', 'Здравствуйте']);
		expect(c.snapshot().isHanded).toBe(true);
	});

	it('keeps the question before its answer when the stream is faster', async () => {
		const s = scene();
		const c = new Conversation(s.world);
		await c.start();
		c.send('да');
		for (const m of s.log) {
			c.receive(m);
		}
		await settle();
		expect(texts(c)).toEqual(['да', 're: да']);
	});

	it('knows its own words again when the stream is slower', async () => {
		const s = scene();
		const c = new Conversation(s.world);
		await c.start();
		c.send('да');
		await settle();
		for (const m of s.log) {
			c.receive(m);
		}
		expect(texts(c)).toEqual(['да', 're: да']);
	});
});
