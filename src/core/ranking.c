#include "core/ranking.h"

/* What is compared, worked out once an option. */
struct key {
	struct ranking_option option;
	int off_hours; /* whole hours away from the wished time of day */
	bool is_other_doctor, is_other_branch;
	int64_t away_s; /* from near_at, or since ever */
};

enum { DAY_MIN = 24 * 60 };

/* Minutes from `minute` to [from, to) on the round of a day. */
static int minutes_off(int minute, int from, int to)
{
	if (from == to || (minute >= from && minute < to))
		return 0;

	int before = (from - minute + DAY_MIN) % DAY_MIN;
	int after = (minute - to + 1 + DAY_MIN) % DAY_MIN;

	return before < after ? before : after;
}

static struct key key_of(
	const struct ranking_option *o, const struct ranking_wish *wish)
{
	struct civil c;
	int off_min;

	zone_local(wish->zone, o->start, &c);
	off_min = minutes_off(c.hour * 60 + c.minute, wish->clock_from_min,
		wish->clock_to_min);
	return (struct key){
		.option = *o,
		.off_hours = (off_min + 59) / 60,
		.is_other_doctor =
			wish->doctor_id != 0 && wish->doctor_id != o->doctor_id,
		.is_other_branch =
			wish->branch_id != 0 && wish->branch_id != o->branch_id,
		.away_s = !wish->has_near            ? o->start
			  : o->start > wish->near_at ? o->start - wish->near_at
						     : wish->near_at - o->start,
	};
}

static int compare(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int by_rank(const void *x, const void *y)
{
	const struct key *a = x, *b = y;
	const int orders[] = {
		compare(a->off_hours, b->off_hours),
		compare(a->is_other_doctor, b->is_other_doctor),
		compare(a->is_other_branch, b->is_other_branch),
		compare(a->away_s, b->away_s),
		compare(a->option.load_s, b->option.load_s),
		compare(a->option.start, b->option.start),
		compare((int64_t)a->option.index, (int64_t)b->option.index),
	};

	for (size_t i = 0; i < ARRAY_LEN(orders); i++)
		if (orders[i] != 0)
			return orders[i];
	return 0;
}

void ranking_sort(struct ranking_option *options, size_t n,
	const struct ranking_wish *wish)
{
	struct arena a;
	struct key *keys;

	arena_init(&a);
	keys = arena_new(&a, struct key, n);
	for (size_t i = 0; i < n; i++)
		keys[i] = key_of(&options[i], wish);
	qsort(keys, n, sizeof(*keys), by_rank);
	for (size_t i = 0; i < n; i++)
		options[i] = keys[i].option;
	arena_release(&a);
}

/* How different an option must be from every one picked before. */
enum distance { ANOTHER_DAY, AN_HOUR, ANOTHER_START };

static bool is_apart(const struct ranking_option *a,
	const struct ranking_option *b, const struct zone *z,
	enum distance distance)
{
	int64_t away_s = a->start - b->start;

	if (away_s < 0)
		away_s = -away_s;
	switch (distance) {
	case ANOTHER_DAY:
		return zone_day(z, a->start) != zone_day(z, b->start);
	case AN_HOUR:
		return away_s >= CIVIL_HOUR_S;
	case ANOTHER_START:
		break;
	}
	return away_s > 0;
}

/* The first option that is so far from all picked ones; n if none. */
static size_t next_apart(const struct ranking_option *options, size_t n,
	const size_t *picked, size_t picked_n, const struct zone *z,
	enum distance distance)
{
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		while (k < picked_n &&
			is_apart(&options[i], &options[picked[k]], z, distance))
			k++;
		if (k == picked_n)
			return i;
	}
	return n;
}

size_t ranking_pick(const struct ranking_option *options, size_t n,
	const struct ranking_wish *wish, size_t k, size_t *picked)
{
	for (size_t done = 0; done < k; done++) {
		enum distance d = done >= 2 ? ANOTHER_DAY : AN_HOUR;
		size_t i = next_apart(options, n, picked, done, wish->zone, d);

		while (i == n && d != ANOTHER_START)
			i = next_apart(
				options, n, picked, done, wish->zone, ++d);
		if (i == n)
			return done;
		picked[done] = i;
	}
	return k;
}
