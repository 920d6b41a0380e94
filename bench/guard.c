/*
 * What durability and the guard cost: durable commits in groups, sealing and
 * opening fields, appending to the audit log and verifying it.
 */
#include "bench/bench.h"
#include "os/clock.h"
#include "os/random.h"
#include "os/thread.h"
#include "store/audit.h"
#include "store/vault.h"

enum {
	THREADS = 64,
	TURNS = 40,
	FIELDS = 200000,
	ROWS = 20000,
	BATCH = 1000,
};

static struct home home;

static void append(struct store *s, int64_t clinic_id, struct err *e)
{
	int64_t object = random_id();
	struct audit_row row = {.clinic_id = clinic_id,
		.at_us = clock_now_us(),
		.actor = {.kind = PRINCIPAL_SYSTEM},
		.action = "bench.append",
		.object_kind = "nothing",
		.objects = &object,
		.objects_n = 1,
		.detail = db_null()};

	bench_stop_on(!audit_append(s, &row, e), e);
}

static void commits(struct store *s, int64_t clinic_id, int n)
{
	struct err e;

	for (int i = 0; i < n; i++) {
		bench_stop_on(!db_begin(s->db, &e), &e);
		append(s, clinic_id, &e);
		bench_stop_on(!db_commit(s->db, &e), &e);
	}
}

static void work(void *ctx)
{
	struct store s;
	struct err e;

	bench_stop_on(!store_init(&s, home.storage, &e), &e);
	commits(&s, (int64_t)(intptr_t)ctx, TURNS);
	store_release(&s);
}

/* Operations a second, and the time of each where one thread does them. */
static void report(
	const struct bench *b, const char *what, int64_t n, int64_t from_us)
{
	double us = (double)(clock_steady_us() - from_us);

	bench_row(b, what, (double)n * 1e6 / us, "/s", goal_none());
}

static void bench_commits(const struct bench *b)
{
	struct thread threads[THREADS];
	struct err e;
	int64_t from = clock_steady_us();

	for (intptr_t i = 0; i < THREADS; i++)
		bench_stop_on(
			!thread_start(&threads[i], work, (void *)(i + 2), &e),
			&e);
	for (int i = 0; i < THREADS; i++)
		thread_join(&threads[i]);
	report(b, "durable commits, 64 threads", THREADS * TURNS, from);
}

static void bench_vault(const struct bench *b, struct store *s)
{
	static const char text[] = "Константинопольская Анна Сергеевна";
	struct vault_cell cell = {"patient", "name_enc", 1};
	struct db_value sealed = db_null();
	struct arena a, call;
	struct err e;
	int64_t from;

	arena_init(&a);
	for (int i = 1; i <= BATCH; i++)
		if (!vault_create(s, i, &e))
			bench_stop_on(e.kind != ERR_CONFLICT, &e);
	from = clock_steady_us();
	for (int i = 0; i < FIELDS; i++) {
		if (i % BATCH == 0)
			arena_reset(&a);
		bench_stop_on(
			!vault_seal(s, 1, cell, text, &a, &sealed, &e), &e);
	}
	report(b, "fields sealed", FIELDS, from);
	arena_init(&call);
	from = clock_steady_us();
	for (int i = 0; i < FIELDS; i++) {
		const char *out;

		if (i % BATCH == 0)
			arena_reset(&call);
		bench_stop_on(
			!vault_unseal(s, 1, cell, &sealed, &call, &out, &e),
			&e);
	}
	report(b, "fields opened", FIELDS, from);
	arena_release(&call);
	arena_release(&a);
}

static void bench_audit(const struct bench *b, struct store *s)
{
	struct audit_verdict v;
	struct err e;
	int64_t from = clock_steady_us();

	for (int64_t i = 0; i < ROWS; i++) {
		if (i % BATCH == 0)
			bench_stop_on(!db_begin(s->db, &e), &e);
		append(s, 1, &e);
		if (i % BATCH == BATCH - 1)
			bench_stop_on(!db_commit(s->db, &e), &e);
	}
	report(b, "audit rows, 1,000 a commit", ROWS, from);
	from = clock_steady_us();
	bench_stop_on(!audit_verify(s, 0, NULL, 0, &v, &e), &e);
	report(b, v.is_whole ? "audit rows verified" : "audit BROKEN", v.rows_n,
		from);
}

void bench_guard(struct bench *b)
{
	struct store s;
	struct err e;

	bench_home(b, &home);
	bench_stop_on(!store_init(&s, home.storage, &e), &e);
	bench_commits(b);
	bench_vault(b, &s);
	bench_audit(b, &s);
	store_release(&s);
	home_release(&home);
}
