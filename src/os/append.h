#ifndef OS_APPEND_H
#define OS_APPEND_H
/*
 * os/append - a file that only grows, on the disk when a call returns.
 *
 * Several processes may append to the same file: each piece is one write(2)
 * with O_APPEND.
 */
#include "base/err.h"

struct append;

/* Opens or makes (mode 0600) a file.  ERR_UNAVAILABLE: the system refuses. */
MUST_USE bool append_open(const char *path, struct append **out, struct err *e);
/* NULL is a no-op. */
void append_close(struct append *f);

/*
 * Appends `n` bytes and puts them on the disk.  ERR_UNAVAILABLE: not a byte
 * was written; ERR_UNCERTAIN: a part may be there, or not on the disk.
 */
MUST_USE bool append_write(
	struct append *f, const void *p, size_t n, struct err *e);

#endif
