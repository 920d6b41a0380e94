#include "core/hours.h"

#include "os/zone.h"
#include "test/check.h"

/* What each key of a schedule means stands in test/slots/hours.jsonl and
 * clock.jsonl; here is what a case cannot show. */
enum { DAY = 20780 /* 2026-11-23, a Monday */ };

static const struct zone *zone(const char *name)
{
	const struct zone *z = NULL;
	struct err e;

	CHECK(zone_find(NULL, name, &z, &e));
	return z;
}

static int64_t at(int day, int hour)
{
	return (int64_t)day * CIVIL_DAY_S + hour * CIVIL_HOUR_S;
}

static void test_closed_on_the_date_where_one_is(void)
{
	static const int64_t closed[] = {DAY};
	static const struct hours_date dates[] = {
		{DAY + 2, 0, 0}, {DAY + 3, 0, 0}, {DAY + 3, 3600, 7200}};
	struct hours_trip trip = {DAY - 9, DAY + 9, zone("Asia/Tokyo")};
	struct hours h = {
		.zone = zone_utc(),
		.closed = closed,
		.closed_n = 1,
		.overrides = dates,
		.overrides_n = 3,
	};

	CHECK(hours_is_closed(&h, at(DAY, 20)));
	CHECK(!hours_is_closed(&h, at(DAY - 1, 20)));
	CHECK(hours_is_closed(&h, at(DAY + 2, 12)));
	CHECK(!hours_is_closed(&h, at(DAY + 3, 12)));
	h.travels = &trip;
	h.travels_n = 1;
	CHECK(!hours_is_closed(&h, at(DAY, 20))); /* tomorrow in Tokyo */
	CHECK(hours_is_closed(&h, at(DAY - 1, 20)));
	h.has_ranges = true;
	CHECK(!hours_is_closed(&h, at(DAY + 2, 12)));
}

static void test_an_empty_window_has_nothing(void)
{
	static const struct hours_week week = {0x7f, 0, CIVIL_DAY_S};
	struct hours h = {.zone = zone_utc(), .weekly = &week, .weekly_n = 1};
	struct arena a;

	arena_init(&a);
	CHECK(hours_open(&h, (struct interval){at(DAY, 3), at(DAY, 3)}, &a).n ==
		0);
	CHECK(hours_open(&h, (struct interval){at(DAY, 3), at(DAY, 2)}, &a).n ==
		0);

	struct intervals open = hours_open(
		&h, (struct interval){at(DAY, 3), at(DAY + 40, 2)}, &a);

	CHECK(open.n == 1 && open.p[0].start == at(DAY, 3) &&
		open.p[0].end == at(DAY + 40, 2));
	arena_release(&a);
}

TEST_MAIN(
	test_closed_on_the_date_where_one_is, test_an_empty_window_has_nothing)
