#ifndef APP_OUTBOX_ROUND_H
#define APP_OUTBOX_ROUND_H
/*
 * app/outbox_round - the parts of a round of app/outbox, in their order.  Only
 * for it.
 */
#include "app/batch.h"
#include "app/outbox.h"

struct round {
	struct sender *s;
	struct batch ahead; /* as prepared, before the claim */
	struct batch batch; /* as claimed */
	struct outbox_round *out;
};

/*
 * Outside of any transaction: chooses what may leave in this round and writes
 * its letters ahead.
 */
MUST_USE bool round_prepare(struct call *c, struct round *r, struct err *e);
/*
 * One transaction: looks at everything again under the lock, asks the gates
 * and steps to SENDING.
 */
MUST_USE bool round_claim(struct call *c, struct round *r, struct err *e);
/* Instead of claiming: what it has prepared is anybody's again. */
void round_let_go(struct sender *s);
/* One transaction: what happened to what was sent, and the audit. */
MUST_USE bool round_settle(struct call *c, struct round *r, struct err *e);

/* One transaction: leases that are over; *n: how many became UNCERTAIN. */
MUST_USE bool round_settle_lost(struct call *c, int *n, struct err *e);

/* Refused for its address alone: it goes on by another way. */
bool item_is_diverted(const struct item *i);

#endif
