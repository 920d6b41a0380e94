#ifndef STORE_LINK_H
#define STORE_LINK_H
/*
 * store/link - the tokens in links of messages, kept as keyed hashes: whoever
 * reads the table can open none of them.
 */
#include "store/store.h"

struct link_row {
	int64_t clinic_id, patient_id, visit_id;
	int64_t expires_at; /* unix s UTC; does not open from then on */
};

MUST_USE bool store_link_insert(struct store *s, const char *token,
	const struct link_row *row, int64_t now, struct err *e);
/* ERR_NOT_FOUND: no such token, or it is over at `now`. */
MUST_USE bool store_link_find(struct store *s, const char *token, int64_t now,
	struct link_row *out, struct err *e);
/* Lets every link of a visit end at `expires_at`, e.g. after a move. */
MUST_USE bool store_link_extend(
	struct store *s, int64_t visit_id, int64_t expires_at, struct err *e);
/* Deletes what is over, and says how many. */
MUST_USE bool store_link_sweep(
	struct store *s, int64_t now, int64_t *n, struct err *e);

#endif
