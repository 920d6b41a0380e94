/*
 * A turn of the chat, from the text to the durable answer, over HTTP: as one
 * patient feels it alone, and sixty-four at once.
 */
#include "bench/bench.h"
#include "bench/clinic.h"
#include "bench/talk.h"

enum { PEOPLE = 7000, MANY = 64, ALONE_S = 3, WARM_S = 1, MANY_S = 4 };

static const char *const serve_args[] = {"--demo", NULL};

static void report_alone(const struct bench *b, const struct talk_result *r)
{
	/* two commits: of the last one's group, and of one's own */
	struct goal p50 = goal_at_most((2 * b->commit_us + 2000) / 1000);

	bench_spread(b, "turn, 1 connection", &r->us, p50, goal_none());
	bench_row(b, "turn, 1 connection, CPU of the server",
		(double)r->server_cpu_us / (double)r->turns_n, "us",
		goal_none());
}

static void report_many(const struct bench *b, const struct talk_result *r)
{
	double n = (double)r->turns_n;

	bench_row(b, "turns, 64 connections", n * 1e6 / (double)r->run_us, "/s",
		goal_at_least(2000));
	bench_spread(b, "turn, 64 connections", &r->us, goal_none(),
		goal_at_most(60));
	bench_row(b, "turn, CPU of the server", (double)r->server_cpu_us / n,
		"us", goal_none());
	bench_row(b, "turn, CPU of the client", (double)r->client_cpu_us / n,
		"us", goal_none());
	bench_row(
		b, "turns refused", (double)r->refused_n, "", goal_at_most(0));
	bench_row(b, "turns that booked", 100 * (double)r->booked_n / n, "%",
		goal_none());
}

void bench_chat(struct bench *b)
{
	static struct people people;
	static struct talk_result r;
	struct talk *talk = talk_open();
	struct child server;
	int first = 0;

	clinic_make(b, 1);
	child_serve(&server, b, serve_args);
	people_make(&people, server.port, PEOPLE, CLINIC_CONSENT);
	talk_run(talk, &server, &people, &first, 1, WARM_S * 1000000, &r);
	talk_run(talk, &server, &people, &first, 1, ALONE_S * 1000000, &r);
	report_alone(b, &r);
	talk_run(talk, &server, &people, &first, MANY, WARM_S * 1000000, &r);
	talk_run(talk, &server, &people, &first, MANY, MANY_S * 1000000, &r);
	report_many(b, &r);
	child_stop(&server);
	talk_close(talk);
}
