#include "base/json.h"

#include "base/limits.h"
#include "test/check.h"

static struct arena a;

static bool parse(const char *text, const struct json **j, struct err *e)
{
	return json_parse(&a, text, strlen(text), j, e);
}

static void test_reads_and_writes_back(void)
{
	static const char text[] =
		"{\"a\":[1,-2.5,true,null,\"д\\\"\\u003c\"],\"b\":{}}";
	const struct json *j;
	struct buf b;
	struct json_out w = {.b = &b};
	struct err e;

	CHECK(parse(text, &j, &e));
	buf_init(&b, &a, 1000);
	json_put(&w, NULL, j);
	CHECK_TEXT(b.p, text);
	arena_release(&a);
}

/* Flat objects of plain texts are read without the library: the same comes of
 * them as of their neighbours, which the library reads. */
static void test_plain_texts(void)
{
	static const struct {
		const char *text, *again; /* NULL: refused */
	} rows[] = {
		{"{\"a\":\"б\"}", "{\"a\":\"б\"}"},
		{"{\"a\": \"б\"}", "{\"a\":\"б\"}"},
		{"{\"a\":\"\",\"b\":\"x y\"}", "{\"a\":\"\",\"b\":\"x y\"}"},
		{"{\"a\":\"1\",\"b\":2}", "{\"a\":\"1\",\"b\":2}"},
		{"{\"a\":\"\\n\"}", "{\"a\":\"\\n\"}"},
		{"{\"a\":\"№\"}", "{\"a\":\"№\"}"},
		{"{\"a\":\"1\",\"a\":\"2\"}", NULL},
		{"{\"a\":\"1\"", NULL},
		{"{\"a\":\"1\"}}", NULL},
		{"{\"a\":\"1\",}", NULL},
		{"{\"a\"}", NULL},
		{"{\"a\":\"1", NULL},
		{"{\"a\":\"\xC0\xAF\"}", NULL},
		{"{\"a\":\"\xD0\"}", NULL},
		{"{\"a\":\"\t\"}", NULL},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct json *j;
		struct buf b;
		struct json_out w = {.b = &b};
		struct err e;
		bool ok = parse(rows[i].text, &j, &e);

		CHECK_ROW(ok == (rows[i].again != NULL), i);
		if (!ok)
			continue;
		buf_init(&b, &a, 1000);
		json_put(&w, NULL, j);
		CHECK_ROW(strcmp(b.p, rows[i].again) == 0, i);
		CHECK_ROW(json_get(j, "a") == j->child && j->n >= 1, i);
	}
	arena_release(&a);
}

static void test_refuses(void)
{
	static const char *const rows[] = {"", "{", "{\"a\":1,\"a\":2}",
		"[1] x", "\"\xC0\xAF\"", "{\"a\":1e999}", "\"\\ud800\"", "nul",
		"\"\\u0000\""};
	const struct json *j = NULL;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct err e;

		CHECK_ROW(!parse(rows[i], &j, &e), i);
		CHECK_ROW(e.kind == ERR_INVALID && !j, i);
	}
	arena_release(&a);
}

static void test_bounds(void)
{
	const struct json *j;
	struct err e;
	char deep[200];
	char *wide = malloc(JSON_NODES_MAX * 2 + 10);
	size_t n = 0;

	memset(deep, '[', 100);
	memset(deep + 100, ']', 100);
	CHECK(!json_parse(&a, deep, 200, &j, &e));
	CHECK(e.kind == ERR_TOO_LARGE);
	wide[n++] = '[';
	for (int i = 0; i < JSON_NODES_MAX; i++) {
		wide[n++] = '1';
		wide[n++] = ',';
	}
	wide[n - 1] = ']';
	CHECK(!json_parse(&a, wide, n, &j, &e));
	CHECK(e.kind == ERR_TOO_LARGE);
	free(wide);
	arena_release(&a);
}

static void test_members(void)
{
	static const char *const known[] = {"n", "t", "y", "l", NULL};
	static const char *const fewer[] = {"n", NULL};
	const struct json *j, *child;
	const char *text;
	struct err e;
	int64_t n;
	size_t list_n;
	bool yes;

	CHECK(parse("{\"n\":5,\"t\":\"x\",\"y\":true,\"l\":[1,2]}", &j, &e));
	CHECK(json_only(j, known, &e));
	CHECK(!json_only(j, fewer, &e));
	CHECK_TEXT(e.field, "t");
	CHECK(json_get_int(j, "n", 0, 9, 1, &n, &e) && n == 5);
	CHECK(!json_get_int(j, "n", 6, 9, 1, &n, &e));
	CHECK_TEXT(e.field, "n");
	CHECK(!json_get_int(j, "t", 6, 9, 1, &n, &e) && n == 5);
	CHECK(json_get_int(j, "none", 6, 9, 7, &n, &e) && n == 7);
	CHECK(json_get_text(j, "t", NULL, &text, &e));
	CHECK_TEXT(text, "x");
	CHECK(json_get_bool(j, "y", false, &yes, &e) && yes);
	CHECK(json_get_list(j, "l", &child, &list_n, &e) && list_n == 2);
	CHECK(!json_get_list(j, "n", &child, &list_n, &e));
	arena_release(&a);
}

static void test_writer(void)
{
	struct buf b;
	struct json_out w = {.b = &b};

	buf_init(&b, &a, 1000);
	json_open(&w, NULL, '{');
	json_put_id(&w, "id", 9007199254740993);
	json_put_text(&w, "t", "</script>\n\x01");
	json_put_text(&w, "none", NULL);
	json_put_bool(&w, "no", false);
	json_put_real(&w, "r", 0.5);
	json_put_real(&w, "z", -0.0);
	json_open(&w, "l", '[');
	json_put_int(&w, NULL, 1);
	json_put_int(&w, NULL, 2);
	json_close(&w, ']');
	json_close(&w, '}');
	CHECK_TEXT(b.p,
		"{\"id\":\"9007199254740993\",\"t\":\"\\u003c/"
		"script>\\n\\u0001\","
		"\"none\":null,\"no\":false,\"r\":0.5,\"z\":0,\"l\":[1,2]}");
	arena_release(&a);
}

TEST_MAIN(test_reads_and_writes_back, test_plain_texts, test_refuses,
	test_bounds, test_members, test_writer)
