import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const WORTH_BYTES = 1024;

/* The program sends `x.js.gz` to whoever takes gzip and never packs itself. */
function packed(): Plugin {
	return {
		name: 'packed',
		apply: 'build',
		closeBundle() {
			for (const name of readdirSync('dist/assets')) {
				const text = readFileSync(join('dist/assets', name));
				if (/\.(js|css|svg)$/.test(name) && text.length >= WORTH_BYTES) {
					writeFileSync(join('dist/assets', `${name}.gz`), gzipSync(text, { level: constants.Z_BEST_COMPRESSION }));
				}
			}
		},
	};
}

/*
 * The pages are served by the program itself under a strict policy, so the
 * build may hold nothing inline: no scripts, no data addresses.
 */
export default defineConfig({
	plugins: [react(), packed()],
	build: {
		outDir: 'dist',
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		target: 'es2022',
		chunkSizeWarningLimit: 400,
		rolldownOptions: {
			/* One file of icons, one of our small parts, not thirty crumbs. */
			output: {
				codeSplitting: {
					groups: [
						{ name: 'icons', test: /lucide-react/ },
						{ name: 'kit', test: /src\/(kit|api|demo\/clock|session|stream|time|money|call)/ },
					],
				},
			},
		},
	},
	server: { proxy: { '/api': process.env.ZABOTA_URL ?? 'http://127.0.0.1:8790' } },
	test: { include: ['src/**/*.test.ts'], environment: 'node', maxWorkers: 1 },
});
