/*
 * pages - every page at 390 and 1440 pixels: axe, no sideways scrolling (also
 * at 400 % zoom), no shift of the layout, the keyboard, the states.
 *
 *     ZABOTA_URL=http://127.0.0.1:PORT node test/ui/pages.mjs
 */
import { bigClinic, check, checkAxe, closing, desktop, home, openBrowser, phone, story, watchErrors } from './browser.mjs';

const SHIFT_MAX = 0.02;
const errors = [];
const clinic = await bigClinic();

async function enter(page, role) {
	await page.goto(`${home}/`);
	await page.evaluate(async ({ who, slug }) => {
		const { csrf } = await (await fetch('/api/v1/session')).json();
		await fetch('/api/v1/demo/sign-in', {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', 'X-Csrf-Token': csrf },
			body: JSON.stringify({ clinic: slug, role: who }),
		});
	}, { who: role, slug: clinic });
}

async function fits(page, name) {
	const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
	check(`${name}: nothing scrolls sideways`, over <= 0, `${over} px too wide`);
}

async function shiftOf(page) {
	return page.evaluate(() => globalThis.zabotaShift ?? 0);
}

const watchShift = () => {
	globalThis.zabotaShift = 0;
	new PerformanceObserver((list) => {
		for (const e of list.getEntries()) {
			if (!e.hadRecentInput) globalThis.zabotaShift += e.value;
		}
	}).observe({ type: 'layout-shift', buffered: true });
};

const pages = [
	['site', `/${clinic}`],
	['demo phone', '/demo/phone'],
	['schedule', '/desk/schedule'],
	['report', '/desk/report'],
	['not found', '/no/such/page'],
];

for (const [width, viewport] of [[1440, desktop], [390, phone]]) {
	const browser = await openBrowser(viewport);
	await browser.context.addInitScript(watchShift);
	await story(`pages at ${width}`, async () => {
		const { page } = browser;
		watchErrors(page, errors);
		await enter(page, 'owner');
		for (const [name, path] of pages) {
			await page.goto(home + path);
			await page.getByRole('heading', { level: 1 }).waitFor();
			await page.waitForTimeout(900);
			await fits(page, `${name} at ${width}`);
			const shift = await shiftOf(page);
			check(`${name} at ${width}: the layout stays`, shift <= SHIFT_MAX, `shift ${shift.toFixed(3)}`);
			await checkAxe(page, `${name} at ${width}`);
		}
	});
	await story(`the chat at ${width}`, async () => {
		const { page } = browser;
		await page.goto(`${home}/${clinic}`);
		if (width < 1000) {
			await page.getByRole('button', { name: 'Записаться', exact: true }).last().click();
			await page.getByRole('dialog').waitFor();
		}
		const box = page.getByRole('checkbox', { name: /соглас/i });
		await page.getByRole('textbox', { name: 'Сообщение' }).or(box).first().waitFor();
		await checkAxe(page, `consent at ${width}`);
		if (await box.isVisible()) {
			await box.check();
			await page.getByRole('button', { name: /начать/i }).click();
		}
		await page.getByRole('textbox', { name: 'Сообщение' }).fill('Здравствуйте');
		await page.keyboard.press('Enter');
		await page.waitForTimeout(1200);
		await checkAxe(page, `chat at ${width}`);
		if (width < 1000) {
			await page.keyboard.press('Escape');
			await page.getByRole('dialog').waitFor({ state: 'hidden' });
		}
	});
	await story(`a visit's drawer at ${width}`, async () => {
		const { page } = browser;
		await page.goto(`${home}/desk/schedule`);
		/* the demo runs at the real date, and on Sundays the clinic rests */
		await page.getByRole('button', { name: 'Следующий день' }).waitFor();
		for (let i = 0; i < 4 && (await page.locator('[data-visit]').count()) === 0; i++) {
			await page.getByRole('button', { name: 'Следующий день' }).click();
			await page.waitForTimeout(800);
		}
		const visit = page.locator('[data-visit]').first();
		await visit.waitFor();
		await visit.focus();
		await page.keyboard.press('ArrowDown');
		const moved = await page.evaluate(() => document.activeElement?.getAttribute('data-visit'));
		check(`arrows go from visit to visit at ${width}`, moved !== null && moved !== (await visit.getAttribute('data-visit')));
		await page.keyboard.press('Enter');
		await page.getByRole('dialog').waitFor();
		await page.waitForTimeout(500);
		await checkAxe(page, `drawer at ${width}`);
		await page.keyboard.press('Escape');
		await page.getByRole('dialog').waitFor({ state: 'hidden' });
		await page.waitForTimeout(300);
		check(`the focus returns at ${width}`, (await page.evaluate(() => document.activeElement?.getAttribute('data-visit'))) === moved);
	});
	await story(`the report's tables and explanations at ${width}`, async () => {
		const { page } = browser;
		await page.goto(`${home}/desk/report`);
		await page.getByText('Предотвращённые неявки').click();
		await page.getByText(/за приём/).first().waitFor();
		for (const button of await page.getByRole('button', { name: 'Таблицей' }).all()) {
			await button.scrollIntoViewIfNeeded();
		}
		while ((await page.getByRole('button', { name: 'Таблицей' }).count()) > 0) {
			await page.getByRole('button', { name: 'Таблицей' }).first().click();
		}
		await page.getByRole('table').first().waitFor();
		await checkAxe(page, `report as tables at ${width}`);
	});
	await story(`trouble is told and can be tried again at ${width}`, async () => {
		const page = await browser.context.newPage();
		for (const [path, call] of [['/desk/schedule', /\/api\/v1\/schedule(\?|$)/], ['/desk/report', /\/report\/owner/], ['/demo/phone', /\/demo\/phones\?/], [`/${clinic}`, /\/api\/v1\/clinics\//]]) {
			await page.route(call, (r) => r.abort('connectionrefused'));
			await page.goto(home + path);
			await page.getByRole('alert').waitFor();
			check(`${path} tells why at ${width}`, /Нет связи/.test(await page.getByRole('alert').innerText()));
			await page.unroute(call);
			await page.getByRole('button', { name: 'Повторить' }).click();
			await page.getByRole('alert').waitFor({ state: 'hidden' });
		}
		await page.close();
	});
	await story(`the door at ${width}`, async () => {
		const { page } = browser;
		await page.evaluate(async () => {
			const { csrf } = await (await fetch('/api/v1/session')).json();
			await fetch('/api/v1/session', { method: 'DELETE', headers: { 'X-Csrf-Token': csrf } });
		});
		await page.goto(`${home}/desk/sign-in`);
		await page.getByRole('heading', { level: 1 }).waitFor();
		await checkAxe(page, `sign-in at ${width}`);
		await page.getByLabel('Логин').fill('nobody');
		await page.locator('input[type=password]').fill('wrong');
		await page.getByRole('button', { name: 'Войти', exact: true }).last().click();
		await page.getByRole('alert').waitFor();
	});
	await browser.close();
}

/* 400 % of 1280 pixels is 320. */
const zoomed = await openBrowser({ width: 320, height: 480 });
await story('400 % zoom', async () => {
	await enter(zoomed.page, 'owner');
	for (const [name, path] of pages) {
		await zoomed.page.goto(home + path);
		await zoomed.page.getByRole('heading', { level: 1 }).waitFor();
		await zoomed.page.waitForTimeout(500);
		await fits(zoomed.page, `${name} at 400 %`);
	}
});
await zoomed.close();

/* A telephone set to English: the page is Russian, and so is the chat. */
const abroad = await openBrowser({ width: 390, height: 844 }, { locale: 'en-US' });
watchErrors(abroad.page, errors);
await story('the chat speaks the language of the page', async () => {
	const { page } = abroad;
	await page.goto(`${home}/${clinic}`);
	await page.getByText('Напишите сообщение').first().click();
	await page.getByRole('checkbox', { name: /соглас/i }).check();
	await page.getByRole('button', { name: /начать/i }).click();
	await page.getByRole('textbox', { name: 'Сообщение' }).fill(`К терапевту, Инна, +7 9${Date.now() % 1e9}`.padEnd(29, '0'));
	await page.keyboard.press('Enter');
	await page.waitForFunction(() => document.querySelectorAll('[role=log] > div').length >= 3);
	const said = await page.getByRole('log').innerText();
	check('nothing in it is English', !/\b(the|your|you|please)\b/i.test(said), said);
});
await abroad.close();

check('no script failed and the policy refused nothing', errors.length === 0, [...new Set(errors)].slice(0, 5).join('\n    '));
closing();
