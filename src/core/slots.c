#include "core/slots.h"

struct member {
	const struct slots_member *of;
	struct interval_cursor free, held;
	int64_t load_s; /* busy time of its first resource in the window */
};

struct group {
	struct member *members;
	size_t n;
};

struct slots {
	const struct slots_case *q;
	struct arena *a;
	struct interval cover;       /* what free times are worked out for */
	int lead_s, tail_s;          /* buffers that are part of the block */
	int shortest_s;              /* shortest visit of any alternative */
	int64_t earliest;            /* now + notice */
	int64_t first_day, last_day; /* the horizon, in its zone */
	struct intervals gaps;       /* free time of all alternatives */
	struct interval_cursor held, allowed; /* allowed: the restriction */
	const int64_t *counted_days;
	struct group groups[SLOTS_GROUPS_MAX];
};

/* ---- Free times. ---- */

/*
 * A busy visit keeps the new one off by its own buffer and by the opposite
 * buffer of the new one.  Where the new visit's buffers must lie in open hours
 * they are part of the block that is placed (lead_s, tail_s), so that here
 * only the busy one's own buffers count.
 */
static struct interval grown(const struct slots *s, const struct slots_busy *b)
{
	const struct slots_service *v = &s->q->service;

	if (b->end <= b->start)
		return (struct interval){b->start, b->start};
	return (struct interval){
		b->start - b->own_before_s - v->buffer_after_s + s->tail_s,
		b->end + b->own_after_s + v->buffer_before_s - s->lead_s,
	};
}

static struct intervals resource_free(
	const struct slots *s, const struct slots_resource *r)
{
	struct intervals open = hours_open(&r->hours, s->cover, s->a);
	struct interval *p = arena_new(s->a, struct interval, r->busy_n);
	size_t n = 0;

	for (size_t i = 0; i < r->busy_n; i++)
		if (s->q->service.capacity == 1 || r->busy[i].is_absence)
			p[n++] = grown(s, &r->busy[i]);
	if (n == 0)
		return open;
	return interval_subtract(open, interval_join(p, n, s->a), s->a);
}

/* Whether so many visits overlap [from, to) that no seat is left. */
static bool is_taken(const struct slots *s, int resource, bool has_buffers,
	int64_t from, int64_t to)
{
	const struct slots_resource *r = &s->q->resources[resource];
	int64_t seats = s->q->service.capacity;

	for (size_t i = 0; i < r->busy_n && seats > 0; i++) {
		const struct slots_busy *b = &r->busy[i];
		struct interval v = {b->start, b->end};

		if (has_buffers)
			v = grown(s, b);
		if (v.start < to && v.end > from && v.start < v.end)
			seats -= b->is_absence ? seats : 1;
	}
	return seats <= 0;
}

static struct intervals holds_of(const struct slots *s, int resource)
{
	struct interval *p = arena_new(s->a, struct interval, s->q->holds_n);
	size_t n = 0;

	for (size_t i = 0; i < s->q->holds_n; i++) {
		const struct slots_hold *h = &s->q->holds[i];

		if (h->resource == resource &&
			(!s->q->has_now || h->expires_at > s->q->now))
			p[n++] = (struct interval){h->start, h->end};
	}
	return interval_join(p, n, s->a);
}

static int64_t busy_time(const struct slots_resource *r, struct interval w)
{
	int64_t sum = 0;

	for (size_t i = 0; i < r->busy_n; i++) {
		int64_t start = r->busy[i].start, end = r->busy[i].end;

		start = start > w.start ? start : w.start;
		end = end < w.end ? end : w.end;
		sum += end > start ? end - start : 0;
	}
	return sum;
}

static void open_member(struct slots *s, const struct slots_member *of,
	const struct intervals *free, struct member *m)
{
	struct intervals all = {NULL, 0}, held = {NULL, 0};

	m->of = of;
	for (size_t i = 0; i < of->resources_n; i++) {
		int r = of->resources[i];

		BUG_ON(r < 0 || (size_t)r >= s->q->resources_n);
		all = i ? interval_intersect(all, free[r], s->a) : free[r];
		if (s->q->holds_n > 0)
			held = interval_union(held, holds_of(s, r), s->a);
	}
	m->free.set = all;
	m->held.set = held;
	if (of->resources_n > 0)
		m->load_s = busy_time(
			&s->q->resources[of->resources[0]], s->q->window);
}

/* Halves the members, so that each interval is copied log n times. */
static struct intervals members_union(
	struct slots *s, const struct member *m, size_t n)
{
	if (n == 0)
		return (struct intervals){NULL, 0};
	if (n == 1)
		return m->free.set;
	return interval_union(members_union(s, m, n / 2),
		members_union(s, m + n / 2, n - n / 2), s->a);
}

static void open_groups(struct slots *s)
{
	struct intervals *free =
		arena_new(s->a, struct intervals, s->q->resources_n);

	for (size_t i = 0; i < s->q->resources_n; i++)
		free[i] = resource_free(s, &s->q->resources[i]);
	for (size_t g = 0; g < s->q->groups_n; g++) {
		const struct slots_group *of = &s->q->groups[g];
		struct group *to = &s->groups[g];
		struct intervals any;

		to->n = of->n;
		to->members = arena_new(s->a, struct member, of->n);
		for (size_t i = 0; i < of->n; i++)
			open_member(s, &of->members[i], free, &to->members[i]);
		any = members_union(s, to->members, to->n);
		s->gaps = g ? interval_intersect(s->gaps, any, s->a) : any;
	}
}

/* ---- What refuses a start whoever would serve it. ---- */

static int64_t days_ahead(int64_t today, int days, bool is_business_only)
{
	if (!is_business_only)
		return today + days;
	while (days > 0) {
		int weekday = civil_weekday(++today);

		days -= weekday >= 1 && weekday <= 5;
	}
	return today;
}

static void open_horizon(struct slots *s)
{
	const struct slots_horizon *h = &s->q->horizon;

	s->first_day = INT64_MIN;
	s->last_day = INT64_MAX;
	switch (h->kind) {
	case SLOTS_ROLLING:
		if (s->q->has_now)
			s->last_day = days_ahead(zone_day(h->zone, s->q->now),
				h->days, h->is_business_only);
		break;
	case SLOTS_RANGE:
		s->first_day = h->from_day;
		s->last_day = h->to_day;
		break;
	case SLOTS_ENDLESS:
	case SLOTS_ROLLING_BOOKABLE: /* known only from the starts */
	case SLOTS_HORIZONS:
		break;
	}
}

static bool is_in_horizon(const struct slots *s, int64_t t)
{
	if (s->q->horizon.kind == SLOTS_ENDLESS)
		return true;

	int64_t day = zone_day(s->q->horizon.zone, t);

	return day >= s->first_day && day <= s->last_day;
}

static void open_limits(struct slots *s)
{
	const struct slots_limits *l = &s->q->limits;
	int64_t *days = arena_new(s->a, int64_t, l->counted_n);

	for (size_t i = 0; i < l->counted_n; i++)
		days[i] = zone_day(l->zone, l->counted[i].start);
	s->counted_days = days;
}

static bool is_over_limit(const struct slots *s, int64_t t)
{
	const struct slots_limits *l = &s->q->limits;
	int64_t seconds = s->shortest_s, day;
	int n = 0;

	if (l->per_day < 0 && l->minutes_per_day < 0)
		return false;
	day = zone_day(l->zone, t);
	for (size_t i = 0; i < l->counted_n; i++)
		if (s->counted_days[i] == day) {
			n++;
			seconds += l->counted[i].end - l->counted[i].start;
		}
	return (l->per_day >= 0 && n >= l->per_day) ||
	       (l->minutes_per_day >= 0 &&
		       seconds > (int64_t)l->minutes_per_day * CIVIL_MINUTE_S);
}

static bool is_restricted(struct slots *s, int64_t t)
{
	return s->q->restriction &&
	       interval_until(&s->allowed, t) < t + s->shortest_s;
}

static bool is_too_soon(const struct slots *s, int64_t t)
{
	return s->q->has_now &&
	       (t < s->earliest ||
		       (t == s->earliest && s->q->alignment.has_strict_future));
}

/* ---- Opening. ---- */

static int64_t step_of(const struct slots_case *q)
{
	int64_t step_s = q->alignment.mode == SLOTS_GRID
				 ? q->alignment.interval_min * CIVIL_MINUTE_S
				 : q->service.step_s;

	return step_s + q->service.offset_s;
}

static int shortest_visit(const struct slots_case *q)
{
	int shortest_s = 0;

	for (size_t i = 0; q->groups_n > 0 && i < q->groups[0].n; i++) {
		int own_s = q->groups[0].members[i].duration_s;

		if (own_s == 0)
			own_s = q->service.duration_s;
		if (shortest_s == 0 || own_s < shortest_s)
			shortest_s = own_s;
	}
	return shortest_s ? shortest_s : q->service.duration_s;
}

static struct slots *open_over(
	const struct slots_case *q, struct interval cover, struct arena *a)
{
	struct slots *s = arena_new(a, struct slots, 1);
	bool is_inside = q->service.has_buffers_inside;

	*s = (struct slots){
		.q = q,
		.a = a,
		.cover = cover,
		.lead_s = is_inside ? q->service.buffer_before_s : 0,
		.tail_s = is_inside ? q->service.buffer_after_s : 0,
		.shortest_s = shortest_visit(q),
		.earliest = q->now + q->service.notice_s,
	};
	BUG_ON(q->groups_n > SLOTS_GROUPS_MAX || step_of(q) <= 0);
	open_groups(s);
	open_horizon(s);
	open_limits(s);
	s->held.set = holds_of(s, SLOTS_EVERYBODY);
	if (q->restriction)
		s->allowed.set = hours_open(q->restriction, cover, a);
	return s;
}

/*
 * To know the first days that have a start one must look at all days from
 * today on, also at those before the window.
 */
static struct interval cover_of(const struct slots_case *q)
{
	struct interval cover = q->window;
	const struct slots_horizon *h = &q->horizon;

	if (h->kind == SLOTS_ROLLING_BOOKABLE && q->has_now) {
		int64_t midnight =
			zone_at(h->zone, zone_day(h->zone, q->now), 0);

		if (midnight < cover.start)
			cover.start = midnight;
	}
	return cover;
}

struct slots *slots_open(const struct slots_case *q, struct arena *a)
{
	return open_over(q, cover_of(q), a);
}

struct intervals slots_free(struct slots *s)
{
	return interval_clip(s->gaps, s->q->window, s->a);
}

/* ---- Who serves. ---- */

static int length_of(const struct slots *s, const struct member *m)
{
	return m->of->duration_s ? m->of->duration_s : s->q->service.duration_s;
}

/* With one seat the free time says it all. */
static bool has_seat(
	const struct slots *s, const struct member *m, int64_t from, int64_t to)
{
	if (s->q->service.capacity > 1)
		for (size_t i = 0; i < m->of->resources_n; i++)
			if (is_taken(s, m->of->resources[i], true, from, to))
				return false;
	return true;
}

static bool serves(struct slots *s, struct member *m, int64_t t, int length_s)
{
	return interval_until(&m->free, t - s->lead_s) >=
		       t + length_s + s->tail_s &&
	       !interval_meets(&m->held, t, t + length_s) &&
	       !interval_meets(&s->held, t, t + length_s) &&
	       has_seat(s, m, t - s->lead_s, t + length_s + s->tail_s);
}

static bool is_served(struct slots *s, size_t g, int64_t t, int length_s)
{
	for (size_t i = 0; i < s->groups[g].n; i++)
		if (serves(s, &s->groups[g].members[i], t, length_s))
			return true;
	return false;
}

/* Whether one member of each group is free; group 0 sets the length. */
static bool fits(struct slots *s, int64_t t)
{
	int tried_s = 0;

	for (size_t i = 0; i < s->groups[0].n; i++) {
		struct member *m = &s->groups[0].members[i];
		int length_s = length_of(s, m);
		size_t g = 1;

		if (length_s == tried_s || !serves(s, m, t, length_s))
			continue;
		while (g < s->q->groups_n && is_served(s, g, t, length_s))
			g++;
		if (g == s->q->groups_n)
			return true;
		tried_s = length_s; /* the others refuse this length */
	}
	return false;
}

/* The least loaded free member of a group, -1 if none. */
static int pick(struct slots *s, size_t g, int64_t t, int length_s, int wanted)
{
	struct group *group = &s->groups[g];
	int best = -1;

	for (int i = 0; i < (int)group->n; i++) {
		struct member *m = &group->members[i];

		if ((wanted < 0 || wanted == i) &&
			(best < 0 || m->load_s < group->members[best].load_s) &&
			serves(s, m, t, length_s))
			best = i;
	}
	return best;
}

static bool pick_all(struct slots *s, int64_t t, const int *wanted,
	int length_s, int *member)
{
	for (size_t g = 1; g < s->q->groups_n; g++) {
		member[g] = pick(s, g, t, length_s, wanted ? wanted[g] : -1);
		if (member[g] < 0)
			return false;
	}
	return true;
}

bool slots_serve(struct slots *s, int64_t start, const int *wanted,
	int member[SLOTS_GROUPS_MAX], int *duration_s)
{
	int chosen[SLOTS_GROUPS_MAX], best[SLOTS_GROUPS_MAX];
	struct member *first = s->groups[0].members;

	best[0] = -1;
	for (int i = 0; i < (int)s->groups[0].n; i++) {
		int length_s = length_of(s, &first[i]);

		if ((wanted && wanted[0] >= 0 && wanted[0] != i) ||
			(best[0] >= 0 &&
				first[i].load_s >= first[best[0]].load_s) ||
			!serves(s, &first[i], start, length_s) ||
			!pick_all(s, start, wanted, length_s, chosen))
			continue;
		chosen[0] = i;
		memcpy(best, chosen, s->q->groups_n * sizeof(*best));
	}
	if (best[0] < 0)
		return false;
	memcpy(member, best, s->q->groups_n * sizeof(*best));
	*duration_s = length_of(s, &first[best[0]]);
	return true;
}

/* ---- The grid. ---- */

static int64_t whole_minute(int64_t t)
{
	int64_t past = t % CIVIL_MINUTE_S;

	if (past < 0)
		past += CIVIL_MINUTE_S;
	return past ? t + CIVIL_MINUTE_S - past : t;
}

static int minute_on_wall(const struct slots *s, int64_t t)
{
	struct civil c;

	zone_local(s->q->alignment.zone, t, &c);
	return c.minute;
}

/* Minutes from `minute` up to the next multiple of `grid`. */
static int up_to(int minute, int grid)
{
	int past = minute % grid;

	return past ? grid - past : 0;
}

static int hour_grid(int step_s)
{
	static const int grids[] = {60, 30, 20, 15, 10, 5};

	for (size_t i = 0; i < ARRAY_LEN(grids); i++)
		if (step_s % (grids[i] * CIVIL_MINUTE_S) == 0)
			return grids[i];
	return 1;
}

/*
 * Moving up by no more than what is left of the gap after whole grid steps
 * loses no start; so try the nicest grid first.
 */
static int max_fit(int minute, int grid, int64_t gap_s)
{
	int64_t spare = gap_s / CIVIL_MINUTE_S % grid;
	const int tries[] = {grid, 15, 5};

	for (size_t i = 0; i < ARRAY_LEN(tries); i++)
		if (up_to(minute, tries[i]) <= spare)
			return up_to(minute, tries[i]);
	return 0;
}

static int64_t move_up(const struct slots *s, int64_t t, int64_t gap_end)
{
	const struct slots_alignment *al = &s->q->alignment;
	int minute = minute_on_wall(s, t), grid, past;

	switch (al->mode) {
	case SLOTS_HOUR_GRID:
		grid = hour_grid(s->q->service.step_s);
		return t + up_to(minute, grid) * CIVIL_MINUTE_S;
	case SLOTS_MAX_FIT:
		grid = hour_grid(s->q->service.step_s);
		return t + max_fit(minute, grid, gap_end - t) * CIVIL_MINUTE_S;
	case SLOTS_GRID:
		past = (minute - al->offset_min) % al->interval_min;
		if (past < 0)
			past += al->interval_min;
		return t + up_to(past, al->interval_min) * CIVIL_MINUTE_S;
	case SLOTS_RANGE_START:
	case SLOTS_MODES:
		break;
	}
	return t;
}

static int64_t first_candidate(const struct slots *s, struct interval gap)
{
	int64_t t = gap.start + s->lead_s;

	if (s->q->alignment.mode != SLOTS_RANGE_START) {
		if (s->q->has_now && t < s->earliest)
			t = s->earliest;
		t = move_up(s, whole_minute(t), gap.end - s->tail_s);
	}
	return t + s->q->service.offset_s;
}

/* Starts as they are found; the arena keeps the outgrown copies. */
struct found {
	int64_t *p;
	size_t n, room;
};

static void found_add(struct found *f, int64_t t, struct arena *a)
{
	if (f->n == f->room) {
		size_t room = f->room ? 2 * f->room : 256;
		int64_t *p = arena_new(a, int64_t, room);

		if (f->n > 0)
			memcpy(p, f->p, f->n * sizeof(*p));
		f->p = p;
		f->room = room;
	}
	f->p[f->n++] = t;
}

static bool is_offered(struct slots *s, int64_t t)
{
	return !is_too_soon(s, t) && is_in_horizon(s, t) &&
	       !is_over_limit(s, t) && !is_restricted(s, t) && fits(s, t);
}

static bool search_gap(
	struct slots *s, struct interval gap, struct found *f, struct err *e)
{
	int64_t step_s = step_of(s->q);

	for (int64_t t = first_candidate(s, gap);
		t + s->shortest_s + s->tail_s <= gap.end; t += step_s) {
		if (!is_offered(s, t))
			continue;
		if (f->n == SLOTS_STARTS_MAX)
			return err_set(e, ERR_TOO_LARGE,
				"slots: over %d starts", SLOTS_STARTS_MAX);
		found_add(f, t, s->a);
	}
	return true;
}

static bool search(
	struct slots *s, struct interval window, struct found *f, struct err *e)
{
	struct intervals gaps = interval_clip(s->gaps, window, s->a);

	*f = (struct found){NULL, 0, 0};
	for (size_t i = 0; i < gaps.n; i++)
		if (!search_gap(s, gaps.p[i], f, e))
			return false;
	return true;
}

/* Sets last_day to the local day of the `days`-th day that has a start. */
static bool find_bookable_days(struct slots *s, struct err *e)
{
	const struct slots_horizon *h = &s->q->horizon;
	int64_t day = INT64_MIN;
	struct found f;
	int left = h->days;

	s->last_day = INT64_MAX;
	if (!search(s, s->cover, &f, e))
		return false;
	for (size_t i = 0; i < f.n; i++) {
		int64_t next = zone_day(h->zone, f.p[i]);

		if (next == day)
			continue;
		if (left-- == 0) {
			s->last_day = next - 1;
			break;
		}
		day = next;
	}
	return true;
}

bool slots_starts(
	struct slots *s, const int64_t **out, size_t *n, struct err *e)
{
	struct found f;

	if (s->q->horizon.kind == SLOTS_ROLLING_BOOKABLE && s->q->has_now &&
		!find_bookable_days(s, e))
		return false;
	if (!search(s, s->q->window, &f, e))
		return false;
	*out = f.p;
	*n = f.n;
	return true;
}

/* ---- Why not. ---- */

static bool holds_whole(struct intervals set, int64_t start, int64_t end)
{
	struct interval_cursor c = {set, 0};

	return interval_until(&c, start) >= end;
}

static enum slots_reason why_resource(
	const struct slots *s, int resource, int64_t t, int length_s)
{
	const struct hours *h = &s->q->resources[resource].hours;
	struct intervals open = hours_open(h, s->cover, s->a);
	int64_t from = t - s->lead_s, to = t + length_s + s->tail_s;

	if (hours_is_closed(h, t))
		return SLOTS_CLOSED;
	if (!holds_whole(open, t, t + length_s))
		return SLOTS_OUTSIDE_HOURS;
	if (is_taken(s, resource, false, t, t + length_s))
		return SLOTS_BUSY;
	if (!holds_whole(open, from, to) ||
		is_taken(s, resource, true, from, to))
		return SLOTS_BUFFER;
	return SLOTS_OFFERED;
}

/* A member fails for the first reason of any of its resources. */
static struct slots_why why_member(const struct slots *s,
	const struct slots_member *m, int64_t t, int length_s)
{
	struct slots_why first = {SLOTS_OFFERED, -1};

	for (size_t i = 0; i < m->resources_n; i++) {
		int r = m->resources[i];
		enum slots_reason why = why_resource(s, r, t, length_s);

		if (why < first.reason)
			first = (struct slots_why){why, r};
	}
	return first;
}

/* A group fails for the reason of the member that comes nearest. */
static struct slots_why why_groups(struct slots *s, int64_t t)
{
	struct slots_why first = {SLOTS_OFFERED, -1};
	int length_s = s->q->service.duration_s;

	for (size_t g = 0; g < s->q->groups_n; g++) {
		struct group *group = &s->groups[g];
		struct slots_why best = {SLOTS_CLOSED, -1};
		int best_s = length_s;

		for (size_t i = 0; i < group->n; i++) {
			struct member *m = &group->members[i];
			int own_s = g ? length_s : length_of(s, m);
			struct slots_why why = why_member(s, m->of, t, own_s);

			if (i == 0 || why.reason > best.reason) {
				best = why;
				best_s = own_s;
			}
		}
		length_s = best_s;
		if (best.reason < first.reason)
			first = best;
	}
	return first;
}

static enum slots_reason why_time(struct slots *s, int64_t t)
{
	const struct interval *w = &s->q->window;

	if (s->q->has_now && t < s->q->now)
		return SLOTS_PAST;
	if (is_too_soon(s, t))
		return SLOTS_NOTICE;
	if (t < w->start || t + s->shortest_s > w->end || !is_in_horizon(s, t))
		return SLOTS_HORIZON;
	if (!fits(s, t)) /* free, as why_groups has found */
		return SLOTS_HELD;
	if (is_over_limit(s, t))
		return SLOTS_LIMIT;
	if (is_restricted(s, t))
		return SLOTS_RESTRICTION;
	return SLOTS_OFF_GRID;
}

struct slots_why slots_explain(
	const struct slots_case *q, int64_t start, struct arena *a)
{
	struct interval around = {start - 2 * CIVIL_DAY_S,
		start + q->service.duration_s + 2 * CIVIL_DAY_S};
	struct slots *s = slots_open(q, a), *near = open_over(q, around, a);
	const int64_t *starts;
	struct slots_why why;
	struct err e;
	size_t n;

	if (q->groups_n == 0)
		return (struct slots_why){SLOTS_OUTSIDE_HOURS, -1};
	if (slots_starts(s, &starts, &n, &e))
		for (size_t i = 0; i < n; i++)
			if (starts[i] == start)
				return (struct slots_why){SLOTS_OFFERED, -1};
	why = why_groups(near, start);
	if (why.reason == SLOTS_OFFERED) {
		near->last_day = s->last_day;
		why.reason = why_time(near, start);
	}
	return why;
}

const char *slots_reason_name(enum slots_reason reason)
{
	static const char *const names[SLOTS_REASONS] = {
		[SLOTS_CLOSED] = "closed",
		[SLOTS_OUTSIDE_HOURS] = "outside-hours",
		[SLOTS_BUSY] = "busy",
		[SLOTS_BUFFER] = "buffer",
		[SLOTS_PAST] = "past",
		[SLOTS_NOTICE] = "notice",
		[SLOTS_HORIZON] = "horizon",
		[SLOTS_HELD] = "held",
		[SLOTS_LIMIT] = "limit",
		[SLOTS_RESTRICTION] = "restriction",
		[SLOTS_OFF_GRID] = "off-grid",
		[SLOTS_OFFERED] = "offered",
	};

	return names[reason];
}
