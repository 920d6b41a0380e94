#ifndef OS_SIGNAL_H
#define OS_SIGNAL_H
/*
 * os/signal - being asked to stop.  The first thread blocks the signals before
 * it starts others, which inherit that, and then waits for them.
 */
#include "base/base.h"

/* Blocks SIGINT, SIGTERM and SIGHUP in this thread and those it will start,
 * and ignores SIGPIPE. */
void signals_block(void);

enum signal_asks { SIGNAL_STOP, SIGNAL_RELOAD };

/* Waits for the next of them. */
enum signal_asks signals_wait(void);

#endif
