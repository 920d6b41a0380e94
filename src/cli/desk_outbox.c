/* The sending workers: the channels of each belong to its thread. */
#include "app/outbox.h"
#include "cli/desk.h"

bool desk_outbox_round(void *ctx, struct call *c, const struct note *note,
	int64_t *next_at, struct err *e)
{
	struct sender *s = ctx;
	struct outbox_round round;

	(void)note;
	if (!app_outbox_round(c, s, &round, e))
		return false;
	*next_at = round.next_at;
	return true;
}
