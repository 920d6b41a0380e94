/*
 * What can happen to the commit group: a disk that is full, a turn that does
 * not come, another process that writes.
 */
#include "db/db.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "os/thread.h"
#include "test/engine.h"

enum { THREADS = 32, DEADLINE_MS = 50 };

static struct database *database;
static struct db *db;
static struct arena a;
static struct err e;

static const char sql_put[] = "INSERT INTO thing (id) VALUES ($1)";

static struct database *open_database(int deadline_ms)
{
	struct db_options options = {
		.schema = engine.schema, .deadline_ms = deadline_ms};
	struct database *d = NULL;

	CHECK(database_open(engine.address, &options, &d, &e));
	return d;
}

static void before(void)
{
	arena_init(&a);
	database = open_database(0);
	CHECK(db_open(database, &db, &e));
	CHECK(db_begin(db, &e));
	CHECK(db_script(db, "CREATE TABLE thing (id bigint PRIMARY KEY);", &e));
	CHECK(db_commit(db, &e));
}

static void after(void)
{
	db_close(db);
	database_close(database);
	arena_release(&a);
}

static bool is_sqlite(void)
{
	return strcmp(engine.name, "sqlite") == 0;
}

static int64_t count(void)
{
	struct db_rows rows;

	CHECK(db_run(db, "SELECT count(*) FROM thing", DB_NO_ARGS, 1, &a, &rows,
		&e));
	return db_cell_int(&rows, 0, 0);
}

/* How many workers stand before the door of the writer. */
static struct mutex door;
static struct condition at_door;
static int at_door_n;

struct worker {
	struct thread thread;
	int64_t id;
	bool gives_up; /* rolls back instead */
	bool ok;
	struct err e;
};

static void put_one(void *ctx)
{
	struct worker *w = ctx;
	struct db *own = NULL;

	w->ok = db_open(database, &own, &w->e);
	mutex_lock(&door);
	at_door_n++;
	condition_wake_all(&at_door);
	mutex_unlock(&door);
	w->ok = w->ok && db_begin(own, &w->e) &&
		db_do(own, sql_put, DB_ARGS(db_int(w->id)), NULL, &w->e) &&
		(w->gives_up ? (db_rollback(own), true)
			     : db_commit(own, &w->e));
	db_close(own);
}

/*
 * Many at once write rows `first`, `first` + 1 ...; they come while the writer
 * is held, so that most of them meet in one group.
 */
static void put_together(struct worker *workers, int first, int give_up_every)
{
	mutex_init(&door);
	condition_init(&at_door);
	at_door_n = 0;
	CHECK(db_begin(db, &e));
	for (int i = 0; i < THREADS; i++) {
		workers[i] = (struct worker){.id = first + i,
			.gives_up =
				give_up_every > 0 && i % give_up_every == 0};
		CHECK(thread_start(
			&workers[i].thread, put_one, &workers[i], &e));
	}
	mutex_lock(&door);
	while (at_door_n < THREADS)
		condition_wait(&at_door, &door);
	mutex_unlock(&door);
	db_rollback(db);
	for (int i = 0; i < THREADS; i++)
		thread_join(&workers[i].thread);
	condition_release(&at_door);
	mutex_release(&door);
}

/* No file of this process may grow over `bytes`. */
static void limit_files(rlim_t bytes)
{
	struct rlimit limit;

	CHECK(getrlimit(RLIMIT_FSIZE, &limit) == 0);
	limit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;
	CHECK(setrlimit(RLIMIT_FSIZE, &limit) == 0);
}

static void test_a_full_disk_fails_every_member(void)
{
	static struct worker workers[THREADS];
	char log[100];
	struct stat st;

	if (!is_sqlite())
		return;
	CHECK(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
	CHECK(db_do(db, sql_put, DB_ARGS(db_int(1000)), NULL, &e));
	snprintf(log, sizeof(log), "%s/zabota.db-wal", engine.folder);
	CHECK(stat(log, &st) == 0);
	limit_files((rlim_t)st.st_size);
	put_together(workers, 1, 0);
	limit_files(RLIM_INFINITY);
	for (int i = 0; i < THREADS; i++) {
		CHECK_ROW(!workers[i].ok, i);
		CHECK_ROW(workers[i].e.kind == ERR_UNAVAILABLE, i);
	}
	CHECK(count() == 1);
	put_together(workers, 1, 0);
	for (int i = 0; i < THREADS; i++)
		CHECK_ROW(workers[i].ok, i);
	CHECK(count() == 1 + THREADS);
}

/* Whoever ends a group by a rollback has to commit for the others. */
static void test_the_last_out_commits_though_it_rolls_back(void)
{
	static struct worker workers[THREADS];
	enum { ROUNDS = 20 };

	if (!is_sqlite())
		return;
	for (int round = 0; round < ROUNDS; round++) {
		put_together(workers, 1 + round * THREADS, 2);
		for (int i = 0; i < THREADS; i++)
			CHECK_ROW(workers[i].ok, i);
		CHECK_ROW(count() == (round + 1) * THREADS / 2, round);
	}
}

static void test_who_gives_up_leaves_the_queue(void)
{
	struct database *hasty = open_database(DEADLINE_MS);
	struct db *one = NULL, *two = NULL;

	if (is_sqlite()) {
		CHECK(db_open(hasty, &one, &e) && db_open(hasty, &two, &e));
		CHECK(db_begin(one, &e));
		CHECK(!db_begin(two, &e) && e.kind == ERR_UNAVAILABLE);
		CHECK(!db_is_in_transaction(two));
		CHECK(db_do(one, sql_put, DB_ARGS(db_int(1)), NULL, &e));
		CHECK(db_commit(one, &e));
		CHECK(db_begin(two, &e) && db_commit(two, &e));
		CHECK(count() == 1);
	}
	db_close(one);
	db_close(two);
	database_close(hasty);
}

static void test_another_process_may_write_too(void)
{
	struct database *second = open_database(DEADLINE_MS);
	struct db *other = NULL;

	if (is_sqlite()) {
		CHECK(db_open(second, &other, &e));
		CHECK(db_begin(db, &e));
		CHECK(!db_begin(other, &e) && e.kind == ERR_UNAVAILABLE);
		CHECK(db_do(db, sql_put, DB_ARGS(db_int(1)), NULL, &e));
		CHECK(db_commit(db, &e));
		CHECK(db_do(other, sql_put, DB_ARGS(db_int(2)), NULL, &e));
		CHECK(count() == 2);
	}
	db_close(other);
	database_close(second);
}

static int64_t bytes_of(const char *suffix)
{
	char path[80];
	struct stat st;

	snprintf(path, sizeof(path), "%s/zabota.db%s", engine.folder, suffix);
	CHECK(stat(path, &st) == 0);
	return st.st_size;
}

enum { CHUNK_BYTES = 4 << 20, LOG_BYTES = 8000 * 4096 };

/* Some 1,024 pages of the log. */
static void put_chunk(void)
{
	static const uint8_t zeros[CHUNK_BYTES];

	CHECK(db_do(db, "INSERT INTO bulk (data) VALUES ($1)",
		DB_ARGS(db_blob(zeros, sizeof(zeros))), NULL, &e));
}

static void test_a_long_log_is_copied_and_begun_anew(void)
{
	int64_t log_bytes;

	if (!is_sqlite())
		return;
	CHECK(db_begin(db, &e));
	CHECK(db_script(db, "CREATE TABLE bulk (data bytea);", &e));
	CHECK(db_commit(db, &e));
	for (int i = 0; i < LOG_BYTES / CHUNK_BYTES; i++)
		put_chunk();
	CHECK(bytes_of("") < CHUNK_BYTES);
	put_chunk();
	CHECK(bytes_of("") > LOG_BYTES);
	log_bytes = bytes_of("-wal");
	put_chunk();
	CHECK(bytes_of("-wal") == log_bytes);
}

/* A handle that is closed in the middle must not keep the writer. */
static void test_closing_gives_the_turn_back(void)
{
	struct db *own = NULL;

	CHECK(db_open(database, &own, &e) && db_begin(own, &e));
	CHECK(db_do(own, sql_put, DB_ARGS(db_int(1)), NULL, &e));
	db_close(own);
	CHECK(db_do(db, sql_put, DB_ARGS(db_int(1)), NULL, &e));
	CHECK(count() == 1);
}

static bool run_script(const char *sql)
{
	CHECK(db_begin(db, &e));
	if (db_script(db, sql, &e))
		return db_commit(db, &e);
	db_rollback(db);
	return false;
}

static bool put_part(int64_t thing_id)
{
	return db_do(db, "INSERT INTO part (thing_id) VALUES ($1)",
		DB_ARGS(db_int(thing_id)), NULL, &e);
}

static void test_what_others_refer_to_can_be_rebuilt(void)
{
	static const char rebuild[] =
		"CREATE TABLE lean (id integer PRIMARY KEY);"
		"INSERT INTO lean SELECT id FROM thing;"
		"DROP TABLE thing; ALTER TABLE lean RENAME TO thing;";

	if (!is_sqlite())
		return;
	CHECK(run_script("CREATE TABLE part (thing_id bigint"
			 " REFERENCES thing (id));"));
	CHECK(db_do(db, sql_put, DB_ARGS(db_int(1)), NULL, &e));
	CHECK(put_part(1));
	CHECK(!run_script(rebuild) && e.kind == ERR_CONFLICT);
	CHECK(db_loosen(db, true, &e));
	CHECK(run_script(rebuild) && count() == 1);
	CHECK(!run_script("DELETE FROM thing;") && e.kind == ERR_CONFLICT);
	CHECK(db_loosen(db, false, &e));
	CHECK(count() == 1 && put_part(1));
	CHECK(!put_part(2) && e.kind == ERR_CONFLICT);
}

ENGINE_MAIN(before, after, test_a_full_disk_fails_every_member,
	test_the_last_out_commits_though_it_rolls_back,
	test_who_gives_up_leaves_the_queue, test_another_process_may_write_too,
	test_a_long_log_is_copied_and_begun_anew,
	test_closing_gives_the_turn_back,
	test_what_others_refer_to_can_be_rebuilt)
