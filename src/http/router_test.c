#include "http/router.h"

#include "test/check.h"

enum { MAY_ALL = 1, MAY_STAFF };
enum { LIMIT_WIDE, LIMIT_NARROW };
static const struct limit_class classes[] = {
	[LIMIT_WIDE] = {"wide", 60000, 10000, 1, 1, 100},
	[LIMIT_NARROW] = {"narrow", 60, 2, 1, 1, 100},
	{0},
};

/* The owner's side: one request, what it saw, what it answers. */
struct call {
	struct http_request *req;
	struct http_reply *reply;
	const char *seen; /* the handler that ran */
};

static struct owner {
	struct call call;
	bool is_denied;
	const char *token;
	uint64_t person;
	bool is_private;
	int done_n;
	enum err_kind refused; /* of the last refusal */
	const char *field;
} owner;

static bool run(struct call *c, const char *seen)
{
	c->seen = seen;
	http_reply_text(c->reply, 200, "ok");
	return true;
}

static bool get_list(struct call *c, struct err *e)
{
	(void)e;
	return run(c, "list");
}

static bool get_one(struct call *c, struct err *e)
{
	(void)e;
	return run(c, http_param(c->req, "id"));
}

static bool get_new(struct call *c, struct err *e)
{
	(void)e;
	return run(c, "new");
}

static bool post_one(struct call *c, struct err *e)
{
	(void)e;
	return run(c, "post");
}

static bool get_rest(struct call *c, struct err *e)
{
	(void)e;
	return run(c, http_param(c->req, "path"));
}

static bool get_conflict(struct call *c, struct err *e)
{
	(void)c;
	return err_set(e, ERR_CONFLICT, "taken");
}

static const struct route routes[] = {
	ROUTE(GET, "/v/{id}", MAY_ALL, LIMIT_WIDE, get_one),
	ROUTE(POST, "/v/{id}", MAY_STAFF, LIMIT_WIDE, post_one),
	ROUTE(GET, "/v/new", MAY_ALL, LIMIT_WIDE, get_new),
	ROUTE(GET, "/v", MAY_ALL, LIMIT_WIDE, get_list),
	ROUTE(PUT, "/v", MAY_ALL, LIMIT_WIDE, post_one),
	ROUTE(GET, "/narrow", MAY_ALL, LIMIT_NARROW, get_list),
	ROUTE(GET, "/conflict", MAY_ALL, LIMIT_WIDE, get_conflict),
	{0},
};
static const struct route pages[] = {
	ROUTE(GET, "/{path*}", MAY_ALL, LIMIT_WIDE, get_rest),
	{0},
};
static const struct route *const tables[] = {routes, pages, NULL};
static const struct route *const tables_bare[] = {routes, NULL};

static bool on_admit(void *ctx, const struct route *r, struct http_request *req,
	struct http_reply *reply, struct admission *out, struct err *e)
{
	(void)ctx, (void)r;
	owner.call = (struct call){req, reply, NULL};
	*out = (struct admission){
		&owner.call, owner.token, owner.person, owner.is_private};
	return !owner.is_denied || err_set(e, ERR_LOGIN, "who?");
}

static void on_refuse(void *ctx, struct call *c, const struct http_request *req,
	struct http_reply *reply, const struct err *e)
{
	(void)ctx, (void)c, (void)req;
	owner.refused = e->kind;
	owner.field = arena_text(req->a, e->field);
	http_reply_text(reply, 400, "refused");
}

static void on_done(void *ctx, struct call *c, const struct route *r,
	const struct http_request *req, const struct http_reply *reply)
{
	(void)ctx, (void)c, (void)r, (void)req, (void)reply;
	owner.done_n++;
}

static struct router *begin(const struct route *const *which)
{
	static const struct router_hooks hooks = {
		NULL, on_admit, on_refuse, on_done};
	struct router_settings s = {.classes = classes};

	owner = (struct owner){0};
	return router_open(which, &s, &hooks);
}

/* Sends a request through; the status, and in `reply` the whole. */
static int pass(
	struct router *r, struct http_request *req, struct http_reply *reply)
{
	struct http_handler h = router_handler(r);
	size_t body_max = 0;

	*reply = (struct http_reply){0};
	owner.refused = ERR_NONE;
	owner.call.seen = NULL;
	req->query = "";
	req->body = req->body ? req->body : "";
	if (h.head(h.ctx, req, reply, &body_max)) {
		if (req->body_n > body_max)
			h.too_large(h.ctx, req, reply);
		else
			h.body(h.ctx, req, reply);
	}
	return reply->status;
}

static const char *reply_header(const struct http_reply *r, const char *name)
{
	for (size_t i = 0; i < r->headers_n; i++)
		if (strcmp(r->headers[i].name, name) == 0)
			return r->headers[i].value;
	return "";
}

static void test_paths_and_methods(void)
{
	static const struct {
		enum http_method method;
		const char *path;
		int status;
		const char *seen, *allow;
	} rows[] = {
		{HTTP_GET, "/v", 200, "list", ""},
		{HTTP_HEAD, "/v", 200, "list", ""},
		{HTTP_GET, "/v/7", 200, "7", ""},
		{HTTP_GET, "/v/new", 200, "new", ""},
		{HTTP_POST, "/v/new", 200, "post", ""},
		{HTTP_GET, "/v/a%2Fb", 200, "a/b", ""},
		{HTTP_GET, "/v/%D0%B6", 200, "ж", ""},
		{HTTP_GET, "/v/a+b", 200, "a+b", ""},
		{HTTP_PUT, "/v", 200, "post", ""},
		{HTTP_GET, "/v/", 400, NULL, ""},
		{HTTP_GET, "/v//", 400, NULL, ""},
		{HTTP_GET, "/v/7/8", 400, NULL, ""},
		{HTTP_GET, "/V", 400, NULL, ""},
		{HTTP_GET, "/", 400, NULL, ""},
		{HTTP_GET, "//v", 400, NULL, ""},
		{HTTP_GET, "/v/%zz", 400, NULL, ""},
		{HTTP_GET, "/v/%00", 400, NULL, ""},
		{HTTP_GET, "/v/%ff", 400, NULL, ""},
		{HTTP_GET, "/./v", 400, NULL, ""},
		{HTTP_DELETE, "/v", 405, NULL, "GET, HEAD, PUT, OPTIONS"},
		{HTTP_DELETE, "/v/7", 405, NULL, "GET, HEAD, POST, OPTIONS"},
		{HTTP_OPTIONS, "/v", 204, NULL, "GET, HEAD, PUT, OPTIONS"},
		{HTTP_OPTIONS, "/w", 400, NULL, ""},
		{HTTP_GET, "/conflict", 400, NULL, ""},
	};
	struct router *r = begin(tables_bare);
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct http_request req = {.a = &a,
			.method = rows[i].method,
			.path = rows[i].path};
		struct http_reply reply;

		CHECK_ROW(pass(r, &req, &reply) == rows[i].status, i);
		CHECK_ROW(!rows[i].seen == !owner.call.seen, i);
		if (rows[i].seen)
			CHECK_TEXT(owner.call.seen, rows[i].seen);
		CHECK_TEXT(reply_header(&reply, "Allow"), rows[i].allow);
		CHECK_ROW(owner.done_n == (int)i + 1, i);
	}
	arena_release(&a);
	router_close(r);
}

static void test_the_rest_of_a_path(void)
{
	static const struct {
		const char *path, *seen;
	} rows[] = {
		{"/", ""},
		{"/a/b.js", "a/b.js"},
		{"/v/7/8", "v/7/8"},
		{"/v/7", "7"},
		{"/../etc", "../etc"},
	};
	struct router *r = begin(tables);
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct http_request req = {.a = &a, .path = rows[i].path};
		struct http_reply reply;

		CHECK_ROW(pass(r, &req, &reply) == 200, i);
		CHECK_TEXT(owner.call.seen, rows[i].seen);
	}
	CHECK(pass(r,
		      &(struct http_request){
			      .a = &a, .method = HTTP_DELETE, .path = "/x"},
		      &(struct http_reply){0}) == 400);
	CHECK(owner.refused == ERR_NOT_FOUND);
	CHECK(router_routes_n(r) == 8);
	CHECK_TEXT(router_route(r, 7)->name, "get_rest");
	arena_release(&a);
	router_close(r);
}

/* Rows: what the browser says; columns: is it let through? */
static void test_csrf_matrix(void)
{
	static const struct {
		const char *site, *origin;
		bool passes;
	} rows[] = {
		{NULL, NULL, true},
		{"same-origin", NULL, true},
		{"none", NULL, true},
		{"same-site", NULL, false},
		{"cross-site", NULL, false},
		{"rubbish", NULL, false},
		{"cross-site", "https://desk.example", false},
		{"same-origin", "null", true},
		{NULL, "https://desk.example", true},
		{NULL, "http://desk.example", true},
		{NULL, "https://evil.example", false},
		{NULL, "https://desk.example.evil.example", false},
		{NULL, "https://desk.example:444", false},
		{NULL, "null", false},
		{NULL, "", false},
	};
	struct router *r = begin(tables_bare);
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		for (int m = 0; m < HTTP_METHODS; m++) {
			struct http_pair headers[3] = {
				{"Host", "desk.example"}};
			struct http_request req = {.a = &a,
				.method = (enum http_method)m,
				.path = m == HTTP_PUT ? "/v" : "/v/7",
				.headers = headers,
				.headers_n = 1};
			struct http_reply reply;
			bool is_safe = http_method_is_safe(req.method);

			if (m != HTTP_POST && m != HTTP_PUT && !is_safe)
				continue;
			if (rows[i].site)
				headers[req.headers_n++] = (struct http_pair){
					"Sec-Fetch-Site", rows[i].site};
			if (rows[i].origin)
				headers[req.headers_n++] = (struct http_pair){
					"Origin", rows[i].origin};
			pass(r, &req, &reply);
			CHECK_ROW((owner.refused != ERR_DENIED) ==
					  (is_safe || rows[i].passes),
				i);
		}
	arena_release(&a);
	router_close(r);
}

static void test_cookie_sessions_show_their_token(void)
{
	static const struct {
		enum http_method method;
		const char *token; /* of the session; NULL: none */
		const char *header, *body;
		bool passes;
	} rows[] = {
		{HTTP_POST, NULL, NULL, NULL, true},
		{HTTP_GET, "abc", NULL, NULL, true},
		{HTTP_POST, "abc", NULL, NULL, false},
		{HTTP_POST, "abc", "abc", NULL, true},
		{HTTP_POST, "abc", "abd", NULL, false},
		{HTTP_POST, "abc", "ab", NULL, false},
		{HTTP_POST, "abc", "abcd", NULL, false},
		{HTTP_POST, "abc", "", NULL, false},
		{HTTP_POST, "abc", NULL, "x=1&csrf_token=abc", true},
		{HTTP_POST, "abc", NULL, "csrf_token=abx", false},
		{HTTP_POST, "abc", NULL, "csrf_token=abc&csrf_token=abx",
			false},
		{HTTP_POST, "abc", "wrong", "csrf_token=abc", false},
	};
	struct router *r = begin(tables_bare);
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct http_pair headers[2] = {
			{"Content-Type", "application/x-www-form-urlencoded"},
			{"X-CSRF-Token", rows[i].header}};
		struct http_request req = {.a = &a,
			.method = rows[i].method,
			.path = "/v/7",
			.headers = headers,
			.headers_n = rows[i].header ? 2 : 1,
			.body = rows[i].body,
			.body_n = rows[i].body ? strlen(rows[i].body) : 0};
		struct http_reply reply;

		owner.token = rows[i].token;
		CHECK_ROW((pass(r, &req, &reply) == 200) == rows[i].passes, i);
		CHECK_ROW(rows[i].passes || owner.refused == ERR_DENIED, i);
		CHECK_ROW(rows[i].passes == (owner.call.seen != NULL), i);
	}
	arena_release(&a);
	router_close(r);
}

static void test_rates_are_kept(void)
{
	struct router *r = begin(tables_bare);
	struct arena a;
	struct http_reply reply;

	arena_init(&a);
	for (int i = 0; i < 3; i++) {
		struct http_request req = {.a = &a, .path = "/narrow"};

		CHECK_ROW((pass(r, &req, &reply) == 200) == (i < 2), i);
	}
	CHECK(owner.refused == ERR_LIMIT);
	CHECK_TEXT(reply_header(&reply, "Retry-After"), "1");
	/* A person is counted wherever he comes from. */
	owner.person = 5;
	for (int i = 0; i < 3; i++) {
		struct http_request req = {.a = &a,
			.path = "/narrow",
			.peer = {[1] = (uint8_t)(1 + i)}};

		CHECK_ROW((pass(r, &req, &reply) == 200) == (i < 2), i);
	}
	arena_release(&a);
	router_close(r);
}

static void test_bodies_have_a_size(void)
{
	static const struct {
		enum http_method method;
		size_t n;
		enum err_kind want;
	} rows[] = {
		{HTTP_POST, 100, ERR_NONE},
		{HTTP_POST, 101, ERR_TOO_LARGE},
		{HTTP_GET, 1, ERR_TOO_LARGE},
	};
	static const char body[200];
	struct router *r = begin(tables_bare);
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct http_request req = {.a = &a,
			.method = rows[i].method,
			.path = "/v/7",
			.body = body,
			.body_n = rows[i].n};
		struct http_reply reply;

		pass(r, &req, &reply);
		CHECK_ROW(owner.refused == rows[i].want, i);
	}
	arena_release(&a);
	router_close(r);
}

static void test_every_answer_has_the_headers(void)
{
	static const char *const paths[] = {"/v", "/none", "/conflict"};
	struct router *r = begin(tables_bare);
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		struct http_request req = {
			.a = &a, .path = paths[i], .is_https = i == 1};
		struct http_reply reply;

		owner.is_denied = i == 2;
		pass(r, &req, &reply);
		CHECK_ROW(
			strstr(reply_header(&reply, "Content-Security-Policy"),
				"default-src 'none'"),
			i);
		CHECK_TEXT(reply_header(&reply, "X-Content-Type-Options"),
			"nosniff");
		CHECK_TEXT(reply_header(&reply, "Cache-Control"), "no-store");
		CHECK_ROW(!*reply_header(&reply, "Strict-Transport-Security") ==
				  (i != 1),
			i);
	}
	CHECK(owner.refused == ERR_LOGIN);
	arena_release(&a);
	router_close(r);
}

TEST_MAIN(test_paths_and_methods, test_the_rest_of_a_path, test_csrf_matrix,
	test_cookie_sessions_show_their_token, test_rates_are_kept,
	test_bodies_have_a_size, test_every_answer_has_the_headers)
