#include "core/quiet.h"

#include "os/zone.h"
#include "test/check.h"

static int64_t instant(const char *text)
{
	int64_t at = 0;
	struct err e;

	CHECK(civil_read_instant(text, "at", &at, &e));
	return at;
}

/* The zone's own wall counts, also in the nights when the clock changes. */
static void test_quiet_hours_of_zones(void)
{
	static const struct {
		const char *zone, *at;
		bool is_quiet;
		const char *end;
	} rows[] = {
		{"Europe/Moscow", "2026-11-24T20:59:59+03:00", false, NULL},
		{"Europe/Moscow", "2026-11-24T21:00:00+03:00", true,
			"2026-11-25T08:00:00+03:00"},
		{"Europe/Moscow", "2026-11-25T00:00:00+03:00", true,
			"2026-11-25T08:00:00+03:00"},
		{"Europe/Moscow", "2026-11-25T07:59:59+03:00", true,
			"2026-11-25T08:00:00+03:00"},
		{"Europe/Moscow", "2026-11-25T08:00:00+03:00", false, NULL},
		{"Europe/Moscow", "2026-11-25T08:30:00+03:00", false, NULL},
		{"Asia/Vladivostok", "2026-11-24T14:00:00+03:00", true,
			"2026-11-25T08:00:00+10:00"},
		{"Europe/Kaliningrad", "2026-11-24T21:30:00+03:00", false,
			NULL},
		/* Spring forward in the night: 21:00 +01 to 08:00 +02. */
		{"Europe/Berlin", "2026-03-28T21:00:00+01:00", true,
			"2026-03-29T08:00:00+02:00"},
		{"Europe/Berlin", "2026-03-29T07:59:59+02:00", true,
			"2026-03-29T08:00:00+02:00"},
		/* Fall back. */
		{"Europe/Berlin", "2026-10-24T22:00:00+02:00", true,
			"2026-10-25T08:00:00+01:00"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct zone *z;
		struct err e;
		int64_t at = instant(rows[i].at);

		CHECK_ROW(zone_find(NULL, rows[i].zone, &z, &e), i);
		CHECK_ROW(quiet_is(z, at) == rows[i].is_quiet, i);
		CHECK_ROW(quiet_end(z, at) ==
				  (rows[i].end ? instant(rows[i].end) : at),
			i);
	}
}

static void test_the_evening_of_a_day(void)
{
	const struct zone *z;
	struct err e;

	CHECK(zone_find(NULL, "Asia/Vladivostok", &z, &e));
	CHECK(quiet_evening(
		      z, zone_day(z, instant("2026-11-24T23:00:00+10:00"))) ==
		instant("2026-11-24T18:00:00+10:00"));
}

TEST_MAIN(test_quiet_hours_of_zones, test_the_evening_of_a_day)
