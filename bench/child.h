#ifndef BENCH_CHILD_H
#define BENCH_CHILD_H
/*
 * bench/child - a server in a process of its own, so that its CPU time and its
 * memory are its alone.  It ends with its parent, whatever happens.
 */
#include <sys/types.h>

#include "bench/bench.h"

struct child {
	pid_t pid;
	int out;       /* its standard output */
	uint16_t port; /* of 127.0.0.1, where it listens */
};

/*
 * Starts `zabota serve` on the data of `b`, with `args` (ending with NULL)
 * besides, and waits until it listens.  Its log goes to FOLDER/log.
 */
void child_serve(
	struct child *c, const struct bench *b, const char *const *args);

/* As child_serve, of `run` here: it listens and calls child_tell. */
void child_run(struct child *c, void (*run)(void));
void child_tell(uint16_t port);

/* Asks it to stop and waits for its end. */
void child_stop(struct child *c);

/* CPU time of all its threads so far. */
int64_t child_cpu_us(const struct child *c);
/* Resident memory: all of it, and what is its own (no file's pages). */
int64_t child_rss_kb(const struct child *c);
int64_t child_own_kb(const struct child *c);

#endif
