#ifndef APP_VISIT_PATIENT_H
#define APP_VISIT_PATIENT_H
/*
 * app/visit_patient - for whom a visit is booked, and whether he may have it.
 * Only app/visit includes this.
 */
#include "app/call.h"
#include "core/catalogue.h"
#include "core/patient.h"
#include "core/visit.h"

struct visit_book_request;

/* For whom: found or to be written. */
struct visit_patient {
	struct patient patient;
	bool is_new;     /* to be inserted; his key stands */
	bool is_changed; /* to be updated */
	/* Found by a typed phone alone: nothing of him may be told. */
	bool is_typed;
};

/*
 * Before the transaction: makes the key of a patient who will be new, so that
 * nobody waits for it.  *new_id 0: none is needed.
 */
MUST_USE bool visit_patient_key(struct call *c, int64_t clinic_id,
	const struct visit_book_request *in, int64_t *new_id, struct err *e);

/*
 * In the transaction, before anything is written: who it is, locked.
 * ERR_INVALID, field "name" or "phone": not known well enough.
 */
MUST_USE bool visit_patient_find(struct call *c, int64_t clinic_id,
	const struct visit_book_request *in, int64_t new_id,
	struct visit_patient *out, struct err *e);

/*
 * Whether he may have `v`: no other visit at that time, not too many, and of
 * the age and sex that the service is for.  ERR_CONFLICT, field "patient" (or
 * "start" for is_typed); ERR_LIMIT, field "phone"; ERR_INVALID, field
 * "service".
 */
MUST_USE bool visit_patient_may(struct call *c, const struct visit_patient *p,
	const struct visit *v, const struct service *service, struct err *e);

/* The part of visit_patient_may that a move asks: no other visit then. */
MUST_USE bool visit_patient_is_free(
	struct call *c, const struct visit *v, struct err *e);

/* Writes him as found, and his phone as an address. */
MUST_USE bool visit_patient_write(
	struct call *c, const struct visit_patient *p, struct err *e);

#endif
