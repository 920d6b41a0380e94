#include "app/outbox.h"

#include "app/outbox_round.h"
#include "app/transaction.h"
#include "base/log.h"
#include "os/clock.h"

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
			.text = i->ahead->letter.text,
			.buttons = i->ahead->letter.buttons,
			.buttons_n = i->ahead->letter.buttons_n,
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
	else if (item_is_diverted(i))
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

static bool is_decided(const struct item *i)
{
	return i->fate != ITEM_WAITS && i->fate != ITEM_ROUTED;
}

/* The wire, and what came of it. */
static bool send_claimed(
	struct call *c, struct round *r, bool *leaves, struct err *e)
{
	int64_t from_ms = clock_steady_ms();

	for (size_t i = 0; i < r->s->n; i++) {
		*leaves = *leaves || r->s->lanes[i].taken_n > 0;
		send_lane(c, r, &r->s->lanes[i]);
	}
	if (!*leaves)
		return true;
	r->s->is_quick = clock_steady_ms() - from_ms <= QUICK_MS;
	return round_settle(c, r, e);
}

static void tell(const struct round *r)
{
	for (size_t i = 0; i < r->batch.n; i++) {
		const struct item *item = &r->batch.items[i];

		if (!is_decided(item))
			continue;
		log_item(item);
		count_item(r->out, item);
	}
}

/* False: the channel is not as quick as it was, and this round's `now` is of
 * another time. */
static bool take_turn(struct mutex *turn)
{
	int64_t from_ms = clock_steady_ms();

	mutex_lock(turn);
	if (clock_steady_ms() - from_ms <= TURN_MS)
		return true;
	mutex_unlock(turn);
	return false;
}

static bool send_due(struct call *c, struct round *r, struct err *e)
{
	struct mutex *turn =
		r->s->held && r->s->is_quick ? &r->s->held->turn : NULL;
	int64_t from_ms = clock_steady_ms();
	bool is_claimed, is_settled = false, leaves = false;

	if (!round_prepare(c, r, e))
		return false;
	if (turn && !take_turn(turn)) {
		round_let_go(r->s);
		return true;
	}
	is_claimed = round_claim(c, r, e);
	if (is_claimed)
		is_settled = send_claimed(c, r, &leaves, e);
	if (turn)
		mutex_unlock(turn);
	if (!is_claimed)
		return false;
	if (leaves)
		sender_pace(r->s, r->batch.n, clock_steady_ms() - from_ms);
	tell(r);
	return is_settled;
}

static bool find_next(struct call *c, struct sender *s, int64_t *due_at,
	int64_t *lease_at, struct err *e)
{
	const char *others[SENDER_LANES_MAX];
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		if (s->lanes[i].is_others)
			others[n++] = s->lanes[i].ops->name;
	return store_outbox_next(
		c->store, s->queue, others, n, c->a, due_at, lease_at, e);
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
	if (!find_next(c, s, &due_at, &lease_at, e) ||
		(lease_at <= c->now &&
			!round_settle_lost(c, &counts.uncertain_n, e)) ||
		(due_at <= c->now && !send_due(c, &r, e)))
		return false;
	if ((lease_at <= c->now || due_at <= c->now) &&
		!find_next(c, s, &due_at, &lease_at, e))
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
