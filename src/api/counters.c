#include "api/counters.h"

#include <stdatomic.h>

static const struct {
	const char *name, *help;
} rows[COUNTERS] = {
	[COUNTER_OK] = {"zabota_http_ok_total", "Requests answered."},
	[COUNTER_REFUSED] = {"zabota_http_refused_total",
		"Requests refused as wrong."},
	[COUNTER_DENIED] = {"zabota_http_denied_total",
		"Requests without a right or a sign-in."},
	[COUNTER_LIMITED] = {"zabota_http_limited_total",
		"Requests over a rate."},
	[COUNTER_FAILED] = {"zabota_http_failed_total",
		"Requests that failed on our side."},
};

static _Atomic int64_t counts[COUNTERS];

void counters_add(enum counter c)
{
	counts[c]++;
}

void counters_add_status(int status)
{
	if (status < 400)
		counters_add(COUNTER_OK);
	else if (status == 401 || status == 403)
		counters_add(COUNTER_DENIED);
	else if (status == 429)
		counters_add(COUNTER_LIMITED);
	else if (status < 500)
		counters_add(COUNTER_REFUSED);
	else
		counters_add(COUNTER_FAILED);
}

int64_t counters_get(enum counter c)
{
	return counts[c];
}

void counters_put(struct buf *out, const char *name, const char *help,
	const char *type, int64_t value)
{
	buf_print(out, "# HELP %s %s\n# TYPE %s %s\n%s %lld\n", name, help,
		name, type, name, (long long)value);
}

void counters_write(struct buf *out)
{
	for (int i = 0; i < COUNTERS; i++)
		counters_put(out, rows[i].name, rows[i].help, "counter",
			counters_get((enum counter)i));
}
