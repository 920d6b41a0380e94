import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/*
 * The pages are served by the program itself under a strict policy, so the
 * build may hold nothing inline: no scripts, no data addresses.
 */
export default defineConfig({
	plugins: [react()],
	build: {
		outDir: 'dist',
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		target: 'es2022',
		chunkSizeWarningLimit: 400,
	},
	server: { proxy: { '/api': process.env.ZABOTA_URL ?? 'http://127.0.0.1:8790' } },
	test: { include: ['src/**/*.test.ts'], environment: 'node', maxWorkers: 1 },
});
