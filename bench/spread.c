#include "bench/spread.h"

/* Values below SPREAD_PARTS have a bucket each. */
static int bucket_of(int64_t value)
{
	int power = 0;

	if (value < 0)
		value = 0;
	while (value >> power >= 2 * SPREAD_PARTS)
		power++;
	if (value < SPREAD_PARTS)
		return (int)value;
	if (power >= SPREAD_POWERS - 1)
		return SPREAD_POWERS * SPREAD_PARTS - 1;
	return (power + 1) * SPREAD_PARTS + (int)(value >> power) -
	       SPREAD_PARTS;
}

/* The middle of what falls into a bucket. */
static double middle_of(int bucket)
{
	int power = bucket / SPREAD_PARTS - 1;
	int64_t first = bucket % SPREAD_PARTS + SPREAD_PARTS;

	if (power < 0)
		return bucket;
	return (double)(first << power) +
	       (double)((INT64_C(1) << power) - 1) / 2;
}

void spread_add(struct spread *s, int64_t value)
{
	s->count[bucket_of(value)]++;
	s->n++;
	s->sum += (double)value;
	if (value > s->max)
		s->max = value;
}

double spread_at(const struct spread *s, double share)
{
	int64_t left = (int64_t)(share * (double)s->n + 0.5);

	if (s->n == 0)
		return 0;
	if (left < 1)
		left = 1;
	for (int i = 0; i < SPREAD_POWERS * SPREAD_PARTS; i++) {
		left -= s->count[i];
		if (left <= 0)
			return middle_of(i) < (double)s->max ? middle_of(i)
							     : (double)s->max;
	}
	return (double)s->max;
}

double spread_mean(const struct spread *s)
{
	return s->n == 0 ? 0 : s->sum / (double)s->n;
}
