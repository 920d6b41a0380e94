#ifndef BENCH_SPREAD_H
#define BENCH_SPREAD_H
/*
 * bench/spread - how durations are spread: a histogram whose buckets are 1/32
 * of a power of two wide, so that any percentile is true within 3 %, in a
 * fixed room and however many are counted.
 */
#include "base/base.h"

enum { SPREAD_PARTS = 32, SPREAD_POWERS = 40 };

struct spread {
	int64_t count[SPREAD_POWERS * SPREAD_PARTS];
	int64_t n;
	int64_t max;
	double sum;
};

/* `value` is 0 or more, in any unit. */
void spread_add(struct spread *s, int64_t value);
/* The value that `share` (0 to 1) of all do not exceed; 0 of none. */
double spread_at(const struct spread *s, double share);
double spread_mean(const struct spread *s);

#endif
