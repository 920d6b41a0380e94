#include "lang/when_match.h"

/*
 * The grammar of hours and parts of the day: actions, then patterns.
 */
enum { HOUR_S = 3600, MINUTE_S = 60 };

/* 12 of the night is midnight, 1 to 5 "дня" and all "вечера" are 13 to 23. */
static void set_part_tag(struct clock_said *c, enum when_part part)
{
	int hour = c->second / HOUR_S;

	c->part = part;
	c->is_bare = false;
	if (hour == 12 && part == WHEN_NIGHT)
		c->second -= 12 * HOUR_S;
	else if (hour < 12 &&
		 (part == WHEN_DAYTIME || part == WHEN_EVENING ||
			 part == WHEN_LUNCH || part == WHEN_AFTERNOON)) {
		if (!(part == WHEN_DAYTIME && hour >= 9))
			c->second += 12 * HOUR_S;
	} else if (hour >= 8 && hour < 12 && part == WHEN_NIGHT) {
		c->second += 12 * HOUR_S;
	}
}

static enum when_part part_of(const struct when_atom *at)
{
	return IS(at, DAYGEN) ? WHEN_DAYTIME : (enum when_part)at->value;
}

static void set_clock(const struct match *m, struct said *s, int hour,
	int minute, enum when_grain grain)
{
	const struct when_atom *tag = OF(m, PARTGEN);

	s->clock.has = CLOCK_TIME;
	s->clock.second = hour * HOUR_S + minute * MINUTE_S;
	s->clock.grain = grain;
	s->clock.is_bare = hour >= 1 && hour <= 12;
	s->is_invalid |= hour > 24 || minute > 59 || minute < 0 ||
			 (hour == 24 && minute > 0);
	if (tag)
		set_part_tag(&s->clock, part_of(tag));
}

static void do_clock(const struct match *m, struct said *s)
{
	const struct when_atom *at = OF(m, CLOCK);

	set_clock(m, s, at->value / HOUR_S, at->value / MINUTE_S % 60,
		at->has_seconds ? WHEN_SECOND : WHEN_MINUTE);
	s->clock.second += at->value % MINUTE_S;
	s->is_invalid |= at->is_broken;
}

/* "15 часов", "в час", "3 часа дня", "после часа"; arg is its need. */
static void do_hour(const struct match *m, struct said *s)
{
	const struct when_atom *n = OF(m, HOURNUM);

	set_clock(m, s, n ? n->value : 1, 0, WHEN_HOUR);
	s->need = (enum said_need)m->arg;
}

static void do_hour_about(const struct match *m, struct said *s)
{
	do_hour(m, s);
	s->is_about = true;
}

/* "в десять с половиной". */
static void do_hour_and_half(const struct match *m, struct said *s)
{
	set_clock(m, s, m->el[0]->value, 30, WHEN_MINUTE);
	s->need = NEED_COMPANY;
}

/* "14 часов 20 марта": what follows the hour are no minutes. */
static void do_hour_of_day(const struct match *m, struct said *s)
{
	do_hour(m, s);
	s->day.has = DAY_MDAY;
	s->day.mday = m->el[2]->value;
	if (!OF(m, MONTH))
		return;
	s->day.has |= DAY_MONTH;
	s->day.month = OF(m, MONTH)->value;
}

static void do_hour_minute(const struct match *m, struct said *s)
{
	const struct when_atom *min = NULL;

	for (int i = 1; i < WHEN_ELEMENTS_MAX; i++)
		if (IS(m->el[i], NUM))
			min = m->el[i];
	set_clock(m, s, IS(m->el[0], HOURNUM) ? m->el[0]->value : 1, min->value,
		WHEN_MINUTE);
	s->need = (enum said_need)m->arg;
}

/* Ordinals and "час" name the hour that is being lived through. */
static int hour_lived(const struct match *m)
{
	const struct when_atom *at = OF(m, HALFOF);

	if (!at)
		at = OF(m, ORD);
	return at ? at->value : 1;
}

static void set_before(const struct match *m, struct said *s, int hour, int min)
{
	if (hour < 1 || hour > 12) {
		s->need = NEED_COMPANY;
		return;
	}
	if (hour == 1)
		hour = 13;
	set_clock(m, s, hour - 1, min, WHEN_MINUTE);
}

static void do_half_past(const struct match *m, struct said *s)
{
	set_before(m, s, hour_lived(m), 30);
}

static void do_quarter_past(const struct match *m, struct said *s)
{
	set_before(m, s, hour_lived(m), 15);
}

/* "двадцать минут третьего". */
static void do_minutes_of(const struct match *m, struct said *s)
{
	set_before(m, s, hour_lived(m), m->el[0]->value);
}

/* "без четверти пять", "без двадцати пяти минут час". */
static void do_minutes_to(const struct match *m, struct said *s)
{
	int minutes = IS(m->el[1], FOURTH) ? 15 : m->el[1]->value;
	int hour = 1;

	for (int i = 2; i < WHEN_ELEMENTS_MAX; i++)
		if (IS(m->el[i], HOURNUM))
			hour = m->el[i]->value;
	set_before(m, s, hour > 12 ? hour - 12 : hour, 60 - minutes);
	if (hour > 12 && s->clock.has) {
		s->clock.second += 12 * HOUR_S;
		s->clock.is_bare = false;
	}
	s->is_invalid |= minutes >= 60;
}

/* "в первом часу": between twelve and one. */
static void do_hour_lived(const struct match *m, struct said *s)
{
	int hour = m->el[1]->value;

	if (hour < 1 || hour > 12)
		return;
	set_clock(m, s, hour == 1 ? 12 : hour - 1, 0, WHEN_HOUR);
}

static void do_noon(const struct match *m, struct said *s)
{
	set_clock(m, s, OF(m, NOON) ? 12 : 0, 0, WHEN_HOUR);
	s->clock.is_bare = false;
}

/* Parts of the day, in minutes. */

static const struct {
	int from, to;
} part_minutes[WHEN_PARTS] = {
	[WHEN_NIGHT] = {0, 6 * 60},
	[WHEN_MORNING] = {6 * 60, 12 * 60},
	[WHEN_LUNCH] = {12 * 60, 14 * 60},
	[WHEN_AFTERNOON] = {13 * 60, 18 * 60},
	[WHEN_DAYTIME] = {12 * 60, 18 * 60},
	[WHEN_EVENING] = {17 * 60, 23 * 60},
};

static void set_part(struct said *s, enum when_part part)
{
	s->clock.has = CLOCK_PART;
	s->clock.part = part;
	s->clock.part_from = part_minutes[part].from;
	s->clock.part_to = part_minutes[part].to;
}

/* "в ночь с пятницы на субботу". */
static void do_night_between(const struct match *m, struct said *s)
{
	set_part(s, WHEN_NIGHT);
	s->day.has = DAY_WEEKDAY;
	s->day.weekday = m->el[4]->value;
}

static void do_part(const struct match *m, struct said *s)
{
	const struct when_atom *at = OF(m, PART);

	set_part(s, part_of(at));
	if ((OF(m, AFTER) || OF(m, FROM)) && s->clock.part == WHEN_LUNCH)
		set_part(s, WHEN_AFTERNOON);
	if (OF(m, EARLY) && s->clock.part == WHEN_MORNING)
		s->clock.part_to = 9 * 60;
	if (OF(m, LATE) && s->clock.part == WHEN_EVENING)
		s->clock.part_from = 20 * 60;
	if (OF(m, CLOSER))
		s->is_about = true;
}

/* "после работы" is from six on, "до работы" before nine. */
static void do_work(const struct match *m, struct said *s)
{
	if (OF(m, AFTER)) {
		set_part(s, WHEN_EVENING);
		s->clock.part_from = 18 * 60;
	} else {
		set_part(s, WHEN_MORNING);
		s->clock.part_to = 9 * 60;
	}
}

/* "работаю до шести" is free from six on. */
static void do_busy(const struct match *m, struct said *s)
{
	const struct when_atom *at = OF(m, CLOCK);
	int minute = at ? at->value / MINUTE_S : OF(m, HOURNUM)->value * 60;

	set_part(s, WHEN_EVENING);
	s->clock.part_from = minute <= 11 * 60 ? minute + 12 * 60 : minute;
	s->is_invalid |= s->clock.part_from >= s->clock.part_to;
}

/* "завтрашним утром", "вчерашний вечер", "на завтрашний день". */
static void do_reladj(const struct match *m, struct said *s)
{
	s->day.has = DAY_SHIFT;
	s->day.shift = m->el[0]->value - 5;
	if (OF(m, PART))
		set_part(s, part_of(OF(m, PART)));
}

static void do_half_of_day(const struct match *m, struct said *s)
{
	if (m->el[0]->value == 1)
		set_part(s, WHEN_MORNING);
	else
		set_part(s, WHEN_DAYTIME);
}

static void do_end_of_day(const struct match *m, struct said *s)
{
	set_part(s, OF(m, ENDING)   ? WHEN_EVENING
		    : OF(m, MIDDLE) ? WHEN_LUNCH
				    : WHEN_MORNING);
}

/* "до конца дня" is until midnight. */
static void do_until_end_of_day(const struct match *m, struct said *s)
{
	(void)m;
	s->clock.has = CLOCK_PART;
	s->clock.part_to = 24 * 60;
	s->clock_bound = BOUND_UPTO;
}

const struct when_rule when_clock_rules[] = {
	/* 15:30; 7:30 вечера; 15 часов; 3 часа дня; час дня */
	{"CLOCK HOUR? PARTGEN?", do_clock, 0},
	{"HOURNUM HOUR", do_hour, NEED_COMPANY},
	{"HOURNUM DAYGEN", do_hour, NEED_IN},
	{"HOURNUM HOUR? PARTGEN", do_hour, 0},
	{"HOURNUM HOUR MDAYNUM|ORD MONTH|MDAYWORD", do_hour_of_day, 0},
	{"HOURNUM HOUR? FROM HALF PARTGEN?", do_hour_and_half, 0},
	{"HOURONE", do_hour, NEED_COMPANY},
	{"HOURGEN", do_hour, NEED_OF},
	{"HOURONE PARTGEN", do_hour, 0},
	{"HOUR|HOURONE IN|TOWARD|ON HOURNUM PARTGEN?", do_hour_about, 0},
	{"HOUR HOURNUM PARTGEN?", do_hour_about, NEED_COMPANY},
	{"HOURNUM MIN2 PARTGEN?", do_hour_minute, NEED_COMPANY},
	{"HOURNUM HOUR NUM MINUTE? PARTGEN?", do_hour_minute, 0},
	{"HOURONE NUM MINUTE PARTGEN?", do_hour_minute, 0},
	/* полвторого; пол второго; половина третьего; четверть пятого */
	{"HALFOF PARTGEN?", do_half_past, 0},
	{"HALF DASH? ORD PARTGEN?", do_half_past, 0},
	{"FOURTH ORD PARTGEN?", do_quarter_past, 0},
	{"NUM MINUTE ORD PARTGEN?", do_minutes_of, 0},
	{"WITHOUT NUM MINUTE? HOURNUM|HOURONE HOUR? PARTGEN?", do_minutes_to,
		0},
	{"WITHOUT FOURTH HOURNUM|HOURONE HOUR? PARTGEN?", do_minutes_to, 0},
	{"IN ORD HOURONE PARTGEN?", do_hour_lived, 0},
	{"NOON|MIDNIGHT", do_noon, 0},
	/* утром; рано утром; после обеда; в первой половине дня */
	{"PART", do_part, 0},
	{"EARLY|LATE|CLOSER TOWARD? PART", do_part, 0},
	{"PART EARLY|LATE", do_part, 0},
	{"FROM PART EARLY?", do_part, 0},
	{"AFTER PART", do_part, 0},
	{"PART FROM WEEKDAY ON WEEKDAY", do_night_between, 0},
	{"BUSY UNTIL HOURNUM|CLOCK HOUR? PARTGEN?", do_busy, 0},
	{"AFTER|BEFORE|UNTIL WORKHOURS", do_work, 0},
	{"ORD HALF DAYGEN", do_half_of_day, 0},
	/* завтрашний день; завтрашним утром; в конце дня */
	{"RELADJ DAY|PART", do_reladj, 0},
	{"BEGINNING|MIDDLE|ENDING DAYGEN", do_end_of_day, 0},
	{"UNTIL ENDING DAYGEN", do_until_end_of_day, 0},
	{0},
};
