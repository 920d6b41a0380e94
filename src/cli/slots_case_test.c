#include "cli/slots_case.h"

#include "base/civil.h"
#include "base/json.h"
#include "base/limits.h"
#include "test/check.h"

/*
 * Each line of test/slots/<name>.jsonl is {"about", "explain"?, "case",
 * "want"}; the answer must be `want` to the letter.
 */
static const char *written(const struct json *j, struct arena *a)
{
	struct buf b;
	struct json_out w = {.b = &b};

	buf_init(&b, a, JSON_IN_BYTES_MAX);
	json_put(&w, NULL, j);
	return b.p;
}

static const char *answer_to(const struct json *row, struct arena *a)
{
	const char *text = written(json_get(row, "case"), a), *explain;
	int64_t start;
	struct buf out;
	struct err e;

	buf_init(&out, a, JSON_IN_BYTES_MAX);
	CHECK(json_get_text(row, "explain", NULL, &explain, &e));
	CHECK(!explain || civil_read_instant(explain, "", &start, &e));
	if (slots_case_answer(
		    text, strlen(text), explain ? &start : NULL, a, &out, &e))
		return out.p;
	CHECK(out.n == 0);
	return arena_print(a, "{\"error\":\"%s: %s\"}", e.field, e.text);
}

static void check_line(const char *line, size_t n, struct arena *a)
{
	const struct json *row;
	const char *about, *want, *got;
	struct err e;

	CHECK(json_parse(a, line, n, &row, &e));
	CHECK(json_get_text(row, "about", "?", &about, &e));
	want = written(json_get(row, "want"), a);
	got = answer_to(row, a);
	if (strcmp(got, want) != 0)
		print_error("%s\n  got  %s\n  want %s\n", about, got, want);
	CHECK_TEXT(got, want);
}

static void check_file(const char *name, int rows_at_least)
{
	static char line[65536];
	char path[256];
	struct arena a;
	FILE *file;
	int rows = 0;

	snprintf(path, sizeof(path), "%s/test/slots/%s.jsonl",
		ZABOTA_SOURCE_DIR, name);
	file = fopen(path, "r");
	CHECK(file);
	arena_init(&a);
	for (; fgets(line, sizeof(line), file); rows++) {
		check_line(line, strlen(line), &a);
		arena_reset(&a);
	}
	arena_release(&a);
	fclose(file);
	CHECK(rows >= rows_at_least);
}

#define TEST_FILE(name, rows)                                                  \
	static void test_##name(void)                                          \
	{                                                                      \
		check_file(#name, rows);                                       \
	}

TEST_FILE(examples, 4)
TEST_FILE(hours, 20)
TEST_FILE(clock, 10)
TEST_FILE(busy, 13)
TEST_FILE(grid, 20)
TEST_FILE(notice, 9)
TEST_FILE(combine, 11)
TEST_FILE(holds, 8)
TEST_FILE(restriction, 3)
TEST_FILE(horizon, 9)
TEST_FILE(limits, 6)
TEST_FILE(algebra, 6)
TEST_FILE(explain, 10)
TEST_FILE(errors, 19)

static bool answers(const char *json, struct err *e)
{
	struct arena a;
	struct buf out;
	bool ok;

	arena_init(&a);
	buf_init(&out, &a, CASE_ANSWER_BYTES_MAX);
	ok = slots_case_answer(json, strlen(json), NULL, &a, &out, e);
	arena_release(&a);
	return ok;
}

static void test_broken_json_and_bounds(void)
{
	static const char *const broken[] = {"", "{", "[]", "null", "7",
		"{\"kind\":\"intersect\",\"lists\":[[[1,2]]]}",
		"{\"kind\":\"intersect\",\"lists\":{}}",
		"{\"kind\":\"intersect\",\"lists\":[[\"x\"]]}",
		"{\"kind\":\"intersect\",\"kind\":\"intersect\"}", "{}"};
	struct err e;

	for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
		CHECK_ROW(!answers(broken[i], &e), i);
		CHECK_ROW(e.kind == ERR_INVALID, i);
	}
	CHECK(!answers("{\"window\":{\"from\":\"2026-01-01T00:00:00Z\","
		       "\"to\":\"2028-01-01T00:00:00Z\"},\"resources\":[{"
		       "\"id\":\"a\",\"ranges\":[[\"2026-01-01T00:00:00Z\","
		       "\"2028-01-01T00:00:00Z\"]]}],"
		       "\"service\":{\"duration_min\":1}}",
		&e));
	CHECK(e.kind == ERR_TOO_LARGE);
}

TEST_MAIN(test_examples, test_hours, test_clock, test_busy, test_grid,
	test_notice, test_combine, test_holds, test_restriction, test_horizon,
	test_limits, test_algebra, test_explain, test_errors,
	test_broken_json_and_bounds)
