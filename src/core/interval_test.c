#include "core/interval.h"

#include "test/check.h"

enum { MINUTES = 48, ROUNDS = 3000 };

/*
 * Sets as pictures: a '#' is a minute that belongs to the set.  The functions
 * are compared with doing the same minute by minute.
 */
static struct interval *draw(const char *picture, size_t *n, struct arena *a)
{
	struct interval *p = arena_new(a, struct interval, strlen(picture));

	*n = 0;
	for (size_t i = 0; picture[i]; i++)
		if (picture[i] == '#') {
			if (i > 0 && picture[i - 1] == '#')
				p[*n - 1].end++;
			else
				p[(*n)++] = (struct interval){
					(int64_t)i, (int64_t)i + 1};
		}
	return p;
}

static struct intervals set(const char *picture, struct arena *a)
{
	size_t n;
	struct interval *p = draw(picture, &n, a);

	return (struct intervals){p, n};
}

static const char *picture(struct intervals s, size_t n, struct arena *a)
{
	char *text = arena_take(a, n + 1);

	memset(text, '.', n);
	for (size_t i = 0; i < s.n; i++) {
		CHECK(s.p[i].start < s.p[i].end);
		CHECK(i == 0 || s.p[i - 1].end < s.p[i].start);
		for (int64_t t = s.p[i].start; t < s.p[i].end; t++)
			text[t] = '#';
	}
	return text;
}

static uint64_t seed = 1;

static unsigned dice(unsigned sides)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % sides;
}

static void test_pictures(void)
{
	static const struct {
		const char *x, *y, *both, *either, *less;
	} rows[] = {
		{"##..##", "..##..", "......", "######", "##..##"},
		{"######", ".#..#.", ".#..#.", "######", "#.##.#"},
		{".####.", "######", ".####.", "######", "......"},
		{"......", ".##...", "......", ".##...", "......"},
		{"###...", ".####.", ".##...", "#####.", "#....."},
	};
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct intervals x = set(rows[i].x, &a);
		struct intervals y = set(rows[i].y, &a);

		CHECK_TEXT(picture(interval_intersect(x, y, &a), 6, &a),
			rows[i].both);
		CHECK_TEXT(picture(interval_union(x, y, &a), 6, &a),
			rows[i].either);
		CHECK_TEXT(picture(interval_subtract(x, y, &a), 6, &a),
			rows[i].less);
	}
	CHECK_TEXT(picture(interval_clip(set("######", &a),
				   (struct interval){2, 4}, &a),
			   6, &a),
		"..##..");
	CHECK(interval_clip(set("##", &a), (struct interval){1, 1}, &a).n == 0);
	arena_release(&a);
}

/* Any intervals, empty, touching and upside down among them. */
static size_t scatter(struct interval *p, int *depth)
{
	size_t n = dice(8);

	memset(depth, 0, MINUTES * sizeof(*depth));
	for (size_t i = 0; i < n; i++) {
		p[i].start = dice(MINUTES - 8);
		p[i].end = p[i].start + dice(9) - 1;
		for (int64_t t = p[i].start; t < p[i].end; t++)
			depth[t]++;
	}
	return n;
}

static void check_set(struct intervals s, const int *depth)
{
	struct interval_cursor c = {s, 0};

	for (int t = 0; t < MINUTES; t++) {
		bool is_in = interval_until(&c, t) > t;
		bool is_met = interval_meets(&c, t, t + 1);

		CHECK_ROW(is_in == (depth[t] > 0), t);
		CHECK_ROW(is_met == is_in, t);
	}
	for (size_t i = 0; i < s.n; i++)
		CHECK(s.p[i].start < s.p[i].end &&
			(i == 0 || s.p[i - 1].end < s.p[i].start));
}

static void test_minute_by_minute(void)
{
	struct arena a;

	arena_init(&a);
	for (int round = 0; round < ROUNDS; round++) {
		struct interval p[8], q[8];
		int in_p[MINUTES], in_q[MINUTES], want[MINUTES];
		size_t n = scatter(p, in_p), m = scatter(q, in_q);
		struct intervals x = interval_join(p, n, &a);
		struct intervals y = interval_join(q, m, &a);

		check_set(x, in_p);
		for (int t = 0; t < MINUTES; t++)
			want[t] = in_p[t] || in_q[t];
		check_set(interval_union(x, y, &a), want);
		for (int t = 0; t < MINUTES; t++)
			want[t] = in_p[t] && in_q[t];
		check_set(interval_intersect(x, y, &a), want);
		for (int t = 0; t < MINUTES; t++)
			want[t] = in_p[t] && !in_q[t];
		check_set(interval_subtract(x, y, &a), want);
		arena_reset(&a);
	}
	arena_release(&a);
}

static void test_cursor_goes_back(void)
{
	struct arena a;

	arena_init(&a);
	struct interval_cursor c = {set(".##..#.", &a), 0};

	CHECK(interval_until(&c, 5) == 6);
	CHECK(interval_until(&c, 1) == 3);
	CHECK(interval_until(&c, 0) == INT64_MIN);
	CHECK(interval_until(&c, 6) == INT64_MIN);
	CHECK(interval_meets(&c, 0, 2) && !interval_meets(&c, 3, 5));
	CHECK(interval_meets(&c, 4, 6) && !interval_meets(&c, 6, 99));
	arena_release(&a);
}

TEST_MAIN(test_pictures, test_minute_by_minute, test_cursor_goes_back)
