#ifndef LANG_WORDMAP_H
#define LANG_WORDMAP_H
/*
 * lang/wordmap - a hash table from words to numbers, and a look-up that
 * forgives one typo.
 *
 * Built once, then read-only.  Keys are borrowed: they must outlive the map.
 * Look-ups take constant time whatever the bytes are: probes are bounded by the
 * load (at most one half), and the keys are ours.
 */
#include "base/arena.h"

struct wordmap_slot {
	const char *key; /* NULL: free */
	uint32_t key_n;
	uint32_t value;
};

struct wordmap {
	struct wordmap_slot *slot;
	size_t mask; /* slots - 1 */
	size_t n;
	struct arena *home;
};

enum { WORDMAP_NONE = -1 };

/* Makes an empty map that grows in `a`. */
void wordmap_init(struct wordmap *m, struct arena *a);

/* Adds `key`; the first value of a key stays.  Values: 0 .. 2^31 - 1. */
void wordmap_put(struct wordmap *m, const char *key, uint32_t value);

/* The value of `key` (`n` bytes), or WORDMAP_NONE. */
int64_t wordmap_get(const struct wordmap *m, const char *key, size_t n);

/*
 * Adds `key` with each one of its characters left out to a map of typos.
 * Afterwards wordmap_near finds it under one typo.  Keys of 5 to 20 characters;
 * others are ignored.
 */
void wordmap_put_near(struct wordmap *m, const char *key, uint32_t value);

/*
 * The value of a word at one typo (lost, added, changed or swapped letter) from
 * `key`, or WORDMAP_NONE.  `m` was filled by wordmap_put_near; the caller
 * confirms with token_distance.
 */
int64_t wordmap_near(const struct wordmap *m, const char *key, size_t n);

#endif
