#ifndef TEST_PROVE_FAIL_H
#define TEST_PROVE_FAIL_H
/*
 * test/prove/fail - takes the place of malloc and of the system calls that our
 * libraries and we make, in the program that links it, and lets the n-th fail:
 * memory with ENOMEM, a call with the error that a sick machine would give.
 * Standard input, output and error are spared; nobody sleeps while it is armed.
 *
 * It also counts what is allocated and not freed.  One process, any thread.
 */
#include <stdbool.h>

enum fail_kind {
	FAIL_NOTHING,
	FAIL_MEMORY, /* malloc, calloc, realloc */
	FAIL_SYSTEM, /* open, read, write, fsync, mmap, send, recv ... */
	FAIL_KINDS   /* how many */
};

/* From now on: the n-th (1 ...) fails, with `for_ever` all behind it too. */
void fail_arm(enum fail_kind kind, int n, bool for_ever);
/* No more; returns how many there were, failed or not. */
int fail_disarm(void);
/* The name of the call that failed last; "" if none. */
const char *fail_last(void);

/* Blocks allocated and not freed now. */
long fail_live(void);

#endif
