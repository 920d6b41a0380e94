#ifndef APP_PLAN_H
#define APP_PLAN_H
/*
 * app/plan - the messages that a change of a visit brings: written into the
 * outbox in the transaction of the change, or taken back from it.
 */
#include "app/call.h"
#include "core/visit.h"

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
 */
MUST_USE bool app_plan_visit(struct call *c, enum plan_event event,
	const struct visit *visit, int64_t old_start_at, struct err *e);

#endif
