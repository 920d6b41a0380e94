#ifndef APP_PATIENT_H
#define APP_PATIENT_H
/*
 * app/patient - leads and patients: making, completing and reading them.
 *
 * A lead has a key of its own from its first message, so that nothing a
 * stranger writes is ever stored in the clear.
 */
#include "app/call.h"
#include "core/patient.h"

/*
 * Makes a lead of a clinic.  `source` as in struct patient.  In the caller's
 * transaction if one is open, else in its own.
 */
MUST_USE bool app_patient_lead(struct call *c, int64_t clinic_id,
	const char *source, int64_t *patient_id, struct err *e);

/*
 * Completes what is known of a patient by `said` (empty or NULL parts change
 * nothing); audited.  The state does not change: booking makes him a patient.
 */
MUST_USE bool app_patient_tell(struct call *c, int64_t patient_id,
	const struct person *said, enum sex sex, struct err *e);

/* Reads one patient of the clinic of the call; audited.  Lives in c->a. */
MUST_USE bool app_patient_get(
	struct call *c, int64_t patient_id, struct patient *out, struct err *e);

#endif
