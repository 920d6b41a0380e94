#include "store/store.h"

#include "store/message.h"
#include "store/outbox.h"
#include "store/schema.h"
#include "store/visit.h"
#include "test/clinic_both.h"

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
	struct migration list[3] = {
		{1, "a", "CREATE TABLE aa (id bigint PRIMARY KEY);"},
		{2, "b",
			"CREATE TABLE child (aa_id bigint"
			" REFERENCES aa (id));"},
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
	list[0].sql = "CREATE TABLE aa (id bigint PRIMARY KEY);";
	/* A file that fails leaves nothing, and what ran before it stays. */
	CHECK(!migrate_run(db, list, 3, BOTH_NOW, &both.e));
	CHECK(both.e.kind == ERR_INTERNAL);
	CHECK(migrate_level(db, &level, &both.e) && level == 2);
	CHECK(!db_do(db, "INSERT INTO child (aa_id) VALUES (7)", DB_NO_ARGS,
		NULL, &both.e));
	CHECK(both.e.kind == ERR_CONFLICT);
	list[2].sql = "CREATE TABLE cc (id bigint);";
	CHECK(migrate_run(db, list, 3, BOTH_NOW, &both.e));
	CHECK(migrate_level(db, &level, &both.e) && level == 3);
}

enum { PATIENT = 9001, VISIT = 1, AT = BOTH_NOW + 86400, OLD = 11 };

static bool take_cell(int64_t visit_id)
{
	return db_do(both.store.db,
		"INSERT INTO occupancy (resource_id, cell, seat, visit_id)"
		" VALUES ($1, $2, 0, $3)",
		DB_ARGS(db_int(DOCTOR_PETROVA), db_int(AT / 300 + visit_id),
			db_int(visit_id)),
		NULL, &both.e);
}

static void put_visit(void)
{
	const struct visit v = {.id = VISIT,
		.clinic_id = CLINIC_ID,
		.patient_id = PATIENT,
		.service_id = SERVICE_THERAPY,
		.branch_id = BRANCH_MOSCOW,
		.doctor_id = DOCTOR_PETROVA,
		.start_at = AT,
		.end_at = AT + 1800,
		.busy_from_at = AT,
		.busy_to_at = AT + 1800,
		.state = VISIT_BOOKED,
		.source = "site",
		.created_at = BOTH_NOW};

	CHECK(store_visit_insert(
		&both.store, &v, "болит зуб", &both.a, &both.e));
	CHECK(take_cell(VISIT));
}

/* Row 50 was delivered as message 61; 51 waits. */
static void put_messages(void)
{
	const struct message_row m = {.id = 61,
		.clinic_id = CLINIC_ID,
		.patient_id = PATIENT,
		.delivery_id = 50,
		.channel = "phone",
		.author = AUTHOR_BOT,
		.kind = "visit_booked",
		.body = "{}",
		.at = BOTH_NOW};

	CHECK(db_do(both.store.db,
		"INSERT INTO outbox SELECT id, $1, $2, $3, 0, 'visit_booked',"
		" NULL, 'phone', state, 'none', '', 0, 0, 0, 0, '', 0, 0, 0,"
		" NULL, 0, 0 FROM (SELECT 50 AS id, 'sent' AS state"
		" UNION ALL SELECT 51, 'queued') AS two",
		DB_ARGS(db_int(CLINIC_ID), db_int(PATIENT), db_int(VISIT)),
		NULL, &both.e));
	CHECK(store_message_insert(&both.store, &m, &both.a, &both.e));
}

static void check_messages(void)
{
	const struct message_row *m;
	struct outbox_row *rows;
	size_t n;

	CHECK(store_message_of_patient(&both.store, CLINIC_ID, PATIENT, 0, 10,
		&both.a, &m, &n, &both.e));
	CHECK(n == 1 && m[0].id == 61);
	CHECK(store_outbox_of_visit(
		&both.store, CLINIC_ID, VISIT, &both.a, &rows, &n, &both.e));
	CHECK(n == 2 && rows[0].message_id == 61 && rows[1].message_id == 0);
	CHECK(!rows[0].is_linked && !rows[1].is_linked);
}

/* As it stood before rows were rebuilt and moved together. */
static void test_what_is_stored_comes_along(void)
{
	struct patient p;
	struct visit v;

	CHECK(migrate_run(
		both.store.keys_db, schema_vault, 1, BOTH_NOW, &both.e));
	CHECK(migrate_run(both.store.db, schema_main, OLD, BOTH_NOW, &both.e));
	both_clinic_and_patient(PATIENT);
	put_visit();
	put_messages();
	if (!storage_migrate(both.storage, BOTH_NOW, &both.e))
		fail_msg("%s", both.e.text);
	CHECK(store_patient_find(
		&both.store, CLINIC_ID, PATIENT, false, &both.a, &p, &both.e));
	CHECK_TEXT(p.person.phone, "+79001234567");
	CHECK(store_visit_find(
		&both.store, CLINIC_ID, VISIT, false, &both.a, &v, &both.e));
	CHECK(v.start_at == AT && v.patient_id == PATIENT);
	check_messages();
	/* References are looked after again. */
	CHECK(!take_cell(VISIT + 1) && both.e.kind == ERR_CONFLICT);
	CHECK(take_cell(VISIT) == false);
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
	test_a_newer_or_changed_schema_is_refused,
	test_what_is_stored_comes_along, test_a_new_place_is_empty)
