#ifndef CORE_INTERVAL_H
#define CORE_INTERVAL_H
/*
 * core/interval - sets of time as sorted, disjoint, half-open intervals.
 *
 * A *set* here always ascends, has no empty interval, and no two of its
 * intervals touch or overlap.  Every function but interval_join takes sets and
 * gives a set, in one pass over its inputs; the result lives in the arena.
 */
#include "base/arena.h"

struct interval {
	int64_t start, end; /* unix s UTC; [start, end) */
};

struct intervals {
	const struct interval *p;
	size_t n;
};

/*
 * Makes a set of any `n` intervals: sorts them, drops those that end at or
 * before their start, joins those that touch or overlap.
 */
struct intervals interval_join(
	const struct interval *p, size_t n, struct arena *a);

/* What lies in `x` or in `y`. */
struct intervals interval_union(
	struct intervals x, struct intervals y, struct arena *a);

/* What lies in both. */
struct intervals interval_intersect(
	struct intervals x, struct intervals y, struct arena *a);

/* What lies in `x` but not in `y`. */
struct intervals interval_subtract(
	struct intervals x, struct intervals y, struct arena *a);

/* What of `x` lies in [w.start, w.end). */
struct intervals interval_clip(
	struct intervals x, struct interval w, struct arena *a);

/*
 * Walks a set with questions that mostly ascend: constant time then, linear
 * when one goes back.
 */
struct interval_cursor {
	struct intervals set;
	size_t i;
};

/* The end of the interval that holds the instant `t`; INT64_MIN if none. */
int64_t interval_until(struct interval_cursor *c, int64_t t);

/* Whether the set has anything of [start, end). */
bool interval_meets(struct interval_cursor *c, int64_t start, int64_t end);

#endif
