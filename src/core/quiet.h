#ifndef CORE_QUIET_H
#define CORE_QUIET_H
/*
 * core/quiet - when nothing is sent to people, and when they like to read.
 *
 * Quiet hours are 21:00 to 08:00 on the patient's own wall; the preferred
 * window of a day is 18:00 to 20:00.  The only place that knows these hours.
 */
#include "base/zone.h"

enum {
	QUIET_FROM_H = 21,
	QUIET_TO_H = 8,
	EVENING_FROM_H = 18,
};

/* Whether `at` (unix s UTC) lies in the quiet hours of `zone`. */
bool quiet_is(const struct zone *zone, int64_t at);

/* The first moment at or after `at` that is not quiet. */
int64_t quiet_end(const struct zone *zone, int64_t at);

/* 18:00 of the local date `day` (days since 1970, as of base/civil). */
int64_t quiet_evening(const struct zone *zone, int64_t day);

#endif
