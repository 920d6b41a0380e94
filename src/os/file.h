#ifndef OS_FILE_H
#define OS_FILE_H
/*
 * os/file - whole files: read, written so that a power cut leaves the old or
 * the new one, made once.
 *
 * Errors: ERR_NOT_FOUND no such file; ERR_CONFLICT it exists already;
 * ERR_TOO_LARGE over the maximum; ERR_UNAVAILABLE all other refusals of the
 * system.  Their texts name the call and the reason, not the path.
 */
#include "base/arena.h"
#include "base/err.h"

/*
 * Reads a whole file of at most `max` bytes into `a`, a NUL behind them.
 */
MUST_USE bool file_read(const char *path, size_t max, struct arena *a,
	const char **p, size_t *n, struct err *e);

/*
 * Replaces or makes a file in one step: a new one beside it is written, put
 * on the disk and renamed.  `mode` as in chmod, e.g. 0600.
 */
MUST_USE bool file_write(const char *path, const void *p, size_t n,
	unsigned mode, struct err *e);

/* Makes a file that must not exist; on the disk when it returns. */
MUST_USE bool file_create(const char *path, const void *p, size_t n,
	unsigned mode, struct err *e);

/* Makes a folder with mode 0700; one that stands is fine. */
MUST_USE bool file_make_folder(const char *path, struct err *e);

/*
 * Makes a fresh folder with mode 0700 under $TMPDIR or /tmp; its path lives in
 * `a`.
 */
MUST_USE bool file_temporary_folder(
	struct arena *a, const char **path, struct err *e);

/* Removes a folder and the files in it; one that is not there is fine.
 * ERR_UNAVAILABLE: it holds a folder. */
MUST_USE bool file_remove_folder(const char *path, struct err *e);

bool file_exists(const char *path);

/* Removes a file; one that is not there is fine. */
MUST_USE bool file_remove(const char *path, struct err *e);

/*
 * Lets this process hold `wanted_n` files and sockets open, or as many as the
 * system lets it have; returns how many.
 */
int64_t file_allow_open(int64_t wanted_n);

#endif
