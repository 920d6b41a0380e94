#ifndef CORE_DELIVERY_H
#define CORE_DELIVERY_H
/*
 * core/delivery - the life of one outbound message.  Pure: no clock, no I/O.
 *
 *      postpone
 *       +----+
 *       |    v
 *    QUEUED --claim--> SENDING --accept--> SENT
 *    |     ^              | \----refuse--> FAILED
 *    |     \-defer,divert-/  \--unclear--> UNCERTAIN  (a person decides)
 *    \--cancel--> CANCELLED
 *
 * Beside the state stands the receipt: none < delivered < read.  It only
 * grows, in whatever order a provider reports, and it is proof: a message with
 * a receipt ends as SENT whatever else was said about the attempt, and is
 * never tried again.
 */
#include "base/err.h"

enum delivery_state {
	DELIVERY_QUEUED,
	DELIVERY_SENDING,
	DELIVERY_SENT,
	DELIVERY_FAILED,
	DELIVERY_UNCERTAIN,
	DELIVERY_CANCELLED,
	DELIVERY_STATES /* how many */
};

enum delivery_event {
	DELIVERY_CLAIM,
	DELIVERY_ACCEPT,
	DELIVERY_REFUSE,
	DELIVERY_UNCLEAR,
	DELIVERY_DEFER,
	DELIVERY_POSTPONE,
	DELIVERY_CANCEL,
	DELIVERY_DIVERT,
	DELIVERY_EVENTS /* how many */
};

enum receipt {
	RECEIPT_NONE,
	RECEIPT_DELIVERED,
	RECEIPT_READ,
	RECEIPTS /* how many */
};

struct delivery {
	enum delivery_state state;
	enum receipt receipt;
	int tries;          /* attempts claimed so far */
	int64_t next_at;    /* no claim before this, unix s UTC */
	int64_t expires_at; /* no attempt at or after this, unix s UTC */
};

/*
 * Applies `ev` at `now` (unix s UTC).  On DEFER the message is due again
 * after `wait_s` (the provider's retry-after in seconds, or 0) or our own
 * backoff (30 s, doubling to 1 h), whichever is longer.  On POSTPONE it is due
 * after `wait_s` (> 0) and no try is counted: a gate said "not now".  On
 * DIVERT it is due at once, by another way: this one leads nowhere.  An
 * attempt that would start at or after expires_at makes it FAILED instead, so
 * look at d->state after a claim.  `wait_s` means nothing to other events.
 *
 * ERR_CONFLICT, *d unchanged: the diagram has no such arrow from this
 * state, or a claim comes before next_at.
 */
MUST_USE bool delivery_step(struct delivery *d, enum delivery_event ev,
	int64_t now, int64_t wait_s, struct err *e);

/*
 * Takes a receipt: the rank grows or stays.  UNCERTAIN becomes SENT, for now
 * it is certain.  ERR_CONFLICT, *d unchanged: nothing of it was ever sent
 * (QUEUED without a try, CANCELLED).
 */
MUST_USE bool delivery_receive(
	struct delivery *d, enum receipt receipt, struct err *e);

/* Stable lower-case names, as stored and logged. */
const char *delivery_name(enum delivery_state state);
const char *receipt_name(enum receipt receipt);

/* The reverse; ERR_INTERNAL for a word that no such state has. */
MUST_USE bool delivery_named(
	const char *name, enum delivery_state *out, struct err *e);
MUST_USE bool receipt_named(const char *name, enum receipt *out, struct err *e);

#endif
