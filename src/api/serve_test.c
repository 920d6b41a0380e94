/*
 * The whole HTTP face on loopback: server, router, api and client together.
 */
#include "api/api.h"
#include "api/routes.h"
#include "http/client.h"
#include "http/server.h"
#include "test/check.h"

enum { WAIT_MS = 5000, ANSWER_MAX = 10000, PADDING = 5000 };

static bool on_begin(void *ctx, struct call *c, struct err *e)
{
	(void)ctx, (void)c, (void)e;
	return true;
}

static void on_end(void *ctx, struct call *c)
{
	(void)ctx, (void)c;
}

struct place {
	struct api *api;
	struct http_server *srv;
	struct http_client *client;
};

static struct place begin(void)
{
	static const struct api_hooks hooks = {
		.begin = on_begin, .end = on_end};
	struct http_client_settings cs = {4, 4, NULL};
	struct http_server_settings s = http_server_defaults();
	struct http_handler h;
	struct place p;
	struct err e;

	s.host = "127.0.0.1";
	s.threads_n = 2;
	p.api = api_open(route_tables, NULL, true, &hooks);
	h = router_handler(api_router(p.api));
	p.srv = http_server_open(&s, &h, &e);
	CHECK(p.srv != NULL);
	p.client = http_client_open(&cs);
	return p;
}

static void end(struct place *p)
{
	http_client_close(p->client);
	http_server_close(p->srv, 1000);
	api_close(p->api);
}

static struct http_answer get(const struct place *p, struct arena *a,
	enum http_method method, const char *path, const char *padding)
{
	struct http_pair header = {"X-Padding", padding};
	struct http_answer answer;
	struct http_ask ask = {.method = method,
		.url = arena_print(a, "http://127.0.0.1:%u%s",
			http_server_port(p->srv), path),
		.headers = &header,
		.headers_n = 1,
		.answer_max = ANSWER_MAX};

	http_client_send(p->client, &ask, 1, WAIT_MS, a, &answer);
	CHECK(answer.end == HTTP_END_ANSWERED);
	return answer;
}

static void test_the_face_answers(void)
{
	static const struct {
		enum http_method method;
		const char *path;
		int status;
		const char *part;
	} rows[] = {
		{HTTP_GET, "/healthz", 200, "ok"},
		{HTTP_GET, "/metrics", 200, "zabota_http_ok_total"},
		{HTTP_GET, "/api/v1/none", 404, "\"kind\":\"not_found\""},
		{HTTP_POST, "/healthz", 405, "метод"},
	};
	struct place p = begin();

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena a;
		struct http_answer got;

		arena_init(&a);
		got = get(&p, &a, rows[i].method, rows[i].path, "x");
		CHECK_ROW(got.status == rows[i].status, i);
		CHECK_ROW(strstr(got.body, rows[i].part), i);
		arena_release(&a);
	}
	end(&p);
}

/* Both headers share the library's 8 KiB: neither may starve the other. */
static void test_a_large_header_leaves_room_for_the_reply(void)
{
	static char padding[PADDING + 1];
	struct place p = begin();
	struct arena a;

	arena_init(&a);
	memset(padding, 'x', PADDING);
	CHECK(get(&p, &a, HTTP_GET, "/healthz", padding).status == 200);
	arena_release(&a);
	end(&p);
}

TEST_MAIN(test_the_face_answers, test_a_large_header_leaves_room_for_the_reply)
