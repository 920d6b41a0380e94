/* states - what a page shows when it has nothing else: loading, empty, lost, broken. */
import { CloudOff, Compass, LoaderCircle, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Failure } from '../api/client';
import { Button } from './button';
import c from './states.module.css';

export function Boot() {
	const { t } = useTranslation();

	return (
		<div className={c.boot} role="status">
			<LoaderCircle className={c.spin} aria-hidden size={28} />
			<span className="sr">{t('common.loading')}</span>
		</div>
	);
}

export function useFailureText() {
	const { t } = useTranslation();

	return (error: unknown) => {
		const failure = error instanceof Failure ? error : new Failure('internal', '');
		return failure.text || t(`trouble.${failure.kind}`);
	};
}

export function Note(props: { icon: ReactNode; title: string; children: ReactNode; act?: ReactNode; compact?: boolean; level?: 1 | 2 }) {
	const Title = props.level === 1 ? 'h1' : 'h2';

	return (
		<div className={props.compact ? `${c.note} ${c.compact}` : c.note}>
			<div className={c.mark} aria-hidden>
				{props.icon}
			</div>
			<Title className={c.title}>{props.title}</Title>
			<div className={c.text}>{props.children}</div>
			{props.act}
		</div>
	);
}

/* A part that could not be loaded: says why in plain words and offers another try. */
export function Trouble(props: { error: unknown; retry: () => void; title?: string; compact?: boolean }) {
	const { t } = useTranslation();
	const textOf = useFailureText();

	return (
		<div role="alert">
			<Note
				compact={props.compact}
				icon={<CloudOff size={26} />}
				title={props.title ?? t('trouble.title')}
				act={
					<Button look="primary" onClick={props.retry} icon={<RotateCw size={18} />}>
						{t('common.retry')}
					</Button>
				}
			>
				{textOf(props.error)}
			</Note>
		</div>
	);
}

export function Crash() {
	const { t } = useTranslation();

	return (
		<main id="main" className={c.page} role="alert">
			<Note
				level={1}
				icon={<CloudOff size={26} />}
				title={t('trouble.crashTitle')}
				act={<Button look="primary" onClick={() => location.reload()}>{t('trouble.reload')}</Button>}
			>
				{t('trouble.crash')}
			</Note>
		</main>
	);
}

export function Lost() {
	const { t } = useTranslation();

	return (
		<main id="main" className={c.page}>
			<Note
				level={1}
				icon={<Compass size={26} />}
				title={t('trouble.lostTitle')}
				act={<Button look="primary" href="/">{t('trouble.home')}</Button>}
			>
				{t('trouble.lost')}
			</Note>
		</main>
	);
}

/* A grey place of the size of what will come. */
export function Bone(props: { w?: string; h: string; r?: string }) {
	return <span className={c.bone} style={{ width: props.w ?? '100%', height: props.h, borderRadius: props.r ?? '10px' }} />;
}
