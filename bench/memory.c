/*
 * What the server holds: idle with the demo clinic, and with ten thousand idle
 * connections, while honest requests are still answered at once.
 */
#include <time.h>

#include "bench/child.h"
#include "bench/clinic.h"
#include "bench/load.h"

enum {
	IDLE = 10000,
	FIRST_PEER = 2, /* 127.0.0.2 and on: fifty connections each */
	HONEST = 500,
	SETTLE_MS = 1500,
};

static void settle(void)
{
	struct timespec t = {.tv_sec = SETTLE_MS / 1000,
		.tv_nsec = SETTLE_MS % 1000 * 1000000L};

	nanosleep(&t, NULL);
}

struct asking {
	int left[IDLE];
	struct spread us;
};

static bool next(void *ctx, int connection, struct buf *request)
{
	struct asking *a = ctx;

	buf_text(request, "GET /api/v1/clinics/" CLINIC_SLUG
			  " HTTP/1.1\r\nHost: bench\r\n\r\n");
	return a->left[connection]-- > 0;
}

static void answer(void *ctx, int connection, const struct load_answer *got)
{
	struct asking *a = ctx;

	(void)connection;
	if (got->status != 200)
		bench_stop("the clinic is not shown");
	spread_add(&a->us, got->us);
}

static void crowd(const struct bench *b, const struct child *server)
{
	static struct asking asking;
	struct load_user user = {&asking, next, answer};
	struct load *idle = load_open(server->port, IDLE, FIRST_PEER), *honest;

	/* each has asked once: a connection that never did costs less */
	asking = (struct asking){0};
	for (int i = 0; i < IDLE; i++)
		asking.left[i] = 1;
	load_run(idle, &user, 0);
	settle();
	bench_row(b, "10,000 idle connections",
		(double)child_rss_kb(server) / 1024, "MB", goal_at_most(150));
	honest = load_open(server->port, 1, 0);
	asking = (struct asking){.left = {HONEST}};
	load_run(honest, &user, 0);
	bench_spread(b, "a request beside them", &asking.us, goal_none(),
		goal_at_most(100));
	load_close(honest);
	load_close(idle);
}

void bench_memory(struct bench *b)
{
	static const char *const args[] = {"--demo", "--set",
		"http.connections_max=14000", "--set", "http.idle_ms=600000",
		NULL};
	struct child server;

	clinic_make(b, 1);
	child_serve(&server, b, args);
	settle();
	bench_row(b, "idle server, demo clinic",
		(double)child_rss_kb(&server) / 1024, "MB", goal_at_most(40));
	bench_row(b, "of it its own (no file's pages)",
		(double)child_own_kb(&server) / 1024, "MB", goal_none());
	crowd(b, &server);
	child_stop(&server);
}
