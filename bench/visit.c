/*
 * Holding a start and booking it, two durable acts over HTTP: one person alone,
 * and sixty-four at once, each at a start of his own.
 */
#include <string.h>

#include "bench/child.h"
#include "bench/people.h"
#include "bench/twenty.h"

enum {
	PEOPLE = 4000,
	MANY = 64,
	ALONE = 150,
	MANY_S = 4,
	CREATED = 201,
};

struct booking {
	const struct people *people;
	int next, end; /* persons; each has the start of his number */
	int person[MANY];
	char hold[MANY][32]; /* id of the hold, "" before */
	struct spread hold_us, book_us;
	int64_t booked_n, refused_n;
};

static const char *book_body(const struct booking *k, int i, struct arena *a)
{
	return arena_print(a,
		"{\"clinic\":\"" TWENTY_SLUG "\",\"hold\":\"%s\","
		"\"first\":\"Анна\",\"phone\":\"+7900%07d\"}",
		k->hold[i], k->person[i]);
}

static bool next(void *ctx, int i, struct buf *request)
{
	struct booking *k = ctx;
	struct arena a;

	if (!*k->hold[i] && k->next == k->end)
		return false;
	arena_init(&a);
	if (*k->hold[i]) {
		people_post(&k->people->person[k->person[i]], "/api/v1/visits",
			book_body(k, i, &a), request);
	} else {
		int n = k->person[i] = k->next++;

		people_post(&k->people->person[n], "/api/v1/holds",
			twenty_hold(n % TWENTY_DOCTORS, n / TWENTY_DOCTORS, &a),
			request);
	}
	arena_release(&a);
	return true;
}

static void answer(void *ctx, int i, const struct load_answer *got)
{
	static const char id[] = "\"visit_id\":\"";
	struct booking *k = ctx;
	const char *from = strstr(got->body, id);
	bool was_book = *k->hold[i] != '\0';

	spread_add(was_book ? &k->book_us : &k->hold_us, got->us);
	k->hold[i][0] = '\0';
	if (got->status != CREATED || !from) {
		k->refused_n++;
		return;
	}
	k->booked_n += was_book;
	if (!was_book)
		snprintf(k->hold[i], sizeof(k->hold[i]), "%.*s",
			(int)strspn(from + strlen(id), "0123456789"),
			from + strlen(id));
}

static void run(const struct bench *b, const struct child *server,
	struct booking *k, int connections_n, int64_t run_us)
{
	struct load_user user = {k, next, answer};
	struct load *load = load_open(server->port, connections_n, 0);
	int64_t cpu_us = -child_cpu_us(server);
	int64_t us = load_run(load, &user, run_us);
	double n;

	cpu_us += child_cpu_us(server);
	load_close(load);
	n = (double)k->booked_n;
	if (connections_n == 1) {
		struct goal p50 =
			goal_at_most((2 * b->commit_us + 2000) / 1000);

		bench_spread(
			b, "hold, 1 connection", &k->hold_us, p50, goal_none());
		bench_spread(
			b, "book, 1 connection", &k->book_us, p50, goal_none());
		return;
	}
	bench_row(b, "held and booked, 64 connections", n * 1e6 / (double)us,
		"/s", goal_none());
	bench_spread(b, "hold, 64 connections", &k->hold_us, goal_none(),
		goal_none());
	bench_spread(b, "book, 64 connections", &k->book_us, goal_none(),
		goal_none());
	bench_row(b, "hold and book, CPU of the server", (double)cpu_us / n,
		"us", goal_none());
	bench_row(b, "refused", (double)k->refused_n, "", goal_at_most(0));
}

void bench_visit(struct bench *b)
{
	static struct people people;
	static struct booking k;
	struct child server;

	twenty_make(b, 0, 0);
	child_serve(&server, b, (const char *[]){NULL});
	people_make(&people, server.port, PEOPLE, NULL);
	k = (struct booking){.people = &people, .end = ALONE};
	run(b, &server, &k, 1, 0);
	k = (struct booking){.people = &people, .next = ALONE, .end = PEOPLE};
	run(b, &server, &k, MANY, MANY_S * INT64_C(1000000));
	child_stop(&server);
}
