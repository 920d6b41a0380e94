#ifndef APP_OCCUPY_H
#define APP_OCCUPY_H
/*
 * app/occupy - taking the cells of a visit, in two steps: look (refuses before
 * anything is written) and take.  Only app/visit includes this.
 */
#include "app/call.h"
#include "core/catalogue.h"
#include "core/visit.h"

struct slot;
struct occupant;

/* What stands in the way and may be removed: holds over, and one's own. */
struct room_made {
	const struct occupant *in_the_way;
	size_t n;
};

/* Puts a found slot into a visit, with the cells it will take. */
MUST_USE bool occupy_set(struct visit *v, const struct service *service,
	const struct slot *slot, struct err *e);

/*
 * Looks who sits in the cells of `v`; its own cells are no obstacle.
 * ERR_CONFLICT, field "start": somebody does.  ERR_UNAVAILABLE: only its room
 * or device went to another doctor since it was chosen; there may be others,
 * choose in a new transaction.
 */
MUST_USE bool occupy_look(struct call *c, const struct visit *v,
	struct room_made *out, struct err *e);

/*
 * Removes what occupy_look found removable.  ERR_UNAVAILABLE: something has
 * changed meanwhile; look again in a new transaction.
 */
MUST_USE bool occupy_clear(
	struct call *c, const struct room_made *room, struct err *e);

/* Takes the cells; the visit's row stands.  ERR_UNAVAILABLE as above. */
MUST_USE bool occupy_take(struct call *c, const struct visit *v, struct err *e);

/* An outsider has one hold: ends all his holds in the clinic but `but_id`. */
MUST_USE bool occupy_end_holds(
	struct call *c, int64_t clinic_id, int64_t but_id, struct err *e);

#endif
