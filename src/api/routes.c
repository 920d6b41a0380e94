#include "api/routes.h"

/*
 * For one address block (a /24 is a whole office or a mobile carrier's gate,
 * so these are far above one person's use); a known person gets the factor.
 */
const struct limit_class route_limits[] = {
	[LIMIT_READ] = {"read", 1200, 300, 1, 4, 0},
	[LIMIT_WRITE] = {"write", 300, 100, 1, 4, 64 << 10},
	[LIMIT_BOOKING] = {"booking", 60, 30, 1, 4, 16 << 10},
	[LIMIT_CHAT] = {"chat", 300, 100, 1, 1, 64 << 10},
	[LIMIT_LOGIN] = {"login", 20, 20, 1, 1, 4 << 10},
	[LIMIT_FILES] = {"files", 3000, 1000, 1, 1, 0},
	/* all of a platform's users come from a few addresses */
	[LIMIT_HOOK] = {"hook", 12000, 2000, 1, 1, 256 << 10},
	[LIMIT_WATCH] = {"watch", 120, 60, 1, 4, 0},
	{0},
};

const struct route *const route_tables[] = {
	health_routes,
	clinic_routes,
	booking_routes,
	session_routes,
	chat_routes,
	demo_routes,
	link_routes,
	schedule_routes,
	report_routes,
	hook_routes,
	page_routes,
	NULL,
};
