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

/* Counts an answer with this HTTP status. */
void counters_add_status(int status);
/* Appends all of the table in the Prometheus text format. */
void counters_write(struct buf *out);

#endif
