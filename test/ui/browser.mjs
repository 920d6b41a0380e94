/*
 * browser - Chromium for the tests of the pages, a count of what was checked,
 * and the wait for a condition.  ZABOTA_URL is the address of a running demo.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(new URL('../../ui/package.json', import.meta.url));
const { chromium } = require('playwright-core');

export const home = (process.env.ZABOTA_URL ?? 'http://127.0.0.1:8790').replace(/\/$/, '');
export const phone = { width: 390, height: 844 };
export const desktop = { width: 1440, height: 900 };

const flags = [
	'--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
	'--disable-background-networking', '--disable-component-update', '--disable-sync', '--force-color-profile=srgb',
];

let opened = null;

/* One browser with its own throw-away profile. */
export async function openBrowser(viewport = desktop, more = {}) {
	const profile = mkdtempSync(join(tmpdir(), 'zabota-browser-'));
	const context = await chromium.launchPersistentContext(profile, {
		executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
		args: flags,
		viewport,
		locale: 'ru-RU',
		timezoneId: 'Europe/Moscow',
		reducedMotion: 'reduce',
		...more,
	});
	context.setDefaultTimeout(15_000);
	opened = context;
	return {
		context,
		page: context.pages()[0] ?? (await context.newPage()),
		async close() {
			await context.close();
			rmSync(profile, { recursive: true, force: true });
		},
	};
}

/* The demonstration's clinic with the most doctors: there everything is. */
export async function bigClinic() {
	const read = async (path) => (await fetch(`${home}/api/v1/${path}`)).json();
	const { clinics } = await read('session');
	const whole = await Promise.all(clinics.map((x) => read(`clinics/${x.slug}`)));
	return whole.sort((a, b) => b.doctors.length - a.doctors.length)[0].slug;
}

let passed = 0;
let failed = 0;

export function check(name, isRight, detail = '') {
	if (isRight) {
		passed++;
		return;
	}
	failed++;
	console.error(`not ok: ${name}${detail ? `\n    ${detail}` : ''}`);
}

/* With ZABOTA_PICTURES=folder a failed story leaves pictures of its pages. */
async function picture(name) {
	const folder = process.env.ZABOTA_PICTURES;
	for (const [i, p] of (folder && opened ? opened.pages() : []).entries()) {
		await p.screenshot({ path: join(folder, `${name.replace(/\W+/g, '-')}-${i}.png`) }).catch(() => {});
	}
}

/* Runs one story; what it throws is a failure of that story only. */
/* Longer than any story on a slow machine: what hangs has failed. */
const STORY_MS = 120_000;

function tooLong() {
	return new Promise((_, reject) => {
		setTimeout(() => reject(new Error(`not done in ${STORY_MS / 1000} s`)), STORY_MS).unref();
	});
}

export async function story(name, run) {
	try {
		await Promise.race([run(), tooLong()]);
		check(name, true);
	} catch (e) {
		await picture(name);
		check(name, false, String(e?.stack ?? e).split('\n').slice(0, 12).join('\n    '));
	}
}

export function closing() {
	console.log(`${passed} passed, ${failed} failed`);
	process.exitCode = failed ? 1 : 0;
}

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/* Checks the page as it stands against WCAG 2.2 A and AA and axe's best practices.
 * The source is evaluated by the debugger, so the page's own policy holds. */
export async function checkAxe(page, name) {
	await page.evaluate(axe);
	const { violations } = await page.evaluate(() =>
		globalThis.axe.run(document, {
			runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
		}),
	);
	const said = violations.map((v) => `${v.id} (${v.impact}): ${v.nodes.slice(0, 4).map((n) => `${n.target.join(' ')} ${n.failureSummary?.split('\n')[1]?.trim() ?? ''}`).join(' | ')}`);
	check(`axe: ${name}`, violations.length === 0, said.join('\n    '));
}

/* Collects what the page's policy refused and what its scripts threw. */
export function watchErrors(page, list) {
	page.on('console', (m) => {
		if (m.type() === 'error' && /Content Security Policy|Uncaught|Minified React/.test(m.text())) {
			list.push(m.text());
		}
	});
	page.on('pageerror', (e) => list.push(String(e)));
}
