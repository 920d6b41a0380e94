#ifndef TEST_ENGINE_H
#define TEST_ENGINE_H
/*
 * test/engine - runs a suite once for every database engine at hand: always
 * SQLite (a WAL file in a temporary folder), and PostgreSQL when
 * ZABOTA_TEST_PG holds its address (`./dev test-pg` sets it).
 *
 * Each test gets an empty place of its own, described by `engine`; `before`
 * and `after` of ENGINE_MAIN open and close what the suite needs there.  For
 * suites of the store and above see test/both.h.
 */
#include <dirent.h>
#include <unistd.h>

#include "db/db.h"
#include "test/check.h"

struct engine {
	const char *name;  /* "sqlite" or "postgresql" */
	char address[400]; /* for database_open */
	char schema[40];   /* PostgreSQL; "" on SQLite */
	char folder[40];   /* temporary, for files */
};
static struct engine engine;

typedef void engine_hook_fn(void);
struct engine_test {
	const char *engine;
	check_fn *test;
	engine_hook_fn *before, *after;
};

static inline void engine_start(const char *name)
{
	static int count;

	engine = (struct engine){
		.name = name, .folder = "/tmp/zabota-test-XXXXXX"};
	CHECK(mkdtemp(engine.folder) != NULL);
	if (strcmp(name, "sqlite") == 0) {
		snprintf(engine.address, sizeof(engine.address),
			"sqlite:%s/zabota.db", engine.folder);
		return;
	}
	snprintf(engine.address, sizeof(engine.address), "%s",
		getenv("ZABOTA_TEST_PG"));
	snprintf(engine.schema, sizeof(engine.schema), "t%d_%d", getpid(),
		count++);
}

static inline void engine_drop_schema(const char *schema)
{
	char sql[100];
	struct database *d = NULL;
	struct db *db = NULL;
	struct err e;

	snprintf(sql, sizeof(sql), "DROP SCHEMA IF EXISTS %s CASCADE", schema);
	CHECK(database_open(engine.address, NULL, &d, &e));
	CHECK(db_open(d, &db, &e));
	CHECK(db_begin(db, &e) && db_script(db, sql, &e) && db_commit(db, &e));
	db_close(db);
	database_close(d);
}

static inline void engine_end(void)
{
	char path[400];
	DIR *folder = opendir(engine.folder);
	struct dirent *f;

	if (engine.schema[0] != '\0')
		engine_drop_schema(engine.schema);
	CHECK(folder != NULL);
	while ((f = readdir(folder)) != NULL) {
		snprintf(path, sizeof(path), "%s/%s", engine.folder, f->d_name);
		if (f->d_name[0] != '.')
			CHECK(unlink(path) == 0);
	}
	closedir(folder);
	CHECK(rmdir(engine.folder) == 0);
}

static inline void engine_run_one(void **state)
{
	const struct engine_test *t = *state;

	engine_start(t->engine);
	t->before();
	t->test();
	t->after();
	engine_end();
}

static inline int engine_main(const char *file, const char *names,
	engine_hook_fn *before, engine_hook_fn *after, check_fn *const *test,
	size_t n)
{
	static const char *const engines[] = {"sqlite", "postgresql"};
	static struct CMUnitTest rows[2 * CHECK_TESTS_MAX];
	static struct engine_test tests[2 * CHECK_TESTS_MAX];
	static char name[2 * CHECK_TESTS_MAX][100];
	size_t engines_n = getenv("ZABOTA_TEST_PG") != NULL ? 2 : 1, at = 0;

	BUG_ON(n > CHECK_TESTS_MAX);
	for (size_t i = 0; i < n; i++) {
		size_t len = strcspn(names, ", ");

		for (size_t k = 0; k < engines_n; k++, at++) {
			snprintf(name[at], sizeof(name[at]), "%.*s %s",
				(int)len, names, engines[k]);
			tests[at] = (struct engine_test){
				engines[k], test[i], before, after};
			rows[at] = (struct CMUnitTest){
				.name = name[at],
				.test_func = engine_run_one,
				.initial_state = &tests[at],
			};
		}
		names += len;
		names += strspn(names, ", ");
	}
	return _cmocka_run_group_tests(file, rows, at, NULL, NULL);
}

#define ENGINE_MAIN(before, after, ...)                                        \
	int main(void)                                                         \
	{                                                                      \
		static check_fn *const tests_[] = {__VA_ARGS__};               \
		return engine_main(__FILE__, #__VA_ARGS__, before, after,      \
			tests_, ARRAY_LEN(tests_));                            \
	}

#endif
