#include "db/db.h"

#include "db/db_fault.h"
#include "os/thread.h"
#include "test/engine.h"

static struct database *database;
static struct db *db;
static struct arena a;
static struct err e;

static const char schema[] =
	"CREATE TABLE thing (id bigint PRIMARY KEY, name text, data bytea,"
	" number bigint CHECK (number >= 0));"
	"CREATE TABLE part (thing_id bigint NOT NULL REFERENCES thing (id));";
static const char sql_put[] =
	"INSERT INTO thing (id, name, data, number) VALUES ($1, $2, $3, $4)";
static const char sql_all[] =
	"SELECT id, name, data, number FROM thing ORDER BY id";
static const char sql_count[] = "SELECT count(*) FROM thing";

static struct database *open_database(void)
{
	struct db_options options = {
		.schema = engine.schema[0] ? engine.schema : NULL};
	struct database *d = NULL;

	if (!database_open(engine.address, &options, &d, &e))
		fail_msg("%s", e.text);
	return d;
}

static void before(void)
{
	arena_init(&a);
	database = open_database();
	CHECK(db_open(database, &db, &e));
	CHECK(db_begin(db, &e));
	if (!db_script(db, schema, &e))
		fail_msg("%s", e.text);
	CHECK(db_commit(db, &e));
}

static void after(void)
{
	db_close(db);
	database_close(database);
	arena_release(&a);
}

static bool put_in(struct db *in, int64_t id, struct err *why)
{
	return db_do(in, sql_put,
		DB_ARGS(db_id(id), db_null(), db_null(), db_null()), NULL, why);
}

static bool put(int64_t id)
{
	return put_in(db, id, &e);
}

static int64_t count(void)
{
	struct db_rows rows;

	if (!db_run(db, sql_count, DB_NO_ARGS, 1, &a, &rows, &e))
		fail_msg("%s", e.text);
	return db_cell_int(&rows, 0, 0);
}

static void test_values_come_back_as_they_went(void)
{
	static const uint8_t bytes[] = {0, 255, 0, '\'', '\\', 1};
	struct db_rows rows;
	int64_t changed = 0;
	size_t n;

	CHECK(db_do(db, sql_put,
		DB_ARGS(db_int(INT64_MAX), db_text("Ёж's «\\n» 🦔"),
			db_blob(bytes, sizeof(bytes)), db_int(0)),
		&changed, &e));
	CHECK(changed == 1);
	CHECK(db_do(db, sql_put,
		DB_ARGS(db_int(INT64_MIN), db_text(""), db_blob("", 0),
			db_int(1)),
		NULL, &e));
	CHECK(put(7));
	CHECK(db_run(db, sql_all, DB_NO_ARGS, 10, &a, &rows, &e));
	CHECK(rows.n == 3 && rows.columns == 4 && rows.changed == 0);
	CHECK(db_rows_are(&rows, "iTBI", &e));
	CHECK(!db_rows_are(&rows, "itBI", &e) && e.kind == ERR_INTERNAL);
	CHECK(!db_rows_are(&rows, "iTB", &e));
	CHECK(db_cell_int(&rows, 0, 0) == INT64_MIN);
	CHECK_TEXT(db_cell_text(&rows, 0, 1), "");
	CHECK(db_cell_blob(&rows, 0, 2, &n) != NULL && n == 0);
	CHECK(db_cell_is_null(&rows, 1, 1) && db_cell_is_null(&rows, 1, 2));
	CHECK(db_cell_text(&rows, 1, 1) == NULL);
	CHECK_TEXT(db_cell_text(&rows, 2, 1), "Ёж's «\\n» 🦔");
	CHECK(memcmp(db_cell_blob(&rows, 2, 2, &n), bytes, sizeof(bytes)) == 0);
	CHECK(n == sizeof(bytes) && db_cell_int(&rows, 2, 3) == 0);
	CHECK(db_cell_int(&rows, 2, 0) == INT64_MAX);
}

/* SQLite numbers parameters by first appearance, PostgreSQL by the digit. */
static void test_parameters_go_by_their_number(void)
{
	struct db_rows rows;

	CHECK(put(5));
	CHECK(db_run(db,
		"UPDATE thing SET name = $3, number = $2"
		" WHERE id = $1 AND $2 > 8 RETURNING name, number, id",
		DB_ARGS(db_int(5), db_int(9), db_text("x")), 1, &a, &rows, &e));
	CHECK(rows.n == 1 && rows.changed == 1);
	CHECK_TEXT(db_cell_text(&rows, 0, 0), "x");
	CHECK(db_cell_int(&rows, 0, 1) == 9 && db_cell_int(&rows, 0, 2) == 5);
	CHECK(!db_do(db, "UPDATE thing SET number = $2 WHERE id = $1",
		DB_ARGS(db_int(5)), NULL, &e));
	CHECK(e.kind == ERR_INTERNAL);
	CHECK(db_do(db, "UPDATE thing SET name = '$9' WHERE id = $1",
		DB_ARGS(db_int(5)), NULL, &e));
}

static void test_sums_are_numbers(void)
{
	struct db_rows rows;

	CHECK(put(1) && put(2));
	CHECK(db_do(db, "UPDATE thing SET number = $1 * id",
		DB_ARGS(db_int(123456789012)), NULL, &e));
	CHECK(db_run(db, "SELECT sum(number), max(id), 1 + 1 FROM thing",
		DB_NO_ARGS, 1, &a, &rows, &e));
	CHECK(db_cell_int(&rows, 0, 0) == 370370367036);
	CHECK(db_cell_int(&rows, 0, 1) == 2 && db_cell_int(&rows, 0, 2) == 2);
	CHECK(db_run(db, "SELECT sum(number) FROM thing WHERE id > 9",
		DB_NO_ARGS, 1, &a, &rows, &e));
	CHECK(db_cell_is_null(&rows, 0, 0));
	CHECK(!db_run(db, "SELECT CAST(1.5 AS double precision)", DB_NO_ARGS, 1,
		&a, &rows, &e));
	CHECK(e.kind == ERR_INTERNAL);
}

static void test_errors_have_their_kind(void)
{
	static const struct {
		const char *sql;
		enum err_kind kind;
	} rows[] = {
		{"INSERT INTO thing (id) VALUES (1)", ERR_CONFLICT},
		{"INSERT INTO thing (id, number) VALUES (2, -1)", ERR_CONFLICT},
		{"INSERT INTO part (thing_id) VALUES (9)", ERR_CONFLICT},
		{"INSERT INTO part (thing_id) VALUES (NULL)", ERR_CONFLICT},
		{"SELECT FROM WHERE", ERR_INTERNAL},
		{"SELECT nothing FROM thing", ERR_INTERNAL},
		{"SELECT 1; SELECT 2", ERR_INTERNAL},
		{"SELECT name FROM thing", ERR_INTERNAL}, /* db_do wants none */
		{"", ERR_INTERNAL},
	};

	CHECK(put(1));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		e.kind = ERR_NONE;
		CHECK_ROW(!db_do(db, rows[i].sql, DB_NO_ARGS, NULL, &e), i);
		CHECK_ROW(e.kind == rows[i].kind, i);
	}
	CHECK(count() == 1);
}

/* The texts of errors go to logs: what was stored must not be in them. */
static void test_error_texts_hold_no_data(void)
{
	CHECK(db_do(db, "CREATE_NOTHING", DB_NO_ARGS, NULL, &e) == false);
	CHECK(db_begin(db, &e));
	CHECK(db_script(
		db, "CREATE UNIQUE INDEX thing_name ON thing (name);", &e));
	CHECK(db_commit(db, &e));
	for (int id = 1; id <= 2; id++) {
		bool ok = db_do(db, sql_put,
			DB_ARGS(db_int(id), db_text("+79001234567"), db_null(),
				db_null()),
			NULL, &e);

		CHECK_ROW(ok == (id == 1), id);
	}
	CHECK(e.kind == ERR_CONFLICT && strstr(e.text, "7900") == NULL);
	CHECK(strstr(e.text, "thing") != NULL);
}

enum { MANY = 1203 };

/* Things `from` to from + n - 1, every third without a name. */
static bool put_many(int64_t from, size_t n, int64_t *changed)
{
	static const char sql[] = "INSERT INTO thing (id, name) VALUES ($1, $2)"
				  " ON CONFLICT (id) DO NOTHING";
	static struct db_value args[MANY][2];

	for (size_t i = 0; i < n; i++) {
		args[i][0] = db_int(from + (int64_t)i);
		args[i][1] = i % 3 ? db_text("имя") : db_null();
	}
	return db_do_many(db, sql, args[0], 2, n, changed, &e);
}

static void test_many_are_done_one_by_one(void)
{
	static int64_t changed[MANY];
	struct db_rows r;

	CHECK(put(2));
	CHECK(db_begin(db, &e) && put_many(1, MANY, changed) &&
		put_many(MANY + 1, 0, NULL) && db_commit(db, &e));
	for (int i = 0; i < MANY; i++)
		CHECK_ROW(changed[i] == (i == 1 ? 0 : 1), i);
	CHECK(db_run(db, "SELECT count(*), sum(id), count(name) FROM thing",
		DB_NO_ARGS, 1, &a, &r, &e));
	CHECK(db_cell_int(&r, 0, 0) == MANY);
	CHECK(db_cell_int(&r, 0, 1) == (int64_t)MANY * (MANY + 1) / 2);
	CHECK(db_cell_int(&r, 0, 2) == MANY / 3 * 2 - 1);
}

static void test_one_bad_of_many_undoes_all(void)
{
	static const char sql[] = "INSERT INTO thing (id, number)"
				  " VALUES ($1, $2)";
	const struct db_value args[] = {db_int(1), db_int(5), db_int(2),
		db_int(-5), db_int(3), db_int(5)};

	CHECK(db_begin(db, &e));
	CHECK(!db_do_many(db, sql, args, 2, 3, NULL, &e));
	CHECK(e.kind == ERR_CONFLICT);
	CHECK(!put(9) && e.kind == ERR_INTERNAL); /* dead */
	db_rollback(db);
	CHECK(count() == 0 && put(9) && count() == 1);
}

static void test_rows_are_limited(void)
{
	struct db_rows rows = {.n = 77};

	CHECK(put(1) && put(2) && put(3));
	CHECK(!db_run(db, sql_all, DB_NO_ARGS, 2, &a, &rows, &e));
	CHECK(e.kind == ERR_LIMIT && rows.n == 77);
	CHECK(db_run(db, sql_all, DB_NO_ARGS, 3, &a, &rows, &e));
	CHECK(rows.n == 3);
	CHECK(db_run(db, "SELECT id FROM thing WHERE id = $1",
		DB_ARGS(db_int(99)), 3, &a, &rows, &e));
	CHECK(rows.n == 0 && db_rows_are(&rows, "i", &e));
}

static bool add_up(
	void *ctx, const struct db_value *cells, int columns, struct err *why)
{
	int64_t *sum = ctx;

	CHECK(columns == 1 && cells[0].type == DB_INT);
	*sum += cells[0].i;
	return *sum < 100 || err_set(why, ERR_LIMIT, "enough");
}

static void test_each_hands_over_row_by_row(void)
{
	int64_t sum = 0;

	for (int id = 1; id <= 20; id++)
		CHECK_ROW(put(id), id);
	CHECK(db_each(db, "SELECT id FROM thing WHERE id < $1",
		DB_ARGS(db_int(11)), add_up, &sum, &e));
	CHECK(sum == 55);
	sum = 0;
	CHECK(!db_each(
		db, "SELECT id FROM thing", DB_NO_ARGS, add_up, &sum, &e));
	CHECK(e.kind == ERR_LIMIT && sum < 200);
	CHECK(count() == 20);
}

static void test_rollback_leaves_nothing(void)
{
	CHECK(db_begin(db, &e) && put(1));
	CHECK(db_is_in_transaction(db) && count() == 1);
	db_rollback(db);
	CHECK(!db_is_in_transaction(db) && count() == 0);
	db_rollback(db);
	CHECK(db_begin(db, &e) && put(1) && db_commit(db, &e));
	CHECK(count() == 1);
}

/* Both engines: after a failure only db_rollback helps. */
static void test_a_failed_transaction_is_dead(void)
{
	CHECK(put(1));
	CHECK(db_begin(db, &e) && put(2));
	CHECK(!put(1) && e.kind == ERR_CONFLICT);
	CHECK(!put(3) && e.kind == ERR_INTERNAL);
	CHECK(!db_commit(db, &e) && e.kind == ERR_INTERNAL);
	CHECK(count() == 1);
	CHECK(db_begin(db, &e) && put(2) && db_commit(db, &e));
	CHECK(count() == 2);
}

static void test_expected_conflict_shows_in_changed(void)
{
	static const char sql[] = "INSERT INTO thing (id) VALUES ($1)"
				  " ON CONFLICT DO NOTHING";
	int64_t changed = 9;

	CHECK(db_begin(db, &e));
	CHECK(db_do(db, sql, DB_ARGS(db_int(1)), &changed, &e));
	CHECK(changed == 1);
	CHECK(db_do(db, sql, DB_ARGS(db_int(1)), &changed, &e));
	CHECK(changed == 0);
	CHECK(db_commit(db, &e));
}

static void test_schema_changes_are_for_scripts(void)
{
	static const char *const sql[] = {"CREATE TABLE x (id bigint)",
		"DROP TABLE thing", "ALTER TABLE thing ADD COLUMN x bigint",
		"ATTACH DATABASE '/tmp/x' AS x", "PRAGMA foreign_keys = OFF",
		"CREATE TRIGGER x AFTER INSERT ON thing BEGIN SELECT 1; END"};

	if (strcmp(engine.name, "sqlite") != 0)
		return; /* there the server's roles forbid it */
	for (size_t i = 0; i < ARRAY_LEN(sql); i++) {
		CHECK_ROW(!db_do(db, sql[i], DB_NO_ARGS, NULL, &e), i);
		CHECK_ROW(e.kind == ERR_INTERNAL, i);
	}
	CHECK(db_begin(db, &e));
	CHECK(!db_script(db, "ATTACH DATABASE '/tmp/x' AS x", &e));
	db_rollback(db);
}

static void test_what_is_for_sqlite_is_a_comment_elsewhere(void)
{
	bool is_sqlite = strcmp(engine.name, "sqlite") == 0;

	CHECK(db_begin(db, &e));
	CHECK(db_script(db,
		"/*SQLITE:*/ CREATE TABLE its_own (id integer PRIMARY KEY);"
		" -- of its own\n/*:SQLITE*/",
		&e));
	CHECK(db_commit(db, &e));
	CHECK(db_do(db, "INSERT INTO its_own (id) VALUES ($1)",
		      DB_ARGS(db_int(1)), NULL, &e) == is_sqlite);
}

static void test_readers_see_only_what_is_committed(void)
{
	struct db *writer = NULL;

	CHECK(db_open(database, &writer, &e));
	CHECK(db_begin(writer, &e) && put_in(writer, 1, &e));
	CHECK(count() == 0);
	CHECK(db_commit(writer, &e));
	CHECK(count() == 1);
	db_close(writer);
}

/* In a transaction, as it is asked for the second time. */
static uint64_t stamp_of(const char *table)
{
	uint64_t stamp;

	CHECK(db_begin(db, &e));
	stamp = db_stamp(db, &table, 1);
	db_rollback(db);
	return stamp;
}

static void test_a_stamp_tells_what_was_written(void)
{
	bool can_tell = strcmp(engine.name, "sqlite") == 0;
	struct database *elsewhere = open_database();
	uint64_t before = stamp_of("thing"), after;
	struct db *foreign = NULL;

	CHECK((stamp_of("thing") == before) == can_tell);
	CHECK(put(1));
	after = stamp_of("thing");
	CHECK(after != before);
	CHECK(db_do(db, "INSERT INTO part (thing_id) VALUES (1)", DB_NO_ARGS,
		NULL, &e));
	CHECK((stamp_of("thing") == after) == can_tell);

	/* As another process would. */
	CHECK(db_open(elsewhere, &foreign, &e));
	CHECK(put_in(foreign, 2, &e));
	CHECK(stamp_of("thing") != after);
	db_close(foreign);
	database_close(elsewhere);
}

static void test_skip_locked_is_understood(void)
{
	struct db_rows rows;

	CHECK(put(1));
	CHECK(db_run(db,
		"WITH picked AS MATERIALIZED (SELECT id FROM thing"
		" ORDER BY id LIMIT $1 /*SKIP LOCKED*/) UPDATE thing"
		" SET number = 1 WHERE id IN (SELECT id FROM picked)"
		" RETURNING id",
		DB_ARGS(db_int(1)), 1, &a, &rows, &e));
	CHECK(rows.n == 1);
	CHECK(db_begin(db, &e));
	CHECK(db_run(db, "SELECT id FROM thing WHERE id = $1 /*FOR UPDATE*/",
		DB_ARGS(db_int(1)), 1, &a, &rows, &e));
	CHECK(db_commit(db, &e));
}

/* --- many threads ------------------------------------------------------ */

enum { THREADS = 64, TURNS = 8 };

struct worker {
	struct thread thread;
	int64_t first_id;
	int ok_n, conflict_n, other_n;
};

/*
 * Every third transaction fails on id 1 after writing, the very last one too:
 * who ends a group by a rollback must commit for the others.
 */
static void work(void *ctx)
{
	struct worker *w = ctx;
	struct db *own = NULL;
	struct err why;

	if (!db_open(database, &own, &why))
		return;
	for (int i = 0; i < TURNS; i++) {
		bool fails = i % 3 == 1;
		bool ok = db_begin(own, &why) &&
			  put_in(own, w->first_id + i, &why) &&
			  (!fails || put_in(own, 1, &why));

		ok = ok ? db_commit(own, &why) : (db_rollback(own), false);
		w->ok_n += ok;
		w->conflict_n += !ok && why.kind == ERR_CONFLICT;
		w->other_n += !ok && why.kind != ERR_CONFLICT;
	}
	db_close(own);
}

static void test_one_members_failure_leaves_the_others(void)
{
	static struct worker workers[THREADS];
	int ok_n = 0, conflict_n = 0, other_n = 0;

	CHECK(put(1));
	for (int i = 0; i < THREADS; i++) {
		workers[i] = (struct worker){.first_id = (i + 1) * 100};
		CHECK(thread_start(&workers[i].thread, work, &workers[i], &e));
	}
	for (int i = 0; i < THREADS; i++) {
		thread_join(&workers[i].thread);
		ok_n += workers[i].ok_n;
		conflict_n += workers[i].conflict_n;
		other_n += workers[i].other_n;
	}
	CHECK(conflict_n == THREADS * 3 && other_n == 0);
	CHECK(ok_n == THREADS * (TURNS - 3));
	CHECK(count() == 1 + ok_n);
}

static void note_later(void *ctx)
{
	struct db *own = NULL;
	struct err why;

	(void)ctx;
	CHECK(db_open(database, &own, &why));
	CHECK(db_notify(own, "visit", 42, &why));
	db_close(own);
}

static void test_notes_wake_who_listens(void)
{
	struct thread t;
	struct db *ear = NULL;
	struct db_note note;

	CHECK(db_open(database, &ear, &e));
	CHECK(db_listen(ear, "visit", &e));
	CHECK(db_wait(ear, 0, &note, &e) && note.heard == DB_HEARD_NOTHING);
	CHECK(thread_start(&t, note_later, NULL, &e));
	CHECK(db_wait(ear, 5000, &note, &e));
	CHECK(note.heard == DB_HEARD_NOTE && note.number == 42);
	CHECK_TEXT(note.topic, "visit");
	thread_join(&t);

	CHECK(db_begin(db, &e) && db_notify(db, "visit", 1, &e));
	db_rollback(db);
	CHECK(db_notify(db, "other", 2, &e));
	CHECK(db_begin(db, &e) && db_notify(db, "visit", -3, &e));
	CHECK(db_commit(db, &e));
	CHECK(db_wait(ear, 5000, &note, &e));
	CHECK(note.heard == DB_HEARD_NOTE && note.number == -3);
	CHECK(db_wait(ear, 0, &note, &e) && note.heard == DB_HEARD_NOTHING);
	/* The same note of one transaction is told once, on both engines. */
	CHECK(db_begin(db, &e));
	for (int i = 0; i < 200; i++)
		CHECK_ROW(db_notify(db, "visit", 7, &e), i);
	CHECK(db_commit(db, &e));
	CHECK(db_wait(ear, 5000, &note, &e) && note.number == 7);
	CHECK(db_wait(ear, 0, &note, &e) && note.heard == DB_HEARD_NOTHING);
	CHECK(!db_listen(ear, "a; DROP", &e) && e.kind == ERR_INTERNAL);
	db_close(ear);
}

/* --- faults ------------------------------------------------------------ */

/* A use case of two rows: all or nothing, whichever call fails. */
static bool put_two(struct db *in)
{
	struct err why;

	if (db_begin(in, &why) && put_in(in, 1, &why) && put_in(in, 2, &why) &&
		db_commit(in, &why))
		return true;
	db_rollback(in);
	return false;
}

static void test_fault_driver_breaks_each_call(void)
{
	struct db_fault fault;
	struct database *broken = db_fault_open(open_database(), &fault);
	struct db *in = NULL;
	int n;

	fault = (struct db_fault){.fail_at = 0};
	CHECK(db_open(broken, &in, &e));
	for (n = 1;; n++) {
		bool ok;

		fault = (struct db_fault){.fail_at = n, .for_ever = n % 2};
		ok = put_two(in);
		CHECK_ROW(ok == (fault.calls < n), n);
		CHECK_ROW(count() == (ok ? 2 : 0), n);
		if (ok)
			break;
	}
	CHECK(n == 5); /* begin, two rows, commit were broken in turn */
	db_close(in);
	database_close(broken);
}

static void test_fault_driver_makes_commits_uncertain(void)
{
	struct db_fault fault = {.kind = DB_FAULT_UNCERTAIN_LOST, .fail_at = 4};
	struct database *broken = db_fault_open(open_database(), &fault);
	struct db *in = NULL;

	CHECK(db_open(broken, &in, &e));
	CHECK(!put_two(in) && count() == 0);
	fault = (struct db_fault){DB_FAULT_UNCERTAIN_DONE, 4, false, 0};
	CHECK(!put_two(in) && count() == 2);
	fault = (struct db_fault){DB_FAULT_UNCERTAIN_DONE, 3, false, 0};
	CHECK(db_begin(in, &e) && put_in(in, 3, &e));
	CHECK(!db_commit(in, &e) && e.kind == ERR_UNCERTAIN);
	db_close(in);
	database_close(broken);
}

static void test_addresses(void)
{
	struct database *d = NULL;

	CHECK(!database_open("mysql:x", NULL, &d, &e));
	CHECK(e.kind == ERR_INVALID);
	CHECK(!database_open("sqlite:/nowhere/at/all.db", NULL, &d, &e));
	CHECK(e.kind == ERR_UNAVAILABLE);
}

ENGINE_MAIN(before, after, test_values_come_back_as_they_went,
	test_parameters_go_by_their_number, test_sums_are_numbers,
	test_errors_have_their_kind, test_error_texts_hold_no_data,
	test_many_are_done_one_by_one, test_one_bad_of_many_undoes_all,
	test_rows_are_limited, test_each_hands_over_row_by_row,
	test_rollback_leaves_nothing, test_a_failed_transaction_is_dead,
	test_expected_conflict_shows_in_changed,
	test_schema_changes_are_for_scripts,
	test_what_is_for_sqlite_is_a_comment_elsewhere,
	test_readers_see_only_what_is_committed,
	test_a_stamp_tells_what_was_written, test_skip_locked_is_understood,
	test_one_members_failure_leaves_the_others, test_notes_wake_who_listens,
	test_fault_driver_breaks_each_call,
	test_fault_driver_makes_commits_uncertain, test_addresses)
