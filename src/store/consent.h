#ifndef STORE_CONSENT_H
#define STORE_CONSENT_H
/*
 * store/consent - permissions as documents: purpose, channel, version, text,
 * how and when.  A consent is withdrawn, never deleted.
 */
#include "store/store.h"

enum { CONSENTS_MAX = 200 };

struct consent {
	int64_t id;
	int64_t clinic_id, patient_id;
	const char *purpose; /* "data", "service", "advertising" */
	const char *channel; /* "sms" ...; "" for all */
	const char *version; /* of the document */
	const char *text;    /* what was agreed to */
	const char *how;     /* "checkbox", "button", "contract", "import" */
	int64_t given_at, withdrawn_at; /* unix s UTC; 0: stands */
};

MUST_USE bool store_consent_insert(
	struct store *s, const struct consent *in, struct err *e);
/* All of one purpose, newest first, into `a`; withdrawn ones too. */
MUST_USE bool store_consent_list(struct store *s, int64_t patient_id,
	const char *purpose, struct arena *a, const struct consent **out,
	size_t *n, struct err *e);
/* Withdraws all that stand; *n: how many did. */
MUST_USE bool store_consent_withdraw(struct store *s, int64_t patient_id,
	const char *purpose, int64_t now, int64_t *n, struct err *e);

#endif
