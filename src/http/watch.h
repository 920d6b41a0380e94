#ifndef HTTP_WATCH_H
#define HTTP_WATCH_H
/*
 * http/watch - every open connection and the moment it will be cut.
 *
 * The server library only knows inactivity: a client that sends a byte now and
 * then is never cut.  One thread looks at all connections several times a
 * second and shuts down (shutdown(2), never close) the sockets that are late;
 * the library then sees the end and cleans up on its own thread.
 *
 * While more than `crowd_n` are open, whoever keeps us waiting for his bytes
 * longer than `crowd_ms` must go, the oldest first: so those who say
 * nothing, from however many addresses, never keep out those who ask.
 */
#include <stdatomic.h>

#include "base/base.h"
#include "os/thread.h"

struct http_stream;

#define WATCH_NEVER INT64_MAX

struct watch_conn {
	struct watch_conn *prev, *next;
	int fd;
	_Atomic int64_t cut_at_ms; /* steady; INT64_MAX: never */
	/* steady; it owes us bytes since then; INT64_MAX: we owe it some */
	_Atomic int64_t waits_since_ms;
	_Atomic bool is_idle; /* no request line read since the last one */
	/* Only looks touch it, steady: when it was seen to have ended. */
	int64_t ended_at_ms;
	struct http_stream *stream; /* its reply is one; under the lock */
};

struct watch_times {
	int64_t tick_ms; /* between two looks */
	int64_t heartbeat_ms;
	int64_t crowd_n, crowd_ms;
};

struct watch {
	struct mutex lock;     /* of the list, and of waking the thread */
	struct condition wake; /* told when it shall stop */
	struct thread thread;
	struct watch_conn *first, *last; /* the newest, the oldest */
	struct watch_times times;
	_Atomic int64_t open_n, streams_n, cut_n;
	bool is_stopping;
};

/* Starts the thread.  ERR_UNAVAILABLE. */
MUST_USE bool watch_open(
	struct watch *w, const struct watch_times *times, struct err *e);
/* Stops the thread; the list must be empty of users by then. */
void watch_close(struct watch *w);

void watch_add(struct watch *w, struct watch_conn *c);
/* After it returns the thread never touches c or its socket again. */
void watch_remove(struct watch *w, struct watch_conn *c);
void watch_set_stream(
	struct watch *w, struct watch_conn *c, struct http_stream *s);
/* One look at all, under the lock; the thread takes it every tick_ms.  False:
 * there is more to cut. */
bool watch_look(struct watch *w, int64_t now_ms);
/* Shuts down all that are idle, or simply all; ends every stream. */
void watch_end(struct watch *w, bool only_idle);

#endif
