#ifndef APP_LINK_H
#define APP_LINK_H
/*
 * app/link - the link in a message: one visit, opened by whoever holds the
 * token, shown without names or phone, until the day after the visit.
 */
#include "app/call.h"
#include "app/slots.h"
#include "core/visit.h"

enum { LINK_TIMES_DAYS = 14 }; /* how far ahead a move may look */

/*
 * The address of the link to a visit in c->a: {base}/{clinic}/v/{token}.  It
 * opens once app_link_keep has been called for the visit.
 */
const char *app_link_url(
	struct call *c, const struct catalogue *cat, int64_t visit_id);

/* Lets it open until the day after the visit; so may it already.  In the
 * caller's transaction if one is open. */
MUST_USE bool app_link_keep(
	struct call *c, const struct visit *v, struct err *e);

/* Both: lets it open, and its address. */
MUST_USE bool app_link_make(
	struct call *c, const struct visit *v, const char **url, struct err *e);

struct link_view {
	struct visit visit;
	const struct catalogue *catalogue;
	const struct service *service; /* NULL: no longer offered */
	const struct resource *doctor; /* NULL: no longer here */
	const struct branch *branch;
	const struct zone *zone; /* of the branch */
	bool can_confirm, can_move, can_cancel;
};

/*
 * Opens a token: from now on c->who is PRINCIPAL_PATIENT_LINK.  Audited.
 * ERR_NOT_FOUND: no such token in that clinic, or it is over.
 */
MUST_USE bool app_link_open(struct call *c, const char *clinic,
	const char *token, struct link_view *out, struct err *e);

/*
 * Confirms, cancels or moves (to start_at, same doctor or doctor_id) and shows
 * the visit as it is then.  Errors as app/visit; on a conflict over "start"
 * show app_link_times.
 */
MUST_USE bool app_link_act(struct call *c, const char *clinic,
	const char *token, enum visit_event ev, int64_t start_at,
	int64_t doctor_id, struct link_view *out, struct err *e);

/* Free times to move to, of the same doctor first, in order of time. */
MUST_USE bool app_link_times(struct call *c, const struct link_view *view,
	size_t limit, const struct slot **out, size_t *n, struct err *e);

#endif
