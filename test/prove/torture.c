/*
 * torture - the n-th allocation and the n-th system call fails, once and from
 * then on, for every n, while the use cases of the core run: on SQLite always,
 * on PostgreSQL when ZABOTA_TEST_PG holds its address.
 *
 *    prove-torture [--sample N] [--seed S] [CASE]
 *    prove-torture CASE memory|system once|on N      one run, told in full
 *
 * Each run is a child.  It may do all, or refuse and do nothing, or say that
 * it cannot know; it may stop on purpose, for want of memory as base_no_memory
 * does or because an fsync has failed.  It must not crash, hang, leak or break
 * the data: then the whole is looked at again, and the same done once more
 * without a fault must succeed.
 *
 * What fails when the n-th call of the database fails is shown by the tests
 * app/visit_fault, app/outbox and whole/fault.
 */
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "app/chat.h"
#include "app/outbox.h"
#include "app/plan.h"
#include "app/visit.h"
#include "store/outbox.h"
#include "test/peer.h"
#include "test/prove/fail.h"
#include "test/whole.h"

enum {
	ME = 501,
	WORKERS = 2,
	DEADLINE_MS = 300, /* of a statement, where one fails and waits */
	HANGS_AFTER_S = 60,
	SAID_MAX = 2000,
};

/* ---- one run's own world ------------------------------------------------- */

/* What the child opens; nothing of it is shared with the worker. */
static struct {
	struct storage *storage;
	struct store store;
	struct app app;
	struct arena a;
	struct sender sender;
	struct conf *conf;
} own;

static const struct conf_item *const *sender_tables(void)
{
	static const struct conf_item *tables[SENDER_CONF_MAX];

	sender_conf_tables(tables);
	return tables;
}

static void own_open(int port, int deadline_ms)
{
	struct storage_options options = {
		.schema = engine.schema[0] ? engine.schema : NULL,
		.vault_schema = both.vault_schema,
		.deadline_ms = deadline_ms};
	struct err e;

	arena_init(&own.a);
	CHECK(storage_open(
		engine.address, both.keys, &options, &own.storage, &e));
	CHECK(store_init(&own.store, own.storage, &e));
	app_init(&own.app, &(struct app_parts){
				   .storage = own.storage,
				   .keys = both.keys,
				   .lang = whole.lang,
				   .base_url = "https://clinic.example",
			   });
	own.conf = conf_open(&own.a, sender_tables());
	CHECK(conf_set(own.conf, "outbox.channels", "http", &e));
	CHECK(conf_set(own.conf, "channel.http.url",
		arena_print(&own.a, "http://127.0.0.1:%d/", port), &e));
	CHECK(sender_open(&own.sender, own.conf, &e));
}

static void own_close(void)
{
	sender_close(&own.sender);
	app_release(&own.app);
	store_release(&own.store);
	storage_close(own.storage);
	arena_release(&own.a);
}

static struct call own_call(int64_t now, struct principal who)
{
	return app_call(&own.app, &own.store, &own.a, now, who);
}

static struct call own_visitor(void)
{
	return own_call(DESK_NOW,
		(struct principal){.kind = PRINCIPAL_VISITOR, .id = ME});
}

/* ---- the use cases ------------------------------------------------------- */

static const struct visit_wish tuesday = {
	CLINIC_ID, SERVICE_THERAPY, DOCTOR_ORLOV, 0, DESK_TUESDAY_9};
static const struct person anna = {
	.first = "Анна", .last = "Иванова", .phone = "+79001234567"};
static const struct chat_peer peer = {CLINIC_ID, "site", "501", "site"};

static int64_t visit_id(void)
{
	return desk_count("SELECT COALESCE(MAX(id), 0) FROM visit");
}
static int64_t acted_on; /* by moving and booking a hold */

static bool hold(struct err *e)
{
	struct call c = own_visitor();
	struct visit v;

	return app_visit_hold(&c,
		&(struct visit_hold_request){.wish = tuesday, .source = "site"},
		&v, e);
}

static bool book_wish(struct visit_wish wish, int64_t hold_id, struct err *e)
{
	struct call c = own_visitor();
	struct visit v;

	return app_visit_book(&c,
		&(struct visit_book_request){.wish = wish,
			.hold_id = hold_id,
			.person = anna,
			.source = "site"},
		&v, e);
}

static bool book_held(struct err *e)
{
	return book_wish(
		(struct visit_wish){.clinic_id = CLINIC_ID}, acted_on, e);
}

static bool book(struct err *e)
{
	return book_wish(tuesday, 0, e);
}

static bool move(struct err *e)
{
	struct call c = own_visitor();
	struct visit v;

	return app_visit_move(&c, acted_on, DESK_TUESDAY_9 + HOUR, 0, &v, e);
}

static bool say(const char *client_id, const char *text, struct err *e)
{
	struct call c = own_visitor();
	struct chat_answer answer;

	return app_chat_turn(
		&c, &peer, client_id, text, strlen(text), &answer, e);
}

static bool ask(struct err *e)
{
	return say("ask", "Сколько стоит приём терапевта?", e);
}

static bool agree_in_chat(struct err *e)
{
	return say("yes", "Да", e);
}

static bool offer(struct err *e)
{
	struct call c = own_visitor();

	return app_chat_consent(&c, &peer, "1", "checkbox", e) &&
	       say("wish", "Анна, +7 900 123-45-67, к Орлову завтра в 10:00",
		       e);
}

static bool send_round(struct err *e)
{
	struct call c = own_call(DESK_NOW, app_system());
	struct outbox_round out;

	return app_outbox_round(&c, &own.sender, &out, e);
}

/* Every round of the next ten minutes. */
static bool send_rounds(struct err *e)
{
	for (int64_t now = DESK_NOW; now < DESK_NOW + 10 * MINUTE;) {
		struct call c = own_call(now, app_system());
		struct outbox_round out;

		if (!app_outbox_round(&c, &own.sender, &out, e))
			return false;
		if (out.next_at == INT64_MAX)
			break;
		now = out.next_at > now ? out.next_at : now + 1;
	}
	return true;
}

static bool nothing(struct err *e)
{
	(void)e;
	return true;
}

static bool is_held(void)
{
	return desk_count("SELECT COUNT(*) FROM visit WHERE state = 'held'") ==
		       1 &&
	       desk_count("SELECT COUNT(*) FROM occupancy") > 0;
}

static bool is_booked_at(int64_t start_at)
{
	return desk_count("SELECT COUNT(*) FROM visit") == 1 &&
	       desk_count(arena_print(&both.a,
		       "SELECT COUNT(*) FROM visit WHERE state = 'booked' AND"
		       " start_at = %lld",
		       (long long)start_at)) == 1 &&
	       desk_count("SELECT COUNT(*) FROM patient") == 1 &&
	       desk_count("SELECT COUNT(*) FROM outbox") > 0;
}

static bool is_booked(void)
{
	return is_booked_at(DESK_TUESDAY_9);
}

static bool is_moved(void)
{
	return is_booked_at(DESK_TUESDAY_9 + HOUR);
}

static bool is_answered(void)
{
	return desk_count("SELECT COUNT(*) FROM turn") == 2 &&
	       desk_count("SELECT COUNT(*) FROM visit") == 0;
}

static bool is_booked_in_chat(void)
{
	return desk_count("SELECT COUNT(*) FROM turn") == 2 &&
	       is_booked_at(DESK_TUESDAY_9 + HOUR);
}

static bool is_sent(void)
{
	return desk_count("SELECT COUNT(*) FROM outbox WHERE kind ="
			  " 'visit_booked' AND state IN ('sent',"
			  " 'uncertain')") == 1;
}

struct torture {
	const char *name;
	bool (*prepare)(struct err *e);
	bool (*act)(struct err *e);
	bool (*is_all)(void);
	bool (*mend)(struct err *e); /* run afterwards; then all is done */
	bool is_once;                /* done a second time it is refused */
	bool is_sending;             /* its own rules: see sending_is_fair */
};

static const struct torture cases[] = {
	{"hold", nothing, hold, is_held, hold},
	{"book", nothing, book, is_booked, book, .is_once = true},
	{"book_held", hold, book_held, is_booked, book_held},
	{"move", book, move, is_moved, move, .is_once = true},
	{"ask", offer, ask, is_answered, ask},
	{"book_in_chat", offer, agree_in_chat, is_booked_in_chat,
		agree_in_chat},
	{"send", book, send_round, is_sent, send_rounds, .is_sending = true},
};

/* ---- one run ------------------------------------------------------------- */

struct way {
	enum fail_kind kind;
	bool for_ever;
};
static const struct way ways[] = {{FAIL_MEMORY, false}, {FAIL_MEMORY, true},
	{FAIL_SYSTEM, false}, {FAIL_SYSTEM, true}};
static const char *const kind_names[FAIL_KINDS] = {
	[FAIL_MEMORY] = "memory", [FAIL_SYSTEM] = "system"};

/* What a child tells, in memory that both see. */
struct report {
	bool is_whole; /* it came to its end */
	bool ok;
	struct err e;
	int calls;
	long leaked;
	int left_open; /* descriptors */
	char failed[20];
	char said[SAID_MAX]; /* its standard error */
	int status;
};
static struct report *report;

static int open_n(void)
{
	DIR *d = opendir("/proc/self/fd");
	int n = 0;

	while (d && readdir(d))
		n++;
	closedir(d);
	return n;
}

static void run(bool (*act)(struct err *e), struct way way, int n, int port)
{
	long live = fail_live();
	int open_before = open_n();

	alarm(HANGS_AFTER_S);
	own_open(port, n ? DEADLINE_MS : 0);
	fail_arm(way.kind, n, way.for_ever);
	report->ok = act(&report->e);
	report->calls = fail_disarm();
	snprintf(report->failed, sizeof(report->failed), "%s", fail_last());
	own_close();
	report->leaked = fail_live() - live;
	report->left_open = open_n() - open_before;
	report->is_whole = true;
}

/* Runs it in a child; n 0: without a fault. */
static void in_child(
	bool (*act)(struct err *e), struct way way, int n, int port)
{
	int ends[2];
	pid_t child;
	size_t said = 0;
	ssize_t got;

	memset(report, 0, sizeof(*report));
	CHECK(pipe(ends) == 0);
	child = fork();
	CHECK(child >= 0);
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		close(ends[0]);
		close(ends[1]);
		run(act, way, n, port);
		_exit(0);
	}
	close(ends[1]);
	while ((got = read(ends[0], report->said + said, SAID_MAX - 1 - said)) >
		0)
		said += (size_t)got;
	close(ends[0]);
	CHECK(waitpid(child, &report->status, 0) == child);
}

/* For want of memory, or because nobody knows what an fsync has kept. */
static bool stopped_on_purpose(void)
{
	return WIFSIGNALED(report->status) &&
	       WTERMSIG(report->status) == SIGABRT &&
	       (strcmp(report->said, "zabota: out of memory\n") == 0 ||
		       strncmp(report->said, "zabota: an fsync has failed",
			       27) == 0);
}

/* ---- looking at it ------------------------------------------------------- */

static void look_open(void)
{
	both.storage = both_open(NULL);
	CHECK(store_init(&both.store, both.storage, &both.e));
}

static void look_close(void)
{
	store_release(&both.store);
	storage_close(both.storage);
}

static bool is_sqlite(void)
{
	return strcmp(engine.name, "sqlite") == 0;
}

static int note_verdict(void *ctx, int columns_n, char **cells, char **names)
{
	bool *ok = ctx;

	(void)columns_n, (void)names;
	*ok = strcmp(cells[0], "ok") == 0;
	return 0;
}

/* By SQLite itself: our own door to it lets no such thing through. */
static bool is_file_sound(const char *name)
{
	sqlite3 *raw = NULL;
	bool ok = false;

	CHECK(sqlite3_open(arena_print(&both.a, "%s/%s", engine.folder, name),
		      &raw) == SQLITE_OK);
	ok = sqlite3_exec(raw, "PRAGMA integrity_check", note_verdict, &ok,
		     NULL) == SQLITE_OK &&
	     ok;
	sqlite3_close(raw);
	return ok;
}

static bool is_data_sound(void)
{
	struct audit_verdict verdict;

	return (!is_sqlite() || (is_file_sound("zabota.db") &&
					is_file_sound("keys.db"))) &&
	       audit_verify(
		       &both.store, CLINIC_ID, NULL, 0, &verdict, &both.e) &&
	       verdict.is_whole &&
	       desk_count("SELECT COUNT(*) FROM visit v WHERE NOT EXISTS"
			  " (SELECT 1 FROM occupancy o WHERE o.visit_id ="
			  " v.id)") == 0;
}

/* What the row says of the wire is true of it. */
static bool sending_is_fair(int sent_n)
{
	struct db_rows r;
	const char *state;

	CHECK(db_run(both.store.db,
		"SELECT state FROM outbox WHERE kind = 'visit_booked'",
		DB_NO_ARGS, 2, &both.a, &r, &both.e));
	if (r.n != 1 || sent_n > 1)
		return false;
	state = db_cell_text(&r, 0, 0);
	if (strcmp(state, "queued") == 0)
		return sent_n == 0;
	if (strcmp(state, "sent") == 0)
		return sent_n == 1;
	return strcmp(state, "sending") == 0 || strcmp(state, "uncertain") == 0;
}

/* SQLite takes a page that the disk cannot read for a broken one. */
static bool is_unreadable(void)
{
	return report->e.kind == ERR_INTERNAL &&
	       strstr(report->e.text, "malformed (11)");
}

/* NULL if the end of the run is one of those allowed. */
static const char *end_objects(
	const struct torture *t, uint64_t before, int sent_n)
{
	bool is_before, is_all;

	if (stopped_on_purpose())
		report->e.kind = ERR_UNCERTAIN;
	else if (!report->is_whole)
		return WIFSIGNALED(report->status) &&
				       WTERMSIG(report->status) == SIGALRM
			       ? "it hung"
			       : "it crashed";
	if (report->leaked > 0)
		return "it leaked";
	if (report->left_open > 0)
		return "it left a descriptor open";
	if (!is_data_sound())
		return "the data are broken";
	if (t->is_sending)
		return sending_is_fair(sent_n) ? NULL : "the row lies";
	is_before = whole_data() == before;
	is_all = t->is_all();
	if (report->is_whole && report->ok)
		return is_all ? NULL : "yes, but not all is done";
	if (report->e.kind == ERR_UNCERTAIN)
		return is_before || is_all ? NULL : "half of it is done";
	if (report->e.kind != ERR_UNAVAILABLE && !is_unreadable())
		return "another kind of error than unavailable";
	return is_before ? NULL : "no, but something is done";
}

/* ---- the place, put back before every run -------------------------------- */

static const char *const tables[] = {"occupancy", "link", "outbox", "visit",
	"turn", "message", "dialogue", "consent", "address", "patient"};

static void copy_file(const char *name, const char *from, const char *to)
{
	static char bytes[1 << 16];
	char path[2][400];
	int in, out;
	ssize_t n;

	snprintf(path[0], sizeof(path[0]), "%s%s%s", engine.folder, from, name);
	snprintf(path[1], sizeof(path[1]), "%s%s%s", engine.folder, to, name);
	in = open(path[0], O_RDONLY);
	out = open(path[1], O_WRONLY | O_CREAT | O_TRUNC, 0600);
	CHECK(in >= 0 && out >= 0);
	while ((n = read(in, bytes, sizeof(bytes))) > 0)
		CHECK(write(out, bytes, (size_t)n) == n);
	close(in);
	close(out);
}

static void copy_files(const char *from, const char *to)
{
	static const char *const rest[] = {"/zabota.db-wal", "/zabota.db-shm",
		"/keys.db-wal", "/keys.db-shm"};
	char path[400];

	for (size_t i = 0; i < ARRAY_LEN(rest); i++) {
		snprintf(path, sizeof(path), "%s%s", engine.folder, rest[i]);
		unlink(path);
	}
	copy_file("zabota.db", from, to);
	copy_file("keys.db", from, to);
}

/* Empties the clinics and does what stands before the act. */
static void prepare(const struct torture *t)
{
	look_open();
	for (size_t i = 0; i < ARRAY_LEN(tables); i++)
		CHECK(db_do(both.store.db,
			arena_print(&both.a, "DELETE FROM %s", tables[i]),
			DB_NO_ARGS, NULL, &both.e));
	look_close();
	own_open(1, 0);
	if (!t->prepare(&both.e))
		fail_msg("%s: %s", both.e.field, both.e.text);
	own_close();
}

/* Returns the number of all that is stored. */
static uint64_t begin(const struct torture *t)
{
	uint64_t data;

	prepare(t);
	if (is_sqlite())
		copy_files("/", "/kept-");
	look_open();
	data = whole_data();
	acted_on = visit_id();
	look_close();
	return data;
}

static uint64_t again(const struct torture *t, uint64_t data)
{
	if (!is_sqlite())
		return begin(t);
	copy_files("/kept-", "/");
	return data;
}

/* ---- all runs of one case ------------------------------------------------ */

struct tally {
	int runs_n, yes_n, no_n, stopped_n, bad_n;
	int last; /* ordinal */
};

struct bounds {
	int sample; /* runs of one case and way; 0: all */
	unsigned seed;
	int only; /* one ordinal, told in full; 0: all */
};

static void tell(
	const struct torture *t, struct way way, int n, const char *what)
{
	printf("torture: %s %s %s %s %d (%s): %s; ok %d, %s: %s; status %d;"
	       " leaked %ld, open %d%s%s\n",
		engine.name, t->name, kind_names[way.kind],
		way.for_ever ? "on" : "once", n, report->failed,
		what ? what : "well", report->ok, err_name(report->e.kind),
		report->e.text, report->status, report->leaked,
		report->left_open, *report->said ? "; " : "", report->said);
	fflush(stdout);
}

/* False once the run has fewer calls than n. */
static bool one_run(const struct torture *t, struct way way, int n,
	uint64_t *data, const struct bounds *b, struct tally *tally)
{
	static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n"
				     "Connection: close\r\n\r\n{\"id\":\"w1\"}";
	const char *why;
	struct peer sink;
	bool is_done, is_as_before, had_it;

	arena_reset(&both.a);
	*data = again(t, *data);
	peer_start(&sink, (struct peer_script){PEER_ANSWERS, answer});
	in_child(t->act, way, n, sink.port);
	look_open();
	why = end_objects(t, *data, sink.requests_n);
	is_done = t->is_all();
	is_as_before = !t->is_sending && whole_data() == *data;
	look_close();
	had_it = report->failed[0] != '\0' || !report->is_whole;
	tally->runs_n++;
	tally->stopped_n += stopped_on_purpose();
	tally->yes_n += report->is_whole && report->ok;
	tally->no_n += report->is_whole && !report->ok;
	if (why || b->only)
		tell(t, way, n, why);
	/* where nothing happened, the next time is the first time */
	if (!why && !is_as_before && !(t->is_once && is_done)) {
		in_child(t->mend, way, 0, sink.port);
		look_open();
		if (!report->ok || !t->is_all() || !is_data_sound() ||
			sink.requests_n > 1)
			why = "done again without a fault it does not succeed";
		look_close();
		if (why)
			tell(t, way, n, why);
	}
	peer_stop(&sink);
	tally->bad_n += why != NULL;
	if (had_it && n > tally->last)
		tally->last = n;
	return had_it;
}

static unsigned next_random(unsigned *state, unsigned max)
{
	*state = *state * 1103515245u + 12345u;
	return (*state >> 8) % max;
}

static void every_run(const struct torture *t, struct way way, int worker,
	const struct bounds *b, struct tally *tally)
{
	uint64_t data = begin(t);
	unsigned random = b->seed + (unsigned)worker;
	int n = 1 + worker;

	if (b->only) {
		one_run(t, way, b->only, &data, b, tally);
		return;
	}
	if (b->sample == 0) {
		while (one_run(t, way, n, &data, b, tally))
			n += WORKERS;
		return;
	}
	in_child(t->act, way, 0, 1);
	n = report->calls;
	CHECK(report->is_whole && n > 0);
	for (int i = worker; i < b->sample; i += WORKERS)
		one_run(t, way, 1 + (int)next_random(&random, (unsigned)n),
			&data, b, tally);
}

/* ---- workers ------------------------------------------------------------- */

struct wanted {
	const char *engine; /* NULL: both */
	const char *name;   /* NULL: all cases */
	const struct way *way;
	struct bounds b;
};

enum { CASES = ARRAY_LEN(cases), WAYS = ARRAY_LEN(ways) };
typedef struct tally tallies[CASES][WAYS][WORKERS];

static void place_open(const char *name)
{
	engine_start(name);
	if (is_sqlite() && access("/dev/shm", W_OK) == 0) {
		/* Nothing is asked of the disk, so none is waited for. */
		CHECK(rmdir(engine.folder) == 0);
		snprintf(engine.folder, sizeof(engine.folder),
			"/dev/shm/zabota-torture-XXXXXX");
		CHECK(mkdtemp(engine.folder) != NULL);
		snprintf(engine.address, sizeof(engine.address),
			"sqlite:%s/zabota.db", engine.folder);
	}
	both_before();
	desk_insert(&clinic_catalogue);
	desk_insert(&clinic_other);
	look_close();
}

/* What libraries keep for ever after their first use is no leak. */
static void warm_up(void)
{
	struct err e;

	for (size_t i = 0; i < CASES; i++) {
		prepare(&cases[i]);
		look_open();
		acted_on = visit_id();
		look_close();
		own_open(1, 0);
		CHECK(cases[i].act(&e));
		own_close();
	}
}

static void place_close(void)
{
	look_open();
	both_after();
	engine_end();
}

static void work(
	const char *name, const struct wanted *w, int worker, tallies *sum)
{
	place_open(name);
	warm_up();
	for (size_t i = 0; i < CASES; i++)
		for (size_t k = 0; k < WAYS; k++)
			if ((!w->name || strcmp(w->name, cases[i].name) == 0) &&
				(!w->way || w->way == &ways[k]))
				every_run(&cases[i], ways[k], worker, &w->b,
					&(*sum)[i][k][worker]);
	place_close();
}

static void *shared(size_t n)
{
	void *p = mmap(NULL, n, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	CHECK(p != MAP_FAILED);
	return p;
}

static int print_sum(const char *name, const tallies *sum, bool *is_whole)
{
	int runs_n = 0;

	for (size_t i = 0; i < CASES; i++)
		for (size_t k = 0; k < WAYS; k++) {
			struct tally all = {0};

			for (int w = 0; w < WORKERS; w++) {
				const struct tally *one = &(*sum)[i][k][w];

				all.runs_n += one->runs_n;
				all.yes_n += one->yes_n;
				all.no_n += one->no_n;
				all.stopped_n += one->stopped_n;
				all.bad_n += one->bad_n;
				if (one->last > all.last)
					all.last = one->last;
			}
			if (all.runs_n == 0)
				continue;
			printf("torture: %s %s %s %s: %d runs to the %dth: %d"
			       " done, %d refused, %d stopped, %d bad\n",
				name, cases[i].name, kind_names[ways[k].kind],
				ways[k].for_ever ? "on" : "once", all.runs_n,
				all.last, all.yes_n, all.no_n, all.stopped_n,
				all.bad_n);
			*is_whole = *is_whole && all.bad_n == 0;
			runs_n += all.runs_n;
		}
	return runs_n;
}

/* All cases on one engine; false if one was bad. */
static bool torture(const char *name, const struct wanted *w)
{
	tallies *sum = shared(sizeof(*sum));
	int workers = w->b.only ? 1 : WORKERS, ended_n = 0, runs_n;
	bool is_whole = true;

	for (int i = 0; i < workers; i++) {
		pid_t child = fork();

		CHECK(child >= 0);
		if (child == 0) {
			report = shared(sizeof(*report));
			work(name, w, i, sum);
			exit(0);
		}
	}
	for (int status; wait(&status) > 0;)
		ended_n += status == 0;
	runs_n = print_sum(name, (const tallies *)sum, &is_whole);
	printf("torture: %s: %d runs\n", name, runs_n);
	fflush(stdout);
	return is_whole && ended_n == workers && runs_n > 0;
}

static const struct way *way_named(const char *kind, const char *how)
{
	for (size_t i = 0; i < WAYS; i++)
		if (strcmp(kind, kind_names[ways[i].kind]) == 0 &&
			ways[i].for_ever == (strcmp(how, "on") == 0))
			return &ways[i];
	return NULL;
}

enum { SQLITE, POSTGRESQL };
static const char *const engines[] = {
	[SQLITE] = "sqlite", [POSTGRESQL] = "postgresql"};

static struct wanted read_arguments(int argc, char **argv)
{
	struct wanted w = {.b.seed = (unsigned)getpid()};
	int i = 1;

	for (; i + 1 < argc && argv[i][0] == '-'; i += 2) {
		if (strcmp(argv[i], "--sample") == 0)
			w.b.sample = (int)strtol(argv[i + 1], NULL, 10);
		else if (strcmp(argv[i], "--on") == 0)
			w.engine = argv[i + 1];
		else
			w.b.seed = (unsigned)strtol(argv[i + 1], NULL, 10);
	}
	if (i < argc)
		w.name = argv[i++];
	if (i + 3 == argc) {
		w.way = way_named(argv[i], argv[i + 1]);
		w.b.only = (int)strtol(argv[i + 2], NULL, 10);
	}
	return w;
}

int main(int argc, char **argv)
{
	struct wanted w = read_arguments(argc, argv);
	int passed_n = 0, failed_n = 0;

	setrlimit(RLIMIT_CORE, &(struct rlimit){0});
	arena_init(&whole.lang_arena);
	whole.lang = lang_open(&whole.lang_arena);
	if (w.b.sample)
		printf("torture: %d runs each, --seed %u\n", w.b.sample,
			w.b.seed);
	fflush(stdout);
	for (size_t i = 0; i < ARRAY_LEN(engines); i++) {
		if (w.engine && strcmp(w.engine, engines[i]) != 0)
			continue;
		if (i == POSTGRESQL && !getenv("ZABOTA_TEST_PG"))
			continue;
		if (torture(engines[i], &w))
			passed_n++;
		else
			failed_n++;
	}
	printf("%d passed, %d failed\n", passed_n, failed_n);
	return failed_n > 0;
}
