#include "http/limit.h"

#include "http/request.h"
#include "test/check.h"

static const struct limit_class slow = {"slow", 60, 5, 1, 4, 0};
static const struct limit_class dear = {"dear", 60, 10, 4, 1, 0};

static int taken(struct limit *l, uint64_t key, const struct limit_class *c,
	int factor, int64_t now_ms)
{
	int n = 0, wait_s;

	while (n < 1000 && limit_take(l, key, c, factor, now_ms, &wait_s))
		n++;
	return n;
}

static void test_a_bucket_empties_and_fills(void)
{
	static const struct {
		int64_t at_ms;
		int want;
	} rows[] = {
		{1000, 5},
		{1000, 0},
		{1999, 0},
		{2000, 1},
		{4500, 2},
		{5000, 1},
		{1000000, 5},
		/* the low 32 bits of the clock run over */
		{0xffffffff, 5},
		{0x100000000 + 2000, 2},
	};
	struct limit *l = limit_open(7);

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		CHECK_ROW(taken(l, 42, &slow, 1, rows[i].at_ms) == rows[i].want,
			i);
	limit_close(l);
}

static void test_the_wait_is_told_and_enough(void)
{
	struct limit *l = limit_open(7);
	int wait_s = 0;

	CHECK(taken(l, 42, &dear, 1, 0) == 2);
	CHECK(!limit_take(l, 42, &dear, 1, 0, &wait_s));
	CHECK(wait_s == 2); /* 2 of 10 left, 4 wanted, one a second */
	CHECK(!limit_take(l, 42, &dear, 1, wait_s * 1000 - 1, &wait_s));
	CHECK(limit_take(l, 42, &dear, 1, 2000, &wait_s));
	limit_close(l);
}

static void test_a_known_person_gets_more(void)
{
	struct limit *l = limit_open(7);

	CHECK(taken(l, 42, &slow, 4, 0) == 20);
	CHECK(taken(l, 42, &slow, 4, 1000) == 4);
	limit_close(l);
}

static uint64_t peer_key(const struct limit *l, const char *text)
{
	uint8_t peer[16];

	CHECK(http_peer_read(text, peer));
	return limit_key_peer(l, 1, peer);
}

static void test_blocks_of_addresses_are_one_source(void)
{
	static const struct {
		const char *a, *b;
		bool is_same;
	} rows[] = {
		{"192.0.2.1", "192.0.2.254", true},
		{"192.0.2.1", "192.0.3.1", false},
		{"2001:db8:0:1::1", "2001:db8:0:ff::2", true},
		{"2001:db8:0:1::1", "2001:db8:0:100::1", false},
		{"0.0.1.1", "::1:0:0:0:0", false},
	};
	struct limit *l = limit_open(7);

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		CHECK_ROW((peer_key(l, rows[i].a) == peer_key(l, rows[i].b)) ==
				  rows[i].is_same,
			i);
	CHECK(limit_key_id(l, 1, 5) != limit_key_id(l, 2, 5));
	CHECK(limit_key_id(l, 1, 5) != limit_key_id(l, 1, 6));
	limit_close(l);
}

/* A flood of a million sources costs no memory; at most it forgives some. */
static void test_a_flood_of_sources_forgets_the_oldest(void)
{
	struct limit *l = limit_open(7);
	uint64_t own = limit_key_id(l, 1, 0);
	int wait_s;

	CHECK(taken(l, own, &slow, 1, 0) == 5);
	for (uint64_t i = 1; i < 60000; i++)
		CHECK(limit_take(
			l, limit_key_id(l, 1, i), &slow, 1, 1, &wait_s));
	CHECK(!limit_take(l, own, &slow, 1, 2, &wait_s));
	for (uint64_t i = 60000; i < 1000000; i++)
		CHECK(limit_take(
			l, limit_key_id(l, 1, i), &slow, 1, 3, &wait_s));
	CHECK(limit_take(l, own, &slow, 1, 4, &wait_s));
	limit_close(l);
}

TEST_MAIN(test_a_bucket_empties_and_fills, test_the_wait_is_told_and_enough,
	test_a_known_person_gets_more, test_blocks_of_addresses_are_one_source,
	test_a_flood_of_sources_forgets_the_oldest)
