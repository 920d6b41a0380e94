#ifndef HTTP_LIVE_H
#define HTTP_LIVE_H
/*
 * http/live - who watches what: event streams by topic, told when something
 * happened.  Streams hold no thread; telling is done by one thread
 * of the owner's.
 *
 * Any thread may join.  A watcher that has gone is noticed at the next event
 * or the next sweep.
 */
#include "http/stream.h"

enum { LIVE_WATCHERS_MAX = 4000 };

struct live_watcher {
	int topic;     /* the owner's */
	int64_t group; /* whose news he may hear, e.g. a clinic's */
	int64_t key;   /* who he is, within the topic; 0 */
	/* The owner's notes for live_each. */
	int64_t about, last_id;
	struct http_stream *stream; /* set by live_join */
};

struct live;

struct live *live_open(void);
/* Ends all streams and lets nobody join: before the server closes. */
void live_shut(struct live *live);
/* After live_shut.  NULL is fine. */
void live_close(struct live *live);

/*
 * Makes the reply a stream and keeps it.  ERR_UNAVAILABLE: LIVE_WATCHERS_MAX
 * watch already, or it is shut.
 */
MUST_USE bool live_join(struct live *live, struct http_request *req,
	struct http_reply *reply, const struct live_watcher *who,
	struct err *e);

/* Tells everybody on this topic in this group (0: in all). */
void live_tell(struct live *live, int topic, int64_t group, const char *event,
	const char *data);

/*
 * Hands over each watcher of a topic, while nobody can join; `tell` may change
 * `about` and `last_id`.  False: his stream is over.
 */
typedef bool live_tell_fn(void *ctx, struct live_watcher *w);
void live_each(struct live *live, int topic, live_tell_fn *tell, void *ctx);

#endif
