/*
 * What grows with the data: the same questions to the demo's clinic with its
 * past once, ten and a hundred times.
 */
#include <string.h>

#include "bench/child.h"
#include "bench/clinic.h"
#include "bench/talk.h"
#include "os/clock.h"

enum { PEOPLE = 2500, MANY = 64, WARM_S = 1, RUN_S = 2, SEARCHES = 100 };

struct asking {
	const struct child *server;
	char service[32]; /* the first of the clinic; "" before */
	int left;
	int64_t cpu_us;
	struct spread cpu;
};

static bool next(void *ctx, int connection, struct buf *request)
{
	struct asking *a = ctx;

	(void)connection;
	if (*a->service)
		buf_print(request,
			"GET /api/v1/slots?clinic=" CLINIC_SLUG
			"&service=%s&days=14 HTTP/1.1\r\nHost: bench\r\n\r\n",
			a->service);
	else
		buf_text(request, "GET /api/v1/clinics/" CLINIC_SLUG
				  " HTTP/1.1\r\nHost: bench\r\n\r\n");
	a->cpu_us = child_cpu_us(a->server);
	return a->left-- > 0;
}

static void answer(void *ctx, int connection, const struct load_answer *got)
{
	static const char services[] = "\"services\":[{\"id\":\"";
	struct asking *a = ctx;
	const char *id = strstr(got->body, services);

	(void)connection;
	if (got->status != 200)
		bench_stop("the clinic does not answer");
	if (*a->service)
		spread_add(&a->cpu, child_cpu_us(a->server) - a->cpu_us);
	else if (id)
		snprintf(a->service, sizeof(a->service), "%.*s",
			(int)strspn(id + strlen(services), "0123456789"),
			id + strlen(services));
	else
		bench_stop("a clinic without a service");
}

static double search_us(const struct child *server)
{
	static struct asking asking;
	struct load_user user = {&asking, next, answer};
	struct load *load = load_open(server->port, 1, 0);

	asking = (struct asking){.server = server, .left = SEARCHES};
	load_run(load, &user, 0);
	load_close(load);
	return spread_at(&asking.cpu, 0.5);
}

static void row(const struct bench *b, int times, const char *what,
	double value, const char *unit)
{
	char name[60];

	snprintf(name, sizeof(name), "%dx: %s", times, what);
	bench_row(b, name, value, unit, goal_none());
}

static void measure(const struct bench *b, int times, struct talk *talk)
{
	static struct people people;
	static struct talk_result r;
	int64_t from_ms = clock_steady_ms();
	struct child server;
	int first = 0;

	clinic_make(b, times);
	row(b, times, "made in", (double)(clock_steady_ms() - from_ms) / 1000,
		"s");
	child_serve(&server, b, (const char *[]){"--demo", NULL});
	row(b, times, "search, CPU of the server p50", search_us(&server),
		"us");
	people_make(&people, server.port, PEOPLE, CLINIC_CONSENT);
	talk_run(talk, &server, &people, &first, MANY, WARM_S * 1000000, &r);
	talk_run(talk, &server, &people, &first, MANY, RUN_S * 1000000, &r);
	child_stop(&server);
	row(b, times, "turn, CPU of the server",
		(double)r.server_cpu_us / (double)r.turns_n, "us");
	row(b, times, "turn, 64 connections p50", spread_at(&r.us, 0.5) / 1000,
		"ms");
	row(b, times, "turn, 64 connections p99", spread_at(&r.us, 0.99) / 1000,
		"ms");
}

void bench_growth(struct bench *b)
{
	static const int times[] = {1, 10, 100};
	struct talk *talk = talk_open();

	for (size_t i = 0; i < ARRAY_LEN(times); i++)
		measure(b, times[i], talk);
	talk_close(talk);
}
