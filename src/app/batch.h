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
#include "store/outbox.h"

/* What became of a row in this round. */
enum item_fate {
	ITEM_LEAVES, /* it is SENDING */
	ITEM_POSTPONED,
	ITEM_CANCELLED,
	ITEM_FAILED,
	ITEM_FATES /* how many */
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

	enum item_fate fate;
	struct letter letter;   /* ITEM_LEAVES */
	struct link_new link;   /* ITEM_LEAVES: in its letter */
	int64_t message_id;     /* ITEM_LEAVES: its row of the history */
	struct outcome outcome; /* ITEM_LEAVES, once it was sent */
};

struct batch {
	struct item *items;
	size_t n;
};

/* Finds everything about `rows` in a few queries; lives in c->a. */
MUST_USE bool app_batch_load(struct call *c, struct sender *s,
	struct outbox_row *rows, size_t n, struct batch *out, struct err *e);

/* The facts for the gates. */
struct gate_facts app_batch_facts(const struct call *c, const struct item *i);

#endif
