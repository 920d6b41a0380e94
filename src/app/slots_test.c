#include "app/slots.h"

#include "app/catalogue.h"
#include "app/visit.h"
#include "test/desk.h"

enum { ME = 501 };

static struct slots_query therapy(int64_t from_at, int64_t to_at)
{
	return (struct slots_query){
		.clinic_id = CLINIC_ID,
		.service_id = SERVICE_THERAPY,
		.from_at = from_at,
		.to_at = to_at,
	};
}

static const struct slot *find(
	struct call *c, const struct slots_query *q, size_t *n)
{
	const struct slot *list = NULL;

	if (!app_slots_find(c, q, &list, n, &both.e))
		fail_msg("%s", both.e.text);
	return list;
}

static void test_a_day_of_free_starts(void)
{
	struct call c = desk_visitor(DESK_NOW, ME);
	struct slots_query q =
		therapy(DESK_TUESDAY_9, DESK_TUESDAY_9 + 12 * HOUR);
	const struct slot *list;
	size_t n;

	/* 9:00 to 17:30 by the half hour, each once. */
	list = find(&c, &q, &n);
	CHECK(n == 18 && list[0].start_at == DESK_TUESDAY_9);
	CHECK(list[17].start_at == DESK_TUESDAY_9 + 8 * HOUR + 30 * MINUTE);
	CHECK(list[0].end_at == list[0].start_at + 30 * MINUTE);
	CHECK(list[0].room_id != 0 && list[0].device_id == 0);
	q.is_by_doctor = true; /* until 13 there are two */
	list = find(&c, &q, &n);
	CHECK(n == 18 + 8 && list[1].start_at == list[0].start_at);
	CHECK(list[0].doctor_id != list[1].doctor_id);
	q.is_by_doctor = false;
	q.doctor_id = DOCTOR_PETROVA; /* until 13:00, at her price */
	list = find(&c, &q, &n);
	CHECK(n == 8 && list[0].price_kop == 300000);
	q.doctor_id = 0;
	q.not_doctor_id = DOCTOR_ORLOV;
	CHECK(find(&c, &q, &n) != NULL && n == 8);
	q.not_doctor_id = 0;
	q.clock_from_min = 12 * 60;
	q.clock_to_min = 14 * 60;
	list = find(&c, &q, &n);
	CHECK(n == 4 && list[0].start_at == DESK_TUESDAY_9 + 3 * HOUR);
	q.limit = 2;
	CHECK(find(&c, &q, &n) != NULL && n == 2);
	q.branch_id = BRANCH_URAL;
	find(&c, &q, &n);
	CHECK(n == 0);
}

static void test_the_grid_lies_on_the_branch_s_wall(void)
{
	struct call c = desk_visitor(DESK_NOW, ME);
	struct slots_query q =
		therapy(DESK_TUESDAY_9 - 9 * HOUR, DESK_TUESDAY_9 + 15 * HOUR);
	const struct slot *list;
	size_t n;

	q.service_id = SERVICE_SCAN;
	list = find(&c, &q, &n);
	/* 10:00 in Yekaterinburg is 8:00 in Moscow; the last ends at 16. */
	CHECK(list[0].start_at == DESK_TUESDAY_9 - HOUR);
	CHECK(list[n - 1].end_at == DESK_TUESDAY_9 + 5 * HOUR);
	CHECK(list[1].start_at == list[0].start_at + 20 * MINUTE);
	CHECK(list[0].device_id == DEVICE_SCAN && list[0].room_id == 0);
}

static void test_wishes_come_first(void)
{
	struct call c = desk_visitor(DESK_NOW, ME);
	struct slots_query q =
		therapy(DESK_TUESDAY_9, DESK_TUESDAY_9 + 12 * HOUR);
	const struct slot *list;
	size_t n;

	q.is_ranked = true;
	q.wish_doctor_id = DOCTOR_PETROVA;
	q.wish_at = DESK_TUESDAY_9 + 2 * HOUR;
	list = find(&c, &q, &n);
	CHECK(n == 18 && list[0].start_at == q.wish_at);
	for (size_t i = 0; i < 8; i++)
		CHECK_ROW(list[i].doctor_id == DOCTOR_PETROVA, i);
	CHECK(list[8].doctor_id == DOCTOR_ORLOV);
}

static void test_the_less_busy_doctor_serves(void)
{
	struct call c = desk_visitor(DESK_NOW, ME);
	struct visit_wish wish = {
		CLINIC_ID, SERVICE_THERAPY, 0, 0, DESK_TUESDAY_9};
	struct visit one, two;

	CHECK(app_visit_hold(&c,
		&(struct visit_hold_request){.wish = wish, .source = "site"},
		&one, &both.e));
	c.who.id = ME + 1;
	wish.start_at += HOUR;
	CHECK(app_visit_hold(&c,
		&(struct visit_hold_request){.wish = wish, .source = "site"},
		&two, &both.e));
	CHECK(app_visit_book(&c,
		&(struct visit_book_request){.hold_id = two.id,
			.wish.clinic_id = CLINIC_ID,
			.person = {.first = "Анна", .phone = "+79001234567"},
			.source = "site"},
		&two, &both.e));
	wish.start_at += HOUR;
	CHECK(app_visit_hold(&c,
		&(struct visit_hold_request){.wish = wish, .source = "site"},
		&one, &both.e));
	CHECK(one.doctor_id != two.doctor_id);
}

/* Tuesday, as a patient would be told on Monday morning. */
static void test_why_not(void)
{
	static const struct {
		int64_t after_s, doctor_id;
		const char *reason;
		int64_t resource_id;
	} rows[] = {
		{0, DOCTOR_PETROVA, "busy", DOCTOR_PETROVA},
		{0, 0, "offered", 0},
		{30 * MINUTE, DOCTOR_PETROVA, "busy", DOCTOR_PETROVA},
		{HOUR, DOCTOR_PETROVA, "held", 0},
		{2 * HOUR, DOCTOR_PETROVA, "offered", 0},
		{2 * HOUR + 10 * MINUTE, DOCTOR_PETROVA, "off-grid", 0},
		{5 * HOUR, DOCTOR_PETROVA, "outside-hours", DOCTOR_PETROVA},
		{DAY, DOCTOR_PETROVA, "busy", DOCTOR_PETROVA}, /* absent */
		{62 * DAY, DOCTOR_ORLOV, "horizon", 0},
		{-DAY + HOUR / 2 - HOUR, DOCTOR_ORLOV, "outside-hours",
			DOCTOR_ORLOV},
	};
	struct call me = desk_visitor(DESK_NOW, ME);
	struct call other = desk_visitor(DESK_NOW, ME + 1);
	struct call staff = desk_staff(DESK_NOW);
	struct visit_wish wish = {
		CLINIC_ID, SERVICE_THERAPY, DOCTOR_PETROVA, 0, DESK_TUESDAY_9};
	struct visit v;

	CHECK(app_visit_book(&me,
		&(struct visit_book_request){.wish = wish,
			.person = {.first = "Анна", .phone = "+79001234567"},
			.source = "site"},
		&v, &both.e));
	wish.start_at += HOUR;
	CHECK(app_visit_hold(&other,
		&(struct visit_hold_request){.wish = wish, .source = "site"},
		&v, &both.e));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct slots_query q = therapy(0, 0);
		struct slot_reason why;

		q.doctor_id = rows[i].doctor_id;
		q.wish_at = DESK_TUESDAY_9 + rows[i].after_s;
		CHECK_ROW(app_slots_explain(&staff, &q, &why, &both.e), i);
		if (strcmp(why.reason, rows[i].reason) != 0)
			fail_msg("row %zu: %s", i, why.reason);
		CHECK_ROW(rows[i].resource_id == 0 ||
				  why.resource_id == rows[i].resource_id,
			i);
	}
}

static void test_questions_that_are_none(void)
{
	struct call c = desk_visitor(DESK_NOW, ME);
	struct slots_query rows[] = {
		therapy(DESK_NOW, DESK_NOW),
		therapy(DESK_NOW, DESK_NOW + 63 * DAY),
		therapy(INT64_MIN, INT64_MAX),
		therapy(INT64_MAX - 1, INT64_MAX),
	};
	const struct slot *list;
	size_t n;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		CHECK_ROW(!app_slots_find(&c, &rows[i], &list, &n, &both.e), i);
		CHECK_ROW(both.e.kind == ERR_INVALID, i);
	}
	rows[0] = therapy(DESK_NOW, DESK_NOW + DAY);
	rows[0].branch_id = OTHER_BRANCH;
	CHECK(!app_slots_find(&c, &rows[0], &list, &n, &both.e));
	CHECK(both.e.kind == ERR_NOT_FOUND);
	rows[0].branch_id = 0;
	rows[0].clinic_id = 5;
	CHECK(!app_slots_find(&c, &rows[0], &list, &n, &both.e));
	CHECK(both.e.kind == ERR_NOT_FOUND);
}

static void test_the_desk_needs_no_notice(void)
{
	/* Monday 8:50: the first start is at 9. */
	struct call c = desk_visitor(DESK_NOW + 50 * MINUTE, ME);
	struct call staff = desk_staff(DESK_NOW + 50 * MINUTE);
	struct slots_query q = therapy(DESK_NOW, DESK_NOW + 12 * HOUR);
	const struct slot *list;
	size_t n;

	list = find(&c, &q, &n);
	CHECK(list[0].start_at == DESK_NOW + 2 * HOUR);
	list = find(&staff, &q, &n);
	CHECK(list[0].start_at == DESK_NOW + HOUR);
}

static void test_a_changed_catalogue_is_seen_by_the_next_call(void)
{
	struct call c = desk_visitor(DESK_NOW, ME);
	struct call next = desk_visitor(DESK_NOW, ME);
	struct slots_query q =
		therapy(DESK_TUESDAY_9, DESK_TUESDAY_9 + 12 * HOUR);
	const struct catalogue *before, *same, *after;
	size_t n;

	CHECK(app_catalogue(&c, CLINIC_ID, &before, &both.e));
	CHECK(app_catalogue(&c, CLINIC_ID, &same, &both.e));
	CHECK(before == same);
	CHECK(db_begin(both.store.db, &both.e));
	CHECK(store_absence_insert(&both.store, CLINIC_ID, DOCTOR_ORLOV,
		(struct span){DESK_TUESDAY_9, DESK_TUESDAY_9 + DAY}, "отпуск",
		&both.e));
	CHECK(db_commit(both.store.db, &both.e));
	CHECK(app_catalogue(&c, CLINIC_ID, &same, &both.e));
	CHECK(before == same && before->clinic.id == CLINIC_ID);
	CHECK(app_catalogue(&next, CLINIC_ID, &after, &both.e));
	CHECK(after != before);
	find(&next, &q, &n);
	CHECK(n == 8);
}

DESK_MAIN(test_a_day_of_free_starts, test_the_grid_lies_on_the_branch_s_wall,
	test_wishes_come_first, test_the_less_busy_doctor_serves, test_why_not,
	test_questions_that_are_none, test_the_desk_needs_no_notice,
	test_a_changed_catalogue_is_seen_by_the_next_call)
