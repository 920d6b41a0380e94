#include "app/visit.h"

#include "app/access.h"
#include "app/catalogue.h"
#include "app/link.h"
#include "app/occupy.h"
#include "app/plan.h"
#include "app/slots.h"
#include "app/transaction.h"
#include "app/visit_patient.h"
#include "base/zone.h"
#include "db/db.h"
#include "os/random.h"
#include "store/link.h"
#include "store/visit.h"

enum { HOLDS_A_ROUND_MAX = 200 };

static bool service_find(struct call *c, int64_t clinic_id, int64_t service_id,
	const struct service **out, struct err *e)
{
	const struct catalogue *cat;
	int at;

	if (!app_catalogue(c, clinic_id, &cat, e))
		return false;
	at = catalogue_service(cat, service_id);
	if (at < 0)
		return err_field(e, ERR_NOT_FOUND, "service", "no such one");
	*out = &cat->services[at];
	return true;
}

/* The last of every change: who looks is told, what was done is recorded. */
static bool record(struct call *c, const struct visit *v, const char *action,
	struct err *e)
{
	return db_notify(c->store->db, VISIT_TOPIC, v->clinic_id, e) &&
	       app_audit(c, v->clinic_id, action, "visit", &v->id, 1, e);
}

/* Searches the wanted start anew and puts it into the visit. */
static bool wish_resolve(struct call *c, const struct visit_wish *wish,
	int64_t moved_id, struct visit *v, const struct service **service,
	struct err *e)
{
	struct slots_query q = {
		.clinic_id = wish->clinic_id,
		.service_id = wish->service_id,
		.doctor_id = wish->doctor_id,
		.branch_id = wish->branch_id,
		.wish_at = wish->start_at,
		.visit_id = moved_id,
	};
	struct slot slot;

	if (!app_slot_at(c, &q, &slot, e) ||
		!service_find(c, wish->clinic_id, wish->service_id, service, e))
		return false;
	v->price_kop = slot.price_kop;
	return occupy_set(v, *service, &slot, e);
}

static struct visit fresh(struct call *c, const struct visit_wish *wish,
	const char *source, int64_t dialogue_id)
{
	return (struct visit){
		.id = random_id(),
		.clinic_id = wish->clinic_id,
		.service_id = wish->service_id,
		.state = VISIT_HELD,
		.held_until = c->now + VISIT_HOLD_S,
		.holder_id = c->who.id,
		.source = source,
		.dialogue_id = dialogue_id,
		.created_at = c->now,
	};
}

/* ---- Hold. ---- */

struct hold_work {
	const struct visit_hold_request *in;
	struct visit *out;
};

static bool hold(struct call *c, void *ctx, struct err *e)
{
	const struct visit_hold_request *in = ((struct hold_work *)ctx)->in;
	struct visit v = fresh(c, &in->wish, in->source, in->dialogue_id);
	const struct service *service = NULL;
	struct room_made room;

	v.patient_id = in->patient_id;
	if (!wish_resolve(c, &in->wish, 0, &v, &service, e) ||
		!occupy_look(c, &v, &room, e) || !occupy_clear(c, &room, e) ||
		!occupy_end_holds(c, v.clinic_id, 0, e) ||
		!store_visit_insert(c->store, &v, NULL, c->a, e) ||
		!occupy_take(c, &v, e) || !record(c, &v, "visit.hold", e))
		return false;
	*((struct hold_work *)ctx)->out = v;
	return true;
}

bool app_visit_hold(struct call *c, const struct visit_hold_request *in,
	struct visit *out, struct err *e)
{
	struct hold_work work = {in, out};

	return app_access_clinic(c, in->wish.clinic_id, e) &&
	       app_transaction(c, hold, &work, e);
}

/* ---- Book. ---- */

struct book_work {
	const struct visit_book_request *in;
	int64_t new_patient_id;
	struct visit *out;
};

static bool is_mine(const struct call *c, const struct visit *v)
{
	return v->holder_id == c->who.id || !app_is_outsider(&c->who);
}

/* *is_booked: this very hold was booked before, and is found so again. */
static bool hold_find(struct call *c, const struct visit_book_request *in,
	struct visit *out, bool *is_booked, struct err *e)
{
	if (!store_visit_find(c->store, in->wish.clinic_id, in->hold_id, true,
		    c->a, out, e))
		return e->kind == ERR_NOT_FOUND
			       ? err_field(e, ERR_CONFLICT, "hold",
					 "no such hold")
			       : false;
	if (!is_mine(c, out))
		return err_field(e, ERR_CONFLICT, "hold", "no such hold");
	*is_booked =
		out->state == VISIT_BOOKED || out->state == VISIT_CONFIRMED;
	if (!*is_booked &&
		(out->state != VISIT_HELD || out->held_until <= c->now))
		return err_field(e, ERR_CONFLICT, "hold", "the hold is over");
	return true;
}

/* Everything that may refuse, before anything is written. */
struct booking {
	struct visit visit;
	struct visit_patient patient;
	struct room_made room;
	bool is_held, is_booked;
};

static bool booking_prepare(struct call *c, const struct book_work *w,
	struct booking *b, struct err *e)
{
	const struct visit_book_request *in = w->in;
	const struct service *service = NULL;

	*b = (struct booking){.is_held = in->hold_id != 0};
	if (b->is_held) {
		if (!hold_find(c, in, &b->visit, &b->is_booked, e))
			return false;
		if (b->is_booked)
			return true;
		if (!service_find(c, b->visit.clinic_id, b->visit.service_id,
			    &service, e))
			return false;
	} else {
		b->visit = fresh(c, &in->wish, in->source, in->dialogue_id);
		if (!wish_resolve(c, &in->wish, 0, &b->visit, &service, e) ||
			!occupy_look(c, &b->visit, &b->room, e))
			return false;
	}
	if (!visit_patient_find(c, b->visit.clinic_id, in, w->new_patient_id,
		    &b->patient, e))
		return false;
	b->visit.patient_id = b->patient.patient.id;
	if (in->dialogue_id != 0)
		b->visit.dialogue_id = in->dialogue_id;
	return visit_patient_may(c, &b->patient, &b->visit, service, e) &&
	       visit_step(&b->visit, VISIT_BOOK, c->now, false, e);
}

static bool booking_write(struct call *c, const struct book_work *w,
	const struct booking *b, struct err *e)
{
	const char *complaint = w->in->complaint;
	const struct visit *v = &b->visit;

	if (complaint != NULL && *complaint == '\0')
		complaint = NULL;
	if (!visit_patient_write(c, &b->patient, e))
		return false;
	if (b->is_held)
		return store_visit_update(c->store, v, e) &&
		       (complaint == NULL || store_visit_complain(c->store, v,
						     complaint, c->a, e));
	return occupy_clear(c, &b->room, e) &&
	       store_visit_insert(c->store, v, complaint, c->a, e) &&
	       occupy_take(c, v, e);
}

static bool book(struct call *c, void *ctx, struct err *e)
{
	struct book_work *w = ctx;
	struct booking b;

	if (!booking_prepare(c, w, &b, e))
		return false;
	if (!b.is_booked && (!booking_write(c, w, &b, e) ||
				    !occupy_end_holds(c, b.visit.clinic_id,
					    b.visit.id, e) ||
				    !app_plan_visit(c, PLAN_BOOKED, &b.visit,
					    b.visit.start_at, e) ||
				    !record(c, &b.visit, "visit.book", e)))
		return false;
	*w->out = b.visit;
	return true;
}

bool app_visit_book(struct call *c, const struct visit_book_request *in,
	struct visit *out, struct err *e)
{
	struct book_work work = {in, 0, out};

	return app_access_clinic(c, in->wish.clinic_id, e) &&
	       visit_patient_key(
		       c, in->wish.clinic_id, in, &work.new_patient_id, e) &&
	       app_transaction(c, book, &work, e);
}

/* A visit that c->who may act on; locked. */
static bool find_own(
	struct call *c, int64_t visit_id, struct visit *out, struct err *e)
{
	return store_visit_find(c->store, c->who.clinic_id, visit_id, true,
		       c->a, out, e) &&
	       app_access_visit(c, out, e);
}

/* ---- What the other events mean for others. ---- */

struct step {
	const char *action; /* in the audit; NULL: not by app_visit_step */
	bool is_planned;    /* changes what is to be written to the patient */
	enum plan_event plan;
	bool is_outsiders; /* may an outsider do it? before the start only */
};

static const struct step steps[VISIT_EVENTS] = {
	[VISIT_CONFIRM] = {"visit.confirm", true, PLAN_CONFIRMED, true},
	[VISIT_ARRIVE] = {"visit.arrive", true, PLAN_ENDED, false},
	[VISIT_START] = {"visit.start", false, PLAN_ENDED, false},
	[VISIT_FINISH] = {"visit.finish", true, PLAN_ENDED, false},
	[VISIT_MISS] = {"visit.miss", true, PLAN_ENDED, false},
	[VISIT_CANCEL] = {"visit.cancel", true, PLAN_CANCELLED, true},
	[VISIT_MOVE] = {NULL, true, PLAN_MOVED, true},
};

static bool outsider_may(const struct call *c, const struct visit *v,
	const struct step *s, struct err *e)
{
	if (!app_is_outsider(&c->who))
		return true;
	if (!s->is_outsiders)
		return err_set(e, ERR_DENIED, "visit: for the desk alone");
	return c->now < v->start_at ||
	       err_field(e, ERR_CONFLICT, "state", "it has begun");
}

/* ---- Move. ---- */

struct move_work {
	int64_t visit_id, start_at, doctor_id;
	struct visit *out;
};

static bool move_prepare(struct call *c, const struct move_work *w,
	const struct visit *old, struct visit *v, struct room_made *room,
	struct err *e)
{
	struct visit_wish wish = {old->clinic_id, old->service_id,
		w->doctor_id != 0 ? w->doctor_id : old->doctor_id, 0,
		w->start_at};
	const struct service *service = NULL;

	*v = *old;
	return visit_step(v, VISIT_MOVE, c->now, false, e) &&
	       wish_resolve(c, &wish, old->id, v, &service, e) &&
	       visit_patient_is_free(c, v, e) && occupy_look(c, v, room, e);
}

static bool is_same_place(const struct move_work *w, const struct visit *v)
{
	return v->start_at == w->start_at &&
	       (w->doctor_id == 0 || w->doctor_id == v->doctor_id);
}

static bool move(struct call *c, void *ctx, struct err *e)
{
	const struct move_work *w = ctx;
	struct visit old, v;
	struct room_made room;

	if (!find_own(c, w->visit_id, &old, e))
		return false;
	if (is_same_place(w, &old)) {
		*w->out = old;
		return true;
	}
	if (!outsider_may(c, &old, &steps[VISIT_MOVE], e) ||
		!move_prepare(c, w, &old, &v, &room, e) ||
		!occupy_clear(c, &room, e) ||
		!store_occupancy_give(c->store, v.id, e) ||
		!occupy_take(c, &v, e) || !store_visit_update(c->store, &v, e))
		return false;
	if (!app_plan_visit(c, PLAN_MOVED, &v, old.start_at, e) ||
		!record(c, &v, "visit.move", e))
		return false;
	*w->out = v;
	return true;
}

bool app_visit_move(struct call *c, int64_t visit_id, int64_t start_at,
	int64_t doctor_id, struct visit *out, struct err *e)
{
	struct move_work work = {visit_id, start_at, doctor_id, out};

	return app_transaction(c, move, &work, e);
}

/* ---- All other steps. ---- */

static bool is_its_day(
	struct call *c, const struct visit *v, bool *out, struct err *e)
{
	const struct catalogue *cat;
	const struct zone *zone;
	int branch;

	if (!app_catalogue(c, v->clinic_id, &cat, e))
		return false;
	branch = catalogue_branch(cat, v->branch_id);
	if (branch < 0)
		return err_set(e, ERR_INTERNAL, "visit: in no branch");
	if (!app_zone(c, &cat->branches[branch], &zone, e))
		return false;
	*out = zone_day(zone, c->now) == zone_day(zone, v->start_at);
	return true;
}

struct step_work {
	int64_t visit_id;
	enum visit_event ev;
	struct visit *out;
};

static bool step(struct call *c, void *ctx, struct err *e)
{
	const struct step_work *w = ctx;
	const struct step *s = &steps[w->ev];
	struct visit v;
	bool today = false;

	if (!find_own(c, w->visit_id, &v, e) || !outsider_may(c, &v, s, e) ||
		!is_its_day(c, &v, &today, e) ||
		!visit_step(&v, w->ev, c->now, today, e) ||
		!store_visit_update(c->store, &v, e))
		return false;
	if (!visit_state_occupies(v.state) &&
		!store_occupancy_give(c->store, v.id, e))
		return false;
	if (s->is_planned && !app_plan_visit(c, s->plan, &v, v.start_at, e))
		return false;
	if (!record(c, &v, s->action, e))
		return false;
	*w->out = v;
	return true;
}

bool app_visit_step(struct call *c, int64_t visit_id, enum visit_event ev,
	struct visit *out, struct err *e)
{
	struct step_work work = {visit_id, ev, out};

	if (ev >= VISIT_EVENTS || steps[ev].action == NULL)
		return err_field(e, ERR_INVALID, "state", "not such a step");
	return app_transaction(c, step, &work, e);
}

bool app_visit_cancel(
	struct call *c, int64_t visit_id, struct visit *out, struct err *e)
{
	return app_visit_step(c, visit_id, VISIT_CANCEL, out, e);
}

bool app_visit_can(struct call *c, const struct visit *v, enum visit_event ev)
{
	struct err e;
	bool today = false;

	return is_its_day(c, v, &today, &e) && visit_can(v, ev, c->now, today);
}

/* ---- Holds that end. ---- */

static bool release(struct call *c, void *ctx, struct err *e)
{
	int64_t id = *(const int64_t *)ctx;
	bool done;

	return store_visit_unhold(c->store, id, c->now, c->who.id, &done, e);
}

bool app_visit_release(struct call *c, int64_t visit_id, struct err *e)
{
	return app_transaction(c, release, &visit_id, e);
}

static bool hold_round(struct call *c, void *ctx, struct err *e)
{
	const int64_t *ids;
	int64_t next_at;
	size_t n;

	if (!store_visit_holds_over(c->store, c->now, HOLDS_A_ROUND_MAX, c->a,
		    &ids, &n, &next_at, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		bool done;

		if (!store_visit_unhold(c->store, ids[i], c->now, 0, &done, e))
			return false;
	}
	if (n == HOLDS_A_ROUND_MAX) /* there may be more */
		next_at = c->now;
	else if (next_at > c->now + VISIT_HOLD_S)
		next_at = c->now + VISIT_HOLD_S;
	*(int64_t *)ctx = next_at;
	return true;
}

bool app_hold_round(struct call *c, int64_t *next_at, struct err *e)
{
	return app_transaction(c, hold_round, next_at, e);
}

/* ---- Reading. ---- */

bool app_visit_get(
	struct call *c, int64_t visit_id, struct visit *out, struct err *e)
{
	struct visit v;

	if (!store_visit_find(
		    c->store, c->who.clinic_id, visit_id, false, c->a, &v, e) ||
		!app_access_visit(c, &v, e) ||
		!app_audit_reading(
			c, v.clinic_id, "visit.read", "visit", &v.id, 1, e))
		return false;
	*out = v;
	return true;
}
