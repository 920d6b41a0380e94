/* call - phone numbers as links and as people write them. */

export function telLink(phone: string) {
	return `tel:${phone.replace(/[^+\d]/g, '')}`;
}

/* +79001234567 → +7 (900) 123-45-67; anything else stays as it is. */
export function phoneText(phone: string) {
	const m = /^\+?[78](\d{3})(\d{3})(\d{2})(\d{2})$/.exec(phone.replace(/[\s()-]/g, ''));
	return m ? `+7 (${m[1]}) ${m[2]}-${m[3]}-${m[4]}` : phone;
}
