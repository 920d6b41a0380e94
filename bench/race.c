/*
 * Sixty-four clients want one start at the same moment, over HTTP: exactly one
 * may get it.  A proof more than a figure; two hundred times.
 */
#include "bench/child.h"
#include "bench/people.h"
#include "bench/twenty.h"
#include "os/clock.h"

enum { ROUNDS = 200, CLIENTS = 64, CREATED = 201, TAKEN = 409 };

struct racing {
	const struct people *people;
	const char *body;
	bool has_asked[CLIENTS];
	int winners_n, losers_n;
};

static bool next(void *ctx, int connection, struct buf *request)
{
	struct racing *r = ctx;

	if (r->has_asked[connection])
		return false;
	r->has_asked[connection] = true;
	people_post(&r->people->person[connection], "/api/v1/holds", r->body,
		request);
	return true;
}

static void answer(void *ctx, int connection, const struct load_answer *got)
{
	struct racing *r = ctx;

	(void)connection;
	r->winners_n += got->status == CREATED;
	r->losers_n += got->status == TAKEN;
}

/* Whether one won, and all others heard that the start is taken. */
static bool race(const struct people *people, struct load *load, int start)
{
	struct racing r = {.people = people};
	struct load_user user = {&r, next, answer};
	struct arena a;

	arena_init(&a);
	r.body = twenty_hold(0, start, &a);
	load_run(load, &user, 0);
	arena_release(&a);
	return r.winners_n == 1 && r.losers_n == CLIENTS - 1;
}

void bench_race(struct bench *b)
{
	static struct people people;
	static struct spread us;
	struct child server;
	struct load *load;
	int good_n = 0;

	us = (struct spread){0};
	twenty_make(b, 0, 0);
	child_serve(&server, b, (const char *[]){"--roles", "web", NULL});
	people_make(&people, server.port, CLIENTS, NULL);
	load = load_open(server.port, CLIENTS, 0);
	for (int i = 0; i < ROUNDS; i++) {
		int64_t from_us = clock_steady_us();

		good_n += race(&people, load, i);
		spread_add(&us, clock_steady_us() - from_us);
	}
	load_close(load);
	child_stop(&server);
	bench_row(b, "rounds of 64 with exactly one winner", good_n, "",
		goal_at_least(ROUNDS));
	bench_spread(b, "round", &us, goal_none(), goal_none());
}
