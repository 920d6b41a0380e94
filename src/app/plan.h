#ifndef APP_PLAN_H
#define APP_PLAN_H
/*
 * app/plan - the messages that a change of a visit brings: written into the
 * outbox in the transaction of the change, or taken back from it.
 */
#include "app/call.h"
#include "core/visit.h"

/* db_listen: a clinic's id, whenever something was planned for it. */
#define PLAN_TOPIC "outbox"

enum plan_event {
	PLAN_BOOKED,
	PLAN_MOVED,
	PLAN_CONFIRMED,
	PLAN_CANCELLED,
	PLAN_ENDED, /* arrived, missed, done: nothing more is to be asked */
	PLAN_EVENTS /* how many */
};

/*
 * Called inside the open transaction, after the row of the visit is written.
 * `old_start_at` is the start before a move (unix s UTC), else visit->start_at.
 * On false the caller rolls everything back.
 *
 * What the patient's own act brings may reach him at night; what staff does
 * waits until the morning.
 */
MUST_USE bool app_plan_visit(struct call *c, enum plan_event event,
	const struct visit *visit, int64_t old_start_at, struct err *e);

/* Takes back everything that waits for a patient, and says how many. */
MUST_USE bool app_plan_forget(struct call *c, int64_t clinic_id,
	int64_t patient_id, int *n, struct err *e);

/* What the plan really holds for a visit: all that may be promised. */
struct plan_kinds {
	bool tells_at_once;  /* a text with the link, now */
	int64_t day_at;      /* the reminder of the day before; 0: none */
	bool day_is_evening; /* not 24 h before but the evening before */
	int64_t hours_at;    /* the reminder 2 h before; 0: none */
	bool hours_is_evening;
};

/* Reads it from the outbox, in a transaction or outside. */
MUST_USE bool app_plan_kinds(struct call *c, const struct visit *visit,
	struct plan_kinds *out, struct err *e);

#endif
