/*
 * telegram - the other side of a bot: the Bot API as strict as the real one in
 * what a clinic's bot uses, and the people who write to the bot.
 *
 *     const t = await Telegram.listen({ token: '1:x', name: 'our_bot' });
 *     const anna = t.person(5001);
 *     anna.start();                      // what she does
 *     const m = await anna.hears();      // what she is told
 *     t.ledger                           // each call that came, and its answer
 *
 * It refuses what the API refuses (shape, lengths, chats that were never
 * started) and fields it does not know.  Faults are ordered one by one with
 * t.next(fault).
 */
import { createServer } from 'node:http';

const TEXT_MAX = 4096;
const DATA_BYTES_MAX = 64;
const HEARS_MS = 20_000;

class Refusal extends Error {
	constructor(code, description, parameters) {
		super(description);
		this.code = code;
		this.parameters = parameters;
	}
}

const bad = (what) => new Refusal(400, `Bad Request: ${what}`);

/* --- shapes --------------------------------------------------------------- */

function only(o, what, known) {
	if (typeof o !== 'object' || o === null || Array.isArray(o)) {
		throw bad(`${what} is no object`);
	}
	for (const key of Object.keys(o)) {
		if (!known.includes(key)) {
			throw bad(`unknown field ${what}.${key}`);
		}
	}
}

function text(s, what, max) {
	if (typeof s !== 'string' || s.trim() === '') {
		throw bad(`${what} is empty`);
	}
	if ([...s].length > max) {
		throw bad(`${what} is too long`);
	}
	return s;
}

function checkInline(keyboard) {
	if (!Array.isArray(keyboard) || keyboard.some((row) => !Array.isArray(row) || row.length === 0 || row.length > 8)) {
		throw bad('inline_keyboard: rows of 1 to 8 buttons');
	}
	for (const b of keyboard.flat()) {
		only(b, 'button', ['text', 'callback_data', 'url']);
		text(b.text, 'button.text', 256);
		if ((b.callback_data === undefined) === (b.url === undefined)) {
			throw bad("can't parse inline keyboard button: exactly one of its actions");
		}
		if (b.callback_data !== undefined) {
			const n = Buffer.byteLength(b.callback_data);
			if (n < 1 || n > DATA_BYTES_MAX) {
				throw bad('BUTTON_DATA_INVALID');
			}
		} else if (!/^(https?|tg):\/\/\S+$/.test(b.url)) {
			throw bad('BUTTON_URL_INVALID');
		}
	}
}

function checkMarkup(markup) {
	if ('inline_keyboard' in markup) {
		only(markup, 'reply_markup', ['inline_keyboard']);
		checkInline(markup.inline_keyboard);
	} else if ('keyboard' in markup) {
		only(markup, 'reply_markup', ['keyboard', 'resize_keyboard', 'one_time_keyboard', 'is_persistent']);
		for (const b of markup.keyboard.flat()) {
			only(b, 'button', ['text', 'request_contact']);
			text(b.text, 'button.text', 256);
		}
	} else {
		only(markup, 'reply_markup', ['remove_keyboard']);
	}
	return markup;
}

/* --- the server ----------------------------------------------------------- */

export class Telegram {
	static async listen({ token, name }) {
		const t = new Telegram(token, name);
		t.server = createServer((req, res) => void t.#serve(req, res));
		await new Promise((done) => t.server.listen(0, '127.0.0.1', done));
		t.url = `http://127.0.0.1:${t.server.address().port}`;
		return t;
	}

	constructor(token, name) {
		this.token = token;
		this.me = { id: Number(token.split(':')[0]), is_bot: true, first_name: 'Clinic', username: name };
		this.ledger = [];
		this.people = new Map();
		this.updates = [];
		this.done = [];
		this.faults = [];
		this.presses = new Map();
		this.lastMessage = 0;
		this.lastUpdate = 500_000_000;
		this.hook = null;
		this.poller = null;
		this.isClosed = false;
	}

	async close() {
		this.isClosed = true;
		this.poller?.(new Refusal(409, 'Conflict: closing'));
		this.server.closeAllConnections();
		await new Promise((done) => this.server.close(done));
	}

	/* What the next sendMessage meets: {code, description, parameters} is
	 * answered; {lose: true} takes the message and breaks the line;
	 * {page: 502} answers as a proxy does. */
	next(...faults) {
		this.faults.push(...faults);
	}

	person(id, name = 'Анна') {
		const known = this.people.get(id);
		if (known) {
			return known;
		}
		const p = new Person(this, id, name);
		this.people.set(id, p);
		return p;
	}

	/* Everything that was taken so far comes once more. */
	repeat() {
		this.updates.unshift(...this.done.splice(0));
		void this.#wake();
	}

	calls(method) {
		return this.ledger.filter((x) => x.method === method);
	}

	push(update) {
		const whole = { update_id: ++this.lastUpdate, ...update };
		this.updates.push(whole);
		void this.#wake();
		return whole;
	}

	async #wake() {
		this.poller?.(null);
		if (!this.hook || this.isPosting) {
			return;
		}
		this.isPosting = true;
		while (this.hook && this.updates.length > 0 && !this.isClosed) {
			if (await this.#post(this.updates[0])) {
				this.done.push(this.updates.shift());
			} else {
				await new Promise((r) => setTimeout(r, 200));
			}
		}
		this.isPosting = false;
	}

	/* One call of the webhook; its answer may be a method. */
	async #post(update) {
		try {
			const answer = await fetch(this.hook.url, {
				method: 'POST',
				headers: {
					'Content-Type': 'application/json',
					...(this.hook.secret ? { 'X-Telegram-Bot-Api-Secret-Token': this.hook.secret } : {}),
				},
				body: JSON.stringify(update),
			});
			if (!answer.ok) {
				this.hook.lastStatus = answer.status;
				return false;
			}
			const said = await answer.text();
			const { method, ...params } = said ? JSON.parse(said) : {};
			if (method) {
				this.#quietly(method, params);
			}
			return true;
		} catch {
			return false;
		}
	}

	/* Nobody hears what becomes of a method in the answer to a webhook. */
	#quietly(method, params) {
		try {
			this.#call(method, params);
		} catch (e) {
			this.ledger.push({ method, refused: `${e.code} ${e.message}` });
		}
	}

	async #serve(req, res) {
		const at = new URL(req.url, 'http://x');
		const [, token, method] = at.pathname.match(/^\/bot([^/]+)\/(\w+)$/) ?? [];
		const answer = (status, body) => {
			res.writeHead(status, { 'Content-Type': 'application/json' });
			res.end(JSON.stringify(body));
		};
		try {
			const params = await read(req, at);
			if (token !== this.token) {
				throw new Refusal(401, 'Unauthorized');
			}
			if (method === 'sendMessage' && this.faults.length > 0) {
				this.#fault(this.faults.shift(), params, req, res);
				return;
			}
			const result = method === 'getUpdates' ? await this.#getUpdates(params) : this.#call(method, params);
			answer(200, { ok: true, result });
		} catch (e) {
			const code = e instanceof Refusal ? e.code : 500;
			this.ledger.push({ method, refused: `${code} ${e.message}` });
			answer(code, { ok: false, error_code: code, description: e.message, ...(e.parameters ? { parameters: e.parameters } : {}) });
		}
	}

	#fault(fault, params, req, res) {
		if (fault.lose) {
			this.#call('sendMessage', params);
			req.socket.destroy();
		} else if (fault.page) {
			res.writeHead(fault.page, { 'Content-Type': 'text/html' });
			res.end('<html>');
		} else {
			throw new Refusal(fault.code, fault.description, fault.parameters);
		}
	}

	#call(method, params) {
		const run = this[`_${method}`];
		if (!run) {
			throw new Refusal(404, 'Not Found: method not found');
		}
		const result = run.call(this, params);
		this.ledger.push({ method, params, result });
		return result;
	}

	_getMe() {
		return { ...this.me, can_join_groups: false, can_read_all_group_messages: false, supports_inline_queries: false };
	}

	_sendMessage(p) {
		only(p, 'sendMessage', ['chat_id', 'text', 'reply_markup', 'link_preview_options', 'parse_mode', 'reply_parameters', 'disable_notification', 'protect_content']);
		const markup = p.reply_markup === undefined ? undefined : checkMarkup(typeof p.reply_markup === 'string' ? JSON.parse(p.reply_markup) : p.reply_markup);
		text(p.text, 'text', TEXT_MAX);
		if (p.link_preview_options !== undefined) {
			only(p.link_preview_options, 'link_preview_options', ['is_disabled']);
		}
		const who = this.people.get(Number(p.chat_id));
		if (!who || !who.isStarted) {
			throw bad('chat not found');
		}
		if (who.isBlocked) {
			throw new Refusal(403, 'Forbidden: bot was blocked by the user');
		}
		const m = { message_id: ++this.lastMessage, from: this.me, chat: who.chat, date: now(), text: p.text, ...(markup ? { reply_markup: markup } : {}) };
		who.told(m);
		return m;
	}

	_answerCallbackQuery(p) {
		only(p, 'answerCallbackQuery', ['callback_query_id', 'text', 'show_alert']);
		if (p.text !== undefined && [...p.text].length > 200) {
			throw bad('MESSAGE_TOO_LONG');
		}
		if (!this.presses.delete(p.callback_query_id)) {
			throw bad('query is too old and response timeout expired or query ID is invalid');
		}
		return true;
	}

	_setWebhook(p) {
		only(p, 'setWebhook', ['url', 'secret_token', 'allowed_updates', 'drop_pending_updates', 'max_connections']);
		if (p.secret_token !== undefined && !/^[A-Za-z0-9_-]{1,256}$/.test(p.secret_token)) {
			throw bad('secret token contains unallowed characters');
		}
		this.hook = p.url ? { url: p.url, secret: p.secret_token } : null;
		void this.#wake();
		return true;
	}

	_deleteWebhook(p) {
		only(p, 'deleteWebhook', ['drop_pending_updates']);
		this.hook = null;
		if (p.drop_pending_updates) {
			this.updates = [];
		}
		return true;
	}

	async #getUpdates(p) {
		only(p, 'getUpdates', ['offset', 'limit', 'timeout', 'allowed_updates']);
		if (this.hook) {
			throw new Refusal(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first");
		}
		const limit = p.limit === undefined ? 100 : p.limit;
		if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
			throw bad('limit');
		}
		while (this.updates.length > 0 && p.offset !== undefined && this.updates[0].update_id < p.offset) {
			this.done.push(this.updates.shift());
		}
		if (this.updates.length === 0 && p.timeout > 0) {
			await this.#wait(p.timeout * 1000);
		}
		return this.updates.slice(0, limit);
	}

	/* Of two who ask at once the first is sent away. */
	#wait(ms) {
		this.poller?.(new Refusal(409, 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'));
		return new Promise((done, refuse) => {
			const timer = setTimeout(() => finish(null), ms);
			const finish = (e) => {
				clearTimeout(timer);
				if (this.poller === finish) {
					this.poller = null;
				}
				if (e) {
					refuse(e);
				} else {
					done();
				}
			};
			this.poller = finish;
		});
	}
}

const now = () => Math.floor(Date.now() / 1000);

async function read(req, at) {
	const chunks = [];
	for await (const chunk of req) {
		chunks.push(chunk);
	}
	const body = Buffer.concat(chunks).toString('utf8');
	const type = req.headers['content-type'] ?? '';
	if (type.startsWith('application/json')) {
		return body ? JSON.parse(body) : {};
	}
	return Object.fromEntries(type.startsWith('application/x-www-form-urlencoded') ? new URLSearchParams(body) : at.searchParams);
}

/* --- the people ----------------------------------------------------------- */

class Person {
	constructor(telegram, id, name) {
		this.telegram = telegram;
		this.user = { id, is_bot: false, first_name: name, language_code: 'ru' };
		this.chat = { id, type: 'private', first_name: name };
		this.isStarted = false;
		this.isBlocked = false;
		this.heard = []; /* everything */
		this.unread = [];
		this.waiting = [];
	}

	told(message) {
		this.heard.push(message);
		const next = this.waiting.shift();
		if (next) {
			next(message);
		} else {
			this.unread.push(message);
		}
	}

	/* The next message that was not read yet. */
	hears(ms = HEARS_MS) {
		const message = this.unread.shift();
		if (message) {
			return Promise.resolve(message);
		}
		return new Promise((done, refuse) => {
			const next = (m) => {
				clearTimeout(timer);
				done(m);
			};
			const timer = setTimeout(() => {
				this.waiting = this.waiting.filter((x) => x !== next);
				const last = this.heard.slice(-3).map((m) => m.text).join(' | ');
				refuse(new Error(`${this.user.first_name} heard nothing in ${ms} ms after: ${last}`));
			}, ms);
			this.waiting.push(next);
		});
	}

	/* Reads on until one matches; returns it. */
	async hearsOf(pattern) {
		for (;;) {
			const m = await this.hears();
			if (pattern.test(m.text)) {
				return m;
			}
		}
	}

	write(content) {
		this.isStarted = true;
		return this.telegram.push({
			message: { message_id: ++this.telegram.lastMessage, from: this.user, chat: this.chat, date: now(), ...content },
		});
	}

	say(what) {
		const [command] = what.match(/^\/\w+/) ?? [];
		return this.write({ text: what, ...(command ? { entities: [{ type: 'bot_command', offset: 0, length: command.length }] } : {}) });
	}

	start(token) {
		return this.say(token ? `/start ${token}` : '/start');
	}

	answer(message, what) {
		return this.write({ text: what, reply_to_message: message });
	}

	giveNumber(phone) {
		return this.write({ contact: { phone_number: phone, first_name: this.user.first_name, user_id: this.user.id } });
	}

	giveCard(phone, userId) {
		return this.write({ contact: { phone_number: phone, first_name: 'Кто-то', ...(userId ? { user_id: userId } : {}) } });
	}

	sendSticker() {
		return this.write({ sticker: { file_id: 'a', file_unique_id: 'b', type: 'regular', width: 512, height: 512, is_animated: false, is_video: false } });
	}

	edit(what) {
		return this.telegram.push({
			edited_message: { message_id: this.telegram.lastMessage, from: this.user, chat: this.chat, date: now(), edit_date: now(), text: what },
		});
	}

	/* Presses the button whose label matches. */
	press(message, label) {
		const button = (message.reply_markup?.inline_keyboard ?? []).flat().find((b) => label.test(b.text));
		if (!button?.callback_data) {
			throw new Error(`no button ${label} under «${message.text}»`);
		}
		const id = String(Math.floor(Math.random() * 2 ** 52));
		this.telegram.presses.set(id, button);
		return this.telegram.push({
			callback_query: { id, from: this.user, message, chat_instance: String(this.user.id), data: button.callback_data },
		});
	}

	#member(before, after) {
		return this.telegram.push({
			my_chat_member: {
				chat: this.chat,
				from: this.user,
				date: now(),
				old_chat_member: { user: this.telegram.me, status: before },
				new_chat_member: { user: this.telegram.me, status: after },
			},
		});
	}

	block(isTold = true) {
		this.isBlocked = true;
		return isTold ? this.#member('member', 'kicked') : null;
	}

	unblock() {
		this.isBlocked = false;
		return this.#member('kicked', 'member');
	}
}
