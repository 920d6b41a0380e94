#ifndef APP_SLOTS_H
#define APP_SLOTS_H
/*
 * app/slots - free starts of a service, from the clinic's catalogue and the
 * occupied cells, and why a start is not offered.
 *
 * Reads only.  What is offered may be taken a moment later by somebody else:
 * app/visit has the last word.
 */
#include "app/call.h"
#include "core/catalogue.h"

enum {
	SLOTS_WINDOW_DAYS_MAX = 62, /* of one query */
	SLOTS_LIMIT_MAX = 2000,     /* starts of one answer */
};

struct slots_query {
	int64_t clinic_id;
	int64_t service_id;
	int64_t doctor_id;      /* 0: any suitable doctor */
	int64_t not_doctor_id;  /* 0: none; «другого врача» */
	int64_t branch_id;      /* 0: any */
	int64_t from_at, to_at; /* unix s UTC, half-open: where starts lie */
	/* The start on the branch's wall, minutes of the day, half-open;
	 * both 0: any time of the day. */
	int clock_from_min, clock_to_min;
	size_t limit; /* most starts; 0: SLOTS_LIMIT_MAX */
	/* Ranked by the wishes below, best first, one start each time; else in
	 * order of time, then doctor, every doctor's start apart. */
	bool is_ranked;
	int64_t wish_doctor_id; /* preferred, not required; 0: none */
	int64_t wish_branch_id; /* likewise */
	int64_t wish_at;        /* nearest to this instant; 0: soonest */
	/* The visit that is being moved: its own time counts as free; 0. */
	int64_t visit_id;
};

struct slot {
	int64_t start_at, end_at; /* unix s UTC */
	int64_t doctor_id, branch_id;
	int64_t room_id, device_id; /* 0: needs none */
	int64_t price_kop;
};

/*
 * Finds free starts.  The list lives in c->a.  Notice, horizon, hours,
 * absences, closed dates, buffers, room and device count; own holds of c->who
 * count as free.  An empty list is an answer, not an error.
 *
 * ERR_INVALID: the window is empty or too long.  ERR_NOT_FOUND: no such
 * service, doctor or branch in this clinic, or the doctor does not do it.
 */
MUST_USE bool app_slots_find(struct call *c, const struct slots_query *q,
	const struct slot **out, size_t *n, struct err *e);

/*
 * The free starts nearest to q->wish_at (within a week to either side), for
 * whoever found his time taken.  At most `limit`, nearest first.
 */
MUST_USE bool app_slots_near(struct call *c, const struct slots_query *q,
	size_t limit, const struct slot **out, size_t *n, struct err *e);

struct slot_reason {
	const char *reason;  /* "busy", "outside-hours" ... "offered" */
	int64_t resource_id; /* which doctor, room or device; 0: none */
};

/*
 * Why `start_at` is or is not offered, for one doctor (q->doctor_id) or for
 * any: the reason of the doctor who comes nearest to being free.  Staff only
 * by its route.  Errors as app_slots_find.
 */
MUST_USE bool app_slots_explain(struct call *c, const struct slots_query *q,
	int64_t start_at, struct slot_reason *out, struct err *e);

#endif
