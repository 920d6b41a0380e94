#include "http/page.h"

#include "test/check.h"

struct time_row {
	const char *text;
};
static const struct form_field time_fields[] = {
	FORM_TEXT(struct time_row, text, 0, 0, 0),
	{0},
};

struct day_row {
	const char *title;
	const struct time_row *times;
	size_t times_n;
};
static const struct form_field day_fields[] = {
	FORM_TEXT(struct day_row, title, 0, 0, 0),
	FORM_LIST(struct day_row, times, time_fields),
	{0},
};

struct sheet {
	bool is_first, is_second;
	const char *title, *empty;
	int64_t id;
	const struct day_row *days, *none;
	size_t days_n, none_n;
};
static const struct form_field sheet_fields[] = {
	FORM_BOOL(struct sheet, is_first, 0),
	FORM_BOOL(struct sheet, is_second, 0),
	FORM_TEXT(struct sheet, title, 0, 0, 0),
	FORM_TEXT(struct sheet, empty, 0, 0, 0),
	FORM_ID(struct sheet, id, 0),
	FORM_LIST(struct sheet, days, day_fields),
	FORM_LIST(struct sheet, none, day_fields),
	{0},
};

static const struct time_row times[] = {{"9"}, {"<10>"}};
static const struct day_row days[] = {{"пн", times, 2}, {"вт", NULL, 0}};
static const struct sheet sheet = {
	.is_second = true,
	.title = "<b>&'\"",
	.id = 7,
	.days = days,
	.days_n = 2,
};

/* Writes a template whose part `inner` is as given; NULL: refused. */
static const char *written(struct arena *a, const char *text, struct err *e)
{
	const struct http_pair parts[] = {{"it", text}, {"inner", "[{{id}}]"},
		{"self", "{{>self}}"}, {0}};
	struct buf b;
	bool is_sound = page_check(parts, "it", sheet_fields, e);

	buf_init(&b, a, PAGE_BYTES_MAX);
	/* What is checked can be written, and nothing else. */
	CHECK(page_write(&b, parts, "it", sheet_fields, &sheet, "N", e) ==
		is_sound);
	return is_sound ? b.p : NULL;
}

static void test_values_sections_and_lists(void)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{"", ""},
		{"a {b} }} c", "a {b} }} c"},
		{"{{title}}", "&lt;b&gt;&amp;&#39;&quot;"},
		{"<i a=\"{{title}}\">", "<i a=\"&lt;b&gt;&amp;&#39;&quot;\">"},
		{"{{empty}}{{id}}", "7"},
		{"{{#is_first}}a{{/}}{{^is_first}}b{{/}}", "b"},
		{"{{#is_second}}a{{/}}{{^is_second}}b{{/}}", "a"},
		{"{{#empty}}a{{/}}{{^empty}}b{{/}}{{#id}}c{{/}}", "bc"},
		{"{{#days}}{{title}}:{{#times}} {{text}}{{/}}{{^times}} -{{/}}"
		 ";{{/}}",
			"пн: 9 &lt;10&gt;;вт: -;"},
		{"{{#days}}{{id}}{{#times}}{{title}}{{/}}{{/}}", "7пнпн7"},
		{"{{#none}}{{title}}{{#times}}{{text}}{{/}}{{/}}"
		 "{{^none}}нет{{/}}",
			"нет"},
		{"{{#is_first}}{{#days}}x{{/}}{{^days}}y{{/}}{{/}}z", "z"},
		{"{{^days}}{{^none}}x{{/}}{{/}}z", "z"},
		{"{{#days}}{{#is_second}}{{title}}{{/}}{{/}}", "пнвт"},
		{"{{>inner}}{{#is_first}}{{>inner}}{{/}}", "[7]"},
		{"{{nonce}}{{#is_first}}{{nonce}}{{/}}", "N"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena a;
		struct err e;
		const char *got;

		arena_init(&a);
		got = written(&a, rows[i].text, &e);
		if (!got || strcmp(got, rows[i].want) != 0)
			print_error("row %zu: %s\n", i, got ? got : e.text);
		CHECK_ROW(got && strcmp(got, rows[i].want) == 0, i);
		arena_release(&a);
	}
}

/* Also where nothing would be written. */
static void test_a_mistake_is_refused(void)
{
	static const char *const rows[] = {
		"{{nobody}}",
		"{{}}",
		"{{#is_first}}{{nobody}}{{/}}",
		"{{#none}}{{#nobody}}{{/}}{{/}}",
		"{{#none}}{{times}}{{/}}",
		"{{text}}",
		"{{#is_first}}",
		"a{{/}}",
		"{{#days}}{{/}}{{/}}",
		"{{title",
		"{{days}}",
		"{{is_first}}",
		"<i a={{title}}>",
		"{{>other}}",
		"{{>self}}",
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena a;
		struct err e = {ERR_NONE, "", ""};

		arena_init(&a);
		CHECK_ROW(!written(&a, rows[i], &e), i);
		CHECK_ROW(e.kind == ERR_INTERNAL, i);
		arena_release(&a);
	}
}

static void test_a_page_has_a_bound(void)
{
	static const struct http_pair parts[] = {
		{"it", "{{#days}}{{title}}{{/}}"}, {0}};
	struct arena a;
	struct err e;
	struct buf b;

	arena_init(&a);
	buf_init(&b, &a, 7);
	CHECK(!page_write(&b, parts, "it", sheet_fields, &sheet, "N", &e));
	CHECK(e.kind == ERR_TOO_LARGE);
	arena_release(&a);
}

static const char *header(const struct http_reply *r, const char *name)
{
	for (size_t i = 0; i < r->headers_n; i++)
		if (strcmp(r->headers[i].name, name) == 0)
			return r->headers[i].value;
	return "";
}

static void test_a_page_is_nobody_elses_business(void)
{
	static const struct http_pair parts[] = {
		{"it", "<style nonce=\"{{nonce}}\">"}, {0}};
	struct http_reply r = {0}, again = {0};
	struct arena a;
	struct err e;
	const char *nonce;

	arena_init(&a);
	CHECK(page_reply(&r, &a, 404, parts, "it", sheet_fields, &sheet, &e));
	CHECK(r.status == 404);
	CHECK_TEXT(header(&r, "Content-Type"), "text/html; charset=utf-8");
	CHECK_TEXT(header(&r, "Referrer-Policy"), "same-origin");
	CHECK_TEXT(header(&r, "Cache-Control"), "no-store");
	CHECK_TEXT(header(&r, "X-Robots-Tag"), "noindex, nofollow");
	nonce = arena_copy(&a, r.body + strlen("<style nonce=\""), 22);
	CHECK(strstr(header(&r, "Content-Security-Policy"), nonce));
	CHECK(page_reply(
		&again, &a, 200, parts, "it", sheet_fields, &sheet, &e));
	CHECK(strcmp(r.body, again.body) != 0);
	arena_release(&a);
}

TEST_MAIN(test_values_sections_and_lists, test_a_mistake_is_refused,
	test_a_page_has_a_bound, test_a_page_is_nobody_elses_business)
