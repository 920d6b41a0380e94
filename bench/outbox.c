/*
 * What waits in the outbox leaves: planning it in groups, draining it by a
 * channel's two workers into the null channel and into a provider on loopback,
 * a reminder that falls due in the middle of that, a start with a million
 * waiting, and the same with ten and a hundred times the data.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/app.h"
#include "app/outbox.h"
#include "bench/bench.h"
#include "bench/child.h"
#include "channel/adapters.h"
#include "os/clock.h"
#include "os/random.h"
#include "os/thread.h"
#include "store/clinic.h"
#include "store/consent.h"
#include "store/link.h"
#include "store/message.h"
#include "store/outbox.h"
#include "store/patient.h"
#include "store/vault.h"
#include "store/visit.h"
#include "test/clinic.h"

enum {
	GROUP = 1000, /* rows of one transaction while filling */
	DAY_S = 86400,
	LEAD_S = DAY_S + 7200, /* from now to the first visit */
	BACKLOG = 100000,
	BARE_ROUND = 500,
	SEALED_BYTES = 330, /* a letter of the bench, sealed */
	TO_SINK = 20000,
	WAITING = 1000000,
	WAITING_PEOPLE = 1000,
	GROWN_FROM = 5000, /* people at 1x */
	GROWN_SENT = 5000,
	PROBE_EVERY_MS = 20,
	PROBES_MAX = 5000,
};

static struct home home;
static struct app app;
static struct store store;
static struct arena arena;
static char noon[20]; /* a zone where it is about noon: nobody sleeps */

static void set_noon(void)
{
	int offset = 12 - (int)(clock_now() % DAY_S / 3600);

	/* In these names the sign is of the way to Greenwich. */
	snprintf(noon, sizeof(noon), "Etc/GMT%+d", -offset);
}

static struct call call_of(struct store *s, struct arena *a)
{
	return app_call(&app, s, a, clock_now(), app_system());
}

static int64_t cpu_us(void)
{
	struct rusage r;

	getrusage(RUSAGE_SELF, &r);
	return (int64_t)(r.ru_utime.tv_sec + r.ru_stime.tv_sec) * 1000000 +
	       r.ru_utime.tv_usec + r.ru_stime.tv_usec;
}

static void open_all(const struct bench *b)
{
	struct err e;

	set_noon();
	bench_home(b, &home);
	bench_stop_on(!store_init(&store, home.storage, &e), &e);
	bench_stop_on(!db_begin(store.db, &e) ||
			      !store_catalogue_insert(
				      &store, &clinic_catalogue, &e) ||
			      !db_commit(store.db, &e),
		&e);
	app_init(&app, &(struct app_parts){.storage = home.storage,
			       .keys = home.keys,
			       .base_url = "https://clinic.example"});
	arena_init(&arena);
}

static void close_all(void)
{
	arena_release(&arena);
	app_release(&app);
	store_release(&store);
	home_release(&home);
}

/* --- filling ------------------------------------------------------------- */

static struct visit visit_of(int64_t id, int64_t now)
{
	struct visit v = {
		.id = id,
		.clinic_id = CLINIC_ID,
		.patient_id = id,
		.service_id = SERVICE_THERAPY,
		.branch_id = BRANCH_MOSCOW,
		.doctor_id = DOCTOR_ORLOV,
		.room_id = ROOM_ONE,
		.state = VISIT_BOOKED,
		.source = "site",
		.price_kop = 250000,
		.booked_at = now - DAY_S,
		.created_at = now - DAY_S,
	};

	v.start_at = (now + LEAD_S + id % 1000 * 300) / 300 * 300;
	v.end_at = v.start_at + 1800;
	v.busy_from_at = v.start_at;
	v.busy_to_at = v.end_at;
	return v;
}

static bool put_person(struct call *c, int64_t id, struct err *e)
{
	struct visit v = visit_of(id, c->now);
	const struct link_new link = {id, v.end_at + LINK_AFTER_S};
	struct patient p = {
		.id = id,
		.clinic_id = CLINIC_ID,
		.state = PATIENT_KNOWN,
		.person = {.last = "Константинопольская",
			.first = "Анна",
			.middle = "Сергеевна",
			.birth = "1980-05-01"},
		.sex = SEX_FEMALE,
		.zone = noon,
		.source = "site",
		.created_at = c->now,
	};
	struct consent consent = {
		.id = id,
		.clinic_id = CLINIC_ID,
		.patient_id = id,
		.purpose = "service",
		.channel = "",
		.version = "1",
		.text = "Мы храним ваши данные.",
		.how = "checkbox",
		.given_at = c->now,
	};

	p.person.phone =
		arena_print(c->a, "+79%09lld", (long long)(id % 1000000000));
	return vault_create(c->store, id, e) &&
	       store_patient_insert(c->store, &p, c->a, e) &&
	       store_consent_insert(c->store, &consent, e) &&
	       store_visit_insert(c->store, &v, NULL, c->a, e) &&
	       store_link_insert(c->store, &link, e);
}

/* People first ... first + n - 1, a visit each. */
static void put_people(int64_t first, int64_t n)
{
	struct err e = {0};

	for (int64_t i = first; i < first + n; i += GROUP) {
		struct call c = call_of(&store, &arena);
		bool ok = db_begin(store.keys_db, &e) && db_begin(store.db, &e);

		for (int64_t k = i; ok && k < i + GROUP && k < first + n; k++)
			ok = put_person(&c, k, &e);
		bench_stop_on(!ok || !db_commit(store.keys_db, &e) ||
				      !db_commit(store.db, &e),
			&e);
		arena_reset(&arena);
	}
}

/* `number` tells the messages of a patient apart; its id to *id, unless NULL.
 */
static bool put_message(struct call *c, int64_t patient_id, int64_t next_at,
	int64_t number, int64_t *id, struct err *e)
{
	struct visit v = visit_of(patient_id, c->now);
	struct outbox_row row = {
		.id = random_id_at(next_at), /* as app/plan */
		.clinic_id = CLINIC_ID,
		.patient_id = v.patient_id,
		.visit_id = v.id,
		.kind = "reminder_day",
		.channel = "",
		.delivery = {.state = DELIVERY_QUEUED,
			.next_at = next_at,
			.expires_at = v.start_at},
		.reason = "",
		.provider_id = "",
		.is_counted = true,
		.is_linked = true,
		.created_at = c->now,
	};
	struct outbox_key key = {v.service_id, number};
	bool is_new;

	if (id)
		*id = row.id;
	return store_outbox_insert(c->store, &row, key, c->a, &is_new, e) &&
	       (is_new || err_set(e, ERR_INTERNAL, "a message twice"));
}

/*
 * `n` messages for `people` patients from `first` on, in no order of theirs,
 * due since a minute or (`ahead_s`) in the future.
 */
static void put_messages(
	int64_t first, int64_t people, int64_t n, int64_t ahead_s)
{
	static int64_t numbers;
	struct err e = {0};

	for (int64_t i = 0; i < n; i += GROUP) {
		struct call c = call_of(&store, &arena);
		bool ok = db_begin(store.db, &e);

		for (int64_t k = i; ok && k < i + GROUP && k < n; k++)
			ok = put_message(&c, first + k * 7919 % people,
				c.now + ahead_s - k % 60, ++numbers, NULL, &e);
		bench_stop_on(!ok || !db_commit(store.db, &e), &e);
		arena_reset(&arena);
	}
}

/* --- draining ------------------------------------------------------------ */

/* A lane's two workers, as desk_outbox starts them. */
struct twin {
	struct thread thread;
	struct sender sender;
	int64_t sent_n;
};

static void drain_on(void *ctx)
{
	struct twin *t = ctx;
	struct arena a;
	struct store s;
	struct err e;

	arena_init(&a);
	bench_stop_on(!store_init(&s, home.storage, &e), &e);
	for (;;) {
		struct call c = call_of(&s, &a);
		struct outbox_round r;

		bench_stop_on(!app_outbox_round(&c, &t->sender, &r, &e), &e);
		arena_reset(&a);
		t->sent_n += r.sent_n;
		if (r.failed_n || r.cancelled_n || r.uncertain_n ||
			r.postponed_n || r.deferred_n)
			bench_stop("some did not leave");
		if (r.next_at > clock_now())
			break;
	}
	store_release(&s);
	arena_release(&a);
}

static struct twin twins[2];
static struct held held;

static void twins_start(
	const struct conf *conf, const struct channel_ops *instead)
{
	struct err e;

	held_init(&held);
	for (int i = 0; i < 2; i++) {
		struct twin *t = &twins[i];

		*t = (struct twin){.sent_n = 0};
		bench_stop_on(!sender_open_lane(&t->sender, conf, 0, &e), &e);
		t->sender.held = &held;
		t->sender.twin = i;
		if (instead)
			t->sender.lanes[0].ops = instead;
		bench_stop_on(!thread_start(&t->thread, drain_on, t, &e), &e);
	}
}

static int64_t twins_end(void)
{
	int64_t sent_n = 0;

	for (int i = 0; i < 2; i++) {
		thread_join(&twins[i].thread);
		sender_close(&twins[i].sender);
		sent_n += twins[i].sent_n;
	}
	held_release(&held);
	return sent_n;
}

static const struct conf *conf_of(struct arena *a, const char *const *set)
{
	const struct conf_item *tables[SENDER_CONF_MAX];
	struct conf *conf;
	struct err e;

	sender_conf_tables(tables);
	conf = conf_open(a, tables);
	for (; *set; set += 2)
		bench_stop_on(!conf_set(conf, set[0], set[1], &e), &e);
	return conf;
}

static void bench_rate(const struct bench *b, const char *what, int64_t n,
	int64_t us, int64_t cpu, struct goal rate, struct goal each)
{
	char name[80];

	bench_row(b, what, (double)n * 1e6 / (double)us, "1/s", rate);
	snprintf(name, sizeof(name), "%s, CPU each", what);
	bench_row(b, name, (double)cpu / (double)n, "us", each);
}

static void drain(const struct bench *b, const char *what,
	const char *const *set, int64_t n, struct goal rate, struct goal each)
{
	struct arena own;
	int64_t from, cpu;

	arena_init(&own);
	from = clock_steady_us();
	cpu = cpu_us();
	twins_start(conf_of(&own, set), NULL);
	if (twins_end() != n)
		bench_stop("not each left once");
	bench_rate(b, what, n, clock_steady_us() - from, cpu_us() - cpu, rate,
		each);
	arena_release(&own);
}

static const char *const to_null[] = {"outbox.channels", "null", NULL};

/* --- what the database alone can do ----------------------------------------
 */

static void put_letter(struct outbox_row *row, struct message_row *m)
{
	static const uint8_t sealed[SEALED_BYTES];

	*m = (struct message_row){.id = random_id(),
		.clinic_id = row->clinic_id,
		.patient_id = row->patient_id,
		.delivery_id = row->id,
		.channel = "null",
		.author = AUTHOR_BOT,
		.kind = row->kind,
		.sealed = db_blob(sealed, sizeof(sealed)),
		.at = clock_now()};
	row->message_id = m->id;
}

/* The claim and the settling of a round: its rows alone, nothing else. */
static void write_bare(struct outbox_row *rows, size_t n, struct err *e)
{
	const struct outbox_row **list =
		arena_new(&arena, const struct outbox_row *, n);
	struct message_row *messages = arena_new(&arena, struct message_row, n);

	for (size_t i = 0; i < n; i++) {
		list[i] = &rows[i];
		rows[i].delivery.state = DELIVERY_SENDING;
		rows[i].channel = "null";
		put_letter(&rows[i], &messages[i]);
	}
	bench_stop_on(!db_begin(store.db, e) ||
			      !store_outbox_write_many(&store, list, n,
				      DELIVERY_QUEUED, &arena, e) ||
			      !store_message_insert_many(
				      &store, messages, n, &arena, e) ||
			      !db_commit(store.db, e),
		e);
	for (size_t i = 0; i < n; i++) {
		rows[i].delivery.state = DELIVERY_SENT;
		rows[i].sent_at = clock_now();
	}
	bench_stop_on(!db_begin(store.db, e) ||
			      !store_outbox_write_many(&store, list, n,
				      DELIVERY_SENDING, &arena, e) ||
			      !db_commit(store.db, e),
		e);
}

/*
 * The writes of a drain and nothing else: no reading, no gates, no letters.
 * What one writer at a time can do here; a drain cannot be faster.
 */
static void bare_writes(const struct bench *b, int64_t n)
{
	int64_t us = 0, cpu = 0, done = 0;
	struct err e = {0};

	while (done < n) {
		struct outbox_row *rows;
		const int64_t *ids;
		size_t ids_n, got;

		bench_stop_on(!store_outbox_due(&store, OUTBOX_PLANNED, "",
				      clock_now(), false, BARE_ROUND, &arena,
				      &ids, &ids_n, &e) ||
				      !store_outbox_queued(&store, ids, ids_n,
					      &arena, &rows, &got, &e),
			&e);
		us -= clock_steady_us();
		cpu -= cpu_us();
		write_bare(rows, got, &e);
		us += clock_steady_us();
		cpu += cpu_us();
		done += (int64_t)got;
		arena_reset(&arena);
	}
	bench_rate(b, "the rows of a drain alone", n, us, cpu, goal_none(),
		goal_none());
}

/* --- a provider on loopback ---------------------------------------------- */

struct sink {
	pid_t pid;
	int in; /* it ends with its standard input */
	char url[64];
};

static void sink_start(const struct bench *b, struct sink *s)
{
	const char *slash = strrchr(b->program, '/');
	char path[400], port[16] = "";
	int in[2], out[2];

	snprintf(path, sizeof(path), "%.*s/zabota-sink",
		(int)(slash ? slash - b->program : 1),
		slash ? b->program : ".");
	if (pipe(in) != 0 || pipe(out) != 0 || (s->pid = fork()) < 0)
		bench_stop("no sink");
	if (s->pid == 0) {
		dup2(in[0], STDIN_FILENO);
		dup2(out[1], STDOUT_FILENO);
		close(in[1]);
		execl(path, path, (char *)NULL);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	if (read(out[0], port, sizeof(port) - 1) <= 0)
		bench_stop("no zabota-sink beside the program");
	close(out[0]);
	s->in = in[1];
	snprintf(s->url, sizeof(s->url), "http://127.0.0.1:%ld/",
		strtol(port, NULL, 10));
}

static void sink_stop(struct sink *s)
{
	close(s->in);
	waitpid(s->pid, NULL, 0);
}

static void drain_to_sink(const struct bench *b, int64_t n)
{
	struct sink s;

	signal(SIGPIPE, SIG_IGN);
	sink_start(b, &s);
	drain(b, "drain to an HTTP sink",
		(const char *const[]){"outbox.channels", "http",
			"channel.http.url", s.url, NULL},
		n, goal_at_least(5000), goal_at_most(150));
	sink_stop(&s);
}

static bool is_drained(void)
{
	int64_t next_at, lease_at;
	struct err e;

	bench_stop_on(!store_outbox_next(&store, OUTBOX_PLANNED, NULL, 0,
			      &arena, &next_at, &lease_at, &e),
		&e);
	arena_reset(&arena);
	return next_at > clock_now();
}

/* --- a reminder in the middle of it -------------------------------------- */

/* When each was planned, and when the channel was given it; by id. */
struct probe {
	int64_t id, from_us;
	_Atomic int64_t at_us;
};
static struct probe probes[PROBES_MAX];
static _Atomic size_t probes_n;

static int by_id(const void *key, const void *probe)
{
	int64_t x = *(const int64_t *)key,
		y = ((const struct probe *)probe)->id;

	return (x > y) - (x < y);
}

static void send_timed(struct channel *ch, const struct out_msg *msgs, size_t n,
	int64_t deadline_ms, struct outcome *outcomes)
{
	int64_t now = clock_steady_us();

	for (size_t i = 0; i < n; i++) {
		struct probe *p = bsearch(
			&msgs[i].id, probes, probes_n, sizeof(*probes), by_id);

		if (p)
			p->at_us = now;
	}
	channel_null.send_many(ch, msgs, n, deadline_ms, outcomes);
}

/* A reminder that is due now; its wait begins when it is stored. */
static void put_probe(int64_t patient_id)
{
	struct probe *p = &probes[probes_n];
	struct call c = call_of(&store, &arena);
	struct err e;

	bench_stop_on(!db_begin(store.db, &e), &e);
	p->at_us = 0;
	bench_stop_on(
		!put_message(&c, patient_id, c.now, -patient_id, &p->id, &e),
		&e);
	p->from_us = clock_steady_us();
	probes_n++;
	bench_stop_on(!db_commit(store.db, &e), &e);
	arena_reset(&arena);
}

static void bench_probes(const struct bench *b)
{
	static struct channel_ops timed;
	static struct spread waits;
	struct timespec pause = {.tv_nsec = PROBE_EVERY_MS * 1000000L};
	struct arena own;

	arena_init(&own);
	timed = channel_null;
	timed.send_many = send_timed;
	waits = (struct spread){0};
	probes_n = 0;
	put_messages(1, BACKLOG, BACKLOG, -60);
	twins_start(conf_of(&own, to_null), &timed);
	while (!is_drained() && probes_n < PROBES_MAX) {
		put_probe(BACKLOG + TO_SINK + 1 + (int64_t)probes_n);
		nanosleep(&pause, NULL);
	}
	twins_end();
	for (size_t i = 0; i < probes_n; i++) {
		if (probes[i].at_us == 0)
			bench_stop("a reminder did not leave");
		spread_add(&waits, probes[i].at_us - probes[i].from_us);
	}
	bench_spread(b, "a reminder due while 100,000 drain", &waits,
		goal_none(), goal_at_most(250));
	arena_release(&own);
}

void bench_outbox(struct bench *b)
{
	int64_t from, cpu;

	open_all(b);
	put_people(1, BACKLOG + TO_SINK + PROBES_MAX);
	from = clock_steady_us();
	cpu = cpu_us();
	put_messages(1, BACKLOG, BACKLOG, -60);
	bench_rate(b, "enqueue, 1,000 a commit", BACKLOG,
		clock_steady_us() - from, cpu_us() - cpu, goal_at_least(20000),
		goal_none());
	drain(b, "drain to null", to_null, BACKLOG, goal_at_least(30000),
		goal_none());
	put_messages(BACKLOG + 1, TO_SINK, TO_SINK, -60);
	drain_to_sink(b, TO_SINK);
	bench_probes(b);
	put_messages(1, BACKLOG, BACKLOG, -60);
	bare_writes(b, BACKLOG);
	close_all();
}

/* --- a start while a million waits --------------------------------------- */

void bench_waiting(struct bench *b)
{
	struct child server;
	int64_t from;

	open_all(b);
	put_people(1, WAITING_PEOPLE);
	put_messages(1, WAITING_PEOPLE, WAITING, DAY_S);
	close_all();
	for (int i = 0; i < 3; i++) {
		from = clock_steady_us();
		child_serve(&server, b,
			(const char *const[]){
				"--set", "outbox.channels=null", NULL});
		bench_row(b, "ready while 1,000,000 wait",
			(double)(clock_steady_us() - from) / 1000, "ms",
			goal_at_most(150));
		child_stop(&server);
	}
}

/* --- ten and a hundred times the data ------------------------------------ */

/* Everybody has a visit and a message that waits; some of these are due. */
void bench_crowded(struct bench *b)
{
	int64_t people = 0;

	open_all(b);
	for (int64_t times = 1; times <= 100; times *= 10) {
		char what[60];
		int64_t cpu;

		int64_t added = GROWN_FROM * times - people;

		put_people(people + 1, added);
		put_messages(people + 1, added, added, DAY_S);
		snprintf(what, sizeof(what), "enqueue at %lldx",
			(long long)times);
		cpu = cpu_us();
		/* nobody twice: texts before a visit are counted */
		put_messages(people + 1, added, GROWN_SENT, -60);
		people += added;
		bench_row(b, what,
			(double)(cpu_us() - cpu) / (double)GROWN_SENT, "us CPU",
			goal_none());
		snprintf(
			what, sizeof(what), "drain at %lldx", (long long)times);
		drain(b, what, to_null, GROWN_SENT, goal_none(), goal_none());
	}
	close_all();
}
