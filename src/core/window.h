#ifndef CORE_WINDOW_H
#define CORE_WINDOW_H
/*
 * core/window - how much may be on its way through one channel, and whether
 * the channel is down.  Pure.
 *
 * The window begins small and opens with success: it doubles until the first
 * trouble and grows slowly after it; trouble halves it.  Only WINDOW_FAILURES
 * attempts in a row that fail by the provider's own fault close it; a closed
 * window lets one message try again after 30 s, then 1 min, ... up to 15 min.
 */
#include "base/base.h"

enum {
	WINDOW_FIRST = 16,
	WINDOW_MAX = 1000,
	WINDOW_FAILURES = 5, /* in a row */
	WINDOW_DOWN_FIRST_S = 30,
	WINDOW_DOWN_MAX_S = 900,
};

struct window {
	int size;           /* most messages of one batch; 1..WINDOW_MAX */
	int failures;       /* in a row */
	bool has_trouble;   /* grows slowly since */
	int down_s;         /* how long it was closed last; 0: is open */
	int64_t down_until; /* unix s UTC; 0: open */
};

struct window window_made(void);

/* Whether nothing may leave at `now` (unix s UTC). */
bool window_is_down(const struct window *w, int64_t now);

/* How many messages may leave in one batch at `now`; 0: it is down. */
int window_room(const struct window *w, int64_t now);

/*
 * Feedback of one batch at `now`: so many messages were taken or refused for
 * their own fault (`good`), so many failed by the provider's (`bad`), the last
 * `bad_tail` of them one after the other.
 */
void window_feed(
	struct window *w, int good, int bad, int bad_tail, int64_t now);

#endif
