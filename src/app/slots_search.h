#ifndef APP_SLOTS_SEARCH_H
#define APP_SLOTS_SEARCH_H
/*
 * app/slots_search - the search of one branch: the catalogue and what is busy,
 * put into core/slots.  Only app/slots and app/schedule include this.
 *
 * A visit takes a doctor, and a room and a device if the service names any,
 * all of one branch; the grid lies on the branch's wall.
 */
#include "app/slots.h"
#include "core/slots.h"

struct slots_search {
	const struct catalogue *catalogue;
	const struct service *service;
	int branch; /* index */
	const struct zone *zone;
	struct slots_case q;          /* groups_n 0: nobody here serves it */
	const int *resources;         /* of q: index in the catalogue */
	const int64_t *prices;        /* of q's resources, kopecks */
	int wanted[SLOTS_GROUPS_MAX]; /* the wished doctor, or -1 */
};

/* Whose rules hold. */
enum slots_view {
	SLOTS_AS_ASKED,   /* of c->who */
	SLOTS_AS_PATIENT, /* of any outsider */
};

/*
 * Prepares the search of one branch over the whole days of [from_at, to_at),
 * in c->a.  Errors of the database only.
 */
MUST_USE bool slots_search_open(struct call *c,
	const struct catalogue *catalogue, const struct slots_query *q,
	int branch, enum slots_view view, struct slots_search *out,
	struct err *e);

enum { SLOTS_BEST_DOCTOR = -1 };

/*
 * Who would serve a start: the doctor with that index in the first group, or
 * SLOTS_BEST_DOCTOR.  False: nobody, or not he.
 */
bool slots_search_serve(const struct slots_search *search, struct slots *s,
	int64_t start, int doctor, struct slot *out);

/*
 * When a resource of the catalogue is open within `w`, absences and closed
 * dates taken out, in c->a.  `zone` is its branch's.
 */
MUST_USE bool slots_open_hours(struct call *c,
	const struct catalogue *catalogue, int resource,
	const struct zone *zone, struct interval w, struct intervals *out,
	struct err *e);

#endif
