#ifndef LANG_FEATURE_H
#define LANG_FEATURE_H
/*
 * lang/feature - what a classifier sees of a text: stems and pairs of stems,
 * and pieces of letters, hashed into buckets.
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

/* Which pieces: good for few short texts, and for thousands of longer ones. */
enum feature_kind {
	FEATURE_WORDS, /* of 2 to 5 letters, inside of words */
	FEATURE_RUNS,  /* of 3 to 5 characters, across blanks and marks; and
			* the first stems count apart: a complaint begins with
			* what matters */
	FEATURE_KINDS  /* how many */
};

struct feature_space {
	enum feature_kind kind;
	int bits; /* 2^bits buckets, FEATURE_BITS_MIN..FEATURE_BITS_MAX */
};

/*
 * A text before it is weighed, `value` a count: all that models of the same
 * space share.  In no order; a bucket that both groups hit is there twice.
 */
struct feature_counts {
	const struct feature *feature;
	size_t stems_n, n; /* stems and their pairs stand first */
};

/* Cuts and counts `text`, its first 16 KiB; the result lives in `a`. */
struct feature_counts features_count(
	const char *text, struct feature_space space, struct arena *a);

/*
 * Weighs what was counted by `rarity`, a weight for each bucket.  Returns the
 * features, as many and in the same order; they live in `a`.
 */
const struct feature *features_weigh(const struct feature_counts *counts,
	const float *rarity, struct arena *a);

#endif
