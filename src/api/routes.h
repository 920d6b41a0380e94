#ifndef API_ROUTES_H
#define API_ROUTES_H
/*
 * api/routes - the list of all tables of routes, and the limit classes.  A new
 * resource is a file with a table, one line here and one in routes.c.
 */
#include "api/policy.h"
#include "http/router.h"

enum route_limit {
	LIMIT_READ,    /* pages, lists, one object */
	LIMIT_WRITE,   /* changes by people */
	LIMIT_BOOKING, /* holds and bookings by outsiders */
	LIMIT_CHAT,    /* turns of a dialogue */
	LIMIT_LOGIN,   /* passwords and codes */
	LIMIT_FILES,   /* the pages' own files */
	LIMIT_HOOK,    /* what platforms bring */
	LIMIT_WATCH,   /* health and metrics */
	ROUTE_LIMITS   /* how many */
};

extern const struct limit_class route_limits[];  /* ends with name NULL */
extern const struct route *const route_tables[]; /* ends with NULL */

/* One table a resource, at the end of its file. */
extern const struct route health_routes[];
extern const struct route clinic_routes[];
extern const struct route booking_routes[];
extern const struct route chat_routes[];
extern const struct route demo_routes[];
extern const struct route session_routes[];
extern const struct route link_routes[];
extern const struct route schedule_routes[];
extern const struct route report_routes[];
extern const struct route hook_routes[];
extern const struct route page_routes[];

#endif
