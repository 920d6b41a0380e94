#ifndef CLI_DESK_LIVE_H
#define CLI_DESK_LIVE_H
/*
 * cli/desk_live - from what was committed to the pages that watch: the round
 * of the thread that tells them.  Only cli/desk includes this.
 */
#include "cli/worker.h"

/* `ctx` is the struct live of the server. */
bool desk_live_round(void *ctx, struct call *c, const struct note *note,
	int64_t *next_at, struct err *e);

#endif
