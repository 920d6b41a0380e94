#include "base/arena.h"

#include "test/check.h"

static void test_pieces_are_zeroed_and_apart(void)
{
	struct arena a;
	char *p, *q;

	arena_init(&a);
	p = arena_take(&a, 10);
	memset(p, 'x', 10);
	q = arena_take(&a, 10);
	CHECK(q[0] == 0 && q[9] == 0 && p[9] == 'x');
	CHECK((uintptr_t)q % _Alignof(max_align_t) == 0);
	arena_release(&a);
}

static void test_large_pieces_and_many_blocks(void)
{
	struct arena a;

	arena_init(&a);
	for (size_t n = 1; n < (1 << 22); n *= 3) {
		char *p = arena_take(&a, n);

		memset(p, 1, n);
	}
	CHECK(a.total_bytes > (1 << 20));
	arena_release(&a);
	CHECK(a.total_bytes == 0);
}

static void test_reset_keeps_one_block(void)
{
	struct arena a;
	size_t settled;

	arena_init(&a);
	arena_take(&a, 100000);
	arena_reset(&a);
	settled = a.total_bytes;
	arena_take(&a, 50000);
	CHECK(a.total_bytes == settled);
	arena_release(&a);
}

static void test_texts(void)
{
	struct arena a;

	arena_init(&a);
	CHECK_TEXT(arena_print(&a, "%d-%s", 7, "да"), "7-да");
	CHECK_TEXT(arena_copy(&a, "abc", 2), "ab");
	CHECK_TEXT(arena_text(&a, "где"), "где");
	CHECK(arena_text(&a, NULL) == NULL);
	arena_release(&a);
}

TEST_MAIN(test_pieces_are_zeroed_and_apart, test_large_pieces_and_many_blocks,
	test_reset_keeps_one_block, test_texts)
