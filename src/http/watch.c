#include "http/watch.h"

#include <sys/socket.h>

#include "http/exchange.h"
#include "os/clock.h"

enum {
	PORTION_N = 200,
	BETWEEN_PORTIONS_MS = 2,
	/* What was read before the end has long begun by then. */
	ENDED_MS = 1000,
};

static void cut(struct watch *w, struct watch_conn *c)
{
	w->cut_n++;
	c->cut_at_ms = WATCH_NEVER;
	if (c->stream)
		w->streams_n--;
	c->stream = NULL;
	shutdown(c->fd, SHUT_RDWR);
}

/*
 * An end that came in one read with the bytes before it is no new edge for
 * epoll, and the library (0.9.75) then waits for one: it is looked for while a
 * connection is newly idle.  The bytes may be a request that the library has
 * read and is about to begin: an end counts when none has begun for a while.
 */
static bool has_ended(struct watch_conn *c, int64_t now_ms)
{
	int64_t idle_since_ms = c->waits_since_ms;
	char byte;

	if (!c->is_idle)
		return false;
	if (c->ended_at_ms >= idle_since_ms)
		return now_ms - c->ended_at_ms >= ENDED_MS;
	if (now_ms - idle_since_ms <= 2 * ENDED_MS &&
		recv(c->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
		c->ended_at_ms = now_ms;
	return false;
}

/* Those who were cut are open until the library has seen it.  False: there are
 * more than `most_n` to cut. */
static bool thin_out(struct watch *w, int64_t now_ms, int most_n)
{
	int64_t too_many_n = w->open_n - w->times.crowd_n;

	for (struct watch_conn *c = w->last; c && too_many_n > 0; c = c->prev) {
		int64_t since_ms = c->waits_since_ms;

		if (most_n == 0)
			return false;
		if (since_ms == WATCH_NEVER ||
			now_ms - since_ms < w->times.crowd_ms)
			continue;
		if (c->cut_at_ms != WATCH_NEVER) {
			cut(w, c);
			most_n--;
		}
		too_many_n--;
	}
	return true;
}

/*
 * A wave of late ones is cut in portions, so that the server's threads, which
 * need the lock to take and to end connections, wait for none of it.
 */
bool watch_look(struct watch *w, int64_t now_ms)
{
	int ended_n = 0;

	for (struct watch_conn *c = w->first; c; c = c->next) {
		if (ended_n == PORTION_N)
			return false;
		if (now_ms >= c->cut_at_ms ||
			(c->stream && !stream_beat(c->stream, now_ms,
					      w->times.heartbeat_ms))) {
			cut(w, c);
			ended_n++;
		} else if (has_ended(c, now_ms)) {
			c->ended_at_ms = WATCH_NEVER; /* not once more */
			shutdown(c->fd, SHUT_RDWR);
			ended_n++;
		}
	}
	return thin_out(w, now_ms, PORTION_N - ended_n);
}

static void run(void *ctx)
{
	struct watch *w = ctx;
	int64_t wait_ms = w->times.tick_ms;

	mutex_lock(&w->lock);
	while (!w->is_stopping) {
		condition_wait_until(
			&w->wake, &w->lock, clock_steady_ms() + wait_ms);
		wait_ms = watch_look(w, clock_steady_ms())
				  ? w->times.tick_ms
				  : BETWEEN_PORTIONS_MS;
	}
	mutex_unlock(&w->lock);
}

bool watch_open(struct watch *w, const struct watch_times *times, struct err *e)
{
	*w = (struct watch){.times = *times};
	mutex_init(&w->lock);
	condition_init(&w->wake);
	if (thread_start(&w->thread, run, w, e))
		return true;
	condition_release(&w->wake);
	mutex_release(&w->lock);
	return false;
}

void watch_close(struct watch *w)
{
	mutex_lock(&w->lock);
	w->is_stopping = true;
	condition_wake_one(&w->wake);
	mutex_unlock(&w->lock);
	thread_join(&w->thread);
	condition_release(&w->wake);
	mutex_release(&w->lock);
}

void watch_add(struct watch *w, struct watch_conn *c)
{
	mutex_lock(&w->lock);
	c->prev = NULL;
	c->next = w->first;
	if (w->first)
		w->first->prev = c;
	else
		w->last = c;
	w->first = c;
	w->open_n++;
	mutex_unlock(&w->lock);
}

void watch_remove(struct watch *w, struct watch_conn *c)
{
	mutex_lock(&w->lock);
	if (c->prev)
		c->prev->next = c->next;
	else
		w->first = c->next;
	if (c->next)
		c->next->prev = c->prev;
	else
		w->last = c->prev;
	w->open_n--;
	mutex_unlock(&w->lock);
}

void watch_set_stream(
	struct watch *w, struct watch_conn *c, struct http_stream *s)
{
	mutex_lock(&w->lock);
	if (s && !c->stream)
		w->streams_n++;
	if (!s && c->stream)
		w->streams_n--;
	c->stream = s;
	mutex_unlock(&w->lock);
}

void watch_end(struct watch *w, bool only_idle)
{
	mutex_lock(&w->lock);
	for (struct watch_conn *c = w->first; c; c = c->next) {
		if (c->stream)
			stream_end(c->stream);
		if (c->is_idle || !only_idle)
			shutdown(c->fd, SHUT_RDWR);
	}
	mutex_unlock(&w->lock);
}
