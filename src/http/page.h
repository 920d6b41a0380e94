#ifndef HTTP_PAGE_H
#define HTTP_PAGE_H
/*
 * http/page - HTML pages from templates and structs, for the few pages that
 * must work without scripts.
 *
 *    <!doctype html>... <style nonce="{{nonce}}">{{>style}}</style>
 *    {{#days}}<h2>{{title}}</h2>{{#times}}<b>{{text}}</b>{{/}}{{/}}
 *    {{^days}}<p>Свободного времени нет.</p>{{/}}
 *
 * Names are those of the struct's table (http/form): the same tables that
 * write JSON.  {{name}} is escaped, always; an attribute must be quoted.
 * {{#name}} ... {{/}} stands if there is a value (a text that is neither NULL
 * nor "", a BOOL that is true, a number other than 0), once an element if it
 * is a list; {{^name}} ... {{/}} stands if there is none.  Inside a list the
 * names of the element come before those around it.  {{>part}} is another of
 * the templates.  {{nonce}} is what page_reply lets style carry.
 */
#include "base/buf.h"
#include "http/form.h"
#include "http/reply.h"

enum {
	PAGE_BYTES_MAX = 256 << 10, /* one page */
	PAGE_DEPTH_MAX = 12,        /* sections and parts within each other */
};

/*
 * Checks that template `name` and its parts are sound: every name is known,
 * every section is closed, also where nothing would be written.  `parts` are
 * {name, text}, ending with {0}.  ERR_INTERNAL says what is wrong.
 */
MUST_USE bool page_check(const struct http_pair *parts, const char *name,
	const struct form_field *fields, struct err *e);

/* Appends the page.  Errors as page_check; ERR_TOO_LARGE. */
MUST_USE bool page_write(struct buf *out, const struct http_pair *parts,
	const char *name, const struct form_field *fields, const void *from,
	const char *nonce, struct err *e);

/*
 * Answers with a page of one person: not stored, not indexed, no script, style
 * by nonce.  Its Referrer-Policy is same-origin, so that its own forms carry
 * an Origin which a browser without Sec-Fetch-Site is known by, and other
 * sites never learn the address.
 */
MUST_USE bool page_reply(struct http_reply *reply, struct arena *a, int status,
	const struct http_pair *parts, const char *name,
	const struct form_field *fields, const void *from, struct err *e);

#endif
