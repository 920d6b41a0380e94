/* queries - what pages read, with the keys under which it is kept. */
import { queryOptions } from '@tanstack/react-query';
import { api, take } from './client';

export const clinicQuery = (slug: string) =>
	queryOptions({
		queryKey: ['clinic', slug],
		queryFn: () => take(api.GET('/api/v1/clinics/{clinic}', { params: { path: { clinic: slug } } })),
		staleTime: 300_000,
	});

export const clockQuery = () =>
	queryOptions({
		queryKey: ['clock'],
		queryFn: async () => ({ ...(await take(api.GET('/api/v1/demo/clock'))), readAt: Date.now() }),
	});

export const phonesQuery = (clinic: string) =>
	queryOptions({
		queryKey: ['phones', clinic],
		queryFn: () => take(api.GET('/api/v1/demo/phones', { params: { query: { clinic } } })),
	});

export const phoneQuery = (patient: string) =>
	queryOptions({
		queryKey: ['phone', patient],
		queryFn: () => take(api.GET('/api/v1/demo/phones/{patient}', { params: { path: { patient } } })),
	});

export const scheduleQuery = (branch: string | undefined, date: string | undefined) =>
	queryOptions({
		queryKey: ['schedule', branch ?? '', date ?? ''],
		queryFn: () => take(api.GET('/api/v1/schedule', { params: { query: { branch, date } } })),
	});

/* The card comes bare or as {visit}; both are read. */
export const visitQuery = (id: string) =>
	queryOptions({
		queryKey: ['visit', id],
		queryFn: async () => {
			const answer = await take(api.GET('/api/v1/visits/{id}', { params: { path: { id } } }));
			return 'visit' in answer ? { ...answer, ...answer.visit } : answer;
		},
	});

export const slotsQuery = (clinic: string, service: string, doctor: string | undefined, from: string) =>
	queryOptions({
		queryKey: ['slots', clinic, service, doctor ?? '', from],
		queryFn: () =>
			take(api.GET('/api/v1/slots', { params: { query: { clinic, service, doctor, from, days: 14 } } })),
		staleTime: 0,
	});

export const reportQuery = (from: string, to: string) =>
	queryOptions({
		queryKey: ['report', from, to],
		queryFn: () => take(api.GET('/api/v1/report/owner', { params: { query: { from, to } } })),
	});
