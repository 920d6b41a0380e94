#ifndef CLI_SLOTS_WORDS_H
#define CLI_SLOTS_WORDS_H
/*
 * cli/slots_words - the words of an availability case: instants, dates, zones,
 * intervals, schedules.  Each reader takes a member of a JSON object and on a
 * bad one gives ERR_INVALID (a zone: ERR_NOT_FOUND) with field = the key.
 */
#include "base/json.h"
#include "core/hours.h"

/* The member, NULL if it is absent or null. */
const struct json *words_given(const struct json *j, const char *key);

/* An RFC 3339 instant; it must be there. */
MUST_USE bool words_instant(
	const struct json *j, const char *key, int64_t *unix_s, struct err *e);

/* A date, or an instant for the date that it has in `z`. */
MUST_USE bool words_day(const struct json *j, const char *key,
	const struct zone *z, int64_t otherwise, int64_t *day, struct err *e);

MUST_USE bool words_zone(const struct json *j, const char *key,
	const struct zone *otherwise, const struct zone **out, struct err *e);

/* One of `names` (ends with NULL) as its index; otherwise -1: it must be
 * there. */
MUST_USE bool words_choice(const struct json *j, const char *key,
	const char *const *names, int otherwise, int *out, struct err *e);

/* A list of intervals, each ["from","to"] or {"start","end"}; may be absent. */
MUST_USE bool words_intervals(const struct json *j, const char *key,
	struct arena *a, const struct interval **out, size_t *n, struct err *e);

/* Such a list itself, as a set. */
MUST_USE bool words_set(const struct json *list, struct arena *a,
	struct intervals *out, struct err *e);

/* A schedule: all keys of hours, and those of a resource if it is one. */
MUST_USE bool words_hours(const struct json *j, bool is_resource,
	struct arena *a, struct hours *h, struct err *e);

#endif
