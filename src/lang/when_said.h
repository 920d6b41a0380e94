#ifndef LANG_WHEN_SAID_H
#define LANG_WHEN_SAID_H
/*
 * lang/when_said - what a phrase says about a day and an hour before anybody
 * asks what day it is today.  Inside of lang/when:
 *
 *    tokens -> when_atom -> when_rule (pieces) -> when.c (joins pieces)
 *           -> when_resolve (the time line)
 */
#include "lang/when.h"

/* What is known of a day; any of these may stand together. */
enum day_bits {
	DAY_SHIFT = 1,    /* shift: days from today */
	DAY_WEEKDAY = 2,  /* weekday, and which */
	DAY_MDAY = 4,     /* mday */
	DAY_MONTH = 8,    /* month */
	DAY_YEAR = 16,    /* year */
	DAY_PERIOD = 32,  /* unit of the calendar, period_shift from now */
	DAY_WEEKEND = 64, /* Saturday and Sunday, and which */
	DAY_WORKDAYS = 128,
	DAY_SEASON = 256,    /* season */
	DAY_QUARTER = 512,   /* quarter of a year */
	DAY_COUNT = 1024,    /* count units from now on, or back */
	DAY_NTH = 2048,      /* nth unit (or weekday) of the month or year */
	DAY_AWAY = 4096,     /* count units away: через неделю */
	DAY_HOLIDAYS = 8192, /* a stretch of days: mday..mday_to of month */
	DAY_HALF = 16384,    /* half of a year */
	DAY_EASTER = 32768,  /* the Orthodox one */
	DAY_AHEAD = 65536,   /* count units from the day told next */
	DAY_STEP = 131072,   /* the same, if that is "after" it */
};

enum day_which { WHICH_PLAIN, WHICH_THIS, WHICH_NEXT, WHICH_LAST };
enum day_third {
	THIRD_NONE,
	THIRD_BEGIN,
	THIRD_MIDDLE,
	THIRD_END,
	THIRD_HALF1, /* в первой половине месяца */
	THIRD_HALF2,
};

struct day_said {
	unsigned has; /* enum day_bits */
	int shift;
	int weekday; /* 1 Monday .. 7 Sunday */
	enum day_which which;
	int mday, mday_to, month, year;
	enum when_grain period; /* DAY_PERIOD */
	int period_shift;
	int season, quarter, half;
	int count; /* DAY_COUNT, DAY_AWAY: negative is back */
	enum when_grain unit;
	int nth; /* 1..5; -1 is the last */
	enum day_third third;
	int offset; /* units from its last day: через месяц после 8 марта */
	enum when_grain offset_unit;
};

enum clock_bits {
	CLOCK_TIME = 1, /* second, grain */
	CLOCK_PART = 2, /* part, part_from, part_to */
};

struct clock_said {
	unsigned has;
	int second;             /* of the local day */
	enum when_grain grain;  /* hour, minute or second */
	bool is_bare;           /* 1..12 without утра or вечера */
	enum when_part part;    /* CLOCK_PART, or the tag of "7 вечера" */
	int part_from, part_to; /* minutes of the day */
};

/* How a phrase bounds: which side, and whether its own unit is inside. */
enum said_bound {
	BOUND_NONE,
	BOUND_FROM,  /* с пятницы, не раньше 11 */
	BOUND_AFTER, /* после пятницы */
	BOUND_UNTIL, /* до пятницы */
	BOUND_UPTO,  /* по пятницу, не позже пятницы */
};

/* What must stand beside a phrase for it to be a date at all. */
enum said_need {
	NEED_NOTHING,
	NEED_COMPANY, /* a day beside it, or a preposition: "15 часов" */
	NEED_IN,      /* "в": "3 дня" is a stretch, "в 3 дня" an hour */
	NEED_OF, /* "после", "до": "часа" is one o'clock behind those */
};

struct said {
	struct day_said day, day_to;
	struct clock_said clock, clock_to;
	bool has_day_to, has_clock_to;
	enum said_bound day_bound, clock_bound;
	bool has_moment;     /* moment_s from now; day and clock are empty */
	bool moment_is_span; /* from now to there: "в течение часа" */
	int64_t moment_s;
	enum when_grain moment_grain;
	bool is_about, is_negated, is_invalid;
	enum said_need need;
	int bare;           /* a lone number that may be hour or day; -1 */
	size_t first, last; /* atoms, inclusive */
};

/*
 * Reads what `s` says on the time line of `ctx`.  False if it says nothing that
 * a calendar has (out then only says is_invalid).
 */
bool when_resolve(
	const struct when_context *ctx, const struct said *s, struct when *out);

/* The days [*first, *end) that `d` names seen from `today`. */
bool when_resolve_day(const struct day_said *d, int64_t today, bool is_clinic,
	int64_t *first, int64_t *end, enum when_grain *grain);

#endif
