#include "core/quiet.h"

static int wall_s(const struct zone *zone, int64_t at)
{
	struct civil c;

	zone_local(zone, at, &c);
	return c.hour * CIVIL_HOUR_S + c.minute * CIVIL_MINUTE_S + c.second;
}

bool quiet_is(const struct zone *zone, int64_t at)
{
	int s = wall_s(zone, at);

	return s >= QUIET_FROM_S || s < QUIET_TO_S;
}

int64_t quiet_end(const struct zone *zone, int64_t at)
{
	int s = wall_s(zone, at);
	int64_t day = zone_day(zone, at);

	if (s >= QUIET_FROM_S)
		return zone_at(zone, day + 1, QUIET_TO_S);
	return s < QUIET_TO_S ? zone_at(zone, day, QUIET_TO_S) : at;
}

int64_t quiet_evening(const struct zone *zone, int64_t day)
{
	return zone_at(zone, day, EVENING_FROM_S);
}
