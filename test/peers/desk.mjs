/*
 * desk - a demo clinic of its own beside a story: `zabota serve --demo` on a
 * free port, gone with its data at the end.  ZABOTA names the program.
 */
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const START_MS = 120_000;

export class Desk {
	/* `settings`: names and values of docs/config.md. */
	static async open(settings) {
		const d = new Desk();
		d.folder = mkdtempSync(join(tmpdir(), 'zabota-desk-'));
		d.settings = settings;
		await d.start();
		return d;
	}

	async start() {
		const sets = Object.entries(this.settings).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
		this.log = '';
		this.server = spawn(process.env.ZABOTA ?? 'build/zabota', ['serve', '--demo', '--data', join(this.folder, 'data'), '--listen', '127.0.0.1:0', ...sets]);
		this.ended = new Promise((done) => this.server.once('exit', done));
		this.url = await new Promise((done, refuse) => {
			const timer = setTimeout(() => refuse(new Error(`no address: ${this.log}`)), START_MS);
			const read = (chunk) => {
				this.log = (this.log + chunk).slice(-20_000);
				const [at] = this.log.match(/http:\/\/127\.0\.0\.1:[1-9]\d*(?=\/)/) ?? [];
				if (at) {
					clearTimeout(timer);
					done(at);
				}
			};
			this.server.stdout.on('data', read);
			this.server.stderr.on('data', read);
			void this.ended.then(() => refuse(new Error(`the server ended: ${this.log}`)));
		});
	}

	async kill() {
		this.server.kill('SIGKILL');
		await this.ended;
	}

	async close() {
		this.server.kill('SIGTERM');
		const code = await this.ended;
		rmSync(this.folder, { recursive: true, force: true });
		return code;
	}

	/* Looks into the database beside the server. */
	look(sql) {
		return execFileSync('sqlite3', ['-readonly', join(this.folder, 'data', 'zabota.db'), sql], { encoding: 'utf8' }).trim();
	}

	/* As a page of ours asks; keeps the visitor's cookie in `guest`. */
	async ask(method, path, body, guest = {}) {
		const answer = await fetch(this.url + path, {
			method,
			headers: {
				'Sec-Fetch-Site': 'same-origin',
				...(body ? { 'Content-Type': 'application/json' } : {}),
				...(guest.cookie ? { Cookie: guest.cookie, 'X-Csrf-Token': guest.csrf } : {}),
			},
			body: body ? JSON.stringify(body) : undefined,
		});
		const [cookie] = (answer.headers.get('set-cookie') ?? '').split(';');
		if (cookie) {
			guest.cookie = cookie;
		}
		const text = await answer.text();
		const said = text ? JSON.parse(text) : null;
		if (said?.csrf) {
			guest.csrf = said.csrf;
		}
		if (!answer.ok) {
			throw new Error(`${method} ${path}: ${answer.status} ${text}`);
		}
		return said;
	}

	advance(seconds) {
		return this.ask('POST', '/api/v1/demo/clock', { advance_s: seconds });
	}
}
