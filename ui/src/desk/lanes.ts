/* lanes - visits that overlap (a cancelled one under its successor) side by side. */
import type { Iso } from '../api/types';

interface Span { id: string; start: Iso; end: Iso }

export function lanesOf(visits: Span[]): Map<string, { at: number; of: number }> {
	const out = new Map<string, { at: number; of: number }>();
	const sorted = [...visits].sort((a, b) => a.start.localeCompare(b.start) || b.end.localeCompare(a.end));
	let group: Span[] = [];
	let end = '';

	const close = () => {
		const ends: string[] = [];
		const lane = new Map<string, number>();
		for (const v of group) {
			let at = ends.findIndex((x) => x <= v.start);
			if (at < 0) {
				at = ends.length;
			}
			ends[at] = v.end;
			lane.set(v.id, at);
		}
		for (const v of group) {
			out.set(v.id, { at: lane.get(v.id) ?? 0, of: ends.length });
		}
		group = [];
	};
	for (const v of sorted) {
		if (group.length > 0 && v.start >= end) {
			close();
			end = '';
		}
		group.push(v);
		end = v.end > end ? v.end : end;
	}
	close();
	return out;
}
