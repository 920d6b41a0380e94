/*
 * day-grid - hours down, doctors across.  One tab stop; arrows go from visit
 * to visit; each visit's name says everything that its place and colour show.
 */
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schedule, ScheduleDoctor, Visit } from '../api/types';
import { useNow } from '../demo/clock';
import { capital, shortName } from '../kit/name';
import { useSession } from '../session';
import { hmOf, wall, wallIn } from '../time';
import { lanesOf } from './lanes';
import { lookOf, nameOf, serviceName, StateIcon } from './visit-look';
import c from './schedule.module.css';

const PX_PER_MIN = 1.9;
const GAP_PX = 2;

interface Props { day: Schedule; doctors: ScheduleDoctor[]; open: (visit: Visit, doctor: string) => void }

/* Whole hours that hold every opening and every visit. */
function spanOf(doctors: ScheduleDoctor[]) {
	const from = doctors.flatMap((d) => [...d.open.map((o) => wall(o.from).minutes), ...d.visits.map((v) => wall(v.start).minutes)]);
	const to = doctors.flatMap((d) => [...d.open.map((o) => wall(o.to).minutes), ...d.visits.map((v) => wall(v.end).minutes)]);
	return { from: Math.floor(Math.min(...from) / 60) * 60, to: Math.ceil(Math.max(...to) / 60) * 60 };
}

export function DayGrid({ day, doctors, open }: Props) {
	const { t } = useTranslation();
	const session = useSession();
	const now = useNow(session.is_demo);
	const span = useMemo(() => spanOf(doctors), [doctors]);
	const box = useRef<HTMLDivElement>(null);
	const [active, setActive] = useState('');
	const hours = Array.from({ length: (span.to - span.from) / 60 + 1 }, (_, i) => span.from + i * 60);
	const height = (span.to - span.from) * PX_PER_MIN;
	const visits = doctors.flatMap((d) => d.visits);
	const stop = visits.some((v) => v.id === active) ? active : visits[0]?.id;
	const clock = now === null ? null : wallIn(now, day.branch.zone);
	const line = clock && clock.date === day.date && clock.minutes >= span.from && clock.minutes <= span.to ? clock : null;
	const lineAt = line ? (line.minutes - span.from) * PX_PER_MIN : null;

	/* The present hour is what one wants to see first. */
	const isToday = lineAt !== null;
	useEffect(() => {
		if (isToday && box.current) {
			box.current.scrollTop = Math.max(0, lineAt - 160);
		}
	}, [day.date, day.branch.id, isToday]);

	const onKey = (e: KeyboardEvent<HTMLDivElement>) => {
		const next = neighbour(doctors, stop, e.key);
		if (next) {
			e.preventDefault();
			setActive(next);
			box.current?.querySelector<HTMLElement>(`[data-visit="${next}"]`)?.focus();
		}
	};

	return (
		<div ref={box} className={c.grid} role="region" aria-label={t('schedule.grid')} aria-describedby="grid-help" tabIndex={0} onKeyDown={onKey}>
			<p id="grid-help" className="sr">{t('schedule.help')}</p>
			<div className={c.columns} style={{ gridTemplateColumns: `56px repeat(${doctors.length}, minmax(190px, 1fr))` }}>
				<div className={c.corner} aria-hidden />
				{doctors.map((d) => <Head key={d.id} doctor={d} />)}
				<div className={c.axis} aria-hidden style={{ height }}>
					{hours.map((m) => (
						<span key={m} className="num" style={{ top: (m - span.from) * PX_PER_MIN }}>{hmOf(m)}</span>
					))}
					{line && <b className={`${c.nowTime} num`} style={{ top: lineAt ?? 0 }}>{line.hm}</b>}
				</div>
				{doctors.map((d) => (
					<Column key={d.id} doctor={d} span={span} height={height} lineAt={lineAt} stop={stop} open={open} focus={setActive} />
				))}
			</div>
		</div>
	);
}

function Head({ doctor: d }: { doctor: ScheduleDoctor }) {
	const { t } = useTranslation();
	const free = Math.max(0, d.open_min - d.busy_min);
	const share = d.open_min > 0 ? Math.min(1, d.busy_min / d.open_min) : 0;

	return (
		<div className={c.head}>
			<h2 className={c.doctor} id={`doctor-${d.id}`}>{shortName(d.name)}</h2>
			<p className={c.what}>
				<span>{capital(d.profession)}</span>
				<span className="num">{free > 0 ? t('schedule.free', { time: lengthText(free, t) }) : t('schedule.noFree')}</span>
			</p>
			<span className={c.load} aria-hidden><i style={{ width: `${share * 100}%` }} /></span>
		</div>
	);
}

type T = ReturnType<typeof useTranslation>['t'];

function lengthText(min: number, t: T) {
	const h = Math.floor(min / 60);
	const m = min % 60;
	return h === 0 ? t('common.minutes', { n: m }) : m === 0 ? t('common.hours', { n: h }) : t('common.hoursMinutes', { h, m });
}

function Column(props: {
	doctor: ScheduleDoctor;
	span: { from: number; to: number };
	height: number;
	lineAt: number | null;
	stop: string | undefined;
	open: Props['open'];
	focus: (id: string) => void;
}) {
	const { doctor: d, span } = props;
	const lanes = useMemo(() => lanesOf(d.visits), [d.visits]);

	return (
		<div className={c.column} style={{ height: props.height }} role="group" aria-labelledby={`doctor-${d.id}`}>
			{d.open.map((o) => {
				const from = wall(o.from).minutes;
				return (
					<span
						key={o.from}
						className={c.open}
						aria-hidden
						style={{ top: (from - span.from) * PX_PER_MIN, height: (wall(o.to).minutes - from) * PX_PER_MIN, backgroundPositionY: `${-((from - span.from) * PX_PER_MIN) - 1}px` }}
					/>
				);
			})}
			{props.lineAt !== null && <span className={c.nowLine} aria-hidden style={{ top: props.lineAt }} />}
			{d.visits.map((v) => (
				<Card
					key={v.id}
					visit={v}
					top={(wall(v.start).minutes - span.from) * PX_PER_MIN}
					lane={lanes.get(v.id) ?? { at: 0, of: 1 }}
					isStop={v.id === props.stop}
					open={() => props.open(v, d.id)}
					focus={() => props.focus(v.id)}
				/>
			))}
		</div>
	);
}

function Card(props: { visit: Visit; top: number; lane: { at: number; of: number }; isStop: boolean; open: () => void; focus: () => void }) {
	const { visit: v, lane } = props;
	const { t } = useTranslation();
	const start = wall(v.start);
	const minutes = wall(v.end).minutes - start.minutes;
	const state = t(`state.${v.state}`, { defaultValue: v.state });
	const height = Math.max(minutes * PX_PER_MIN - GAP_PX, 26);

	return (
		<button
			type="button"
			className={`${c.card} ${lookOf(v.state)} ${v.state === 'cancelled' ? c.off : ''}`}
			data-visit={v.id}
			data-state={v.state}
			data-size={height < 44 ? 's' : height < 62 ? 'm' : 'l'}
			tabIndex={props.isStop ? 0 : -1}
			style={{
				top: props.top + 1,
				height,
				left: `calc(${(lane.at / lane.of) * 100}% + 4px)`,
				width: `calc(${100 / lane.of}% - 8px)`,
			}}
			onClick={props.open}
			onFocus={props.focus}
		>
			<span className={c.cardTime}>
				<b className="num">{start.hm}</b>
				<span className="sr">–{wall(v.end).hm}, </span>
			</span>
			<span className={c.cardName}>{nameOf(v, t)}<span className="sr">, </span></span>
			<span className={c.cardWhat}>{serviceName(v)}<span className="sr">, </span></span>
			<span className={c.cardState}><StateIcon state={v.state} size={13} /> {state}</span>
		</button>
	);
}

/* The visit to which a key leads from `id`, if any. */
function neighbour(doctors: ScheduleDoctor[], id: string | undefined, key: string) {
	const column = doctors.findIndex((d) => d.visits.some((v) => v.id === id));
	const list = doctors[column]?.visits ?? [];
	const row = list.findIndex((v) => v.id === id);
	const here = list[row];

	switch (key) {
	case 'ArrowDown':
		return list[row + 1]?.id;
	case 'ArrowUp':
		return list[row - 1]?.id;
	case 'Home':
		return list[0]?.id;
	case 'End':
		return list.at(-1)?.id;
	case 'ArrowLeft':
	case 'ArrowRight': {
		const step = key === 'ArrowRight' ? 1 : -1;
		for (let i = column + step; here && doctors[i]; i += step) {
			const at = wall(here.start).minutes;
			const near = [...doctors[i]!.visits].sort((a, b) => Math.abs(wall(a.start).minutes - at) - Math.abs(wall(b.start).minutes - at))[0];
			if (near) {
				return near.id;
			}
		}
		return undefined;
	}
	default:
		return undefined;
	}
}
