/*
 * The whole HTTP face on loopback: server, router, api and client together.
 */
#include "api/serve.h"

#include "http/client.h"
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

static const struct api_hooks hooks = {.begin = on_begin, .end = on_end};

struct place {
	struct arena arena;
	struct serve *serve;
	struct http_client *client;
};

static void begin(struct place *p)
{
	struct http_client_settings cs = {4, 4, NULL};
	struct conf *conf;
	struct err e;

	arena_init(&p->arena);
	conf = conf_open(&p->arena, serve_conf_tables);
	CHECK(conf_set(conf, "http.listen", "127.0.0.1:0", &e));
	CHECK(conf_set(conf, "http.threads_n", "2", &e));
	CHECK(conf_set(conf, "http.limits", "no", &e));
	CHECK(serve_open(conf, &hooks, &p->serve, &e));
	p->client = http_client_open(&cs);
}

static void end(struct place *p)
{
	http_client_close(p->client);
	serve_close(p->serve, 1000);
	arena_release(&p->arena);
}

static struct http_answer ask(struct place *p, enum http_method method,
	const char *path, const char *padding)
{
	struct http_pair header = {"X-Padding", padding};
	struct http_answer answer;
	struct http_ask one = {.method = method,
		.url = arena_print(&p->arena, "http://127.0.0.1:%u%s",
			serve_port(p->serve), path),
		.headers = &header,
		.headers_n = 1,
		.answer_max = ANSWER_MAX};

	http_client_send(p->client, &one, 1, WAIT_MS, &p->arena, &answer);
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
		{HTTP_POST, "/api/v1/none", 404, "\"kind\":\"not_found\""},
		{HTTP_POST, "/healthz", 405, "метод"},
		{HTTP_GET, "/schedule", 404, "Ничего не найдено"},
	};
	struct place p;

	begin(&p);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct http_answer got =
			ask(&p, rows[i].method, rows[i].path, "x");

		CHECK_ROW(got.status == rows[i].status, i);
		CHECK_ROW(strstr(got.body, rows[i].part), i);
	}
	end(&p);
}

/* Both headers share the library's 8 KiB: neither may starve the other. */
static void test_a_large_header_leaves_room_for_the_reply(void)
{
	static char padding[PADDING + 1];
	struct place p;

	begin(&p);
	memset(padding, 'x', PADDING);
	CHECK(ask(&p, HTTP_GET, "/healthz", padding).status == 200);
	end(&p);
}

static void test_wrong_settings_start_nothing(void)
{
	static const struct {
		const char *name, *value;
		enum err_kind want;
	} rows[] = {
		{"http.listen", "nowhere", ERR_INVALID},
		{"http.listen", "192.0.2.1:1", ERR_UNAVAILABLE},
		{"http.pages", "/none/such", ERR_NOT_FOUND},
		{"http.proxy", "proxy.example", ERR_INVALID},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct serve *s = NULL;
		struct conf *conf;
		struct arena a;
		struct err e;

		arena_init(&a);
		conf = conf_open(&a, serve_conf_tables);
		CHECK(conf_set(conf, "http.listen", "127.0.0.1:0", &e));
		CHECK_ROW(conf_set(conf, rows[i].name, rows[i].value, &e), i);
		CHECK_ROW(!serve_open(conf, &hooks, &s, &e), i);
		CHECK_ROW(e.kind == rows[i].want && !s, i);
		arena_release(&a);
	}
}

TEST_MAIN(test_the_face_answers, test_a_large_header_leaves_room_for_the_reply,
	test_wrong_settings_start_nothing)
