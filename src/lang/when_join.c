#include "lang/when_join.h"

/* From this number on a lone one is a day of the month, below it an hour. */
enum { BARE_MONTH_DAY = 25, DAY_HOURS = 24 };

void when_bare_hour(struct said *s)
{
	s->clock = (struct clock_said){.has = CLOCK_TIME,
		.second = s->bare * 3600,
		.grain = WHEN_HOUR,
		.is_bare = s->bare >= 1 && s->bare <= 12};
	s->bare = -1;
}

static void bare_mday(struct said *s)
{
	s->day = (struct day_said){.has = DAY_MDAY, .mday = s->bare};
	s->bare = -1;
}

/* A lone number: up to 24 an hour, above it a day of the month. */
void when_settle(struct said *s)
{
	if (s->bare < 0)
		return;
	if (s->bare >= BARE_MONTH_DAY)
		bare_mday(s);
	else
		when_bare_hour(s);
}

/* Whether two things said of a day can be said of one day. */
static bool days_agree(
	int64_t today, const struct day_said *x, const struct day_said *y)
{
	unsigned both = x->has | y->has;
	int64_t first[2], end;
	enum when_grain grain;

	if (!x->has || !y->has)
		return true;
	if (x->has & y->has || both & DAY_AHEAD)
		return false;
	if (both & DAY_SHIFT) {
		/* "завтра, 24 ноября" or "завтра, во вторник", if it is */
		if (!when_resolve_day(
			    x, today, false, &first[0], &end, &grain) ||
			!when_resolve_day(
				y, today, false, &first[1], &end, &grain))
			return false;
		return first[0] == first[1];
	}
	if (both & (DAY_STEP | DAY_COUNT | DAY_NTH | DAY_HOLIDAYS | DAY_EASTER))
		return false;
	if (both & DAY_AWAY) {
		const struct day_said *step = x->has & DAY_AWAY ? x : y;

		return both == (DAY_AWAY | DAY_WEEKDAY) ||
		       (both == (DAY_AWAY | DAY_MDAY) &&
			       step->unit == WHEN_MONTH);
	}
	if (both & DAY_WEEKDAY &&
		both & (DAY_WEEKEND | DAY_WORKDAYS | DAY_SEASON | DAY_QUARTER |
			       DAY_HALF))
		return false;
	if (both & DAY_WEEKDAY && !(both & (DAY_MDAY | DAY_PERIOD)))
		return false;
	return true;
}

static bool clocks_agree(const struct said *x, const struct said *y)
{
	if (!x->clock.has || !y->clock.has)
		return true;
	if (x->clock.has & y->clock.has || x->has_clock_to)
		return false;
	return !y->has_clock_to || x->clock.has == CLOCK_PART;
}

bool when_agree(int64_t today, const struct said *x, const struct said *y)
{
	if (x->has_moment || y->has_moment || x->is_negated != y->is_negated)
		return false;
	if (x->has_day_to && y->day.has)
		return false;
	if (y->has_day_to && x->day.has)
		return false;
	if (x->day.has && y->day.has && (x->day_bound || y->day_bound))
		return false;
	return days_agree(today, &x->day, &y->day) && clocks_agree(x, y);
}

static void join_days(struct day_said *to, const struct day_said *from)
{
	struct day_said both = *from;

	if (!to->has) {
		*to = *from;
		return;
	}
	if (from->has & DAY_SHIFT || !from->has)
		return;
	if (to->has & DAY_SHIFT) {
		*to = both; /* the date says more than "завтра" */
		return;
	}
#define TAKE(bit, field)                                                       \
	if (to->has & (bit))                                                   \
	both.field = to->field
	TAKE(DAY_WEEKDAY, weekday);
	TAKE(DAY_MDAY, mday);
	TAKE(DAY_MONTH, month);
	TAKE(DAY_YEAR, year);
	TAKE(DAY_PERIOD, period);
	TAKE(DAY_PERIOD, period_shift);
	TAKE(DAY_SEASON, season);
	TAKE(DAY_QUARTER, quarter);
	TAKE(DAY_AWAY, count);
	TAKE(DAY_AWAY, unit);
#undef TAKE
	if (to->third)
		both.third = to->third;
	if (to->which)
		both.which = to->which;
	both.has = to->has | from->has;
	*to = both;
}

/* The part of the day says which half an hour is in: "вечером в 7". */
static void tag_clock(struct clock_said *c, enum when_part part)
{
	int hour = c->second / 3600;

	if (!(c->has & CLOCK_TIME) || !c->is_bare)
		return;
	c->part = part;
	c->is_bare = false;
	if (hour == 12 && part == WHEN_NIGHT)
		c->second = c->second % 3600;
	else if (hour < 12 && part >= WHEN_LUNCH &&
		 !(part == WHEN_DAYTIME && hour >= 9))
		c->second += 12 * 3600;
	else if (hour >= 9 && hour < 12 && part == WHEN_NIGHT)
		c->second += 12 * 3600;
}

static void join_clocks(struct said *to, const struct said *from)
{
	struct clock_said part = to->clock;

	if (!from->clock.has)
		return;
	if (to->clock.has & CLOCK_TIME) { /* from is the part */
		tag_clock(&to->clock, from->clock.part);
		tag_clock(&to->clock_to, from->clock.part);
		to->clock.part = from->clock.part;
		return;
	}
	to->clock = from->clock;
	to->clock_to = from->clock_to;
	to->has_clock_to = from->has_clock_to;
	to->clock_bound = from->clock_bound;
	if (!(part.has & CLOCK_PART))
		return;
	tag_clock(&to->clock, part.part);
	tag_clock(&to->clock_to, part.part);
	to->clock.part = part.part;
}

void when_join(struct said *to, const struct said *from)
{
	join_days(&to->day, &from->day);
	if (from->has_day_to) {
		to->day_to = from->day_to;
		to->has_day_to = true;
	}
	if (from->day_bound)
		to->day_bound = from->day_bound;
	join_clocks(to, from);
	to->is_about |= from->is_about;
	to->is_invalid |= from->is_invalid;
	to->need = NEED_NOTHING;
	to->last = from->last;
}

/* "с 16 по 20 марта", "с 10 до 12": a lone number is what the other end is. */
static void match_bare(struct said *x, struct said *y, bool is_upto)
{
	if (x->bare >= 0 && y->bare >= 0) {
		if (is_upto || x->bare >= BARE_MONTH_DAY ||
			y->bare >= BARE_MONTH_DAY) {
			bare_mday(x);
			bare_mday(y);
		} else {
			when_bare_hour(x);
			when_bare_hour(y);
		}
	} else if (x->bare >= 0) {
		if (y->clock.has && !(y->day.has & DAY_MDAY) &&
			x->bare <= DAY_HOURS)
			when_bare_hour(x);
		else
			bare_mday(x);
	} else if (y->bare >= 0) {
		if (x->clock.has && y->bare <= DAY_HOURS)
			when_bare_hour(y);
		else
			bare_mday(y);
	}
}

/* The ends of a range share what only one of them names. */
static void share_day(struct day_said *x, struct day_said *y)
{
	if (x->has == DAY_MDAY && y->has & (DAY_MONTH | DAY_PERIOD)) {
		int mday = x->mday;

		*x = *y;
		x->mday = mday;
		x->has &= ~(unsigned)DAY_WEEKDAY;
	} else if (y->has == DAY_MDAY && x->has & (DAY_MONTH | DAY_PERIOD)) {
		int mday = y->mday;

		*y = *x;
		y->mday = mday;
		y->has &= ~(unsigned)DAY_WEEKDAY;
	} else if (y->has & DAY_YEAR && x->has & DAY_MONTH &&
		   !(x->has & DAY_YEAR)) {
		x->has |= DAY_YEAR;
		x->year = y->year - (x->month > y->month);
	} else if (x->has == DAY_WEEKDAY && y->has & DAY_PERIOD) {
		x->has |= DAY_PERIOD;
		x->period = y->period;
		x->period_shift = y->period_shift;
	} else if (y->has == DAY_WEEKDAY && x->has & DAY_PERIOD) {
		y->has |= DAY_PERIOD;
		y->period = x->period;
		y->period_shift = x->period_shift;
	}
}

/* "с 2 до 4 дня": the tag at the end is meant for both, if order allows. */
static void share_part(struct clock_said *x, const struct clock_said *y)
{
	struct clock_said tagged = *x;

	if (!x->is_bare || y->is_bare || !y->part)
		return;
	tag_clock(&tagged, y->part);
	if (tagged.second < y->second)
		*x = tagged;
	else
		x->is_bare = false;
}

static bool is_kind(const struct said *x, const struct said *y)
{
	if (x->has_moment || y->has_moment)
		return false;
	if (x->day.has && y->day.has)
		return true;
	return x->clock.has && y->clock.has;
}

bool when_join_range(struct said *x, struct said y, bool is_upto)
{
	match_bare(x, &y, is_upto);
	if (!is_kind(x, &y))
		return false;
	if (x->day.has && y.day.has) {
		share_day(&x->day, &y.day);
		x->day_to = y.day;
		x->has_day_to = true;
	} else if (y.day.has) {
		x->day = y.day; /* "с 10 до 12 завтра" */
	}
	if (x->clock.has && y.clock.has) {
		share_part(&x->clock, &y.clock);
		x->clock_to = y.clock;
		x->has_clock_to = true;
	}
	x->is_invalid |= y.is_invalid;
	x->is_about |= y.is_about;
	x->need = NEED_NOTHING;
	x->last = y.last;
	return true;
}

bool when_anchor(const struct said *x, struct said *y)
{
	bool is_after =
		y->day_bound == BOUND_AFTER || y->clock_bound == BOUND_AFTER;
	bool is_step = x->day.has & DAY_STEP ||
		       (x->day.has == DAY_AWAY && x->day.count > 0);

	if (x->day.has != DAY_AHEAD && !(is_step && is_after))
		return false;
	if (x->last + 1 != y->first || x->clock.has || x->has_day_to ||
		!y->day.has || y->has_day_to ||
		y->day.has & (DAY_AWAY | DAY_AHEAD | DAY_STEP | DAY_COUNT))
		return false;
	y->first = x->first;
	y->day.offset = x->day.count;
	y->day.offset_unit = x->day.unit;
	y->day_bound = y->clock_bound = BOUND_NONE;
	return true;
}
