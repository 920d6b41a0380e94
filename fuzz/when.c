/*
 * fuzz/when - any bytes read for dates, with both biases: spans stand in order
 * inside of the text, and an interval ends after it begins.
 */
#include "lang/when.h"
#include "base/zone.h"
#include "fuzz/target.h"

static void check(const struct when *w, size_t n, size_t text_n)
{
	uint32_t last = 0;

	for (size_t i = 0; i < n; i++) {
		BUG_ON(w[i].begin < last || w[i].end <= w[i].begin);
		BUG_ON(w[i].end > text_n);
		last = w[i].end;
		if (w[i].is_invalid)
			continue;
		BUG_ON(w[i].has_to && w[i].to <= w[i].from);
		BUG_ON(w[i].has_clock && w[i].clock_from < 0);
		BUG_ON(w[i].grain >= WHEN_GRAINS);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena process, call;
	static const struct lang *lang;
	struct when_context ctx = {.now = 1773213600, .zone = zone_utc()};
	struct tokens t;

	if (!lang)
		lang = lang_open(&process);
	ctx.lang = lang;
	t = tokens_cut((const char *)bytes, n, &call);
	for (int round = 0; round < 4; round++) {
		const struct when *when;
		size_t found;

		ctx.bias = round & 1 ? WHEN_CLINIC : WHEN_NEUTRAL;
		ctx.is_expected = round & 2;
		found = when_find(&ctx, &t, &call, &when);
		check(when, found, n);
	}
	arena_reset(&call);
	return 0;
}
