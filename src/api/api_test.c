#include "api/api.h"

#include "api/counters.h"
#include "api/document.h"
#include "api/errors.h"
#include "api/policy.h"
#include "api/routes.h"
#include "api/view.h"
#include "test/check.h"

struct item {
	int64_t id;
	const char *name;
};
static const struct form_field item_fields[] = {
	FORM_ID(struct item, id, FORM_REQUIRED),
	FORM_TEXT(struct item, name, 1, 10, FORM_REQUIRED),
	{0},
};

static bool post_item(struct call *c, struct err *e)
{
	struct item in;

	return form_read(c->request, item_fields, &in, e) &&
	       view_reply(c, 201, item_fields, &in, e);
}

static bool get_broken(struct call *c, struct err *e)
{
	(void)c;
	return err_set(e, ERR_INTERNAL, "row 17 of table patient is corrupt");
}

static const struct route test_routes[] = {
	ROUTE(POST, "/api/v1/items", MAY_ALL, LIMIT_WRITE, post_item,
		.in = item_fields, .out = item_fields),
	ROUTE(GET, "/api/v1/items/{id}", MAY_DESK, LIMIT_READ, get_broken),
	ROUTE(GET, "/page", MAY_STAFF, LIMIT_READ, get_broken),
	{0},
};
static const struct route *const tables[] = {test_routes, health_routes, NULL};

static struct side {
	int begun_n, ended_n;
	bool is_down;
} side;

static bool on_begin(void *ctx, struct call *c, struct err *e)
{
	(void)ctx;
	if (side.is_down)
		return err_set(e, ERR_UNAVAILABLE, "no database");
	c->id = 77;
	side.begun_n++;
	return true;
}

static void on_end(void *ctx, struct call *c)
{
	(void)ctx, (void)c;
	side.ended_n++;
}

/* The cookie's value names the role. */
static bool on_session(void *ctx, struct call *c, const char *token,
	const char **csrf_token, struct err *e)
{
	(void)ctx;
	c->who = (struct principal){.kind = PRINCIPAL_STAFF,
		.role = role_named(token),
		.clinic_id = 1,
		.id = 5};
	*csrf_token = "right";
	if (c->who.role != ROLE_NONE)
		return true;
	c->who = (struct principal){0};
	*csrf_token = NULL;
	return err_set(e, ERR_LOGIN, "no such session");
}

static bool on_key(void *ctx, struct call *c, const char *key, struct err *e)
{
	(void)ctx;
	if (strcmp(key, "good") != 0)
		return err_set(e, ERR_LOGIN, "no such key");
	c->who = (struct principal){.kind = PRINCIPAL_MACHINE, .id = 9};
	return true;
}

static struct api *begin(void)
{
	static const struct api_hooks hooks = {
		NULL, on_begin, on_end, on_session, on_key};

	static const struct api_settings set = {
		.tables = tables, .no_limits = true};

	side = (struct side){0};
	return api_open(&set, &hooks);
}

static struct http_reply pass(struct api *api, struct http_request *req)
{
	struct http_handler h = router_handler(api_router(api));
	struct http_reply reply = {0};
	size_t body_max;

	req->query = "";
	req->body = req->body ? req->body : "";
	req->body_n = strlen(req->body);
	if (h.head(h.ctx, req, &reply, &body_max))
		h.body(h.ctx, req, &reply);
	return reply;
}

static void test_who_may_pass(void)
{
	static const struct {
		const char *name, *value; /* one header */
		enum http_method method;
		const char *path;
		int status;
	} rows[] = {
		{"A", "b", HTTP_GET, "/healthz", 200},
		{"A", "b", HTTP_GET, "/metrics", 200},
		{"A", "b", HTTP_GET, "/api/v1/items/1", 401},
		{"Cookie", "session=doctor", HTTP_GET, "/api/v1/items/1", 500},
		{"Cookie", "session=marketer", HTTP_GET, "/api/v1/items/1",
			403},
		{"Cookie", "session=old", HTTP_GET, "/api/v1/items/1", 401},
		{"Cookie", "session=old", HTTP_GET, "/healthz", 200},
		{"Cookie", "session=marketer", HTTP_GET, "/page", 500},
		{"Authorization", "Bearer good", HTTP_GET, "/page", 403},
		{"Authorization", "Bearer good", HTTP_GET, "/healthz", 200},
		{"Authorization", "Bearer bad", HTTP_GET, "/healthz", 401},
		{"Authorization", "Basic good", HTTP_GET, "/healthz", 401},
		{"Cookie", "session=owner", HTTP_POST, "/api/v1/items", 403},
	};
	struct api *api = begin();

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct http_pair header = {rows[i].name, rows[i].value};
		struct arena a;
		struct http_request req;

		arena_init(&a);
		req = (struct http_request){.a = &a,
			.method = rows[i].method,
			.path = rows[i].path,
			.headers = &header,
			.headers_n = 1};
		CHECK_ROW(pass(api, &req).status == rows[i].status, i);
		CHECK_ROW(side.begun_n == side.ended_n, i);
		arena_release(&a);
	}
	CHECK(side.begun_n == (int)ARRAY_LEN(rows));
	api_close(api);
}

static void test_a_handler_reads_and_answers(void)
{
	static const struct {
		const char *body, *want;
		int status;
	} rows[] = {
		{"{\"id\":\"7\",\"name\":\"Анна\"}",
			"{\"id\":\"7\",\"name\":\"Анна\"}", 201},
		{"{\"id\":\"7\"}", "\"kind\":\"invalid\",\"field\":\"name\"",
			400},
		{"{", "\"field\":\"\"", 400},
	};
	static const struct http_pair header = {
		"Content-Type", "application/json"};
	struct api *api = begin();

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena a;
		struct http_request req;
		struct http_reply reply;

		arena_init(&a);
		req = (struct http_request){.a = &a,
			.method = HTTP_POST,
			.path = "/api/v1/items",
			.headers = &header,
			.headers_n = 1,
			.body = rows[i].body};
		reply = pass(api, &req);
		CHECK_ROW(reply.status == rows[i].status, i);
		CHECK_ROW(strstr(reply.body, rows[i].want), i);
		arena_release(&a);
	}
	api_close(api);
}

static void test_inner_reasons_stay_inside(void)
{
	static const struct http_pair header = {"Cookie", "session=doctor"};
	struct api *api = begin();
	struct arena a;
	struct http_request req;
	struct http_reply reply;

	arena_init(&a);
	req = (struct http_request){.a = &a,
		.path = "/api/v1/items/1",
		.headers = &header,
		.headers_n = 1};
	reply = pass(api, &req);
	CHECK(reply.status == 500);
	CHECK(!strstr(reply.body, "corrupt"));
	CHECK(strstr(reply.body, "Внутренняя ошибка"));
	side.is_down = true;
	reply = pass(api, &req);
	CHECK(reply.status == 503);
	CHECK(side.begun_n == 1 && side.ended_n == 1);
	arena_release(&a);
	api_close(api);
}

static void test_every_kind_has_a_status_and_two_texts(void)
{
	for (int kind = ERR_NONE + 1; kind < ERR_KINDS; kind++) {
		struct err e;

		err_field(&e, (enum err_kind)kind, "unheard_of", "x");
		CHECK_ROW(errors_status(e.kind) >= 400, kind);
		CHECK_ROW(strlen(errors_text(&e, true)) > 5, kind);
		CHECK_ROW(strlen(errors_text(&e, false)) > 5, kind);
	}
}

static void test_the_documents_list_the_routes(void)
{
	struct api *api = begin();
	struct arena a;
	struct buf b;
	struct json_out w = {.b = &b};
	const struct json *j, *paths;
	struct err e;

	arena_init(&a);
	buf_init(&b, &a, 1 << 20);
	document_openapi(&w, api_router(api));
	CHECK(json_parse(&a, b.p, b.n, &j, &e));
	paths = json_get(j, "paths");
	CHECK(paths->n == 2);
	CHECK(json_get(json_get(paths, "/api/v1/items"), "post"));
	buf_init(&b, &a, 1 << 20);
	document_routes(&b, api_router(api));
	CHECK(strstr(b.p, "| GET | `/page` | staff | read | `get_broken` |"));
	arena_release(&a);
	api_close(api);
}

TEST_MAIN(test_who_may_pass, test_a_handler_reads_and_answers,
	test_inner_reasons_stay_inside,
	test_every_kind_has_a_status_and_two_texts,
	test_the_documents_list_the_routes)
