/*
 * spine - one patient's way through the pages: books by chat, moves the visit
 * by the link of the SMS, lets the clock run, confirms on the demo phone, and
 * stands confirmed in the schedule.
 *
 *     ZABOTA_URL=http://127.0.0.1:PORT node test/ui/spine.mjs
 */
import { bigClinic, check, closing, desktop, home, openBrowser, story, watchErrors } from './browser.mjs';

const TURNS_MAX = 8;
const HOURS_MAX = 30;
const NAME = 'Ульяна';
const number = `+7 9${Math.floor(10 + Math.random() * 89)} ${Math.floor(100 + Math.random() * 899)}-${Math.floor(10 + Math.random() * 89)}-${Math.floor(10 + Math.random() * 89)}`;
const tail = number.slice(-9);

const browser = await openBrowser(desktop);
const { page, context } = browser;
const errors = [];
watchErrors(page, errors);

const log = () => page.getByRole('log');
const lines = () => log().locator('> div').allInnerTexts();
let start = '';

async function say(text) {
	const before = (await lines()).length;
	await page.getByRole('textbox', { name: 'Сообщение' }).fill(text);
	await page.keyboard.press('Enter');
	await page.waitForFunction((n) => document.querySelectorAll('[role=log] > div').length >= n + 2, before);
	await page.waitForTimeout(150);
	return (await lines()).slice(before + 1).join('\n');
}

/* What a patient answers to the bot's last words. */
function answerTo(said) {
	if (/записать вас|подходит|верно\?/i.test(said)) return 'Да';
	if (/утром|когда|день/i.test(said)) return 'завтра днём';
	if (/врач|услуг/i.test(said)) return 'терапевт';
	if (/имя|телефон|зовут/i.test(said)) return `${NAME}, ${number}`;
	return 'Да';
}

await story('the chat asks for consent before the first message', async () => {
	await page.goto(`${home}/${await bigClinic()}`);
	await page.getByRole('heading', { level: 1 }).waitFor();
	await page.getByRole('checkbox', { name: /соглас/i }).waitFor();
	await page.getByRole('button', { name: /начать/i }).click();
	await page.getByText('Поставьте отметку').waitFor();
	await page.getByRole('checkbox', { name: /соглас/i }).check();
	await page.getByRole('button', { name: /начать/i }).click();
	await page.getByRole('textbox', { name: 'Сообщение' }).waitFor();
});

await story('the chat books', async () => {
	let said = await say(`Здравствуйте, ${NAME}, ${number}, хочу к терапевту завтра днём`);
	for (let i = 0; i < TURNS_MAX && !/подтверждена|записал|записаны/i.test(said); i++) {
		said = await say(answerTo(said));
	}
	check('the bot says that the visit is booked', /подтверждена|записал|записаны/i.test(said), said);
});

await story('the history is there after a reload', async () => {
	const before = await lines();
	await page.reload();
	await page.waitForFunction((n) => document.querySelectorAll('[role=log] > div').length >= n, before.length);
	check('nothing lost, nothing doubled', (await lines()).length === before.length, `${before.length} → ${(await lines()).length}`);
});

await story('a lost line delays a message and does not double it', async () => {
	let dropped = 0;
	await page.route('**/api/v1/chat', async (route) => {
		if (route.request().method() === 'POST' && dropped++ === 0) {
			await route.fetch();
			await route.abort('connectionreset');
			return;
		}
		await route.fallback();
	});
	const before = await lines();
	await page.getByRole('textbox', { name: 'Сообщение' }).fill('Сколько стоит приём терапевта?');
	await page.keyboard.press('Enter');
	await page.getByText('Нет связи').waitFor();
	await page.getByText('Нет связи').waitFor({ state: 'hidden' });
	await page.waitForFunction((n) => document.querySelectorAll('[role=log] > div').length >= n + 2, before.length);
	await page.unroute('**/api/v1/chat');
	const asked = (await lines()).filter((x) => x.includes('Сколько стоит приём терапевта?'));
	check('the question stands once', asked.length === 1, `${asked.length} times`);
});

async function openPhone() {
	await page.getByRole('navigation', { name: 'Страницы демонстрации' }).getByRole('link', { name: 'Телефон' }).click();
	await page.getByRole('button', { name: new RegExp(tail.replace(/[-\s]/g, '.?')) }).click();
	await page.getByText('SMS').or(page.getByText('Telegram')).first().waitFor();
}

await story('the message of the booking is on the phone, its link moves the visit', async () => {
	await openPhone();
	const link = await page.locator('a[href*="/v/"]').first().getAttribute('href');
	const visit = await context.newPage();
	await visit.goto(new URL(link, home).href);
	/* the form's value is the time, and perhaps the doctor behind a comma */
	[start] = (await move(visit)).split(',');
	check('the link gave free times', start !== '', start);
	/* a page that is closed while it goes elsewhere may never be gone */
	await visit.getByText(/перенес/i).first().waitFor();
	await visit.waitForLoadState('load');
	await visit.close();
	await page.waitForFunction(() => [...document.querySelectorAll('article')].some((x) => /перенес/i.test(x.textContent ?? '')));
});

/* Presses one of the free times, the last that is shown; returns its start. */
async function move(visit) {
	const opener = visit.getByRole('link', { name: /перенести/i });
	if (await opener.first().isVisible().catch(() => false)) {
		await opener.first().click();
		await visit.waitForLoadState('domcontentloaded');
	}
	const radio = visit.locator('input[type=radio][name=start]');
	if ((await radio.count()) > 0) {
		const value = await radio.last().getAttribute('value');
		await radio.last().check({ force: true });
		await visit.locator('form:has(input[name=start]) button').last().click();
		return value;
	}
	const pressed = visit.locator('button[name=start]');
	if ((await pressed.count()) > 0) {
		const value = await pressed.last().getAttribute('value');
		await pressed.last().click();
		return value;
	}
	const form = visit.locator('form:has(input[name=start][value*="T"])').last();
	const value = await form.locator('input[name=start]').getAttribute('value');
	await form.locator('button, input[type=submit]').last().click();
	return value;
}

await story('the clock runs to the reminder, which is confirmed by its button', async () => {
	const turn = async (name) => {
		const done = page.waitForResponse((r) => r.url().endsWith('/demo/clock') && r.request().method() === 'POST');
		await page.getByRole('button', { name, exact: true }).click();
		await done;
		await page.waitForTimeout(250);
	};
	const now = async () => page.evaluate(async () => Date.parse((await (await fetch('/api/v1/demo/clock')).json()).now));
	const button = page.getByRole('log').getByRole('button', { name: 'Подтвердить' });
	while (Date.parse(start) - (await now()) > 50 * 3_600_000) {
		await turn('+1 день');
	}
	for (let i = 0; i < HOURS_MAX && !(await button.first().isVisible()); i++) {
		await turn('+1 час');
	}
	await button.last().click();
	await page.waitForFunction(() => /подтвержд/i.test([...document.querySelectorAll('article')].at(-1)?.textContent ?? ''));
});

await story('the schedule shows the visit confirmed', async () => {
	await page.getByRole('link', { name: 'Расписание' }).first().click();
	await page.getByRole('button', { name: 'Следующий день' }).waitFor();
	const { today, branches } = await page.evaluate(async () => (await fetch('/api/v1/schedule')).json());
	const date = start.slice(0, 10);
	const days = Math.round((Date.parse(date) - Date.parse(today)) / 86_400_000);
	for (let i = 0; i < Math.abs(days); i++) {
		await page.getByRole('button', { name: days > 0 ? 'Следующий день' : 'Предыдущий день' }).click();
		await page.waitForTimeout(200);
	}
	const card = page.getByRole('button', { name: new RegExp(`${start.slice(11, 16)}.*${NAME}.*подтверждён`) });
	for (const branch of branches) {
		if (await card.first().waitFor({ timeout: 2_000 }).then(() => true, () => false)) {
			break;
		}
		await page.getByRole('combobox', { name: 'Филиал' }).or(page.getByRole('textbox', { name: 'Филиал' })).first().click();
		await page.getByRole('option').filter({ hasText: branch.name }).click();
	}
	await card.first().click();
	const drawer = page.getByRole('dialog');
	await drawer.getByText('подтверждён').first().waitFor();
	check('the drawer names the patient', (await drawer.innerText()).includes(NAME));
	await page.keyboard.press('Escape');
	await drawer.waitFor({ state: 'hidden' });
});

check('no script failed and the policy refused nothing', errors.length === 0, errors.join('\n    '));
await browser.close();
closing();
