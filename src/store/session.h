#ifndef STORE_SESSION_H
#define STORE_SESSION_H
/*
 * store/session - who is behind a browser's cookie; tokens are kept as keyed
 * hashes.
 */
#include "core/principal.h"
#include "store/store.h"

struct session_row {
	enum principal_kind kind; /* VISITOR, PATIENT_CODE or STAFF */
	int64_t clinic_id;        /* 0: a visitor, of no clinic */
	int64_t principal_id;
	int64_t created_at, seen_at, expires_at; /* unix s UTC */
};

MUST_USE bool store_session_insert(struct store *s, const char *token,
	const struct session_row *row, struct err *e);
/* ERR_NOT_FOUND: no such token, or it is over at `now`. */
MUST_USE bool store_session_find(struct store *s, const char *token,
	int64_t now, struct session_row *out, struct err *e);
MUST_USE bool store_session_touch(struct store *s, const char *token,
	int64_t now, int64_t expires_at, struct err *e);
MUST_USE bool store_session_delete(
	struct store *s, const char *token, struct err *e);
MUST_USE bool store_session_sweep(
	struct store *s, int64_t now, int64_t *n, struct err *e);

#endif
