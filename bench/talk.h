#ifndef BENCH_TALK_H
#define BENCH_TALK_H
/*
 * bench/talk - patients who hold the dialogues of test/dialogue over HTTP, each
 * in a session and with a phone of his own, and what their turns cost.
 */
#include "bench/child.h"
#include "bench/people.h"

struct talk; /* the dialogues */

/* Reads them; stops the bench if there are none. */
struct talk *talk_open(void);
void talk_close(struct talk *t);

struct talk_result {
	struct spread us; /* of a turn, as the client sees it */
	int64_t turns_n, refused_n, booked_n;
	int64_t run_us, server_cpu_us, client_cpu_us;
};

/*
 * Lets people talk over so many connections, one dialogue after the other, for
 * `run_us` or until all have; none of `people` talks twice.  Begins with
 * *first, which it moves.
 */
void talk_run(struct talk *t, const struct child *server,
	const struct people *people, int *first, int connections_n,
	int64_t run_us, struct talk_result *out);

#endif
