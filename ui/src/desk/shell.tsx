/* shell - what stands around every page of the desk. */
import './mantine.css';
import 'dayjs/locale/ru';
import { createTheme, MantineProvider, type MantineColorsTuple } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { CalendarDays, ChartNoAxesColumn, LogOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { act, api, readSession } from '../api/client';
import { Logo } from '../kit/logo';
import { initials } from '../kit/name';
import { useNewSession, useSession } from '../session';
import c from './shell.module.css';

const pine: MantineColorsTuple = [
	'#eef8f4', '#dcf2ea', '#bfe8da', '#8ed4bd', '#5fbd9f', '#46a58e', '#14695a', '#125a4d', '#10493f', '#0d3d37',
];

const theme = createTheme({
	primaryColor: 'pine',
	primaryShade: 6,
	colors: { pine },
	fontFamily: 'var(--font)',
	headings: { fontFamily: 'var(--font)', fontWeight: '600' },
	defaultRadius: 'md',
	radius: { md: '12px' },
	respectReducedMotion: true,
	components: { Drawer: { defaultProps: { transitionProps: { duration: 180 } } } },
});

/* The library's scroll lock asks for its nonce where bundlers once put it. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name=style-nonce]')?.content ?? '';
(globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = nonce;

/* The library writes its variables as the text of a style; whatever else would
 * be taken for markup is refused. */
window.trustedTypes?.createPolicy?.('default', {
	createHTML: (text) => {
		if (text.includes('<')) {
			throw new TypeError('markup from text');
		}
		return text;
	},
});

export function Dressed({ children }: { children: ReactNode }) {
	const { i18n } = useTranslation();

	return (
		<MantineProvider theme={theme} getStyleNonce={() => nonce} forceColorScheme="light">
			<DatesProvider settings={{ locale: i18n.language, firstDayOfWeek: 1 }}>{children}</DatesProvider>
		</MantineProvider>
	);
}

export function Shell({ children }: { children: ReactNode }) {
	const { t } = useTranslation();
	const session = useSession();
	const newSession = useNewSession();
	const [path, go] = useLocation();
	const pages: [string, string, ReactNode][] = [
		['/desk/schedule', t('schedule.title'), <CalendarDays key="s" size={18} />],
		['/desk/report', t('desk.report'), <ChartNoAxesColumn key="r" size={18} />],
	];

	const signOut = async () => {
		await act(() => api.DELETE('/api/v1/session'));
		await newSession(await readSession());
		go('/desk/sign-in');
	};
	return (
		<Dressed>
			<div className={c.shell}>
				<header className={c.top}>
					<span className={c.brand}>
						<Logo size={32} />
						<span className={c.clinic}>{session.clinic?.name}</span>
					</span>
					<nav className={c.nav} aria-label={t('desk.brand')}>
						{pages.map(([to, label, icon]) => (
							<Link key={to} href={to} className={c.link} aria-current={path === to ? 'page' : undefined}>
								<span aria-hidden>{icon}</span> <span className={c.linkText}>{label}</span>
							</Link>
						))}
					</nav>
					{session.staff && (
						<div className={c.me}>
							<span className={c.face} aria-hidden>{initials(session.staff.name)}</span>
							<span className={c.name}>
								{session.staff.name}
								<small>{t(`role.${session.staff.role}`, { defaultValue: session.staff.role })}</small>
							</span>
							<button type="button" className={c.out} onClick={() => void signOut()} aria-label={t('desk.signOut')} title={t('desk.signOut')}>
								<LogOut size={18} aria-hidden />
							</button>
						</div>
					)}
				</header>
				{children}
			</div>
		</Dressed>
	);
}
