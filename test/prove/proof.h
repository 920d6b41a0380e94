#ifndef TEST_PROVE_PROOF_H
#define TEST_PROVE_PROOF_H
/*
 * test/prove/proof - what every proof needs: statements that hold or do not,
 * dice with a seed, options.
 */
#include "base/base.h"

/* A line of what is going on. */
void proof_say(const char *fmt, ...) PRINTF_LIKE(1, 2);

/* One statement of the proof: counted, printed, and `is_so` given back. */
bool proof_holds(bool is_so, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Something that the proof itself needs does not work: ends the program. */
_Noreturn void proof_stop(const char *fmt, ...) PRINTF_LIKE(1, 2);

/* Prints `N passed, N failed`; the exit status. */
int proof_end(void);

/* The same seed throws the same. */
struct dice {
	uint64_t state;
};
struct dice dice_of(uint64_t seed);
/* Evenly in 0..below-1. */
uint32_t dice_throw(struct dice *d, uint32_t below);

/* The value behind --name, or `otherwise`. */
const char *proof_option(
	int argc, char **argv, const char *name, const char *otherwise);
int64_t proof_number(
	int argc, char **argv, const char *name, int64_t otherwise);

/* Waits by the steady clock. */
void proof_wait_ms(int64_t ms);

/* The p-th percentile of n numbers, which it sorts; 0 of none. */
int64_t proof_percentile(int64_t *numbers, size_t n, int p);

/* Bytes of a file; 0 if there is none. */
int64_t proof_file_bytes(const char *path);

#endif
