/*
 * What only PostgreSQL can do to us: freeze, end our connection, disagree
 * about types.  On SQLite these tests pass without looking.
 */
#include "db/db.h"

#include "os/clock.h"
#include "test/engine.h"

enum { DEADLINE_MS = 400, FAR_MS = 5000 };

static struct database *database;
static struct db *db, *other;
static struct arena a;
static struct err e;
static bool is_ours;

static void script(const char *sql)
{
	CHECK(db_begin(db, &e));
	if (!db_script(db, sql, &e))
		fail_msg("%s", e.text);
	CHECK(db_commit(db, &e));
}

static void before(void)
{
	struct db_options options = {
		.schema = engine.schema, .deadline_ms = DEADLINE_MS};

	is_ours = strcmp(engine.name, "postgresql") == 0;
	arena_init(&a);
	if (!is_ours)
		return;
	CHECK(database_open(engine.address, &options, &database, &e));
	CHECK(db_open(database, &db, &e) && db_open(database, &other, &e));
	script("CREATE TABLE thing (id bigint PRIMARY KEY, number bigint);");
}

static void after(void)
{
	arena_release(&a);
	if (!is_ours)
		return;
	db_close(db);
	db_close(other);
	database_close(database);
}

static int64_t number(struct db *in, const char *sql)
{
	struct db_rows rows;

	if (!db_run(in, sql, DB_NO_ARGS, 1, &a, &rows, &e))
		fail_msg("%s", e.text);
	return db_cell_int(&rows, 0, 0);
}

/* Ends the connection of `db` from another one. */
static void cut(int64_t backend)
{
	struct db_rows rows;

	CHECK(db_run(other, "SELECT pg_terminate_backend(CAST($1 AS int))",
		DB_ARGS(db_int(backend)), 1, &a, &rows, &e));
	while (number(other, "SELECT count(*) FROM pg_stat_activity"
			     " WHERE application_name = 'cut'") > 0)
		continue;
}

static int64_t backend(void)
{
	struct db_rows rows;

	CHECK(db_run(db, "SELECT set_config('application_name', 'cut', false)",
		DB_NO_ARGS, 1, &a, &rows, &e));
	return number(db, "SELECT pg_backend_pid()");
}

static void test_a_silent_server_is_left_at_the_deadline(void)
{
	int64_t from = clock_steady_ms();
	struct db_rows rows;

	if (!is_ours)
		return;
	CHECK(!db_run(db, "SELECT CAST(pg_sleep(30) AS text)", DB_NO_ARGS, 1,
		&a, &rows, &e));
	CHECK(e.kind == ERR_UNAVAILABLE);
	CHECK(clock_steady_ms() - from >= DEADLINE_MS);
	CHECK(clock_steady_ms() - from < FAR_MS);
	CHECK(number(db, "SELECT 5") == 5);
}

static void test_silence_in_a_commit_is_uncertain(void)
{
	if (!is_ours)
		return;
	script("CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
	       " 'BEGIN PERFORM pg_sleep(30); RETURN NULL; END';"
	       "CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON thing"
	       " DEFERRABLE INITIALLY DEFERRED"
	       " FOR EACH ROW EXECUTE FUNCTION slow();");
	CHECK(db_begin(db, &e));
	CHECK(db_do(
		db, "INSERT INTO thing (id) VALUES (1)", DB_NO_ARGS, NULL, &e));
	CHECK(!db_commit(db, &e) && e.kind == ERR_UNCERTAIN);
	CHECK(!db_is_in_transaction(db));
	/* Without a transaction the statement is its own commit. */
	CHECK(!db_do(
		db, "INSERT INTO thing (id) VALUES (2)", DB_NO_ARGS, NULL, &e));
	CHECK(e.kind == ERR_UNCERTAIN);
	CHECK(number(db, "SELECT count(*) FROM thing") == 0);
}

static void test_a_cut_connection_comes_back(void)
{
	if (!is_ours)
		return;
	cut(backend());
	CHECK(number(db, "SELECT 5") == 5);
	cut(backend());
	CHECK(db_begin(db, &e)); /* nothing is lost: it may simply connect */
	CHECK(db_do(
		db, "INSERT INTO thing (id) VALUES (1)", DB_NO_ARGS, NULL, &e));
	CHECK(db_commit(db, &e));
}

static void test_a_cut_transaction_did_nothing(void)
{
	if (!is_ours)
		return;
	CHECK(db_begin(db, &e));
	CHECK(db_do(
		db, "INSERT INTO thing (id) VALUES (1)", DB_NO_ARGS, NULL, &e));
	cut(backend());
	CHECK(!db_do(
		db, "INSERT INTO thing (id) VALUES (2)", DB_NO_ARGS, NULL, &e));
	CHECK(e.kind == ERR_UNAVAILABLE);
	db_rollback(db);
	CHECK(number(db, "SELECT count(*) FROM thing") == 0);
}

static void test_a_listener_is_told_of_the_gap(void)
{
	struct db_note note;

	if (!is_ours)
		return;
	CHECK(db_listen(db, "visit", &e));
	cut(backend());
	CHECK(db_notify(other, "visit", 1, &e));
	/* Either notices the cut while waiting, or already before. */
	if (!db_wait(db, FAR_MS, &note, &e))
		CHECK(e.kind == ERR_UNAVAILABLE &&
			db_wait(db, FAR_MS, &note, &e));
	CHECK(note.heard == DB_HEARD_LOSS);
	CHECK(db_notify(other, "visit", 2, &e));
	CHECK(db_wait(db, FAR_MS, &note, &e));
	CHECK(note.heard == DB_HEARD_NOTE && note.number == 2);
}

static void test_deadlock_is_worth_another_try(void)
{
	struct db_rows rows;
	static const char lock[] =
		"SELECT id FROM thing WHERE id = $1 FOR UPDATE NOWAIT";

	if (!is_ours)
		return;
	CHECK(db_do(
		db, "INSERT INTO thing (id) VALUES (1)", DB_NO_ARGS, NULL, &e));
	CHECK(db_begin(other, &e));
	CHECK(db_run(other, lock, DB_ARGS(db_int(1)), 1, &a, &rows, &e));
	CHECK(db_begin(db, &e));
	CHECK(!db_run(db, lock, DB_ARGS(db_int(1)), 1, &a, &rows, &e));
	CHECK(e.kind == ERR_UNAVAILABLE);
	db_rollback(db);
	db_rollback(other);
}

/* numeric, in the binary form of the wire. */
static void test_whole_numerics_are_read(void)
{
	static const struct {
		const char *sql;
		bool is_whole;
		int64_t want;
	} rows[] = {
		{"SELECT CAST(0 AS numeric)", true, 0},
		{"SELECT CAST(10000 AS numeric)", true, 10000},
		{"SELECT CAST(-120000000 AS numeric)", true, -120000000},
		{"SELECT CAST(9223372036854775807 AS numeric)", true,
			INT64_MAX},
		{"SELECT CAST(-9223372036854775808 AS numeric)", true,
			INT64_MIN},
		{"SELECT CAST(9223372036854775808 AS numeric)", false, 0},
		{"SELECT CAST(99999999999999999999999 AS numeric)", false, 0},
		{"SELECT CAST(1.5 AS numeric)", false, 0},
		{"SELECT CAST(0.5 AS numeric)", false, 0},
		{"SELECT CAST('NaN' AS numeric)", false, 0},
		{"SELECT 1 = 1", true, 1},
		{"SELECT CAST(-2 AS smallint)", true, -2},
		{"SELECT now()", false, 0},
	};

	if (!is_ours)
		return;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct db_rows got;
		bool ok = db_run(db, rows[i].sql, DB_NO_ARGS, 1, &a, &got, &e);

		CHECK_ROW(ok == rows[i].is_whole, i);
		if (ok)
			CHECK_ROW(db_cell_int(&got, 0, 0) == rows[i].want, i);
		else
			CHECK_ROW(e.kind == ERR_INTERNAL, i);
	}
}

static void test_no_server_is_unavailable(void)
{
	struct database *d = NULL;
	struct db *nobody = NULL;
	struct db_rows rows;

	if (!is_ours)
		return;
	CHECK(database_open("postgresql:host=/nowhere/at/all", NULL, &d, &e));
	CHECK(db_open(d, &nobody, &e));
	CHECK(!db_begin(nobody, &e) && e.kind == ERR_UNAVAILABLE);
	CHECK(!db_run(nobody, "SELECT 1", DB_NO_ARGS, 1, &a, &rows, &e));
	CHECK(e.kind == ERR_UNAVAILABLE);
	db_close(nobody);
	database_close(d);
	CHECK(!database_open("postgresql:host=a b", NULL, &d, &e));
	CHECK(e.kind == ERR_INVALID);
}

ENGINE_MAIN(before, after, test_a_silent_server_is_left_at_the_deadline,
	test_silence_in_a_commit_is_uncertain, test_a_cut_connection_comes_back,
	test_a_cut_transaction_did_nothing, test_a_listener_is_told_of_the_gap,
	test_deadlock_is_worth_another_try, test_whole_numerics_are_read,
	test_no_server_is_unavailable)
