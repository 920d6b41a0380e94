#include "core/ranking.h"

#include "test/check.h"

enum { DAY = 20780 };

static int64_t at(int day, int hour, int minute)
{
	return ((int64_t)(DAY + day) * 24 + hour) * 3600 + minute * 60;
}

static struct ranking_wish no_wish(void)
{
	return (struct ranking_wish){.zone = zone_utc()};
}

/* Letters in the order of ranking: A is options[0] and so on. */
static const char *order(const struct ranking_option *options, size_t n,
	const struct ranking_wish *wish)
{
	static char text[27];
	struct ranking_option sorted[26];

	for (size_t i = 0; i < n; i++) {
		sorted[i] = options[i];
		sorted[i].index = i;
	}
	ranking_sort(sorted, n, wish);
	for (size_t i = 0; i < n; i++)
		text[i] = (char)('A' + sorted[i].index);
	text[n] = '\0';
	return text;
}

static void test_wishes_in_their_order(void)
{
	const struct ranking_option options[] = {
		{at(0, 10, 0), 1, 1, 900, 0}, /* A */
		{at(0, 10, 0), 2, 2, 100, 0}, /* B: the same time, less to do */
		{at(0, 17, 30), 2, 1, 0, 0},  /* C */
		{at(1, 18, 0), 1, 2, 0, 0},   /* D */
		{at(2, 9, 0), 1, 1, 0, 0},    /* E */
	};
	size_t n = ARRAY_LEN(options);
	struct ranking_wish w = no_wish();

	CHECK_TEXT(order(options, n, &w), "BACDE");
	w.doctor_id = 1;
	CHECK_TEXT(order(options, n, &w), "ADEBC");
	w.branch_id = 2;
	CHECK_TEXT(order(options, n, &w), "DAEBC");
	w.clock_from_min = 17 * 60;
	w.clock_to_min = 23 * 60;
	CHECK_TEXT(order(options, n, &w), "DCABE");
	w = no_wish();
	w.has_near = true;
	w.near_at = at(1, 9, 0);
	CHECK_TEXT(order(options, n, &w), "DCBAE");
}

/* Nearer to the wished time of day goes first, over midnight too. */
static void test_time_of_day_by_distance(void)
{
	const struct ranking_option options[] = {
		{at(0, 9, 0), 1, 1, 0, 0},   /* A: 8 h before */
		{at(0, 16, 30), 1, 1, 0, 0}, /* B: half an hour before */
		{at(1, 16, 10), 1, 1, 0, 0}, /* C: as far, in whole hours */
		{at(2, 23, 0), 1, 1, 0, 0},  /* D: just after the evening */
		{at(3, 17, 0), 1, 1, 0, 0},  /* E */
		{at(4, 0, 30), 1, 1, 0, 0},  /* F: 90 minutes after */
	};
	struct ranking_wish w = no_wish();

	w.clock_from_min = 17 * 60;
	w.clock_to_min = 23 * 60;
	CHECK_TEXT(order(options, ARRAY_LEN(options), &w), "EBCDFA");
}

static void test_picks_give_a_choice(void)
{
	struct ranking_option options[] = {
		{at(0, 15, 30), 1, 1, 0, 0},
		{at(0, 16, 0), 1, 1, 0, 0},
		{at(0, 16, 30), 1, 1, 0, 0},
		{at(0, 17, 30), 1, 1, 0, 0},
		{at(1, 9, 0), 1, 1, 0, 0},
	};
	struct ranking_wish w = no_wish();
	size_t picked[6];

	CHECK(ranking_pick(options, 5, &w, 3, picked) == 3);
	CHECK(picked[0] == 0 && picked[1] == 2 && picked[2] == 4);
	CHECK(ranking_pick(options, 4, &w, 3, picked) == 3);
	CHECK(picked[0] == 0 && picked[1] == 2 && picked[2] == 3);
	CHECK(ranking_pick(options, 2, &w, 3, picked) == 2);
	CHECK(picked[0] == 0 && picked[1] == 1);
	options[1].start = options[0].start;
	CHECK(ranking_pick(options, 2, &w, 3, picked) == 1);
	CHECK(ranking_pick(options, 0, &w, 3, picked) == 0);
}

TEST_MAIN(test_wishes_in_their_order, test_time_of_day_by_distance,
	test_picks_give_a_choice)
