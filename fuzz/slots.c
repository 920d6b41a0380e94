/* fuzz/slots - one line of `zabota slots`: any bytes, an answer or an error. */
#include "cli/slots_case.h"
#include "fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena a;
	const int64_t explain = 1795410000; /* 2026-11-23 05:00 UTC */
	struct buf out;
	struct err e = {.kind = ERR_NONE};

	buf_init(&out, &a, CASE_ANSWER_BYTES_MAX);
	if (slots_case_answer((const char *)bytes, n, &explain, &a, &out, &e))
		BUG_ON(out.n < 2 || out.p[0] != '{');
	else
		BUG_ON(e.kind == ERR_NONE || out.n > 0);
	arena_reset(&a);
	return 0;
}
