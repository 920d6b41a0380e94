#include "http/watch.h"

#include <sys/socket.h>

#include "http/exchange.h"
#include "os/clock.h"

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
 * epoll, and the library (0.9.75) then waits for one: it is looked for once.
 */
static bool has_ended(struct watch_conn *c)
{
	char byte;

	return c->is_idle && atomic_exchange(&c->may_have_ended, false) &&
	       recv(c->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

static void look(struct watch *w)
{
	int64_t now_ms = clock_steady_ms();

	for (struct watch_conn *c = w->first; c; c = c->next)
		if (now_ms >= c->cut_at_ms)
			cut(w, c);
		else if (has_ended(c))
			shutdown(c->fd, SHUT_RDWR);
		else if (c->stream &&
			 !stream_beat(c->stream, now_ms, w->heartbeat_ms))
			cut(w, c);
}

static void run(void *ctx)
{
	struct watch *w = ctx;

	mutex_lock(&w->lock);
	while (!w->is_stopping) {
		condition_wait_until(
			&w->wake, &w->lock, clock_steady_ms() + w->tick_ms);
		look(w);
	}
	mutex_unlock(&w->lock);
}

bool watch_open(
	struct watch *w, int64_t tick_ms, int64_t heartbeat_ms, struct err *e)
{
	*w = (struct watch){.tick_ms = tick_ms, .heartbeat_ms = heartbeat_ms};
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
