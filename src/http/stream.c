#include "http/stream.h"

#include "http/exchange.h"
#include "os/clock.h"

/*
 * Three holds: the sender's, the library's response, and the exchange's, since
 * the library may destroy a response before it says that the request is over.
 * Lock order: the watch's lock, then
 * a stream's, then the library's own.
 */
struct http_stream {
	struct mutex lock;
	int holds_n;
	struct MHD_Connection *mhd; /* NULL: not yet, or gone */
	bool is_waiting;            /* the library sleeps until we resume it */
	bool is_ended;              /* no more will be queued */
	bool is_gone;               /* the reader left or was cut */
	bool is_slow;               /* passed `max`: the watch shall cut it */
	char *p;                    /* queued bytes from `from` to `n` */
	size_t from, n, room, max;
	int64_t sent_at_ms;
};

struct http_stream *http_stream_open(
	struct http_request *req, struct http_reply *reply)
{
	static const char hello[] = "retry: 2000\n\n";
	struct http_stream *s = calloc(1, sizeof(*s));

	BUG_ON(reply->stream);
	if (!s)
		base_no_memory();
	mutex_init(&s->lock);
	s->holds_n = 3;
	s->max = req->exchange->srv->set.stream_bytes_max;
	s->room = 1024;
	s->p = malloc(s->room);
	if (!s->p)
		base_no_memory();
	memcpy(s->p, hello, sizeof(hello) - 1);
	s->n = sizeof(hello) - 1;
	s->sent_at_ms = req->at_ms;
	reply->status = 200;
	reply->stream = s;
	http_reply_header(reply, "Content-Type", "text/event-stream");
	http_reply_header(reply, "Cache-Control", "no-store");
	/* nginx would otherwise hold events back in its buffers. */
	http_reply_header(reply, "X-Accel-Buffering", "no");
	return s;
}

static void let_go(struct http_stream *s)
{
	bool is_last;

	mutex_lock(&s->lock);
	is_last = --s->holds_n == 0;
	mutex_unlock(&s->lock);
	if (!is_last)
		return;
	mutex_release(&s->lock);
	free(s->p);
	free(s);
}

/* All below until the next line of stars: s->lock is held. */

static void wake(struct http_stream *s)
{
	if (!s->is_waiting || !s->mhd)
		return;
	s->is_waiting = false;
	MHD_resume_connection(s->mhd);
}

static void make_room(struct http_stream *s, size_t n)
{
	size_t room = s->room;
	char *p;

	memmove(s->p, s->p + s->from, s->n - s->from);
	s->n -= s->from;
	s->from = 0;
	while (room < s->n + n)
		room *= 2;
	p = realloc(s->p, room);
	if (!p)
		base_no_memory();
	s->p = p;
	s->room = room;
}

static void put(struct http_stream *s, const char *p, size_t n)
{
	if (s->is_slow || s->n - s->from + n > s->max) {
		s->is_slow = true;
		return;
	}
	if (s->room - s->n < n)
		make_room(s, n);
	memcpy(s->p + s->n, p, n);
	s->n += n;
}

static void put_line(struct http_stream *s, const char *name, struct str value)
{
	put(s, name, strlen(name));
	put(s, ": ", 2);
	put(s, value.p, value.n);
	put(s, "\n", 1);
}

/* The field of one event ends at any line end, also at a lone CR. */
static void put_data(struct http_stream *s, const char *data)
{
	while (data) {
		size_t n = strcspn(data, "\r\n");
		const char *next = data + n;

		put_line(s, "data", (struct str){data, n});
		if (next[0] == '\r' && next[1] == '\n')
			next++;
		data = *next ? next + 1 : NULL;
	}
}

static bool is_lost(const struct http_stream *s)
{
	return s->is_gone || s->is_ended || s->is_slow;
}

/* ********************************************************************** */

static bool is_line(const char *text)
{
	return !text || text[strcspn(text, "\r\n")] == '\0';
}

bool http_stream_send(struct http_stream *s, const char *id, const char *event,
	const char *data)
{
	bool is_queued;

	BUG_ON(!is_line(id) || !is_line(event));
	mutex_lock(&s->lock);
	if (!is_lost(s)) {
		if (id)
			put_line(s, "id", str_of(id));
		if (event)
			put_line(s, "event", str_of(event));
		put_data(s, data);
		put(s, "\n", 1);
		wake(s);
	}
	is_queued = !is_lost(s);
	mutex_unlock(&s->lock);
	return is_queued;
}

bool http_stream_is_open(struct http_stream *s)
{
	bool is_open;

	mutex_lock(&s->lock);
	is_open = !is_lost(s);
	mutex_unlock(&s->lock);
	return is_open;
}

void stream_end(struct http_stream *s)
{
	mutex_lock(&s->lock);
	s->is_ended = true;
	wake(s);
	mutex_unlock(&s->lock);
}

void http_stream_close(struct http_stream *s)
{
	if (!s)
		return;
	stream_end(s);
	let_go(s);
}

void stream_detach(struct http_stream *s)
{
	mutex_lock(&s->lock);
	s->mhd = NULL;
	s->is_gone = true;
	mutex_unlock(&s->lock);
	let_go(s);
}

bool stream_beat(struct http_stream *s, int64_t now_ms, int64_t heartbeat_ms)
{
	bool is_slow;

	mutex_lock(&s->lock);
	if (!is_lost(s) && now_ms - s->sent_at_ms >= heartbeat_ms) {
		s->sent_at_ms = now_ms;
		put(s, ":\n\n", 3);
		wake(s);
	}
	is_slow = s->is_slow;
	/* The library must be awake to see that its socket has ended. */
	if (is_slow)
		wake(s);
	mutex_unlock(&s->lock);
	return !is_slow;
}

/* The library asks for up to `max` bytes; with none it is put to sleep. */
static ssize_t on_read(void *ctx, uint64_t pos, char *to, size_t max)
{
	struct http_stream *s = ctx;
	ssize_t got = 0;

	(void)pos;
	mutex_lock(&s->lock);
	if (s->is_slow) {
		got = MHD_CONTENT_READER_END_WITH_ERROR;
	} else if (s->n > s->from) {
		size_t n = s->n - s->from < max ? s->n - s->from : max;

		memcpy(to, s->p + s->from, n);
		s->from += n;
		s->sent_at_ms = clock_steady_ms();
		got = (ssize_t)n;
	} else if (s->is_ended) {
		got = MHD_CONTENT_READER_END_OF_STREAM;
	} else {
		s->is_waiting = true;
		MHD_suspend_connection(s->mhd);
	}
	mutex_unlock(&s->lock);
	return got;
}

static void on_free(void *ctx)
{
	let_go(ctx);
}

struct MHD_Response *stream_response(
	struct http_stream *s, struct MHD_Connection *mhd)
{
	mutex_lock(&s->lock);
	s->mhd = mhd;
	mutex_unlock(&s->lock);
	return MHD_create_response_from_callback(
		MHD_SIZE_UNKNOWN, 1024, on_read, s, on_free);
}
