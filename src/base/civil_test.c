#include "base/civil.h"

#include "test/check.h"

static void test_days_there_and_back(void)
{
	int64_t day = civil_day(0, 1, 1);

	CHECK(civil_day(1970, 1, 1) == 0);
	CHECK(day * CIVIL_DAY_S == CIVIL_UNIX_MIN);
	for (int year = 0; year <= 9999; year += year > 2100 ? 97 : 1)
		for (int month = 1; month <= 12; month++)
			for (int d = 1; d <= civil_month_days(year, month);
				d += 9) {
				day = civil_day(year, month, d);
				struct civil c = civil_of_day(day);

				CHECK_ROW(c.year == year && c.month == month &&
						  c.day == d && c.hour == 0,
					day);
			}
}

static void test_days_follow_one_another(void)
{
	static const struct {
		int y, m, d, y2, m2, d2;
	} rows[] = {
		{2025, 12, 31, 2026, 1, 1},
		{2024, 2, 28, 2024, 2, 29},
		{2024, 2, 29, 2024, 3, 1},
		{2025, 2, 28, 2025, 3, 1},
		{1900, 2, 28, 1900, 3, 1},
		{2000, 2, 28, 2000, 2, 29},
		{1969, 12, 31, 1970, 1, 1},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		CHECK_ROW(civil_day(rows[i].y, rows[i].m, rows[i].d) + 1 ==
				  civil_day(rows[i].y2, rows[i].m2, rows[i].d2),
			i);
	CHECK(civil_day(2026, 3, 0) == civil_day(2026, 2, 28));
	CHECK(civil_weekday(civil_day(2026, 11, 23)) == 1);
	CHECK(civil_weekday(civil_day(1970, 1, 1)) == 4);
	CHECK(civil_weekday(civil_day(1899, 12, 31)) == 0);
}

static void test_dates_that_exist(void)
{
	CHECK(civil_is_date(2024, 2, 29) && civil_is_date(0, 1, 1));
	CHECK(!civil_is_date(2026, 2, 31) && !civil_is_date(2025, 2, 29));
	CHECK(!civil_is_date(2026, 13, 1) && !civil_is_date(2026, 0, 1));
	CHECK(!civil_is_date(2026, 1, 0) && !civil_is_date(10000, 1, 1));
}

static void test_instants_read(void)
{
	static const struct {
		const char *text, *utc; /* utc NULL: refused */
	} rows[] = {
		{"2026-11-23T09:00:00+03:00", "2026-11-23T06:00:00Z"},
		{"2026-11-23T00:00:00-11:30", "2026-11-23T11:30:00Z"},
		{"2026-11-23T09:00Z", "2026-11-23T09:00:00Z"},
		{"2026-11-23t09:00:05z", "2026-11-23T09:00:05Z"},
		{"2026-11-23 09:00:05.4999Z", "2026-11-23T09:00:05Z"},
		{"2026-11-23T23:59:59.999Z", "2026-11-24T00:00:00Z"},
		{"2026-12-31T24:00:00Z", "2027-01-01T00:00:00Z"},
		{"0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"},
		{"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"},
		{"2026-11-23T09:00:00", NULL},
		{"2026-11-23", NULL},
		{"2026-02-29T09:00:00Z", NULL},
		{"2026-11-23T24:01:00Z", NULL},
		{"2026-11-23T09:60:00Z", NULL},
		{"2026-11-23T09:00:60Z", NULL},
		{"2026-11-23T09:00:00.Z", NULL},
		{"2026-11-23T09:00:00+3:00", NULL},
		{"2026-11-23T09:00:00+24:00", NULL},
		{"2026-11-23T09:00:00Zx", NULL},
		{"2026-1-23T09:00:00Z", NULL},
		{"", NULL},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char text[CIVIL_TEXT_BYTES];
		int64_t at = 77;
		struct err e;
		bool ok = civil_read_instant(rows[i].text, "now", &at, &e);

		CHECK_ROW(ok == (rows[i].utc != NULL), i);
		if (ok)
			CHECK_TEXT(civil_write_utc(text, at), rows[i].utc);
		else
			CHECK_ROW(at == 77 && e.kind == ERR_INVALID &&
					  strcmp(e.field, "now") == 0,
				i);
	}
}

static void test_dates_and_clocks_read(void)
{
	int64_t day;
	int s;
	struct err e;

	CHECK(civil_read_date("2026-11-23", "d", &day, &e));
	CHECK(day == civil_day(2026, 11, 23));
	CHECK(!civil_read_date("2026-11-31", "d", &day, &e));
	CHECK(!civil_read_date("2026-11-23 ", "d", &day, &e));
	CHECK(civil_read_clock("09:30", "c", &s, &e) && s == 34200);
	CHECK(civil_read_clock("09:30:05", "c", &s, &e) && s == 34205);
	CHECK(civil_read_clock("24:00", "c", &s, &e) && s == CIVIL_DAY_S);
	CHECK(!civil_read_clock("24:01", "c", &s, &e));
	CHECK(!civil_read_clock("9:30", "c", &s, &e));
	CHECK(!civil_read_clock("09:3", "c", &s, &e));
}

static void test_texts_written(void)
{
	char text[CIVIL_TEXT_BYTES];

	CHECK_TEXT(civil_write_offset(text, 0, 3 * CIVIL_HOUR_S),
		"1970-01-01T03:00:00+03:00");
	CHECK_TEXT(civil_write_offset(text, 0, -12600),
		"1969-12-31T20:30:00-03:30");
	CHECK_TEXT(civil_write_utc(text, INT64_MAX), "9999-12-31T23:59:59Z");
	CHECK_TEXT(civil_write_utc(text, INT64_MIN), "0000-01-01T00:00:00Z");
	CHECK_TEXT(civil_write_date(text, 0), "1970-01-01");
}

TEST_MAIN(test_days_there_and_back, test_days_follow_one_another,
	test_dates_that_exist, test_instants_read, test_dates_and_clocks_read,
	test_texts_written)
