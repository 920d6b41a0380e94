#include "app/sender.h"

#include "test/check.h"

enum { NOW = 1000000 };

static bool opened(
	struct arena *a, const char *names, struct sender *s, struct err *e)
{
	static const struct conf_item *const tables[] = {sender_conf, NULL};
	struct conf *conf = conf_open(a, tables);

	CHECK(conf_set(conf, "outbox.channels", names, e));
	return sender_open(s, conf, e);
}

static void test_channels_are_opened_by_name(void)
{
	struct arena a;
	struct sender s;
	struct err e;

	arena_init(&a);
	CHECK(opened(&a, "", &s, &e) && s.n == 0);
	CHECK(sender_room(&s, NOW) == 0);
	sender_close(&s);
	CHECK(opened(&a, "  phone   null ", &s, &e) && s.n == 2);
	CHECK(sender_lane_named(&s, "null") == &s.lanes[1]);
	CHECK(sender_lane_named(&s, "http") == NULL);
	CHECK(sender_room(&s, NOW) == 2 * WINDOW_FIRST);
	window_feed(&s.lanes[0].window, 0, 5, 5, NOW);
	CHECK(sender_room(&s, NOW) == WINDOW_FIRST);
	sender_close(&s);
	CHECK(s.n == 0);
	arena_release(&a);
}

static void test_a_wrong_name_is_refused(void)
{
	static const char *const rows[] = {"pigeon", "phone pigeon",
		"null null null null null null null null null"};
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct sender s;
		struct err e;

		CHECK_ROW(!opened(&a, rows[i], &s, &e), i);
		CHECK_ROW(e.kind == ERR_INVALID && s.n == 0, i);
		CHECK_ROW(strcmp(e.field, "outbox.channels") == 0, i);
	}
	arena_release(&a);
}

TEST_MAIN(test_channels_are_opened_by_name, test_a_wrong_name_is_refused)
