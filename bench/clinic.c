#include "bench/clinic.h"

#include "app/app.h"
#include "app/history.h"
#include "app/seed.h"
#include "base/civil.h"
#include "os/clock.h"
#include "store/setting.h"

enum { PARTS = 40 };

/* As cli/desk_demo makes it. */
static const struct history_options history = {.patients_n = 2000,
	.days_back = 90,
	.days_ahead = 21,
	.seed = 20261123};

/* 10:00 in Moscow of the next Monday. */
static int64_t monday(void)
{
	int64_t day = clock_now() / CIVIL_DAY_S + 1;

	while (civil_weekday(day) != 1)
		day++;
	return day * CIVIL_DAY_S + 7 * CIVIL_HOUR_S;
}

/*
 * More copies of the past, their ids some milliseconds apart.  Sealed fields
 * stay those of the first rows, and nobody reads them.  A part of the ids at a
 * time, for a statement has a deadline; the highest first, so that no copy lies
 * where rows are still to be copied from.
 */
#define OF_PART " AND id >= $3 AND id < $4"
#define COPIES                                                                 \
	" CROSS JOIN (WITH RECURSIVE k (k) AS (SELECT CAST(1 AS bigint)"       \
	" UNION ALL SELECT k + 1 FROM k WHERE k < $1)"                         \
	" SELECT k * 4194304 AS by FROM k) AS c"
static const char *const sql_copies[] = {
	"INSERT INTO patient SELECT id + by, clinic_id, state, person_enc,"
	" phone_hash, sex, zone, source, created_at, updated_at"
	" FROM patient" COPIES " WHERE created_at < $2" OF_PART,
	"INSERT INTO visit SELECT id + by, clinic_id, patient_id + by,"
	" service_id, branch_id, doctor_id, room_id, device_id, start_at,"
	" end_at, busy_from, busy_to, state, revision, held_until, holder_id,"
	" source, CASE WHEN dialogue_id = 0 THEN 0 ELSE dialogue_id + by END,"
	" price_kop, complaint_enc, booked_at, confirmed_at, moved_at,"
	" ended_at, created_at FROM visit" COPIES " WHERE end_at < $2" OF_PART,
	"INSERT INTO outbox SELECT id + by, clinic_id, patient_id + by,"
	" visit_id + by, visit_revision, kind, NULL, channel, state, receipt,"
	" reason, tries, next_at, expires_at, lease_until, provider_id,"
	" was_at, is_asked, is_counted, body_enc, created_at, sent_at, 0, 1"
	" FROM outbox" COPIES " WHERE sent_at > 0 AND sent_at < $2" OF_PART,
};

static const char *const sql_ends[] = {
	"SELECT min(id), max(id) FROM patient",
	"SELECT min(id), max(id) FROM visit",
	"SELECT min(id), max(id) FROM outbox",
};

static void copy_table(struct call *c, size_t table, int times)
{
	struct db *db = c->store->db;
	int64_t first, end, part;
	struct db_rows r;
	struct err e;

	bench_stop_on(
		!db_run(db, sql_ends[table], DB_NO_ARGS, 1, c->a, &r, &e) ||
			!db_rows_are(&r, "ii", &e),
		&e);
	first = db_cell_int(&r, 0, 0);
	end = db_cell_int(&r, 0, 1) + 1;
	part = (end - first) / PARTS + 1;
	for (; end > first; end -= part)
		bench_stop_on(!db_begin(db, &e) ||
				      !db_do(db, sql_copies[table],
					      DB_ARGS(db_int(times - 1),
						      db_int(c->now),
						      db_int(end - part),
						      db_int(end)),
					      NULL, &e) ||
				      !db_commit(db, &e),
			&e);
}

static void copy(struct call *c, int times)
{
	for (size_t i = 0; times > 1 && i < ARRAY_LEN(sql_copies); i++)
		copy_table(c, i, times);
}

static void make(struct call *c, int times)
{
	struct seed_options seed = {.seed = 1};
	struct history_counts n;
	int64_t clinic_id;
	struct err e;
	const char *offset =
		arena_print(c->a, "%lld", (long long)(c->now - clock_now()));

	bench_stop_on(!app_seed_demo(c, "clinic", &seed, &clinic_id, &e) ||
			      !app_history_make(c, clinic_id, &history, NULL,
				      NULL, &n, &e) ||
			      !store_setting_set(c->store, 0,
				      "demo.clock_offset_s", offset, &e),
		&e);
	copy(c, times);
}

void clinic_make(const struct bench *b, int times)
{
	struct home home;
	struct store store;
	struct app app;
	struct arena a;
	struct call c;
	struct err e;

	bench_home(b, &home);
	bench_stop_on(!store_init(&store, home.storage, &e), &e);
	app_init(&app, &(struct app_parts){
			       .storage = home.storage, .keys = home.keys});
	arena_init(&a);
	c = app_call(&app, &store, &a, monday(), app_system());
	make(&c, times);
	arena_release(&a);
	app_release(&app);
	store_release(&store);
	home_release(&home);
}
