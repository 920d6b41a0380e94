import { describe, expect, it } from 'vitest';
import en from './en.json';
import ru from './ru.json';

type Table = { [key: string]: string | Table };

function keysOf(table: Table, at = ''): string[] {
	return Object.entries(table).flatMap(([k, v]) => (typeof v === 'string' ? [`${at}${k}`] : keysOf(v, `${at}${k}.`)));
}
function textOf(table: Table, key: string) {
	return key.split('.').reduce<string | Table>((t, k) => (t as Table)[k]!, table) as string;
}
const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort();

describe('text tables', () => {
	it('have the same keys in both languages', () => {
		expect(keysOf(en).sort()).toEqual(keysOf(ru).sort());
	});
	it('fill in the same values', () => {
		const differ = keysOf(ru).filter((k) => String(holes(textOf(ru, k))) !== String(holes(textOf(en, k))));
		expect(differ).toEqual([]);
	});
});
