#ifndef APP_CONSENT_H
#define APP_CONSENT_H
/*
 * app/consent - permissions of patients, each a document with version, text,
 * how and when.  Purposes stay apart: "data" (the notice at the start),
 * "service", "advertising".
 */
#include "app/call.h"
#include "base/err.h"

struct consent_request {
	int64_t clinic_id, patient_id;
	const char *purpose;
	const char *channel; /* "" for all */
	/* NULL: the clinic's present notice; else it must be its version. */
	const char *version;
	const char *how; /* "checkbox", "button", "contract" */
};

/*
 * Records a consent to the clinic's notice as it is now; audited.  The same
 * once more (patient, purpose, channel, version) changes nothing.
 * ERR_CONFLICT, field "version": the notice has changed, show it again.
 */
MUST_USE bool app_consent_give(
	struct call *c, const struct consent_request *in, struct err *e);

/* *stands: one was given, on any channel or on this one, and not withdrawn. */
MUST_USE bool app_consent_stands(struct call *c, int64_t patient_id,
	const char *purpose, const char *channel, bool *stands, struct err *e);

/* Withdraws all of one purpose; audited. */
MUST_USE bool app_consent_withdraw(struct call *c, int64_t clinic_id,
	int64_t patient_id, const char *purpose, struct err *e);

#endif
