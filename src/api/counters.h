#ifndef API_COUNTERS_H
#define API_COUNTERS_H
/*
 * api/counters - what /metrics shows of the HTTP side.  Counts only, never
 * persons.  Any thread.
 */
#include "base/buf.h"

enum counter {
	COUNTER_OK,      /* answers below 400 */
	COUNTER_REFUSED, /* 400..499 but the next two */
	COUNTER_DENIED,  /* 401, 403 */
	COUNTER_LIMITED, /* 429 */
	COUNTER_FAILED,  /* 500.. */
	COUNTERS         /* how many */
};

void counters_add(enum counter c);
void counters_add_status(int status);
int64_t counters_get(enum counter c);

/* Appends one number in the Prometheus text format; `help` is a sentence. */
void counters_put(struct buf *out, const char *name, const char *help,
	const char *type, int64_t value);
/* Appends all of the table. */
void counters_write(struct buf *out);

#endif
