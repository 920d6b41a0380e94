/*
 * What this machine gives at best, which all other figures are read against:
 * an append put on the disk, a durable commit of each engine, and an answer of
 * our HTTP server that does nothing.
 */
#include <string.h>
#include <time.h>

#include "bench/bench.h"
#include "bench/child.h"
#include "bench/load.h"
#include "http/server.h"
#include "os/append.h"
#include "os/clock.h"
#include "os/file.h"

enum { COMMITS = 200, ANSWERS = 20000, CONNECTIONS = 64, PAUSE_S = 3600 };

static void bench_append(const struct bench *b)
{
	static const char line[64] = "a line of sixty-four bytes";
	static struct spread s;
	struct append *f;
	char path[300];
	struct err e;

	s = (struct spread){0};
	snprintf(path, sizeof(path), "%s/append", b->folder);
	bench_stop_on(
		!file_make_folder(b->folder, &e) || !append_open(path, &f, &e),
		&e);
	for (int i = 0; i < COMMITS; i++) {
		int64_t from = clock_steady_us();

		bench_stop_on(!append_write(f, line, sizeof(line), &e), &e);
		spread_add(&s, clock_steady_us() - from);
	}
	append_close(f);
	bench_spread(b, "append of 64 bytes", &s, goal_none(), goal_none());
}

/* A row of a table of its own, committed alone. */
static void bench_commit(struct bench *b)
{
	static const char make[] = "CREATE TABLE bench_commit (at bigint)";
	static const char add[] = "INSERT INTO bench_commit (at) VALUES ($1)";
	static struct spread s;
	struct home home;
	struct store store;
	struct err e;

	s = (struct spread){0};
	bench_home(b, &home);
	bench_stop_on(!store_init(&store, home.storage, &e), &e);
	bench_stop_on(!db_begin(store.db, &e) ||
			      !db_script(store.db, make, &e) ||
			      !db_commit(store.db, &e),
		&e);
	for (int i = 0; i < COMMITS; i++) {
		int64_t from = clock_steady_us();

		bench_stop_on(
			!db_do(store.db, add, DB_ARGS(db_int(from)), NULL, &e),
			&e);
		spread_add(&s, clock_steady_us() - from);
	}
	store_release(&store);
	home_release(&home);
	b->commit_us = spread_at(&s, 0.5);
	bench_spread(b, "durable commit", &s, goal_none(), goal_none());
}

/* ---- the bare answer ---------------------------------------------------- */

static bool head(void *ctx, struct http_request *req, struct http_reply *reply,
	size_t *body_max)
{
	(void)ctx, (void)req, (void)reply;
	*body_max = 0;
	return true;
}

static void body(void *ctx, struct http_request *req, struct http_reply *reply)
{
	(void)ctx, (void)req;
	http_reply_text(reply, 200, "ok\n");
}

static void serve_bare(void)
{
	struct http_server_settings s = http_server_defaults();
	struct http_handler h = {.head = head, .body = body};
	struct timespec pause = {.tv_sec = PAUSE_S};
	struct http_server *server;
	struct err e;

	s.host = "127.0.0.1";
	server = http_server_open(&s, &h, &e);
	bench_stop_on(server == NULL, &e);
	child_tell(http_server_port(server));
	nanosleep(&pause, NULL);
}

struct asking {
	int left;
	struct spread *spread;
};

static bool next(void *ctx, int connection, struct buf *request)
{
	struct asking *a = ctx;

	(void)connection;
	buf_text(request, "GET / HTTP/1.1\r\nHost: bench\r\n\r\n");
	return a->left-- > 0;
}

static void answer(void *ctx, int connection, const struct load_answer *got)
{
	struct asking *a = ctx;

	(void)connection;
	if (got->status != 200)
		bench_stop("the bare server refused");
	spread_add(a->spread, got->us);
}

static void bench_answer(const struct bench *b)
{
	static struct spread s;
	struct asking asking = {ANSWERS, &s};
	struct load_user user = {&asking, next, answer};
	struct child child;
	struct load *load;
	int64_t server_us, client_us, us;

	s = (struct spread){0};
	child_run(&child, serve_bare);
	load = load_open(child.port, CONNECTIONS, 0);
	server_us = child_cpu_us(&child);
	client_us = load_cpu_us();
	us = load_run(load, &user, 0);
	server_us = child_cpu_us(&child) - server_us;
	client_us = load_cpu_us() - client_us;
	load_close(load);
	child_stop(&child);
	bench_row(b, "bare HTTP answers, 64 connections",
		ANSWERS * 1e6 / (double)us, "/s", goal_none());
	bench_row(b, "bare HTTP answer, CPU of the server",
		(double)server_us / ANSWERS, "us", goal_none());
	bench_row(b, "HTTP question, CPU of the client",
		(double)client_us / ANSWERS, "us", goal_none());
}

void bench_machine(struct bench *b)
{
	if (*b->engine) {
		bench_commit(b);
		return;
	}
	bench_append(b);
	bench_answer(b);
}
