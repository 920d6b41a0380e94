#include "os/random.h"

#include "os/clock.h"
#include "test/check.h"

static void test_ids_grow_and_never_meet(void)
{
	int64_t before = 0;

	for (int i = 0; i < 100000; i++) {
		int64_t id = random_id();

		CHECK_ROW(id > before, i);
		before = id;
	}
}

static void test_a_shifted_clock_does_not_reach_ids(void)
{
	int64_t before = random_id(), after;

	clock_set_offset_s(30 * 86400);
	after = random_id();
	clock_set_offset_s(0);
	CHECK(after - before < (int64_t)60000 << 22);
}

static void test_ids_of_one_time_lie_together(void)
{
	enum { AT = 1795334400, STEP_BACK = 1 };
	static const int64_t times[] = {INT64_MIN / 2, 0, 1577836800};
	int64_t first = random_id_at(AT), last = first;
	int back = 0;

	for (int i = 0; i < 100000; i++) {
		int64_t id = random_id_at(AT);

		CHECK_ROW(id != last && id < random_id_at(AT + 1), i);
		CHECK_ROW(id > random_id_at(AT - 1), i);
		back += id < last;
		last = id;
	}
	CHECK(back <= STEP_BACK);
	/* where random_id would put them */
	clock_set_offset_s(0);
	CHECK(random_id_at(clock_now() - 60) < random_id());
	CHECK(random_id_at(clock_now() + 60) > random_id());
	for (size_t i = 0; i < ARRAY_LEN(times); i++)
		CHECK_ROW(random_id_at(times[i]) > 0, i);
}

static void test_token_has_22_url_characters(void)
{
	char one[RANDOM_TOKEN_SIZE], two[RANDOM_TOKEN_SIZE];

	random_token(one);
	random_token(two);
	CHECK(strlen(one) == 22 && strcmp(one, two) != 0);
	CHECK(strspn(one, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
			  "0123456789-_") == 22);
}

static void test_below_stays_below(void)
{
	bool seen[3] = {false};

	for (int i = 0; i < 1000; i++) {
		uint32_t r = random_below(3);

		CHECK_ROW(r < 3, i);
		seen[r] = true;
	}
	CHECK(seen[0] && seen[1] && seen[2]);
}

static void test_offset_moves_the_wall_alone(void)
{
	int64_t wall = clock_now(), steady = clock_steady_ms();

	clock_set_offset_s(-3600);
	CHECK(clock_now() <= wall - 3590 && clock_now() >= wall - 3600);
	CHECK(clock_now_ms() / 1000 - clock_now() <= 1);
	CHECK(clock_steady_ms() - steady < 10000);
	clock_set_offset_s(0);
	CHECK(clock_now() >= wall);
}

TEST_MAIN(test_ids_grow_and_never_meet, test_ids_of_one_time_lie_together,
	test_a_shifted_clock_does_not_reach_ids,
	test_token_has_22_url_characters, test_below_stays_below,
	test_offset_moves_the_wall_alone)
