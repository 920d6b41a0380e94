#include "http/live.h"

#include "os/thread.h"

struct live {
	struct mutex lock;
	struct live_watcher watcher[LIVE_WATCHERS_MAX];
	size_t n;
	bool is_shut;
};

struct live *live_open(void)
{
	struct live *live = calloc(1, sizeof(*live));

	if (!live)
		base_no_memory();
	mutex_init(&live->lock);
	return live;
}

void live_shut(struct live *live)
{
	mutex_lock(&live->lock);
	for (size_t i = 0; i < live->n; i++)
		http_stream_close(live->watcher[i].stream);
	live->n = 0;
	live->is_shut = true;
	mutex_unlock(&live->lock);
}

void live_close(struct live *live)
{
	if (!live)
		return;
	BUG_ON(live->n != 0);
	mutex_release(&live->lock);
	free(live);
}

static void leave(struct live *live, size_t i)
{
	http_stream_close(live->watcher[i].stream);
	live->watcher[i] = live->watcher[--live->n];
}

/* Only when the table is full: those who went without an event since. */
static void sweep(struct live *live)
{
	for (size_t i = live->n; i-- > 0;)
		if (!http_stream_is_open(live->watcher[i].stream))
			leave(live, i);
}

bool live_join(struct live *live, struct http_request *req,
	struct http_reply *reply, const struct live_watcher *who, struct err *e)
{
	bool ok;

	mutex_lock(&live->lock);
	if (live->n == LIVE_WATCHERS_MAX)
		sweep(live);
	ok = live->n < LIVE_WATCHERS_MAX && !live->is_shut;
	if (ok) {
		live->watcher[live->n] = *who;
		live->watcher[live->n].stream = http_stream_open(req, reply);
		live->n++;
	}
	mutex_unlock(&live->lock);
	return ok || err_set(e, ERR_UNAVAILABLE, "live: too many watchers");
}

void live_each(struct live *live, int topic, live_tell_fn *tell, void *ctx)
{
	mutex_lock(&live->lock);
	for (size_t i = live->n; i-- > 0;)
		if (live->watcher[i].topic == topic &&
			!tell(ctx, &live->watcher[i]))
			leave(live, i);
	mutex_unlock(&live->lock);
}

struct telling {
	int64_t group;
	const char *event, *data;
};

static bool tell_one(void *ctx, struct live_watcher *w)
{
	const struct telling *t = ctx;

	if (t->group && w->group != t->group)
		return true;
	return http_stream_send(w->stream, NULL, t->event, t->data);
}

void live_tell(struct live *live, int topic, int64_t group, const char *event,
	const char *data)
{
	struct telling t = {group, event, data};

	live_each(live, topic, tell_one, &t);
}
