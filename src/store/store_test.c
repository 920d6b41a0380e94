#include "store/store.h"

#include "store/schema.h"
#include "test/both.h"

static void test_migrating_again_does_nothing(void)
{
	struct db_rows rows;

	CHECK(storage_migrate(both.storage, BOTH_NOW, &both.e));
	CHECK(storage_migrate(both.storage, BOTH_NOW + 1, &both.e));
	CHECK(db_run(both.store.db,
		"SELECT count(*), max(at) FROM schema_migration"
		" WHERE number > 0",
		DB_NO_ARGS, 1, &both.a, &rows, &both.e));
	CHECK(db_cell_int(&rows, 0, 0) == schema_main_n);
	CHECK(db_cell_int(&rows, 0, 1) == BOTH_NOW);
}

static void test_a_newer_or_changed_schema_is_refused(void)
{
	struct migration list[3] = {{1, "a", "CREATE TABLE aa (id bigint);"},
		{2, "b", "CREATE TABLE bb (id bigint);"},
		{3, "c", "CREATE TABLE cc (id bigint); SELECT nonsense;"}};
	int level = -1;
	struct db *db = both.store.keys_db;

	CHECK(migrate_run(db, list, 2, BOTH_NOW, &both.e));
	CHECK(migrate_level(db, &level, &both.e) && level == 2);
	CHECK(!migrate_run(db, list, 1, BOTH_NOW, &both.e));
	CHECK(both.e.kind == ERR_CONFLICT);
	list[0].sql = "CREATE TABLE aa (id text);";
	CHECK(!migrate_run(db, list, 3, BOTH_NOW, &both.e));
	CHECK(both.e.kind == ERR_CONFLICT);
	list[0].sql = "CREATE TABLE aa (id bigint);";
	/* A file that fails leaves nothing, and what ran before it stays. */
	CHECK(!migrate_run(db, list, 3, BOTH_NOW, &both.e));
	CHECK(both.e.kind == ERR_INTERNAL);
	CHECK(migrate_level(db, &level, &both.e) && level == 2);
	list[2].sql = "CREATE TABLE cc (id bigint);";
	CHECK(migrate_run(db, list, 3, BOTH_NOW, &both.e));
	CHECK(migrate_level(db, &level, &both.e) && level == 3);
}

/* What a first start asks before it makes a master key. */
static void test_a_new_place_is_empty(void)
{
	bool empty = false;

	CHECK(storage_is_empty(both.storage, &empty, &both.e) && empty);
	CHECK(storage_migrate(both.storage, BOTH_NOW, &both.e));
	CHECK(storage_is_empty(both.storage, &empty, &both.e) && !empty);
}

ENGINE_MAIN(both_start, both_after, test_migrating_again_does_nothing,
	test_a_newer_or_changed_schema_is_refused, test_a_new_place_is_empty)
