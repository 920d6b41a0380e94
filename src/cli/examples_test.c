#include "cli/examples.h"

#include "test/check.h"

static struct arena a;

static bool parse(const char *text, const char *jsonl, struct examples *out,
	struct err *e)
{
	return examples_parse(text, strlen(text), jsonl, &a, out, e);
}

static void test_reads_lines(void)
{
	struct examples x;
	struct err e;

	CHECK(parse("# words\n\nyes\tну да\r\nno\tнет\tнет\n", NULL, &x, &e));
	CHECK(x.n == 2 && examples_labels(&x) == 2);
	CHECK_TEXT(x.example[0].label, "yes");
	CHECK_TEXT(x.example[0].text, "ну да");
	CHECK_TEXT(x.example[1].text, "нет\tнет");
	CHECK(parse("{\"t\":\"да\",\"l\":\"yes\"}\n", "t,l", &x, &e));
	CHECK(x.n == 1);
	CHECK_TEXT(x.example[0].label, "yes");
	CHECK_TEXT(x.example[0].text, "да");
	CHECK(parse("", NULL, &x, &e) && x.n == 0);
	arena_release(&a);
}

static void test_names_the_line_that_is_wrong(void)
{
	static const struct {
		const char *text, *jsonl, *why;
	} rows[] = {
		{"yes\tда\nno\n", NULL, "line 2: not label<TAB>text"},
		{"\n# x\n\xff\tда", NULL, "line 3: label: "},
		{"{\"t\":\"да\"}", "t,l", "line 1: without its keys"},
		{"{\"t\":\"да\",\"l\":\"\"}", "t,l", "line 1: an empty label"},
		{"{\"t\":\"да\",\"l\":5}", "t,l", "line 1: l: not a text"},
		{"{\"t\":\"a\",\"l\":\"\\u0001\"}", "t,l", "line 1: label: "},
		{"\n{", "t,l", "line 2: json: broken"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct examples x;
		struct err e;

		CHECK_ROW(!parse(rows[i].text, rows[i].jsonl, &x, &e), i);
		CHECK_ROW(e.kind == ERR_INVALID, i);
		CHECK_ROW(
			strncmp(e.text, rows[i].why, strlen(rows[i].why)) == 0,
			i);
	}
	arena_release(&a);
}

TEST_MAIN(test_reads_lines, test_names_the_line_that_is_wrong)
