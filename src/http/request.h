#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H
/*
 * http/request - one request as the server hands it to a handler.
 *
 * Everything is borrowed for the call: valid until the handler returns (and,
 * for texts a reply points to, until the reply is sent).  The edge has already
 * refused what two parsers could read in two ways: Content-Length twice or
 * with Transfer-Encoding, folded lines, NUL or control bytes, a missing or
 * doubled Host, a target that is not `/path`.
 */
#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

enum http_method {
	HTTP_GET,
	HTTP_HEAD,
	HTTP_POST,
	HTTP_PUT,
	HTTP_PATCH,
	HTTP_DELETE,
	HTTP_OPTIONS,
	HTTP_METHODS /* how many */
};

struct http_pair {
	const char *name;
	const char *value;
};

enum { HTTP_PARAMS_MAX = 4, HTTP_PEER_TEXT_BYTES = 46 };

struct http_request {
	enum http_method method;
	const char *path;  /* as on the wire, still percent-encoded: "/a%20b" */
	const char *query; /* raw text behind '?'; "" without one */
	const struct http_pair *headers; /* as sent, in order */
	size_t headers_n;
	struct http_pair params[HTTP_PARAMS_MAX]; /* {name}s of the route */
	size_t params_n;
	const char *body;        /* never NULL; a NUL stands behind it */
	size_t body_n;           /* bytes; 0 while only the headers are read */
	size_t body_announced_n; /* Content-Length, 0 without one */
	uint8_t peer[16];        /* client's address; IPv4 as ::ffff:a.b.c.d */
	int64_t at_ms;           /* monotonic ms when the headers were read */
	bool is_https;           /* the public address is https (a setting) */
	struct arena *a;         /* of this call */
	void *state;             /* the router's own, from head to body */
	struct http_exchange *exchange; /* the server's own */
};

/* Upper-case name, e.g. "GET". */
const char *http_method_name(enum http_method m);
/* False if `name` is not one of ours (names are case-sensitive). */
MUST_USE bool http_method_read(const char *name, enum http_method *out);
/* GET, HEAD and OPTIONS never change anything. */
bool http_method_is_safe(enum http_method m);

/* The first header of that name, any case; NULL if absent. */
const char *http_header(const struct http_request *req, const char *name);

/* The decoded {name} of the route's pattern; it must be there (BUG_ON). */
const char *http_param(const struct http_request *req, const char *name);

/*
 * The cookie set by http_reply_cookie under the same name (it looks for
 * `__Host-name` on https); NULL if absent, or sent twice: then somebody planted
 * one.
 */
const char *http_cookie(const struct http_request *req, const char *name);

/*
 * Decodes the query's value of `name` (the first; `+` is a space).  An absent
 * one gives `otherwise`.  ERR_INVALID with field = name: bad percent sign, bad
 * UTF-8, control bytes, or the name stands twice.  ERR_TOO_LARGE: more names
 * than any honest query has.
 */
MUST_USE bool http_query_text(const struct http_request *req, const char *name,
	const char *otherwise, const char **out, struct err *e);
/* As http_query_text, and a whole number in min..max. */
MUST_USE bool http_query_int(const struct http_request *req, const char *name,
	int64_t min, int64_t max, int64_t otherwise, int64_t *out,
	struct err *e);

/* Writes the address as text into `to`, IPv4 in dots. */
void http_peer_text(const uint8_t peer[16], char to[HTTP_PEER_TEXT_BYTES]);
/* Reads a numeric IPv4 or IPv6 address; false if it is none. */
MUST_USE bool http_peer_read(const char *text, uint8_t peer[16]);

#endif
