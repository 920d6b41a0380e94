#ifndef HTTP_EXCHANGE_H
#define HTTP_EXCHANGE_H
/*
 * http/exchange - what server.c and stream.c share: one request with its reply
 * while it lives.  Nobody else includes this.
 */
#include <microhttpd.h>

#include "http/acceptor.h"
#include "http/stream.h"
#include "http/watch.h"

enum { HTTP_HEADERS_MAX = 64 };

struct http_exchange {
	struct arena arena;
	struct http_request req;
	struct http_reply reply;
	struct http_pair headers[HTTP_HEADERS_MAX];
	struct buf body;
	const char *target;     /* copy of the raw target */
	const char *raw_target; /* where the library keeps it */
	struct http_server *srv;
	struct watch_conn *conn;
	struct MHD_Connection *mhd;
	struct http_exchange *next_free;
};

struct http_server {
	struct MHD_Daemon *daemon;
	struct acceptor acceptor;
	struct http_server_settings set;
	struct http_handler handler;
	uint8_t proxy[16];
	bool has_proxy;
	struct watch watch;
	struct mutex lock; /* of `unused` and `finished` */
	struct condition finished;
	struct http_exchange *unused;
	_Atomic int64_t busy_n, requests_n, refused_n;
	_Atomic bool is_closing;
};

/* The library's body of an event stream. */
struct MHD_Response *stream_response(
	struct http_stream *s, struct MHD_Connection *mhd);
/* The connection of this stream is gone; ends the exchange's hold. */
void stream_detach(struct http_stream *s);
/*
 * Sends a sign of life when nothing was sent for `heartbeat_ms`.  False: the
 * reader is too slow and must be cut.
 */
bool stream_beat(struct http_stream *s, int64_t now_ms, int64_t heartbeat_ms);
/* Ends it after what is queued; the holds remain. */
void stream_end(struct http_stream *s);

#endif
