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

static enum counter counter_of(int status)
{
	if (status < 400)
		return COUNTER_OK;
	if (status == 401 || status == 403)
		return COUNTER_DENIED;
	if (status == 429)
		return COUNTER_LIMITED;
	return status < 500 ? COUNTER_REFUSED : COUNTER_FAILED;
}

void counters_add_status(int status)
{
	counts[counter_of(status)]++;
}

void counters_write(struct buf *out)
{
	for (int i = 0; i < COUNTERS; i++)
		buf_print(out, "# HELP %s %s\n# TYPE %s counter\n%s %lld\n",
			rows[i].name, rows[i].help, rows[i].name, rows[i].name,
			(long long)counts[i]);
}
