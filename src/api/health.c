#include "api/api.h"
#include "api/counters.h"
#include "api/routes.h"

enum { METRICS_BYTES_MAX = 64 << 10 };

/* Reached only when a database handle was had: see api_hooks.begin. */
static bool get_health(struct call *c, struct err *e)
{
	if (!api_health(c, e))
		return false;
	http_reply_text(c->reply, 200, "ok\n");
	return true;
}

/* Counts alone: a front proxy should still keep it from the world. */
static bool get_metrics(struct call *c, struct err *e)
{
	struct buf b;

	buf_init(&b, c->a, METRICS_BYTES_MAX);
	counters_write(&b);
	if (!buf_done(&b, e))
		return false;
	http_reply_bytes(c->reply, 200, "text/plain; version=0.0.4", b.p, b.n);
	return true;
}

const struct route health_routes[] = {
	ROUTE(GET, "/healthz", MAY_ALL, LIMIT_WATCH, get_health),
	ROUTE(GET, "/metrics", MAY_ALL, LIMIT_WATCH, get_metrics),
	{0},
};
