#include <stdlib.h>

#include "app/app.h"
#include "app/outbox_round.h"
#include "app/plan.h"
#include "app/transaction.h"
#include "os/random.h"
#include "store/link.h"
#include "store/message.h"

/* --- choosing ------------------------------------------------------------ */

static bool is_others_lane(const struct sender *s, const char *channel)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->lanes[i].is_others &&
			strcmp(s->lanes[i].ops->name, channel) == 0)
			return true;
	return false;
}

/*
 * What waits for no channel yet, for ours, and for one that is no longer open
 * anywhere.
 */
static bool list_queues(struct call *c, const struct sender *s,
	const char *out[OUTBOX_CHANNELS_MAX], size_t *n, struct err *e)
{
	const char *const *all;
	size_t all_n;

	if (!store_outbox_channels(c->store, c->a, &all, &all_n, e))
		return false;
	*n = 0;
	for (size_t i = 0; i < all_n; i++)
		if (!is_others_lane(s, all[i]))
			out[(*n)++] = all[i];
	return true;
}

struct choice {
	int64_t *ids;
	size_t n, max;
	const struct held_ids *others; /* being prepared by our twin; or NULL */
};

static bool has_id(const int64_t *ids, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (ids[i] == id)
			return true;
	return false;
}

static int by_id(const void *x, const void *y)
{
	const int64_t *a = x, *b = y;

	return (*a > *b) - (*a < *b);
}

static bool is_held(const struct held_ids *h, int64_t id)
{
	return h && h->n > 0 &&
	       bsearch(&id, h->ids, h->n, sizeof(id), by_id) != NULL;
}

static void choose(struct choice *to, const int64_t *ids, size_t n, size_t max)
{
	for (size_t i = 0; i < n && max > 0; i++) {
		if (to->n == to->max || is_held(to->others, ids[i]) ||
			has_id(to->ids, to->n, ids[i]))
			continue;
		to->ids[to->n++] = ids[i];
		max--;
	}
}

/*
 * From both ends: half of what became due last, then what has been due for
 * longest.  So a reminder that is due now leaves with the next round, however
 * many wait, and whatever waits gets its turn.
 */
static bool choose_of(struct call *c, struct choice *to, const char *channel,
	enum outbox_queue queue, size_t max, struct err *e)
{
	int limit = (int)(max + (to->others ? to->others->n : 0) + to->n);
	size_t before = to->n, n;
	const int64_t *ids;

	if (!store_outbox_due(c->store, queue, channel, c->now, true, limit,
		    c->a, &ids, &n, e))
		return false;
	choose(to, ids, n, (max + 1) / 2);
	if (!store_outbox_due(c->store, queue, channel, c->now, false, limit,
		    c->a, &ids, &n, e))
		return false;
	choose(to, ids, n, max - (to->n - before));
	return true;
}

static bool choose_all(struct call *c, const struct sender *s,
	struct choice *to, struct err *e)
{
	const char *queues[OUTBOX_CHANNELS_MAX];
	size_t n;

	if (s->queue == OUTBOX_TALK)
		return choose_of(c, to, "", s->queue, to->max, e);
	if (!list_queues(c, s, queues, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!choose_of(c, to, queues[i], s->queue,
			    (to->max - to->n + n - i - 1) / (n - i), e))
			return false;
	return true;
}

static size_t room_of(const struct sender *s, int64_t now)
{
	int room = sender_room(s, now);

	/* Also when every window is closed the gates must be asked, or what is
	 * stale would wait for ever. */
	return room > 0 ? (size_t)room : WINDOW_FIRST;
}

/* Twins prepare different messages: what one has chosen the other passes. */
static bool choose_alone(
	struct call *c, struct sender *s, struct choice *to, struct err *e)
{
	struct held *h = s->held;
	bool ok;

	to->max = room_of(s, c->now);
	to->ids = arena_new(c->a, int64_t, to->max);
	if (!h)
		return choose_all(c, s, to, e);
	mutex_lock(&h->m);
	to->others = &h->of[!s->twin];
	ok = choose_all(c, s, to, e);
	if (ok && to->n > 0) {
		qsort(to->ids, to->n, sizeof(*to->ids), by_id);
		memcpy(h->of[s->twin].ids, to->ids, to->n * sizeof(*to->ids));
	}
	h->of[s->twin].n = ok ? to->n : 0;
	mutex_unlock(&h->m);
	return ok;
}

void round_let_go(struct sender *s)
{
	if (!s->held)
		return;
	mutex_lock(&s->held->m);
	s->held->of[s->twin].n = 0;
	mutex_unlock(&s->held->m);
}

/* --- writing ahead ------------------------------------------------------- */

/* What the patient has, or may have, stands in his history. */
static bool write_history(struct call *c, struct item *i, struct err *e)
{
	i->history = (struct message_row){
		.id = random_id(),
		.clinic_id = i->row->clinic_id,
		.patient_id = i->row->patient_id,
		.dialogue_id = i->visit->dialogue_id,
		.delivery_id = i->row->id,
		.channel = i->lane->ops->name,
		.author = AUTHOR_BOT,
		.kind = i->row->kind,
		.body = i->letter.body,
		.at = c->now,
	};
	return store_message_seal(c->store, &i->history, c->a, e);
}

/* no_letter: it cannot be written, whenever we try, for that reason. */
static bool write_letter(struct call *c, struct item *i, struct err *e)
{
	const struct template *t = template_find(
		&c->app->messages.templates, i->scenario->template);
	struct letter_about about = {
		.catalogue = i->catalogue,
		.visit = i->visit,
		.patient = i->patient,
		.zone = i->zone,
		.was_at = i->row->was_at,
	};

	if (app_letter_write(c, t, &about, i->lane->ops, &i->letter, e))
		return write_history(c, i, e);
	i->no_letter = arena_print(c->a, "template:%s", e->field);
	return e->kind == ERR_INVALID || e->kind == ERR_TOO_LARGE ||
	       e->kind == ERR_INTERNAL;
}

/* Reads what the turn has written. */
static bool read_letter(struct call *c, struct item *i, struct err *e)
{
	const char *body;

	if (!store_message_body(
		    c->store, i->row->patient_id, i->row->id, c->a, &body, e))
		return false;
	if (body == NULL || !app_letter_read(c, body, &i->letter, e))
		i->no_letter = "no_text";
	return true;
}

/* Whether the gates let it leave by a lane of ours, as things seem now. */
static bool may_leave(struct call *c, const struct item *i)
{
	struct gate_facts facts;

	if (!i->lane || i->lane->is_others)
		return false;
	if (i->is_answer)
		return !window_is_down(&i->lane->window, c->now);
	facts = app_batch_facts(c, i);
	return gate_ask(&facts).verdict == GATE_SEND;
}

bool round_prepare(struct call *c, struct round *r, struct err *e)
{
	struct choice chosen = {.n = 0};
	struct outbox_row *rows;
	size_t n;

	r->ahead.n = 0;
	if (!choose_alone(c, r->s, &chosen, e) ||
		!store_outbox_queued(
			c->store, chosen.ids, chosen.n, c->a, &rows, &n, e) ||
		!app_batch_load(c, r->s, rows, n, NULL, &r->ahead, e))
		return false;
	for (size_t k = 0; k < n; k++) {
		struct item *i = &r->ahead.items[k];

		if (!may_leave(c, i))
			continue;
		i->is_written = (i->is_answer ? read_letter(c, i, e)
					      : write_letter(c, i, e)) &&
				i->no_letter == NULL;
		/* His key may have been erased this moment: the next round
		 * finds him so. */
		if (!i->is_written && !i->no_letter && e->kind != ERR_NOT_FOUND)
			return false;
	}
	return true;
}

/* --- deciding ------------------------------------------------------------ */

static bool postpone(
	struct call *c, struct item *i, int64_t wait_s, struct err *e)
{
	i->fate = ITEM_POSTPONED;
	if (!delivery_step(
		    &i->row->delivery, DELIVERY_POSTPONE, c->now, wait_s, e))
		return false;
	if (i->row->delivery.state == DELIVERY_FAILED)
		i->fate = ITEM_FAILED;
	return true;
}

static bool cancel(struct call *c, struct item *i, struct err *e)
{
	i->fate = ITEM_CANCELLED;
	return delivery_step(&i->row->delivery, DELIVERY_CANCEL, c->now, 0, e);
}

/* An attempt that ends before the wire: it is a failure somebody sees. */
static bool fail(struct call *c, struct item *i, struct err *e)
{
	struct delivery *d = &i->row->delivery;

	i->fate = ITEM_FAILED;
	return delivery_step(d, DELIVERY_CLAIM, c->now, 0, e) &&
	       (d->state == DELIVERY_FAILED ||
		       delivery_step(d, DELIVERY_REFUSE, c->now, 0, e));
}

static bool is_same_patient(const struct patient *p, const struct patient *q)
{
	return p == q ||
	       (p && q && p->sex == q->sex &&
		       strcmp(p->person.first, q->person.first) == 0 &&
		       strcmp(p->person.middle, q->person.middle) == 0 &&
		       strcmp(p->person.last, q->person.last) == 0);
}

/* What the letter says is still so. */
static bool is_same(const struct item *now, const struct item *ahead)
{
	const struct target_visit *v = now->visit, *w = ahead->visit;

	if (now->lane != ahead->lane ||
		!is_same_patient(now->patient, ahead->patient) ||
		now->catalogue != ahead->catalogue || now->zone != ahead->zone)
		return false;
	return now->is_answer ||
	       (v->revision == w->revision && v->start_at == w->start_at &&
		       v->branch_id == w->branch_id &&
		       v->service_id == w->service_id &&
		       v->doctor_id == w->doctor_id &&
		       v->price_kop == w->price_kop);
}

/*
 * It waits, unchanged, for the next round: no letter was written for it, or
 * what it says has just changed, or it is not our lane that has no room.
 */
static bool wait_on(struct item *i)
{
	i->fate = ITEM_WAITS;
	return true;
}

/* Its channel has workers of its own: they find it in their queue. */
static bool route(struct item *i)
{
	i->fate = ITEM_ROUTED;
	i->row->reason = "";
	i->row->channel = i->lane->ops->name;
	return true;
}

static bool leave(struct call *c, struct item *i, struct err *e)
{
	const struct item *ahead = i->ahead;

	if (i->lane->is_others)
		return route(i);
	if (ahead->no_letter) {
		i->row->reason = ahead->no_letter;
		return fail(c, i, e);
	}
	if (!ahead->is_written || !is_same(i, ahead) ||
		i->lane->taken_n >= window_room(&i->lane->window, c->now))
		return wait_on(i);
	if (!delivery_step(&i->row->delivery, DELIVERY_CLAIM, c->now, 0, e))
		return false;
	if (i->row->delivery.state != DELIVERY_SENDING) {
		i->row->reason = "too_late";
		i->fate = ITEM_FAILED;
		return true;
	}
	i->fate = ITEM_LEAVES;
	i->lane->taken_n++;
	i->row->reason = "";
	i->row->channel = i->lane->ops->name;
	i->row->lease_until = c->now + OUTBOX_LEASE_S;
	if (!i->is_answer)
		i->row->message_id = ahead->history.id;
	return true;
}

/* Whoever is answered has just asked: there is nothing to weigh. */
static bool decide_answer(struct call *c, struct item *i, struct err *e)
{
	const struct window *w = i->lane ? &i->lane->window : NULL;

	i->row->lease_until = 0;
	if (w && !window_is_down(w, c->now))
		return leave(c, i, e);
	i->row->reason = w ? "down" : "no_address";
	return w ? postpone(c, i, w->down_until - c->now, e) : fail(c, i, e);
}

static bool decide(struct call *c, struct item *i, struct err *e)
{
	struct gate_facts facts;
	struct gate_answer answer;

	if (i->is_answer)
		return decide_answer(c, i, e);
	facts = app_batch_facts(c, i);
	answer = gate_ask(&facts);
	i->row->reason = gate_reason_name(answer.reason);
	i->row->lease_until = 0;
	switch (answer.verdict) {
	case GATE_SEND:
		return leave(c, i, e);
	case GATE_POSTPONE:
		return postpone(c, i, answer.until_at - c->now, e);
	case GATE_CANCEL:
		return cancel(c, i, e);
	case GATE_FAIL:
	case GATE_VERDICTS:
		break;
	}
	return fail(c, i, e);
}

/* --- claiming ------------------------------------------------------------ */

static bool write_claimed(struct call *c, struct batch *b, struct err *e)
{
	const struct outbox_row **rows =
		arena_new(c->a, const struct outbox_row *, b->n);
	struct message_row *messages =
		arena_new(c->a, struct message_row, b->n);
	struct link_new *links = arena_new(c->a, struct link_new, b->n);
	size_t n = 0, links_n = 0, rows_n = 0;

	for (size_t k = 0; k < b->n; k++) {
		struct item *i = &b->items[k];

		if (i->fate != ITEM_WAITS)
			rows[rows_n++] = i->row;
		if (i->fate != ITEM_LEAVES || i->is_answer)
			continue;
		messages[n++] = i->ahead->history;
		if (!i->row->is_linked)
			links[links_n++] = (struct link_new){i->visit->id,
				i->visit->start_at + LINK_AFTER_S};
	}
	return store_outbox_write_many(
		       c->store, rows, rows_n, DELIVERY_QUEUED, c->a, e) &&
	       store_message_insert_many(c->store, messages, n, c->a, e) &&
	       store_link_insert_many(c->store, links, links_n, c->a, e);
}

static bool wake_others(struct call *c, const struct batch *b, struct err *e)
{
	for (size_t k = 0; k < b->n; k++)
		if (b->items[k].fate == ITEM_ROUTED)
			return db_notify(c->store->db, PLAN_TOPIC, 0, e);
	return true;
}

static bool claim(struct call *c, void *ctx, struct err *e)
{
	struct round *r = ctx;
	int64_t *ids = arena_new(c->a, int64_t, r->ahead.n);
	struct outbox_row *rows;
	size_t n;

	for (size_t i = 0; i < r->s->n; i++)
		r->s->lanes[i].taken_n = 0;
	for (size_t i = 0; i < r->ahead.n; i++)
		ids[i] = r->ahead.items[i].row->id;
	r->batch.n = 0;
	if (!store_outbox_lock(c->store, ids, r->ahead.n, c->a, &rows, &n, e) ||
		!app_batch_load(c, r->s, rows, n, &r->ahead, &r->batch, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!decide(c, &r->batch.items[i], e))
			return false;
	return write_claimed(c, &r->batch, e) && wake_others(c, &r->batch, e);
}

bool round_claim(struct call *c, struct round *r, struct err *e)
{
	bool ok = r->ahead.n == 0 || app_transaction(c, claim, r, e);

	round_let_go(r->s);
	return ok;
}
