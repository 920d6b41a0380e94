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
	SLOTS_LIMIT_MAX = 20000,    /* starts of one answer */
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
	/* Every free doctor's start apart; else each start once a branch. */
	bool is_by_doctor;
	/* Ranked by the wishes below, best first; else in order of time. */
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
 * Finds free starts, each once a branch, with the doctor who would serve it:
 * the one wished for if he is free, else the least loaded (or, is_by_doctor,
 * with each doctor who could).  The list lives in
 * c->a.  Hours, absences, closed dates, buffers, room and device count; notice
 * and horizon bind outsiders, not the desk; own holds of c->who count as free.
 * An empty list is an answer, not an error.
 *
 * ERR_INVALID: the window is empty or too long.  ERR_NOT_FOUND: no such
 * service, doctor or branch in this clinic, or the doctor does not do it.
 */
MUST_USE bool app_slots_find(struct call *c, const struct slots_query *q,
	const struct slot **out, size_t *n, struct err *e);

/*
 * The start at q->wish_at exactly, as it would be booked.  Asks whether it may
 * be served, not whether the grid of this minute shows it: the grid may have
 * moved on since it was offered.  ERR_CONFLICT, field "start": it may not.
 */
MUST_USE bool app_slot_at(struct call *c, const struct slots_query *q,
	struct slot *out, struct err *e);

struct slot_reason {
	const char *reason;  /* "busy", "outside-hours" ... "offered" */
	int64_t resource_id; /* which doctor, room or device; 0: none */
};

/*
 * Why q->wish_at is or is not offered to a patient, by one doctor
 * (q->doctor_id) or by any: the reason of whoever comes nearest to it.  For
 * staff, by its route.  Errors as app_slots_find.
 */
MUST_USE bool app_slots_explain(struct call *c, const struct slots_query *q,
	struct slot_reason *out, struct err *e);

#endif
