#ifndef CLI_WORKER_H
#define CLI_WORKER_H
/*
 * cli/worker - the loop around a round of the app: run it when it is due or
 * when something was committed that may matter to it, wait in between.
 */
#include "app/app.h"
#include "app/hearing.h"
#include "os/thread.h"

/*
 * One round at c->now.  Sets *next_at (unix s UTC) to when it wants to run
 * again if nothing wakes it; `note` is what woke it, or NULL.
 */
typedef bool worker_round_fn(void *ctx, struct call *c, const struct note *note,
	int64_t *next_at, struct err *e);

struct worker {
	struct thread thread;
	bool is_running;
	const char *name; /* in the log */
	struct app *app;
	struct storage *storage;
	const char *const *topics; /* what wakes it; ends with NULL */
	worker_round_fn *round;
	void *ctx;
	struct mutex lock;
	bool must_stop;
};

/* Starts its thread; `w` must stay where it is until worker_stop. */
MUST_USE bool worker_start(struct worker *w, struct err *e);
/* Waits for its present round; nothing if it never ran. */
void worker_stop(struct worker *w);

#endif
