/* tour - the demonstration in six steps, each on its own page. */
import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { clinicOf, useSession } from '../session';
import { useEnter } from './bar';
import c from './tour.module.css';

const KEPT = 'zabota.tour';
const STEPS = 6;

export function useTour() {
	const [step, setStep] = useState(() => Number(sessionStorage.getItem(KEPT) ?? 0));
	const [, go] = useLocation();
	const session = useSession();
	const enter = useEnter();
	const clinic = clinicOf(session);
	const pages = [`/${clinic}`, '/demo/phone', '/demo/phone', '/demo/phone', '/desk/schedule', '/desk/report'];

	const to = async (n: number) => {
		setStep(n);
		sessionStorage.setItem(KEPT, String(n));
		const page = pages[n - 1];
		if (!page) {
			return;
		}
		if (page.startsWith('/desk') && session.staff?.role !== 'owner') {
			await enter(clinic, 'owner');
		}
		go(page);
	};
	return { step, to: (n: number) => void to(n), begin: () => void to(1), end: () => void to(0) };
}

export function Tour({ tour }: { tour: ReturnType<typeof useTour> }) {
	const { t } = useTranslation();
	const n = tour.step;

	if (n < 1 || n > STEPS) {
		return null;
	}
	return (
		<section className={c.card} aria-label={t('demo.tourTitle')}>
			<p className={c.count}>{t('demo.tourStep', { n, of: STEPS })}</p>
			<button type="button" className={c.close} onClick={tour.end} aria-label={t('demo.tourClose')}>
				<X size={18} aria-hidden />
			</button>
			<div role="status">
				<h2 className={c.title}>{t(`demo.t${n as 1}`)}</h2>
				<p className={c.text}>{t(`demo.t${n as 1}Text`)}</p>
			</div>
			<div className={c.dots} aria-hidden>
				{Array.from({ length: STEPS }, (_, i) => <i key={i} data-on={i < n || undefined} />)}
			</div>
			<div className={c.acts}>
				{n > 1 && (
					<button type="button" className={c.back} onClick={() => tour.to(n - 1)}>{t('demo.tourPrev')}</button>
				)}
				<button type="button" className={c.go} onClick={() => (n === STEPS ? tour.end() : tour.to(n + 1))}>
					{n === STEPS ? t('demo.tourEnd') : t('demo.tourNext')}
				</button>
			</div>
		</section>
	);
}
