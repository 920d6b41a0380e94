#ifndef HTTP_REPLY_H
#define HTTP_REPLY_H
/*
 * http/reply - the answer a handler builds: status, headers and one body.
 *
 * Texts and bodies are borrowed, not copied: they must live in the call's
 * arena, in static memory, or in something that outlives the server.  A header
 * value with a control byte never leaves: it is a bug of ours (BUG_ON), so
 * values from outside are checked before.
 */
#include "base/buf.h"
#include "http/request.h"

enum { HTTP_REPLY_HEADERS_MAX = 24 };

struct http_stream;

struct http_reply {
	int status; /* 100..599; 0: nobody has answered yet */
	struct http_pair headers[HTTP_REPLY_HEADERS_MAX];
	size_t headers_n;
	const char *body; /* may be NULL when body_n is 0 */
	size_t body_n;
	bool must_close;            /* no further request on this connection */
	struct http_stream *stream; /* the body is an event stream */
};

/* Adds a header, or replaces the one of that name. */
void http_reply_header(
	struct http_reply *r, const char *name, const char *value);
/* Adds a header unless one of that name is there. */
void http_reply_default(
	struct http_reply *r, const char *name, const char *value);

/* A whole body of the given content type. */
void http_reply_bytes(struct http_reply *r, int status, const char *type,
	const char *p, size_t n);
/* A finished JSON text. */
void http_reply_json(struct http_reply *r, int status, const struct buf *json);
/* Plain UTF-8 text: a literal or of the call's arena. */
void http_reply_text(struct http_reply *r, int status, const char *text);

/*
 * 303 to `path`, which must be a path of ours: ERR_INVALID unless it starts
 * with exactly one '/' and has only visible ASCII and no backslash.
 */
MUST_USE bool http_reply_redirect(
	struct http_reply *r, const char *path, struct err *e);

enum http_cookie_site { HTTP_COOKIE_LAX, HTTP_COOKIE_STRICT };

/*
 * Sets a cookie: HttpOnly, Path=/, SameSite, and on https `__Host-` and Secure.
 * `value` is letters, digits, '-', '_' and '.' (BUG_ON).  `life_s` 0: until the
 * browser closes; below 0: deletes it.  At most four a reply.
 */
void http_reply_cookie(struct http_reply *r, const struct http_request *req,
	const char *name, const char *value, int64_t life_s,
	enum http_cookie_site site);

#endif
