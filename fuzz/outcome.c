/*
 * fuzz/outcome - any bytes as the answer of a provider behind channel/http; the
 * first three choose its end, status and Retry-After.  Only a whole answer says
 * that a message was taken, only one that cannot have passed it on that it was
 * not, and an id can be stored and shown.
 */
#include "channel/http_outcome.h"
#include "fuzz/target.h"

enum { HEAD_BYTES = 3 };

static void check(const struct http_answer *got, const struct outcome *out)
{
	bool is_answered = got->end == HTTP_END_ANSWERED;
	bool is_yes = is_answered && got->status / 100 == 2;
	bool is_no = is_answered && got->status / 100 == 4;
	struct err e;

	BUG_ON(out->kind >= OUTCOMES || !out->reason[0] || out->wait_s < 0);
	BUG_ON((out->kind == OUTCOME_ACCEPTED) != (out->provider_id[0] != 0));
	if (out->kind == OUTCOME_ACCEPTED)
		BUG_ON(!is_yes || !text_check_line(out->provider_id,
					  strlen(out->provider_id), "", &e));
	BUG_ON(is_yes && out->kind != OUTCOME_ACCEPTED &&
		out->kind != OUTCOME_UNCLEAR);
	BUG_ON(out->kind == OUTCOME_REFUSED && !is_no);
	BUG_ON(out->kind == OUTCOME_DEFERRED &&
		got->end == HTTP_END_UNANSWERED);
	BUG_ON(out->kind == OUTCOME_DEFERRED && is_answered &&
		got->status >= 500 && got->status != 503);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena a;
	struct http_answer got = {.body = ""};
	struct outcome out;

	if (n < HEAD_BYTES)
		return 0;
	got.end = (enum http_end)(bytes[0] % (HTTP_END_UNANSWERED + 1));
	if (got.end == HTTP_END_ANSWERED)
		got.status = 100 + (bytes[0] / 4 + bytes[1] * 64) % 500;
	got.wait_s = bytes[2] - 1;
	got.body = arena_copy(&a, bytes + HEAD_BYTES, n - HEAD_BYTES);
	got.body_n = n - HEAD_BYTES;
	http_outcome(&got, &a, &out);
	check(&got, &out);
	arena_reset(&a);
	return 0;
}
