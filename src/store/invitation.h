#ifndef STORE_INVITATION_H
#define STORE_INVITATION_H
/*
 * store/invitation - one-time links into a messenger, kept as keyed hashes.
 */
#include "store/store.h"

struct invitation {
	int64_t clinic_id, patient_id;
	int64_t dialogue_id; /* to go on with; 0: the patient's own */
	int64_t expires_at;  /* unix s UTC */
};

MUST_USE bool store_invitation_insert(struct store *s, const char *token,
	const struct invitation *in, int64_t now, struct err *e);
/*
 * Uses it up.  ERR_NOT_FOUND: no such one in the clinic, over, or used.
 */
MUST_USE bool store_invitation_take(struct store *s, int64_t clinic_id,
	const char *token, int64_t now, struct arena *a, struct invitation *out,
	struct err *e);
MUST_USE bool store_invitation_sweep(
	struct store *s, int64_t now, int64_t *n, struct err *e);

#endif
