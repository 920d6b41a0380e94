#ifndef BASE_CIVIL_H
#define BASE_CIVIL_H
/*
 * base/civil - dates and wall-clock times: arithmetic and text.
 *
 * Proleptic Gregorian calendar, no leap seconds, years 0000 to 9999.  Knows no
 * zone (base/zone does) and asks no clock.  Three notions:
 *
 *    unix_s   an instant, seconds since 1970-01-01T00:00:00Z
 *    day      a date as days since 1970-01-01 (which is day 0, a Thursday)
 *    civil    what a calendar and a clock on the wall show
 */
#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#define CIVIL_UNIX_MIN INT64_C(-62167219200) /* 0000-01-01T00:00:00Z */
#define CIVIL_UNIX_MAX INT64_C(253402300799) /* 9999-12-31T23:59:59Z */

enum { CIVIL_MINUTE_S = 60, CIVIL_HOUR_S = 3600, CIVIL_DAY_S = 86400 };

struct civil {
	int year;  /* 0..9999 */
	int month; /* 1..12 */
	int day;   /* 1..31 */
	int hour;  /* 0..23 */
	int minute;
	int second;
};

/* Number of the days of a month, 28..31.  `month` is 1..12. */
int civil_month_days(int year, int month);

/* Whether this date exists: 2026-02-31 does not. */
bool civil_is_date(int year, int month, int day);

/*
 * Returns the day number of a date.  `month` must be 1..12; `day` may lie
 * outside its month and counts on: (2026, 3, 0) is the last of February.
 */
int64_t civil_day(int year, int month, int day);

/* Returns the date of a day number with the clock at 00:00:00. */
struct civil civil_of_day(int64_t day);

/* Day of the week: 0 Sunday .. 6 Saturday. */
int civil_weekday(int64_t day);

/* Seconds since 1970-01-01 00:00 of the same wall; with UTC: the unix time. */
int64_t civil_seconds(const struct civil *c);

/* The reverse of civil_seconds.  Outside years 0..9999 it gives the nearest. */
struct civil civil_of_seconds(int64_t seconds);

/*
 * Reads an RFC 3339 instant, "2026-11-23T09:00:00+03:00" or "...Z".  Seconds
 * may be left out; a fraction counts as its nearest second; 'T' may be a space;
 * the offset may not be left out.  ERR_INVALID with field = `field`.
 */
MUST_USE bool civil_read_instant(
	const char *text, const char *field, int64_t *unix_s, struct err *e);

/* Reads "2026-11-23" into a day number.  ERR_INVALID as above. */
MUST_USE bool civil_read_date(
	const char *text, const char *field, int64_t *day, struct err *e);

/*
 * Reads "09:00" or "09:00:30" into seconds after midnight; "24:00" is 86400.
 * ERR_INVALID as above.
 */
MUST_USE bool civil_read_clock(
	const char *text, const char *field, int *second, struct err *e);

enum { CIVIL_TEXT_BYTES = 32 }; /* room for any of the texts below */

/* Writes "2026-11-23T06:00:00Z"; returns `to`. */
char *civil_write_utc(char to[CIVIL_TEXT_BYTES], int64_t unix_s);

/*
 * Writes "2026-11-23T09:00:00+03:00": the instant on a wall `offset_s` seconds
 * east of UTC.  The seconds of an old offset (+02:30:17) are not written, so
 * it is then off by them.
 */
char *civil_write_offset(
	char to[CIVIL_TEXT_BYTES], int64_t unix_s, int offset_s);

/* Writes "2026-11-23"; returns `to`. */
char *civil_write_date(char to[CIVIL_TEXT_BYTES], int64_t day);

#endif
