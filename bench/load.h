#ifndef BENCH_LOAD_H
#define BENCH_LOAD_H
/*
 * bench/load - many HTTP clients in one thread at little cost: connections that
 * stay open, each of which asks, reads the answer, and asks again.
 *
 *    load_open --> load_run --> load_run ... --> load_close
 *
 * What is asked is the caller's: `next` writes the request of a connection,
 * `answer` takes what came.  Only for servers of ours on 127.0.0.1: whatever
 * else happens stops the bench.
 */
#include "base/buf.h"
#include "bench/spread.h"

enum { LOAD_REQUEST_BYTES_MAX = 8192, LOAD_ANSWER_BYTES_MAX = 1 << 19 };

struct load_answer {
	int status;
	const char *head, *body; /* a NUL behind each */
	size_t body_n;
	int64_t us; /* from the first byte out to the last byte in */
};

struct load_user {
	void *ctx;
	/* Writes a whole request; false: this connection asks no more. */
	bool (*next)(void *ctx, int connection, struct buf *request);
	void (*answer)(void *ctx, int connection, const struct load_answer *a);
};

struct load;

/*
 * `first_peer` 0: all come from 127.0.0.1; else connection i comes from
 * 127.0.0.(first_peer + i % 200).
 */
struct load *load_open(uint16_t port, int connections_n, int first_peer);
void load_close(struct load *l);

/*
 * Lets all connections ask until `next` has refused all of them; none is asked
 * for another request after `run_us` have passed, or ever if that is 0.
 * Returns how long it took.
 */
int64_t load_run(struct load *l, const struct load_user *u, int64_t run_us);

/* CPU time of this thread so far. */
int64_t load_cpu_us(void);

#endif
