/*
 * fuzz/zone - a TZif file of any bytes: refused, or a zone whose wall times
 * come back as they were or as their first twin.
 */
#include "base/zone.h"
#include "fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena a;
	const struct zone *z;
	struct err e;

	if (zone_parse(&a, "Fuzz", bytes, n, &z, &e))
		for (int64_t at = INT64_C(-4000000000); at < 8000000000;
			at += 97000001) {
			struct civil c;

			zone_local(z, at, &c);
			BUG_ON(zone_unix(z, &c) > at);
			BUG_ON(zone_next_change(z, at) <= at);
		}
	arena_reset(&a);
	return 0;
}
