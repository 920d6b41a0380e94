#include "core/hours.h"

/* Intervals of unknown number; the arena keeps the outgrown ones. */
struct heap {
	struct interval *p;
	size_t n, room;
	struct arena *home;
};

static void add(struct heap *b, int64_t start, int64_t end)
{
	if (b->n == b->room) {
		size_t room = b->room ? 2 * b->room : 64;
		struct interval *p = arena_new(b->home, struct interval, room);

		if (b->n > 0)
			memcpy(p, b->p, b->n * sizeof(*p));
		b->p = p;
		b->room = room;
	}
	b->p[b->n++] = (struct interval){start, end};
}

static const struct zone *zone_of_day(const struct hours *h, int64_t day)
{
	for (size_t i = 0; i < h->travels_n; i++)
		if (day >= h->travels[i].from_day &&
			day <= h->travels[i].to_day)
			return h->travels[i].zone;
	return h->zone;
}

static bool has_override(const struct hours *h, int64_t day)
{
	for (size_t i = 0; i < h->overrides_n; i++)
		if (h->overrides[i].day == day)
			return true;
	return false;
}

static void add_wall(struct heap *b, const struct hours *h, int64_t day,
	int from_s, int to_s)
{
	const struct zone *z = zone_of_day(h, day);
	bool is_past_midnight = to_s < from_s;

	if (is_past_midnight && !h->is_overnight)
		return;
	if (is_past_midnight)
		to_s += CIVIL_DAY_S;
	add(b, zone_at(z, day, from_s), zone_at(z, day, to_s));
}

static void add_day(struct heap *b, const struct hours *h, int64_t day)
{
	int weekday = civil_weekday(day);
	bool is_cut = h->is_overnight && has_override(h, day + 1);

	if (has_override(h, day)) {
		for (size_t i = 0; i < h->overrides_n; i++)
			if (h->overrides[i].day == day)
				add_wall(b, h, day, h->overrides[i].from_s,
					h->overrides[i].to_s);
		return;
	}
	for (size_t i = 0; i < h->weekly_n; i++) {
		const struct hours_week *w = &h->weekly[i];
		bool is_cut_here = is_cut && w->to_s < w->from_s;

		if (w->days >> weekday & 1)
			add_wall(b, h, day, w->from_s,
				is_cut_here ? CIVIL_DAY_S : w->to_s);
	}
}

/* One day more on each side for hours past midnight, one for travel. */
static void add_days(struct heap *b, const struct hours *h, struct interval w)
{
	int64_t last = zone_day(h->zone, w.end) + 2;

	for (int64_t day = zone_day(h->zone, w.start) - 2; day <= last; day++)
		add_day(b, h, day);
}

static struct intervals closed_dates(const struct hours *h, struct arena *a)
{
	struct heap b = {.home = a};

	for (size_t i = 0; i < h->closed_n; i++) {
		const struct zone *z = zone_of_day(h, h->closed[i]);

		add(&b, zone_at(z, h->closed[i], 0),
			zone_at(z, h->closed[i], CIVIL_DAY_S));
	}
	return interval_join(b.p, b.n, a);
}

struct intervals hours_open(
	const struct hours *h, struct interval w, struct arena *a)
{
	struct heap b = {.home = a};
	struct intervals open;

	if (w.end <= w.start)
		return (struct intervals){NULL, 0};
	for (size_t i = 0; h->has_ranges && i < h->ranges_n; i++)
		add(&b, h->ranges[i].start, h->ranges[i].end);
	if (!h->has_ranges)
		add_days(&b, h, w);
	for (size_t i = 0; i < h->extra_n; i++)
		add(&b, h->extra[i].start, h->extra[i].end);
	open = interval_join(b.p, b.n, a);
	if (h->closed_n > 0)
		open = interval_subtract(open, closed_dates(h, a), a);
	return interval_clip(open, w, a);
}

static bool is_closed_by_override(const struct hours *h, int64_t day)
{
	for (size_t i = 0; i < h->overrides_n; i++)
		if (h->overrides[i].day == day &&
			h->overrides[i].from_s != h->overrides[i].to_s)
			return false;
	return has_override(h, day);
}

bool hours_is_closed(const struct hours *h, int64_t unix_s)
{
	int64_t day = zone_day(h->zone, unix_s);

	day = zone_day(zone_of_day(h, day), unix_s);
	for (size_t i = 0; i < h->closed_n; i++)
		if (h->closed[i] == day)
			return true;
	return !h->has_ranges && is_closed_by_override(h, day);
}
