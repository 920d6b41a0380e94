/* visit-drawer - one visit: what it is, what was done, what may be done. */
import { Button, Drawer } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, Ban, CalendarClock, Check } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { act, api } from '../api/client';
import { clinicQuery, slotsQuery, visitQuery } from '../api/queries';
import type { Visit, VisitState } from '../api/types';
import { phoneText } from '../call';
import { capital } from '../kit/name';
import { Bone, Trouble, useFailureText } from '../kit/states';
import { rub } from '../money';
import { clinicOf, useSession } from '../session';
import { dayLong, dayShort, wall } from '../time';
import { nameOf, serviceId, serviceName, StatePill } from './visit-look';
import c from './visit-drawer.module.css';

/* The acts of an ordinary day in their order, with the state each leads to. */
const MAIN = { confirm: 'confirmed', arrive: 'arrived', start: 'started', finish: 'done' } as const;

interface Props { visit: Visit | null; doctor: string; today: string; close: () => void }

export function VisitDrawer({ visit, doctor, today, close }: Props) {
	const { t } = useTranslation();

	return (
		<Drawer.Root opened={visit !== null} onClose={close} position="right" size={440} classNames={{ inner: c.inner, overlay: c.overlay }}>
			<Drawer.Overlay backgroundOpacity={0.4} color="#082622" />
			<Drawer.Content aria-label={t('schedule.details')}>
				<div className={c.header}>
					<p className={c.drawerTitle}>{t('schedule.details')}</p>
					<Drawer.CloseButton size={44} aria-label={t('common.close')} />
				</div>
				<Drawer.Body className={c.body}>
					{visit && <Card key={visit.id} visit={visit} doctor={doctor} today={today} />}
				</Drawer.Body>
			</Drawer.Content>
		</Drawer.Root>
	);
}

function useChange(id: string) {
	const client = useQueryClient();

	return {
		onSettled: () => {
			for (const key of ['schedule', 'visit', 'slots', 'phones', 'phone', 'clock']) {
				void client.invalidateQueries({ queryKey: key === 'visit' ? ['visit', id] : [key] });
			}
		},
	};
}

function Card({ visit: v, doctor, today }: { visit: Visit; doctor: string; today: string }) {
	const { t, i18n } = useTranslation();
	const [isMoving, setMoving] = useState(false);
	const [said, setSaid] = useState('');
	const start = wall(v.start);

	if (isMoving) {
		return (
			<Move
				visit={v}
				doctor={doctor}
				today={today}
				done={(when) => {
					setSaid(t('act.moved', { when }));
					setMoving(false);
				}}
				back={() => setMoving(false)}
			/>
		);
	}
	return (
		<>
			<div className={c.lead}>
				<StatePill state={v.state} />
				<p className={`${c.when} num`}>{start.hm}–{wall(v.end).hm}</p>
				<p className={c.day}>{capital(dayLong(start.date, i18n.language))}</p>
			</div>
			{said && <p className={c.said} role="status"><Check size={16} aria-hidden /> {said}</p>}
			<Acts visit={v} move={() => setMoving(true)} say={setSaid} />
			<dl className={c.facts}>
				<Fact name={t('schedule.patient')} value={nameOf(v, t)} more={phoneText(v.patient.phone)} />
				<Fact name={t('schedule.service')} value={serviceName(v)} />
				{v.price_rub !== null && <Fact name={t('schedule.price')} value={rub(v.price_rub, i18n.language)} />}
				<Fact name={t('schedule.from')} value={t(`source.${v.source as 'chat'}`, { defaultValue: v.source })} />
				{v.complaint && <Fact name={t('schedule.complaint')} value={v.complaint} />}
			</dl>
			<Past id={v.id} />
		</>
	);
}

function Fact({ name, value, more }: { name: string; value: string; more?: string }) {
	return (
		<div className={c.fact}>
			<dt>{name}</dt>
			<dd>
				{value}
				{more && <span className={`${c.phone} num`}>{more}</span>}
			</dd>
		</div>
	);
}

function Acts({ visit: v, move, say }: { visit: Visit; move: () => void; say: (text: string) => void }) {
	const { t } = useTranslation();
	const textOf = useFailureText();
	const [isSure, setSure] = useState(false);
	const change = useMutation({
		mutationFn: (state: VisitState) => act(() => api.POST('/api/v1/visits/{id}/state', { params: { path: { id: v.id } }, body: { state } })),
		onSuccess: ({ visit }) => {
			setSure(false);
			say(t('act.done_', { state: t(`state.${visit.state}`) }));
		},
		...useChange(v.id),
	});
	const mains = (Object.keys(MAIN) as (keyof typeof MAIN)[]).filter((x) => v.can.includes(x));

	if (v.can.length === 0) {
		return <p className={c.none}>{t('schedule.noAct')}</p>;
	}
	return (
		<div className={c.acts}>
			{mains.map((deed, i) => (
				<Button key={deed} size="md" variant={i === 0 ? 'filled' : 'light'} fullWidth loading={change.isPending && change.variables === MAIN[deed]} onClick={() => change.mutate(MAIN[deed])}>
					{t(`act.${deed}`)}
				</Button>
			))}
			<div className={c.pair}>
				{v.can.includes('move') && (
					<Button size="md" variant="default" leftSection={<CalendarClock size={18} aria-hidden />} onClick={move}>{t('act.move')}</Button>
				)}
				{v.can.includes('miss') && (
					<Button size="md" variant="default" onClick={() => change.mutate('missed')}>{t('act.miss')}</Button>
				)}
				{v.can.includes('cancel') && !isSure && (
					<Button size="md" variant="default" className={c.danger} leftSection={<Ban size={18} aria-hidden />} onClick={() => setSure(true)}>
						{t('act.cancel')}
					</Button>
				)}
			</div>
			{isSure && (
				<div className={c.sure} role="alert">
					<p><b>{t('act.sure')}</b> {t('act.sureText')}</p>
					<div className={c.pair}>
						<Button size="md" className={c.dangerFull} loading={change.isPending} onClick={() => change.mutate('cancelled')}>{t('act.yesCancel')}</Button>
						<Button size="md" variant="default" onClick={() => setSure(false)}>{t('act.no')}</Button>
					</div>
				</div>
			)}
			{change.isError && <p className={c.error} role="alert">{t('act.failed')}. {textOf(change.error)}</p>}
		</div>
	);
}

function Past({ id }: { id: string }) {
	const { t, i18n } = useTranslation();
	const card = useQuery(visitQuery(id));
	const history = card.data?.history ?? [];
	const messages = card.data?.messages ?? [];
	const stamp = (at: string) => `${dayShort(wall(at).date, i18n.language)}, ${wall(at).hm}`;

	return (
		<>
			<h3 className={c.h3}>{t('schedule.history')}</h3>
			{card.isPending && <Bone h="72px" r="12px" />}
			{card.isError && <Trouble compact error={card.error} retry={() => void card.refetch()} />}
			{card.isSuccess && history.length === 0 && <p className={c.none}>{t('schedule.noHistory')}</p>}
			<ol className={c.history}>
				{history.map((h, i) => (
					<li key={i}>
						<time className="num" dateTime={h.at}>{stamp(h.at)}</time>
						<span>{h.who ? t('schedule.by', { what: state(h.what, t), who: h.who }) : state(h.what, t)}</span>
					</li>
				))}
			</ol>
			{messages.length > 0 && (
				<>
					<h3 className={c.h3}>{t('schedule.messages')}</h3>
					<ul className={c.messages}>
						{messages.map((m) => (
							<li key={m.id} data-own={m.author === 'patient' || undefined}>
								<p className={c.messageHead}>
									{t(`phone.channel.${m.channel as 'sms'}`, { defaultValue: m.channel })}, {stamp(m.at)},{' '}
									{t(`phone.state.${m.state as 'sent'}`, { defaultValue: m.state })}
								</p>
								<p>{m.text}</p>
							</li>
						))}
					</ul>
				</>
			)}
		</>
	);
}

/* The program may send the name of a state instead of words. */
function state(what: string, t: ReturnType<typeof useTranslation>['t']) {
	return t(`state.${what as VisitState}`, { defaultValue: what });
}

function Move(props: { visit: Visit; doctor: string; today: string; done: (when: string) => void; back: () => void }) {
	const { visit: v, doctor } = props;
	const { t, i18n } = useTranslation();
	const textOf = useFailureText();
	const slug = clinicOf(useSession());
	const clinic = useQuery(clinicQuery(slug));
	const service = serviceId(v, clinic.data?.services ?? []);
	const slots = useQuery({ ...slotsQuery(slug, service ?? '', doctor, props.today), enabled: service !== undefined });
	const whenOf = (start: string) => `${dayShort(wall(start).date, i18n.language)}, ${wall(start).hm}`;
	const move = useMutation({
		mutationFn: (to: { start: string; doctor: string }) =>
			act(() => api.POST('/api/v1/visits/{id}/move', { params: { path: { id: v.id } }, body: to })),
		onSuccess: (_, to) => props.done(whenOf(to.start)),
		...useChange(v.id),
	});
	const days = (slots.data?.days ?? []).filter((d) => d.starts.length > 0);
	const isLost = clinic.isSuccess && service === undefined;

	useEffect(() => {
		document.getElementById('move-title')?.focus();
	}, []);
	return (
		<>
			<button type="button" className={c.back} onClick={props.back}>
				<ArrowLeft size={18} aria-hidden /> {t('common.back')}
			</button>
			<h3 id="move-title" tabIndex={-1} className={c.moveTitle}>{t('schedule.moveTitle')}</h3>
			<p className={c.none}>{t('schedule.moveLead')}</p>
			{move.isError && <p className={c.error} role="alert">{t('act.failed')}. {textOf(move.error)}</p>}
			{slots.isLoading && <div className={c.bones}><Bone h="120px" /><Bone h="120px" /></div>}
			{slots.isError && <Trouble compact error={slots.error} retry={() => void slots.refetch()} />}
			{(isLost || (slots.isSuccess && days.length === 0)) && <p className={c.none}>{t('schedule.noTimes')}</p>}
			{days.map((d) => (
				<section key={d.date} className={c.slotDay}>
					<h4>{capital(dayLong(d.date, i18n.language))}</h4>
					<div className={c.slots}>
						{d.starts.map((s) => (
							<button
								key={s.start + s.doctor_id}
								type="button"
								className={`${c.slot} num`}
								disabled={move.isPending}
								aria-label={t('schedule.pickTime', { when: whenOf(s.start) })}
								onClick={() => move.mutate({ start: s.start, doctor: s.doctor_id })}
							>
								{wall(s.start).hm}
							</button>
						))}
					</div>
				</section>
			))}
		</>
	);
}
