/*
 * chat - the conversation on the screen.  The list is a live log for screen
 * readers; Enter sends; the focus stays where the visitor types.
 */
import { ArrowUp, Check, CircleAlert, CloudOff, Headset, LoaderCircle, Phone, RotateCw, Send, ShieldCheck, X } from 'lucide-react';
import { useEffect, useId, useLayoutEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { act, api } from '../api/client';
import type { ChatButton, Clinic } from '../api/types';
import { telLink } from '../call';
import { Logo } from '../kit/logo';
import { Bone } from '../kit/states';
import { wall } from '../time';
import type { Bubble, Conversation, Snapshot } from './conversation';
import { Linked } from './linked';
import c from './chat.module.css';

const TEXT_MAX = 2000;

interface Props {
	clinic: Clinic;
	conversation: Conversation;
	snapshot: Snapshot;
	/* What the composer starts with: a wish pressed elsewhere on the page. */
	draft: { text: string; n: number };
	onClose?: () => void;
	titleId?: string;
}

export function Chat({ clinic, conversation, snapshot, draft, onClose, titleId }: Props) {
	return (
		<div className={c.chat}>
			<Head clinic={clinic} conversation={conversation} snapshot={snapshot} onClose={onClose} titleId={titleId} />
			<Log clinic={clinic} conversation={conversation} snapshot={snapshot} />
			{snapshot.phase === 'notice' ? (
				<Notice clinic={clinic} conversation={conversation} snapshot={snapshot} />
			) : (
				<>
					{snapshot.canContinue && <Elsewhere clinic={clinic} />}
					<Composer conversation={conversation} snapshot={snapshot} draft={draft} />
				</>
			)}
		</div>
	);
}

function Head({ clinic, conversation, snapshot, onClose, titleId }: Omit<Props, 'draft'>) {
	const { t } = useTranslation();

	return (
		<header className={c.head}>
			<Logo size={40} />
			<div className={c.who}>
				<h2 id={titleId} className={c.name}>{t('chat.title')}</h2>
				<p className={c.status}>
					<span className={c.dot} aria-hidden />
					{snapshot.isHanded ? t('chat.handed') : t('chat.online')}
				</p>
			</div>
			{snapshot.phase === 'open' && !snapshot.isHanded && (
				<button type="button" className={c.person} onClick={() => conversation.send(t('chat.personSend'))}>
					<Headset size={18} aria-hidden />
					<span>{t('chat.person')}</span>
				</button>
			)}
			<a className={c.round} href={telLink(clinic.phone)} aria-label={t('common.call')}>
				<Phone size={18} aria-hidden />
			</a>
			{onClose && (
				<button type="button" className={c.round} onClick={onClose} aria-label={t('chat.close')}>
					<X size={20} aria-hidden />
				</button>
			)}
		</header>
	);
}

function Log({ clinic, conversation, snapshot }: Pick<Props, 'clinic' | 'conversation' | 'snapshot'>) {
	const { t } = useTranslation();
	const box = useRef<HTMLDivElement>(null);
	const { bubbles, isTyping, phase } = snapshot;
	const last = bubbles.at(-1);

	useLayoutEffect(() => {
		box.current?.scrollTo({ top: box.current.scrollHeight });
	}, [bubbles.length, isTyping, last?.status, phase]);

	return (
		<div ref={box} className={c.scroll} tabIndex={0} role="region" aria-label={t('chat.log')}>
			<div role="log" aria-live="polite" className={c.log} aria-busy={phase === 'loading'}>
				{phase === 'loading' && <LogBones />}
				{phase === 'failed' && (
					<div className={c.failed}>
						<CloudOff size={24} aria-hidden />
						<p>{t('chat.loadFailed')}</p>
						<button type="button" className={c.again} onClick={() => void conversation.start()}>
							{t('common.retry')}
						</button>
					</div>
				)}
				{bubbles.map((b, i) => (
					<Line key={b.key} bubble={b} before={bubbles[i - 1]} isLast={i === bubbles.length - 1} conversation={conversation} />
				))}
				{snapshot.isHanded && (
					<p className={c.handed}>
						<Headset size={16} aria-hidden /> {t('chat.handedText')}{' '}
						<a href={telLink(clinic.phone)}>{clinic.phone}</a>
					</p>
				)}
			</div>
			<div className={c.typingPlace} role="status">
				{isTyping && (
					<span className={c.typing}>
						<span className="sr">{t('chat.typing')}</span>
						<i aria-hidden /><i aria-hidden /><i aria-hidden />
					</span>
				)}
			</div>
		</div>
	);
}

function LogBones() {
	return (
		<div className={c.bones}>
			<Bone w="72%" h="88px" r="18px" />
			<Bone w="54%" h="44px" r="18px" />
		</div>
	);
}

function Line(props: { bubble: Bubble; before: Bubble | undefined; isLast: boolean; conversation: Conversation }) {
	const { bubble: b, before, isLast, conversation } = props;
	const { t } = useTranslation();
	const isMine = b.author === 'patient';
	const follows = before?.author === b.author;
	const who = isMine ? t('chat.you') : b.author === 'operator' ? t('chat.operator') : t('chat.bot');

	return (
		<div className={[c.line, isMine ? c.mine : c.theirs, follows ? c.follows : ''].join(' ')}>
			{b.author === 'operator' && !follows && <span className={c.operator}>{who}</span>}
			<div className={[c.bubble, b.status === 'refused' ? c.refused : ''].join(' ')}>
				<span className="sr">{who}: </span>
				<Linked text={b.text} />
				{(b.at !== '' || b.status === 'sending') && (
					<span className={c.meta}>
						{b.at !== '' && <time dateTime={b.at} className="num">{wall(b.at).hm}</time>}
						{isMine && <Tick bubble={b} />}
					</span>
				)}
			</div>
			{b.status === 'waiting' && (
				<p className={c.trouble}>
					<CloudOff size={15} aria-hidden /> {t('chat.waiting')}
					<button type="button" className={c.again} onClick={() => conversation.retry()}>
						<RotateCw size={14} aria-hidden /> {t('chat.retryNow')}
					</button>
				</p>
			)}
			{b.status === 'refused' && (
				<p className={c.trouble}>
					<CircleAlert size={15} aria-hidden /> {t('chat.refused')} {b.error}
				</p>
			)}
			{!isMine && b.buttons.length > 0 && <Answers buttons={b.buttons} isLast={isLast} conversation={conversation} />}
		</div>
	);
}

function Tick({ bubble }: { bubble: Bubble }) {
	const { t } = useTranslation();

	if (bubble.status === 'sending') {
		return <LoaderCircle size={13} className={c.spin} aria-label={t('chat.sending')} role="img" />;
	}
	return bubble.status === 'sent' ? <Check size={14} aria-hidden /> : null;
}

/* Words to send disappear once something newer is said; links stay. */
function Answers(props: { buttons: ChatButton[]; isLast: boolean; conversation: Conversation }) {
	const { t } = useTranslation();
	const shown = props.buttons.filter((b) => b.url || props.isLast);

	if (shown.length === 0) {
		return null;
	}
	return (
		<div className={c.answers} role="group" aria-label={t('chat.answers')}>
			{shown.map((b) =>
				b.url ? (
					<a key={b.text} className={c.answer} href={b.url} {...away(b.url)}>
						{b.text}
					</a>
				) : (
					<button key={b.text} type="button" className={c.answer} onClick={() => props.conversation.send(b.send ?? b.text)}>
						{b.text}
					</button>
				),
			)}
		</div>
	);
}

function away(url: string) {
	return /^https?:|^\//.test(url) ? { target: '_blank', rel: 'noreferrer' } : {};
}

function Notice({ clinic, conversation, snapshot }: Pick<Props, 'clinic' | 'conversation' | 'snapshot'>) {
	const { t } = useTranslation();
	const [isTicked, setTicked] = useState(false);
	const [isMissing, setMissing] = useState(false);
	const box = useRef<HTMLInputElement>(null);
	const errorId = useId();
	const trouble = snapshot.error === 'offline' ? t('trouble.offline') : snapshot.error;

	const submit = (e: FormEvent) => {
		e.preventDefault();
		if (!isTicked) {
			setMissing(true);
			box.current?.focus();
			return;
		}
		void conversation.consent();
	};

	return (
		<form className={c.notice} onSubmit={submit} noValidate>
			<details className={c.noticeText}>
				<summary><ShieldCheck size={18} aria-hidden /> {t('chat.noticeWhole')}</summary>
				<p tabIndex={0}>{clinic.notice.text}</p>
			</details>
			<a className={c.noticeLink} href={`/${clinic.slug}/notice`} target="_blank" rel="noreferrer">
				{t('chat.noticeLink')}
			</a>
			<label className={c.agree}>
				<input
					ref={box}
					type="checkbox"
					checked={isTicked}
					required
					aria-invalid={isMissing}
					aria-describedby={isMissing || trouble ? errorId : undefined}
					onChange={(e) => {
						setTicked(e.target.checked);
						setMissing(false);
					}}
				/>
				<span>{t('chat.agree')}</span>
			</label>
			{(isMissing || trouble) && (
				<p id={errorId} className={c.error} role="alert">
					{isMissing ? t('chat.agreeFirst') : trouble}
				</p>
			)}
			<button type="submit" className={c.start} aria-busy={snapshot.isConsenting}>
				{t('chat.start')}
			</button>
		</form>
	);
}

/* The tab is opened by the press itself, or the browser would forbid it. */
function Elsewhere({ clinic }: Pick<Props, 'clinic'>) {
	const { t } = useTranslation();
	const [isBusy, setBusy] = useState(false);
	const [hasFailed, setFailed] = useState(false);

	const go = async () => {
		const tab = window.open('', '_blank');
		setBusy(true);
		setFailed(false);
		try {
			const { url } = await act(() => api.POST('/api/v1/chat/invitations', { body: { clinic: clinic.slug } }));
			(tab ?? window).location.assign(url);
		} catch {
			tab?.close();
			setFailed(true);
		}
		setBusy(false);
	};

	return (
		<div className={c.elsewhere}>
			<button type="button" className={c.again} aria-busy={isBusy} onClick={() => void go()}>
				<Send size={15} aria-hidden /> {t('chat.telegram')}
			</button>
			{hasFailed && <span role="alert">{t('chat.telegramFailed')}</span>}
		</div>
	);
}

function Composer({ conversation, snapshot, draft }: Pick<Props, 'conversation' | 'snapshot' | 'draft'>) {
	const { t } = useTranslation();
	const [text, setText] = useState('');
	const field = useRef<HTMLTextAreaElement>(null);
	const isOpen = snapshot.phase === 'open';
	const left = TEXT_MAX - text.length;

	useEffect(() => {
		if (draft.n > 0) {
			setText(draft.text);
			field.current?.focus({ preventScroll: true });
		}
	}, [draft, isOpen]);

	/* The field grows with its text, up to five lines. */
	useLayoutEffect(() => {
		const f = field.current;
		if (f) {
			f.style.height = 'auto';
			f.style.height = `${Math.min(f.scrollHeight, 140)}px`;
		}
	}, [text]);

	const send = () => {
		conversation.send(text);
		setText('');
		field.current?.focus();
	};
	const onKey = (e: KeyboardEvent) => {
		if (e.key === 'Enter' && !e.shiftKey && !e.nativeEvent.isComposing) {
			e.preventDefault();
			send();
		}
	};

	return (
		<form
			className={c.composer}
			onSubmit={(e) => {
				e.preventDefault();
				send();
			}}
		>
			<textarea
				ref={field}
				className={c.field}
				rows={1}
				value={text}
				maxLength={TEXT_MAX}
				disabled={!isOpen}
				placeholder={t('chat.placeholder')}
				aria-label={t('chat.field')}
				enterKeyHint="send"
				autoComplete="off"
				onChange={(e) => setText(e.target.value)}
				onKeyDown={onKey}
			/>
			<button type="submit" className={c.send} aria-label={t('chat.send')} disabled={!isOpen || !text.trim()}>
				<ArrowUp size={22} aria-hidden />
			</button>
			{left < 200 && <p className={c.left} role="status">{t('chat.tooLong', { n: left })}</p>}
		</form>
	);
}
