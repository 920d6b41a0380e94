#include "app/occupy.h"

#include "app/access.h"
#include "app/slots.h"
#include "store/visit.h"

bool occupy_set(struct visit *v, const struct service *service,
	const struct slot *slot, struct err *e)
{
	struct cells cells;

	if (!occupancy_cells(slot->start_at, slot->end_at,
		    service->buffer_before_min, service->buffer_after_min,
		    &cells, e))
		return false;
	v->branch_id = slot->branch_id;
	v->doctor_id = slot->doctor_id;
	v->room_id = slot->room_id;
	v->device_id = slot->device_id;
	v->start_at = slot->start_at;
	v->end_at = slot->end_at;
	v->busy_from_at = cells.first * OCCUPANCY_CELL_S;
	v->busy_to_at = cells.end * OCCUPANCY_CELL_S;
	return true;
}

static struct cells cells_of(const struct visit *v)
{
	return (struct cells){v->busy_from_at / OCCUPANCY_CELL_S,
		v->busy_to_at / OCCUPANCY_CELL_S};
}

static bool may_remove(const struct call *c, const struct occupant *o)
{
	return o->is_hold &&
	       (o->held_until <= c->now ||
		       (o->holder_id == c->who.id && c->who.id != 0));
}

/* His time is taken, or only the room or device that the search had chosen. */
static bool refuse(
	const struct visit *v, const struct occupant *o, struct err *e)
{
	if (o->doctor_id == v->doctor_id)
		return err_field(e, ERR_CONFLICT, "start", "taken already");
	return err_set(e, ERR_UNAVAILABLE, "lost a race for a room");
}

bool occupy_look(struct call *c, const struct visit *v, struct room_made *out,
	struct err *e)
{
	const int64_t resources[OCCUPANCY_RESOURCES] = {
		v->doctor_id, v->room_id, v->device_id};
	const struct occupant *list;
	struct occupant *removable;
	size_t n, removable_n = 0;

	if (!store_occupancy_look(
		    c->store, resources, cells_of(v), c->a, &list, &n, e))
		return false;
	removable = arena_new(c->a, struct occupant, n);
	for (size_t i = 0; i < n; i++) {
		if (list[i].visit_id == v->id)
			continue;
		if (!may_remove(c, &list[i]))
			return refuse(v, &list[i], e);
		removable[removable_n++] = list[i];
	}
	*out = (struct room_made){removable, removable_n};
	return true;
}

bool occupy_clear(struct call *c, const struct room_made *room, struct err *e)
{
	for (size_t i = 0; i < room->n; i++) {
		bool done;

		if (!store_visit_unhold(c->store, room->in_the_way[i].visit_id,
			    c->now, c->who.id, &done, e))
			return false;
		if (!done)
			return err_set(e, ERR_UNAVAILABLE,
				"a hold became a visit meanwhile");
	}
	return true;
}

bool occupy_take(struct call *c, const struct visit *v, struct err *e)
{
	const int64_t resources[OCCUPANCY_RESOURCES] = {
		v->doctor_id, v->room_id, v->device_id};
	bool is_taken;

	if (!store_occupancy_take(
		    c->store, resources, cells_of(v), v->id, &is_taken, e))
		return false;
	return is_taken ||
	       err_set(e, ERR_UNAVAILABLE, "lost a race for a start");
}

bool occupy_end_holds(
	struct call *c, int64_t clinic_id, int64_t but_id, struct err *e)
{
	const struct visit *holds;
	size_t n;
	bool done;

	if (!app_is_outsider(&c->who) || c->who.id == 0)
		return true;
	if (!store_visit_of_holder(
		    c->store, clinic_id, c->who.id, c->a, &holds, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (holds[i].id != but_id &&
			!store_visit_unhold(c->store, holds[i].id, c->now,
				c->who.id, &done, e))
			return false;
	return true;
}
