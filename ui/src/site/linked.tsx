/* linked - a text with its addresses and phone numbers made pressable; never
 * as markup. */
import { Fragment, type ReactNode } from 'react';
import { telLink } from '../call';

const pattern = /(https?:\/\/[^\s<>"«»]+[^\s<>"«».,;:!?)])|(\+7[\s ]?\(?\d{3}\)?[\s ]?\d{3}-?\d{2}-?\d{2})/g;

/* An address without its protocol, cut in the middle when it is long. */
function shown(url: string) {
	const bare = url.replace(/^https?:\/\//, '');
	return bare.length > 38 ? `${bare.slice(0, 24)}…${bare.slice(-8)}` : bare;
}

export function Linked({ text }: { text: string }) {
	const parts: ReactNode[] = [];
	let at = 0;

	for (const m of text.matchAll(pattern)) {
		parts.push(text.slice(at, m.index));
		parts.push(
			m[1] ? (
				<a key={m.index} href={m[1]} target="_blank" rel="noreferrer" title={m[1]}>
					{shown(m[1])}
				</a>
			) : (
				<a key={m.index} href={telLink(m[2] ?? '')}>
					{m[2]}
				</a>
			),
		);
		at = m.index + m[0].length;
	}
	parts.push(text.slice(at));
	return <>{parts.map((p, i) => <Fragment key={i}>{p}</Fragment>)}</>;
}
