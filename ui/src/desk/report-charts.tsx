/* report-charts - bookings by day and the heat of hours, each also as a table. */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OwnerReport } from '../api/types';
import { count, percent } from '../money';
import { addDays, dateText, dayMonth, dayShort, weekdayOf } from '../time';
import c from './report.module.css';

const MONDAY = '2026-11-23';
/* As the program counts the night. */
const NIGHT_FROM = 20;
const NIGHT_TO = 8;

function Switched(props: { title: string; lead: string; id: string; chart: ReactNode; table: ReactNode }) {
	const { t } = useTranslation();
	const [isTable, setTable] = useState(false);

	return (
		<section className={c.card} aria-labelledby={props.id}>
			<div className={c.cardHead}>
				<div>
					<h2 id={props.id} className={c.h2}>{props.title}</h2>
					<p className={c.sub}>{props.lead}</p>
				</div>
				<button type="button" className={c.switch} onClick={() => setTable(!isTable)}>
					{isTable ? t('report.asChart') : t('report.asTable')}
				</button>
			</div>
			{isTable ? <div className={c.tableBox} tabIndex={0} role="region" aria-label={`${props.title}: ${t('report.asTable')}`}>{props.table}</div> : props.chart}
		</section>
	);
}

/* A round number not below `max`, to end the scale with. */
function ceiling(max: number) {
	const step = max > 400 ? 100 : max > 100 ? 50 : max > 40 ? 20 : max > 10 ? 10 : 4;
	return Math.max(step, Math.ceil(max / step) * step);
}

/* Long periods are shown by weeks: bars must stay wide enough to press. */
function grouped(days: OwnerReport['days']) {
	if (days.length <= 45) {
		return days.map((d) => ({ ...d, to: d.date }));
	}
	const weeks: (OwnerReport['days'][number] & { to: string })[] = [];
	for (const d of days) {
		const week = weeks.at(-1);
		if (!week || weekdayOf(d.date) === 0) {
			weeks.push({ ...d, to: d.date });
			continue;
		}
		week.to = d.date;
		week.booked += d.booked;
		week.by_bot += d.by_bot;
		week.at_night += d.at_night;
		week.cancelled += d.cancelled;
		week.missed += d.missed;
	}
	return weeks;
}

export function Days({ report: r }: { report: OwnerReport }) {
	const { t, i18n } = useTranslation();
	const lang = i18n.language;
	const bars = grouped(r.days);
	const top = ceiling(Math.max(...bars.map((d) => d.booked), 1));
	const name = (d: (typeof bars)[number]) =>
		d.to === d.date ? dayShort(d.date, lang) : t('report.range', { from: dayMonth(d.date, lang), to: dayMonth(d.to, lang) });
	const every = Math.max(1, Math.ceil(bars.length / 10));

	const chart = (
		<figure className={c.chart}>
			<div className={c.plot}>
				<div className={c.scale} aria-hidden>
					{[top, top / 2, 0].map((n) => <span key={n} className="num">{count(n, lang)}</span>)}
				</div>
				<ul className={c.cols} aria-label={t('report.days')}>
					{bars.map((d, i) => (
						<li key={d.date} className={c.col} title={`${name(d)}: ${d.booked}, ${t('report.series.by_bot')} ${d.by_bot}`}>
							<span className="sr">
								{name(d)}: {d.booked}, {t('report.series.by_bot')} {d.by_bot}, {t('report.series.at_night')} {d.at_night}
							</span>
							<span className={c.stack} aria-hidden style={{ height: `${(d.booked / top) * 100}%` }}>
								<i className={c.people} style={{ flexGrow: Math.max(0, d.booked - d.by_bot) }} />
								<i className={c.bot} style={{ flexGrow: d.by_bot }} />
							</span>
							{i % every === 0 && <span className={c.tick} aria-hidden data-minor={(i / every) % 2 === 1 || undefined}>{dateText(d.date, lang, { day: 'numeric', month: 'short' })}</span>}
						</li>
					))}
				</ul>
			</div>
			<figcaption className={c.legend}>
				<span><i className={c.bot} aria-hidden /> {t('report.series.by_bot')}</span>
				<span><i className={c.people} aria-hidden /> {t('report.series.others')}</span>
			</figcaption>
		</figure>
	);
	const keys = ['booked', 'by_bot', 'at_night', 'cancelled', 'missed'] as const;
	const table = (
		<table className={c.table}>
			<thead>
				<tr><th scope="col">{t('report.day')}</th>{keys.map((k) => <th key={k} scope="col">{t(`report.series.${k}`)}</th>)}</tr>
			</thead>
			<tbody>
				{[...r.days].reverse().map((d) => (
					<tr key={d.date}><th scope="row">{dayShort(d.date, lang)}</th>{keys.map((k) => <td key={k} className="num">{d[k]}</td>)}</tr>
				))}
			</tbody>
		</table>
	);
	return <Switched id="days-title" title={t('report.days')} lead={t('report.daysLead')} chart={chart} table={table} />;
}

export function Heat({ heat }: { heat: number[][] }) {
	const { t, i18n } = useTranslation();
	const lang = i18n.language;
	const all = heat.flat();
	const top = Math.max(...all, 1);
	const sum = all.reduce((a, b) => a + b, 0);
	const peak = all.indexOf(Math.max(...all));
	const night = heat.reduce((a, row) => a + row.reduce((b, n, h) => b + (h >= NIGHT_FROM || h < NIGHT_TO ? n : 0), 0), 0);
	const dayName = (i: number, weekday: 'short' | 'long') => dateText(addDays(MONDAY, i), lang, { weekday });

	const chart = (
		<>
			<div className={c.heatBox} tabIndex={0} role="group" aria-label={t('report.heat')}>
				<div className={c.heat} role="img" aria-label={`${t('report.heatLead')}. ${t('report.heatPeak', { day: dayName(Math.floor(peak / 24), 'long'), hour: peak % 24, next: (peak % 24) + 1 })}`}>
					{heat.map((row, d) => (
						<div key={d} className={c.heatRow}>
							<span className={c.heatDay}>{dayName(d, 'short')}</span>
							{row.map((n, h) => (
								<i
									key={h}
									title={t('report.heatCell', { day: dayName(d, 'short'), hour: h, count: n })}
									style={{ backgroundColor: shade(n / top) }}
								/>
							))}
						</div>
					))}
					<div className={c.heatRow}>
						<span />
						{Array.from({ length: 24 }, (_, h) => <span key={h} className={`${c.heatHour} num`}>{h % 3 === 0 ? h : ''}</span>)}
					</div>
				</div>
			</div>
			{sum > 0 && (
				<p className={c.verdict}>
					{t('report.heatPeak', { day: dayName(Math.floor(peak / 24), 'long'), hour: peak % 24, next: (peak % 24) + 1 })}.{' '}
					{t('report.heatNight', { share: percent(night / sum, lang) })}.
				</p>
			)}
		</>
	);
	const table = (
		<table className={c.table}>
			<thead>
				<tr><th scope="col">{t('report.day')}</th>{Array.from({ length: 24 }, (_, h) => <th key={h} scope="col" className="num">{h}</th>)}</tr>
			</thead>
			<tbody>
				{heat.map((row, d) => (
					<tr key={d}><th scope="row">{dayName(d, 'long')}</th>{row.map((n, h) => <td key={h} className="num">{n}</td>)}</tr>
				))}
			</tbody>
		</table>
	);
	return <Switched id="heat-title" title={t('report.heat')} lead={t('report.heatLead')} chart={chart} table={table} />;
}

/* From the palest to the deepest green in two stretches; 0 is grey. */
function shade(share: number) {
	if (share === 0) {
		return '#eef2f0';
	}
	return share < 0.5
		? `color-mix(in oklab, #3f9f88 ${Math.round(share * 200)}%, #e4f4ed)`
		: `color-mix(in oklab, #0b4038 ${Math.round((share - 0.5) * 200)}%, #3f9f88)`;
}
