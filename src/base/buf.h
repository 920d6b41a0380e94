#ifndef BASE_BUF_H
#define BASE_BUF_H
/*
 * base/buf - a growing text, born with its maximum.
 *
 * Always NUL-terminated.  Appending past the maximum changes nothing and sets
 * `is_over`, which stays: a writer appends freely and asks once at the end
 * with buf_done.  Lives in an arena.
 */
#include "base/arena.h"
#include "base/err.h"

struct buf {
	char *p;            /* the text; valid until the next append */
	size_t n;           /* bytes, without the NUL */
	size_t room_bytes;  /* taken from the arena */
	size_t max;         /* most bytes that n may reach */
	bool is_over;       /* something did not fit */
	struct arena *home; /* where it grows */
};

/* Starts an empty text of at most `max` bytes in `a`. */
void buf_init(struct buf *b, struct arena *a, size_t max);

/* Each appends; false when it does not fit (then is_over is set). */
bool buf_add(struct buf *b, const void *p, size_t n);
bool buf_text(struct buf *b, const char *text);
bool buf_char(struct buf *b, char c);
bool buf_print(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Returns true if everything fitted; else ERR_TOO_LARGE. */
MUST_USE bool buf_done(const struct buf *b, struct err *e);

#endif
