#ifndef API_WORDS_H
#define API_WORDS_H
/*
 * api/words - how times leave: ISO 8601 with the offset of the branch, so that
 * a page can read the wall clock off the text.
 */
#include "base/zone.h"

/* "2026-11-24T15:30:00+03:00", in `a`. */
const char *words_time(struct arena *a, const struct zone *z, int64_t unix_s);
/* "2026-11-24" of a day number (base/civil), in `a`. */
const char *words_date(struct arena *a, int64_t day);

#endif
