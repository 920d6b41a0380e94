#ifndef STORE_INBOUND_H
#define STORE_INBOUND_H
/*
 * store/inbound - which events of a platform are done, by their numbers.
 */
#include "store/store.h"

/* So long a number is remembered; platforms keep events for a day. */
enum { INBOUND_KEPT_S = 3 * 86400 };

/* *is_new false, and nothing written: it is done already. */
MUST_USE bool store_inbound_insert(struct store *s, int64_t clinic_id,
	const char *channel, int64_t number, int64_t now, bool *is_new,
	struct err *e);
/* The highest number that is remembered at `now`; 0: none. */
MUST_USE bool store_inbound_last(struct store *s, int64_t clinic_id,
	const char *channel, int64_t now, struct arena *a, int64_t *number,
	struct err *e);
/* Forgets what is old. */
MUST_USE bool store_inbound_sweep(
	struct store *s, int64_t now, int64_t *n, struct err *e);

#endif
