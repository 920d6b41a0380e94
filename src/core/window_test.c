#include "core/window.h"

#include "test/check.h"

enum { NOW = 1000000 };

static void test_success_opens_it_up_to_the_most(void)
{
	struct window w = window_made();

	CHECK(window_room(&w, NOW) == WINDOW_FIRST);
	window_feed(&w, 1, 0, 0, NOW);
	CHECK(window_room(&w, NOW) == 2 * WINDOW_FIRST);
	for (int i = 0; i < 20; i++)
		window_feed(&w, 1, 0, 0, NOW);
	CHECK(window_room(&w, NOW) == WINDOW_MAX);
}

static void test_trouble_halves_it_and_it_grows_slowly_then(void)
{
	struct window w = window_made();

	window_feed(&w, 1, 0, 0, NOW);
	window_feed(&w, 9, 1, 0, NOW);
	CHECK(window_room(&w, NOW) == WINDOW_FIRST);
	window_feed(&w, 9, 0, 0, NOW);
	CHECK(window_room(&w, NOW) == 2 * WINDOW_FIRST);
	window_feed(&w, 9, 0, 0, NOW);
	CHECK(window_room(&w, NOW) == 3 * WINDOW_FIRST);
	for (int i = 0; i < 20; i++)
		window_feed(&w, 9, 1, 0, NOW);
	CHECK(window_room(&w, NOW) == 1);

	w.size = WINDOW_MAX + 1 - WINDOW_FIRST;
	window_feed(&w, 9, 0, 0, NOW);
	CHECK(window_room(&w, NOW) == WINDOW_MAX);
}

static void test_only_several_failures_in_a_row_close_it(void)
{
	struct window w = window_made();

	for (int i = 0; i < 20; i++)
		window_feed(&w, 1, 3, 2, NOW); /* always a success between */
	CHECK(!window_is_down(&w, NOW));
	window_feed(&w, 0, 2, 2, NOW);
	CHECK(!window_is_down(&w, NOW));
	window_feed(&w, 0, 1, 1, NOW);
	CHECK(window_is_down(&w, NOW) && window_room(&w, NOW) == 0);
	CHECK(window_is_down(&w, NOW + WINDOW_DOWN_FIRST_S - 1));
	CHECK(!window_is_down(&w, NOW + WINDOW_DOWN_FIRST_S));

	w = window_made();
	window_feed(&w, 3, 9, 5, NOW); /* five at the end of one batch */
	CHECK(window_is_down(&w, NOW));
}

static void test_one_tries_the_ice(void)
{
	static const int pauses[] = {30, 60, 120, 240, 480, 900, 900};
	struct window w = window_made();
	int64_t now = NOW;

	w.size = WINDOW_MAX;
	window_feed(&w, 0, 5, 5, now);
	for (size_t i = 0; i < ARRAY_LEN(pauses); i++) {
		CHECK_ROW(w.down_until == now + pauses[i], i);
		now = w.down_until;
		CHECK_ROW(window_room(&w, now) == 1, i);
		window_feed(&w, 0, 1, 1, now);
	}
	now = w.down_until;
	window_feed(&w, 1, 0, 0, now);
	CHECK(!window_is_down(&w, now) && window_room(&w, now) == 17);
	CHECK(w.down_until == 0);
	/* Its next trouble begins with the short pause again. */
	window_feed(&w, 0, 5, 5, now);
	CHECK(w.down_until == now + WINDOW_DOWN_FIRST_S);
}

static void test_nothing_sent_says_nothing(void)
{
	struct window w = window_made(), before = w;

	window_feed(&w, 0, 0, 0, NOW);
	CHECK(memcmp(&w, &before, sizeof(w)) == 0);
	window_feed(&w, 0, 5, 5, NOW);
	before = w;
	window_feed(&w, 0, 0, 0, NOW + 1);
	CHECK(memcmp(&w, &before, sizeof(w)) == 0);
}

TEST_MAIN(test_success_opens_it_up_to_the_most,
	test_trouble_halves_it_and_it_grows_slowly_then,
	test_only_several_failures_in_a_row_close_it, test_one_tries_the_ice,
	test_nothing_sent_says_nothing)
