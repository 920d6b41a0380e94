#ifndef BASE_ARENA_H
#define BASE_ARENA_H
/*
 * base/arena - memory with the lifetime of one call: taken piece by piece,
 * given back all at once.
 *
 * Running out of memory stops the program (base_no_memory); that is sound
 * because every input that reaches an arena is bounded (base/limits.h).  Under
 * AddressSanitizer each piece has a red zone behind it and a reset poisons
 * everything.  One thread at a time.
 */
#include <stdarg.h>

#include "base/base.h"

struct arena_block;

struct arena {
	struct arena_block *block; /* the one in use; older ones hang on it */
	size_t used_bytes;         /* of `block` */
	size_t total_bytes;        /* of all blocks */
};

/* Makes an empty arena; takes no memory yet. */
void arena_init(struct arena *a);

/* Forgets every piece; keeps one block, so the next call allocates nothing. */
void arena_reset(struct arena *a);

/* Gives all memory back; the arena is empty and usable again. */
void arena_release(struct arena *a);

/*
 * Returns `n` zeroed bytes aligned for any type, valid until reset or release.
 * Never NULL; `n` may be 0.
 */
void *arena_take(struct arena *a, size_t n);

/* As arena_take for `n` objects of `type`. */
#define arena_new(a, type, n) ((type *)arena_take_n(a, n, sizeof(type)))
void *arena_take_n(struct arena *a, size_t n, size_t each_bytes);

/* Returns a copy of `n` bytes with a NUL behind them. */
char *arena_copy(struct arena *a, const void *p, size_t n);

/* Returns a copy of a NUL-terminated text; NULL gives NULL. */
char *arena_text(struct arena *a, const char *text);

/* Returns a formatted text.  Not for JSON, HTML or SQL. */
char *arena_print(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif
