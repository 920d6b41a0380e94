#ifndef TEST_BOTH_H
#define TEST_BOTH_H
/*
 * test/both - a store with every migration applied, for each engine at hand:
 *
 *    static void test_it(void)
 *    {
 *            CHECK(db_begin(both.store.db, &both.e));
 *            ...
 *    }
 *    BOTH_MAIN(test_it)
 *
 * Each test starts with an empty database of its own.
 */
#include "store/store.h"
#include "test/engine.h"

enum { BOTH_NOW = 1795334400 }; /* 2026-11-22 08:00 UTC */

struct both {
	struct crypto_keys *keys;
	struct storage *storage;
	struct store store; /* this thread's */
	struct arena a;     /* reset before each test */
	struct err e;
	char vault_schema[50];
};
static struct both both;

/*
 * Opens the same data again; with `fault`, which the test keeps, through the
 * driver that breaks calls.  Ends with storage_close.
 */
static inline struct storage *both_open(struct db_fault *fault)
{
	struct storage_options options = {
		.schema = engine.schema[0] ? engine.schema : NULL,
		.vault_schema = both.vault_schema,
		.fault = fault};
	struct storage *storage = NULL;

	if (!storage_open(
		    engine.address, both.keys, &options, &storage, &both.e))
		fail_msg("%s", both.e.text);
	return storage;
}

/* Opens without migrating, for suites about that. */
static inline void both_start(void)
{
	static const uint8_t master[CRYPTO_KEY_BYTES] = "tests only";

	arena_init(&both.a);
	CHECK(crypto_keys_open(master, &both.keys, &both.e));
	snprintf(both.vault_schema, sizeof(both.vault_schema), "%s_vault",
		engine.schema);
	both.storage = both_open(NULL);
	CHECK(store_init(&both.store, both.storage, &both.e));
}

static inline void both_before(void)
{
	both_start();
	if (!storage_migrate(both.storage, BOTH_NOW, &both.e))
		fail_msg("%s", both.e.text);
}

static inline void both_after(void)
{
	store_release(&both.store);
	storage_close(both.storage);
	if (engine.schema[0] != '\0')
		engine_drop_schema(both.vault_schema);
	crypto_keys_close(both.keys);
	arena_release(&both.a);
}

/*
 * Fails unless SQLite, with all arguments numbers, answers `sql` by the index
 * named (or COVERING INDEX and its name) and reads no table from end to end.
 * (`one` is our name for a row made up by the statement.)
 * PostgreSQL does read a table that is as small as a test's: not asked.
 */
static inline void both_reads_by(const char *sql, const char *index)
{
	struct db_value args[9];
	int highest = 0;
	bool found = false;
	struct db_rows r;

	if (strcmp(engine.name, "sqlite") != 0)
		return;
	for (const char *p = sql; *p != '\0'; p++)
		if (*p == '$' && p[1] - '0' > highest)
			highest = p[1] - '0';
	for (int i = 0; i < 9; i++)
		args[i] = db_int(i + 1);
	if (!db_run(both.store.db,
		    arena_print(&both.a, "EXPLAIN QUERY PLAN %s", sql), args,
		    highest, 50, &both.a, &r, &both.e))
		fail_msg("%s", both.e.text);
	for (int i = 0; i < r.n; i++) {
		const char *step = db_cell_text(&r, i, 3);

		found |= strstr(step, index) != NULL;
		if (strncmp(step, "SCAN ", 5) == 0 &&
			strcmp(step, "SCAN CONSTANT ROW") != 0 &&
			strcmp(step, "SCAN one") != 0)
			fail_msg("%s: %s", sql, step);
	}
	if (!found)
		fail_msg("%s: not by %s", sql, index);
}

#define BOTH_MAIN(...) ENGINE_MAIN(both_before, both_after, __VA_ARGS__)

#endif
