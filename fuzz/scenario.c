/*
 * fuzz/scenario - a scenario file of any bytes: refused, or what it plans lies
 * between now and the start of the visit.
 */
#include "core/scenario.h"
#include "fuzz/target.h"

static void plan(const struct scenarios *s, int64_t now, int64_t start_at)
{
	struct scenario_moment out[SCENARIOS_MAX];

	for (int t = 0; t < TRIGGERS; t++) {
		size_t n = scenario_plan(s, (enum scenario_trigger)t, start_at,
			zone_utc(), now, out);

		BUG_ON(n > SCENARIOS_MAX);
		for (size_t i = 0; i < n; i++)
			BUG_ON(out[i].at < now ||
				out[i].expires_at <= out[i].at ||
				out[i].expires_at > start_at);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena a;
	const int64_t now = 1773213600; /* 2026-03-11 07:20 UTC */
	struct scenarios s;
	struct err e = {.kind = ERR_NONE};

	if (scenarios_load((const char *)bytes, n, &a, &s, &e)) {
		BUG_ON(s.n > SCENARIOS_MAX);
		for (size_t i = 0; i < s.n; i++)
			BUG_ON(scenario_find(&s, s.all[i].name) != &s.all[i]);
		plan(&s, now, now - 1);
		plan(&s, now, now + 2 * 3600);
		plan(&s, now, now + 30 * 3600);
		plan(&s, now, now + 20 * 86400);
	} else {
		BUG_ON(e.kind == ERR_NONE);
	}
	arena_reset(&a);
	return 0;
}
