#ifndef CORE_RANKING_H
#define CORE_RANKING_H
/*
 * core/ranking - which of the free starts to offer first.  Pure.
 *
 * Wishes count in this order, a later one only among equals of the earlier:
 * time of day, doctor, branch, nearness (soonest, or nearest to an instant),
 * and then the doctor who has least to do.  Whoever said "in the evening" has a
 * reason for it, so an evening next week goes before tomorrow's noon; a day
 * that must not be left is the search's window, not a wish.
 */
#include "base/zone.h"

struct ranking_option {
	int64_t start; /* unix s UTC */
	int64_t doctor_id, branch_id;
	int64_t load_s; /* what the doctor has to do already */
	size_t index;   /* the caller's own: where this option came from */
};

struct ranking_wish {
	const struct zone *zone; /* on whose wall the time of day is */
	/* Minutes of the local day, half-open; equal: any time.  A start
	 * outside comes the later the farther it is, by whole hours. */
	int clock_from_min, clock_to_min;
	int64_t doctor_id, branch_id; /* 0: any */
	bool has_near;
	int64_t near_at; /* else soonest first */
};

/* Sorts options, best first; equals by start, then by index. */
void ranking_sort(struct ranking_option *options, size_t n,
	const struct ranking_wish *wish);

/*
 * Picks up to `k` of sorted options that give a real choice, as indices in
 * picked[]: the best; then the best that is an hour or more from those picked;
 * the third and later on another day than all of them, where there is one.
 * With too few such options the next best distinct starts fill up.  Returns
 * how many were picked.
 */
size_t ranking_pick(const struct ranking_option *options, size_t n,
	const struct ranking_wish *wish, size_t k, size_t *picked);

#endif
