#ifndef CORE_HOURS_H
#define CORE_HOURS_H
/*
 * core/hours - when a doctor, a room or a device is open.  Pure.
 *
 *    ranges, or else: weekly hours; of a date with overrides, those instead
 *       + extra
 *       - closed dates
 *       = the open windows, joined where they touch
 *
 * Wall times are of the zone in which the date is spent (travel, else zone).
 */
#include "base/zone.h"
#include "core/interval.h"

/* Wall seconds after midnight, 0..86400.  Ending before it starts means past
 * midnight if the hours run overnight, else nothing. */
struct hours_week {
	unsigned days; /* bit 0 Sunday .. bit 6 Saturday */
	int from_s, to_s;
};

/* Replaces the weekly hours of one date; from = to closes it. */
struct hours_date {
	int64_t day; /* base/civil day number */
	int from_s, to_s;
};

struct hours_trip {
	int64_t from_day, to_day; /* both included */
	const struct zone *zone;
};

struct hours {
	const struct zone *zone;
	const struct hours_week *weekly;
	size_t weekly_n;
	const struct hours_date *overrides;
	size_t overrides_n;
	const int64_t *closed; /* days */
	size_t closed_n;
	const struct hours_trip *travels;
	size_t travels_n;
	bool is_overnight;
	bool has_ranges; /* `ranges` stand in place of weekly and overrides */
	const struct interval *ranges; /* any order */
	size_t ranges_n;
	const struct interval *extra; /* any order */
	size_t extra_n;
};

/*
 * The open windows within [w.start, w.end).  Weekly hours that run past
 * midnight stop there if the next date has hours of its own.
 */
struct intervals hours_open(
	const struct hours *h, struct interval w, struct arena *a);

/* Whether the local date of `unix_s` is a closed date, or closed by an
 * override. */
bool hours_is_closed(const struct hours *h, int64_t unix_s);

#endif
