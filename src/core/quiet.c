#include "core/quiet.h"

static int wall_hour(const struct zone *zone, int64_t at)
{
	struct civil c;

	zone_local(zone, at, &c);
	return c.hour;
}

static int64_t at_hour(const struct zone *zone, int64_t day, int hour)
{
	return zone_at(zone, day, hour * CIVIL_HOUR_S);
}

bool quiet_is(const struct zone *zone, int64_t at)
{
	int hour = wall_hour(zone, at);

	return hour >= QUIET_FROM_H || hour < QUIET_TO_H;
}

int64_t quiet_end(const struct zone *zone, int64_t at)
{
	int hour = wall_hour(zone, at);
	int64_t day = zone_day(zone, at);

	if (hour >= QUIET_FROM_H)
		return at_hour(zone, day + 1, QUIET_TO_H);
	return hour < QUIET_TO_H ? at_hour(zone, day, QUIET_TO_H) : at;
}

int64_t quiet_evening(const struct zone *zone, int64_t day)
{
	return at_hour(zone, day, EVENING_FROM_H);
}
