/*
 * bench/guard - what durability and the guard cost: a durable commit alone and
 * in groups, sealing and opening fields, and verifying an audit log of ROWS
 * rows (200,000).  FOLDER is made; it should be on a real disk.
 */
#include "app/home.h"
#include "os/clock.h"
#include "os/random.h"
#include "os/thread.h"
#include "store/audit.h"
#include "store/vault.h"

enum { THREADS = 64, TURNS = 40, LONELY = 50, FIELDS = 300000, BATCH = 1000 };

static struct home home;

static void stop_on(bool failed, const struct err *e)
{
	if (!failed)
		return;
	fprintf(stderr, "bench: %s\n", e->text);
	exit(1);
}

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

	stop_on(!audit_append(s, &row, e), e);
}

static void commits(struct store *s, int64_t clinic_id, int n)
{
	struct err e;

	for (int i = 0; i < n; i++) {
		stop_on(!db_begin(s->db, &e), &e);
		append(s, clinic_id, &e);
		stop_on(!db_commit(s->db, &e), &e);
	}
}

static void work(void *ctx)
{
	struct store s;
	struct err e;

	stop_on(!store_init(&s, home.storage, &e), &e);
	commits(&s, (int64_t)(intptr_t)ctx, TURNS);
	store_release(&s);
}

static void report(const char *what, int64_t n, int64_t from_us)
{
	double us = (double)(clock_steady_us() - from_us);

	printf("%-34s %9lld in %7.3f s: %9.0f/s, %9.1f us each\n", what,
		(long long)n, us / 1e6, (double)n * 1e6 / us, us / (double)n);
}

static void bench_commits(struct store *s)
{
	struct thread threads[THREADS];
	struct err e;
	int64_t from = clock_steady_us();

	commits(s, 1, LONELY);
	report("durable commits, 1 thread", LONELY, from);
	from = clock_steady_us();
	for (intptr_t i = 0; i < THREADS; i++)
		stop_on(!thread_start(&threads[i], work, (void *)(i + 2), &e),
			&e);
	for (int i = 0; i < THREADS; i++)
		thread_join(&threads[i]);
	report("durable commits, 64 threads", THREADS * TURNS, from);
}

static void bench_vault(struct store *s)
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
			stop_on(e.kind != ERR_CONFLICT, &e);
	from = clock_steady_us();
	for (int i = 0; i < FIELDS; i++) {
		if (i % BATCH == 0)
			arena_reset(&a);
		stop_on(!vault_seal(s, 1, cell, text, &a, &sealed, &e), &e);
	}
	report("fields sealed", FIELDS, from);
	arena_init(&call);
	from = clock_steady_us();
	for (int i = 0; i < FIELDS; i++) {
		const char *out;

		if (i % BATCH == 0)
			arena_reset(&call);
		stop_on(!vault_unseal(s, 1, cell, &sealed, &call, &out, &e),
			&e);
	}
	report("fields opened", FIELDS, from);
	arena_release(&call);
	arena_release(&a);
}

static void bench_audit(struct store *s, int64_t rows)
{
	struct audit_verdict v;
	struct err e;
	int64_t from = clock_steady_us();

	for (int64_t i = 0; i < rows; i++) {
		if (i % BATCH == 0)
			stop_on(!db_begin(s->db, &e), &e);
		append(s, 1, &e);
		if (i % BATCH == BATCH - 1)
			stop_on(!db_commit(s->db, &e), &e);
	}
	report("audit rows, 1,000 a commit", rows, from);
	from = clock_steady_us();
	stop_on(!audit_verify(s, 0, NULL, 0, &v, &e), &e);
	report(v.is_whole ? "audit rows verified" : "audit BROKEN", v.rows_n,
		from);
}

int main(int argc, char **argv)
{
	struct home_options options = {.may_make = true};
	int64_t rows = argc > 2 ? strtoll(argv[2], NULL, 10) : 200000;
	struct store s;
	struct err e;

	if (argc < 2) {
		fputs("usage: bench-guard FOLDER [ROWS [ADDRESS]]\n", stderr);
		return 2;
	}
	options.folder = argv[1];
	options.address = argc > 3 ? argv[3] : NULL;
	stop_on(!home_init(&home, &options, clock_now(), &e), &e);
	stop_on(!store_init(&s, home.storage, &e), &e);
	bench_commits(&s);
	bench_vault(&s);
	bench_audit(&s, rows - rows % BATCH);
	store_release(&s);
	home_release(&home);
	return 0;
}
