#include "app/outbox.h"

#include <stdlib.h>

#include "app/app.h"
#include "app/batch.h"
#include "app/chat.h"
#include "app/transaction.h"
#include "base/log.h"
#include "os/clock.h"
#include "os/random.h"
#include "store/address.h"
#include "store/message.h"

enum {
	NOTES_MAX = 24,  /* told one by one */
	LOST_MAX = 200,  /* taken up again in one round */
	FULL_WAIT_S = 1, /* no room in the window: ask again */
};

struct round {
	struct sender *s;
	struct batch batch;
	struct outbox_round *out;
};

/* --- claim --------------------------------------------------------------- */

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

/*
 * Writes the letter.  *is_written false: it cannot be written, whenever we
 * try; the row says which variable was missing.
 */
static bool write_letter(
	struct call *c, struct item *i, bool *is_written, struct err *e)
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

	app_letter_link(c, &about);
	i->link = about.new_link;
	*is_written =
		app_letter_write(c, t, &about, i->lane->ops, &i->letter, e);
	if (*is_written)
		return true;
	i->row->reason = arena_print(c->a, "template:%s", e->field);
	return e->kind == ERR_INVALID || e->kind == ERR_TOO_LARGE ||
	       e->kind == ERR_INTERNAL;
}

/* Reads what the turn has written. */
static bool read_letter(
	struct call *c, struct item *i, bool *is_written, struct err *e)
{
	const char *body;

	if (!store_message_body(
		    c->store, i->row->patient_id, i->row->id, c->a, &body, e))
		return false;
	*is_written = body != NULL && app_letter_read(c, body, &i->letter, e);
	if (!*is_written)
		i->row->reason = "no_text";
	return true;
}

static bool leave(struct call *c, struct item *i, struct err *e)
{
	bool is_written;

	if (i->lane->taken_n >= window_room(&i->lane->window, c->now)) {
		i->row->reason = "window";
		return postpone(c, i, FULL_WAIT_S, e);
	}
	if (!(i->is_answer ? read_letter(c, i, &is_written, e)
			   : write_letter(c, i, &is_written, e)))
		return false;
	if (!is_written)
		return fail(c, i, e);
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

/* What the patient has, or may have, stands in his history. */
static struct message_row history_of(const struct call *c, struct item *i)
{
	i->message_id = random_id();
	return (struct message_row){
		.id = i->message_id,
		.clinic_id = i->row->clinic_id,
		.patient_id = i->row->patient_id,
		.dialogue_id = i->visit->dialogue_id,
		.delivery_id = i->row->id,
		.channel = i->row->channel,
		.author = AUTHOR_BOT,
		.kind = i->row->kind,
		.body = i->letter.body,
		.at = c->now,
	};
}

static bool write_claimed(struct call *c, struct batch *b, struct err *e)
{
	const struct outbox_row **rows =
		arena_new(c->a, const struct outbox_row *, b->n);
	struct message_row *messages =
		arena_new(c->a, struct message_row, b->n);
	struct link_new *links = arena_new(c->a, struct link_new, b->n);
	size_t n = 0;

	for (size_t k = 0; k < b->n; k++) {
		struct item *i = &b->items[k];

		rows[k] = i->row;
		if (i->fate != ITEM_LEAVES || i->is_answer)
			continue;
		messages[n] = history_of(c, i);
		links[n++] = i->link;
	}
	return store_outbox_write_many(
		       c->store, rows, b->n, DELIVERY_QUEUED, c->a, e) &&
	       store_message_insert_many(c->store, messages, n, c->a, e) &&
	       store_link_insert_many(c->store, links, n, c->now, c->a, e);
}

static bool claim(struct call *c, void *ctx, struct err *e)
{
	struct round *r = ctx;
	struct outbox_row *rows;
	int max = sender_room(r->s, c->now);
	size_t n;

	for (size_t i = 0; i < r->s->n; i++)
		r->s->lanes[i].taken_n = 0;
	if (max > OUTBOX_ROUND_MAX)
		max = OUTBOX_ROUND_MAX;
	/* Also when every window is closed the gates must be asked, or what is
	 * stale would wait for ever. */
	if (max == 0)
		max = WINDOW_FIRST;
	r->batch.n = 0;
	if (!store_outbox_due(
		    c->store, r->s->queue, c->now, max, c->a, &rows, &n, e) ||
		!app_batch_load(c, r->s, rows, n, &r->batch, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!decide(c, &r->batch.items[i], e))
			return false;
	return write_claimed(c, &r->batch, e);
}

/* --- send ---------------------------------------------------------------- */

static void feed_window(struct sender_lane *lane, const struct outcome *o,
	size_t n, int64_t now)
{
	int good = 0, bad = 0, tail = 0;

	for (size_t i = 0; i < n; i++) {
		bool is_bad = o[i].is_provider_down;

		good += !is_bad;
		bad += is_bad;
		tail = is_bad ? tail + 1 : 0;
	}
	window_feed(&lane->window, good, bad, tail, now);
}

static void send_lane(struct call *c, struct round *r, struct sender_lane *lane)
{
	size_t max = (size_t)lane->taken_n, n = 0;
	struct out_msg *msgs = arena_new(c->a, struct out_msg, max);
	struct outcome *outcomes = arena_new(c->a, struct outcome, max);
	struct item **which = arena_new(c->a, struct item *, max);

	for (size_t k = 0; k < r->batch.n; k++) {
		struct item *i = &r->batch.items[k];

		if (i->fate != ITEM_LEAVES || i->lane != lane)
			continue;
		which[n] = i;
		msgs[n++] = (struct out_msg){
			.id = i->row->id,
			.kind = i->row->kind,
			.address = i->address,
			.text = i->letter.text,
			.buttons = i->letter.buttons,
			.buttons_n = i->letter.buttons_n,
		};
	}
	if (n == 0)
		return;
	lane->ops->send_many(lane->ch, msgs, n,
		clock_steady_ms() + OUTBOX_SEND_MS, outcomes);
	for (size_t k = 0; k < n; k++)
		which[k]->outcome = outcomes[k];
	feed_window(lane, outcomes, n, c->now);
}

/* --- settle -------------------------------------------------------------- */

/* An address that is dead is one way less: another may lead to him. */
static bool is_buried(const struct item *i)
{
	return i->outcome.is_address_dead && i->address_id != 0;
}

static bool is_diverted(const struct item *i)
{
	return is_buried(i) && !i->is_answer;
}

static enum delivery_event event_of(const struct item *i)
{
	switch (i->outcome.kind) {
	case OUTCOME_ACCEPTED:
		return DELIVERY_ACCEPT;
	case OUTCOME_DEFERRED:
		return DELIVERY_DEFER;
	case OUTCOME_REFUSED:
		return is_diverted(i) ? DELIVERY_DIVERT : DELIVERY_REFUSE;
	case OUTCOME_UNCLEAR:
	case OUTCOMES:
		break;
	}
	return DELIVERY_UNCLEAR;
}

static bool step_settled(
	struct call *c, struct item *i, struct outbox_row *row, struct err *e)
{
	const struct outcome *o = &i->outcome;

	*row = *i->row;
	row->lease_until = 0;
	row->reason = o->kind == OUTCOME_ACCEPTED ? "" : o->reason;
	if (!delivery_step(&row->delivery, event_of(i), c->now, o->wait_s, e))
		return false;
	if (is_buried(i) &&
		!store_address_bury(c->store, i->address_id, c->now, e))
		return false;
	if (o->kind == OUTCOME_ACCEPTED) {
		row->provider_id = o->provider_id;
		row->sent_at = c->now;
	}
	return !o->is_delivered ||
	       delivery_receive(&row->delivery, RECEIPT_DELIVERED, e);
}

static bool is_told(const struct item *i)
{
	return i->fate == ITEM_LEAVES &&
	       (i->outcome.kind == OUTCOME_ACCEPTED ||
		       i->outcome.kind == OUTCOME_UNCLEAR);
}

/* An answer was told to them by its turn. */
static bool is_news(const struct item *i)
{
	return is_told(i) && !i->is_answer;
}

/* Pages that show a phone or a chat hear of it. */
static bool notify_item(
	struct call *c, const struct item *i, bool is_all, struct err *e)
{
	return db_notify(c->store->db, PHONE_TOPIC,
		       is_all ? 0 : i->row->patient_id, e) &&
	       (is_all || i->visit->dialogue_id == 0 ||
		       db_notify(c->store->db, CHAT_TOPIC,
			       i->visit->dialogue_id, e));
}

static bool notify_all(struct call *c, const struct round *r, struct err *e)
{
	size_t n = 0;

	for (size_t k = 0; k < r->batch.n; k++)
		n += is_news(&r->batch.items[k]);
	for (size_t k = 0; k < r->batch.n; k++)
		if (is_news(&r->batch.items[k]) &&
			!notify_item(c, &r->batch.items[k], n > NOTES_MAX, e))
			return false;
	return true;
}

/* One audit row a clinic, in order of the clinics: they lock their chains. */
static bool audit_clinics(struct call *c, const struct round *r, struct err *e)
{
	int64_t *ids = arena_new(c->a, int64_t, r->batch.n);
	int64_t done = INT64_MIN;

	for (;;) {
		int64_t clinic = INT64_MAX;
		size_t n = 0;

		for (size_t k = 0; k < r->batch.n; k++) {
			const struct item *i = &r->batch.items[k];

			if (i->fate == ITEM_LEAVES &&
				i->row->clinic_id > done &&
				i->row->clinic_id < clinic)
				clinic = i->row->clinic_id;
		}
		if (clinic == INT64_MAX)
			return true;
		for (size_t k = 0; k < r->batch.n; k++)
			if (r->batch.items[k].fate == ITEM_LEAVES &&
				r->batch.items[k].row->clinic_id == clinic)
				ids[n++] = r->batch.items[k].row->id;
		if (!app_audit(c, clinic, "message.send", "message", ids, n, e))
			return false;
		done = clinic;
	}
}

static bool settle(struct call *c, void *ctx, struct err *e)
{
	struct round *r = ctx;
	struct outbox_row *settled =
		arena_new(c->a, struct outbox_row, r->batch.n);
	const struct outbox_row **rows =
		arena_new(c->a, const struct outbox_row *, r->batch.n);
	size_t n = 0;

	for (size_t k = 0; k < r->batch.n; k++) {
		struct item *i = &r->batch.items[k];

		if (i->fate != ITEM_LEAVES)
			continue;
		if (!step_settled(c, i, &settled[n], e))
			return false;
		/* He surely does not have it. */
		if (!i->is_answer && !is_told(i) &&
			!store_message_delete(c->store, i->message_id, e))
			return false;
		rows[n] = &settled[n];
		n++;
	}
	return store_outbox_write_many(
		       c->store, rows, n, DELIVERY_SENDING, c->a, e) &&
	       notify_all(c, r, e) && audit_clinics(c, r, e);
}

/* --- the lost ------------------------------------------------------------ */

struct lost {
	struct outbox_row *rows;
	size_t n;
};

/* Whoever held them died on the way: perhaps they left, perhaps not. */
static bool take_up_lost(struct call *c, void *ctx, struct err *e)
{
	struct lost *lost = ctx;

	if (!store_outbox_lost(
		    c->store, c->now, LOST_MAX, c->a, &lost->rows, &lost->n, e))
		return false;
	for (size_t i = 0; i < lost->n; i++) {
		struct outbox_row *row = &lost->rows[i];

		row->reason = "lost";
		row->lease_until = 0;
		if (!delivery_step(
			    &row->delivery, DELIVERY_UNCLEAR, c->now, 0, e) ||
			!store_outbox_write(c->store, row, DELIVERY_SENDING, e))
			return false;
	}
	return true;
}

static bool settle_lost(struct call *c, struct outbox_round *out, struct err *e)
{
	struct lost lost;

	if (!app_transaction(c, take_up_lost, &lost, e))
		return false;
	for (size_t i = 0; i < lost.n; i++)
		log_event(LOG_WARN, "delivery.lost",
			LOG_INT("msg", lost.rows[i].id),
			LOG_WORD("kind", lost.rows[i].kind),
			LOG_WORD("channel", lost.rows[i].channel),
			LOG_INT("try", lost.rows[i].delivery.tries));
	out->uncertain_n = (int)lost.n;
	return true;
}

/* --- the round ----------------------------------------------------------- */

static const char *fate_event(const struct item *i)
{
	static const char *const sent[OUTCOMES] = {
		[OUTCOME_ACCEPTED] = "delivery.sent",
		[OUTCOME_DEFERRED] = "delivery.deferred",
		[OUTCOME_REFUSED] = "delivery.refused",
		[OUTCOME_UNCLEAR] = "delivery.unclear",
	};
	static const char *const kept[ITEM_FATES] = {
		[ITEM_POSTPONED] = "delivery.postponed",
		[ITEM_CANCELLED] = "delivery.cancelled",
		[ITEM_FAILED] = "delivery.failed",
	};

	return i->fate == ITEM_LEAVES ? sent[i->outcome.kind] : kept[i->fate];
}

static void log_item(const struct item *i)
{
	bool is_well = i->fate == ITEM_LEAVES
			       ? i->outcome.kind == OUTCOME_ACCEPTED
			       : i->fate != ITEM_FAILED;

	log_event(is_well ? LOG_INFO : LOG_WARN, fate_event(i),
		LOG_INT("msg", i->row->id), LOG_WORD("kind", i->row->kind),
		LOG_WORD("channel", i->row->channel),
		LOG_INT("try", i->row->delivery.tries),
		LOG_WORD("reason", i->fate == ITEM_LEAVES ? i->outcome.reason
							  : i->row->reason));
}

static void count_item(struct outbox_round *out, const struct item *i)
{
	if (i->fate == ITEM_POSTPONED)
		out->postponed_n++;
	else if (i->fate == ITEM_CANCELLED)
		out->cancelled_n++;
	else if (is_diverted(i))
		out->deferred_n++;
	else if (i->fate == ITEM_FAILED || i->outcome.kind == OUTCOME_REFUSED)
		out->failed_n++;
	else if (i->outcome.kind == OUTCOME_ACCEPTED)
		out->sent_n++;
	else if (i->outcome.kind == OUTCOME_DEFERRED)
		out->deferred_n++;
	else
		out->uncertain_n++;
}

static bool send_due(struct call *c, struct round *r, struct err *e)
{
	bool is_settled, leaves = false;

	if (!app_transaction(c, claim, r, e))
		return false;
	for (size_t i = 0; i < r->s->n; i++) {
		leaves = leaves || r->s->lanes[i].taken_n > 0;
		send_lane(c, r, &r->s->lanes[i]);
	}
	is_settled = !leaves || app_transaction(c, settle, r, e);
	for (size_t i = 0; i < r->batch.n; i++) {
		log_item(&r->batch.items[i]);
		count_item(r->out, &r->batch.items[i]);
	}
	return is_settled;
}

bool app_outbox_round(struct call *c, struct sender *s,
	struct outbox_round *out, struct err *e)
{
	struct outbox_round counts = {.next_at = INT64_MAX};
	struct round r = {.s = s, .out = &counts};
	int64_t due_at, lease_at;

	if (s->n == 0) {
		*out = counts;
		return true;
	}
	if (!store_outbox_next(
		    c->store, s->queue, c->a, &due_at, &lease_at, e) ||
		(lease_at <= c->now && !settle_lost(c, &counts, e)) ||
		(due_at <= c->now && !send_due(c, &r, e)))
		return false;
	if ((lease_at <= c->now || due_at <= c->now) &&
		!store_outbox_next(
			c->store, s->queue, c->a, &due_at, &lease_at, e))
		return false;
	counts.next_at = due_at < lease_at ? due_at : lease_at;
	*out = counts;
	return true;
}

/* --- receipts ------------------------------------------------------------ */

struct receipt_in {
	int64_t clinic_id, outbox_id;
	enum receipt receipt;
};

static bool take_receipt(struct call *c, void *ctx, struct err *e)
{
	const struct receipt_in *in = ctx;
	struct outbox_row row;
	enum delivery_state before;

	if (!store_outbox_find(
		    c->store, in->clinic_id, in->outbox_id, c->a, &row, e))
		return false;
	before = row.delivery.state;
	if (!delivery_receive(&row.delivery, in->receipt, e))
		return false;
	if (before != DELIVERY_SENT && row.delivery.state == DELIVERY_SENT &&
		row.sent_at == 0)
		row.sent_at = c->now;
	return store_outbox_write(c->store, &row, before, e);
}

bool app_outbox_receipt(struct call *c, int64_t clinic_id, int64_t outbox_id,
	bool is_read, struct err *e)
{
	struct receipt_in in = {clinic_id, outbox_id,
		is_read ? RECEIPT_READ : RECEIPT_DELIVERED};

	return app_transaction(c, take_receipt, &in, e);
}
