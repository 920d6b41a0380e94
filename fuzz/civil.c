/*
 * fuzz/civil - instants, dates and clocks of any bytes: what is accepted and
 * written again is the same moment.
 */
#include "base/civil.h"
#include "fuzz/target.h"

static void read_instant(const char *text)
{
	char again[CIVIL_TEXT_BYTES];
	int64_t at, same;
	struct err e;

	if (!civil_read_instant(text, "at", &at, &e))
		return;
	BUG_ON(at < CIVIL_UNIX_MIN || at > CIVIL_UNIX_MAX);
	civil_write_utc(again, at);
	BUG_ON(!civil_read_instant(again, "at", &same, &e) || same != at);
}

static void read_date(const char *text)
{
	char again[CIVIL_TEXT_BYTES];
	int64_t day;
	struct civil c;
	struct err e;

	if (!civil_read_date(text, "date", &day, &e))
		return;
	BUG_ON(strcmp(civil_write_date(again, day), text) != 0);
	c = civil_of_day(day);
	BUG_ON(!civil_is_date(c.year, c.month, c.day));
	BUG_ON(civil_day(c.year, c.month, c.day) != day);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena a;
	const char *text = arena_copy(&a, bytes, n);
	struct err e;
	int second;

	read_instant(text);
	read_date(text);
	if (civil_read_clock(text, "clock", &second, &e))
		BUG_ON(second < 0 || second > CIVIL_DAY_S);
	arena_reset(&a);
	return 0;
}
