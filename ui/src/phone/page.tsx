/*
 * page - the demonstration's phone: whatever the clinic sends to patients, as
 * a phone shows it.  Buttons, links and answers work.
 */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowUp, Check, CheckCheck, ChevronLeft, CircleAlert, Clock3, Inbox, MessageSquare, Send, Smartphone } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { act, api } from '../api/client';
import { clinicQuery, clockQuery, phoneQuery, phonesQuery } from '../api/queries';
import type { ChatButton, DemoPhone as Phone, PhoneMessage } from '../api/types';
import { phoneText } from '../call';
import { useNow } from '../demo/clock';
import { Button } from '../kit/button';
import { initials } from '../kit/name';
import { Bone, Note, Trouble, useFailureText } from '../kit/states';
import { useMedia } from '../kit/use-media';
import { clinicOf, useSession } from '../session';
import { Linked } from '../site/linked';
import { dayLong, dayShort, wall, wallIn } from '../time';
import c from './page.module.css';

export default function DemoPhone() {
	const { t } = useTranslation();
	const slug = clinicOf(useSession());
	const phones = useQuery(phonesQuery(slug));
	const isNarrow = useMedia('(max-width: 760px)');
	const [picked, setPicked] = useState<string | null>(null);
	const list = phones.data?.phones ?? [];
	const chosen = picked ?? (isNarrow && list.length > 1 ? null : (list[0]?.patient_id ?? null));

	/* One thing at a time on a narrow screen. */
	const showsThread = phones.isPending || chosen !== null || (phones.isSuccess && list.length === 0);
	const hidesSide = (isNarrow && showsThread) || undefined;
	const hidesStage = (isNarrow && !showsThread) || undefined;

	useEffect(() => {
		document.title = t('phone.title');
	}, [t]);

	return (
		<main id="main" className={c.page}>
			{hidesSide && <h1 className="sr">{t('phone.title')}</h1>}
			<div className={c.side} data-hidden={hidesSide}>
				<h1 className={c.h1}>{t('phone.title')}</h1>
				<p className={c.lead}>{t('phone.lead')}</p>
				{phones.isError && <Trouble compact error={phones.error} retry={() => void phones.refetch()} />}
				<People list={list} isPending={phones.isPending} chosen={chosen} pick={setPicked} />
			</div>
			<div className={c.stage} data-hidden={hidesStage}>
				<div className={c.frame}>
					<StatusLine />
					{chosen ? (
						<Thread key={chosen} slug={slug} patient={chosen} onBack={isNarrow ? () => setPicked(null) : undefined} canBack={list.length > 1} />
					) : (
						<div className={c.blank}>
							{phones.isSuccess && (
								<Note
									compact
									icon={<Inbox size={26} />}
									title={t('phone.empty')}
									act={<Button look="primary" href={`/${slug}`}>{t('phone.toSite')}</Button>}
								>
									{t('phone.emptyText')}
								</Note>
							)}
							{phones.isPending && <ThreadBones />}
						</div>
					)}
				</div>
			</div>
		</main>
	);
}

/* The line of clock and signal at the top of the phone. */
function StatusLine() {
	const clock = useQuery(clockQuery());
	const now = useNow(true);

	return (
		<div className={`${c.statusLine} num`} aria-hidden>
			<b>{now === null ? ' ' : wallIn(now, clock.data?.zone).hm}</b>
			<span className={c.island} />
			<span className={c.signal}><i /><i /><i /><i /></span>
		</div>
	);
}

function People(props: { list: Phone[]; isPending: boolean; chosen: string | null; pick: (id: string) => void }) {
	const { t, i18n } = useTranslation();

	if (props.isPending) {
		return <div className={c.peopleBones}>{[0, 1, 2].map((i) => <Bone key={i} h="68px" r="16px" />)}</div>;
	}
	return (
		<ul className={c.people} aria-label={t('phone.people')}>
			{props.list.map((p) => (
				<li key={p.patient_id}>
					<button type="button" className={c.person} aria-current={props.chosen === p.patient_id} onClick={() => props.pick(p.patient_id)}>
						<span className={c.face} aria-hidden>{initials(p.name) || <Smartphone size={18} />}</span>
						<span className={c.personText}>
							<b>{p.name}</b>
							<span className="num">{phoneText(p.phone)}</span>
						</span>
						<span className={`${c.personTime} num`}>
							{wall(p.last_at).hm}
							<small>{dayShort(wall(p.last_at).date, i18n.language)}</small>
						</span>
						{p.unread > 0 && <span className={c.unread}><span className="sr">{t('phone.unread', { count: p.unread })}</span><span aria-hidden>{p.unread}</span></span>}
					</button>
				</li>
			))}
		</ul>
	);
}

function Thread(props: { slug: string; patient: string; onBack?: () => void; canBack: boolean }) {
	const { t, i18n } = useTranslation();
	const thread = useQuery(phoneQuery(props.patient));
	const clinic = useQuery(clinicQuery(props.slug));
	const client = useQueryClient();
	const [only, setOnly] = useState('');
	const box = useRef<HTMLDivElement>(null);
	const messages = thread.data?.messages ?? [];
	const channels = [...new Set(messages.map((m) => m.channel))];
	const shown = messages.filter((m) => !only || m.channel === only);

	const reply = useMutation({
		mutationFn: (body: { text: string; message_id?: string; button?: string }) =>
			act(() => api.POST('/api/v1/demo/phones/{patient}/reply', { params: { path: { patient: props.patient } }, body })),
		onSuccess: () => {
			for (const key of ['phone', 'phones', 'schedule', 'visit', 'clock']) {
				void client.invalidateQueries({ queryKey: [key] });
			}
		},
	});
	/* Reading a thread clears its mark in the list. */
	useEffect(() => {
		if (thread.dataUpdatedAt) {
			void client.invalidateQueries({ queryKey: ['phones'] });
		}
	}, [client, messages.length, thread.dataUpdatedAt === 0]);
	useLayoutEffect(() => {
		box.current?.scrollTo({ top: box.current.scrollHeight });
	}, [shown.length, thread.isPending]);

	return (
		<>
			<header className={c.head}>
				{props.onBack && props.canBack && (
					<button type="button" className={c.back} onClick={props.onBack} aria-label={t('phone.toPeople')}>
						<ChevronLeft size={24} aria-hidden />
					</button>
				)}
				<div className={c.headText}>
					<h2>{clinic.data?.name ?? '\u00a0'}</h2>
					<p>{thread.data ? `${thread.data.name}, ${phoneText(thread.data.phone)}` : '\u00a0'}</p>
				</div>
			</header>
			<div className={c.channels} role="group" aria-label={t('phone.channels')}>
				{['', ...channels].map((ch) => (
					<button key={ch} type="button" className={c.channel} aria-pressed={only === ch} onClick={() => setOnly(ch)}>
						{ch ? <ChannelName channel={ch} /> : t('phone.all')}
					</button>
				))}
			</div>
			<div ref={box} className={c.scroll} tabIndex={0} role="region" aria-label={t('phone.messages')}>
				{thread.isPending && <ThreadBones />}
				{thread.isError && <Trouble compact error={thread.error} retry={() => void thread.refetch()} />}
				{thread.isSuccess && shown.length === 0 && <p className={c.none}>{t('phone.noMessages')}</p>}
				<div role="log" aria-live="polite">
					{shown.map((m, i) => (
						<div key={m.id}>
							{wall(m.at).date !== (shown[i - 1] && wall(shown[i - 1]!.at).date) && (
								<p className={c.day}>{dayLong(wall(m.at).date, i18n.language)}</p>
							)}
							<Message
								message={m}
								isBusy={reply.isPending}
								press={(b) => reply.mutate({ text: b.text, message_id: m.id, button: b.send })}
							/>
						</div>
					))}
				</div>
			</div>
			<Answer isBusy={reply.isPending} error={reply.error} send={(text) => reply.mutateAsync({ text })} />
		</>
	);
}

function isOwn(m: PhoneMessage) {
	return m.author === 'patient';
}

function ChannelName({ channel }: { channel: string }) {
	const { t } = useTranslation();

	return <>{t(`phone.channel.${channel as 'sms'}`, { defaultValue: channel })}</>;
}

function Message(props: { message: PhoneMessage; isBusy: boolean; press: (b: ChatButton) => void }) {
	const { message: m, press } = props;
	const { t } = useTranslation();
	const buttons = m.buttons ?? [];

	return (
		<article className={[c.message, isOwn(m) ? c.own : ''].join(' ')}>
			{!isOwn(m) && (
				<p className={c.from} data-channel={m.channel}>
					{m.channel === 'telegram' ? <Send size={12} aria-hidden /> : <MessageSquare size={12} aria-hidden />}
					<ChannelName channel={m.channel} />
				</p>
			)}
			<div className={c.bubble} data-channel={m.channel}>
				<Linked text={m.text} />
				<span className={c.meta}>
					<time className="num" dateTime={m.at}>{wall(m.at).hm}</time>
					<State state={m.state} />
				</span>
			</div>
			{buttons.length > 0 && (
				<div className={c.buttons} role="group">
					{buttons.map((b) =>
						b.url ? (
							<a key={b.text} className={c.button} href={b.url} target="_blank" rel="noreferrer">
								{b.text}<span className="sr">, {t('chat.newWindow')}</span>
							</a>
						) : (
							<button key={b.text} type="button" className={c.button} disabled={props.isBusy} onClick={() => press(b)}>
								{b.text}
							</button>
						),
					)}
				</div>
			)}
		</article>
	);
}

const ICONS: Record<string, typeof Check> = { queued: Clock3, sending: Clock3, sent: Check, delivered: CheckCheck, read: CheckCheck, failed: CircleAlert };

function State({ state }: { state: string }) {
	const { t } = useTranslation();
	const Icon = ICONS[state];
	const label = t(`phone.state.${state as 'sent'}`, { defaultValue: state });

	return (
		<span className={c.state} data-state={state} title={label}>
			{Icon && <Icon size={14} aria-hidden />}
			<span className="sr">{label}</span>
		</span>
	);
}

function Answer(props: { isBusy: boolean; error: Error | null; send: (text: string) => Promise<unknown> }) {
	const { t } = useTranslation();
	const textOf = useFailureText();
	const [text, setText] = useState('');

	return (
		<form
			className={c.answer}
			onSubmit={(e) => {
				e.preventDefault();
				const words = text.trim();
				if (words && !props.isBusy) {
					void props.send(words).then(() => setText(''), () => undefined);
				}
			}}
		>
			<input
				className={c.field}
				value={text}
				maxLength={1000}
				onChange={(e) => setText(e.target.value)}
				placeholder={t('phone.answer')}
				aria-label={t('phone.answer')}
				autoComplete="off"
			/>
			<button type="submit" className={c.send} aria-label={t('phone.send')} disabled={!text.trim() || props.isBusy}>
				<ArrowUp size={20} aria-hidden />
			</button>
			{props.error && <p className={c.error} role="alert">{t('phone.failed')} {textOf(props.error)}</p>}
		</form>
	);
}

function ThreadBones() {
	return (
		<div className={c.threadBones}>
			<Bone w="84%" h="96px" r="18px" />
			<Bone w="70%" h="64px" r="18px" />
		</div>
	);
}
