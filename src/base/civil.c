#include "base/civil.h"

/*
 * Day numbers follow the usual trick of starting the year in March, so that
 * the leap day is the last of its year and months have a fixed pattern of
 * 153 days in five; an era is 400 years, 146097 days.
 */
enum { ERA_DAYS = 146097, DAYS_TO_1970 = 719468 };

int civil_month_days(int year, int month)
{
	static const int days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && is_leap);
}

bool civil_is_date(int year, int month, int day)
{
	return year >= 0 && year <= 9999 && month >= 1 && month <= 12 &&
	       day >= 1 && day <= civil_month_days(year, month);
}

int64_t civil_day(int year, int month, int day)
{
	int64_t y = (int64_t)year - (month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t of_era = y - era * 400;
	int64_t of_year =
		(153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

	return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - DAYS_TO_1970;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

struct civil civil_of_day(int64_t day)
{
	return civil_of_seconds(day * CIVIL_DAY_S);
}

int civil_weekday(int64_t day)
{
	int64_t w = (day + 4) % 7;

	return (int)(w < 0 ? w + 7 : w);
}

int64_t civil_seconds(const struct civil *c)
{
	return civil_day(c->year, c->month, c->day) * CIVIL_DAY_S +
	       c->hour * CIVIL_HOUR_S + c->minute * CIVIL_MINUTE_S + c->second;
}

static void set_date(struct civil *c, int64_t day)
{
	int64_t z = day + DAYS_TO_1970;
	int64_t era = floor_div(z, ERA_DAYS);
	int64_t d = z - era * ERA_DAYS;
	int64_t y = (d - d / 1460 + d / 36524 - d / (ERA_DAYS - 1)) / 365;
	int64_t of_year = d - (365 * y + y / 4 - y / 100);
	int64_t m = (5 * of_year + 2) / 153;

	c->day = (int)(of_year - (153 * m + 2) / 5 + 1);
	c->month = (int)(m < 10 ? m + 3 : m - 9);
	c->year = (int)(y + era * 400 + (c->month <= 2));
}

struct civil civil_of_seconds(int64_t seconds)
{
	struct civil c;

	if (seconds < CIVIL_UNIX_MIN)
		seconds = CIVIL_UNIX_MIN;
	if (seconds > CIVIL_UNIX_MAX)
		seconds = CIVIL_UNIX_MAX;

	int64_t day = floor_div(seconds, CIVIL_DAY_S);
	int s = (int)(seconds - day * CIVIL_DAY_S);

	set_date(&c, day);
	c.hour = s / CIVIL_HOUR_S;
	c.minute = s / CIVIL_MINUTE_S % 60;
	c.second = s % 60;
	return c;
}

/* Takes exactly `n` digits. */
static bool take_number(const char **p, int n, int *out)
{
	int value = 0;

	for (int i = 0; i < n; i++) {
		if ((*p)[i] < '0' || (*p)[i] > '9')
			return false;
		value = value * 10 + (*p)[i] - '0';
	}
	*p += n;
	*out = value;
	return true;
}

static bool take_char(const char **p, char c)
{
	if (**p != c)
		return false;
	(*p)++;
	return true;
}

static bool take_date(const char **p, struct civil *c)
{
	return take_number(p, 4, &c->year) && take_char(p, '-') &&
	       take_number(p, 2, &c->month) && take_char(p, '-') &&
	       take_number(p, 2, &c->day) &&
	       civil_is_date(c->year, c->month, c->day);
}

/* HH:MM with or without :SS; 60 seconds are not accepted. */
static bool take_clock(const char **p, struct civil *c)
{
	c->second = 0;
	if (!take_number(p, 2, &c->hour) || !take_char(p, ':') ||
		!take_number(p, 2, &c->minute))
		return false;
	if (take_char(p, ':') && !take_number(p, 2, &c->second))
		return false;
	return c->hour <= 24 && c->minute <= 59 && c->second <= 59 &&
	       (c->hour < 24 || (c->minute == 0 && c->second == 0));
}

/*
 * A fraction counts as its nearest second: programs write the end of a day as
 * 23:59:59.999 and mean midnight.
 */
static bool take_fraction(const char **p, int *seconds)
{
	*seconds = 0;
	if (!take_char(p, '.'))
		return true;
	if (**p < '0' || **p > '9')
		return false;
	*seconds = **p >= '5';
	while (**p >= '0' && **p <= '9')
		(*p)++;
	return true;
}

static bool take_offset(const char **p, int *offset_s)
{
	int sign = **p == '-' ? -1 : 1, hours, minutes;

	*offset_s = 0;
	if (take_char(p, 'Z') || take_char(p, 'z'))
		return true;
	if (!take_char(p, '+') && !take_char(p, '-'))
		return false;
	if (!take_number(p, 2, &hours) || !take_char(p, ':') ||
		!take_number(p, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	*offset_s = sign * (hours * CIVIL_HOUR_S + minutes * CIVIL_MINUTE_S);
	return true;
}

bool civil_read_instant(
	const char *text, const char *field, int64_t *unix_s, struct err *e)
{
	struct civil c;
	int more_s, offset_s;
	const char *p = text;

	if (!take_date(&p, &c) ||
		(!take_char(&p, 'T') && !take_char(&p, 't') &&
			!take_char(&p, ' ')) ||
		!take_clock(&p, &c) || !take_fraction(&p, &more_s) ||
		!take_offset(&p, &offset_s) || *p)
		return err_field(
			e, ERR_INVALID, field, "not an RFC 3339 instant");
	*unix_s = civil_seconds(&c) + more_s - offset_s;
	return true;
}

bool civil_read_date(
	const char *text, const char *field, int64_t *day, struct err *e)
{
	struct civil c;
	const char *p = text;

	if (!take_date(&p, &c) || *p)
		return err_field(
			e, ERR_INVALID, field, "not a date like 2026-11-23");
	*day = civil_day(c.year, c.month, c.day);
	return true;
}

bool civil_read_clock(
	const char *text, const char *field, int *second, struct err *e)
{
	struct civil c;
	const char *p = text;

	if (!take_clock(&p, &c) || *p)
		return err_field(
			e, ERR_INVALID, field, "not a time like 09:00");
	*second = c.hour * CIVIL_HOUR_S + c.minute * CIVIL_MINUTE_S + c.second;
	return true;
}

static char *write_wall(
	char to[CIVIL_TEXT_BYTES], const struct civil *c, const char *offset)
{
	snprintf(to, CIVIL_TEXT_BYTES, "%04d-%02d-%02dT%02d:%02d:%02d%s",
		c->year % 10000, c->month % 100, c->day % 100, c->hour % 100,
		c->minute % 100, c->second % 100, offset);
	return to;
}

char *civil_write_utc(char to[CIVIL_TEXT_BYTES], int64_t unix_s)
{
	struct civil c = civil_of_seconds(unix_s);

	return write_wall(to, &c, "Z");
}

char *civil_write_offset(
	char to[CIVIL_TEXT_BYTES], int64_t unix_s, int offset_s)
{
	char offset[8];
	int minutes = abs(offset_s) / CIVIL_MINUTE_S % (24 * 60);
	struct civil c = civil_of_seconds(unix_s + offset_s);

	snprintf(offset, sizeof(offset), "%c%02d:%02d",
		offset_s < 0 ? '-' : '+', minutes / 60, minutes % 60);
	return write_wall(to, &c, offset);
}

char *civil_write_date(char to[CIVIL_TEXT_BYTES], int64_t day)
{
	struct civil c = civil_of_day(day);

	snprintf(to, CIVIL_TEXT_BYTES, "%04d-%02d-%02d", c.year % 10000,
		c.month % 100, c.day % 100);
	return to;
}
