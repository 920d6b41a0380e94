#ifndef BASE_ZONE_H
#define BASE_ZONE_H
/*
 * base/zone - what the clock on the wall of a place shows at an instant, and
 * the reverse.  Parses TZif (RFC 8536, versions 1 to 3) from bytes; os/zone
 * brings them by name.
 *
 * A wall time that a clock change repeats means its first occurrence; one that
 * it skips moves forward by the length of the gap (02:30 becomes 03:30).
 * Instants outside the years 0..9999 are treated as the nearest inside.
 * A zone never changes once parsed: any number of threads may read it.
 */
#include "base/civil.h"

struct zone; /* lives in the arena it was parsed into */

enum { ZONE_NAME_BYTES_MAX = 64 };

/* The zone of UTC; static. */
const struct zone *zone_utc(void);

/* The name it was parsed with, e.g. "Europe/Moscow". */
const char *zone_name(const struct zone *z);

/*
 * Parses the bytes of a TZif file; they are not needed afterwards.  After the
 * last change in the file the POSIX TZ rule of its footer goes on for ever.
 * ERR_INVALID: not TZif, broken, or counts leap seconds; ERR_TOO_LARGE: over
 * ZONE_FILE_BYTES_MAX.
 */
MUST_USE bool zone_parse(struct arena *a, const char *name, const void *bytes,
	size_t n, const struct zone **out, struct err *e);

/* Seconds east of UTC at an instant. */
int zone_offset(const struct zone *z, int64_t unix_s);

/* What the wall shows at an instant; returns the offset in seconds. */
int zone_local(const struct zone *z, int64_t unix_s, struct civil *out);

/* The instant at which the wall shows `c`, by the rule above. */
int64_t zone_unix(const struct zone *z, const struct civil *c);

/* The local date of an instant, as a day number (base/civil). */
int64_t zone_day(const struct zone *z, int64_t unix_s);

/*
 * The instant at which the wall shows `second` (0..86400 and beyond: it counts
 * on into the next day) after midnight of the local date `day`.
 */
int64_t zone_at(const struct zone *z, int64_t day, int second);

/*
 * The first instant after `unix_s` at which the offset may change; INT64_MAX
 * if it never will.  Between two of them the wall runs as a plain clock.
 */
int64_t zone_next_change(const struct zone *z, int64_t unix_s);

#endif
