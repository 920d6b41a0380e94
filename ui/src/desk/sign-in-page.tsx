/* sign-in-page - the door of the desk; the demonstration opens it by a button. */
import { Button, PasswordInput, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, useSearch } from 'wouter';
import { act, api } from '../api/client';
import type { Role } from '../api/types';
import { Logo } from '../kit/logo';
import { useFailureText } from '../kit/states';
import { clinicOf, useNewSession, useSession } from '../session';
import { Dressed } from './shell';
import c from './sign-in.module.css';

const ROLES: Role[] = ['owner', 'administrator', 'doctor'];

/* Where to go on: only a page of the desk, never an address from outside. */
function target(search: string) {
	const to = new URLSearchParams(search).get('to') ?? '';
	return /^\/desk\/[a-z-]+$/.test(to) ? to : '/desk/schedule';
}

export default function SignInPage() {
	const { t } = useTranslation();
	const session = useSession();
	const newSession = useNewSession();
	const textOf = useFailureText();
	const to = target(useSearch());
	const [clinic, setClinic] = useState(clinicOf(session));
	const [login, setLogin] = useState('');
	const [password, setPassword] = useState('');
	const [role, setRole] = useState<Role>('owner');

	const enter = useMutation({
		mutationFn: (how: 'password' | 'demo') =>
			how === 'demo'
				? act(() => api.POST('/api/v1/demo/sign-in', { body: { clinic, role } }))
				: act(() => api.POST('/api/v1/session', { body: { clinic, login, password } })),
		onSuccess: newSession,
	});
	useEffect(() => {
		document.title = t('desk.signIn');
	}, [t]);

	if (session.staff) {
		return <Redirect to={to} replace />;
	}
	const clinics = session.clinics ?? [];
	return (
		<Dressed>
			<main id="main" className={c.page}>
				<div className={c.card}>
					<Logo size={48} />
					<h1 className={c.h1}>{t('desk.signIn')}</h1>
					{clinics.length > 0 ? (
						<Select
							label={t('desk.clinic')}
							size="md"
							allowDeselect={false}
							data={clinics.map((x) => ({ value: x.slug, label: x.name }))}
							value={clinic}
							onChange={(x) => x && setClinic(x)}
						/>
					) : (
						<TextInput label={t('desk.clinic')} size="md" value={clinic} autoComplete="organization" onChange={(e) => setClinic(e.target.value)} />
					)}
					{session.is_demo && (
						<div className={c.demo}>
							<p>{t('desk.demoLead')}</p>
							<Select
								label={t('demo.role')}
								size="md"
								allowDeselect={false}
								data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
								value={role}
								onChange={(x) => x && setRole(x as Role)}
							/>
							<Button size="lg" fullWidth loading={enter.isPending && enter.variables === 'demo'} onClick={() => enter.mutate('demo')}>
								{t('desk.demoEnter')}
							</Button>
						</div>
					)}
					<form
						className={c.form}
						onSubmit={(e) => {
							e.preventDefault();
							enter.mutate('password');
						}}
					>
						<TextInput label={t('desk.login')} size="md" required withAsterisk={false} value={login} autoComplete="username" onChange={(e) => setLogin(e.target.value)} />
						<PasswordInput label={t('desk.password')} size="md" required withAsterisk={false} visibilityToggleButtonProps={{ 'aria-label': t('desk.showPassword') }} value={password} autoComplete="current-password" onChange={(e) => setPassword(e.target.value)} />
						<Button type="submit" size="lg" fullWidth variant={session.is_demo ? 'default' : 'filled'} loading={enter.isPending && enter.variables === 'password'}>
							{t('desk.enter')}
						</Button>
					</form>
					{enter.isError && <p className={c.error} role="alert">{textOf(enter.error) || t('desk.wrong')}</p>}
				</div>
			</main>
		</Dressed>
	);
}
