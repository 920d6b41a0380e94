#include "core/frame.h"

#include "test/check.h"

static struct arena a;

static const char *written(const struct frame *f)
{
	struct buf b;
	struct json_out w = {&b, false};

	buf_init(&b, &a, 1 << 16);
	frame_write(f, &w);
	return b.p;
}

static struct frame full(void)
{
	struct frame f;
	struct frame_visit visit = {71, 3, {1000, 2800, 5, 2, 250000}};

	frame_init(&f);
	f.question = FILL_OFFER;
	f.last = "Иванова";
	f.first = "Анна";
	f.sex = SEX_FEMALE;
	f.phone = "+79001234567";
	f.age = 34;
	f.service_id = INT64_C(662083000000000001);
	f.doctor_id = 5;
	f.wish = (struct wish){true, 20780, 20781, true, 720, 1080, false};
	f.offer[0] = (struct offer){1000, 2800, 5, 2, 250000};
	f.offers_n = 1;
	f.was_offered = true;
	f.hold_id = 9;
	f.missed_n = 1;
	f.is_alarm = true;
	frame_refuse(&f, 6);
	frame_add_visit(&f, &visit);
	return f;
}

static void test_a_frame_comes_back_as_it_was(void)
{
	struct frame f = full(), back;
	struct err e;
	const char *text;

	arena_init(&a);
	text = written(&f);
	CHECK(frame_read(&a, text, strlen(text), &back, &e));
	CHECK_TEXT(written(&back), text);
	CHECK(back.question == FILL_OFFER && back.sex == SEX_FEMALE);
	CHECK(back.service_id == f.service_id && back.age == 34);
	CHECK(back.wish.day_last == 20781 && back.wish.clock_to == 1080);
	CHECK(back.offers_n == 1 && back.offer[0].price_kop == 250000);
	CHECK(back.visits_n == 1 && back.visit[0].at.branch_id == 2);
	CHECK(frame_has_refused(&back, 6) && !frame_has_refused(&back, 5));
	CHECK(back.is_alarm && back.was_offered && back.missed_n == 1);
	arena_release(&a);
}

static void test_foreign_bytes_are_no_frame(void)
{
	static const char *const rows[] = {
		"",
		"[]",
		"{}",
		"{\"version\":2}",
		"{\"version\":1,\"age\":\"x\"}",
		"{\"version\":1,\"offers\":[{},{},{}]}",
		"{\"version\":1,\"wish\":{\"clock_from\":1441}}",
		"{\"version\":1",
	};

	arena_init(&a);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct frame f;
		struct err e;

		CHECK_ROW(!frame_read(&a, rows[i], strlen(rows[i]), &f, &e), i);
		CHECK_ROW(e.kind == ERR_INTERNAL, i);
	}
	arena_release(&a);
}

static void test_another_booking_keeps_the_person_and_the_visits(void)
{
	struct frame f = full();

	frame_next(&f);
	CHECK_TEXT(f.first, "Анна");
	CHECK_TEXT(f.phone, "+79001234567");
	CHECK(f.visits_n == 1);
	CHECK(f.service_id == 0 && f.offers_n == 0 && !f.wish.has_day);
	CHECK(f.hold_id == 0 && f.refused_n == 0 && !f.was_offered);
}

static void test_lists_are_bounded_and_drop_the_oldest(void)
{
	struct frame f;

	frame_init(&f);
	for (int i = 1; i <= FRAME_VISITS_MAX + 2; i++) {
		struct frame_visit visit = {.id = i};

		frame_add_visit(&f, &visit);
		frame_refuse(&f, i);
	}
	CHECK(f.visits_n == FRAME_VISITS_MAX);
	CHECK(frame_visit(&f, 2) == NULL && frame_visit(&f, 3) != NULL);
	CHECK(f.refused_n == FRAME_REFUSED_MAX);
	frame_add_visit(&f, frame_visit(&f, 5));
	CHECK(f.visits_n == FRAME_VISITS_MAX);
	frame_drop_visit(&f, 5);
	CHECK(frame_visit(&f, 5) == NULL);
}

TEST_MAIN(test_a_frame_comes_back_as_it_was, test_foreign_bytes_are_no_frame,
	test_another_booking_keeps_the_person_and_the_visits,
	test_lists_are_bounded_and_drop_the_oldest)
