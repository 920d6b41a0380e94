#include "channel/http_outcome.h"

#include "test/check.h"

static struct arena a;

static struct outcome answered(int status, int wait_s, const char *body)
{
	struct http_answer got = {.end = HTTP_END_ANSWERED,
		.status = status,
		.body = body,
		.body_n = strlen(body),
		.wait_s = wait_s};
	struct outcome out;

	http_outcome(&got, &a, &out);
	arena_release(&a);
	return out;
}

static void test_what_a_status_means(void)
{
	static const struct {
		int status;
		enum outcome_kind kind;
		int wait_s;
		const char *reason;
	} rows[] = {
		{200, OUTCOME_ACCEPTED, 0, "accepted"},
		{299, OUTCOME_ACCEPTED, 0, "accepted"},
		{302, OUTCOME_DEFERRED, 300, "settings"},
		{400, OUTCOME_REFUSED, 0, "refused"},
		{401, OUTCOME_DEFERRED, 300, "settings"},
		{403, OUTCOME_DEFERRED, 300, "settings"},
		{404, OUTCOME_REFUSED, 0, "refused"},
		{429, OUTCOME_DEFERRED, 7, "too_many"},
		{500, OUTCOME_UNCLEAR, 0, "server_error"},
		{502, OUTCOME_UNCLEAR, 0, "server_error"},
		{503, OUTCOME_DEFERRED, 7, "unavailable"},
		{504, OUTCOME_UNCLEAR, 0, "server_error"},
		{199, OUTCOME_UNCLEAR, 0, "server_error"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct outcome out =
			answered(rows[i].status, 7, "{\"id\":\"a-1\"}");

		CHECK_ROW(out.kind == rows[i].kind, i);
		CHECK_ROW(out.wait_s == rows[i].wait_s, i);
		CHECK_ROW(strcmp(out.reason, rows[i].reason) == 0, i);
	}
	CHECK(answered(429, -1, "").wait_s == 0);
}

/* Whoever says yes without an id may have taken it all the same. */
static void test_an_id_can_be_stored(void)
{
	static const char *const none[] = {"", "{", "[]", "{\"ok\":true}",
		"{\"id\":7}", "{\"id\":\"\"}", "{\"id\":null}",
		"{\"id\":\"a\\n1\"}",
		("{\"id\":\"1234567890123456789012345678901234567890"
		 "123456789012345678901234\"}")};

	CHECK_TEXT(answered(200, 0, "{\"id\":\"a-1\"}").provider_id, "a-1");
	for (size_t i = 0; i < ARRAY_LEN(none); i++) {
		struct outcome out = answered(200, 0, none[i]);

		CHECK_ROW(out.kind == OUTCOME_UNCLEAR, i);
		CHECK_ROW(out.provider_id[0] == '\0', i);
	}
}

static void test_what_no_answer_means(void)
{
	static const struct {
		enum http_end end;
		enum outcome_kind kind;
	} rows[] = {
		{HTTP_END_NOT_SENT, OUTCOME_DEFERRED},
		{HTTP_END_REFUSED, OUTCOME_DEFERRED},
		{HTTP_END_UNANSWERED, OUTCOME_UNCLEAR},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct http_answer got = {.end = rows[i].end, .body = ""};
		struct outcome out;

		http_outcome(&got, &a, &out);
		CHECK_ROW(out.kind == rows[i].kind, i);
		CHECK_ROW(out.is_provider_down, i);
	}
}

TEST_MAIN(test_what_a_status_means, test_an_id_can_be_stored,
	test_what_no_answer_means)
