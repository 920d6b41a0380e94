#ifndef LANG_FEATURE_H
#define LANG_FEATURE_H
/*
 * lang/feature - what a classifier sees of a text: stems and pairs of stems,
 * and pieces of 2 to 5 letters inside of words, hashed into buckets.
 *
 * Each group is weighed by (1 + log count) x rarity and brought to a length of
 * its own, so that a long complaint and two words weigh the same.
 */
#include "lang/token.h"

struct feature {
	uint32_t bucket;
	float value;
};

enum { FEATURE_BITS_MIN = 10, FEATURE_BITS_MAX = 18 };

/*
 * Returns how many features `text` has in 2^bits buckets; *out lives in `a`, in
 * no order, and a bucket that both groups hit is there twice.  `rarity` has a
 * weight for each bucket; NULL weighs all alike.  Only the first 16 KiB of a
 * text count.
 */
size_t features_of(const char *text, int bits, const float *rarity,
	struct arena *a, const struct feature **out);

#endif
