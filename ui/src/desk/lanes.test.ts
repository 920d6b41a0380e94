import { describe, expect, it } from 'vitest';
import { lanesOf } from './lanes';

const at = (id: string, from: string, to: string) => ({ id, start: `2026-11-23T${from}:00+03:00`, end: `2026-11-23T${to}:00+03:00` });

describe('lanesOf', () => {
	it('gives the whole width to visits in a row', () => {
		const lanes = lanesOf([at('a', '09:00', '09:30'), at('b', '09:30', '10:00')]);
		expect(lanes.get('a')).toEqual({ at: 0, of: 1 });
		expect(lanes.get('b')).toEqual({ at: 0, of: 1 });
	});
	it('puts overlapping visits side by side and frees a lane that has ended', () => {
		const lanes = lanesOf([at('a', '09:00', '10:00'), at('b', '09:00', '09:30'), at('c', '09:30', '10:00')]);
		expect([lanes.get('a')?.at, lanes.get('b')?.at, lanes.get('c')?.at]).toEqual([0, 1, 1]);
		expect(lanes.get('a')?.of).toBe(2);
	});
	it('knows nothing of no visits', () => {
		expect(lanesOf([]).size).toBe(0);
	});
});
