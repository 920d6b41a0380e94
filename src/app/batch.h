#ifndef APP_BATCH_H
#define APP_BATCH_H
/*
 * app/batch - the messages of one round with all that is known about them.
 * Only for app/outbox.
 */
#include "app/letter.h"
#include "app/sender.h"
#include "core/gate.h"
#include "core/scenario.h"
#include "store/message.h"
#include "store/outbox.h"
#include "store/patient.h"
#include "store/target.h"

/* What became of a row in this round. */
enum item_fate {
	ITEM_LEAVES, /* it is SENDING */
	ITEM_POSTPONED,
	ITEM_CANCELLED,
	ITEM_FAILED,
	ITEM_ROUTED, /* to the queue of its channel */
	ITEM_WAITS,  /* nothing is written: as it was, for the next round */
	ITEM_FATES   /* how many */
};

struct item {
	struct outbox_row *row;
	const struct scenario *scenario;   /* NULL: no longer known */
	const struct catalogue *catalogue; /* NULL: no such clinic */
	const struct target_visit *visit;  /* NULL: not there */
	const struct patient *patient;     /* NULL: not there */
	const struct zone *zone;           /* the branch's */
	const struct zone *patient_zone;
	struct sender_lane *lane; /* NULL: none fits */
	const char *address;
	bool is_answer;     /* OUTBOX_TALK_KIND: its letter is there already */
	int64_t address_id; /* 0: no row of its own, e.g. the phone on record */
	bool has_consent, has_refused;

	/* Of the batch that was prepared ahead: */
	bool is_written;            /* its letter is */
	const char *no_letter;      /* why it can never be; NULL */
	struct letter letter;       /* is_written */
	struct message_row history; /* ... with it, sealed; not of answers */

	/* Of the batch that is claimed: */
	const struct item *ahead; /* the same, as it was prepared */
	enum item_fate fate;
	struct outcome outcome; /* ITEM_LEAVES, once it was sent */
};

struct batch {
	struct item *items; /* in order of their ids */
	size_t n;
	/* All that they are about, as it stood when `stamp` was taken. */
	uint64_t stamp;
	struct patient_list patients;
	struct target_visit *visits;
	size_t visits_n;
	struct target_address *addresses;
	size_t addresses_n;
	struct target_consent *consents;
	size_t consents_n;
};

/*
 * Finds everything about `rows`, in order of their ids, in a few queries; lives
 * in c->a.  With `ahead`, the same rows as they were prepared in this call,
 * each finds itself there; what surely has not changed since is not read
 * again, nor are patients opened who are as they were.  Without it no visit has
 * a count yet (counted_n is 0).
 */
MUST_USE bool app_batch_load(struct call *c, struct sender *s,
	struct outbox_row *rows, size_t n, const struct batch *ahead,
	struct batch *out, struct err *e);

/* The facts for the gates. */
struct gate_facts app_batch_facts(const struct call *c, const struct item *i);

#endif
