/*
 * The search for free starts, from the database to the JSON: any of twenty
 * doctors, thirty days, 26,000 visits stored of which 6,000 lie in the window.
 */
#include <string.h>

#include "base/civil.h"
#include "bench/child.h"
#include "bench/load.h"
#include "bench/twenty.h"

enum { PAST = 20000, AHEAD = 6000, WARM = 20, RUNS = 200 };

struct asking {
	const struct child *server;
	const char *target;
	int left;
	int64_t cpu_us; /* of the server, when the request went out */
	struct spread cpu, us;
};

static bool next(void *ctx, int connection, struct buf *request)
{
	struct asking *a = ctx;

	(void)connection;
	buf_print(request, "GET %s HTTP/1.1\r\nHost: bench\r\n\r\n", a->target);
	a->cpu_us = child_cpu_us(a->server);
	return a->left-- > 0;
}

static void answer(void *ctx, int connection, const struct load_answer *got)
{
	struct asking *a = ctx;

	(void)connection;
	if (got->status != 200 || !strstr(got->body, "\"start\":"))
		bench_stop("no free starts");
	if (a->left >= RUNS)
		return;
	spread_add(&a->cpu, child_cpu_us(a->server) - a->cpu_us);
	spread_add(&a->us, got->us);
}

static void search(const struct bench *b, const char *target)
{
	static struct asking asking;
	struct load_user user = {&asking, next, answer};
	struct child server;
	struct load *load;

	child_serve(&server, b, (const char *[]){"--roles", "web", NULL});
	asking = (struct asking){
		.server = &server, .target = target, .left = WARM + RUNS};
	load = load_open(server.port, 1, 0);
	load_run(load, &user, 0);
	load_close(load);
	child_stop(&server);
	bench_row(b, "search, CPU of the server p50",
		spread_at(&asking.cpu, 0.5) / 1000, "ms", goal_at_most(5));
	bench_row(b, "search, CPU of the server p99",
		spread_at(&asking.cpu, 0.99) / 1000, "ms", goal_none());
	bench_spread(b, "search", &asking.us, goal_none(), goal_none());
}

void bench_slots(struct bench *b)
{
	char day[CIVIL_TEXT_BYTES], target[200];

	twenty_make(b, PAST, AHEAD);
	civil_write_utc(day, twenty_start(0));
	day[10] = '\0';
	snprintf(target, sizeof(target),
		"/api/v1/slots?clinic=" TWENTY_SLUG
		"&service=%d&from=%s&days=%d",
		TWENTY_SERVICE, day, TWENTY_DAYS);
	search(b, target);
}
