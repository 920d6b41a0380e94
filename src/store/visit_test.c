/*
 * Includes the source: the very texts of its queries are shown to SQLite,
 * which must answer each from an index.
 */
#include "store/visit.c"

#include "test/clinic_both.h"

enum { NOW = BOTH_NOW, START = BOTH_NOW + 86400, PATIENT = 9001 };

static struct visit a_visit(int64_t id, enum visit_state state)
{
	return (struct visit){
		.id = id,
		.clinic_id = CLINIC_ID,
		.patient_id = state == VISIT_HELD ? 0 : PATIENT,
		.service_id = SERVICE_THERAPY,
		.branch_id = BRANCH_MOSCOW,
		.doctor_id = DOCTOR_PETROVA,
		.room_id = ROOM_ONE,
		.start_at = START,
		.end_at = START + 1800,
		.busy_from_at = START,
		.busy_to_at = START + 2100,
		.state = state,
		.held_until = state == VISIT_HELD ? NOW + 600 : 0,
		.holder_id = 77,
		.source = "site",
		.dialogue_id = 55,
		.price_kop = 250000,
		.booked_at = NOW,
		.created_at = NOW,
	};
}

static void put(const struct visit *v, const char *complaint)
{
	if (!store_visit_insert(&both.store, v, complaint, &both.a, &both.e))
		fail_msg("%s", both.e.text);
}

static const int64_t wanted[OCCUPANCY_RESOURCES] = {DOCTOR_PETROVA, ROOM_ONE};
static const struct cells cells = {START / 300, START / 300 + 7};

static bool take(int64_t visit_id)
{
	bool is_taken = false;

	CHECK(store_occupancy_take(
		&both.store, wanted, cells, visit_id, &is_taken, &both.e));
	return is_taken;
}

static void test_a_visit_comes_back_as_it_was(void)
{
	struct visit v = a_visit(1, VISIT_BOOKED), got;
	const char *complaint;

	both_clinic_and_patient(PATIENT);
	put(&v, "болит голова");
	CHECK(store_visit_find(
		&both.store, CLINIC_ID, 1, false, &both.a, &got, &both.e));
	CHECK(got.patient_id == PATIENT && got.room_id == ROOM_ONE);
	CHECK(got.device_id == 0 && got.state == VISIT_BOOKED);
	CHECK(got.busy_to_at == START + 2100 && got.holder_id == 77);
	CHECK_TEXT(got.source, "site");
	CHECK(store_visit_complaint(
		&both.store, &got, &both.a, &complaint, &both.e));
	CHECK_TEXT(complaint, "болит голова");

	v.state = VISIT_CONFIRMED;
	v.confirmed_at = NOW + 1;
	v.start_at += 3600;
	v.revision = 3;
	CHECK(store_visit_update(&both.store, &v, &both.e));
	CHECK(store_visit_find(
		&both.store, 0, 1, false, &both.a, &got, &both.e));
	CHECK(got.state == VISIT_CONFIRMED && got.revision == 3);
	CHECK(got.confirmed_at == NOW + 1 && got.start_at == START + 3600);
	CHECK(!store_visit_find(&both.store, CLINIC_OTHER_ID, 1, false, &both.a,
		&got, &both.e));
	CHECK(both.e.kind == ERR_NOT_FOUND);
}

static void test_only_a_hold_has_no_patient(void)
{
	struct visit v = a_visit(1, VISIT_HELD);

	both_clinic_and_patient(PATIENT);
	put(&v, NULL);
	v.id = 2;
	v.state = VISIT_BOOKED;
	CHECK(!store_visit_insert(&both.store, &v, NULL, &both.a, &both.e));
	CHECK(both.e.kind == ERR_CONFLICT);
}

static void test_a_cell_is_taken_once(void)
{
	struct visit one = a_visit(1, VISIT_BOOKED);
	struct visit two = a_visit(2, VISIT_BOOKED);
	const struct occupant *who;
	size_t n;

	both_clinic_and_patient(PATIENT);
	put(&one, NULL);
	put(&two, NULL);
	CHECK(take(1));
	CHECK(!take(2));
	CHECK(store_occupancy_look(
		&both.store, wanted, cells, &both.a, &who, &n, &both.e));
	CHECK(n == 1 && who[0].visit_id == 1 && !who[0].is_hold);
	CHECK(store_occupancy_give(&both.store, 1, &both.e));
	CHECK(take(2));
	CHECK(store_occupancy_look(&both.store, wanted,
		(struct cells){cells.end, cells.end + 9}, &both.a, &who, &n,
		&both.e));
	CHECK(n == 0);
}

static bool unhold(int64_t id, int64_t now, int64_t holder_id)
{
	bool done = false;

	CHECK(store_visit_unhold(
		&both.store, id, now, holder_id, &done, &both.e));
	return done;
}

static void test_a_hold_goes_by_time_or_by_its_holder(void)
{
	struct visit one = a_visit(1, VISIT_HELD);
	struct visit two = a_visit(2, VISIT_HELD);
	struct visit booked = a_visit(3, VISIT_BOOKED);
	const int64_t *ids;
	int64_t next_at;
	size_t n;

	both_clinic_and_patient(PATIENT);
	two.held_until = NOW + 900;
	put(&one, NULL);
	put(&two, NULL);
	put(&booked, NULL);
	CHECK(take(1));
	CHECK(store_visit_holds_over(&both.store, NOW + 600, 10, &both.a, &ids,
		&n, &next_at, &both.e));
	CHECK(n == 1 && ids[0] == 1 && next_at == NOW + 900);
	CHECK(!unhold(1, NOW, 0));
	CHECK(!unhold(1, NOW, 78));
	CHECK(!unhold(3, NOW + 999999, 77)); /* a visit is no hold */
	CHECK(unhold(1, NOW + 600, 0));
	CHECK(!unhold(1, NOW + 600, 0));
	CHECK(take(2)); /* its cells are free */
	CHECK(unhold(2, NOW, 77));
	CHECK(store_visit_holds_over(
		&both.store, NOW, 10, &both.a, &ids, &n, &next_at, &both.e));
	CHECK(n == 0 && next_at == INT64_MAX);
}

static void count_busy(void *ctx, const struct busy *b)
{
	*(int64_t *)ctx += b->to_at - b->from_at;
}

static void test_what_keeps_busy(void)
{
	static const struct {
		enum resource_kind kind;
		int64_t id;
		struct busy window;
		int64_t busy_s;
	} rows[] = {
		{RESOURCE_DOCTOR, DOCTOR_PETROVA, {NOW, NOW + 172800}, 2100},
		{RESOURCE_ROOM, ROOM_ONE, {NOW, NOW + 172800}, 2100},
		{RESOURCE_DEVICE, DEVICE_SCAN, {NOW, NOW + 172800}, 0},
		{RESOURCE_DOCTOR, DOCTOR_ORLOV, {NOW, NOW + 172800}, 0},
		{RESOURCE_DOCTOR, DOCTOR_PETROVA, {NOW, START}, 0},
		{RESOURCE_DOCTOR, DOCTOR_PETROVA, {START + 2099, START + 9000},
			2100},
		{RESOURCE_DOCTOR, DOCTOR_PETROVA, {START + 2100, START + 9000},
			0},
	};
	struct visit one = a_visit(1, VISIT_BOOKED);
	struct visit gone = a_visit(2, VISIT_CANCELLED);

	both_clinic_and_patient(PATIENT);
	put(&one, NULL);
	put(&gone, NULL);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int64_t busy_s = 0;

		CHECK_ROW(store_busy_each(&both.store, rows[i].kind, rows[i].id,
				  0, rows[i].window, count_busy, &busy_s,
				  &both.e),
			i);
		CHECK_ROW(busy_s == rows[i].busy_s, i);
		busy_s = 0;
		CHECK_ROW(store_busy_each(&both.store, rows[i].kind, rows[i].id,
				  one.id, rows[i].window, count_busy, &busy_s,
				  &both.e),
			i);
		CHECK_ROW(busy_s == 0, i);
	}
}

static void sum_holds(void *ctx, const struct busy_hold *h)
{
	*(int64_t *)ctx += h->visit_id;
	CHECK(h->resources[RESOURCE_DOCTOR] == DOCTOR_PETROVA);
	CHECK(h->resources[RESOURCE_ROOM] == ROOM_ONE);
	CHECK(h->holder_id == 77 && h->held_until > NOW);
}

static void test_which_holds_stand(void)
{
	struct visit booked = a_visit(1, VISIT_BOOKED);
	struct visit held = a_visit(2, VISIT_HELD);
	const struct busy time = {held.busy_from_at, held.busy_to_at};
	const struct {
		int64_t clinic_id, now;
		struct busy window;
		int64_t sum;
	} rows[] = {
		{CLINIC_ID, NOW, {NOW, NOW + 172800}, 2},
		{CLINIC_ID, held.held_until - 1, {NOW, NOW + 172800}, 2},
		{CLINIC_ID, held.held_until, {NOW, NOW + 172800}, 0},
		{CLINIC_ID + 1, NOW, {NOW, NOW + 172800}, 0},
		{CLINIC_ID, NOW, {NOW, time.from_at}, 0},
		{CLINIC_ID, NOW, {NOW, time.from_at + 1}, 2},
		{CLINIC_ID, NOW, {time.to_at - 1, NOW + 172800}, 2},
		{CLINIC_ID, NOW, {time.to_at, NOW + 172800}, 0},
	};

	both_clinic_and_patient(PATIENT);
	put(&booked, NULL);
	put(&held, NULL);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int64_t sum = 0;

		CHECK_ROW(store_holds_each(&both.store, rows[i].clinic_id,
				  rows[i].now, rows[i].window, sum_holds, &sum,
				  &both.e),
			i);
		CHECK_ROW(sum == rows[i].sum, i);
	}
}

static void test_lists(void)
{
	struct visit one = a_visit(1, VISIT_BOOKED);
	struct visit two = a_visit(2, VISIT_HELD);
	const struct visit *list;
	size_t n;

	both_clinic_and_patient(PATIENT);
	two.start_at -= 600;
	put(&one, NULL);
	put(&two, NULL);
	CHECK(store_visit_of_clinic(&both.store, CLINIC_ID, START - 600,
		START + 1, &both.a, &list, &n, &both.e));
	CHECK(n == 2 && list[0].id == 2);
	CHECK(store_visit_of_patient(&both.store, CLINIC_ID, PATIENT, NOW,
		&both.a, &list, &n, &both.e));
	CHECK(n == 1 && list[0].id == 1);
	CHECK(store_visit_of_holder(
		&both.store, CLINIC_ID, 77, &both.a, &list, &n, &both.e));
	CHECK(n == 1 && list[0].id == 2);
}

static void test_hot_queries_read_indexes(void)
{
	const struct {
		const char *sql, *index;
	} rows[] = {
		{sql_find, "INTEGER PRIMARY KEY"},
		{sql_of_clinic, "visit_day"},
		{sql_of_patient, "visit_patient"},
		{sql_of_holder, "visit_holder"},
		{sql_holds_over, "visit_held"},
		{sql_next_hold, "visit_held"},
		{sql_holds, "visit_held"},
		{sql_give, "occupancy_visit"},
		{sql_look, "sqlite_autoindex_occupancy_1"},
		{sql_busy[RESOURCE_DOCTOR], "COVERING INDEX visit_doctor"},
		{sql_busy[RESOURCE_ROOM], "COVERING INDEX visit_room"},
		{sql_busy[RESOURCE_DEVICE], "COVERING INDEX visit_device"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		both_reads_by(rows[i].sql, rows[i].index);
}

BOTH_MAIN(test_a_visit_comes_back_as_it_was, test_only_a_hold_has_no_patient,
	test_a_cell_is_taken_once, test_a_hold_goes_by_time_or_by_its_holder,
	test_what_keeps_busy, test_which_holds_stand, test_lists,
	test_hot_queries_read_indexes)
