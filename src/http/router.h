#ifndef HTTP_ROUTER_H
#define HTTP_ROUTER_H
/*
 * http/router - from a request to its handler, with everything that must hold
 * before a handler runs, in this order:
 *
 *    path (404) > method (405, OPTIONS) > rate (429) > origin (403)
 *    > body size (413) > admit(): who, and may he (401, 403, 404)
 *    > CSRF token of a cookie session (403) > rate of the session (429)
 *    > handler
 *
 * The router does not know who people are: the hooks do.  Tables are data, all
 * routes can be listed (docs, OpenAPI, the test that tries every one).
 */
#include "http/limit.h"
#include "http/reply.h"
#include "http/request.h"
#include "http/server.h"

struct call; /* the owner's: one request with its person */

/* Handles an admitted request.  False: *e becomes the answer. */
typedef bool route_fn(struct call *c, struct err *e);

struct route {
	enum http_method method;
	const char *path; /* "/api/v1/visits/{id}"; NULL ends a table.  A last
			     segment {name*} takes the rest, raw */
	int policy;       /* the owner's; never 0 */
	int limit;        /* index of the owner's limit classes */
	route_fn *handle;
	const char *name; /* the handler's name: OpenAPI's operationId */
	const struct form_field *in, *out; /* tables of body and answer, for
					      the documents; may be NULL */
	/* The path holds a secret of its own: neither cookie nor key of the
	 * browser that happens to open it counts, so no CSRF token either. */
	bool is_by_token;
};

/*
 * A row.  The policy must be a constant above 0, or it does not compile; a
 * GET row serves HEAD too.  What follows the handler are designated fields:
 * ROUTE(POST, "/x", MAY_X, LIMIT_X, post_x, .in = x_fields)
 */
#define ROUTE(verb, pattern, policy_, limit_, ...)                             \
	ROUTE_(verb, pattern, policy_, __VA_ARGS__, .limit = (limit_))
#define ROUTE_(verb, pattern, policy_, handler, ...)                           \
	{                                                                      \
		.method = HTTP_##verb, .path = (pattern),                      \
		.policy = (int)(policy_) *                                     \
			  (int)sizeof(char[(policy_) > 0 ? 1 : -1]),           \
		.handle = (handler), .name = #handler, __VA_ARGS__             \
	}

/* What the owner found out about the person behind a request. */
struct admission {
	struct call *call;      /* handed to the handler */
	const char *csrf_token; /* the request stands on a cookie session:
				   the token it must show; NULL: it does not */
	uint64_t person;        /* key of the rate limit; 0: nobody known */
	bool is_private;        /* the answer must not be stored by anyone */
};

struct router_hooks {
	void *ctx;
	/*
	 * Looks up who asks and whether `r->policy` lets him.  Must fill
	 * out->call even when it returns false.  May block.
	 */
	bool (*admit)(void *ctx, const struct route *r,
		struct http_request *req, struct http_reply *reply,
		struct admission *out, struct err *e);
	/* Writes *e as the reply.  `c` is NULL before admit(). */
	void (*refuse)(void *ctx, struct call *c,
		const struct http_request *req, struct http_reply *reply,
		const struct err *e);
	/* The reply stands: counts and logs.  `c` and `r` may be NULL. */
	void (*done)(void *ctx, struct call *c, const struct route *r,
		const struct http_request *req, const struct http_reply *reply);
};

struct router_settings {
	const char *origin; /* "https://desk.example": who may post to us when
			       a browser sends Origin only; NULL: the Host */
	const struct limit_class *classes; /* ends with name NULL */
	bool no_limits; /* rates are not enforced (tests, benches) */
};

struct router;

/*
 * `tables` ends with NULL and outlives the router.  BUG_ON: two rows answer
 * the same request, a pattern is wrong, a limit class does not exist.
 */
struct router *router_open(const struct route *const *tables,
	const struct router_settings *s, const struct router_hooks *hooks);
void router_close(struct router *r);

/* What http_server_open wants. */
struct http_handler router_handler(struct router *r);

/* Every route in the order of the tables, up to n-1. */
size_t router_routes_n(const struct router *r);
const struct route *router_route(const struct router *r, size_t i);
const struct limit_class *router_class(const struct router *r, int limit);

/* Checks made before admit(); public for their own tests. */
MUST_USE bool router_origin_is_ours(
	const struct http_request *req, const char *origin);
/* Adds what SECURITY wants on each answer, unless the handler set its own. */
void router_secure(struct http_reply *reply, bool is_private, bool is_https);
/* A page that may load style under this nonce; the value lives in `a`. */
const char *router_page_policy(struct arena *a, const char *style_nonce);

#endif
