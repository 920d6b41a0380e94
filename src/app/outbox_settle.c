#include <stdlib.h>

#include "app/chat.h"
#include "app/outbox_round.h"
#include "app/transaction.h"
#include "base/log.h"
#include "store/address.h"
#include "store/message.h"

enum {
	NOTES_MAX = 24, /* told one by one */
	LOST_MAX = 200, /* taken up again in one round */
};

/* --- what happened ------------------------------------------------------- */

/* An address that is dead is one way less: another may lead to him. */
static bool is_buried(const struct item *i)
{
	return i->outcome.is_address_dead && i->address_id != 0;
}

bool item_is_diverted(const struct item *i)
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
		return item_is_diverted(i) ? DELIVERY_DIVERT : DELIVERY_REFUSE;
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
		if (!i->is_answer && !is_told(i)) {
			settled[n].message_id = 0;
			if (!store_message_delete(
				    c->store, i->row->message_id, e))
				return false;
		}
		rows[n] = &settled[n];
		n++;
	}
	return store_outbox_write_many(
		       c->store, rows, n, DELIVERY_SENDING, c->a, e) &&
	       notify_all(c, r, e) && audit_clinics(c, r, e);
}

bool round_settle(struct call *c, struct round *r, struct err *e)
{
	return app_transaction(c, settle, r, e);
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

bool round_settle_lost(struct call *c, int *n, struct err *e)
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
	*n = (int)lost.n;
	return true;
}
