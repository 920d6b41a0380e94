/*
 * telegram_story - patients in Telegram, from the first word to the reminder,
 * with a real desk and our strict emulator; then a foreign one.
 */
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { check, closing, story } from './count.mjs';
import { Desk } from './desk.mjs';
import { Telegram } from './telegram.mjs';

const TURNS_MAX = 10;
const HOUR = 3600;
const token = '71:story-Token_9';
const secret = 'story-secret';
const waits = []; /* ms from a patient's word to the first answer */

/* What was booked in Telegram itself: the demo's past has its own. */
const booked = "FROM visit v JOIN dialogue d ON d.id = v.dialogue_id WHERE d.channel = 'telegram'";

const settings = (url, more) => ({
	'outbox.channels': 'telegram phone',
	'channel.telegram.url': url,
	'channel.telegram.token': token,
	'channel.telegram.bot': 'our_bot',
	'channel.telegram.clinic': 'zdorovie',
	'http.origin': 'https://clinic.example',
	...more,
});

/* What a patient answers to the bot's last words. */
function answerTo(said, name, phone) {
	if (/записать вас|подходит|верно\?/i.test(said)) return 'Да';
	if (/имя|телефон|зовут/i.test(said)) return `${name}, ${phone}`;
	if (/утром|когда|день/i.test(said)) return 'послезавтра днём';
	if (/врач|услуг/i.test(said)) return 'терапевт';
	return 'Да';
}

async function say(person, text) {
	const at = Date.now();
	person.say(text);
	const m = await person.hears();
	waits.push(Date.now() - at);
	return m;
}

async function agree(person) {
	person.start();
	const notice = await person.hears();
	check('the notice comes first, with its link', /\/zdorovie\/notice/.test(notice.text), notice.text);
	person.press(notice, /Согласен/);
	return person.hears();
}

async function book(person, phone, first = `Здравствуйте, ${person.user.first_name}, ${phone}, хочу к терапевту послезавтра днём`) {
	let m = await say(person, first);
	for (let i = 0; i < TURNS_MAX && !/подтверждена/.test(m.text); i++) {
		m = await say(person, answerTo(m.text, person.user.first_name, phone));
	}
	check(`${person.user.first_name} has booked`, /подтверждена/.test(m.text), m.text);
	return m;
}

/* Turns the clock to the reminder of whoever booked last in Telegram. */
async function turnToReminder(desk) {
	const at = desk.look(`SELECT min(o.next_at) FROM outbox o WHERE o.state = 'queued' AND o.kind LIKE 'reminder%' AND o.visit_id = (SELECT max(v.id) ${booked})`);
	const { now } = await desk.ask('GET', '/api/v1/demo/clock');
	await desk.advance(Number(at) - Math.floor(Date.parse(now) / 1000) + 5);
}

async function until(what, holds) {
	for (let i = 0; i < 300; i++) {
		if (await holds()) {
			return;
		}
		await new Promise((r) => setTimeout(r, 100));
	}
	throw new Error(`not yet: ${what}`);
}

/* --- by polling ------------------------------------------------------------ */

let telegram = await Telegram.listen({ token, name: 'our_bot' });
let desk = await Desk.open(settings(telegram.url));
const anna = telegram.person(5001, 'Анна');
const roman = telegram.person(5002, 'Роман');

await story('the model dialogue books', async () => {
	const greeting = await agree(anna);
	check('then the greeting', /имя и телефон/.test(greeting.text), greeting.text);
	await until('the press is answered', () => telegram.presses.size === 0);
	await book(anna, '+7 900 111-22-33');
	const told = await anna.hears();
	check('the message of the booking comes here too', /записаны|ждём/i.test(told.text), told.text);
});

await story('updates that come again do nothing twice', async () => {
	const messages = anna.heard.length;
	telegram.repeat();
	await agree(telegram.person(5003, 'Вера')); /* it goes on */
	check('nothing is told twice', anna.heard.length === messages, `${messages} → ${anna.heard.length}`);
	check('one visit', desk.look(`SELECT count(*) ${booked}`) === '1');
});

await story('a lost answer ends as uncertain and is not sent again', async () => {
	telegram.next({ lose: true });
	const m = await say(anna, 'Сколько стоит приём терапевта?');
	await until('uncertain', () => desk.look("SELECT count(*) FROM outbox WHERE state = 'uncertain'") === '1');
	const next = await say(anna, 'Спасибо');
	check('said once', anna.heard.filter((x) => x.text === m.text).length === 1);
	check('the talk goes on', next.text !== m.text, next.text);
});

await story('too many: it waits as long as it is told', async () => {
	telegram.next({ code: 429, description: 'Too Many Requests: retry after 1', parameters: { retry_after: 1 } });
	anna.unread = [];
	anna.say('Где вы находитесь?');
	await until('deferred', () => telegram.faults.length === 0);
	await desk.advance(60);
	await anna.hearsOf(/Здоровья/);
});

await story('stickers, strangers\' cards, edits and old buttons are answered', async () => {
	anna.sendSticker();
	await anna.hearsOf(/только текст/);
	anna.giveCard('79005556677', 99);
	await anna.hearsOf(/не вашего/);
	anna.edit('завтра');
	await anna.hearsOf(/новым сообщением/);
	const old = anna.heard.find((m) => m.reply_markup?.inline_keyboard?.flat().some((b) => b.text === 'Да'));
	if (old) {
		anna.press(old, /^Да$/);
		check('an old button', /прежнему вопросу/.test((await anna.hears()).text));
	}
	await until('no press waits for its answer', () => telegram.presses.size === 0);
});

await story('a conversation begun on the site goes on here', async () => {
	const guest = {};
	const clinic = 'zdorovie';
	const write = (id, text) => desk.ask('POST', '/api/v1/chat', { clinic, client_id: id, text }, guest);
	await desk.ask('GET', '/api/v1/session', null, guest);
	const { notice: { version } } = await desk.ask('GET', `/api/v1/clinics/${clinic}`);
	await desk.ask('POST', '/api/v1/consents', { clinic, version }, guest);
	await write('a', 'Дарья, +7 900 333-22-11');
	const asked = await write('b', 'к терапевту послезавтра днём');
	const { url } = await desk.ask('POST', '/api/v1/chat/invitations', { clinic }, guest);
	const [, start] = url.match(/^https:\/\/t\.me\/our_bot\?start=([\w-]{16,64})$/) ?? [];
	check('the link of the site', start !== undefined, url);
	const darya = telegram.person(5004, 'Дарья');
	darya.start(start);
	check('she is known', /Продолжаем здесь/.test((await darya.hears()).text));
	const again = await darya.hears();
	check('the question stands again', again.text === asked.messages.at(-1).text, again.text);
	darya.press(again, /Да|\d\d:\d\d/);
	let m = await darya.hears();
	for (let i = 0; i < TURNS_MAX && !/подтверждена/.test(m.text); i++) {
		m = await say(darya, answerTo(m.text, 'Дарья', '+7 900 333-22-11'));
	}
	check('neither name nor phone is asked again', /подтверждена/.test(m.text), m.text);
	const { messages } = await desk.ask('GET', `/api/v1/chat?clinic=${clinic}`, null, guest);
	check('the site shows it too', messages.some((x) => /подтверждена/.test(x.text)));
	const other = telegram.person(5005, 'Игорь');
	other.start(start);
	check('the link opens nothing twice', /уже использована/.test((await other.hears()).text));
	check('he is a stranger', /notice/.test((await other.hears()).text));
});

await story('her own number proves who she is', async () => {
	const olga = telegram.person(5006, 'Ольга');
	const greeting = await agree(olga);
	check('the keyboard asks for it', greeting.reply_markup?.keyboard?.[0][0].request_contact === true, greeting.text);
	olga.giveNumber('79003332211');
	const m = await olga.hears();
	check('recognised', /Дарья, рады снова/.test(m.text), m.text);
	const next = await olga.hears();
	check('and not asked again', !/телефон|зовут/.test(next.text), next.text);
});

await story('a reminder comes with buttons, and is confirmed', async () => {
	const eva = telegram.person(5007, 'Ева');
	await agree(eva);
	await book(eva, '+7 900 222-33-44');
	await eva.hears(); /* the message of the booking */
	await turnToReminder(desk);
	const m = await eva.hearsOf(/Придёте|ждём/i);
	/* nobody presses before its sending is noted */
	await until('noted', () => desk.look("SELECT count(*) FROM outbox WHERE state = 'sending'") === '0');
	eva.press(m, /Подтвердить/);
	const said = await eva.hearsOf(/подтверждён/);
	check('confirmed', /подтверждён/.test(said.text), said.text);
	check('in the schedule', desk.look(`SELECT count(*) ${booked} AND v.state = 'confirmed' AND v.id = (SELECT max(v.id) ${booked})`) === '1');
});

await story('whoever blocks the bot is told by phone', async () => {
	await agree(roman);
	await book(roman, '+7 900 444-55-66');
	await roman.hears();
	roman.block(false); /* we learn it from the 403 only */
	const of = "patient_id = (SELECT patient_id FROM address WHERE channel = 'telegram' AND dead_at > 0)";
	await turnToReminder(desk);
	await until('told by phone', () => desk.look(`SELECT count(*) FROM outbox WHERE ${of} AND channel = 'phone' AND state = 'sent'`) !== '0');
	check('one try of the bot, no more', telegram.ledger.filter((x) => /^403/.test(x.refused ?? '')).length === 1);
});

check('the emulator refused nothing that was ours', telegram.ledger.filter((x) => x.refused && !/^(403|429|409)|too old/.test(x.refused)).length === 0,
	JSON.stringify(telegram.ledger.filter((x) => x.refused)));
check('the server ends well', (await desk.close()) === 0, desk.log.slice(-2000));
await telegram.close();

/* --- by webhook ------------------------------------------------------------ */

telegram = await Telegram.listen({ token, name: 'our_bot' });
desk = await Desk.open(settings(telegram.url, { 'channel.telegram.mode': 'webhook', 'channel.telegram.secret': secret }));

await story('the same by webhook', async () => {
	await fetch(`${telegram.url}/bot${token}/setWebhook`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ url: `${desk.url}/hooks/telegram/zdorovie`, secret_token: secret }),
	});
	const dina = telegram.person(6001, 'Дина');
	await agree(dina);
	await book(dina, '+7 900 777-88-99');
	await until('presses are answered by the webhook itself', () => telegram.presses.size === 0 && telegram.calls('answerCallbackQuery').length > 0);
	await dina.hears(); /* the message of the booking */
	const messages = dina.heard.length;
	telegram.repeat();
	await until('all came again', () => telegram.updates.length === 0);
	await agree(telegram.person(6002, 'Егор'));
	check('nothing is told twice', dina.heard.length === messages, `${messages} → ${dina.heard.length}`);
});

check('the server ends well', (await desk.close()) === 0, desk.log.slice(-2000));
await telegram.close();

/* It cannot be asked which port it was given. */
async function freePort() {
	const server = createServer();
	await new Promise((done) => server.listen(0, '127.0.0.1', done));
	const { port } = server.address();
	await new Promise((done) => server.close(done));
	return port;
}

/* --- a foreign emulator ---------------------------------------------------- */

/* It knows neither 429 nor 403, and its results are not the official ones. */
await story('a foreign emulator is understood', async () => {
	const { TelegramServer } = createRequire(import.meta.url)('telegram-test-api/lib/telegramServer.js');
	const server = new TelegramServer({ port: await freePort(), host: '127.0.0.1' });
	await server.start();
	const own = await Desk.open(settings(server.config.apiURL));
	try {
		const client = server.getClient(token, { userId: 7001, chatId: 7001, type: 'private' });
		await client.sendMessage(client.makeMessage('/start'));
		await until('answered', () => server.getUpdatesHistory(token).some((x) => /notice/.test(x.message?.text ?? '')));
	} finally {
		await own.close();
		await server.stop();
	}
});

waits.sort((a, b) => a - b);
const at = (share) => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))];
console.log(`first answer after ms: p50 ${at(0.5)}, p90 ${at(0.9)}, most ${waits.at(-1)}, of ${waits.length}`);
check('the first answer comes soon', at(0.5) <= 1000, `${at(0.5)} ms`);
closing();
