#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H
/*
 * http/server - listens, reads requests, cuts off the slow and the ambiguous,
 * sends replies and event streams.  It does not route: that is http/router.
 *
 * One request:  headers --head()--> body --body()--> reply --> next request
 *                  |         |                         |
 *                 400     refused, body unread     event stream
 *
 * A pool of threads, each with many connections; a handler may block, and then
 * holds its own thread only.  TLS and HTTP/2 are the front proxy's.
 */
#include "http/reply.h"
#include "http/request.h"

struct http_server_settings {
	const char *host;             /* numeric address, "127.0.0.1" or "::" */
	uint16_t port;                /* 0: any free one */
	int threads_n;                /* 1..64 */
	int connections_max;          /* in all; at least threads_n; as
					 many as files may be open */
	int connections_per_peer_max; /* one address; 0: no such limit.  Not
					 applied when `proxy` is set: then
					 the proxy counts */
	int64_t request_ms;   /* from the first to the last byte of a request,
				 and again of its reply */
	int64_t idle_ms;      /* between two requests of one connection */
	int64_t heartbeat_ms; /* between two signs of life on a stream */
	int64_t crowd_ms;     /* silent for so long while three quarters of
				 connections_max are open: cut */
	size_t stream_bytes_max; /* unsent of one stream; more: it is cut */
	const char *proxy; /* numeric address whose X-Forwarded-For counts;
			      NULL: nobody's */
	bool is_https;     /* the public address is https */
};

/* Sound values for everything but host and port. */
struct http_server_settings http_server_defaults(void);

struct http_handler {
	void *ctx;
	/*
	 * The headers are there, the body is not.  True: read at most
	 * *body_max bytes, then call body().  False: `reply` is the answer.
	 * May run on any server thread; must not block.
	 */
	bool (*head)(void *ctx, struct http_request *req,
		struct http_reply *reply, size_t *body_max);
	/* All is there; fills `reply`.  May block its thread. */
	void (*body)(
		void *ctx, struct http_request *req, struct http_reply *reply);
	/* `body_max` was passed: fills `reply` (413).  NULL: plain text. */
	void (*too_large)(
		void *ctx, struct http_request *req, struct http_reply *reply);
};

struct http_server;

/*
 * Starts listening and serving at once; returns NULL on an error.
 * ERR_INVALID: a setting; ERR_UNAVAILABLE: the address cannot be had.
 */
struct http_server *http_server_open(const struct http_server_settings *s,
	const struct http_handler *h, struct err *e);

/* The port it listens on. */
uint16_t http_server_port(const struct http_server *srv);

struct http_server_counts {
	int64_t requests_n; /* whole requests handed to body() */
	int64_t refused_n;  /* answered by head() or by the edge */
	int64_t cut_n;      /* connections ended by a deadline */
	int64_t open_n;     /* connections now */
	int64_t streams_n;  /* event streams now */
};
struct http_server_counts http_server_counts(const struct http_server *srv);

/*
 * Stops accepting, ends event streams, lets running requests finish for at
 * most `wait_ms`, then ends the rest and frees everything.  NULL is fine.
 * A handler that does not return holds it up.
 */
void http_server_close(struct http_server *srv, int64_t wait_ms);

#endif
