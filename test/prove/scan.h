#ifndef TEST_PROVE_SCAN_H
#define TEST_PROVE_SCAN_H
/*
 * test/prove/scan - looks for texts in files, as bytes: UTF-8, UTF-16 in both
 * orders, and base64 wherever it may begin.
 */
#include "base/base.h"

struct scan {
	int64_t files, bytes, hits;
	char where[400]; /* the last hit: file and text */
};

/* In all files below `folder` (or in one file); `texts` ends with NULL. */
void scan_tree(struct scan *s, const char *folder, const char *const *texts);

/* In bytes at hand, which are called `name`. */
void scan_bytes(struct scan *s, const char *name, const char *p, size_t n,
	const char *const *texts);

/* Whether the scan finds a text in each of the forms it looks for. */
bool scan_works(const char *text);

#endif
