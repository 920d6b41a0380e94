#ifndef LANG_WHEN_H
#define LANG_WHEN_H
/*
 * lang/when - dates and times in a Russian text.
 *
 * Every mention becomes a span: an instant or an interval on the time line,
 * and beside it what was really said about the day and about the hour, so that
 * a dialogue can join "в пятницу" with an earlier "после обеда".  Knows no
 * clock: `now` and the zone are given.  Linear in the text.
 *
 * Parts of the day are intervals of local time: ночь 0-6, утро 6-12, день
 * 12-18, вечер 17-23, обед 12-14, после обеда 13-18.
 */
#include "lang/lang.h"
#include "lang/token.h"

struct zone; /* base/civil */

enum when_grain {
	WHEN_SECOND,
	WHEN_MINUTE,
	WHEN_HOUR,
	WHEN_DAY,
	WHEN_WEEK,
	WHEN_MONTH,
	WHEN_QUARTER,
	WHEN_YEAR,
	WHEN_GRAINS /* how many */
};

enum when_open {
	WHEN_CLOSED,
	WHEN_AFTER, /* from `from` on: после 18, не раньше 11, с пятницы */
	WHEN_BEFORE, /* until `from`: до пятницы, не позже 12 */
	WHEN_OPENS   /* how many */
};

enum when_part {
	WHEN_NO_PART,
	WHEN_NIGHT,     /* ночью */
	WHEN_MORNING,   /* утром */
	WHEN_LUNCH,     /* в обед */
	WHEN_AFTERNOON, /* после обеда */
	WHEN_DAYTIME,   /* днём */
	WHEN_EVENING,   /* вечером */
	WHEN_PARTS      /* how many */
};

enum when_bias {
	WHEN_NEUTRAL, /* bare hours as written: "в 2" is 02:00 */
	WHEN_CLINIC,  /* bare hours by opening time: "в 2" is 14:00; never past
		       */
};

struct when {
	uint32_t begin, end; /* bytes of the text */
	int64_t from;        /* inclusive, unix s UTC */
	int64_t to;          /* exclusive; has_to says whether it counts */
	bool has_to;         /* an interval; a point is one `grain` long */
	enum when_grain grain;
	enum when_open open;
	bool is_about;   /* "часов в пять" */
	bool is_negated; /* "не завтра": named in order to be excluded */
	bool is_invalid; /* "31 февраля", "в 25:00": only begin, end count */
	bool is_past; /* all of it lies before now */

	/* What was said.  Days are civil days (base/civil) in the zone; both
	 * inclusive; meaningful if has_day. */
	bool has_day;
	int64_t day_first, day_last; /* after/before open an end: see open */
	/* Minutes of the local day, 0..1440; meaningful if has_clock.
	 * `clock_to` is exclusive; a point in time has clock_to == clock_from.
	 */
	bool has_clock;
	int clock_from, clock_to;
	enum when_part part; /* the part of the day named, if one was */
};

struct when_context {
	const struct lang *lang;
	int64_t now; /* unix s UTC */
	const struct zone *zone;
	enum when_bias bias;
	bool is_expected; /* answers "when?": a lone "15" is an hour */
};

/*
 * Finds all mentions in `t`, left to right, not overlapping.  Returns how many;
 * *out lives in `a`.  Prices, ages, doses, phones and "2 раза в день" are not
 * times.
 */
size_t when_find(const struct when_context *ctx, const struct tokens *t,
	struct arena *a, const struct when **out);

/* Returns the lower-case name of a grain, e.g. "minute". */
const char *when_grain_name(enum when_grain grain);

#endif
