#ifndef API_VIEW_H
#define API_VIEW_H
/*
 * api/view - how a handler reads and answers: ten lines each.
 *
 *	return form_read(c->request, visit_request_fields, &in, e) &&
 *	       app_visit_book(c, &in, &visit, e) &&
 *	       view_reply(c, 201, visit_fields, &visit, e);
 */
#include "app/call.h"
#include "http/form.h"
#include "http/reply.h"

/* Most bytes of one JSON answer: PAGE_ROWS_MAX rows of 4 kB, rounded up. */
enum { VIEW_BYTES_MAX = 1 << 20 };

/* Answers with the struct as a JSON object.  ERR_TOO_LARGE. */
MUST_USE bool view_reply(struct call *c, int status,
	const struct form_field *fields, const void *from, struct err *e);
/* Answers {"rows":[…],"n":n} of `n` structs of `each_bytes`.  ERR_TOO_LARGE. */
MUST_USE bool view_reply_rows(struct call *c, const struct form_field *fields,
	const void *rows, size_t n, size_t each_bytes, struct err *e);
/* Answers 204. */
MUST_USE bool view_reply_none(struct call *c);
/* The decoded {name} of the path as an id; ERR_NOT_FOUND if it is none. */
MUST_USE bool view_param_id(
	const struct call *c, const char *name, int64_t *out, struct err *e);

#endif
