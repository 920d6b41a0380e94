/*
 * bar - the strip over every page of the demonstration: the four pages, the
 * clock one can turn, and who is looking.
 */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CalendarDays, ChevronDown, ChartNoAxesColumn, Compass, Menu, MessageSquareText, SkipForward, Smartphone, X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { act, api, readSession } from '../api/client';
import { clockQuery } from '../api/queries';
import type { Role } from '../api/types';
import { clinicOf, looksAt, useNewSession, useSession } from '../session';
import { useStream } from '../stream';
import { dayShort, wallIn } from '../time';
import { useNow, useTurnClock } from './clock';
import { Tour, useTour } from './tour';
import c from './bar.module.css';

const HOUR_S = 3600;

/* Enters as somebody of the clinic, or as a patient when role is null. */
export function useEnter() {
	const newSession = useNewSession();

	return async (clinic: string, role: Role | null) => {
		looksAt(clinic);
		if (role) {
			await newSession(await act(() => api.POST('/api/v1/demo/sign-in', { body: { clinic, role } })));
		} else {
			await act(() => api.DELETE('/api/v1/session'));
			await newSession(await readSession());
		}
	};
}

export default function DemoBar() {
	const { t } = useTranslation();
	const session = useSession();
	const clinic = clinicOf(session);
	const client = useQueryClient();
	const tour = useTour();
	const [isOpen, setOpen] = useState(false);
	const [path] = useLocation();

	const refresh = (...keys: string[]) => {
		for (const key of keys) {
			void client.invalidateQueries({ queryKey: [key] });
		}
	};
	useStream(
		`/api/v1/demo/events?clinic=${encodeURIComponent(clinic)}`,
		{
			phone: () => refresh('phones', 'phone', 'clock'),
			clock: () => refresh('clock', 'phones', 'phone'),
			schedule: () => refresh('schedule', 'visit', 'clock'),
		},
		() => refresh('clock', 'phones', 'phone', 'schedule', 'visit'),
	);
	useEffect(() => setOpen(false), [path]);

	return (
		<>
			<section className={c.bar} aria-label={t('demo.bar')}>
				<span className={c.badge}>{t('demo.badge')}</span>
				<div className={c.wide}><Pages /></div>
				<Clock />
				<div className={c.wide}>
					<button type="button" className={c.press} onClick={tour.begin}>
						<Compass size={17} aria-hidden /> {t('demo.tour')}
					</button>
					<Who />
				</div>
				<button type="button" className={c.burger} aria-expanded={isOpen} aria-label={t('demo.menu')} onClick={() => setOpen(!isOpen)}>
					{isOpen ? <X size={22} aria-hidden /> : <Menu size={22} aria-hidden />}
				</button>
				{isOpen && (
					<div className={c.sheet}>
						<Pages />
						<WhoForm done={() => setOpen(false)} />
						<button type="button" className={c.press} onClick={() => { setOpen(false); tour.begin(); }}>
							<Compass size={17} aria-hidden /> {t('demo.tour')}
						</button>
					</div>
				)}
			</section>
			<Tour tour={tour} />
		</>
	);
}

function Pages() {
	const { t } = useTranslation();
	const session = useSession();
	const home = `/${clinicOf(session)}`;
	const pages: [string, string, ReactNode, Role | null][] = [
		[home, t('demo.site'), <MessageSquareText key="a" size={17} />, null],
		['/demo/phone', t('demo.phone'), <Smartphone key="b" size={17} />, null],
		['/desk/schedule', t('demo.schedule'), <CalendarDays key="c" size={17} />, 'administrator'],
		['/desk/report', t('demo.report'), <ChartNoAxesColumn key="d" size={17} />, 'owner'],
	];

	return (
		<nav className={c.pages} aria-label={t('demo.pages')}>
			{pages.map(([to, label, icon, role]) => (
				<PageLink key={to} to={to} label={label} icon={icon} role={role} />
			))}
		</nav>
	);
}

/* The desk wants somebody signed in; the demonstration does it in passing. */
function PageLink({ to, label, icon, role }: { to: string; label: string; icon: ReactNode; role: Role | null }) {
	const [path, go] = useLocation();
	const session = useSession();
	const enter = useEnter();
	const isHere = path === to || (path === '/' && to === `/${clinicOf(session)}`);
	const needs = role && (!session.staff || (role === 'owner' && session.staff.role !== 'owner'));

	return (
		<Link
			href={to}
			className={c.page}
			aria-current={isHere ? 'page' : undefined}
			onClick={(e) => {
				if (needs) {
					e.preventDefault();
					void enter(clinicOf(session), 'owner').then(() => go(to), () => go('/desk/sign-in'));
				}
			}}
		>
			<span aria-hidden>{icon}</span> <span>{label}</span>
		</Link>
	);
}

function Clock() {
	const { t, i18n } = useTranslation();
	const clock = useQuery(clockQuery());
	const now = useNow(true);
	const turn = useTurnClock();
	const wall = now === null ? null : wallIn(now, clock.data?.zone);
	const next = clock.data?.next ?? null;

	return (
		<div className={c.clock} role="group" aria-label={t('demo.clock')}>
			<time className={`${c.time} num`} dateTime={clock.data?.now}>
				{wall ? <><b>{wall.hm}</b> <span>{dayShort(wall.date, i18n.language)}</span></> : '\u00a0'}
			</time>
			<button type="button" className={`${c.press} ${c.turn}`} disabled={turn.isPending} onClick={() => turn.mutate({ advance_s: HOUR_S })}>
				{t('demo.hour')}
			</button>
			<button type="button" className={`${c.press} ${c.turn}`} disabled={turn.isPending} onClick={() => turn.mutate({ advance_s: 24 * HOUR_S })}>
				{t('demo.day')}
			</button>
			<button
				type="button"
				className={`${c.press} ${c.next}`}
				disabled={turn.isPending || !next}
				title={next ? t('demo.nextIs', { text: next.text }) : t('demo.noNext')}
				onClick={() => turn.mutate({ to: 'next' })}
			>
				<SkipForward size={16} aria-hidden />
				<span className={c.nextText}>{t('demo.next')}</span>
			</button>
			<span className="sr" role="status">
				{turn.isError ? t('demo.clockFailed') : turn.isSuccess && wall ? `${wall.hm}, ${dayShort(wall.date, i18n.language)}` : ''}
			</span>
		</div>
	);
}

function Who() {
	const { t } = useTranslation();
	const session = useSession();
	const [isOpen, setOpen] = useState(false);
	const box = useRef<HTMLDivElement>(null);

	useEffect(() => {
		if (!isOpen) {
			return;
		}
		const away = (e: Event) => {
			if (e instanceof KeyboardEvent ? e.key === 'Escape' : !box.current?.contains(e.target as Node)) {
				setOpen(false);
			}
		};
		document.addEventListener('pointerdown', away);
		document.addEventListener('keydown', away);
		return () => {
			document.removeEventListener('pointerdown', away);
			document.removeEventListener('keydown', away);
		};
	}, [isOpen]);

	return (
		<div className={c.who} ref={box}>
			<button type="button" className={c.press} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
				{session.staff ? t(`role.${session.staff.role}`) : t('demo.asPatient')} <ChevronDown size={16} aria-hidden />
			</button>
			{isOpen && <div className={c.pop}><WhoForm done={() => setOpen(false)} /></div>}
		</div>
	);
}

const ROLES: Role[] = ['owner', 'administrator', 'doctor'];

function WhoForm({ done }: { done: () => void }) {
	const { t } = useTranslation();
	const session = useSession();
	const enter = useEnter();
	const [path, go] = useLocation();
	const [clinic, setClinic] = useState(clinicOf(session));
	const [role, setRole] = useState<Role | ''>(session.staff?.role ?? '');

	return (
		<form
			className={c.form}
			aria-label={t('demo.who')}
			onSubmit={(e) => {
				e.preventDefault();
				void enter(clinic, role || null).then(() => {
					done();
					go(role ? (role === 'owner' ? '/desk/report' : '/desk/schedule') : path.startsWith('/demo') ? path : `/${clinic}`);
				});
			}}
		>
			<label>
				<span>{t('demo.clinic')}</span>
				<select value={clinic} onChange={(e) => setClinic(e.target.value)}>
					{(session.clinics ?? []).map((x) => <option key={x.slug} value={x.slug}>{x.name}</option>)}
				</select>
			</label>
			<label>
				<span>{t('demo.role')}</span>
				<select value={role} onChange={(e) => setRole(e.target.value as Role | '')}>
					<option value="">{t('demo.asPatient')}</option>
					{ROLES.map((r) => <option key={r} value={r}>{t(`role.${r}`)}</option>)}
				</select>
			</label>
			<button type="submit" className={c.enter}>{t('demo.enter')}</button>
		</form>
	);
}
