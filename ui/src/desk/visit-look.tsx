/* visit-look - how the state of a visit looks: never by colour alone. */
import { Ban, CalendarCheck2, CircleCheck, CircleDashed, Clock, DoorOpen, Stethoscope, UserX, type LucideIcon } from 'lucide-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Service, Visit, VisitState } from '../api/types';
import c from './visit-look.module.css';

const icons: Record<VisitState, LucideIcon> = {
	held: Clock, booked: CircleDashed, confirmed: CircleCheck, arrived: DoorOpen, started: Stethoscope,
	done: CalendarCheck2, missed: UserX, cancelled: Ban,
};

export const lookOf = (state: VisitState) => c[state] ?? '';

export function StateIcon({ state, size = 14 }: { state: VisitState; size?: number }) {
	const Icon = icons[state] ?? CircleDashed;

	return <Icon size={size} aria-hidden />;
}

export function StatePill({ state, count }: { state: VisitState; count?: number }) {
	const { t } = useTranslation();

	return (
		<span className={`${c.pill} ${lookOf(state)}`}>
			<StateIcon state={state} /> {t(`state.${state}`, { defaultValue: state })}
			{count !== undefined && <b className="num">{count}</b>}
		</span>
	);
}

/* Who decides still has no name; who was erased has none any more. */
export const nameOf = (visit: Visit, t: TFunction) =>
	visit.patient.name || t(visit.state === 'held' ? 'schedule.deciding' : 'schedule.nameless');

export const serviceName = (visit: Pick<Visit, 'service'>) =>
	typeof visit.service === 'string' ? visit.service : visit.service.name;

/* The catalogue's id of the visit's service; a bare name is looked up. */
export function serviceId(visit: Pick<Visit, 'service'>, services: Service[]) {
	return typeof visit.service === 'string' ? services.find((s) => s.name === visit.service)?.id : visit.service.id;
}
