#include "os/zone.h"

#include "test/check.h"

static const struct zone *zone(const char *name)
{
	const struct zone *z = NULL;
	struct err e;

	CHECK(zone_find(NULL, name, &z, &e));
	return z;
}

static void test_same_name_gives_same_zone(void)
{
	CHECK(zone("Europe/Moscow") == zone("Europe/Moscow"));
	CHECK(zone("Europe/Moscow") != zone("Europe/Berlin"));
	CHECK(zone("UTC") == zone_utc());
	CHECK_TEXT(zone_name(zone("Asia/Almaty")), "Asia/Almaty");
}

static void test_bad_names_are_not_found(void)
{
	static const char *const names[] = {"", "/etc/passwd", "../passwd",
		"Europe/../Europe/Moscow", "Europe//Moscow", "Europe/",
		"Moon/Base", "Europe/Moscow\n", "Европа/Москва", "a.b",
		"Europe"};

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const struct zone *z = NULL;
		struct err e;

		CHECK_ROW(!zone_find(NULL, names[i], &z, &e), i);
		CHECK_ROW(e.kind == ERR_NOT_FOUND && !z, i);
	}
}

static void test_a_file_that_is_no_zone_is_invalid(void)
{
	const struct zone *z = NULL;
	struct err e;

	CHECK(!zone_find(ZONE_FOLDER, "leapseconds", &z, &e));
	CHECK(e.kind == ERR_INVALID && !z);
}

static void check_offset(const char *name, const char *instant, int hours)
{
	int64_t at;
	struct err e;

	CHECK(civil_read_instant(instant, "at", &at, &e));
	if (zone_offset(zone(name), at) != hours * CIVIL_HOUR_S)
		print_error("%s at %s\n", name, instant);
	CHECK(zone_offset(zone(name), at) == hours * CIVIL_HOUR_S);
}

/* The changes that Russian and Kazakh clinics lived through. */
static void test_offsets_of_known_changes(void)
{
	static const struct {
		const char *name, *at;
		int hours;
	} rows[] = {
		{"Europe/Moscow", "2011-03-26T22:59:59Z", 3},
		{"Europe/Moscow", "2011-03-26T23:00:00Z", 4},
		{"Europe/Moscow", "2014-10-25T21:59:59Z", 4},
		{"Europe/Moscow", "2014-10-25T22:00:00Z", 3},
		{"Europe/Moscow", "2090-07-01T00:00:00Z", 3},
		{"Asia/Almaty", "2024-02-29T17:59:59Z", 6},
		{"Asia/Almaty", "2024-02-29T19:00:00Z", 5},
		{"Asia/Yekaterinburg", "2010-07-01T00:00:00Z", 6},
		{"Asia/Yekaterinburg", "2012-01-01T00:00:00Z", 6},
		{"Asia/Yekaterinburg", "2026-01-01T00:00:00Z", 5},
		{"Europe/Berlin", "2026-03-29T00:59:59Z", 1},
		{"Europe/Berlin", "2026-03-29T01:00:00Z", 2},
		{"Europe/Berlin", "2026-10-25T00:59:59Z", 2},
		{"Europe/Berlin", "2026-10-25T01:00:00Z", 1},
		{"Europe/Berlin", "2300-07-01T00:00:00Z", 2},
		{"Europe/Berlin", "2300-12-31T23:59:59Z", 1},
		{"Europe/Berlin", "9999-12-31T23:59:59Z", 1},
		{"Australia/Sydney", "2299-12-31T23:59:59Z", 11},
		{"Australia/Sydney", "2300-07-01T00:00:00Z", 10},
		{"America/New_York", "2026-03-08T06:59:59Z", -5},
		{"America/New_York", "2026-03-08T07:00:00Z", -4},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		check_offset(rows[i].name, rows[i].at, rows[i].hours);
}

static void check_wall(const char *name, const char *wall, const char *want_utc)
{
	int64_t wall_s;
	struct err e;
	char text[CIVIL_TEXT_BYTES];

	CHECK(civil_read_instant(wall, "wall", &wall_s, &e));

	struct civil c = civil_of_seconds(wall_s);

	CHECK_TEXT(civil_write_utc(text, zone_unix(zone(name), &c)), want_utc);
}

static void test_wall_times_repeated_and_skipped(void)
{
	static const struct {
		const char *name, *wall, *want;
	} rows[] = {
		{"Europe/Moscow", "2026-11-23T09:00Z", "2026-11-23T06:00:00Z"},
		/* skipped: 02:00 to 03:00 */
		{"Europe/Berlin", "2026-03-29T01:59:59Z",
			"2026-03-29T00:59:59Z"},
		{"Europe/Berlin", "2026-03-29T02:00Z", "2026-03-29T01:00:00Z"},
		{"Europe/Berlin", "2026-03-29T02:30Z", "2026-03-29T01:30:00Z"},
		{"Europe/Berlin", "2026-03-29T03:00Z", "2026-03-29T01:00:00Z"},
		/* repeated: 02:00 to 03:00 */
		{"Europe/Berlin", "2026-10-25T01:59:59Z",
			"2026-10-24T23:59:59Z"},
		{"Europe/Berlin", "2026-10-25T02:30Z", "2026-10-25T00:30:00Z"},
		{"Europe/Berlin", "2026-10-25T03:00Z", "2026-10-25T02:00:00Z"},
		/* the same by the footer's rule */
		{"Europe/Berlin", "2301-03-31T02:30Z", "2301-03-31T01:30:00Z"},
		{"Europe/Berlin", "2301-10-27T02:30Z", "2301-10-27T00:30:00Z"},
		{"Europe/Moscow", "2014-10-26T01:30Z", "2014-10-25T21:30:00Z"},
		{"Asia/Almaty", "2024-02-29T23:30Z", "2024-02-29T17:30:00Z"},
		/* a whole day skipped */
		{"Pacific/Apia", "2011-12-30T12:00Z", "2011-12-30T22:00:00Z"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		check_wall(rows[i].name, rows[i].wall, rows[i].want);
}

/* Every wall time that exists comes back as it was, or as its first twin. */
static void test_there_and_back_over_two_centuries(void)
{
	static const char *const names[] = {"Europe/Moscow", "Europe/Berlin",
		"Asia/Almaty", "Australia/Lord_Howe", "America/St_Johns",
		"Africa/Casablanca", "Europe/Dublin", "America/Nuuk"};

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const struct zone *z = zone(names[i]);

		for (int64_t at = INT64_C(-1500000000); at < 5000000000;
			at += 7 * 86400 + 1801) {
			struct civil c, back;
			int offset_s = zone_local(z, at, &c);
			int64_t first = zone_unix(z, &c);

			zone_local(z, first, &back);
			CHECK_ROW(
				civil_seconds(&c) == civil_seconds(&back), at);
			CHECK_ROW(first <= at, at);
			CHECK_ROW(
				first == at || zone_offset(z, first) > offset_s,
				at);
		}
	}
}

TEST_MAIN(test_same_name_gives_same_zone, test_bad_names_are_not_found,
	test_a_file_that_is_no_zone_is_invalid, test_offsets_of_known_changes,
	test_wall_times_repeated_and_skipped,
	test_there_and_back_over_two_centuries)
