/* The worker that asks the messenger what has come in. */
#include "app/messenger.h"
#include "cli/desk.h"
#include "os/clock.h"

/* So long it holds the line: no stop of the program waits longer. */
enum { ASK_MS = 6000 };

bool desk_messenger_round(void *ctx, struct call *c, const struct note *note,
	int64_t *next_at, struct err *e)
{
	(void)ctx;
	(void)note;
	*next_at = c->now; /* at once again */
	return app_messenger_poll(c, clock_steady_ms() + ASK_MS, clock_now, e);
}
