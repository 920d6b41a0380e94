/* name - names of people and branches as they stand alone. */
import type { TFunction } from 'i18next';

/* «Петрова Анна Андреевна» → «ПА»; initials stay initials. */
export function initials(name: string) {
	const [a = '', b = ''] = name.split(/[\s\u00a0]+/);
	return (a.slice(0, 1) + b.slice(0, 1)).toUpperCase();
}

/* «Петрова Анна Андреевна» → «Петрова А. А.» */
export function shortName(name: string) {
	const [family = '', ...rest] = name.split(/[\s\u00a0]+/);
	return [family, ...rest.map((x) => `${x.slice(0, 1)}.`)].join('\u00a0');
}

/* «врач-терапевт» at the start of a line. */
export function capital(text: string) {
	return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/* «на Лесной, 12» stands in sentences; alone it needs its noun. */
export function branchTitle(name: string, t: TFunction) {
	return /^(на|в|во)\s/.test(name) ? t('site.branchAt', { name }) : capital(name);
}

/* One of `n` tints, the same for the same name. */
export function tint(name: string, n: number) {
	let sum = 0;
	for (const ch of name) {
		sum = (sum * 31 + ch.charCodeAt(0)) % 9973;
	}
	return sum % n;
}
