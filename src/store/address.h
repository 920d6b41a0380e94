#ifndef STORE_ADDRESS_H
#define STORE_ADDRESS_H
/*
 * store/address - where a patient can be reached: a channel and an address on
 * it, sealed with his key and found by keyed hash.
 */
#include "store/store.h"

enum { ADDRESSES_MAX = 50 };

struct address {
	int64_t id;
	int64_t clinic_id, patient_id;
	const char *channel; /* "sms", "telegram" ... */
	const char *value;   /* E.164, chat id, e-mail */
	const char *proof;   /* "typed"; "chat": he wrote from there; of the
				person: "contact", "code", "link" */
	int64_t heard_at;    /* unix s UTC: the patient last used it */
	int64_t dead_at;     /* 0: works; else since when it does not */
};

/*
 * Writes an address, or for one that stands only its proof (when `in` has a
 * better one than "typed" and "chat"), heard_at and dead_at.
 */
MUST_USE bool store_address_put(struct store *s, const struct address *in,
	struct arena *a, struct err *e);
/* All of a patient, latest heard first, opened into `a`. */
MUST_USE bool store_address_of_patient(struct store *s, int64_t patient_id,
	struct arena *a, const struct address **out, size_t *n, struct err *e);
/* Ids of the patients who have this address. */
MUST_USE bool store_address_owners(struct store *s, int64_t clinic_id,
	const char *channel, const char *value, struct arena *a,
	const int64_t **patient_ids, size_t *n, struct err *e);
/* Marks an address of all who have it: dead since then, or (0) alive. */
MUST_USE bool store_address_mark(struct store *s, int64_t clinic_id,
	const char *channel, const char *value, int64_t dead_at,
	struct arena *a, struct err *e);
/* Deletes all of a patient. */
MUST_USE bool store_address_forget(
	struct store *s, int64_t patient_id, struct err *e);
/* The number is wrong, the bot is blocked. */
MUST_USE bool store_address_bury(
	struct store *s, int64_t id, int64_t now, struct err *e);

#endif
