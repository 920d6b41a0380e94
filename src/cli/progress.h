#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H
/*
 * cli/progress - a bar on standard error for long work; when that is no
 * terminal, one line at the end.
 */
#include "base/base.h"

struct progress {
	const char *what;
	int shown; /* percent last drawn; -1: nothing yet */
	bool is_terminal;
};

struct progress progress_start(const char *what);
void progress_show(struct progress *p, int64_t done, int64_t of);
void progress_end(struct progress *p);

#endif
