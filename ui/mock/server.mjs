/*
 * server - the API of the program in memory, for working on the pages and for
 * their screenshots.  It keeps no secrets and no promises: one process, one
 * visitor, gone at the end.
 *
 *     npm run mock [-- PORT]
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { clinic, fill, hoursOf, isoOf, msOf, report, small } from './clinic.mjs';
import { Dialogue } from './dialogue.mjs';

const dist = new URL('../dist/', import.meta.url).pathname;
const types = { '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.svg': 'image/svg+xml', '.html': 'text/html' };

let offset = Date.parse('2026-11-23T10:12:00+03:00') - Date.now();
const now = () => Date.now() + offset;
let ids = 1000;
const nextId = () => `${++ids}`;

const visits = [];
const filled = new Set();
const phones = new Map();
const plan = [];
const streams = new Set();
let session = { principal: 'visitor', staff: null, clinic: null, csrf: 'c1' };
const chats = new Map();
const catalogues = { [clinic.slug]: clinic, [small.slug]: small };

function day(date) {
	if (!filled.has(date)) {
		filled.add(date);
		fill(date, now(), visits, nextId);
	}
	return visits.filter((v) => v.date === date);
}

function tell(kind, event, data) {
	for (const s of streams) {
		if (s.kind === kind) {
			s.res.write(`event: ${event}\nid: ${data.id ?? ++ids}\ndata: ${JSON.stringify(data)}\n\n`);
		}
	}
}
function scheduleChanged(date) {
	tell('schedule', 'schedule', { branch_id: '1', date });
	tell('demo', 'schedule', { date });
}

/* Messages to a patient's phone, and the reminders that wait. */
function phoneOf(name, number) {
	const id = `9${number.slice(-9)}`;
	if (!phones.has(id)) {
		phones.set(id, { patient_id: id, name, phone: number, messages: [], unread: 0, last_at: '' });
	}
	return phones.get(id);
}
function text(phone, channel, body, buttons = [], author = 'clinic') {
	const m = { id: nextId(), channel, author, text: body, at: isoOf(now()), buttons, state: author === 'clinic' ? 'delivered' : 'read' };
	phone.messages.push(m);
	phone.last_at = m.at;
	phone.unread += author === 'clinic' ? 1 : 0;
	tell('demo', 'phone', { patient_id: phone.patient_id });
	return m;
}
const whenText = (ms) => new Intl.DateTimeFormat('ru', { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Moscow' }).format(ms);

export function book({ name, phone, service, doctor, start }) {
	const v = {
		id: nextId(), date: isoOf(start).slice(0, 10), doctor_id: doctor.id, service, start, end: start + service.duration_min * 60_000,
		state: 'booked', name, phone, source: 'chat', history: [{ at: isoOf(now()), what: 'записан', who: 'бот' }], token: randomBytes(9).toString('hex'),
	};
	day(v.date);
	visits.push(v);
	const p = phoneOf(name, phone);
	v.patient_id = p.patient_id;
	const link = () => `http://127.0.0.1:${port}/${clinic.slug}/v/${v.token}`;
	text(p, 'sms', `${name}, вы записаны на приём: ${service.profession} ${doctor.name}, ${whenText(start)}. Адрес: ул. Здоровья, 5. Перенести или отменить: ${link()}`);
	plan.push({
		at: start - 86_400_000, what: 'reminder_day', text: 'напоминание за 24 часа',
		run: () => v.state !== 'cancelled' && text(p, 'telegram',
			`${name}, напоминаем: ${whenText(v.start)} у вас приём, ${service.profession} ${doctor.name}. Ждём вас!`,
			[{ text: 'Подтвердить', send: `confirm:${v.id}` }, { text: 'Перенести', url: link() }, { text: 'Отменить', send: `cancel:${v.id}` }]),
	});
	plan.push({ at: start - 7_200_000, what: 'reminder_hours', text: 'напоминание за 2 часа', run: () => text(p, 'sms', `${name}, ждём вас сегодня в ${isoOf(v.start).slice(11, 16)}. ${link()}`) });
	plan.sort((a, b) => a.at - b.at);
	scheduleChanged(v.date);
	return v;
}
export function free(service, doctor, from, n) {
	const out = [];
	for (let d = 0; d < 14 && out.length < n; d++) {
		const date = isoOf(from + d * 86_400_000).slice(0, 10);
		const { open } = hoursOf(doctor, date);
		for (let at = open?.[0] ?? 1; open && at + service.duration_min <= open[1] && out.length < n; at += 30) {
			const start = msOf(date, at);
			const end = start + service.duration_min * 60_000;
			if (start > from && !day(date).some((v) => v.doctor_id === doctor.id && v.state !== 'cancelled' && v.start < end && v.end > start)) {
				out.push({ date, start, end });
			}
		}
	}
	return out;
}

function setState(v, state, who) {
	v.state = state;
	v.history.push({ at: isoOf(now()), what: { confirmed: 'подтверждён', cancelled: 'отменён', arrived: 'пришёл', started: 'на приёме', done: 'завершён', missed: 'не пришёл' }[state] ?? state, who });
	scheduleChanged(v.date);
}
function advance(to) {
	while (plan[0] && plan[0].at <= to) {
		const job = plan.shift();
		offset += job.at - now();
		job.run();
	}
	offset += to - now();
	tell('demo', 'clock', { now: isoOf(now()) });
}

const arrows = { booked: ['confirm', 'arrive', 'move', 'miss', 'cancel'], confirmed: ['arrive', 'move', 'miss', 'cancel'], arrived: ['start'], started: ['finish'], missed: ['arrive'] };
const leads = { confirmed: 'confirm', arrived: 'arrive', started: 'start', done: 'finish', missed: 'miss', cancelled: 'cancel' };
const mask = (p) => `${p.slice(0, 5)} ***-**-${p.slice(-2)}`;
function visitOut(v) {
	const d = clinic.doctors.find((x) => x.id === v.doctor_id);
	return {
		id: v.id, start: isoOf(v.start), end: isoOf(v.end), state: v.state, patient: { id: v.patient_id ?? v.id, name: v.name, phone: mask(v.phone) },
		service: { id: v.service.id, name: v.service.name }, doctor: { id: d.id, name: d.name }, source: v.source, price_rub: v.service.price_rub, can: arrows[v.state] ?? [],
	};
}
function sessionOut() {
	return { ...session, is_demo: true, clinics: [clinic, small].map(({ slug, name }) => ({ slug, name })) };
}
function clockOut() {
	return { now: isoOf(now()), zone: 'Europe/Moscow', offset_s: Math.round(offset / 1000), next: plan[0] ? { at: isoOf(plan[0].at), what: plan[0].what, text: plan[0].text } : null };
}
function chatOf(slug) {
	if (!chats.has(slug)) {
		chats.set(slug, { consented: false, state: 'open', done: new Map(), dialogue: new Dialogue(catalogues[slug] ?? clinic, { book, free, now }), messages: [] });
		chats.get(slug).messages.push({ id: nextId(), author: 'bot', text: 'Добрый день! Помогу записаться к врачу, ответить о ценах и адресах.\nДля записи назовите, пожалуйста, ваше имя и телефон.', at: isoOf(now()), buttons: [] });
	}
	return chats.get(slug);
}

class Refusal extends Error {
	constructor(status, kind, text, field = '') {
		super(text);
		Object.assign(this, { status, body: { error: { kind, field, text } } });
	}
}

const routes = [
	['GET', '/api/v1/session', () => sessionOut()],
	['POST', '/api/v1/session', (q, b) => {
		if (b.password !== 'demo') throw new Refusal(401, 'login', 'Логин или пароль не подходят.', 'password');
		session = { ...session, principal: 'staff', clinic: { slug: clinic.slug, name: clinic.name }, staff: { id: '1', name: 'Крылова Тамара Николаевна', role: 'administrator' } };
		return sessionOut();
	}],
	['DELETE', '/api/v1/session', () => { session = { ...session, principal: 'visitor', staff: null }; return null; }],
	['POST', '/api/v1/demo/sign-in', (q, b) => {
		const c = catalogues[b.clinic] ?? clinic;
		session = { ...session, principal: 'staff', clinic: { slug: c.slug, name: c.name }, staff: { id: '1', name: b.role === 'owner' ? 'Орлова Вера Львовна' : 'Крылова Тамара Николаевна', role: b.role } };
		return sessionOut();
	}],
	['GET', '/api/v1/clinics/:slug', (q, b, p) => catalogues[p.slug] ?? lost()],
	['POST', '/api/v1/consents', (q, b) => { chatOf(b.clinic).consented = true; return null; }],
	['GET', '/api/v1/chat', (q) => { const c = chatOf(q.get('clinic')); return { consented: c.consented, state: c.state, messages: c.messages }; }],
	['POST', '/api/v1/chat', (q, b) => {
		const c = chatOf(b.clinic);
		if (!c.consented) throw new Refusal(403, 'denied', 'Сначала нужно согласие.');
		if (!c.done.has(b.client_id)) {
			c.messages.push({ id: nextId(), author: 'patient', text: b.text, at: isoOf(now()), buttons: [] });
			const said = c.dialogue.step(b.text).map((m) => ({ id: nextId(), author: 'bot', at: isoOf(now()), buttons: [], ...m }));
			c.messages.push(...said);
			c.state = c.dialogue.isHanded ? 'handed' : 'open';
			for (const m of c.messages.slice(-said.length - 1)) tell('chat', 'message', m);
			c.done.set(b.client_id, { turn: c.done.size + 1, state: c.state, messages: said });
			if (c.dialogue.isHanded) {
				setTimeout(() => {
					const m = { id: nextId(), author: 'operator', text: 'Здравствуйте, это Тамара. Чем помочь?', at: isoOf(now()), buttons: [] };
					c.messages.push(m);
					tell('chat', 'message', m);
				}, 2500);
			}
		}
		return c.done.get(b.client_id);
	}],
	['GET', '/api/v1/slots', (q) => {
		const service = clinic.services.find((s) => s.id === q.get('service')) ?? clinic.services[0];
		const doctor = clinic.doctors.find((d) => d.id === (q.get('doctor') ?? service.doctor_ids[0]));
		const days = new Map();
		for (const s of free(service, doctor, Math.max(now(), msOf(q.get('from'), 0)), 40)) {
			days.set(s.date, [...(days.get(s.date) ?? []), { start: isoOf(s.start), end: isoOf(s.end), doctor_id: doctor.id, branch_id: doctor.branch_id }]);
		}
		return { days: [...days].map(([date, starts]) => ({ date, starts })), next: null };
	}],
	['GET', '/api/v1/demo/clock', () => clockOut()],
	['POST', '/api/v1/demo/clock', (q, b) => { advance(b.to === 'next' ? (plan[0]?.at ?? now()) + 1000 : now() + b.advance_s * 1000); return clockOut(); }],
	['GET', '/api/v1/demo/phones', () => ({ phones: [...phones.values()].sort((a, b) => b.last_at.localeCompare(a.last_at)).map(({ messages, ...p }) => p) })],
	['GET', '/api/v1/demo/phones/:patient', (q, b, p) => { const x = phones.get(p.patient) ?? lost(); x.unread = 0; return { phone: x.phone, name: x.name, messages: x.messages }; }],
	['POST', '/api/v1/demo/phones/:patient/reply', (q, b, p) => {
		const x = phones.get(p.patient) ?? lost();
		const from = x.messages.find((m) => m.id === b.message_id);
		const [word, id] = (b.button ?? '').split(':');
		text(x, from?.channel ?? 'sms', b.text, [], 'patient');
		const v = visits.find((y) => y.id === id) ?? visits.find((y) => y.patient_id === p.patient);
		if (word === 'confirm' || /подтвер|^да/i.test(b.text)) {
			setState(v, 'confirmed', 'пациент');
			if (from) from.buttons = [];
			text(x, from?.channel ?? 'sms', 'Спасибо! Приём подтверждён, ждём вас.');
		} else if (word === 'cancel') {
			setState(v, 'cancelled', 'пациент');
			if (from) from.buttons = [];
			text(x, from?.channel ?? 'sms', 'Приём отменён. Выздоравливайте!');
		} else {
			text(x, from?.channel ?? 'sms', 'Передали ваш ответ администратору.');
		}
		return { messages: x.messages };
	}],
	['GET', '/api/v1/schedule', (q) => {
		const date = q.get('date') ?? isoOf(now()).slice(0, 10);
		const branch = clinic.branches.find((x) => x.id === q.get('branch')) ?? clinic.branches[0];
		const list = day(date);
		const counts = {};
		const doctors = clinic.doctors.filter((d) => d.branch_id === branch.id).map((d) => {
			const { open } = hoursOf(d, date);
			const mine = list.filter((v) => v.doctor_id === d.id).sort((a, b) => a.start - b.start);
			for (const v of mine) counts[v.state] = (counts[v.state] ?? 0) + 1;
			const busy = mine.filter((v) => v.state !== 'cancelled').reduce((a, v) => a + (v.end - v.start) / 60_000, 0);
			return {
				id: d.id, name: d.name, profession: d.profession, busy_min: busy, open_min: open ? open[1] - open[0] - 60 : 0,
				open: open ? [[open[0], 780], [840, open[1]]].map(([a, z]) => ({ from: isoOf(msOf(date, a)), to: isoOf(msOf(date, z)) })) : [],
				visits: mine.map(visitOut),
			};
		});
		return { date, today: isoOf(now()).slice(0, 10), branch, branches: clinic.branches.map(({ id, name }) => ({ id, name })), doctors, counts };
	}],
	['GET', '/api/v1/visits/:id', (q, b, p) => {
		const v = visits.find((x) => x.id === p.id) ?? lost();
		return { visit: { ...visitOut(v), history: v.history, messages: phones.get(v.patient_id)?.messages ?? [] } };
	}],
	['POST', '/api/v1/visits/:id/state', (q, b, p) => {
		const v = visits.find((x) => x.id === p.id) ?? lost();
		if (!(arrows[v.state] ?? []).includes(leads[b.state])) throw new Refusal(409, 'conflict', 'Приём уже в другом состоянии. Обновите страницу.');
		setState(v, b.state, 'администратор');
		return { visit: visitOut(v) };
	}],
	['POST', '/api/v1/visits/:id/move', (q, b, p) => {
		const v = visits.find((x) => x.id === p.id) ?? lost();
		const was = v.date;
		move(v, Date.parse(b.start), 'администратор');
		scheduleChanged(was);
		return { visit: visitOut(v) };
	}],
	['GET', '/api/v1/report/owner', (q) => report(q.get('from'), q.get('to'))],
];
function lost() {
	throw new Refusal(404, 'not_found', 'Не найдено.');
}
function move(v, start, who) {
	const length = v.end - v.start;
	v.start = start;
	v.end = start + length;
	v.date = isoOf(start).slice(0, 10);
	v.state = 'booked';
	v.history.push({ at: isoOf(now()), what: `перенесён на ${whenText(start)}`, who });
	const p = phones.get(v.patient_id);
	if (p) text(p, 'sms', `${v.name}, ваш приём перенесён: теперь ${whenText(start)}.`);
	scheduleChanged(v.date);
}

function match(method, path) {
	for (const [m, pattern, run] of routes) {
		const found = new RegExp(`^${pattern.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`).exec(path);
		if (m === method && found) return { run, params: found.groups ?? {} };
	}
	return null;
}
async function bodyOf(req) {
	let s = '';
	for await (const chunk of req) s += chunk;
	return s;
}
function answer(res, status, value) {
	res.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
	res.end(value === null ? '' : JSON.stringify(value));
}
function openStream(req, res, kind) {
	res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
	res.write(': hello\n\n');
	const s = { kind, res };
	streams.add(s);
	req.on('close', () => streams.delete(s));
}

async function page(res) {
	const nonce = randomBytes(16).toString('base64');
	const html = (await readFile(join(dist, 'index.html'), 'utf8')).replaceAll('{{nonce}}', nonce);
	res.writeHead(200, {
		'Content-Type': 'text/html; charset=utf-8',
		'Content-Security-Policy': `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'`,
	});
	res.end(html);
}

/* The page behind the link of a message, bare but working. */
async function linkPage(req, res, token) {
	const v = visits.find((x) => x.token === token);
	if (!v) {
		res.writeHead(404).end();
		return;
	}
	const doctor = clinic.doctors.find((d) => d.id === v.doctor_id);
	if (req.method === 'POST') {
		const form = new URLSearchParams(await bodyOf(req));
		if (form.get('action') === 'move') move(v, Date.parse(form.get('start')), 'пациент');
		else setState(v, form.get('action') === 'cancel' ? 'cancelled' : 'confirmed', 'пациент');
	}
	const form = (action, label, start = '') => `<form method="post"><input type="hidden" name="start" value="${start}"><button name="action" value="${action}">${label}</button></form>`;
	res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
	res.end(`<!doctype html><html lang="ru"><title>Ваш приём</title><meta name="viewport" content="width=device-width"><main><h1>Ваш приём</h1>
<p>${v.service.name}, ${doctor.name}, ${whenText(v.start)}</p>${form('confirm', 'Подтвердить')}${form('cancel', 'Отменить')}<h2>Перенести</h2>
${free(v.service, doctor, now(), 6).map((s) => form('move', whenText(s.start), isoOf(s.start))).join('')}</main></html>`);
}

const server = createServer(async (req, res) => {
	const url = new URL(req.url, 'http://x');
	const path = url.pathname;
	const stream = { '/api/v1/chat/events': 'chat', '/api/v1/demo/events': 'demo', '/api/v1/schedule/events': 'schedule' }[path];
	try {
		if (stream) return openStream(req, res, stream);
		if (path.startsWith('/api/')) {
			const found = match(req.method, path);
			if (!found) throw new Refusal(404, 'not_found', 'Нет такого адреса.');
			const text = await bodyOf(req);
			if (req.method !== 'GET' && req.headers['x-csrf-token'] !== session.csrf) throw new Refusal(403, 'denied', 'Обновите страницу.');
			if (req.method === 'POST' && path === '/api/v1/chat') await new Promise((r) => setTimeout(r, 250));
			const value = found.run(url.searchParams, text ? JSON.parse(text) : {}, found.params);
			return answer(res, value === null ? 204 : 200, value);
		}
		const token = /^\/[a-z-]+\/v\/(\w+)$/.exec(path);
		if (token) return await linkPage(req, res, token[1]);
		if (path.endsWith('/notice')) return res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(`<!doctype html><html lang="ru"><title>Уведомление</title><main><h1>Уведомление</h1><p>${clinic.notice.text}</p></main></html>`);
		if (extname(path)) {
			const bytes = await readFile(join(dist, normalize(path)));
			res.writeHead(200, { 'Content-Type': types[extname(path)] ?? 'application/octet-stream', 'Cache-Control': 'max-age=31536000, immutable' });
			return res.end(bytes);
		}
		await page(res);
	} catch (e) {
		if (e instanceof Refusal) return answer(res, e.status, e.body);
		if (e.code === 'ENOENT') return answer(res, 404, { error: { kind: 'not_found', field: '', text: '' } });
		console.error(e);
		answer(res, 500, { error: { kind: 'internal', field: '', text: '' } });
	}
});
server.listen(Number(process.argv[2] ?? 8790), '127.0.0.1');
await new Promise((r) => server.on('listening', r));
const { port } = server.address();
console.log(`http://127.0.0.1:${port}/`);
