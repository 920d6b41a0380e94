#include "base/conf.h"

#include "test/check.h"

static const struct conf_item one[] = {
	{"http.listen", CONF_TEXT, "127.0.0.1:8080", 0, 100, 0, "Where."},
	{"http.threads_n", CONF_INT, "32", 1, 64, 0, "Threads."},
	{0},
};
static const struct conf_item two[] = {
	{"demo", CONF_BOOL, "no", 0, 0, 0, "Demo."},
	{"token", CONF_TEXT, "", 0, 100, CONF_SECRET, "Token."},
	{0},
};
static const struct conf_item *const tables[] = {one, two, NULL};
static struct arena a;

static void test_defaults_and_reading(void)
{
	struct conf *c = conf_open(&a, tables);
	static const char text[] =
		"# comment\nhttp.threads_n = 8\n\ndemo=yes\ntoken = a=b\n";
	struct err e;
	struct buf b;

	CHECK(conf_int(c, "http.threads_n") == 32 && !conf_bool(c, "demo"));
	CHECK(conf_read(c, text, strlen(text), &e));
	CHECK(conf_int(c, "http.threads_n") == 8 && conf_bool(c, "demo"));
	CHECK_TEXT(conf_text(c, "token"), "a=b");
	buf_init(&b, &a, 1000);
	conf_show(c, &b);
	CHECK(strstr(b.p, "token = ***\n") && !strstr(b.p, "a=b"));
	CHECK(strstr(b.p, "http.listen = 127.0.0.1:8080\n"));
	arena_release(&a);
}

static void test_errors_change_nothing(void)
{
	static const struct {
		const char *text, *field, *says;
	} rows[] = {
		{"demo=yes\nhttp.thread_n=1", "http.thread_n",
			"did you mean http.threads_n?"},
		{"demo=yes\nhttp.threads_n=65", "http.threads_n", "1 to 64"},
		{"demo=yes\ndemo=ja", "demo", "line 2"},
		{"demo=yes\nzzzzzzzz=1", "zzzzzzzz", "unknown setting"},
		{"demo=yes\nnothing", "", "line 2"},
		{"demo=yes\ntoken=\xff", "", "line 2: not UTF-8"},
		{"demo=yes\ntoken=a\x01", "", "line 2: not UTF-8"},
	};
	struct conf *c = conf_open(&a, tables);

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct err e;
		const char *text = rows[i].text;

		CHECK_ROW(!conf_read(c, text, strlen(text), &e), i);
		CHECK_ROW(strcmp(e.field, rows[i].field) == 0, i);
		CHECK_ROW(strstr(e.text, rows[i].says) != NULL, i);
		CHECK_ROW(!conf_bool(c, "demo"), i);
	}
	arena_release(&a);
}

TEST_MAIN(test_defaults_and_reading, test_errors_change_nothing)
