/* sections - what the clinic says of itself below the chat. */
import { ArrowUpRight, BellRing, CalendarCheck, Clock3, MapPin, MessageCircle, Phone } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Clinic, Doctor, Service } from '../api/types';
import { phoneText, telLink } from '../call';
import { Button } from '../kit/button';
import { branchTitle, capital, initials, shortName, tint } from '../kit/name';
import { rub } from '../money';
import c from './sections.module.css';

type Book = (wish?: string) => void;
const TINTS = [c.t0, c.t1, c.t2, c.t3, c.t4];
const DOCTORS_FIRST = 8;

export function Steps() {
	const { t } = useTranslation();
	const steps = [
		[<MessageCircle key="1" size={22} />, t('site.step1'), t('site.step1Text')],
		[<CalendarCheck key="2" size={22} />, t('site.step2'), t('site.step2Text')],
		[<BellRing key="3" size={22} />, t('site.step3'), t('site.step3Text')],
	] as const;

	return (
		<section className={c.steps} aria-label={t('site.stepsTitle')}>
			<ol className={c.stepList}>
				{steps.map(([icon, title, text]) => (
					<li key={title} className={c.step}>
						<span className={c.stepIcon} aria-hidden>{icon}</span>
						<h2 className={c.stepTitle}>{title}</h2>
						<p className={c.stepText}>{text}</p>
					</li>
				))}
			</ol>
		</section>
	);
}

function useProfessions(list: { profession: string }[]) {
	return useMemo(() => [...new Set(list.map((x) => x.profession))].filter(Boolean), [list]);
}

export function Doctors({ clinic, book }: { clinic: Clinic; book: Book }) {
	const { t } = useTranslation();
	const professions = useProfessions(clinic.doctors);
	const [only, setOnly] = useState('');
	const [isAll, setAll] = useState(false);
	const chosen = clinic.doctors.filter((d) => !only || d.profession === only);
	const shown = isAll || only ? chosen : chosen.slice(0, DOCTORS_FIRST);

	return (
		<section className={c.section} id="doctors" aria-labelledby="doctors-title">
			<Heading id="doctors-title" title={t('site.doctorsTitle')} lead={t('site.doctorsLead')} />
			{clinic.doctors.length === 0 && <p className={c.none}>{t('site.noDoctors')}</p>}
			{professions.length > 2 && (
				<div className={c.chips} role="group" aria-label={t('site.professions')}>
					{['', ...professions].map((p) => (
						<button key={p} type="button" className={c.chip} aria-pressed={only === p} onClick={() => setOnly(p)}>
							{p ? capital(p) : t('site.allProfessions')}
						</button>
					))}
				</div>
			)}
			<ul className={c.doctors}>
				{shown.map((d) => (
					<DoctorCard key={d.id} doctor={d} clinic={clinic} book={book} />
				))}
			</ul>
			{shown.length < chosen.length && (
				<div className={c.more}>
					<Button look="line" onClick={() => setAll(true)}>{t('site.more', { n: chosen.length })}</Button>
				</div>
			)}
		</section>
	);
}

function DoctorCard({ doctor: d, clinic, book }: { doctor: Doctor; clinic: Clinic; book: Book }) {
	const { t, i18n } = useTranslation();
	const branch = clinic.branches.find((b) => b.id === d.branch_id);
	const prices = clinic.services.filter((s) => s.doctor_ids.includes(d.id)).map((s) => s.price_rub ?? 0).filter((x) => x > 0);

	return (
		<li className={c.doctor}>
			<span className={`${c.face} ${TINTS[tint(d.name, TINTS.length)]}`} aria-hidden>{initials(d.name)}</span>
			<div>
				<h3 className={c.doctorName}>{d.name}</h3>
				<p className={c.profession}>{capital(d.profession)}</p>
			</div>
			{d.about && <p className={c.about}>{capital(d.about)}</p>}
			<p className={c.doctorFoot}>
				{branch && <span><MapPin size={15} aria-hidden /> {branchTitle(branch.name, t)}</span>}
				{prices.length > 0 && <b className="num">{rub(Math.min(...prices), i18n.language)}</b>}
			</p>
			<Button
				look="soft"
				isWide
				label={t('site.bookDoctor', { name: shortName(d.name) })}
				onClick={() => book(t('site.draftDoctor', { name: shortName(d.name) }))}
			>
				{t('site.book')}
			</Button>
		</li>
	);
}

export function Services({ clinic, book }: { clinic: Clinic; book: Book }) {
	const { t } = useTranslation();
	const professions = useProfessions(clinic.services);

	return (
		<section className={`${c.section} ${c.pale}`} id="services" aria-labelledby="services-title">
			<Heading id="services-title" title={t('site.servicesTitle')} lead={t('site.servicesLead')} />
			{clinic.services.length === 0 && <p className={c.none}>{t('site.noServices')}</p>}
			<div className={c.groups}>
				{professions.map((p) => (
					<div key={p} className={c.group}>
						<h3 className={c.groupTitle}>{capital(p)}</h3>
						<ul>
							{clinic.services.filter((s) => s.profession === p).map((s) => (
								<ServiceRow key={s.id} service={s} book={book} />
							))}
						</ul>
					</div>
				))}
			</div>
		</section>
	);
}

function ServiceRow({ service: s, book }: { service: Service; book: Book }) {
	const { t, i18n } = useTranslation();

	return (
		<li className={c.service}>
			<button type="button" className={c.serviceMain} onClick={() => book(t('site.draftService', { name: s.name }))}>
				<span className="sr">{t('site.book')}: </span>
				<span className={c.serviceName}>{s.name}</span>
				<span className={c.serviceTime}><Clock3 size={14} aria-hidden /> {t('common.minutes', { n: s.duration_min })}</span>
				<b className={`${c.price} num`}>{s.price_rub === null ? t('site.priceAsk') : rub(s.price_rub, i18n.language)}</b>
			</button>
			{s.preparation && (
				<details className={c.prep}>
					<summary>{t('site.preparation')}<span className="sr">: {s.name}</span></summary>
					<p>{s.preparation}</p>
				</details>
			)}
		</li>
	);
}

export function Branches({ clinic }: { clinic: Clinic }) {
	const { t } = useTranslation();

	return (
		<section className={c.section} id="branches" aria-labelledby="branches-title">
			<Heading id="branches-title" title={t('site.branchesTitle')} lead={clinic.branches.length > 1 ? t('site.branchesLead') : ''} />
			{clinic.branches.length === 0 && <p className={c.none}>{t('site.noBranches')}</p>}
			<ul className={c.branches}>
				{clinic.branches.map((b) => (
					<li key={b.id} className={c.branch}>
						<span className={c.pin} aria-hidden><MapPin size={22} /></span>
						<h3 className={c.branchName}>{branchTitle(b.name, t)}</h3>
						<p>{b.address}</p>
						{b.way && <p className={c.way}>{b.way}</p>}
						<p className={c.branchActs}>
							{b.map_url && (
								<a href={b.map_url} target="_blank" rel="noreferrer" aria-label={t('site.mapOf', { name: branchTitle(b.name, t) })}>
									{t('site.map')} <ArrowUpRight size={16} aria-hidden />
								</a>
							)}
							{b.phone && (
								<a className="num" href={telLink(b.phone)}>
									<Phone size={15} aria-hidden /> {phoneText(b.phone)}
								</a>
							)}
						</p>
					</li>
				))}
			</ul>
		</section>
	);
}

function Heading({ id, title, lead }: { id: string; title: string; lead: string }) {
	return (
		<div className={c.heading}>
			<h2 id={id} className={c.h2}>{title}</h2>
			{lead && <p className={c.headLead}>{lead}</p>}
		</div>
	);
}
