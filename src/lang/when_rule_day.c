#include "lang/when_match.h"

/*
 * The grammar of days: what each pattern says (actions), then the patterns.
 */
enum { HOUR_S = 3600, MINUTE_S = 60 };

static void do_relday(const struct match *m, struct said *s)
{
	const struct when_atom *at = m->el[0];

	s->day.has = DAY_SHIFT;
	s->day.shift = at->value - 5;
}

static enum day_which which_of(const struct match *m)
{
	if (OF(m, NEXT))
		return WHICH_NEXT;
	if (OF(m, LAST) || OF(m, FINAL))
		return WHICH_LAST;
	return OF(m, THIS) || OF(m, NEAREST) ? WHICH_THIS : WHICH_PLAIN;
}

static void do_weekday(const struct match *m, struct said *s)
{
	s->day.has = DAY_WEEKDAY;
	s->day.weekday =
		(OF(m, WEEKDAY) ? OF(m, WEEKDAY) : OF(m, WEEKDAYS))->value;
	s->day.which = which_of(m);
}

static int shift_of(const struct match *m)
{
	enum day_which which = which_of(m);

	if (OF(m, BEFORELAST))
		return -2;
	return which == WHICH_NEXT ? 1 : which == WHICH_LAST ? -1 : 0;
}

static enum day_third third_of(const struct match *m)
{
	return OF(m, BEGINNING) ? THIRD_BEGIN
	       : OF(m, MIDDLE)  ? THIRD_MIDDLE
	       : OF(m, ENDING)  ? THIRD_END
				: THIRD_NONE;
}

/* "в первой половине марта"; "во второй декаде марта". */
static enum day_third part_of_month(const struct match *m)
{
	int which = m->el[0]->value;

	if (OF(m, HALF))
		return which == 1   ? THIRD_HALF1
		       : which == 2 ? THIRD_HALF2
				    : THIRD_NONE;
	if (which > 3)
		return THIRD_NONE;
	return which == 1 ? THIRD_BEGIN : which == 2 ? THIRD_MIDDLE : THIRD_END;
}

static const struct when_atom *unit_of(const struct match *m)
{
	static const int units[] = {WHEN_INDEX_SECOND, WHEN_INDEX_MINUTE,
		WHEN_INDEX_HOUR, WHEN_INDEX_DAY, WHEN_INDEX_WEEK,
		WHEN_INDEX_MONTHWORD, WHEN_INDEX_QUARTER, WHEN_INDEX_YEAR};

	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		const struct when_atom *at = when_of(m, units[i]);

		if (at)
			return at;
	}
	return NULL;
}

/* "на следующей неделе", "в конце этого месяца". */
static void do_period(const struct match *m, struct said *s)
{
	s->day.has = DAY_PERIOD;
	s->day.period = (enum when_grain)unit_of(m)->value;
	s->day.period_shift = shift_of(m);
	s->day.third = third_of(m);
	if (s->day.period == WHEN_DAY) {
		s->day.has = DAY_SHIFT;
		s->day.shift = s->day.period_shift;
	}
}

/* "на следующий день", which may be that after a day told next. */
static void do_next_day(const struct match *m, struct said *s)
{
	s->day.has = OF(m, NEXT) ? DAY_SHIFT | DAY_STEP : DAY_STEP;
	s->day.shift = s->day.count = 1;
	s->day.unit = WHEN_DAY;
}

/* "накануне 20 марта". */
static void do_eve(const struct match *m, struct said *s)
{
	(void)m;
	s->day.has = DAY_AHEAD;
	s->day.count = -1;
	s->day.unit = WHEN_DAY;
}

/* "после завтра" is a day, not all that follow tomorrow. */
static void do_after_tomorrow(const struct match *m, struct said *s)
{
	if (OF(m, RELDAY)->value != 6)
		return;
	s->day.has = DAY_SHIFT;
	s->day.shift = 2;
}

/* "неделя после следующей". */
static void do_period_after_next(const struct match *m, struct said *s)
{
	do_period(m, s);
	s->day.period_shift = 2;
}

/* "в среду на следующей неделе"; the week may be left out. */
static void do_weekday_of_week(const struct match *m, struct said *s)
{
	s->day.has = DAY_PERIOD | DAY_WEEKDAY;
	s->day.period = WHEN_WEEK;
	s->day.period_shift = shift_of(m);
	s->day.weekday = OF(m, WEEKDAY)->value;
}

static int year_value(const struct when_atom *at)
{
	return at->value < 100 ? at->value + 2000 : at->value;
}

static void add_year(const struct match *m, struct said *s)
{
	const struct when_atom *year = OF(m, YEAR4);

	if (!year)
		year = OF(m, YEAR2);
	if (!year)
		return;
	s->day.has |= DAY_YEAR;
	s->day.year = year_value(year);
}

static void add_month(const struct match *m, struct said *s)
{
	s->day.has |= DAY_MONTH;
	s->day.month = OF(m, MONTH)->value;
}

/* "15 марта", "пятнадцатого марта 2026 года": the number stands first. */
static void do_mday_month(const struct match *m, struct said *s)
{
	if (m->el[0]->value > 99)
		return;
	s->day.has = DAY_MDAY;
	s->day.mday = m->el[0]->value;
	add_month(m, s);
	for (int i = 2; i < WHEN_ELEMENTS_MAX; i++) {
		const struct when_atom *at = m->el[i];

		if (!IS(at, YEAR4) && !IS(at, YEAR2))
			continue;
		s->day.has |= DAY_YEAR;
		s->day.year = year_value(at);
	}
}

static void do_mday(const struct match *m, struct said *s)
{
	s->day.has = DAY_MDAY;
	s->day.mday = m->el[0]->value;
}

/* A lone "двадцать третьего" is a date, a lone "первое" may be a choice. */
static void do_ordinal_mday(const struct match *m, struct said *s)
{
	do_mday(m, s);
	s->need = NEED_COMPANY;
	if (s->day.mday < 1 || s->day.mday > 31)
		s->day.has = 0;
}

/* "числа двадцатого". */
static void do_mday_about(const struct match *m, struct said *s)
{
	s->day.has = DAY_MDAY;
	s->day.mday = m->el[1]->value;
	s->is_about = true;
}

/* Month and day as numbers: "двенадцатого третьего", "12 03 2026". */
static void do_spaced_date(const struct match *m, struct said *s)
{
	int month = m->el[1]->value;

	if (month < 1 || month > 12 || m->el[0]->value < m->arg)
		return;
	s->day.has = DAY_MDAY | DAY_MONTH;
	s->day.mday = m->el[0]->value;
	s->day.month = month;
	if (OF(m, YEAR4))
		add_year(m, s);
	else
		s->need = NEED_COMPANY;
}

static void do_mday_of_month(const struct match *m, struct said *s)
{
	do_period(m, s);
	s->day.has = DAY_PERIOD | DAY_MDAY;
	s->day.mday = m->el[0]->value;
}

static void do_month(const struct match *m, struct said *s)
{
	add_month(m, s);
	add_year(m, s);
	s->day.third = third_of(m);
	if (OF(m, MDAYSWORD))
		s->day.third = OF(m, FINAL) ? THIRD_END : THIRD_BEGIN;
	if (OF(m, NEXT) || OF(m, LAST) || OF(m, THIS))
		s->day.which = which_of(m);
}

static void do_part_of_month(const struct match *m, struct said *s)
{
	if (OF(m, MONTH))
		add_month(m, s);
	else
		do_period(m, s);
	add_year(m, s);
	s->day.third = part_of_month(m);
	if (!s->day.third)
		s->day.has = 0;
}

static void do_month_of_year(const struct match *m, struct said *s)
{
	do_period(m, s);
	add_month(m, s);
	if (IS(m->el[0], MDAYNUM) || IS(m->el[0], ORD)) {
		s->day.has |= DAY_MDAY;
		s->day.mday = m->el[0]->value;
	}
}

static void do_year(const struct match *m, struct said *s)
{
	add_year(m, s);
	s->day.third = third_of(m);
}

static void do_date(const struct match *m, struct said *s)
{
	const struct when_atom *at = OF(m, DATE);

	s->is_invalid = at->is_broken;
	s->day.has = DAY_MONTH | (at->parts[0] ? DAY_MDAY : 0) |
		     (at->parts[2] ? DAY_YEAR : 0);
	s->day.mday = at->parts[0];
	s->day.month = at->parts[1];
	s->day.year = at->parts[2];
}

static void do_weekend(const struct match *m, struct said *s)
{
	s->day.has = OF(m, WEEKEND) ? DAY_WEEKEND : DAY_WORKDAYS;
	s->day.which = which_of(m);
	if (OF(m, BEFORELAST)) {
		s->day.has |= DAY_PERIOD;
		s->day.period = WHEN_WEEK;
		s->day.period_shift = -2;
	}
}

static void do_season(const struct match *m, struct said *s)
{
	s->day.has = DAY_SEASON;
	s->day.season = OF(m, SEASON)->value;
	s->day.which = which_of(m);
	s->day.third = third_of(m);
	add_year(m, s);
}

static void do_season_of_year(const struct match *m, struct said *s)
{
	do_period(m, s);
	s->day.has = DAY_SEASON | DAY_PERIOD;
	s->day.season = OF(m, SEASON)->value;
}

/* A quarter or a half of a year, of the year named or the one meant. */
static void do_quarter(const struct match *m, struct said *s)
{
	bool is_half = OF(m, HALFOFYEAR) || OF(m, HALF);
	int which = m->el[0]->value;

	if (which < 1 || which > (is_half ? 2 : 4))
		return;
	s->day.has = is_half ? DAY_HALF : DAY_QUARTER;
	s->day.quarter = s->day.half = which;
	add_year(m, s);
	if (!OF(m, NEXT) && !OF(m, THIS) && !OF(m, LAST))
		return;
	s->day.has |= DAY_PERIOD;
	s->day.period_shift = shift_of(m);
	s->day.period = WHEN_YEAR;
}

static void set_feast(const struct match *m, struct said *s, int value)
{
	s->day.has = DAY_MDAY | DAY_MONTH;
	s->day.month = value / 100;
	s->day.mday = value % 100;
	add_year(m, s);
}

static void do_feast(const struct match *m, struct said *s)
{
	const struct when_atom *at = OF(m, FEAST);

	if (!at)
		at = OF(m, FEASTOF);
	if (!at)
		at = OF(m, FEASTADJ);
	set_feast(m, s, at ? at->value : m->arg);
}

static void do_easter(const struct match *m, struct said *s)
{
	s->day.has = DAY_EASTER;
	add_year(m, s);
}

static void do_holidays(const struct match *m, struct said *s)
{
	s->day.has = DAY_HOLIDAYS;
	s->day.month = OF(m, HOLIDAYS)->value;
	s->day.mday = 1;
	s->day.mday_to = s->day.month == 1 ? 8 : 11;
}

/* "последнее воскресенье марта", "первый понедельник месяца". */
static void do_nth(const struct match *m, struct said *s)
{
	const struct when_atom *month = OF(m, MONTH);

	s->day.has = DAY_NTH;
	s->day.nth = IS(m->el[0], FINAL) ? -1 : m->el[0]->value;
	s->day.unit = IS(m->el[1], WEEKDAY) ? WHEN_DAY
					    : (enum when_grain)m->el[1]->value;
	if (IS(m->el[1], WEEKDAY)) {
		s->day.has |= DAY_WEEKDAY;
		s->day.weekday = m->el[1]->value;
	}
	if (month) {
		s->day.has |= DAY_MONTH;
		s->day.month = month->value;
		for (int i = 3; i < WHEN_ELEMENTS_MAX; i++)
			if (IS(m->el[i], YEAR4)) {
				s->day.has |= DAY_YEAR;
				s->day.year = m->el[i]->value;
			}
		return;
	}
	for (int i = 2; i < WHEN_ELEMENTS_MAX; i++)
		if (IS(m->el[i], WEEK) || IS(m->el[i], MONTHWORD) ||
			IS(m->el[i], YEAR))
			s->day.period = (enum when_grain)m->el[i]->value;
	s->day.has |= DAY_PERIOD;
	s->day.period_shift = OF(m, NEXT) ? 1 : OF(m, LAST) ? -1 : 0;
}

/* Stretches and steps: "через два дня", "следующие 3 дня". */

static const int unit_s[WHEN_GRAINS] = {
	[WHEN_SECOND] = 1, [WHEN_MINUTE] = MINUTE_S, [WHEN_HOUR] = HOUR_S};

/* How many of the unit, in tenths. */
static int tenths_of(const struct match *m)
{
	const struct when_atom *n = OF(m, FRACTION);

	if (n)
		return n->value;
	if (OF(m, ONEHALF))
		return 15;
	if (OF(m, PAIR))
		return 20;
	if (OF(m, SEVERAL))
		return 30;
	n = OF(m, NUM);
	return (n ? n->value * 10 : 10) + (OF(m, HALF) ? 5 : 0);
}

static void set_step(struct said *s, int tenths, enum when_grain unit)
{
	if (unit <= WHEN_HOUR) {
		s->has_moment = true;
		s->moment_s = (int64_t)tenths * unit_s[unit] / 10;
		s->moment_grain =
			unit == WHEN_SECOND ? WHEN_SECOND : WHEN_MINUTE;
		return;
	}
	s->day.has = DAY_AWAY;
	s->day.count = tenths / 10;
	s->day.unit = unit;
	if (tenths % 10 && unit == WHEN_YEAR) {
		s->day.count = tenths * 12 / 10;
		s->day.unit = WHEN_MONTH;
	} else if (tenths % 10 && unit == WHEN_MONTH) {
		s->day.count = tenths * 30 / 10;
		s->day.unit = WHEN_DAY;
	} else if (tenths % 10) {
		s->day.count = tenths * 7 / 10;
		s->day.unit = WHEN_DAY;
	}
}

static void do_away(const struct match *m, struct said *s)
{
	set_step(s, tenths_of(m) * m->arg, (enum when_grain)unit_of(m)->value);
	s->is_about = OF(m, ABOUT) || OF(m, SEVERAL);
}

/* "за два дня до": nothing without the day that follows. */
static void do_ahead(const struct match *m, struct said *s)
{
	do_away(m, s);
	s->day.has = DAY_AHEAD;
}

/* "минут через двадцать". */
static void do_away_about(const struct match *m, struct said *s)
{
	do_away(m, s);
	s->is_about = true;
}

static void do_half_hour_away(const struct match *m, struct said *s)
{
	set_step(s, 30 * 10 * m->arg, WHEN_MINUTE);
	s->is_about = OF(m, ABOUT);
	s->moment_is_span = OF(m, DURING);
}

/* "через четверть часа", "три четверти часа назад". */
static void do_quarter_hours_away(const struct match *m, struct said *s)
{
	const struct when_atom *n = OF(m, NUM);

	set_step(s, (n ? n->value : 1) * 15 * 10 * m->arg, WHEN_MINUTE);
	s->is_about = OF(m, ABOUT);
	s->moment_is_span = OF(m, DURING);
}

static void do_half_year_away(const struct match *m, struct said *s)
{
	set_step(s, 6 * 10 * m->arg, WHEN_MONTH);
}

/* "за полгода до". */
static void do_half_year_ahead(const struct match *m, struct said *s)
{
	do_half_year_away(m, s);
	s->day.has = DAY_AHEAD;
}

/* "через час и двадцать минут", "через 2 часа 15 минут". */
static void do_hours_minutes_away(const struct match *m, struct said *s)
{
	int hours = IS(m->el[1], NUM) ? m->el[1]->value : 1;
	const struct when_atom *min = NULL;

	for (int i = 2; i < WHEN_ELEMENTS_MAX; i++)
		if (IS(m->el[i], NUM))
			min = m->el[i];
	set_step(s, (hours * 60 + (min ? min->value : 30)) * 10 * m->arg,
		WHEN_MINUTE);
}

static void do_count(const struct match *m, struct said *s)
{
	int count = tenths_of(m) / 10;
	enum when_grain unit = (enum when_grain)unit_of(m)->value;

	if (tenths_of(m) == 0)
		return; /* "последние 0 дней" */
	if (unit <= WHEN_HOUR) {
		set_step(s, tenths_of(m) * m->arg, unit);
		s->moment_is_span = true;
		return;
	}
	s->day.has = DAY_COUNT;
	s->day.count = count * m->arg;
	s->day.unit = unit;
	s->day.which = OF(m, NEXT) || OF(m, FINAL) || OF(m, LAST) ? WHICH_NEXT
								  : WHICH_THIS;
}

/* "с 2013 по 2015 год". */
static void do_years(const struct match *m, struct said *s)
{
	const struct when_atom *year[2] = {NULL, NULL};
	int n = 0;

	for (int i = 0; i < WHEN_ELEMENTS_MAX && n < 2; i++)
		if (IS(m->el[i], YEAR4))
			year[n++] = m->el[i];
	s->day.has = s->day_to.has = DAY_YEAR;
	s->day.year = year[0]->value;
	s->day_to.year = year[1]->value;
	s->has_day_to = true;
}

/* "в ближайшие дни", "на днях". */
static void do_soon(const struct match *m, struct said *s)
{
	(void)m;
	s->day.has = DAY_COUNT;
	s->day.count = 3;
	s->day.unit = WHEN_DAY;
	s->day.which = WHICH_THIS;
}

static void do_now(const struct match *m, struct said *s)
{
	(void)m;
	s->has_moment = true;
	s->moment_grain = WHEN_SECOND;
}

#define UNIT "SECOND|MINUTE|HOUR|DAY|WEEK|MONTHWORD|QUARTER|YEAR"
#define SPAN_UNIT "DAY|WEEK|MONTHWORD|QUARTER|YEAR"
#define WHICH "NEXT|THIS|LAST|BEFORELAST|NEAREST"
#define MANY "NUM|FRACTION|ONEHALF|PAIR|SEVERAL"

const struct when_rule when_day_rules[] = {
	/* завтра */
	{"RELDAY", do_relday, 0},
	{"AFTER RELDAY", do_after_tomorrow, 0},
	{"NEXT|OTHER DAY", do_next_day, 0},
	{"EVE", do_eve, 0},
	/* среда; следующая среда; среда на следующей неделе */
	{"WEEKDAY", do_weekday, 0},
	{"UPTO? WEEKDAYS", do_weekday, 0},
	{WHICH " WEEKDAY", do_weekday, 0},
	{"WEEKDAY ON? " WHICH " WEEK", do_weekday_of_week, 0},
	{WHICH " WEEK IN? WEEKDAY", do_weekday_of_week, 0},
	{"NEXT|THIS|LAST IN WEEKDAY", do_weekday_of_week, 0},
	/* следующая неделя; в конце этого месяца; в начале недели */
	{"NEAREST DAY", do_soon, 0},
	{WHICH " " SPAN_UNIT, do_period, 0},
	{"WEEK AFTER NEXT", do_period_after_next, 0},
	{"BEGINNING|MIDDLE|ENDING " WHICH " WEEK|MONTHWORD|QUARTER|YEAR",
		do_period, 0},
	{"BEGINNING|MIDDLE|ENDING WEEK|MONTHWORD|QUARTER|YEAR", do_period, 0},
	/* 15 марта; пятнадцатого марта 2026 года; март 2026 */
	{"NUM|ORD MDAYWORD? MONTH", do_mday_month, 0},
	{"NUM|ORD MDAYWORD? MONTH YEAR4 YEAR?", do_mday_month, 0},
	{"NUM|ORD MDAYWORD? MONTH YEAR2 YEAR", do_mday_month, 0},
	{"NUM|ORD MONTH THIS|NEXT|LAST YEAR", do_month_of_year, 0},
	{"MONTH", do_month, 0},
	{"MONTH YEAR4 YEAR?", do_month, 0},
	{"MONTH THIS|NEXT|LAST YEAR", do_month_of_year, 0},
	{"NEXT|THIS|LAST MONTH", do_month, 0},
	{"BEGINNING|MIDDLE|ENDING MONTH YEAR4? YEAR?", do_month, 0},
	{"ORD|FINAL MDAYSWORD MONTH", do_month, 0},
	/* 15 числа; 15-го; 15 числа следующего месяца */
	{"MDAYNUM|ORD MDAYWORD", do_mday, 0},
	{"ORDWORD", do_ordinal_mday, 0},
	{"MDAYNUM|ORD MDAYWORD? " WHICH " MONTHWORD", do_mday_of_month, 0},
	{"MDAYWORD MDAYNUM|ORD", do_mday_about, 0},
	{"DATE YEAR?", do_date, 0},
	{"MDAYNUM MDAYNUM YEAR4 YEAR?", do_spaced_date, 1},
	{"MDAYNUM MIN2", do_spaced_date, 25},
	{"ORDWORD ORDWORD", do_spaced_date, 1},
	{"YEAR4 YEAR", do_year, 0},
	{"IN YEAR4", do_year, 0},
	{"BEGINNING|MIDDLE|ENDING YEAR4 YEAR", do_year, 0},
	{"FROM? YEAR4 UNTIL|UPTO|DASH YEAR4 YEAR", do_years, 0},
	{"WEEKEND|WORKDAYS", do_weekend, 0},
	{WHICH " WEEKEND|WORKDAYS", do_weekend, 0},
	{"WORKDAYS|WORKADJ DAY", do_weekend, 0},
	{"SEASON", do_season, 0},
	{WHICH " SEASON", do_season, 0},
	{"SEASON YEAR4 YEAR?", do_season, 0},
	{"SEASON THIS|NEXT|LAST|BEFORELAST YEAR", do_season_of_year, 0},
	{"BEGINNING|MIDDLE|ENDING SEASON YEAR4? YEAR?", do_season, 0},
	{"ORD|NUM|ROMAN QUARTER|HALFOFYEAR YEAR4? YEAR?", do_quarter, 0},
	{"ORD|NUM|ROMAN QUARTER|HALFOFYEAR THIS|NEXT|LAST YEAR", do_quarter, 0},
	{"ORD HALF YEAR4? YEAR", do_quarter, 0},
	{"ORD HALF THIS|NEXT|LAST YEAR", do_quarter, 0},
	{"ORD HALF|DECADE MONTH YEAR4? YEAR?", do_part_of_month, 0},
	{"ORD HALF|DECADE THIS|NEXT|LAST? MONTHWORD", do_part_of_month, 0},
	{"ORD HALF THIS|NEXT|LAST? WEEK", do_part_of_month, 0},
	/* feasts */
	{"NEWONE YEAR YEAR4?", do_feast, 101},
	{"EVE NEWONE YEAR", do_feast, 1231},
	{"OLDONE NEWONE YEAR", do_feast, 114},
	{"FEAST YEAR4? YEAR?", do_feast, 0},
	{"DAY|DAYGEN FEASTWHO? FEASTOF", do_feast, 0},
	{"FEASTWHO? FEASTADJ DAY", do_feast, 0},
	{"EASTER YEAR4? YEAR?", do_easter, 0},
	{"HOLIDAYS RESTDAYS?", do_holidays, 0},
	/* последнее воскресенье марта; последний день октября 2015 */
	{"ORD|FINAL WEEKDAY|DAY|WEEK IN? MONTH YEAR4? YEAR?", do_nth, 0},
	{"NUM DAY MONTH YEAR4? YEAR?", do_nth, 0},
	{"ORD|FINAL WEEKDAY|DAY|WEEK NEXT|THIS|LAST? MONTHWORD|YEAR", do_nth,
		0},
	{"ORD|FINAL DAY NEXT|THIS|LAST? WEEK", do_nth, 0},
	{"FINAL WEEKDAY", do_weekday, 0},
	/* через два дня; дня через два; неделю назад */
	{"THROUGH ABOUT? " MANY "? " UNIT, do_away, 1},
	{MANY " " UNIT " LATER", do_away, 1},
	{UNIT " THROUGH NUM", do_away_about, 1},
	{"AHEAD NUM|PAIR? DAY|WEEK|MONTHWORD UNTIL", do_ahead, -1},
	{"AHEAD HALFYEAR UNTIL", do_half_year_ahead, -1},
	{"THROUGH NUM FROM HALF " UNIT, do_away, 1},
	{"THROUGH ABOUT? HALFHOUR", do_half_hour_away, 1},
	{"THROUGH ABOUT? NUM? FOURTH HOUR", do_quarter_hours_away, 1},
	{"THROUGH HALFYEAR", do_half_year_away, 1},
	{"THROUGH NUM HOUR AND? NUM MINUTE", do_hours_minutes_away, 1},
	{"THROUGH HOURONE AND? NUM MINUTE", do_hours_minutes_away, 1},
	{"THROUGH HOURONE IN? HALF", do_hours_minutes_away, 1},
	{MANY "? " UNIT " AGO AGO?", do_away, -1},
	{"NUM FROM HALF " UNIT " AGO AGO?", do_away, -1},
	{"HALFHOUR AGO", do_half_hour_away, -1},
	{"NUM? FOURTH HOUR AGO", do_quarter_hours_away, -1},
	{"HALFYEAR AGO", do_half_year_away, -1},
	{"NUM HOUR AND? NUM MINUTE AGO", do_hours_minutes_away, -1},
	/* следующие 3 дня; последние две недели; в течение часа */
	{"NEXT|NEAREST NUM|PAIR|SEVERAL " UNIT, do_count, 1},
	{"FINAL|LAST NUM|PAIR|SEVERAL " UNIT, do_count, -1},
	{"NEXT|NEAREST SECOND|MINUTE|HOUR", do_count, 1},
	{"FINAL|LAST SECOND|MINUTE|HOUR", do_count, -1},
	{"IN DURING NUM|PAIR|ONEHALF? " UNIT, do_count, 1},
	{"IN DURING NEAREST NUM|PAIR|ONEHALF? " UNIT, do_count, 1},
	{"IN DURING HALFHOUR", do_half_hour_away, 1},
	{"IN DURING NUM? FOURTH HOUR", do_quarter_hours_away, 1},
	{"SOON", do_soon, 0},
	{"NOW", do_now, 0},
	{"IN PRESENT MOMENT", do_now, 0},
	{0},
};
