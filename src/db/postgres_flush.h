#ifndef DB_POSTGRES_FLUSH_H
#define DB_POSTGRES_FLUSH_H
/*
 * db/postgres_flush - one write to the server's disk for all commits that wait
 * for one.
 *
 *    COMMIT without the disk (locks are given back) --> flush_join
 *
 *    the oldest that waits    flushes for all that wait by then, tells them,
 *                             and hands the lead to the oldest since
 *
 * The server writes its log in order, so a flush that begins after a commit
 * takes that commit along.  It runs on the leader's own connection, which has
 * been up since before the commits of all whom it leads: had the server gone
 * down and come again in between, that connection would be gone.  When a flush
 * fails, all who wait by then hear that nobody knows.
 */
#include "os/thread.h"

enum { FLUSH_NOTES_BYTES = 2048 };

/* One that waits: of its thread, until flush_join returns. */
struct flush_member {
	struct flush_member *next;
	struct condition woken;
	bool has_lead, is_settled;
	struct err fault;
	char notes[FLUSH_NOTES_BYTES]; /* "NOTIFY ..;" to be said by then */
};

struct flush_queue {
	struct mutex m;
	struct flush_member *first, **end;
	bool is_led;
};

void flush_queue_init(struct flush_queue *q);
void flush_queue_release(struct flush_queue *q);

/* Flushes, and says the notes of all `members`; on the leader's connection. */
typedef bool flush_fn(
	void *ctx, const struct flush_member *members, struct err *e);

/*
 * Returns when all that was committed before is on the disk; `flush` is run on
 * this thread if its turn comes.  ERR_UNCERTAIN.
 */
MUST_USE bool flush_join(struct flush_queue *q, struct flush_member *me,
	flush_fn *flush, void *ctx, struct err *e);

#endif
