#ifndef CLI_SLOTS_CASE_H
#define CLI_SLOTS_CASE_H
/*
 * cli/slots_case - one availability case as JSON in, one answer as JSON out
 * (docs/availability.md).  Reads the words; core/slots has the rules.
 */
#include "base/buf.h"

enum {
	/* One answer: SLOTS_STARTS_MAX starts of 23 bytes each. */
	CASE_ANSWER_BYTES_MAX = 4 << 20,
	/* Three years, and a network of doctors for a month: beyond it a case
	 * is a mistake or an attack. */
	CASE_WINDOW_DAYS_MAX = 1100,
	CASE_DAYS_ROWS_MAX = 400000, /* days x rows of weekly hours */
};

/*
 * Answers the case in `n` bytes of JSON: appends one JSON object to `out`.
 * With `explain` (unix s UTC, or NULL) a search also says why that start is
 * not offered.  ERR_INVALID: not a case, and which key is wrong (e->field);
 * ERR_TOO_LARGE: over a bound; ERR_NOT_FOUND: no such zone.
 */
MUST_USE bool slots_case_answer(const char *json, size_t n,
	const int64_t *explain, struct arena *a, struct buf *out,
	struct err *e);

#endif
