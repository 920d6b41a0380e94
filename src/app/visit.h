#ifndef APP_VISIT_H
#define APP_VISIT_H
/*
 * app/visit - holding, booking, moving and ending visits.
 *
 *    app_visit_hold --> app_visit_book --> app_visit_step(CONFIRM ...)
 *          \-- app_visit_release      \--> app_visit_move, app_visit_cancel
 *
 * Each is one transaction: the visit, its cells of occupancy, the planned
 * messages (app/plan) and the audit row commit together or not at all.  A
 * start is never trusted: it is searched again (app/slots), and the primary
 * key of occupancy refuses whoever comes second.
 *
 * Who may: every query names the clinic.  A visitor acts on his own holds and
 * on the visits of his own dialogue; a patient by link on that one visit; a
 * patient by code on his own; staff of the clinic and the system on all.
 * Another's visit is ERR_NOT_FOUND.
 *
 * ERR_CONFLICT says in e->field what is in the way:
 *    "start"    the time is taken or not offered: offer others (app/slots)
 *    "patient"  the patient has another visit at that time
 *    "hold"     the hold is over or never was
 *    "state"    not legal in the visit's present state
 * ERR_LIMIT, field "phone": too many visits are booked for this phone.
 * ERR_INVALID, field "service": not for this age or sex.
 *
 * After each change a note VISIT_TOPIC with the clinic's id wakes whoever
 * listens (db_listen): the schedule is to be read anew.
 */
#include "app/call.h"
#include "core/patient.h"
#include "core/visit.h"

#define VISIT_TOPIC "visit"

enum {
	VISIT_HOLD_S = 600,    /* how long a patient may decide */
	VISITS_BOOKED_MAX = 5, /* ahead of a phone, booked by outsiders */
};

/* What is wanted.  0: any (doctor, branch). */
struct visit_wish {
	int64_t clinic_id;
	int64_t service_id;
	int64_t doctor_id;
	int64_t branch_id;
	int64_t start_at; /* unix s UTC */
};

/*
 * Keeps a start for c->who until now + VISIT_HOLD_S.  With several free
 * doctors the least loaded gets it.  `patient_id` and `dialogue_id` may be 0.
 * An outsider has one hold: a new one ends those before it.
 */
struct visit_hold_request {
	struct visit_wish wish;
	int64_t patient_id;
	int64_t dialogue_id;
	const char *source; /* "site", "telegram" ... */
};
MUST_USE bool app_visit_hold(struct call *c,
	const struct visit_hold_request *in, struct visit *out, struct err *e);

/*
 * Books: from one's own hold (hold_id; then of `wish` only the clinic counts)
 * or outright.  For a known patient (patient_id, e.g. the dialogue's lead) or
 * with patient_id 0 for a new one; `person` completes what is known of him,
 * and in the end a first name and an E.164 phone must be.  Somebody not yet a
 * patient who gives the phone and the name of a patient books for that one
 * (person_may_be), and learns nothing about him by that.  Booking the same
 * hold again gives the same visit.
 */
struct visit_book_request {
	int64_t hold_id;
	struct visit_wish wish;
	int64_t patient_id;
	struct person person; /* NULL texts count as "" */
	enum sex sex;
	int64_t dialogue_id;
	const char *source;
	const char *complaint; /* sealed; NULL or "": none */
};
MUST_USE bool app_visit_book(struct call *c,
	const struct visit_book_request *in, struct visit *out, struct err *e);

/*
 * Moves to another start, with `doctor_id` or (0) the same doctor.  The old
 * time is given back only if the new one is taken.  Moving to the very same
 * start and doctor changes nothing and succeeds.
 */
MUST_USE bool app_visit_move(struct call *c, int64_t visit_id, int64_t start_at,
	int64_t doctor_id, struct visit *out, struct err *e);

/*
 * CONFIRM, ARRIVE, START, FINISH, MISS or CANCEL; others ERR_INVALID.
 * Outsiders confirm and cancel, before the start, else ERR_DENIED and
 * ERR_CONFLICT.
 */
MUST_USE bool app_visit_step(struct call *c, int64_t visit_id,
	enum visit_event ev, struct visit *out, struct err *e);
MUST_USE bool app_visit_cancel(
	struct call *c, int64_t visit_id, struct visit *out, struct err *e);

/* Gives up one's own hold; one that is already gone is no error. */
MUST_USE bool app_visit_release(
	struct call *c, int64_t visit_id, struct err *e);

/* Reads one visit that c->who may see; the reading is audited. */
MUST_USE bool app_visit_get(
	struct call *c, int64_t visit_id, struct visit *out, struct err *e);

/*
 * Deletes holds that are over, at most 200 a round; *next_at: when the next
 * one will be (now + VISIT_HOLD_S if none is known).
 */
MUST_USE bool app_hold_round(struct call *c, int64_t *next_at, struct err *e);

/* Whether `ev` may be done now: the date of the branch counts. */
bool app_visit_can(struct call *c, const struct visit *v, enum visit_event ev);

#endif
