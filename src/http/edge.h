#ifndef HTTP_EDGE_H
#define HTTP_EDGE_H
/*
 * http/edge - what is refused before anybody looks at a request: everything
 * that a proxy in front and we could read differently (RFC 9112 section 11.2),
 * because there a second request hides in the first.  Pure.
 */
#include "http/request.h"

struct edge_line {
	const char *method, *target, *version;
};

/*
 * Returns 0, or the status of the refusal: 400 ambiguous or malformed, 405 not
 * a method of ours, 411 a body of unannounced length, 415 a compressed body.
 * After a refusal the connection must be closed.  On success sets req's
 * method, path, query (in req->a) and body_announced_n; the headers must
 * already be in req.
 */
int edge_check(const struct edge_line *line, struct http_request *req);

/*
 * True if the server library's views of the header block lie side by side in
 * memory, just as they stood on the wire: `name: value CRLF name: value CRLF
 * CRLF`, `block_n` bytes from the method to the end.  A folded line, a NUL,
 * a bare CR or LF breaks the row, though the library hides it.  `target_n` is
 * the length of the target before the library cut it at '?'.
 */
bool edge_is_whole(const struct edge_line *line, size_t target_n,
	const struct http_pair *headers, size_t n, size_t block_n);

/*
 * The client behind a trusted proxy: the last address of X-Forwarded-For, the
 * one that our proxy wrote itself.  Without a good one *peer stays.
 */
void edge_forwarded(const struct http_request *req, uint8_t peer[16]);

#endif
