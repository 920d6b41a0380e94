/*
 * app - the session first, then the page of the address.  The clinic's site
 * and its chat are light; the desk brings its own component library.
 */
import { QueryCache, QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { Failure, readSession } from './api/client';
import { clinicQuery } from './api/queries';
import { Boundary } from './kit/boundary';
import { Boot, Lost, Trouble } from './kit/states';
import { clinicOf, SessionContext, useSession } from './session';

const loadSite = () => import('./site/page');
const Site = lazy(loadSite);
const loadPhone = () => import('./phone/page');
const loadSchedule = () => import('./desk/schedule-page');
const loadReport = () => import('./desk/report-page');
const DemoPhone = lazy(loadPhone);
const DeskSchedule = lazy(loadSchedule);
const DeskReport = lazy(loadReport);
const SignIn = lazy(() => import('./desk/sign-in-page'));
const DemoBar = lazy(() => import('./demo/bar'));

const client: QueryClient = new QueryClient({
	/* A session that has ended is asked for anew: the page then leads to the door. */
	queryCache: new QueryCache({
		onError: (e, query) => {
			if (e instanceof Failure && e.kind === 'login' && query.queryKey[0] !== 'session') {
				void client.invalidateQueries({ queryKey: ['session'] });
			}
		},
	}),
	defaultOptions: {
		queries: {
			staleTime: 15_000,
			retry: (n, e) => e instanceof Failure && e.passes && n < 2,
			networkMode: 'always',
		},
		mutations: { networkMode: 'always' },
	},
});

/* A page's code, and the site's data, are asked for beside the session, not after it. */
const ahead: Record<string, () => unknown> = {
	'/demo/phone': loadPhone, '/desk/schedule': loadSchedule, '/desk/report': loadReport,
};
const first = /^\/([a-z0-9-]+)?$/.exec(location.pathname);
ahead[location.pathname]?.();
if (first) {
	void loadSite();
	if (first[1]) {
		void client.prefetchQuery(clinicQuery(first[1]));
	}
}

export function App() {
	return (
		<Boundary>
			<QueryClientProvider client={client}>
				<WithSession>
					<Pages />
				</WithSession>
			</QueryClientProvider>
		</Boundary>
	);
}

function WithSession({ children }: { children: ReactNode }) {
	const session = useQuery({ queryKey: ['session'], queryFn: readSession, staleTime: Infinity });

	if (session.isPending) {
		return <Boot />;
	}
	if (session.isError) {
		return <Trouble error={session.error} retry={() => void session.refetch()} />;
	}
	return <SessionContext value={session.data}>{children}</SessionContext>;
}

function Pages() {
	const session = useSession();
	const { t } = useTranslation();
	const [path] = useLocation();

	useEffect(() => {
		document.documentElement.toggleAttribute('data-demo', session.is_demo);
	}, [session.is_demo]);
	useEffect(() => {
		window.scrollTo(0, 0);
	}, [path]);

	return (
		<>
			<a className="skip" href="#main">
				{t('common.skip')}
			</a>
			{session.is_demo && (
				<Suspense fallback={<div className="bar-place" />}>
					<DemoBar />
				</Suspense>
			)}
			<Boundary key={path}>
				<Suspense fallback={<Boot />}>
					<Switch>
						<Route path="/" component={Home} />
						<Route path="/demo/phone">{session.is_demo ? <DemoPhone /> : <Lost />}</Route>
						<Route path="/desk"><Redirect to="/desk/schedule" replace /></Route>
						<Route path="/desk/sign-in" component={SignIn} />
						<Route path="/desk/schedule"><Staff><DeskSchedule /></Staff></Route>
						<Route path="/desk/report"><Staff><DeskReport /></Staff></Route>
						<Route path="/:clinic">{({ clinic }) => <Site slug={clinic} />}</Route>
						<Route><Lost /></Route>
					</Switch>
				</Suspense>
			</Boundary>
		</>
	);
}

/* The bare address shows the clinic of the session, or the only one there is. */
function Home() {
	const slug = clinicOf(useSession());

	return slug ? <Site slug={slug} /> : <Lost />;
}

function Staff({ children }: { children: ReactNode }) {
	const session = useSession();
	const [path] = useLocation();

	return session.staff ? children : <Redirect to={`/desk/sign-in?to=${encodeURIComponent(path)}`} replace />;
}
