#ifndef TEST_FACE_H
#define TEST_FACE_H
/*
 * test/face - the HTTP face over test/desk, asked without a socket: requests go
 * through the router, its checks and the real handlers.
 */
#include "api/api.h"
#include "api/routes.h"
#include "test/desk.h"

static struct {
	struct api *api;
	int64_t now;          /* of the calls; unix s UTC */
	struct principal who; /* of the cookie; visitor: there is none */
} face;

static inline bool face_begin(void *ctx, struct call *c, struct err *e)
{
	(void)ctx, (void)e;
	c->app = &desk;
	c->store = &both.store;
	c->now = face.now;
	c->id = 7;
	return true;
}

static inline void face_end(void *ctx, struct call *c)
{
	(void)ctx, (void)c;
}

static inline bool face_session(void *ctx, struct call *c, const char *token,
	const char **csrf_token, struct err *e)
{
	(void)ctx, (void)token, (void)e;
	c->who = face.who;
	*csrf_token = "right";
	return true;
}

static inline void face_before(void)
{
	static const struct api_hooks hooks = {
		NULL, face_begin, face_end, face_session, NULL};

	static const struct api_settings set = {
		.tables = route_tables, .no_limits = true};

	desk_before();
	face.now = DESK_NOW;
	face.who = (struct principal){0};
	face.api = api_open(&set, &hooks);
}

static inline void face_after(void)
{
	live_shut(api_live(face.api));
	api_close(face.api);
	desk_after();
}

static inline void face_sign_in(enum role role)
{
	face.who = (struct principal){.kind = PRINCIPAL_STAFF,
		.role = role,
		.clinic_id = CLINIC_ID,
		.id = 77};
}

/*
 * Asks for `target` (a path, and what stands behind '?'); `headers` end with a
 * name of NULL.  The answer lives in both.a; its body ends with a NUL.
 */
static inline struct http_reply face_ask_with(enum http_method method,
	const char *target, const struct http_pair *headers, const char *body)
{
	struct http_handler h = router_handler(api_router(face.api));
	struct str rest = str_of(target);
	struct str path = str_split(&rest, '?');
	struct http_request req = {
		.method = method,
		.path = arena_copy(&both.a, path.p, path.n),
		.query = rest.p ? arena_copy(&both.a, rest.p, rest.n) : "",
		.headers = headers,
		.body = body ? body : "",
		.body_n = body ? strlen(body) : 0,
		.a = &both.a,
	};
	struct http_reply reply = {0};
	size_t body_max;

	while (headers[req.headers_n].name)
		req.headers_n++;
	if (h.head(h.ctx, &req, &reply, &body_max))
		h.body(h.ctx, &req, &reply);
	reply.body =
		arena_copy(&both.a, reply.body ? reply.body : "", reply.body_n);
	return reply;
}

/* As a browser of our own page does, with the cookie of face.who. */
static inline struct http_reply face_ask(
	enum http_method method, const char *target, const char *body)
{
	const struct http_pair headers[] = {
		{"Host", "clinic.example"},
		{"Sec-Fetch-Site", "same-origin"},
		{"Content-Type", body && *body == '{'
					 ? "application/json"
					 : "application/x-www-form-urlencoded"},
		{face.who.kind ? "Cookie" : "X-None", "session=abc"},
		{"X-Csrf-Token", "right"},
		{0},
	};

	return face_ask_with(method, target, headers, body);
}

static inline struct http_reply face_get(const char *target)
{
	return face_ask(HTTP_GET, target, NULL);
}

/* "" if the answer has no such header. */
static inline const char *face_header(
	const struct http_reply *r, const char *name)
{
	for (size_t i = 0; i < r->headers_n; i++)
		if (strcmp(r->headers[i].name, name) == 0)
			return r->headers[i].value;
	return "";
}

#define FACE_MAIN(...) ENGINE_MAIN(face_before, face_after, __VA_ARGS__)

#endif
