#include "base/buf.h"

#include "test/check.h"

static void test_grows_up_to_its_maximum(void)
{
	struct arena a;
	struct err e;
	struct buf b;

	arena_init(&a);
	buf_init(&b, &a, 1000);
	CHECK_TEXT(b.p, "");
	for (int i = 0; i < 100; i++)
		CHECK(buf_text(&b, "0123456789"));
	CHECK(b.n == 1000 && buf_done(&b, &e));
	CHECK(!buf_char(&b, 'x'));
	CHECK(b.n == 1000 && !buf_done(&b, &e));
	CHECK(e.kind == ERR_TOO_LARGE);
	arena_release(&a);
}

static void test_over_stays_and_loses_nothing_before(void)
{
	struct arena a;
	struct err e;
	struct buf b;

	arena_init(&a);
	buf_init(&b, &a, 5);
	CHECK(buf_print(&b, "%d", 123));
	CHECK(!buf_print(&b, "%s", "4567"));
	CHECK(buf_text(&b, "45"));
	CHECK_TEXT(b.p, "12345");
	CHECK(!buf_done(&b, &e));
	arena_release(&a);
}

TEST_MAIN(
	test_grows_up_to_its_maximum, test_over_stays_and_loses_nothing_before)
