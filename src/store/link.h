#ifndef STORE_LINK_H
#define STORE_LINK_H
/*
 * store/link - the token of a visit, which stands in the links of its messages,
 * kept as a keyed hash: whoever reads the table can open none.
 */
#include "os/crypto.h"
#include "store/store.h"

enum {
	LINK_AFTER_S = 86400, /* how long after the visit it still opens */
	LINK_TOKEN_SIZE = CRYPTO_TOKEN_SIZE,
};

struct link_new {
	int64_t visit_id;
	int64_t expires_at; /* unix s UTC; does not open from then on, unless
			       the visit was moved and ends later */
};

/* What a link opens. */
struct link_row {
	int64_t clinic_id, patient_id, visit_id;
};

/*
 * The token of a visit: 128 bits that nobody can guess who does not hold the
 * key.  It opens nothing before store_link_insert.
 */
void store_link_token(
	struct store *s, int64_t visit_id, char token[LINK_TOKEN_SIZE]);

/* Lets the visit's token open it; so may it already. */
MUST_USE bool store_link_insert(
	struct store *s, const struct link_new *link, struct err *e);
/* The same of many, in the open transaction. */
MUST_USE bool store_link_insert_many(struct store *s,
	const struct link_new *links, size_t n, struct arena *a, struct err *e);
/* ERR_NOT_FOUND: no such token, or it is over at `now`. */
MUST_USE bool store_link_find(struct store *s, const char *token, int64_t now,
	struct link_row *out, struct err *e);
/*
 * Deletes what is over of one part (0..255) of all links, so that no sweep is
 * long, and says how many.
 */
MUST_USE bool store_link_sweep(
	struct store *s, uint8_t part, int64_t now, int64_t *n, struct err *e);

#endif
