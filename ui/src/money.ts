/* money - roubles and shares as people read them. */

const space = '\u00a0';

export function rub(value: number, lang: string) {
	return `${count(value, lang)}${space}₽`;
}

export function count(value: number, lang: string) {
	return new Intl.NumberFormat(lang, { maximumFractionDigits: 1 }).format(value);
}

/* `share` is 0…1. */
export function percent(share: number, lang: string, digits = 0) {
	return new Intl.NumberFormat(lang, { style: 'percent', maximumFractionDigits: digits }).format(share);
}
