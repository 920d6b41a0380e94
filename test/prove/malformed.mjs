/*
 * malformed - sends what nobody should send: the rows of malformed.txt, every
 * JSON route's body bent in every way, and as many requests as wanted made by
 * throwing dice over sound ones, half of them by zzuf.
 *
 *    malformed.mjs [--requests N] [--seed S]        ZABOTA_URL is the server
 *
 * No answer may be a 5xx but 503, none may stay away, none may come to what
 * stands inside another request; the server must live on.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import net from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const url = new URL(process.env.ZABOTA_URL);
const requestMs = 19_000; /* the server's own deadline is 20 s */
const hangsAfterMs = 2 * requestMs;
const atOnce = 40;
/* one in a hundred of these is cut short and waits for the deadline */
const bentAtOnce = 160;
const second = Buffer.from('GET /healthz HTTP/1.1\r\nHost: a\r\nX-Second: yes\r\n\r\n');

let passed = 0;
let failed = 0;

function tell(isRight, what, detail = '') {
	if (isRight) {
		passed++;
		return;
	}
	if (++failed <= 50)
		console.log(`malformed: ${what}${detail && `: ${detail}`}`);
}

/* ---- a connection -------------------------------------------------------- */

let turn = 0;

/* Sends all, says no more, and reads to the end: {statuses, isEnded, error}. */
function send(bytes) {
	return new Promise((done) => {
		turn = (turn + 1) % 200;
		const got = [];
		const began = Date.now();
		const socket = net.connect({ host: url.hostname, port: url.port, localAddress: `127.0.0.${turn + 2}` });
		const finish = (isEnded, error = '') => {
			clearTimeout(timer);
			socket.destroy();
			/* libmicrohttpd 0.9.75 writes the head of its own refusals twice */
			const text = Buffer.concat(got).toString('latin1').replace(/^(HTTP\/1\.1 4\d\d [^]*?\r\n\r\n)\1/, '$1');
			/* the deadline of a request: its thread was busy with others */
			const isCut = isEnded && Date.now() - began > requestMs;
			done({ text, isEnded, isCut, error, statuses: [...text.matchAll(/HTTP\/1\.[01] (\d{3}) /g)].map((m) => +m[1]) });
		};
		const timer = setTimeout(() => finish(false, 'hung'), hangsAfterMs);
		socket.on('data', (d) => got.push(d));
		socket.on('end', () => finish(true));
		/* it may close on us while we still write: what it said counts */
		socket.on('error', (e) => finish(e.code !== 'ECONNREFUSED', e.code));
		socket.on('connect', () => socket.end(bytes));
	});
}

/* What is asked for in a way or a version that nobody here speaks. */
const isOfRequest = (status) => status === 501 || status === 505;

/* A 5xx other than 503 and a connection that stays open are always wrong. */
function judge(what, bytes, r, isRight = true) {
	const isSound = r.isEnded && !r.statuses.some((s) => s >= 500 && s !== 503 && !isOfRequest(s));
	tell(isSound && isRight, what, `${r.error} [${r.statuses}] ${JSON.stringify(bytes.toString('latin1').slice(0, 300))}`);
	if (r.error === 'ECONNREFUSED')
		throw new Error('the server is gone');
}

async function all(jobs, each, n = atOnce) {
	const waiting = jobs[Symbol.iterator]();
	await Promise.all(Array.from({ length: n }, async () => {
		for (let next = waiting.next(); !next.done; next = waiting.next())
			await each(next.value);
	}));
}

/* ---- the rows of malformed.txt ------------------------------------------- */

const words = {
	G: 'GET /healthz HTTP/1.1\r\n',
	P: 'POST /api/v1/chat HTTP/1.1\r\n',
	H: 'Host: a\r\n',
	E: '\r\n',
	S: second.toString('latin1'),
};
const escapes = { r: '\r', n: '\n', t: '\t', 0: '\0', '\\': '\\' };

function unescape(text) {
	return text.replace(/\\x([0-9a-f]{2})|\\([rnt0\\])/g, (_, hex, c) => (hex ? String.fromCharCode(parseInt(hex, 16)) : escapes[c]));
}

function readRows() {
	return readFileSync(join(here, 'malformed.txt'), 'utf8').split('\n').filter((x) => x && !x.startsWith('#')).map((line) => {
		const [, want, said] = /^(\w+) \| (.*)$/.exec(line);
		const text = said.replace(/\{(\d+)\*([^}]*)\}/g, (_, n, what) => what.repeat(+n)).replace(/\{([GPHES])\}/g, (_, w) => words[w]);
		return { want, line, bytes: Buffer.from(unescape(text), 'latin1') };
	});
}

const wants = {
	refused: (r) => r.statuses.length === 1 && (r.statuses[0] >= 400 && r.statuses[0] < 500 || isOfRequest(r.statuses[0])),
	answered: (r) => r.statuses.length >= 1 && r.statuses.length <= 2,
	silent: (r) => r.statuses.length === 0,
};

async function rows() {
	await all(readRows(), async (row) => {
		const r = await send(row.bytes);
		/* what the library cannot read at all it may end without a word */
		const isRight = wants[row.want](r) || row.want === 'refused' && r.statuses.length === 0;
		judge(`not ${row.want}: ${row.line.slice(0, 100)}`, row.bytes, r, isRight);
	});
}

/* ---- bodies of the JSON routes -------------------------------------------- */

const brokenBodies = [
	'', ' ', '{', '}', '[', ']', '{"', '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', '{,}', '{a:1}', "{'a':1}", '{} x', '{}{}',
	'nul', 'NaN', 'Infinity', '-', '01', '1.', '.5', '1e', '+1', '0x1', '// c\n{}', '/* c */{}', '\ufeff{}', '"\\x"', '"\\u12"', '"\\ud800"',
	'"\\udc00\\ud800"', '"\t"', '"\n"', '{"a":1e999}', '{"a":123456789012345678901234567890}', '{"a":1,"a":2}', '{"clinic":"a","clinic":"b"}',
	'['.repeat(1000), '['.repeat(50000), '[{"a":'.repeat(8000), '{"a":'.repeat(8000), `${'['.repeat(40)}1${']'.repeat(40)}`,
	Buffer.from([0x22, 0xc0, 0xaf, 0x22]), Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), Buffer.from([0x22, 0xf4, 0x90, 0x80, 0x80, 0x22]),
	Buffer.from('{"clinic":"a"}', 'utf16le'), Buffer.from([0]), Buffer.from([0xff, 0xfe]), Buffer.alloc(5000, 0x22),
	'a=b&c=d', '--x\r\nContent-Disposition: form-data; name="clinic"\r\n\r\na\r\n--x--',
	`{${Array.from({ length: 5000 }, (_, i) => `"k${i}":1`)}}`, `{"${'k'.repeat(60000)}":1}`, `[${'1,'.repeat(20000)}1]`,
];
const strangers = [
	null, true, false, 0, -1, 1.5, 1e300, [], {}, [[]], '', ' ', '\u0000', 'x'.repeat(5000), 'x'.repeat(60000), '☃', '🧿'.repeat(50), '\u202e',
	'9223372036854775807', '9223372036854775808', '-1', '0', '1e5', "'; DROP TABLE visit; --", '%s%n', '{{x}}', '../../etc/passwd',
	'2026-02-30T25:61:61Z', '9999999-01-01', '+7'.repeat(30),
];

function request(method, path, body, headers = {}) {
	const bytes = Buffer.from(body);
	const lines = Object.entries({ Host: url.host, 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/json',
		'Content-Length': bytes.length, ...headers }).map(([k, v]) => `${k}: ${v}\r\n`);
	return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`), bytes]);
}

/* Somebody of the clinic, for whom every door is open. */
async function signIn() {
	const ask = async (path, body, held) => {
		const r = await fetch(new URL(path, url), { method: body ? 'POST' : 'GET', body: body && JSON.stringify(body),
			headers: { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/json', ...held } });
		const cookie = /session=([^;]*)/.exec(r.headers.get('set-cookie') ?? '')?.[1];
		return { json: await r.json(), cookie };
	};
	const visitor = await ask('/api/v1/session');
	const clinic = visitor.json.clinics[0].slug;
	const staff = await ask('/api/v1/demo/sign-in', { clinic, role: 'owner' },
		{ Cookie: `session=${visitor.cookie}`, 'X-Csrf-Token': visitor.json.csrf });
	const other = await ask('/api/v1/session'); /* signing in has ended the first */
	const held = (x) => ({ Cookie: `session=${x.cookie}`, 'X-Csrf-Token': x.json.csrf });
	return { clinic, visitor: held(other), staff: held(staff) };
}

function routesWithBody() {
	const api = JSON.parse(readFileSync(join(here, '../../docs/openapi.json'), 'utf8'));
	return Object.entries(api.paths).flatMap(([path, verbs]) => Object.entries(verbs).flatMap(([verb, v]) => {
		const schema = v.requestBody?.content?.['application/json']?.schema;
		return schema ? [{ verb: verb.toUpperCase(), path: path.replace(/\{\w+\}/g, '1'), fields: Object.keys(schema.properties) }] : [];
	}));
}

async function bodies(who) {
	const jobs = [];
	for (const r of routesWithBody())
		for (const held of r.path.includes('visits/1') ? [who.staff] : [who.visitor]) {
			for (const body of brokenBodies)
				jobs.push({ r, held, body, isBroken: true });
			for (const field of r.fields)
				for (const x of strangers)
					jobs.push({ r, held, body: JSON.stringify({ ...Object.fromEntries(r.fields.map((f) => [f, '1'])), clinic: who.clinic, [field]: x }) });
		}
	await all(jobs, async (j) => {
		const bytes = request(j.r.verb, j.r.path, j.body, j.held);
		const r = await send(bytes);
		judge(`${j.r.verb} ${j.r.path}`, Buffer.concat([bytes.subarray(0, 20), Buffer.from(j.body).subarray(0, 200)]), r,
			r.statuses.length === 1 && (!j.isBroken || r.statuses[0] >= 400) ||
				r.statuses.length === 0 && (r.error === 'ECONNRESET' || r.isCut));
	});
}

/* ---- dice ----------------------------------------------------------------- */

function dice(seed) {
	let x = (seed >>> 0) + 1;
	const next = () => {
		x ^= x << 13; x >>>= 0; x ^= x >>> 17; x ^= x << 5; x >>>= 0;
		return x;
	};
	return { below: (n) => next() % n, one: (list) => list[next() % list.length] };
}

const soundOnes = (who) => [
	Buffer.from('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n'),
	Buffer.from(`GET /api/v1/clinics/${who.clinic} HTTP/1.1\r\nHost: a\r\nAccept: application/json\r\nUser-Agent: x\r\n\r\n`),
	Buffer.from(`GET /api/v1/slots?clinic=${who.clinic}&service=1&from=2026-11-24T06:00:00Z HTTP/1.1\r\nHost: a\r\nAccept-Language: ru\r\n\r\n`),
	Buffer.from(`GET /${who.clinic}/v/AAAAAAAAAAAAAAAAAAAAAA HTTP/1.1\r\nHost: a\r\nCookie: session=abc\r\n\r\n`),
	Buffer.from(`GET /api/v1/chat?clinic=${who.clinic} HTTP/1.1\r\nHost: a\r\nCookie: ${who.visitor.Cookie}\r\n\r\n`),
	request('POST', '/api/v1/chat', JSON.stringify({ clinic: who.clinic, client_id: 'm1', text: 'Запишите к терапевту на завтра' }), who.visitor),
	request('POST', '/api/v1/consents', JSON.stringify({ clinic: who.clinic, version: '1' }), who.visitor),
	request('POST', '/api/v1/holds', JSON.stringify({ clinic: who.clinic, service: '1', start: '2026-11-24T06:00:00Z' }), who.visitor),
	request('POST', '/api/v1/visits/1/move', JSON.stringify({ start: '2026-11-24T06:00:00Z' }), who.staff),
	request('POST', `/${who.clinic}/v/AAAAAAAAAAAAAAAAAAAAAA`, 'act=confirm', { 'Content-Type': 'application/x-www-form-urlencoded' }),
];

const scraps = ['\r\n', '\n', '\r', '\0', ':', ' ', '\t', '\r\n ', '\r\n\r\n', 'Transfer-Encoding: chunked\r\n', 'Content-Length: 5\r\n',
	'Content-Length: 0\r\n', 'Host: b\r\n', 'Connection: close\r\n', 'Expect: 100-continue\r\n', 'Upgrade: h2c\r\n', '0\r\n\r\n', '%00', '%2f..%2f', '?', '#',
	'HTTP/1.1', 'HTTP/9.9', 'GET ', '\xff', '\x80', '{', '[', '"', '\\', '\\u0000', '{"a":'.repeat(50), 'A'.repeat(300), 'A'.repeat(9000)];

function bend(bytes, d) {
	for (let n = 1 + d.below(4); n > 0; n--) {
		const at = d.below(bytes.length + 1);
		const cut = Math.min(bytes.length, at + d.below(20));
		const kind = d.below(6);
		if (kind === 0 && at < bytes.length) {
			bytes = Buffer.from(bytes);
			bytes[at] ^= 1 << d.below(8);
		} else if (kind === 1 && at < bytes.length) {
			bytes = Buffer.from(bytes);
			bytes[at] = d.below(256);
		} else if (kind === 2) {
			bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(cut)]);
		} else if (kind === 3) {
			bytes = Buffer.concat([bytes.subarray(0, cut), bytes.subarray(at)]);
		} else if (kind === 4) {
			bytes = bytes.subarray(0, at);
		} else {
			bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(d.one(scraps), 'latin1'), bytes.subarray(at)]);
		}
	}
	return bytes;
}

/* zzuf bends a row of them at once: they lie in one file, end to end. */
function bendByZzuf(sound, d) {
	const picked = Array.from({ length: 500 }, () => d.one(sound));
	const out = execFileSync('zzuf', ['-q', '-s', String(d.below(1e6)), '-r', d.one(['0.0005', '0.002', '0.01', '0.05'])],
		{ input: Buffer.concat(picked), maxBuffer: 1 << 26 });
	let at = 0;
	return picked.map((x) => out.subarray(at, (at += x.length)));
}

function* bentOnes(who, n, seed) {
	const d = dice(seed);
	const sound = soundOnes(who);
	for (let made = 0; made < n; ) {
		const batch = made % 1000 < 500 ? bendByZzuf(sound, d) : Array.from({ length: 500 }, () => bend(d.one(sound), d));
		for (const x of batch.slice(0, n - made))
			yield x;
		made += batch.length;
	}
}

async function thrown(who, n, seed) {
	const counts = {};
	await all(bentOnes(who, n, seed), async (bytes) => {
		const r = await send(bytes);
		const key = r.statuses[0] ?? 'no answer';
		counts[key] = (counts[key] ?? 0) + 1;
		/* sound again by chance, a rest behind it may be one more request */
		judge('bent', bytes, r, r.statuses.length <= 3);
	}, bentAtOnce);
	console.log(`malformed: ${n} bent requests, --seed ${seed}: ${Object.entries(counts).map(([k, v]) => `${k}: ${v}`).join(', ')}`);
}

/* ---- the whole ------------------------------------------------------------ */

const option = (name, otherwise) => {
	const at = process.argv.indexOf(name);
	return at < 0 ? otherwise : Number(process.argv[at + 1]);
};

try {
	const who = await signIn();
	await rows();
	console.log(`malformed: ${passed + failed} rows of malformed.txt, ${failed} wrong`);
	const before = passed + failed;
	await bodies(who);
	console.log(`malformed: ${passed + failed - before} bodies of JSON routes`);
	await thrown(who, option('--requests', 100_000), option('--seed', Date.now() % 1_000_000));
	const r = await fetch(new URL('/healthz', url));
	tell(r.status === 200, 'the server is not well afterwards');
} catch (e) {
	tell(false, e.message);
}
console.log(`malformed: ${passed + failed} requests; log of ${statSync(process.env.ZABOTA_LOG).size} bytes`);
tell(!/runtime error|Sanitizer/.test(readFileSync(process.env.ZABOTA_LOG, 'utf8')), 'a sanitizer has spoken, see the log');
console.log(`${failed ? 0 : 1} passed, ${failed ? 1 : 0} failed`);
process.exitCode = failed ? 1 : 0;
