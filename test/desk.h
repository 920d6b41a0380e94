#ifndef TEST_DESK_H
#define TEST_DESK_H
/*
 * test/desk - an app over test/both with the clinics of test/clinic, and calls
 * of whoever is wanted.
 */
#include "app/app.h"
#include "store/audit.h"
#include "store/clinic.h"
#include "store/message.h"
#include "test/both.h"
#include "test/clinic.h"

/* Monday 2026-11-23 08:00 in Moscow; the clinic opens at 9. */
enum { DESK_NOW = 1795410000, MINUTE = 60, HOUR = 3600, DAY = 86400 };
/* Tuesday 2026-11-24 09:00 in Moscow. */
enum { DESK_TUESDAY_9 = DESK_NOW + DAY + HOUR };

static struct app desk;

static inline void desk_insert(const struct catalogue *c)
{
	CHECK(db_begin(both.store.db, &both.e));
	if (!store_catalogue_insert(&both.store, c, &both.e))
		fail_msg("%s", both.e.text);
	CHECK(db_commit(both.store.db, &both.e));
}

static inline void desk_before(void)
{
	both_before();
	desk_insert(&clinic_catalogue);
	desk_insert(&clinic_other);
	app_init(&desk, &(struct app_parts){
				.storage = both.storage,
				.keys = both.keys,
				.base_url = "https://clinic.example",
			});
}

static inline void desk_after(void)
{
	app_release(&desk);
	both_after();
}

static inline struct call desk_call(int64_t now, struct principal who)
{
	return app_call(&desk, &both.store, &both.a, now, who);
}

static inline struct call desk_visitor(int64_t now, int64_t id)
{
	return desk_call(
		now, (struct principal){.kind = PRINCIPAL_VISITOR, .id = id});
}

static inline struct call desk_staff(int64_t now)
{
	return desk_call(now, (struct principal){.kind = PRINCIPAL_STAFF,
				      .role = ROLE_ADMINISTRATOR,
				      .clinic_id = CLINIC_ID,
				      .id = 77});
}

static inline struct call desk_stranger(int64_t now)
{
	return desk_call(now, (struct principal){.kind = PRINCIPAL_STAFF,
				      .role = ROLE_OWNER,
				      .clinic_id = CLINIC_OTHER_ID,
				      .id = 78});
}

static inline int64_t desk_count(const char *sql)
{
	struct db_rows r;

	CHECK(db_run(both.store.db, sql, DB_NO_ARGS, 1, &both.a, &r, &both.e));
	return db_cell_int(&r, 0, 0);
}

/* How many rows a table has; and those of a condition. */
static inline int64_t desk_rows(const char *table)
{
	return desk_count(
		arena_print(&both.a, "SELECT COUNT(*) FROM %s", table));
}

static inline int64_t desk_rows_where(const char *table, const char *condition)
{
	return desk_count(arena_print(
		&both.a, "SELECT COUNT(*) FROM %s WHERE %s", table, condition));
}

/* The n-th newest text that left or will leave as an answer in a talk. */
static inline const char *desk_answer(int back)
{
	struct db_rows r;
	const char *body;

	CHECK(db_run(both.store.db,
		"SELECT id, patient_id FROM outbox WHERE kind = 'chat'"
		" ORDER BY id DESC LIMIT 20",
		DB_NO_ARGS, 20, &both.a, &r, &both.e));
	if (back >= r.n)
		return "";
	CHECK(store_message_body(&both.store, db_cell_int(&r, back, 1),
		db_cell_int(&r, back, 0), &both.a, &body, &both.e));
	return body;
}

/* What can be seen of the clinic: enough to tell nothing from all. */
struct desk_sight {
	int64_t visits, cells, patients, planned, audited;
	int64_t last_start_at, revision;
	int64_t bare_visits; /* without cells */
};

static inline struct desk_sight desk_look(void)
{
	struct audit_verdict verdict;

	if (!audit_verify(&both.store, CLINIC_ID, NULL, 0, &verdict, &both.e))
		fail_msg("%s", both.e.text);
	CHECK(verdict.is_whole);
	return (struct desk_sight){
		.visits = desk_count("SELECT COUNT(*) FROM visit"),
		.cells = desk_count("SELECT COUNT(*) FROM occupancy"),
		.patients = desk_count("SELECT COUNT(*) FROM patient"),
		.planned = desk_count("SELECT COUNT(*) FROM outbox"),
		.audited = verdict.rows_n,
		.last_start_at = desk_count(
			"SELECT COALESCE(MAX(start_at), 0) FROM visit"),
		.revision = desk_count(
			"SELECT COALESCE(MAX(revision), 0) FROM visit"),
		.bare_visits = desk_count(
			"SELECT COUNT(*) FROM visit v WHERE NOT EXISTS (SELECT"
			" 1 FROM occupancy o WHERE o.visit_id = v.id)"),
	};
}

/* No patient and no visit is left; the chain stays. */
static inline void desk_clear(void)
{
	static const char *const sql[] = {"DELETE FROM occupancy",
		"DELETE FROM link", "DELETE FROM outbox", "DELETE FROM visit",
		"DELETE FROM address", "DELETE FROM patient"};

	for (size_t i = 0; i < ARRAY_LEN(sql); i++)
		CHECK(db_do(both.store.db, sql[i], DB_NO_ARGS, NULL, &both.e));
}

#define DESK_MAIN(...) ENGINE_MAIN(desk_before, desk_after, __VA_ARGS__)

#endif
