#include "core/delivery.h"

enum { BACKOFF_FIRST_S = 30, BACKOFF_MAX_S = 3600 };

static const struct {
	enum delivery_state from, to;
} arrows[DELIVERY_EVENTS] = {
	[DELIVERY_CLAIM] = {DELIVERY_QUEUED, DELIVERY_SENDING},
	[DELIVERY_ACCEPT] = {DELIVERY_SENDING, DELIVERY_SENT},
	[DELIVERY_REFUSE] = {DELIVERY_SENDING, DELIVERY_FAILED},
	[DELIVERY_UNCLEAR] = {DELIVERY_SENDING, DELIVERY_UNCERTAIN},
	[DELIVERY_DEFER] = {DELIVERY_SENDING, DELIVERY_QUEUED},
	[DELIVERY_POSTPONE] = {DELIVERY_QUEUED, DELIVERY_QUEUED},
	[DELIVERY_CANCEL] = {DELIVERY_QUEUED, DELIVERY_CANCELLED},
	[DELIVERY_DIVERT] = {DELIVERY_SENDING, DELIVERY_QUEUED},
};

static const char *const state_names[DELIVERY_STATES] = {
	[DELIVERY_QUEUED] = "queued",
	[DELIVERY_SENDING] = "sending",
	[DELIVERY_SENT] = "sent",
	[DELIVERY_FAILED] = "failed",
	[DELIVERY_UNCERTAIN] = "uncertain",
	[DELIVERY_CANCELLED] = "cancelled",
};

static const char *const receipt_names[RECEIPTS] = {
	[RECEIPT_NONE] = "none",
	[RECEIPT_DELIVERED] = "delivered",
	[RECEIPT_READ] = "read",
};

static int backoff_s(int tries)
{
	int s = BACKOFF_FIRST_S;

	while (--tries > 0 && s < BACKOFF_MAX_S)
		s *= 2;
	return s < BACKOFF_MAX_S ? s : BACKOFF_MAX_S;
}

static void wait_for(struct delivery *d, int64_t next_at)
{
	d->next_at = next_at;
	if (d->next_at >= d->expires_at)
		d->state = DELIVERY_FAILED;
}

bool delivery_step(struct delivery *d, enum delivery_event ev, int64_t now,
	int64_t wait_s, struct err *e)
{
	if (d->state != arrows[ev].from)
		return err_set(e, ERR_CONFLICT,
			"delivery: event %d in state %d", (int)ev,
			(int)d->state);
	if (ev == DELIVERY_CLAIM && now < d->next_at)
		return err_set(e, ERR_CONFLICT, "delivery: not due yet");
	if (ev == DELIVERY_CLAIM && now >= d->expires_at) {
		d->state = DELIVERY_FAILED;
		return true;
	}
	if (d->state == DELIVERY_SENDING && d->receipt > RECEIPT_NONE) {
		/* The receipt overtook the answer, and weighs more. */
		d->state = DELIVERY_SENT;
		return true;
	}

	d->state = arrows[ev].to;
	if (ev == DELIVERY_CLAIM)
		d->tries++;
	if (ev == DELIVERY_POSTPONE)
		wait_for(d, now + wait_s);
	if (ev == DELIVERY_DIVERT)
		wait_for(d, now);
	if (ev == DELIVERY_DEFER) {
		int own_s = backoff_s(d->tries);

		wait_for(d, now + (wait_s > own_s ? wait_s : own_s));
	}
	return true;
}

bool delivery_receive(struct delivery *d, enum receipt receipt, struct err *e)
{
	bool was_tried = d->tries > 0 && d->state != DELIVERY_CANCELLED;

	if (!was_tried)
		return err_set(e, ERR_CONFLICT,
			"delivery: a receipt in state %d", (int)d->state);
	if (receipt > d->receipt)
		d->receipt = receipt;
	/* SENDING waits for its own answer; the others have had theirs. */
	if (d->receipt > RECEIPT_NONE && d->state != DELIVERY_SENDING)
		d->state = DELIVERY_SENT;
	return true;
}

const char *delivery_name(enum delivery_state state)
{
	return state_names[state];
}

const char *receipt_name(enum receipt receipt)
{
	return receipt_names[receipt];
}

bool delivery_named(const char *name, enum delivery_state *out, struct err *e)
{
	for (int i = 0; i < DELIVERY_STATES; i++)
		if (strcmp(name, state_names[i]) == 0) {
			*out = (enum delivery_state)i;
			return true;
		}
	return err_set(e, ERR_INTERNAL, "delivery: no such state stored");
}

bool receipt_named(const char *name, enum receipt *out, struct err *e)
{
	for (int i = 0; i < RECEIPTS; i++)
		if (strcmp(name, receipt_names[i]) == 0) {
			*out = (enum receipt)i;
			return true;
		}
	return err_set(e, ERR_INTERNAL, "delivery: no such receipt stored");
}
