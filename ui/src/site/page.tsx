/* page - the clinic's own site: who we are, and a chat that books. */
import { useQuery } from '@tanstack/react-query';
import { ArrowUp, Phone } from 'lucide-react';
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Failure } from '../api/client';
import { clinicQuery } from '../api/queries';
import type { Clinic } from '../api/types';
import { phoneText, telLink } from '../call';
import { Button } from '../kit/button';
import { Logo } from '../kit/logo';
import { Bone, Lost, Trouble } from '../kit/states';
import { useMedia } from '../kit/use-media';
import { looksAt } from '../session';
import { speak } from '../text/i18n';
import { Chat } from './chat';
import type { Snapshot } from './conversation';
import { Branches, Doctors, Services, Steps } from './sections';
import { useConversation } from './use-conversation';
import c from './page.module.css';

export default function Site({ slug }: { slug: string }) {
	const clinic = useQuery(clinicQuery(slug));

	if (clinic.isPending) {
		return <SiteBones />;
	}
	if (clinic.isError) {
		const isLost = clinic.error instanceof Failure && clinic.error.kind === 'not_found';
		return isLost ? <Lost /> : <main id="main"><Trouble error={clinic.error} retry={() => void clinic.refetch()} /></main>;
	}
	return <ClinicSite key={slug} clinic={clinic.data} />;
}

function ClinicSite({ clinic }: { clinic: Clinic }) {
	const { t } = useTranslation();
	const isNarrow = useMedia('(max-width: 1020px)');
	const { conversation, snapshot } = useConversation(clinic.slug, clinic.notice.version);
	const [isOpen, setOpen] = useState(false);
	const [draft, setDraft] = useState({ text: '', n: 0 });
	const panel = useRef<HTMLDivElement>(null);
	const opener = useRef<HTMLSpanElement>(null);
	const isOpenerSeen = useSeen(opener);

	useEffect(() => {
		document.title = t('site.title', { name: clinic.name });
		looksAt(clinic.slug);
	}, [clinic.name, clinic.slug, t]);

	/* On a phone the chat fills the screen; else the page scrolls to it. */
	const book = useCallback(
		(wish = '') => {
			setDraft((d) => ({ text: wish, n: d.n + 1 }));
			if (isNarrow) {
				setOpen(true);
				return;
			}
			panel.current?.scrollIntoView({ block: 'center' });
			panel.current?.querySelector<HTMLElement>('textarea:not(:disabled), input')?.focus({ preventScroll: true });
		},
		[isNarrow],
	);

	const chat = { clinic, conversation, snapshot, draft };
	return (
		<div className={c.site}>
			<Top clinic={clinic} book={book} />
			<main id="main">
				<section className={c.hero}>
					<div className={c.say}>
						<p className={c.eyebrow}><span className={c.pulse} aria-hidden /> {t('site.eyebrow')}</p>
						<h1 className={c.h1}>{clinic.name}</h1>
						<p className={c.lead}>{t('site.lead')}</p>
						{isNarrow && <Teaser snapshot={snapshot} book={book} />}
						<div className={c.heroActs}>
							<span ref={opener} className={c.opener}>
								<Button look="light" size="l" isWide={isNarrow} onClick={() => book()}>{t('site.book')}</Button>
							</span>
							<a className={c.heroPhone} href={telLink(clinic.phone)}>
								<Phone size={20} aria-hidden /> <span className="num">{phoneText(clinic.phone)}</span>
							</a>
						</div>
						<Facts clinic={clinic} />
					</div>
					{!isNarrow && (
						<div ref={panel} className={c.panel}>
							<Chat {...chat} />
						</div>
					)}
				</section>
				<Steps />
				<Doctors clinic={clinic} book={book} />
				<Services clinic={clinic} book={book} />
				<Branches clinic={clinic} />
			</main>
			<Foot clinic={clinic} />
			{isNarrow && (
				<>
					{!isOpenerSeen && <aside className={c.dock} aria-label={t('site.book')}>
						<a className={c.dockCall} href={telLink(clinic.phone)} aria-label={t('common.call')}>
							<Phone size={22} aria-hidden />
						</a>
						<Button look="primary" size="l" isWide onClick={() => book()}>{t('site.book')}</Button>
					</aside>}
					{isOpen && (
						<FullScreen onClose={() => setOpen(false)}>
							<Chat {...chat} titleId="chat-title" onClose={() => setOpen(false)} />
						</FullScreen>
					)}
				</>
			)}
		</div>
	);
}

/* The chat's first words on a narrow screen: a press opens the whole of it. */
function Teaser({ snapshot, book }: { snapshot: Snapshot; book: () => void }) {
	const { t } = useTranslation();
	const said = snapshot.bubbles.findLast((b) => b.author !== 'patient');

	return (
		<button type="button" className={c.teaser} onClick={() => book()}>
			<span className={c.teaserSaid}><span>{said?.text ?? '\u00a0'}</span></span>
			<span className={c.teaserField}>
				{t('chat.placeholder')} <ArrowUp size={20} aria-hidden />
			</span>
		</button>
	);
}

/* Whether an element is on the screen. */
function useSeen(what: RefObject<Element | null>) {
	const [isSeen, setSeen] = useState(true);

	useEffect(() => {
		if (!what.current) {
			return;
		}
		const observer = new IntersectionObserver(([entry]) => setSeen(entry?.isIntersecting ?? true));
		observer.observe(what.current);
		return () => observer.disconnect();
	}, [what]);
	return isSeen;
}

/* A modal dialog over everything; the browser keeps the focus inside, Escape
 * closes and the focus goes back to the opener. */
function FullScreen({ children, onClose }: { children: React.ReactNode; onClose: () => void }) {
	const box = useRef<HTMLDialogElement>(null);

	useEffect(() => {
		const d = box.current;
		const opener = document.activeElement;
		d?.showModal();
		d?.querySelector<HTMLElement>('textarea:not(:disabled)')?.focus();
		document.documentElement.style.overflow = 'hidden';
		return () => {
			document.documentElement.style.overflow = '';
			if (opener instanceof HTMLElement) {
				opener.focus();
			}
		};
	}, []);

	return (
		<dialog ref={box} className={c.full} aria-labelledby="chat-title" onClose={onClose}>
			{children}
		</dialog>
	);
}

function Top({ clinic, book }: { clinic: Clinic; book: () => void }) {
	const { t } = useTranslation();

	return (
		<header className={c.top}>
			<a className={c.brand} href={`/${clinic.slug}`}>
				<Logo size={38} />
				<span>{clinic.name}</span>
			</a>
			<nav className={c.nav} aria-label={t('site.nav')}>
				<a href="#doctors">{t('site.doctors')}</a>
				<a href="#services">{t('site.services')}</a>
				<a href="#branches">{t('site.branches')}</a>
			</nav>
			<a className={`${c.topPhone} num`} href={telLink(clinic.phone)}>{phoneText(clinic.phone)}</a>
			<span className={c.topBook}>
				<Button look="primary" onClick={() => book()}>{t('site.book')}</Button>
			</span>
		</header>
	);
}

function Facts({ clinic }: { clinic: Clinic }) {
	const { t } = useTranslation();
	const facts: [number, string][] = [
		[clinic.doctors.length, t('site.factDoctors', { count: clinic.doctors.length })],
		[clinic.services.length, t('site.factServices', { count: clinic.services.length })],
		[clinic.branches.length, t('site.factBranches', { count: clinic.branches.length })],
	];

	return (
		<ul className={c.facts}>
			{facts.filter(([n]) => n > 0).map(([n, text]) => (
				<li key={text}><b className="num">{n}</b> {text}</li>
			))}
		</ul>
	);
}

function Foot({ clinic }: { clinic: Clinic }) {
	const { t } = useTranslation();

	return (
		<footer className={c.foot}>
			<div className={c.footIn}>
				<p className={c.footName}>{clinic.name}</p>
				<a className="num" href={telLink(clinic.phone)}>{phoneText(clinic.phone)}</a>
				<a href={`/${clinic.slug}/notice`}>{t('site.notice')}</a>
				<button type="button" className={c.lang} lang={t('common.languageCode')} onClick={() => void speak(t('common.languageCode'))}>
					{t('common.language')}
				</button>
				<p className={c.warn}>{t('site.warning')}. {t('site.emergency')}</p>
				<p className={c.small}>{t('site.footer')}</p>
			</div>
		</footer>
	);
}

function SiteBones() {
	const { t } = useTranslation();

	return (
		<div className={c.site} aria-busy="true">
			<span className="sr" role="status">{t('common.loading')}</span>
			<div className={c.top}><Bone w="220px" h="38px" /></div>
			<div className={c.hero}>
				<div className={c.say}>
					<Bone w="60%" h="20px" />
					<Bone w="90%" h="120px" />
					<Bone w="80%" h="64px" />
					<Bone w="180px" h="56px" r="16px" />
				</div>
				<div className={`${c.panel} ${c.panelBones}`} />
			</div>
		</div>
	);
}
