#include "base/zone.h"
#include "lang/when_said.h"

enum { DAY_MINUTES = 24 * 60, CLINIC_OPENS_H = 8, CLINIC_CLOSES_H = 21 };

/* Weekday as people count: 1 Monday .. 7 Sunday. */
static int weekday_of(int64_t day)
{
	int w = civil_weekday(day);

	return w ? w : 7;
}

static int64_t monday_of(int64_t day)
{
	return day - weekday_of(day) + 1;
}

/* The first of the month `shift` months from year, month. */
static int64_t month_start(int year, int month, int shift)
{
	int n = year * 12 + month - 1 + shift;

	if (n < 0)
		n = 0;
	if (n > 9999 * 12)
		n = 9999 * 12;
	return civil_day(n / 12, n % 12 + 1, 1);
}

/* The same day of the month `months` later, or the last that there is. */
static int64_t add_months(int64_t day, int months)
{
	struct civil c = civil_of_day(day);
	int64_t first = month_start(c.year, c.month, months);
	struct civil f = civil_of_day(first);
	int last = civil_month_days(f.year, f.month);

	return first + (c.day < last ? c.day : last) - 1;
}

/* The first day of the calendar unit `shift` units from that of `today`. */
static int64_t unit_start(enum when_grain unit, int64_t today, int shift)
{
	struct civil c = civil_of_day(today);

	switch (unit) {
	case WHEN_WEEK:
		return monday_of(today) + (int64_t)shift * 7;
	case WHEN_MONTH:
		return month_start(c.year, c.month, shift);
	case WHEN_QUARTER:
		return month_start(
			c.year, (c.month - 1) / 3 * 3 + 1, shift * 3);
	case WHEN_YEAR:
		return month_start(c.year, 1, shift * 12);
	case WHEN_SECOND:
	case WHEN_MINUTE:
	case WHEN_HOUR:
	case WHEN_DAY:
	case WHEN_GRAINS:
		break;
	}
	return today + shift;
}

struct days {
	int64_t first, end;
	enum when_grain grain;
};

static bool one_day(struct days *out, int64_t day)
{
	*out = (struct days){day, day + 1, WHEN_DAY};
	return true;
}

static void set_unit(
	struct days *out, enum when_grain unit, int64_t today, int shift)
{
	*out = (struct days){unit_start(unit, today, shift),
		unit_start(unit, today, shift + 1), unit};
}

/* "в среду" said on a Wednesday is the next one: for today one says today. */
static bool weekday(const struct day_said *d, int64_t today, struct days *out)
{
	int64_t ahead = (d->weekday - weekday_of(today) + 7) % 7;

	switch (d->which) {
	case WHICH_THIS:
		break;
	case WHICH_PLAIN:
		ahead = ahead ? ahead : 7;
		break;
	case WHICH_NEXT:
		return one_day(out, monday_of(today) + 7 + d->weekday - 1);
	case WHICH_LAST:
		ahead = ahead - 7;
		break;
	}
	return one_day(out, today + ahead);
}

/* "15-го": this month's or the next that has such a day. */
static bool mday_only(int mday, int64_t today, struct days *out)
{
	struct civil c = civil_of_day(today);

	for (int shift = 0; shift < 3; shift++) {
		int64_t first = month_start(c.year, c.month, shift);
		int64_t next = month_start(c.year, c.month, shift + 1);
		int64_t day = first + mday - 1;

		if (mday >= 1 && day < next && day >= today)
			return one_day(out, day);
	}
	return false;
}

/* A date without its year is the next such date, today included. */
static bool date(const struct day_said *d, int64_t today, struct days *out)
{
	int year = d->has & DAY_YEAR ? d->year : civil_of_day(today).year;
	int tries = d->has & DAY_YEAR ? 1 : 9; /* 29 February may be far */

	if (d->has & DAY_PERIOD) {
		year += d->period_shift;
		tries = 1;
	}
	for (; tries--; year++) {
		if (!civil_is_date(year, d->month, d->mday))
			continue;
		one_day(out, civil_day(year, d->month, d->mday));
		if (out->first >= today || tries == 0 ||
			d->has & (DAY_YEAR | DAY_PERIOD))
			return true;
	}
	return false;
}

static bool month(const struct day_said *d, int64_t today, struct days *out)
{
	struct civil c = civil_of_day(today);
	int year = d->has & DAY_YEAR ? d->year : c.year;

	if (d->has & DAY_PERIOD)
		year += d->period_shift;
	else if (!(d->has & DAY_YEAR) && d->month < c.month)
		year++;
	if (d->which == WHICH_NEXT && d->month == c.month)
		year++;
	if (d->which == WHICH_LAST)
		year -= year > c.year || d->month == c.month;
	*out = (struct days){month_start(year, d->month, 0),
		month_start(year, d->month, 1), WHEN_MONTH};
	return true;
}

static bool weekend(const struct day_said *d, int64_t today, struct days *out)
{
	bool is_work = d->has & DAY_WORKDAYS;
	int64_t monday = monday_of(today);

	if (d->has & DAY_PERIOD)
		monday += (int64_t)d->period_shift * 7;
	else if (d->which == WHICH_NEXT)
		monday += 7;
	else if (d->which == WHICH_LAST)
		monday -= 7;
	else if (is_work && weekday_of(today) >= 5)
		monday += 7;
	*out = (struct days){monday + (is_work ? 0 : 5),
		monday + (is_work ? 5 : 7), WHEN_DAY};
	return true;
}

static bool season(const struct day_said *d, int64_t today, struct days *out)
{
	static const int starts[] = {12, 3, 6, 9};
	struct civil c = civil_of_day(today);
	int year = d->has & DAY_YEAR ? d->year : c.year;
	int first = starts[d->season];

	if (d->has & DAY_PERIOD)
		year += d->period_shift;
	if (d->season == 0 && (c.month < 3 || d->has & DAY_YEAR))
		year--; /* the winter that ends in this year */
	*out = (struct days){month_start(year, first, 0),
		month_start(year, first, 3), WHEN_MONTH};
	if (!(d->has & (DAY_YEAR | DAY_PERIOD)) && out->end <= today)
		year++;
	year += d->which == WHICH_NEXT && out->first <= today;
	year -= d->which == WHICH_LAST && out->end > today - 90;
	out->first = month_start(year, first, 0);
	out->end = month_start(year, first, 3);
	return true;
}

static bool quarter(const struct day_said *d, int64_t today, struct days *out)
{
	struct civil c = civil_of_day(today);
	int year = d->has & DAY_YEAR ? d->year : c.year;

	if (d->has & DAY_PERIOD)
		year += d->period_shift;
	out->first = month_start(year, d->quarter * 3 - 2, 0);
	out->end = month_start(year, d->quarter * 3 - 2, 3);
	out->grain = WHEN_QUARTER;
	if (out->end <= today && !(d->has & (DAY_YEAR | DAY_PERIOD))) {
		out->first = month_start(year + 1, d->quarter * 3 - 2, 0);
		out->end = month_start(year + 1, d->quarter * 3 - 2, 3);
	}
	return true;
}

static bool half(const struct day_said *d, int64_t today, struct days *out)
{
	struct civil c = civil_of_day(today);
	int year = d->has & DAY_YEAR ? d->year : c.year;

	if (d->has & DAY_PERIOD)
		year += d->period_shift;
	else if (!(d->has & DAY_YEAR) && d->half * 6 < c.month)
		year++;
	*out = (struct days){month_start(year, d->half * 6 - 5, 0),
		month_start(year, d->half * 6 - 5, 6), WHEN_MONTH};
	return true;
}

/*
 * Orthodox Easter: the Sunday behind the full moon of the Julian calendar
 * (Meeus, Astronomical Algorithms, chapter 8), 13 days later in ours until
 * 2099.
 */
static int64_t easter(int year)
{
	int moon = (19 * (year % 19) + 15) % 30;
	int sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7;
	int day = moon + sunday + 22; /* of the Julian March */

	return civil_day(year, 3, day) + 13;
}

static bool easter_day(
	const struct day_said *d, int64_t today, struct days *out)
{
	int year = d->has & DAY_YEAR ? d->year : civil_of_day(today).year;

	if (!(d->has & DAY_YEAR) && easter(year) < today)
		year++;
	return one_day(out, easter(year));
}

/* Days 1 to mday_to of a month, the ones that are not over. */
static bool holidays(const struct day_said *d, int64_t today, struct days *out)
{
	int year = civil_of_day(today).year;
	int64_t first = civil_day(year, d->month, d->mday);

	if (first + d->mday_to - d->mday < today)
		first = civil_day(year + 1, d->month, d->mday);
	*out = (struct days){first, first + d->mday_to - d->mday + 1, WHEN_DAY};
	return true;
}

static int64_t away(int count, enum when_grain unit, int64_t today)
{
	if (count > 10000)
		count = 10000;
	if (count < -10000)
		count = -10000;
	switch (unit) {
	case WHEN_WEEK:
		return today + (int64_t)count * 7;
	case WHEN_MONTH:
		return add_months(today, count);
	case WHEN_QUARTER:
		return add_months(today, count * 3);
	case WHEN_YEAR:
		return add_months(today, count * 12);
	case WHEN_SECOND:
	case WHEN_MINUTE:
	case WHEN_HOUR:
	case WHEN_DAY:
	case WHEN_GRAINS:
		break;
	}
	return today + count;
}

/* "следующие 3 дня" begin tomorrow, "в течение 3 дней" today. */
static bool count(const struct day_said *d, int64_t today, struct days *out)
{
	int64_t base = unit_start(d->unit, today, 0);

	out->grain = d->unit;
	if (d->which != WHICH_NEXT) {
		out->first = today;
		out->end = away(d->count, d->unit, today);
	} else if (d->count < 0) {
		out->first = unit_start(d->unit, today, d->count);
		out->end = base;
	} else {
		out->first = unit_start(d->unit, today, 1);
		out->end = unit_start(d->unit, today, 1 + d->count);
	}
	return true;
}

/* The nth weekday, week or day of a month or year; -1 from behind. */
static bool nth(const struct day_said *d, int64_t today, struct days *out)
{
	struct days frame;
	int64_t first;

	if (d->has & DAY_MONTH)
		month(d, today, &frame);
	else
		set_unit(&frame, d->period, today, d->period_shift);
	if (d->has & DAY_WEEKDAY) {
		first = frame.first +
			(d->weekday - weekday_of(frame.first) + 7) % 7;
		first += (int64_t)(d->nth - 1) * 7;
		if (d->nth < 0)
			first = frame.end - 1 -
				(weekday_of(frame.end - 1) - d->weekday + 7) %
					7;
		one_day(out, first);
	} else if (d->unit == WHEN_WEEK) {
		/* the first begins in the month, the last is mostly in it */
		first = monday_of(frame.first + 6) + (int64_t)(d->nth - 1) * 7;
		if (d->nth < 0)
			first = monday_of(frame.end - 4);
		*out = (struct days){first, first + 7, WHEN_WEEK};
	} else {
		one_day(out,
			d->nth < 0 ? frame.end - 1 : frame.first + d->nth - 1);
	}
	return out->first >= frame.first - 7 && out->first < frame.end;
}

/* A day has no third: "в середине мая, 15 числа" is the 15th. */
static void take_third(enum day_third third, struct days *out)
{
	int64_t n = out->end - out->first;
	int64_t first = out->first;

	if (out->grain == WHEN_DAY)
		return;
	switch (third) {
	case THIRD_NONE:
		return;
	case THIRD_BEGIN:
		out->end = first + (n + 1) / 3;
		break;
	case THIRD_MIDDLE:
		out->first = first + n / 3;
		out->end = first + n * 2 / 3;
		break;
	case THIRD_END:
		out->first = first + n * 2 / 3;
		break;
	case THIRD_HALF1:
		out->end = first + n / 2;
		break;
	case THIRD_HALF2:
		out->first = first + n / 2;
		break;
	}
	out->grain = WHEN_DAY;
}

/* A period joined with a weekday or a date inside of it. */
static bool period(const struct day_said *d, int64_t today, struct days *out)
{
	set_unit(out, d->period, today, d->period_shift);
	if (d->has & DAY_WEEKDAY && d->period == WHEN_WEEK)
		return one_day(out, out->first + d->weekday - 1);
	if (d->has & DAY_MDAY && d->period == WHEN_MONTH) {
		int64_t day = out->first + d->mday - 1;

		if (d->mday < 1 || day >= out->end)
			return false;
		return one_day(out, day);
	}
	return true;
}

static bool find_days(const struct day_said *d, int64_t today, struct days *out)
{
	unsigned has = d->has;

	if (has & DAY_SHIFT)
		return one_day(out, today + d->shift);
	if (has & DAY_NTH)
		return nth(d, today, out);
	if (has & DAY_MDAY && has & DAY_MONTH)
		return date(d, today, out);
	if (has & DAY_EASTER)
		return easter_day(d, today, out);
	if (has & DAY_HOLIDAYS)
		return holidays(d, today, out);
	if (has & DAY_AWAY) {
		int64_t day = away(d->count, d->unit, today);

		if (has & DAY_WEEKDAY)
			day = monday_of(day) + d->weekday - 1;
		if (has & DAY_MDAY) {
			struct civil c = civil_of_day(day);

			return mday_only(
				d->mday, civil_day(c.year, c.month, 1), out);
		}
		return one_day(out, day);
	}
	if (has & DAY_COUNT)
		return count(d, today, out);
	if (has & (DAY_WEEKEND | DAY_WORKDAYS))
		return weekend(d, today, out);
	if (has & DAY_SEASON)
		return season(d, today, out);
	if (has & DAY_QUARTER)
		return quarter(d, today, out);
	if (has & DAY_HALF)
		return half(d, today, out);
	if (has & DAY_MONTH)
		return month(d, today, out);
	if (has & DAY_PERIOD)
		return period(d, today, out);
	if (has & DAY_YEAR) {
		*out = (struct days){civil_day(d->year, 1, 1),
			civil_day(d->year + 1, 1, 1), WHEN_YEAR};
		return true;
	}
	if (has & DAY_MDAY)
		return mday_only(d->mday, today, out);
	return has & DAY_WEEKDAY && weekday(d, today, out);
}

/*
 * A date that another is counted from is the next one such that what is counted
 * is still to come: "через месяц после 8 марта" on the 11th is 8 April.
 */
static int64_t base_today(const struct day_said *d, int64_t today)
{
	bool is_yearly = (d->has & DAY_MONTH && d->has & DAY_MDAY) ||
			 d->has & (DAY_EASTER | DAY_HOLIDAYS);

	return d->offset && is_yearly ? away(-d->offset, d->offset_unit, today)
				      : today;
}

bool when_resolve_day(const struct day_said *d, int64_t today, bool is_clinic,
	int64_t *first, int64_t *end, enum when_grain *grain)
{
	struct days days = {0, 0, WHEN_DAY};
	bool is_next = is_clinic && d->has == DAY_PERIOD && !d->period_shift;

	if (!find_days(d, base_today(d, today), &days))
		return false;
	take_third(d->third, &days);
	if (is_next && d->third && days.end <= today) {
		/* "в начале месяца" on the 20th is the next one */
		set_unit(&days, d->period, today, 1);
		take_third(d->third, &days);
	}
	if (d->offset)
		one_day(&days,
			away(d->offset, d->offset_unit,
				d->offset > 0 ? days.end - 1 : days.first));
	*first = days.first;
	*end = days.end;
	*grain = days.grain;
	return true;
}

/* Hours. */

/* A bare hour by opening time: 1 to 7 are in the afternoon. */
static int clinic_second(const struct clock_said *c)
{
	int hour = c->second / CIVIL_HOUR_S;

	if (c->is_bare && hour >= 1 && hour < CLINIC_OPENS_H)
		return c->second + 12 * CIVIL_HOUR_S;
	return c->second;
}

struct resolver {
	const struct when_context *ctx;
	const struct said *s;
	int64_t today;
	int now_s;          /* of the local day */
	int64_t first, end; /* days; end exclusive */
	enum when_grain grain;
	bool has_day;
	int from_s, to_s; /* of the clock; to_s < 0: a point */
	bool has_clock;
};

static bool is_clinic(const struct resolver *r)
{
	return r->ctx->bias == WHEN_CLINIC;
}

static int second_of(const struct resolver *r, const struct clock_said *c)
{
	return is_clinic(r) ? clinic_second(c) : c->second;
}

static void read_clock(struct resolver *r)
{
	const struct clock_said *c = &r->s->clock, *to = &r->s->clock_to;

	r->has_clock = c->has != 0;
	if (!r->has_clock)
		return;
	r->to_s = -1;
	if (c->has & CLOCK_TIME) {
		r->from_s = second_of(r, c);
	} else {
		r->from_s = c->part_from * CIVIL_MINUTE_S;
		r->to_s = c->part_to * CIVIL_MINUTE_S;
	}
	if (!r->s->has_clock_to)
		return;
	r->to_s = to->has & CLOCK_TIME ? second_of(r, to)
				       : to->part_to * CIVIL_MINUTE_S;
	/* "с 10 до 2": the afternoon is meant; "с 22 до 6": the night. */
	if (r->to_s <= r->from_s && to->is_bare &&
		r->to_s + 12 * CIVIL_HOUR_S > r->from_s)
		r->to_s += 12 * CIVIL_HOUR_S;
	if (r->to_s <= r->from_s && !r->s->has_day_to)
		r->to_s += CIVIL_DAY_S;
}

/* The day of an hour that was said without one: the next such hour. */
static void choose_day(struct resolver *r)
{
	int last_s = r->to_s < 0 ? r->from_s : r->to_s - 1;

	r->first = r->today;
	if (r->s->clock_bound == BOUND_FROM || r->s->clock_bound == BOUND_AFTER)
		last_s = CIVIL_DAY_S;
	else if (is_clinic(r) && r->s->has_clock_to)
		last_s = r->from_s; /* what has begun is not asked for */
	else if (is_clinic(r) && r->to_s >= 0)
		last_s = (r->from_s + r->to_s) / 2;
	if (last_s < r->now_s || (last_s == r->now_s && r->to_s < 0))
		r->first = r->today + 1;
	r->end = r->first + 1;
}

/*
 * "сегодня в 8" said at ten is the evening.  "сегодня ночью" said after six
 * in the morning is the night to come.
 */
static void avoid_past(struct resolver *r)
{
	const struct clock_said *c = &r->s->clock;
	int last_s = r->to_s < 0 ? r->from_s : r->to_s - 1;

	if (r->first != r->today || last_s > r->now_s || !is_clinic(r))
		return;
	if (c->has & CLOCK_TIME && c->is_bare && r->to_s < 0 &&
		r->from_s < 12 * CIVIL_HOUR_S &&
		r->from_s + 12 * CIVIL_HOUR_S <=
			CLINIC_CLOSES_H * CIVIL_HOUR_S) {
		r->from_s += 12 * CIVIL_HOUR_S;
	}
}

static bool read_day(struct resolver *r)
{
	int64_t to_first;
	enum when_grain to_grain;
	const struct said *s = r->s;

	r->has_day = s->day.has != 0;
	r->grain = WHEN_DAY;
	if (!r->has_day) {
		if (r->has_clock)
			choose_day(r);
		return true;
	}
	if (!when_resolve_day(&s->day, r->today, is_clinic(r), &r->first,
		    &r->end, &r->grain))
		return false;
	if (is_clinic(r) && r->first < r->today && r->today < r->end &&
		(s->day.third || s->day.has & (DAY_WEEKEND | DAY_WORKDAYS)))
		r->first = r->today;
	if (s->clock.part == WHEN_NIGHT && s->day.has == DAY_SHIFT &&
		s->day.shift == 0 && r->has_clock && r->now_s >= r->from_s &&
		r->now_s >= 6 * CIVIL_HOUR_S && r->from_s < 6 * CIVIL_HOUR_S) {
		r->first++;
		r->end++;
	}
	if (!s->has_day_to)
		return true;
	if (!when_resolve_day(&s->day_to, r->today, is_clinic(r), &to_first,
		    &r->end, &to_grain))
		return false;
	if (to_first < r->first && s->day_to.has == DAY_WEEKDAY) {
		r->end += 7;
		to_first += 7;
	}
	if (to_first < r->first && !(s->day_to.has & DAY_YEAR) &&
		s->day_to.has & DAY_MONTH) {
		struct day_said back = s->day;

		/* "с 10 по 20 марта" on the 15th: both ends of one March */
		back.has |= DAY_YEAR;
		back.year = civil_of_day(r->end - 1).year;
		r->end = civil_day(back.year, s->day_to.month, s->day_to.mday) +
			 1;
		if (back.has & DAY_MDAY)
			r->first =
				civil_day(back.year, s->day.month, s->day.mday);
	}
	return r->first < r->end;
}

static int64_t at(const struct resolver *r, int64_t day, int second)
{
	return zone_at(r->ctx->zone, day, second);
}

/* Days without hours. */
static void put_days(const struct resolver *r, struct when *out)
{
	const struct said *s = r->s;
	bool is_end = s->day.third == THIRD_END || s->day.third == THIRD_HALF2;

	out->from = at(r, r->first, 0);
	out->to = at(r, r->end, 0);
	out->grain = r->grain;
	out->has_to = s->has_day_to || s->day.third ||
		      s->day.has & (DAY_WEEKEND | DAY_WORKDAYS | DAY_SEASON |
					   DAY_COUNT | DAY_HOLIDAYS | DAY_HALF);
	out->has_to = out->has_to && !s->day.offset;
	if (s->day_bound == BOUND_NONE)
		return;
	out->has_to = false;
	if (s->day_bound == BOUND_FROM) {
		out->open = WHEN_AFTER;
	} else if (s->day_bound == BOUND_AFTER) {
		out->open = WHEN_AFTER;
		out->from = out->to;
	} else {
		out->open = WHEN_BEFORE;
		if (s->day_bound == BOUND_UPTO || is_end)
			out->from = out->to;
	}
}

/* Hours of a day, or of each day of a stretch. */
static void put_clock(const struct resolver *r, struct when *out)
{
	const struct said *s = r->s;
	int64_t last = r->end - 1;

	/* "с 16 по 16 марта с 22 до 6", "пт - пт с 24 до 0" */
	while (r->to_s >= 0 &&
		(last - r->first) * CIVIL_DAY_S + r->to_s <= r->from_s)
		last++;
	out->from = at(r, r->first, r->from_s);
	out->grain = s->clock.has & CLOCK_TIME ? s->clock.grain : WHEN_HOUR;
	if (s->has_clock_to && s->clock_to.has & CLOCK_TIME &&
		s->clock_to.grain < out->grain)
		out->grain = s->clock_to.grain;
	if (r->to_s >= 0) {
		out->has_to = true;
		out->to = at(r, last, r->to_s);
	}
	if (s->clock_bound == BOUND_NONE)
		return;
	out->has_to = false;
	out->open =
		s->clock_bound == BOUND_FROM || s->clock_bound == BOUND_AFTER
			? WHEN_AFTER
			: WHEN_BEFORE;
	if (s->clock_bound == BOUND_AFTER && r->to_s >= 0)
		out->from = at(r, last, r->to_s);
	if (s->clock_bound == BOUND_UPTO && r->to_s >= 0)
		out->from = at(r, last, r->to_s);
}

/* What was said, for a dialogue that joins several turns. */
static void put_facets(const struct resolver *r, struct when *out)
{
	const struct said *s = r->s;

	out->part = s->clock.part;
	out->has_clock = r->has_clock;
	out->clock_from = r->from_s / CIVIL_MINUTE_S;
	out->clock_to =
		r->to_s < 0 ? out->clock_from : r->to_s / CIVIL_MINUTE_S;
	if (r->has_clock && out->open == WHEN_AFTER && s->clock_bound) {
		out->clock_from = s->clock_bound == BOUND_AFTER
					  ? out->clock_to
					  : out->clock_from;
		out->clock_to = DAY_MINUTES;
	} else if (r->has_clock && out->open == WHEN_BEFORE && s->clock_bound) {
		if (s->clock_bound == BOUND_UPTO)
			out->clock_from = out->clock_to;
		out->clock_to = out->clock_from;
		out->clock_from = 0;
	}
	out->has_day = r->has_day;
	out->day_first = r->first;
	out->day_last = r->end - 1;
	if (is_clinic(r) && out->day_first < r->today &&
		out->day_last >= r->today)
		out->day_first = r->today;
	if (!r->has_day || s->day_bound == BOUND_NONE || r->has_clock)
		return;
	if (out->open == WHEN_AFTER) {
		out->day_first =
			s->day_bound == BOUND_AFTER ? r->end : r->first;
		out->day_last = INT64_MAX;
	} else {
		bool with =
			s->day_bound == BOUND_UPTO || s->day.third == THIRD_END;

		out->day_last = with ? r->end - 1 : r->first - 1;
		out->day_first = r->today;
	}
}

/* The first instant behind all that the span covers. */
static int64_t end_of(const struct resolver *r, const struct when *w)
{
	if (w->open == WHEN_AFTER)
		return INT64_MAX;
	if (w->has_to)
		return w->to;
	if (r->has_clock || w->open == WHEN_BEFORE)
		return w->from + 1;
	return at(r, r->end, 0);
}

static bool resolve_moment(
	const struct when_context *ctx, const struct said *s, struct when *out)
{
	int64_t there = ctx->now + s->moment_s;
	struct civil c;

	if (s->moment_grain == WHEN_MINUTE && !s->moment_is_span)
		there -= ((there % 60) + 60) % 60;
	out->from = there;
	out->grain = s->moment_grain;
	if (s->moment_is_span) {
		out->from = s->moment_s < 0 ? there : ctx->now;
		out->to = s->moment_s < 0 ? ctx->now : there;
		out->has_to = true;
	}
	zone_local(ctx->zone, out->from, &c);
	out->has_day = out->has_clock = true;
	out->day_first = out->day_last = zone_day(ctx->zone, out->from);
	out->clock_from = c.hour * 60 + c.minute;
	out->clock_to = out->clock_from;
	out->is_past = s->moment_s < 0;
	return true;
}

bool when_resolve(
	const struct when_context *ctx, const struct said *s, struct when *out)
{
	struct resolver r = {.ctx = ctx, .s = s, .to_s = -1};
	struct civil now;

	out->is_about = s->is_about;
	out->is_negated = s->is_negated;
	out->is_invalid = s->is_invalid;
	if (s->is_invalid)
		return false;
	if (s->has_moment)
		return resolve_moment(ctx, s, out);
	zone_local(ctx->zone, ctx->now, &now);
	r.today = zone_day(ctx->zone, ctx->now);
	r.now_s = now.hour * CIVIL_HOUR_S + now.minute * CIVIL_MINUTE_S +
		  now.second;
	read_clock(&r);
	if (!read_day(&r)) {
		out->is_invalid = true;
		return false;
	}
	if (r.has_clock) {
		avoid_past(&r);
		put_clock(&r, out);
	} else {
		put_days(&r, out);
	}
	put_facets(&r, out);
	out->is_past = end_of(&r, out) <= ctx->now;
	return true;
}
