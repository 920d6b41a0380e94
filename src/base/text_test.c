#include "base/text.h"

#include "test/check.h"

static void test_check_refuses_what_is_not_text(void)
{
	static const struct {
		const char *p;
		size_t n;
		bool ok;
	} rows[] = {
		{"", 0, true},
		{"Привет\r\n\t", 15, true},
		{"\xF0\x9F\x98\x80", 4, true},
		{"a\0b", 3, false},
		{"\x1B[0m", 4, false},
		{"\xC0\xAF", 2, false},         /* overlong */
		{"\xE0\x80\xAF", 3, false},     /* overlong */
		{"\xED\xA0\x80", 3, false},     /* surrogate */
		{"\xF4\x90\x80\x80", 4, false}, /* above U+10FFFF */
		{"\xD0", 1, false},             /* cut */
		{"\x80", 1, false},
		{"\xE2\x82", 2, false},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct err e;
		bool ok = text_check(rows[i].p, rows[i].n, "text", &e);

		CHECK_ROW(ok == rows[i].ok, i);
		CHECK_ROW(ok || strcmp(e.field, "text") == 0, i);
	}
}

static void test_a_line_has_no_layout(void)
{
	static const struct {
		const char *p;
		bool ok;
	} rows[] = {
		{"", true},
		{"О'Нил-Смит <script>", true},
		{"a\tb", false},
		{"a\nb", false},
		{"a\xC2\x85", false},    /* NEL */
		{"\xE2\x80\xAE", false}, /* right-to-left override */
		{"\xE2\x80\xA8", false}, /* line separator */
		{"\xE2\x81\xA6", false}, /* isolate */
		{"\xD8\x9C", false},     /* Arabic letter mark */
		{"\xEF\xBB\xBF", false}, /* byte order mark */
		{"\xC2\xA0", true},      /* no-break space: «А. А.» */
		{"\xFF", false},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct err e;

		CHECK_ROW(text_check_line(rows[i].p, strlen(rows[i].p), "name",
				  &e) == rows[i].ok,
			i);
		CHECK_ROW(rows[i].ok || strcmp(e.field, "name") == 0, i);
	}
}

static void test_every_code_point_comes_back(void)
{
	for (uint32_t c = 1; c <= 0x10FFFF; c++) {
		char to[4];
		size_t n;
		const char *p = to;

		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		n = text_put(to, c);
		CHECK_ROW(text_next(&p, to + n) == c, c);
		CHECK_ROW(p == to + n, c);
	}
}

static void test_next_ends_on_garbage(void)
{
	static const char junk[] = "\xFF\xD0\xE2\x82\xAC\xF0";
	const char *p = junk;
	int n = 0;

	while (p < junk + sizeof(junk) - 1) {
		text_next(&p, junk + sizeof(junk) - 1);
		n++;
	}
	CHECK(n == 4);
}

static void test_lower(void)
{
	struct arena a;

	arena_init(&a);
	CHECK_TEXT(text_lower(&a, "ЁЖИК Abc Ђ €"), "ёжик abc ђ €");
	CHECK_TEXT(text_lower(&a, "\xFFЯ\xD0"), "\xFFя\xD0");
	arena_release(&a);
}

static void test_cut_keeps_whole_characters(void)
{
	static const struct {
		const char *text;
		size_t max;
		const char *want;
	} rows[] = {
		{"абв", 6, "абв"},
		{"абв", 5, "аб"},
		{"абв", 4, "аб"},
		{"абв", 1, ""},
		{"ab", 9, "ab"},
		{"a\xF0\x9F\x98\x80", 4, "a"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char text[32];

		snprintf(text, sizeof(text), "%s", rows[i].text);
		text_cut(text, rows[i].max);
		CHECK_ROW(strcmp(text, rows[i].want) == 0, i);
	}
}

static void test_numbers(void)
{
	static const struct {
		const char *text;
		bool ok;
		int64_t want;
	} rows[] = {
		{"0", true, 0},
		{"-5", true, -5},
		{"100", true, 100},
		{"101", false, 0},
		{"-6", false, 0},
		{"", false, 0},
		{"-", false, 0},
		{"1x", false, 0},
		{" 1", false, 0},
		{"99999999999999999999", false, 0},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int64_t got = 0;
		bool ok = text_to_int(str_of(rows[i].text), -5, 100, &got);

		CHECK_ROW(ok == rows[i].ok && got == rows[i].want, i);
	}
}

static void test_split_and_trim(void)
{
	struct str rest = str_of(" a , b,");

	CHECK(str_equal(str_trim(str_split(&rest, ',')), "a"));
	CHECK(str_equal(str_trim(str_split(&rest, ',')), "b"));
	CHECK(rest.p && rest.n == 0);
	CHECK(str_equal(str_split(&rest, ','), ""));
	CHECK(!rest.p);
}

static void test_hex_and_length(void)
{
	struct arena a;

	arena_init(&a);
	CHECK_TEXT(text_hex(&a, "\x00\xAFz", 3), "00af7a");
	CHECK(text_length("йц€u") == 4);
	arena_release(&a);
}

TEST_MAIN(test_check_refuses_what_is_not_text, test_a_line_has_no_layout,
	test_every_code_point_comes_back, test_next_ends_on_garbage, test_lower,
	test_cut_keeps_whole_characters, test_numbers, test_split_and_trim,
	test_hex_and_length)
