#ifndef HTTP_STATIC_H
#define HTTP_STATIC_H
/*
 * http/static - the built pages: read into memory once, then only compared and
 * sent.  No file is opened while serving, so no path from outside can reach
 * one.
 *
 * Files under `assets/` carry a hash in their name (Vite's habit) and are kept
 * by browsers for ever; the others are asked for again by ETag.  `x.js.gz`
 * beside `x.js` is sent to whoever accepts gzip.  A path without a dot is a
 * page of the application: it gets index.html, with each `{{nonce}}` in it
 * replaced by a fresh style nonce.
 */
#include "http/reply.h"
#include "http/request.h"

enum { HTTP_STATIC_BYTES_MAX = 64 << 20, HTTP_STATIC_FILES_MAX = 2000 };

struct http_static_file {
	const char *path; /* "assets/app-1a2b.js"; NULL ends a table */
	const char *p;
	size_t n;
};

struct http_static;

/* From a table built into the program; it must outlive the result. */
struct http_static *http_static_open(const struct http_static_file *files);
/*
 * Reads a whole folder.  NULL with ERR_NOT_FOUND, ERR_TOO_LARGE,
 * ERR_UNAVAILABLE.
 */
struct http_static *http_static_read(const char *folder, struct err *e);
void http_static_close(struct http_static *s);

/*
 * Answers a GET or HEAD of req->path (200, 304) with its caching and policy
 * headers.  ERR_NOT_FOUND.
 */
MUST_USE bool http_static_serve(const struct http_static *s,
	const struct http_request *req, struct http_reply *reply,
	struct err *e);

#endif
