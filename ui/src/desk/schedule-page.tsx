/* schedule-page - a branch's day by doctor, live. */
import { Button, Select } from '@mantine/core';
import { DatePickerInput } from '@mantine/dates';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import dayjs from 'dayjs';
import { CalendarX2, ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { scheduleQuery } from '../api/queries';
import type { Schedule, Visit, VisitState } from '../api/types';
import { branchTitle, capital, shortName } from '../kit/name';
import { Bone, Note, Trouble } from '../kit/states';
import { useMedia } from '../kit/use-media';
import { useStream } from '../stream';
import { addDays, dayLong } from '../time';
import { DayGrid } from './day-grid';
import { Shell } from './shell';
import { VisitDrawer } from './visit-drawer';
import { StatePill } from './visit-look';
import c from './schedule.module.css';

const DATE_FORMAT = 'D MMMM YYYY';
const dateWords = (date: string, lang: string) => dayjs(date).locale(lang).format(DATE_FORMAT);
const ORDER: VisitState[] = ['booked', 'confirmed', 'arrived', 'started', 'done', 'missed', 'cancelled'];

export default function SchedulePage() {
	const { t } = useTranslation();
	const client = useQueryClient();
	const [branch, setBranch] = useState<string>();
	const [date, setDate] = useState<string>();
	const [open, setOpen] = useState<{ visit: Visit; doctor: string } | null>(null);
	const day = useQuery({ ...scheduleQuery(branch, date), placeholderData: keepPreviousData });

	const refresh = () => {
		void client.invalidateQueries({ queryKey: ['schedule'] });
		void client.invalidateQueries({ queryKey: ['visit'] });
	};
	useStream('/api/v1/schedule/events', { schedule: refresh }, refresh);
	useEffect(() => {
		document.title = t('schedule.title');
	}, [t]);

	return (
		<Shell>
			<main id="main" className={c.page}>
				<Tools isFailed={day.isError} day={day.data} branch={branch} date={date} setBranch={setBranch} setDate={setDate} />
				{day.isPending && <GridBones />}
				{day.isError && !day.data && <Trouble error={day.error} retry={() => void day.refetch()} />}
				{day.data && (
					<Day day={day.data} open={(visit, doctor) => setOpen({ visit, doctor })} />
				)}
			</main>
			<VisitDrawer
				visit={open && (freshOf(day.data, open.visit.id) ?? open.visit)}
				doctor={open?.doctor ?? ''}
				today={day.data?.today ?? ''}
				close={() => setOpen(null)}
			/>
		</Shell>
	);
}

function freshOf(day: Schedule | undefined, id: string) {
	return day?.doctors.flatMap((d) => d.visits).find((v) => v.id === id);
}

function Tools(props: {
	isFailed: boolean;
	day: Schedule | undefined;
	branch: string | undefined;
	date: string | undefined;
	setBranch: (id: string) => void;
	setDate: (date: string | undefined) => void;
}) {
	const { t, i18n } = useTranslation();
	const { day } = props;
	const date = props.date ?? day?.date;

	return (
		<div className={c.tools}>
			<h1 className={c.h1}>{date ? capital(dayLong(date, i18n.language)) : t('schedule.title')}</h1>
			<div className={c.pickers}>
				<div className={c.step} role="group" aria-label={t('schedule.date')}>
					<button type="button" className={c.arrow} disabled={!date} aria-label={t('schedule.prev')} onClick={() => props.setDate(addDays(date!, -1))}>
						<ChevronLeft size={20} aria-hidden />
					</button>
					<DatePickerInput
						className={c.date}
						aria-label={date ? `${t('schedule.date')}: ${dateWords(date, i18n.language)}` : t('schedule.date')}
						value={date ?? null}
						valueFormat={DATE_FORMAT}
						size="md"
						onChange={(x) => x && props.setDate(x)}
					/>
					<button type="button" className={c.arrow} disabled={!date} aria-label={t('schedule.next')} onClick={() => props.setDate(addDays(date!, 1))}>
						<ChevronRight size={20} aria-hidden />
					</button>
				</div>
				<Button variant="default" size="md" disabled={!day || date === day.today} onClick={() => props.setDate(undefined)}>
					{t('schedule.today')}
				</Button>
				<Select
					className={c.branch}
					aria-label={t('schedule.branch')}
					size="md"
					allowDeselect={false}
					data={day?.branches.map((b) => ({ value: b.id, label: branchTitle(b.name, t) })) ?? []}
					value={props.branch ?? day?.branch.id ?? null}
					onChange={(x) => x && props.setBranch(x)}
				/>
			</div>
			<ul className={c.counts}>
				{ORDER.filter((s) => (day?.counts[s] ?? 0) > 0).map((s) => (
					<li key={s}><StatePill state={s} count={day?.counts[s]} /></li>
				))}
				{!day && !props.isFailed && <li><Bone w="340px" h="28px" r="14px" /></li>}
			</ul>
		</div>
	);
}

function Day({ day, open }: { day: Schedule; open: (visit: Visit, doctor: string) => void }) {
	const { t } = useTranslation();
	const isNarrow = useMedia('(max-width: 760px)');
	const [chosen, setChosen] = useState('');
	const works = day.doctors.filter((d) => d.open.length > 0 || d.visits.length > 0);
	const at = Math.max(0, works.findIndex((d) => d.id === chosen));

	if (works.length === 0) {
		return <Note icon={<CalendarX2 size={26} />} title={t('schedule.empty')}>{t('schedule.emptyText')}</Note>;
	}
	if (!isNarrow) {
		return <DayGrid day={day} doctors={works} open={open} />;
	}
	const step = (n: number) => setChosen(works[(at + n + works.length) % works.length]!.id);
	return (
		<>
			<div className={c.one}>
				<button type="button" className={c.arrow} aria-label={t('schedule.prevDoctor')} onClick={() => step(-1)}>
					<ChevronLeft size={20} aria-hidden />
				</button>
				<label className={c.pick}>
					<span className="sr">{t('schedule.doctor')}</span>
					<select value={works[at]?.id} onChange={(e) => setChosen(e.target.value)}>
						{works.map((d) => (
							<option key={d.id} value={d.id}>{shortName(d.name)}, {d.profession}</option>
						))}
					</select>
				</label>
				<button type="button" className={c.arrow} aria-label={t('schedule.nextDoctor')} onClick={() => step(1)}>
					<ChevronRight size={20} aria-hidden />
				</button>
			</div>
			<DayGrid day={day} doctors={works.slice(at, at + 1)} open={open} />
		</>
	);
}

function GridBones() {
	const { t } = useTranslation();

	return (
		<div className={c.bones} aria-busy="true">
			<span className="sr" role="status">{t('common.loading')}</span>
			{[0, 1, 2, 3, 4].map((i) => (
				<div key={i}>
					<Bone h="64px" r="14px" />
					<Bone h="96px" r="14px" />
					<Bone h="180px" r="14px" />
					<Bone h="72px" r="14px" />
				</div>
			))}
		</div>
	);
}
