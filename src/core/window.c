#include "core/window.h"

struct window window_made(void)
{
	return (struct window){.size = WINDOW_FIRST};
}

bool window_is_down(const struct window *w, int64_t now)
{
	return now < w->down_until;
}

int window_room(const struct window *w, int64_t now)
{
	if (window_is_down(w, now))
		return 0;
	/* The first one after the pause tries the ice for all. */
	return w->down_s > 0 ? 1 : w->size;
}

static void go_down(struct window *w, int64_t now)
{
	w->down_s = w->down_s == 0 ? WINDOW_DOWN_FIRST_S : w->down_s * 2;
	if (w->down_s > WINDOW_DOWN_MAX_S)
		w->down_s = WINDOW_DOWN_MAX_S;
	w->down_until = now + w->down_s;
	w->size = 1;
}

static void grow(struct window *w)
{
	w->size = w->has_trouble ? w->size + WINDOW_FIRST : w->size * 2;
	if (w->size > WINDOW_MAX)
		w->size = WINDOW_MAX;
}

void window_feed(struct window *w, int good, int bad, int bad_tail, int64_t now)
{
	if (good > 0) {
		w->failures = bad_tail;
		w->down_s = 0;
		w->down_until = 0;
	} else {
		w->failures += bad;
	}
	if (bad > 0) {
		w->has_trouble = true;
		w->size = (w->size + 1) / 2;
	} else if (good > 0) {
		grow(w);
	}
	if (bad > 0 && (w->failures >= WINDOW_FAILURES || w->down_s > 0))
		go_down(w, now);
}
