#ifndef TEST_PROVE_GUEST_H
#define TEST_PROVE_GUEST_H
/*
 * test/prove/guest - people who book, move, cancel and chat over HTTP, each on
 * a thread of his own, and the ledger of what they were told.
 *
 * A line of the ledger is on the disk before the next request of its guest:
 *
 *    booked VISIT START      acknowledged
 *    moving VISIT START      asked; it may happen from now on
 *    moved VISIT START       acknowledged
 *    ending VISIT 0          asked to cancel
 *    ended VISIT 0           acknowledged
 *    said GUEST NUMBER HASH  a turn of the chat, and what it was answered
 *
 * Whoever gets no answer asks again as a page does: the same hold, the same
 * start, the same client_id.  A cancellation that was not answered is left.
 */
#include <stdatomic.h>

#include "http/client.h"
#include "os/thread.h"
#include "test/prove/place.h"
#include "test/prove/proof.h"

enum { GUEST_VISITS_MAX = 4096 };

struct crowd; /* what the guests share */

struct crowd_counts {
	_Atomic int64_t booked, moved, ended, said; /* acknowledged */
	_Atomic int64_t refused;    /* 409, 429: taken, or too fast */
	_Atomic int64_t unanswered; /* sent, and the line went dead */
	_Atomic int64_t busy;       /* 503 */
	_Atomic int64_t wrong;      /* any other answer */
	_Atomic int last_wrong;     /* its status */
};

/*
 * Makes `n` guests with cookies in `p`, which may be closed afterwards.  Each
 * throws dice of its own, from `seed`.  `ledger` is added to.
 */
struct crowd *crowd_open(
	struct place *p, int n, uint64_t seed, const char *ledger);
void crowd_close(struct crowd *c);

/* They act while there is a port; 0: the server is down, they wait. */
void crowd_point(struct crowd *c, int port);
/* Starts the threads, and ends them after the act that each is at. */
void crowd_go(struct crowd *c);
void crowd_halt(struct crowd *c);

struct crowd_counts *crowd_counts(struct crowd *c);

/*
 * Says every turn of the ledger again; how many got another answer than the
 * first time.  The threads must have ended.
 */
int64_t crowd_repeat(struct crowd *c, const char *ledger, int64_t *asked);

#endif
