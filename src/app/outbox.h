#ifndef APP_OUTBOX_H
#define APP_OUTBOX_H
/*
 * app/outbox - one round of sending: what is due leaves, if its gates let it.
 *
 *    prepare  no transaction: choose a batch, read all about it, write texts
 *    claim    one transaction: look at visits and patients as they are now,
 *             ask the gates, step to SENDING, write history; who has
 *             changed since his text was written waits for the next round
 *    send     no transaction: each channel's messages in one call
 *    settle   one transaction: what happened, the audit
 *
 * A process that dies between claim and settle leaves rows SENDING; when their
 * lease is over a round makes them UNCERTAIN.  Nothing is ever sent again on a
 * guess.
 */
#include "app/call.h"
#include "app/sender.h"

/*
 * db_listen: a patient's id, whenever a message reached him; 0 when more were
 * reached at once than are told one by one: look at everything.
 */
#define PHONE_TOPIC "phone"

enum {
	OUTBOX_SEND_MS = 20000, /* longest for one channel in a round */
	OUTBOX_LEASE_S = 180,   /* longer than all channels together */
};

struct outbox_round {
	int64_t next_at; /* unix s UTC of the next round; INT64_MAX: not
			    before something is planned (PLAN_TOPIC) */
	int sent_n, deferred_n, failed_n, uncertain_n; /* of this round */
	int postponed_n, cancelled_n;                  /* by gates */
};

/*
 * Runs one round at c->now.  c->who is the system; everything lives in c->a.
 * ERR_UNAVAILABLE: the database; try again soon.  What was on its way then
 * ends as UNCERTAIN.
 */
MUST_USE bool app_outbox_round(struct call *c, struct sender *s,
	struct outbox_round *out, struct err *e);

/*
 * Takes a provider's later word on a message: delivered or read.  The rank
 * only grows.  ERR_NOT_FOUND: no such message of the clinic.
 */
MUST_USE bool app_outbox_receipt(struct call *c, int64_t clinic_id,
	int64_t outbox_id, bool is_read, struct err *e);

#endif
