/*
 * shots - pictures of every page and state at 390 and 1440 pixels, for people
 * to look at:  ZABOTA_URL=… node test/ui/shots.mjs FOLDER [NAME…]
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { bigClinic, desktop, home, openBrowser, phone } from './browser.mjs';

const [folder = 'docs/screenshots', ...only] = process.argv.slice(2);
const clinic = await bigClinic();
const site = `${home}/${clinic}`;
mkdirSync(folder, { recursive: true });

const empty = { report: { booked: 0, booked_by_bot: 0, booked_at_night: 0, share_by_bot: 0, first_answer_ms: null, reminded: 0, confirmed: 0, moved: 0, cancelled: 0, missed: 0, done: 0, freed: 0, filled: 0, no_show: { before: 0, after: 0 }, days: [], heat: Array.from({ length: 7 }, () => Array(24).fill(0)), saved: { no_shows_prevented: 0, visit_price_rub: 3000, prevented_rub: 0, hours_saved_per_day: 3, hour_price_rub: 500, work_days: 0, hours_rub: 0, messages_rub: 0, total_rub: 0, formula: '' } } };
const json = (value) => (route) => route.fulfill({ json: value });
const down = (route) => route.abort('connectionrefused');
const never = () => new Promise(() => {});

async function csrfOf(page) {
	return page.evaluate(async () => (await (await fetch('/api/v1/session')).json()).csrf);
}
async function asOwner(page) {
	await page.goto(home);
	const csrf = await csrfOf(page);
	await page.evaluate(async ({ token, slug }) => {
		await fetch('/api/v1/demo/sign-in', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Csrf-Token': token }, body: JSON.stringify({ clinic: slug, role: 'owner' }) });
	}, { token: csrf, slug: clinic });
}
async function openChat(page) {
	if (page.viewportSize().width < 1000) {
		await page.getByRole('button', { name: 'Записаться', exact: true }).last().click();
	}
}
async function say(page, text) {
	const before = await page.getByRole('log').locator('> div').count();
	await page.getByRole('textbox', { name: 'Сообщение' }).fill(text);
	await page.keyboard.press('Enter');
	await page.waitForFunction((n) => document.querySelectorAll('[role=log] > div').length >= n + 2, before);
	await page.waitForTimeout(300);
}
async function agree(page) {
	const box = page.getByRole('checkbox', { name: /соглас/i });
	await page.getByRole('textbox', { name: 'Сообщение' }).or(box).first().waitFor();
	if (await box.isVisible()) {
		await box.check();
		await page.getByRole('button', { name: /начать/i }).click();
		await page.getByRole('textbox', { name: 'Сообщение' }).waitFor();
	}
}

/* name: [path or a story, whether the whole page is taken] */
const shots = {
	site: async (p) => { await p.goto(site); await p.getByRole('heading', { level: 1 }).waitFor(); await p.waitForTimeout(300); },
	'site-full': async (p) => { await p.goto(site); await p.getByRole('heading', { level: 1 }).waitFor(); await p.waitForTimeout(300); },
	'site-loading': async (p) => { await p.route('**/api/v1/clinics/*', never); await p.goto(site); await p.waitForTimeout(500); },
	'site-error': async (p) => { await p.route('**/api/v1/clinics/*', down); await p.goto(site); await p.getByRole('alert').waitFor(); },
	notice: async (p) => { await p.goto(site); await openChat(p); await p.waitForTimeout(500); },
	'notice-error': async (p) => { await p.goto(site); await openChat(p); await p.getByRole('button', { name: /начать/i }).click(); await p.waitForTimeout(300); },
	chat: async (p) => {
		await p.goto(site); await openChat(p); await agree(p);
		await say(p, 'Иван, +7 900 123-45-67'); await say(p, 'к терапевту'); await say(p, 'а сколько стоит?'); await say(p, 'днём');
	},
	'chat-booked': async (p) => { await p.goto(site); await openChat(p); await agree(p); await say(p, 'Да'); await p.waitForTimeout(400); },
	'chat-lost': async (p) => {
		await p.goto(site); await openChat(p); await agree(p);
		await p.route('**/api/v1/chat', (r) => (r.request().method() === 'POST' ? down(r) : r.continue()));
		await p.getByRole('textbox', { name: 'Сообщение' }).fill('Спасибо!'); await p.keyboard.press('Enter');
		await p.waitForTimeout(500);
	},
	phone: async (p) => { await p.goto(`${home}/demo/phone`); const one = p.getByRole('list', { name: 'Кому приходили сообщения' }).getByRole('button').first(); if (await one.waitFor({ timeout: 3000 }).then(() => true, () => false)) await one.click(); await p.getByRole('log').first().waitFor(); await p.waitForTimeout(400); },
	'phone-empty': async (p) => { await p.route('**/api/v1/demo/phones?*', json({ phones: [] })); await p.goto(`${home}/demo/phone`); await p.waitForTimeout(700); },
	'phone-error': async (p) => { await p.route('**/api/v1/demo/phones?*', down); await p.goto(`${home}/demo/phone`); await p.getByRole('alert').waitFor(); },
	'demo-menu': async (p) => { await p.goto(`${home}/demo/phone`); await p.getByRole('button', { name: p.viewportSize().width < 1240 ? 'Меню демонстрации' : /^(Пациент|владелец|администратор)/ }).first().click(); await p.waitForTimeout(300); },
	tour: async (p) => { await p.goto(site); if (p.viewportSize().width < 1240) await p.getByRole('button', { name: 'Меню демонстрации' }).click(); await p.getByRole('button', { name: /^(Показ|Tour)$/ }).last().click(); await p.waitForTimeout(500); },
	schedule: async (p) => { await asOwner(p); await p.goto(`${home}/desk/schedule`); await p.getByRole('heading', { level: 1 }).waitFor(); await p.waitForTimeout(800); },
	'schedule-drawer': async (p) => { await asOwner(p); await p.goto(`${home}/desk/schedule`); await p.getByRole('button', { name: /подтверждён|записан/ }).first().click(); await p.waitForTimeout(900); },
	'schedule-move': async (p) => { await asOwner(p); await p.goto(`${home}/desk/schedule`); await p.getByRole('button', { name: /подтверждён|записан/ }).first().click(); await p.getByRole('button', { name: 'Перенести', exact: true }).click(); await p.waitForTimeout(900); },
	'schedule-loading': async (p) => { await asOwner(p); await p.route('**/api/v1/schedule?*', never); await p.route('**/api/v1/schedule', never); await p.goto(`${home}/desk/schedule`); await p.waitForTimeout(900); },
	'schedule-empty': async (p) => { await asOwner(p); await p.goto(`${home}/desk/schedule`); await p.route(/\/api\/v1\/schedule(\?|$)/, async (r) => { const a = await (await r.fetch()).json(); await r.fulfill({ json: { ...a, doctors: [] } }); }); await p.goto(`${home}/desk/schedule`); await p.waitForTimeout(900); },
	'schedule-error': async (p) => { await asOwner(p); await p.route(/\/api\/v1\/schedule(\?|$)/, down); await p.goto(`${home}/desk/schedule`); await p.getByRole('alert').waitFor(); },
	report: async (p) => { await asOwner(p); await p.goto(`${home}/desk/report`); await p.getByRole('heading', { level: 1 }).waitFor(); await p.waitForTimeout(900); },
	'report-full': async (p) => { await asOwner(p); await p.goto(`${home}/desk/report`); await p.getByRole('heading', { level: 1 }).waitFor(); await p.waitForTimeout(900); },
	'report-loading': async (p) => { await asOwner(p); await p.route('**/api/v1/report/*', never); await p.goto(`${home}/desk/report`); await p.waitForTimeout(900); },
	'report-empty': async (p) => { await asOwner(p); await p.route('**/api/v1/report/*', json(empty.report)); await p.goto(`${home}/desk/report`); await p.waitForTimeout(900); },
	'report-error': async (p) => { await asOwner(p); await p.route('**/api/v1/report/*', down); await p.goto(`${home}/desk/report`); await p.getByRole('alert').waitFor(); },
	'sign-in': async (p) => { await p.goto(`${home}/desk/sign-in`); await p.waitForTimeout(600); },
	lost: async (p) => { await p.goto(`${home}/no/such/page`); await p.waitForTimeout(500); },
};

for (const [width, viewport] of [[1440, desktop], [390, phone]]) {
	const browser = await openBrowser(viewport, width === 390 ? { isMobile: true, hasTouch: true, deviceScaleFactor: 2 } : {});
	for (const [name, run] of Object.entries(shots)) {
		if (only.length && !only.includes(name)) continue;
		const page = await browser.context.newPage();
		try {
			await run(page);
			await page.screenshot({ path: join(folder, `${name}-${width}.png`), fullPage: name.endsWith('-full') });
		} catch (e) {
			console.error(`${name} at ${width}: ${String(e).split('\n')[0]}`);
			await page.screenshot({ path: join(folder, `${name}-${width}-broken.png`) });
		}
		await page.close();
	}
	await browser.close();
}
