#ifndef OS_RANDOM_H
#define OS_RANDOM_H
/*
 * os/random - random bytes, ids and tokens, all from the kernel's generator.
 * Any thread.
 */
#include "base/base.h"

/* 16 bytes as base64url without padding, and the NUL. */
enum { RANDOM_TOKEN_SIZE = 23 };

void random_bytes(void *p, size_t n);

/* A number in 0..below-1, evenly; `below` is at least 1. */
uint32_t random_below(uint32_t below);

/*
 * Returns a new id, never 0: milliseconds since 2020-01-01 << 22 | random,
 * good until 2089.  Within a process ids are unique and growing, even when the
 * clock steps back; between processes the primary key has the last word.
 * The clock is the true one: a demo's offset does not reach ids.
 */
int64_t random_id(void);

/*
 * As random_id, but as if made at `at` (unix s UTC; before 2020 counts as
 * 2020, good until 2089): rows that will be read together lie together.
 * Within a process ids of one second are unique, and growing but for one step
 * back; each process begins anywhere in the second.
 */
int64_t random_id_at(int64_t at);

/* Writes a token nobody can guess: 128 bits as base64url, 22 characters. */
void random_token(char to[RANDOM_TOKEN_SIZE]);

#endif
