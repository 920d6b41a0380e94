/*
 * time - dates and clock faces as the branch sees them.  A time from the API
 * carries the branch's offset, so its date and hour are read off the text; a
 * browser in another zone shows the same hours as the clinic's door.
 */
import type { Iso } from './api/types';

export interface Wall { date: string; minutes: number; hm: string }

export function wall(iso: Iso): Wall {
	const hm = iso.slice(11, 16);
	return { date: iso.slice(0, 10), hm, minutes: Number(hm.slice(0, 2)) * 60 + Number(hm.slice(3, 5)) };
}

/* The wall of `ms` (unix) in an IANA zone; of the browser when it is unknown. */
export function wallIn(ms: number, zone?: string): Wall {
	const options: Intl.DateTimeFormatOptions = {
		year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
	};
	let f: Intl.DateTimeFormat;
	try {
		f = new Intl.DateTimeFormat('en-CA', { ...options, timeZone: zone });
	} catch {
		f = new Intl.DateTimeFormat('en-CA', options);
	}
	const p = Object.fromEntries(f.formatToParts(ms).map((x) => [x.type, x.value]));
	return wall(`${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}`);
}

export function hmOf(minutes: number) {
	const h = Math.floor(minutes / 60);
	return `${String(h).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

const utc = (date: string) => new Date(`${date}T00:00:00Z`);

export function addDays(date: string, n: number) {
	const d = utc(date);
	d.setUTCDate(d.getUTCDate() + n);
	return d.toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string) {
	return Math.round((utc(to).getTime() - utc(from).getTime()) / 86_400_000);
}

/* Monday is 0. */
export function weekdayOf(date: string) {
	return (utc(date).getUTCDay() + 6) % 7;
}

export function dateText(date: string, lang: string, options: Intl.DateTimeFormatOptions) {
	return new Intl.DateTimeFormat(lang, { timeZone: 'UTC', ...options }).format(utc(date));
}

export const dayMonth = (date: string, lang: string) => dateText(date, lang, { day: 'numeric', month: 'long' });
export const dayLong = (date: string, lang: string) =>
	dateText(date, lang, { weekday: 'long', day: 'numeric', month: 'long' });
export const dayShort = (date: string, lang: string) =>
	dateText(date, lang, { weekday: 'short', day: 'numeric', month: 'short' });
