/* report-page - what the owner wants to know at first sight: the roubles, and why. */
import { DatePickerInput } from '@mantine/dates';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { BellRing, Bot, CalendarPlus, CircleCheck, ChevronDown, MoonStar, Recycle, Sprout, Zap, type LucideIcon } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { reportQuery } from '../api/queries';
import type { OwnerReport } from '../api/types';
import { useNow } from '../demo/clock';
import { Button } from '../kit/button';
import { Bone, Note, Trouble } from '../kit/states';
import { count, percent, rub } from '../money';
import { clinicOf, useSession } from '../session';
import { addDays, dayMonth, wallIn } from '../time';
import { Days, Heat } from './report-charts';
import { Shell } from './shell';
import c from './report.module.css';

const PRESETS = { d7: 7, d30: 30, d90: 90 } as const;
type Period = keyof typeof PRESETS | 'custom';

export default function ReportPage() {
	const { t } = useTranslation();
	const session = useSession();
	const now = useNow(session.is_demo);
	const [period, setPeriod] = useState<Period>('d30');
	const [custom, setCustom] = useState<[string | null, string | null]>([null, null]);
	const today = now === null ? '' : wallIn(now).date;
	const from = period === 'custom' ? (custom[0] ?? '') : today && addDays(today, 1 - PRESETS[period]);
	const to = period === 'custom' ? (custom[1] ?? '') : today;
	const report = useQuery({ ...reportQuery(from, to), enabled: from !== '' && to !== '', placeholderData: keepPreviousData });

	useEffect(() => {
		document.title = t('report.title');
	}, [t]);

	return (
		<Shell>
			<main id="main" className={c.page}>
				<div className={c.tools}>
					<h1 className={c.h1}>{t('report.title')}</h1>
					<div className={c.period}>
						<fieldset className={c.choice}>
							<legend className="sr">{t('report.period')}</legend>
							{(['d7', 'd30', 'd90', 'custom'] as const).map((value) => (
								<label key={value}>
									<input type="radio" name="period" checked={period === value} onChange={() => setPeriod(value)} />
									<span>{t(`report.${value}`)}</span>
								</label>
							))}
						</fieldset>
						{period === 'custom' && (
							<DatePickerInput
								type="range"
								size="md"
								className={c.dates}
								aria-label={t('report.custom')}
								placeholder={t('report.custom')}
								value={custom}
								onChange={setCustom}
								maxDate={today}
								allowSingleDateInRange
								valueFormat="D MMM YYYY"
							/>
						)}
					</div>
				</div>
				{report.isError && !report.data ? (
					<Trouble error={report.error} retry={() => void report.refetch()} />
				) : !report.data ? (
					<ReportBones />
				) : report.data.booked === 0 ? (
					<Note
						icon={<Sprout size={26} />}
						title={t('report.empty')}
						act={<Button look="primary" href={`/${clinicOf(session)}`}>{t('desk.toSite')}</Button>}
					>
						{t('report.emptyText')}
					</Note>
				) : (
					<Report report={report.data} isOld={report.isPlaceholderData} />
				)}
			</main>
		</Shell>
	);
}

function Report({ report: r, isOld }: { report: OwnerReport; isOld: boolean }) {
	return (
		<div className={c.report} aria-busy={isOld}>
			<Saved report={r} />
			<Figures report={r} />
			<div className={c.pairWide}>
				<Days report={r} />
				<NoShow report={r} />
			</div>
			<div className={c.pairHeat}>
				<Heat heat={r.heat} />
				<Funnel report={r} />
			</div>
		</div>
	);
}

function Saved({ report: r }: { report: OwnerReport }) {
	const { t, i18n } = useTranslation();
	const s = r.saved;
	const lang = i18n.language;
	const share = (x: number) => percent(x, lang, 1);

	return (
		<section className={c.saved} aria-labelledby="saved-title">
			<div className={c.savedMain}>
				<h2 id="saved-title" className={c.savedTitle}>{t('report.savedTitle')}</h2>
				<p className={`${c.total} num`}>{rub(s.total_rub, lang)}</p>
				<p className={c.range}>{t('report.range', { from: dayMonth(r.from, lang), to: dayMonth(r.to, lang) })}</p>
			</div>
			<ul className={c.terms} aria-label={t('report.formula')}>
				<Term sign="" title={t('report.prevented')} value={rub(s.prevented_rub, lang)}>
					{t('report.preventedHow', { n: count(s.no_shows_prevented, lang), price: rub(s.visit_price_rub, lang), before: share(r.no_show.before), after: share(r.no_show.after) })}
				</Term>
				<Term sign="+" title={t('report.hours')} value={rub(s.hours_rub, lang)}>
					{t('report.hoursHow', { n: count(s.hours_saved_per_day, lang), price: rub(s.hour_price_rub, lang), days: count(s.work_days, lang) })}
				</Term>
				<Term sign="−" title={t('report.messages')} value={rub(s.messages_rub, lang)}>
					{t('report.messagesHow')}
				</Term>
				{s.formula && (
					<li className={c.formula}>
						<span className="sr">{t('report.inWords')}: </span>
						<span className="num">{s.formula}</span>
					</li>
				)}
			</ul>
		</section>
	);
}

function Term(props: { sign: string; title: string; value: string; children: ReactNode }) {
	return (
		<li>
			<details className={c.term}>
				<summary>
					<span className={c.sign} aria-hidden>{props.sign}</span>
					<span className={c.termTitle}>{props.title} <ChevronDown size={16} aria-hidden /></span>
					<b className="num">{props.sign === '−' ? '−' : ''}{props.value}</b>
				</summary>
				<p>{props.children}</p>
			</details>
		</li>
	);
}

function Figures({ report: r }: { report: OwnerReport }) {
	const { t, i18n } = useTranslation();
	const lang = i18n.language;
	const part = (a: number, b: number) => percent(b > 0 ? a / b : 0, lang);
	const ms = (x: number) => (x < 1000 ? t('report.ms', { n: count(x, lang) }) : t('report.seconds', { n: count(x / 1000, lang) }));

	return (
		<ul className={c.figures}>
			<Figure icon={CalendarPlus} title={t('report.booked')} value={count(r.booked, lang)} />
			<Figure icon={Bot} title={t('report.byBot')} value={count(r.booked_by_bot, lang)} hint={t('report.byBotHint', { share: percent(r.share_by_bot, lang) })} />
			<Figure icon={MoonStar} title={t('report.night')} value={count(r.booked_at_night, lang)} hint={t('report.nightHint')} />
			<Figure
				icon={Zap}
				title={t('report.answer')}
				value={r.first_answer_ms ? ms(r.first_answer_ms.p50) : '—'}
				hint={r.first_answer_ms ? t('report.answerHint', { p99: ms(r.first_answer_ms.p99) }) : t('report.noAnswer')}
			/>
			<Figure icon={BellRing} title={t('report.reminded')} value={count(r.reminded, lang)} />
			<Figure icon={CircleCheck} title={t('report.confirmed')} value={count(r.confirmed, lang)} hint={t('report.confirmedHint', { share: part(r.confirmed, r.reminded) })} />
			<Figure icon={Sprout} title={t('report.freed')} value={count(r.freed, lang)} />
			<Figure icon={Recycle} title={t('report.filled')} value={count(r.filled, lang)} hint={t('report.filledHint', { share: part(r.filled, r.freed) })} />
		</ul>
	);
}

function Figure({ icon: Icon, title, value, hint }: { icon: LucideIcon; title: string; value: string; hint?: string }) {
	return (
		<li className={c.figure}>
			<p className={c.figureTitle}><Icon size={18} aria-hidden /> {title}</p>
			<p className={`${c.value} num`}>{value}</p>
			<p className={c.hint}>{hint ?? '\u00a0'}</p>
		</li>
	);
}

function NoShow({ report: r }: { report: OwnerReport }) {
	const { t, i18n } = useTranslation();
	const lang = i18n.language;
	const { before, after } = r.no_show;
	const top = Math.max(before, after, 0.001);
	const rows: [string, number, string | undefined][] = [[t('report.before'), before, c.was], [t('report.after'), after, c.is]];
	const times = after > 0 ? before / after : 0;

	return (
		<section className={c.card} aria-labelledby="noshow-title">
			<h2 id="noshow-title" className={c.h2}>{t('report.noShow')}</h2>
			<p className={c.sub}>{t('report.noShowLead')}</p>
			<dl className={c.bars}>
				{rows.map(([label, value, look]) => (
					<div key={label}>
						<dt>{label}</dt>
						<dd>
							<span className={`${c.barFill} ${look}`} style={{ width: `${Math.max(2, (value / top) * 100)}%` }} aria-hidden />
							<b className="num">{percent(value, lang, 1)}</b>
						</dd>
					</div>
				))}
			</dl>
			<p className={c.verdict}>{times >= 1.05 ? t('report.noShowLess', { times: count(Math.round(times * 10) / 10, lang) }) : t('report.noShowSame')}</p>
		</section>
	);
}

function Funnel({ report: r }: { report: OwnerReport }) {
	const { t, i18n } = useTranslation();
	const steps: [string, number, boolean][] = [
		[t('report.booked'), r.booked, true], [t('report.reminded'), r.reminded, true], [t('report.confirmed'), r.confirmed, true],
		[t('report.done'), r.done, true], [t('report.moved'), r.moved, false], [t('report.cancelled'), r.cancelled, false], [t('report.noShow'), r.missed, false],
	];
	const top = Math.max(r.booked, 1);

	return (
		<section className={c.card} aria-labelledby="funnel-title">
			<h2 id="funnel-title" className={c.h2}>{t('report.funnel')}</h2>
			<p className={c.sub}>{t('report.funnelLead')}</p>
			<dl className={c.funnel}>
				{steps.map(([label, value, isGood]) => (
					<div key={label}>
						<dt>{label}</dt>
						<dd>
							<span className={isGood ? c.flow : c.leak} style={{ width: `${Math.min(100, (value / top) * 100)}%` }} aria-hidden />
							<b className="num">{count(value, i18n.language)}</b>
						</dd>
					</div>
				))}
			</dl>
		</section>
	);
}

function ReportBones() {
	const { t } = useTranslation();

	return (
		<div className={c.report} aria-busy="true">
			<span className="sr" role="status">{t('common.loading')}</span>
			<Bone h="264px" r="28px" />
			<div className={c.figures}>{Array.from({ length: 8 }, (_, i) => <Bone key={i} h="132px" r="20px" />)}</div>
			<div className={c.pairWide}><Bone h="380px" r="20px" /><Bone h="380px" r="20px" /></div>
		</div>
	);
}
