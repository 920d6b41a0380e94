#include "api/words.h"

#include "base/civil.h"

const char *words_time(struct arena *a, const struct zone *z, int64_t unix_s)
{
	return civil_write_offset(arena_take(a, CIVIL_TEXT_BYTES), unix_s,
		zone_offset(z, unix_s));
}

const char *words_date(struct arena *a, int64_t day)
{
	return civil_write_date(arena_take(a, CIVIL_TEXT_BYTES), day);
}
