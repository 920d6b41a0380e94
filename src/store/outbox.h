#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H
/*
 * store/outbox - messages that wait, are on their way, or are done.
 *
 *    insert --> lock --> step (SENDING) --commit--> [the wire] --> step
 *
 * A row that is due is locked and stepped to SENDING, with a lease, in one
 * transaction, which is committed before the wire is touched.  A lease that
 * runs out means that whoever held it died in between: store_outbox_lost finds
 * the row, and it becomes UNCERTAIN, never a second sending.
 */
#include "core/delivery.h"
#include "store/store.h"

/*
 * A row of this kind is an answer in a talk: its text stands in message under
 * the same id, its channel is chosen, visit_id is 0, and visit_revision is the
 * number of the turn.
 */
#define OUTBOX_TALK_KIND "chat"

/* Two queues, so that an answer never waits behind a crowd of reminders; what
 * is planned waits in one a channel, so that a slow one stops nobody else. */
enum outbox_queue {
	OUTBOX_PLANNED,
	OUTBOX_TALK,
	OUTBOX_QUEUES /* how many */
};

enum {
	OUTBOX_BATCH_MAX = 2000,   /* rows at once */
	OUTBOX_CHANNELS_MAX = 32,  /* more than there are adapters */
	OUTBOX_OF_VISIT_MAX = 500, /* rows of one visit */
};

struct outbox_row {
	int64_t id;
	int64_t clinic_id, patient_id;
	int64_t visit_id, visit_revision; /* as planned */
	const char *kind;                 /* name of its scenario */
	const char *channel;              /* "" until the first attempt */
	struct delivery delivery;
	const char *reason;          /* "" or why it is as it is, a word */
	int64_t lease_until;         /* unix s UTC; 0: nobody's */
	const char *provider_id;     /* "" until accepted */
	int64_t was_at;              /* start before a move; 0 */
	bool is_asked;               /* the patient's own act brought it */
	bool is_counted;             /* under the cap of texts before a visit */
	bool is_linked;              /* the visit's link stands already */
	int64_t message_id;          /* its text in message; 0: none */
	int64_t created_at, sent_at; /* unix s UTC; sent_at 0: not yet */
};

/* What makes a message one; the channel is not in it. */
struct outbox_key {
	int64_t service_id;
	int64_t start_at; /* unix s UTC */
};

/*
 * Writes a new QUEUED row in the open transaction.  *is_new false, and nothing
 * written: a row with the same patient, kind, service, start and revision
 * stands already.
 */
MUST_USE bool store_outbox_insert(struct store *s, const struct outbox_row *row,
	struct outbox_key key, struct arena *a, bool *is_new, struct err *e);

/* Writes a new QUEUED row of OUTBOX_TALK_KIND. */
MUST_USE bool store_outbox_answer(struct store *s, const struct outbox_row *row,
	struct arena *a, struct err *e);

/*
 * The channels that planned messages wait for, "" first: those that have not
 * been given one yet.
 */
MUST_USE bool store_outbox_channels(struct store *s, struct arena *a,
	const char *const **out, size_t *n, struct err *e);

/*
 * The ids of at most `max` rows of a queue (PLANNED: of a channel) that are due
 * at `now` (unix s UTC), those that became so earliest, or latest, first.
 */
MUST_USE bool store_outbox_due(struct store *s, enum outbox_queue queue,
	const char *channel, int64_t now, bool latest_first, int max,
	struct arena *a, const int64_t **out, size_t *n, struct err *e);

/* Those of the rows that are QUEUED, in order of their ids. */
MUST_USE bool store_outbox_queued(struct store *s, const int64_t *ids,
	size_t ids_n, struct arena *a, struct outbox_row **out, size_t *n,
	struct err *e);
/* The same in the open transaction; nobody else has them until it ends. */
MUST_USE bool store_outbox_lock(struct store *s, const int64_t *ids,
	size_t ids_n, struct arena *a, struct outbox_row **out, size_t *n,
	struct err *e);

/* SENDING rows whose lease is over at `now`, oldest first, at most `max`. */
MUST_USE bool store_outbox_lost(struct store *s, int64_t now, int max,
	struct arena *a, struct outbox_row **out, size_t *n, struct err *e);

/*
 * Writes what an attempt changes, if the row is still in state `from`:
 * channel, delivery, reason, lease, provider's id, message_id, sent_at.
 * ERR_CONFLICT: it is not.
 */
MUST_USE bool store_outbox_write(struct store *s, const struct outbox_row *row,
	enum delivery_state from, struct err *e);
/* The same of many, in the open transaction; ERR_CONFLICT: one is not. */
MUST_USE bool store_outbox_write_many(struct store *s,
	const struct outbox_row *const *rows, size_t n,
	enum delivery_state from, struct arena *a, struct err *e);

/* The row of a patient that a provider gave this id; ERR_NOT_FOUND. */
MUST_USE bool store_outbox_of_provider(struct store *s, int64_t patient_id,
	const char *channel, const char *provider_id, struct arena *a,
	struct outbox_row *out, struct err *e);

/* All rows of a visit, oldest first. */
MUST_USE bool store_outbox_of_visit(struct store *s, int64_t clinic_id,
	int64_t visit_id, struct arena *a, struct outbox_row **out, size_t *n,
	struct err *e);

/* The last `max` rows of a patient, newest first. */
MUST_USE bool store_outbox_of_patient(struct store *s, int64_t clinic_id,
	int64_t patient_id, int max, struct arena *a, struct outbox_row **out,
	size_t *n, struct err *e);

/* One row of a clinic; ERR_NOT_FOUND. */
MUST_USE bool store_outbox_find(struct store *s, int64_t clinic_id, int64_t id,
	struct arena *a, struct outbox_row *out, struct err *e);

/* Lets the visit's times be planned anew: its rows give their keys up. */
MUST_USE bool store_outbox_unkey(
	struct store *s, int64_t visit_id, struct err *e);

/*
 * When the next row of a queue is due (PLANNED: of any channel but `but`), and
 * when a lease is over; INT64_MAX: none.
 */
MUST_USE bool store_outbox_next(struct store *s, enum outbox_queue queue,
	const char *const *but, size_t but_n, struct arena *a, int64_t *next_at,
	int64_t *lease_at, struct err *e);

/* The next planned row of a clinic after `now`, with its kind; id 0: none. */
MUST_USE bool store_outbox_next_of_clinic(struct store *s, int64_t clinic_id,
	struct arena *a, struct outbox_row *out, struct err *e);

#endif
