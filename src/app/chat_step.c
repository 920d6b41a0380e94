#include "app/chat_step.h"

#include <string.h>

#include "app/app.h"
#include "app/catalogue.h"
#include "app/chat_rules.h"
#include "app/plan.h"
#include "app/slots.h"
#include "app/visit.h"
#include "base/limits.h"
#include "base/log.h"
#include "channel/channel.h"
#include "store/address.h"

/* --- the world ----------------------------------------------------------- */

bool chat_world(struct call *c, int64_t clinic_id, struct dialogue_world *out,
	struct err *e)
{
	struct dialogue_world w = {
		.script = chat_rules_script(c->app->chat),
		.lang = chat_rules_lang(c->app->chat),
		.now = c->now,
		.is_english = c->is_english,
	};
	const struct zone **zones;

	if (!app_catalogue(c, clinic_id, &w.catalogue, e))
		return false;
	if (w.catalogue->branches_n == 0)
		return err_set(e, ERR_INTERNAL, "clinic without a branch");
	zones = arena_new(c->a, const struct zone *, w.catalogue->branches_n);
	for (size_t i = 0; i < w.catalogue->branches_n; i++)
		if (!app_zone(c, &w.catalogue->branches[i], &zones[i], e))
			return false;
	w.zones = zones;
	w.answer = app_catalogue_answers(w.catalogue, &w.answers_n);
	*out = w;
	return true;
}

/* --- what actions do ----------------------------------------------------- */

/* A dialogue acts for its own visits only, whatever channel it runs on. */
static struct call acting(const struct call *c, const struct chat_work *w)
{
	struct call as = *c;

	as.who = (struct principal){.kind = PRINCIPAL_VISITOR,
		.clinic_id = w->clinic_id,
		.id = w->dialogue_id};
	return as;
}

static bool find(struct call *c, struct chat_work *w,
	const struct dialogue_action *action, struct dialogue_event *ev,
	struct err *e)
{
	struct slots_query q = {
		.clinic_id = w->clinic_id,
		.service_id = action->service_id,
		.from_at = action->from_at,
		.to_at = action->to_at,
		.is_by_doctor = true, /* the wish may name one */
		.visit_id = action->visit_id,
	};
	const struct slot *slot;
	struct offer *free;
	size_t n;

	*ev = (struct dialogue_event){.kind = EVENT_FREE};
	if (!app_slots_find(c, &q, &slot, &n, e))
		return e->kind == ERR_NOT_FOUND; /* gone: nothing is free */
	free = arena_new(c->a, struct offer, n);
	for (size_t i = 0; i < n; i++)
		free[i] = (struct offer){slot[i].start_at, slot[i].end_at,
			slot[i].doctor_id, slot[i].branch_id,
			slot[i].price_kop};
	ev->free = free;
	ev->free_n = n;
	return true;
}

static struct visit_wish wish_of(const struct chat_work *w)
{
	const struct offer *o = &w->frame.offer[0];

	return (struct visit_wish){.clinic_id = w->clinic_id,
		.service_id = w->frame.service_id,
		.doctor_id = o->doctor_id,
		.branch_id = o->branch_id,
		.start_at = o->start_at};
}

static bool hold(
	struct call *c, struct chat_work *w, struct visit *v, struct err *e)
{
	struct visit_hold_request in = {.wish = wish_of(w),
		.patient_id = w->patient_id,
		.dialogue_id = w->dialogue_id,
		.source = w->source};

	return app_visit_hold(c, &in, v, e);
}

static bool book(
	struct call *c, struct chat_work *w, struct visit *v, struct err *e)
{
	const struct frame *f = &w->frame;
	struct visit_book_request in = {.hold_id = f->hold_id,
		.wish = wish_of(w),
		.patient_id = w->patient_id,
		.person = {.last = f->last,
			.first = f->first,
			.middle = f->middle,
			.phone = f->phone},
		.sex = f->sex,
		.dialogue_id = w->dialogue_id,
		.source = w->source,
		.complaint = f->complaint};

	if (app_visit_book(c, &in, v, e))
		return true;
	/* A hold that ran out while we asked: the time may still be free. */
	if (e->kind != ERR_CONFLICT || strcmp(e->field, "hold") != 0)
		return false;
	in.hold_id = 0;
	return app_visit_book(c, &in, v, e);
}

static bool act(struct call *c, struct chat_work *w,
	const struct dialogue_action *action, struct visit *v, struct err *e)
{
	switch (action->kind) {
	case ACTION_HOLD:
		return hold(c, w, v, e);
	case ACTION_BOOK:
		return book(c, w, v, e);
	case ACTION_MOVE:
		return app_visit_move(c, action->visit_id,
			w->frame.offer[0].start_at, w->frame.offer[0].doctor_id,
			v, e);
	case ACTION_CANCEL:
		return app_visit_cancel(c, action->visit_id, v, e);
	case ACTION_CONFIRM:
		return app_visit_step(c, action->visit_id, VISIT_CONFIRM, v, e);
	case ACTION_SAY:
	case ACTION_FIND:
	case ACTION_RELEASE:
	case ACTION_HAND:
	case DIALOGUE_ACTIONS:
		break;
	}
	return err_set(e, ERR_INTERNAL, "chat: no such action");
}

static enum dialogue_event_kind done(enum dialogue_action_kind kind)
{
	static const enum dialogue_event_kind kinds[DIALOGUE_ACTIONS] = {
		[ACTION_HOLD] = EVENT_HELD,
		[ACTION_BOOK] = EVENT_BOOKED,
		[ACTION_MOVE] = EVENT_MOVED,
		[ACTION_CANCEL] = EVENT_CANCELLED,
		[ACTION_CONFIRM] = EVENT_CONFIRMED,
	};

	return kinds[kind];
}

/* Which refusals the patient hears about; others end the turn. */
static bool refused(const struct err *e, enum dialogue_event_kind *kind)
{
	if (e->kind == ERR_CONFLICT && strcmp(e->field, "patient") == 0)
		*kind = EVENT_CLASH;
	else if (e->kind == ERR_CONFLICT && strcmp(e->field, "state") != 0)
		*kind = EVENT_TAKEN;
	else if (e->kind == ERR_CONFLICT || e->kind == ERR_LIMIT ||
		 e->kind == ERR_NOT_FOUND || e->kind == ERR_INVALID)
		*kind = EVENT_FAILED;
	else
		return false;
	return true;
}

/* The reminders that the plan holds, and no others, are promised. */
static bool promised(struct call *c, const char *channel, const struct visit *v,
	unsigned *plan, struct err *e)
{
	const struct channel_ops *ops = channel_named(channel);
	struct plan_kinds kinds;

	if (!app_plan_kinds(c, v, &kinds, e))
		return false;
	*plan = kinds.tells_at_once ? PLANNED_LINK : 0;
	if (ops && !(ops->can & CHANNEL_PHONE))
		*plan |= PLANNED_HERE;
	if (kinds.day_at != 0)
		*plan |= kinds.day_is_evening ? PLANNED_EVE : PLANNED_DAY;
	if (kinds.hours_at != 0)
		*plan |= kinds.hours_is_evening ? PLANNED_EVE : PLANNED_HOURS;
	return true;
}

/* On a channel joined by proof the patient may act on all of his visits. */
static bool is_proven(
	struct call *c, const struct chat_work *w, bool *yes, struct err *e)
{
	static const char *const proofs[] = {"link", "contact", "code"};
	const struct address *list;
	size_t n;

	*yes = false;
	if (!store_address_of_patient(
		    c->store, w->patient_id, c->a, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < ARRAY_LEN(proofs); k++)
			*yes = *yes ||
			       (strcmp(list[i].channel, w->channel) == 0 &&
				       strcmp(list[i].proof, proofs[k]) == 0);
	return true;
}

/* As the dialogue; if the visit is none of its own, as the patient himself. */
static bool act_as_either(struct call *c, struct chat_work *w,
	const struct dialogue_action *action, struct visit *v, struct err *e)
{
	struct call as = acting(c, w);
	bool yes;

	if (act(&as, w, action, v, e))
		return true;
	if (e->kind != ERR_NOT_FOUND || strcmp(e->field, "visit") != 0)
		return false;
	if (!is_proven(c, w, &yes, e))
		return false;
	if (!yes)
		return err_field(e, ERR_NOT_FOUND, "visit", "no such visit");
	as.who = (struct principal){.kind = PRINCIPAL_PATIENT_CODE,
		.clinic_id = w->clinic_id,
		.id = w->patient_id};
	return act(&as, w, action, v, e);
}

static bool perform(struct call *c, struct chat_work *w,
	const struct dialogue_action *action, struct dialogue_event *ev,
	struct err *e)
{
	struct call as = acting(c, w);
	struct visit v;

	if (action->kind == ACTION_FIND)
		return find(&as, w, action, ev, e);
	*ev = (struct dialogue_event){.kind = done(action->kind)};
	if (!act_as_either(c, w, action, &v, e)) {
		if (!refused(e, &ev->kind))
			return false;
		log_event(LOG_INFO, "chat.refused",
			LOG_INT("dialogue", w->dialogue_id),
			LOG_WORD("kind", err_name(e->kind)),
			LOG_WORD("field", e->field));
		return true;
	}
	ev->visit = (struct frame_visit){v.id, v.service_id,
		{v.start_at, v.end_at, v.doctor_id, v.branch_id, v.price_kop}};
	if (action->kind != ACTION_BOOK && action->kind != ACTION_MOVE)
		return true;
	return promised(&as, w->channel, &v, &ev->plan, e);
}

/* --- the steps ----------------------------------------------------------- */

static bool writes(const struct dialogue_action *action)
{
	return action->kind != ACTION_FIND;
}

/* Keeps what needs no event; returns the action that does, or NULL. */
static const struct dialogue_action *sort(
	struct chat_work *w, const struct dialogue_out *out)
{
	const struct dialogue_action *asks = NULL;

	for (size_t i = 0; i < out->n; i++) {
		const struct dialogue_action *action = &out->action[i];

		if (action->kind == ACTION_SAY) {
			if (w->said_n < CHAT_SAID_MAX)
				w->said[w->said_n++] = *action;
		} else if (action->kind == ACTION_HAND) {
			w->is_handed = true;
			w->hand = action->hand;
		} else if (action->kind == ACTION_RELEASE) {
			if (w->releases_n < CHAT_RELEASES_MAX)
				w->release[w->releases_n++] = action->visit_id;
		} else {
			asks = action;
		}
	}
	return asks;
}

static bool run(struct call *c, struct chat_work *w, struct dialogue_event ev,
	bool may_write, struct err *e)
{
	while (w->steps_n++ < DIALOGUE_STEPS_MAX) {
		struct dialogue_out out;
		const struct dialogue_action *asks;

		dialogue_step(&w->world, &w->frame, &ev, c->a, &out);
		asks = sort(w, &out);
		if (asks == NULL)
			return true;
		if (writes(asks) && !may_write) {
			w->pending = *asks;
			w->has_pending = true;
			return true;
		}
		if (!perform(c, w, asks, &ev, e))
			return false;
	}
	return err_set(e, ERR_INTERNAL, "chat: a turn without end");
}

bool chat_step_first(struct call *c, struct chat_work *w,
	const struct dialogue_event *ev, struct err *e)
{
	return run(c, w, *ev, false, e);
}

bool chat_step_rest(struct call *c, struct chat_work *w, struct err *e)
{
	struct call as = acting(c, w);
	struct dialogue_event ev;

	for (size_t i = 0; i < w->releases_n; i++)
		if (!app_visit_release(&as, w->release[i], e))
			return false;
	w->releases_n = 0;
	if (!w->has_pending)
		return true;
	w->has_pending = false;
	return perform(c, w, &w->pending, &ev, e) && run(c, w, ev, true, e);
}
