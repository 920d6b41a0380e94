#include "core/ranking.h"

#include "test/check.h"

enum { DAY = 20780, ANY = -1 };

static int64_t at(int day, int hour, int minute)
{
	return ((int64_t)(DAY + day) * 24 + hour) * 3600 + minute * 60;
}

static struct ranking_wish no_wish(void)
{
	return (struct ranking_wish){
		.zone = zone_utc(), .doctor = ANY, .branch = ANY};
}

/* Letters in the order of ranking: A is options[0] and so on. */
static const char *order(const struct ranking_option *options, size_t n,
	const struct ranking_wish *wish)
{
	static char text[27];
	struct ranking_option sorted[26];

	memcpy(sorted, options, n * sizeof(*sorted));
	ranking_sort(sorted, n, wish);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++)
			if (memcmp(&sorted[i], &options[k], sizeof(*sorted)) ==
				0)
				text[i] = (char)('A' + k);
	text[n] = '\0';
	return text;
}

static void test_wishes_in_their_order(void)
{
	const struct ranking_option options[] = {
		{at(0, 10, 0), 1, 1, 900}, /* A */
		{at(0, 10, 0), 2, 2, 100}, /* B: the same time, less to do */
		{at(0, 17, 30), 2, 1, 0},  /* C */
		{at(1, 18, 0), 1, 2, 0},   /* D */
		{at(2, 9, 0), 1, 1, 0},    /* E */
	};
	size_t n = ARRAY_LEN(options);
	struct ranking_wish w = no_wish();

	CHECK_TEXT(order(options, n, &w), "BACDE");
	w.doctor = 1;
	CHECK_TEXT(order(options, n, &w), "ADEBC");
	w.branch = 2;
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
		{at(0, 9, 0), 1, 1, 0},   /* A: 8 h before */
		{at(0, 16, 30), 1, 1, 0}, /* B: half an hour before */
		{at(1, 16, 10), 1, 1, 0}, /* C: as far, in whole hours */
		{at(2, 23, 0), 1, 1, 0},  /* D: just after the evening */
		{at(3, 17, 0), 1, 1, 0},  /* E */
		{at(4, 0, 30), 1, 1, 0},  /* F: 90 minutes after */
	};
	struct ranking_wish w = no_wish();

	w.clock_from_min = 17 * 60;
	w.clock_to_min = 23 * 60;
	CHECK_TEXT(order(options, ARRAY_LEN(options), &w), "EBCDFA");
}

static void test_each_start_once(void)
{
	struct ranking_option options[] = {
		{at(0, 11, 0), 1, 1, 0},
		{at(0, 10, 0), 1, 1, 900},
		{at(0, 10, 0), 2, 1, 100},
		{at(0, 11, 0), 2, 1, 0},
	};
	struct ranking_wish w = no_wish();

	CHECK(ranking_each_start_once(options, 4, &w) == 2);
	CHECK(options[0].start == at(0, 10, 0) && options[0].doctor == 2);
	CHECK(options[1].start == at(0, 11, 0) && options[1].doctor == 1);
	CHECK(ranking_each_start_once(options, 0, &w) == 0);
}

static void test_picks_give_a_choice(void)
{
	struct ranking_option options[] = {
		{at(0, 15, 30), 1, 1, 0},
		{at(0, 16, 0), 1, 1, 0},
		{at(0, 16, 30), 1, 1, 0},
		{at(0, 17, 30), 1, 1, 0},
		{at(1, 9, 0), 1, 1, 0},
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
	test_each_start_once, test_picks_give_a_choice)
