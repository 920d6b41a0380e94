#include "http/watch.h"

#include <sys/socket.h>
#include <unistd.h>

#include "os/clock.h"
#include "test/check.h"

/* A watch whose own thread looks at nothing, and one connection that begins to
 * be idle at 50 ms; the other end is `peer`. */
struct scene {
	struct watch w;
	struct watch_conn c;
	int peer;
};

static void set_scene(struct scene *s)
{
	static const struct watch_times times = {.tick_ms = 3600000,
		.heartbeat_ms = 3600000,
		.crowd_n = 100,
		.crowd_ms = 1000};
	struct err e;
	int pair[2];

	CHECK(watch_open(&s->w, &times, &e));
	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
	s->peer = pair[1];
	s->c = (struct watch_conn){.fd = pair[0],
		.cut_at_ms = WATCH_NEVER,
		.waits_since_ms = 50,
		.is_idle = true};
	watch_add(&s->w, &s->c);
}

static void clear_scene(struct scene *s)
{
	watch_remove(&s->w, &s->c);
	watch_close(&s->w);
	close(s->peer);
	close(s->c.fd);
}

static void look(struct scene *s, int64_t now_ms)
{
	mutex_lock(&s->w.lock);
	CHECK(watch_look(&s->w, now_ms));
	mutex_unlock(&s->w.lock);
}

/* Whether our side was shut: its peer reads the end. */
static bool is_let_go(const struct scene *s)
{
	char byte;

	return recv(s->peer, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

static void test_who_has_ended_is_let_go(void)
{
	struct scene s;

	set_scene(&s);
	look(&s, 100);
	CHECK(shutdown(s.peer, SHUT_WR) == 0);
	look(&s, 350);
	look(&s, 1349);
	CHECK(!is_let_go(&s));
	look(&s, 1350);
	CHECK(is_let_go(&s));
	CHECK(s.w.cut_n == 0);
	/* once: it stands in the way of no others until it is gone */
	CHECK(s.c.ended_at_ms == WATCH_NEVER);
	look(&s, 9000);
	CHECK(s.c.ended_at_ms == WATCH_NEVER);
	clear_scene(&s);
}

/* The library has read a request and its end, and begins it after a look. */
static void test_a_request_that_was_read_is_not_lost(void)
{
	struct scene s;
	char byte;

	set_scene(&s);
	CHECK(send(s.peer, "G", 1, 0) == 1);
	CHECK(shutdown(s.peer, SHUT_WR) == 0);
	look(&s, 100);
	CHECK(recv(s.c.fd, &byte, 1, 0) == 1);
	look(&s, 350);
	s.c.is_idle = false;
	s.c.waits_since_ms = 360;
	look(&s, 1500);
	CHECK(!is_let_go(&s));
	/* answered: nothing more can come */
	s.c.waits_since_ms = 1600;
	s.c.is_idle = true;
	look(&s, 1700);
	CHECK(!is_let_go(&s));
	look(&s, 2700);
	CHECK(is_let_go(&s));
	clear_scene(&s);
}

/* Of ten thousand that say nothing each look would ask each. */
static void test_who_is_idle_for_long_is_not_asked(void)
{
	struct scene s;

	set_scene(&s);
	look(&s, 2051);
	CHECK(shutdown(s.peer, SHUT_WR) == 0);
	look(&s, 2052);
	look(&s, 9000);
	CHECK(s.c.ended_at_ms == 0);
	clear_scene(&s);
}

TEST_MAIN(test_who_has_ended_is_let_go,
	test_a_request_that_was_read_is_not_lost,
	test_who_is_idle_for_long_is_not_asked)
