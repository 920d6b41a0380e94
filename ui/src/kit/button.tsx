import type { ButtonHTMLAttributes, MouseEventHandler, ReactNode } from 'react';
import { Link } from 'wouter';
import c from './button.module.css';

type Look = 'primary' | 'soft' | 'line' | 'light' | 'quiet';

interface Props {
	look?: Look;
	size?: 's' | 'm' | 'l';
	icon?: ReactNode;
	children: ReactNode;
	href?: string;
	onClick?: MouseEventHandler;
	type?: 'button' | 'submit';
	label?: string;
	isWide?: boolean;
	rest?: ButtonHTMLAttributes<HTMLButtonElement>;
}

/* One look for whatever is pressed; an `href` inside the pages is followed
 * without a reload. */
export function Button({ look = 'soft', size = 'm', icon, children, href, onClick, type = 'button', label, isWide, rest }: Props) {
	const name = [c.button, c[look], c[size], isWide ? c.wide : ''].join(' ');
	const inside = (
		<>
			{icon && <span className={c.icon} aria-hidden>{icon}</span>}
			{children}
		</>
	);

	if (href?.startsWith('/') ) {
		return <Link className={name} href={href} aria-label={label} onClick={onClick}>{inside}</Link>;
	}
	if (href) {
		return <a className={name} href={href} aria-label={label} onClick={onClick}>{inside}</a>;
	}
	return (
		<button {...rest} className={name} type={type} aria-label={label} onClick={onClick}>
			{inside}
		</button>
	);
}
