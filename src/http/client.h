#ifndef HTTP_CLIENT_H
#define HTTP_CLIENT_H
/*
 * http/client - asks other systems over HTTP/1.1, many requests in flight.
 *
 * The answer says what a careful sender must know: whether the other side can
 * have acted.  TLS is always verified, redirects are not followed, no proxy or
 * .netrc of the environment is used, and a request is never sent twice: a
 * kept-open connection that breaks after the body went out is UNANSWERED.
 */
#include "base/arena.h"
#include "base/err.h"
#include "http/request.h"

struct http_ask {
	enum http_method method; /* GET, POST, PUT, PATCH or DELETE */
	const char *url;         /* http:// or https:// */
	const struct http_pair *headers;
	size_t headers_n;
	const char *body; /* borrowed until the call returns */
	size_t body_n;
	size_t answer_max;   /* bytes of the answer's body; more: UNANSWERED */
	bool is_public_only; /* the url comes from outside: refuse addresses
				that are not public (SSRF) */
};

enum http_end {
	HTTP_END_ANSWERED,   /* status and body are there */
	HTTP_END_NOT_SENT,   /* not a byte of it went out: safe to retry */
	HTTP_END_REFUSED,    /* never will be sent: bad url, private address */
	HTTP_END_UNANSWERED, /* sent, no whole answer: it may have happened */
};

struct http_answer {
	enum http_end end;
	int status;       /* 100..599 if ANSWERED, else 0 */
	const char *body; /* in the arena; a NUL stands behind it */
	size_t body_n;
	int wait_s;     /* Retry-After in seconds; -1: none */
	struct err why; /* unless ANSWERED; no url, no body in it */
};

struct http_client; /* one thread at a time */

struct http_client_settings {
	int connections_max; /* to all hosts; 1..1000 */
	int per_host_max;    /* to one host; 1..connections_max */
	const char *ca_file; /* NULL: the system's certificates */
};

struct http_client *http_client_open(const struct http_client_settings *s);
void http_client_close(struct http_client *c);

/*
 * Sends all `n` and returns when each is answered or has failed, at the latest
 * after `wait_ms` (1..600000).  answers[i] belongs to asks[i].  Blocks.  At
 * most connections_max are on their way at a time, in their order; what has no
 * turn in nine tenths of the time is NOT_SENT.
 */
void http_client_send(struct http_client *c, const struct http_ask *asks,
	size_t n, int64_t wait_ms, struct arena *a,
	struct http_answer *answers);

/* True if `peer` is an address of the public internet. */
bool http_peer_is_public(const uint8_t peer[16]);

#endif
