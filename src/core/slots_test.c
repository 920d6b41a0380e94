#include "core/slots.h"

#include "test/check.h"

/*
 * The search against an oracle that looks at every minute: random cases on ten
 * hours of a day, whose rules the oracle states one by one and slowly.  What
 * each key of a case means stands in test/slots/ (cli/slots_case_test).
 */
enum {
	MINUTES = 600,
	RESOURCES = 4,
	BUSY = 5,
	HOLDS = 2,
	ROUNDS = 1000,
	DAY = 20780 /* 2026-11-23, a Monday */
};

static uint64_t seed = 20261123;

static int dice(int sides)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int)((seed >> 33) % (uint64_t)sides);
}

static int64_t at(int minute)
{
	return (DAY * INT64_C(1440) + minute) * 60;
}

/* One random case with room for everything it points to. */
struct world {
	struct slots_case q;
	struct slots_resource resources[RESOURCES];
	struct hours_week weekly[RESOURCES][2];
	struct slots_busy busy[RESOURCES][BUSY];
	struct slots_hold holds[HOLDS];
	struct slots_member members[2][RESOURCES];
	int ids[2][RESOURCES];
	/* The oracle's view. */
	bool open[RESOURCES][MINUTES + 60];
	bool taken[RESOURCES][MINUTES + 60]; /* cut out of the gaps */
};

static void draw_hours(struct world *w, int r)
{
	int from = dice(12) * 15, to = from + 60 + dice(20) * 15;
	struct hours *h = &w->resources[r].hours;

	w->weekly[r][0] = (struct hours_week){1 << 1, from * 60, to * 60};
	w->weekly[r][1] = (struct hours_week){
		1 << 1, (to + dice(3) * 10) * 60, (MINUTES - 60) * 60};
	h->zone = zone_utc();
	h->weekly = w->weekly[r];
	h->weekly_n = 1 + (size_t)dice(2);
}

static void draw_busy(struct world *w, int r)
{
	struct slots_resource *to = &w->resources[r];

	to->busy = w->busy[r];
	to->busy_n = (size_t)dice(BUSY + 1);
	for (size_t i = 0; i < to->busy_n; i++) {
		int from = dice(100) * 5;

		w->busy[r][i] =
			(struct slots_busy){at(from), at(from + dice(8) * 10),
				dice(3) * 300, dice(2) * 300, dice(4) == 0};
	}
}

static void draw_service(struct slots_service *s)
{
	*s = (struct slots_service){
		.duration_s = (10 + dice(8) * 10) * 60,
		.step_s = (5 + dice(9) * 5) * 60,
		.offset_s = dice(4) ? 0 : 300,
		.notice_s = dice(3) * 1800,
		.buffer_before_s = dice(2) * dice(4) * 300,
		.buffer_after_s = dice(2) * dice(4) * 300,
		.has_buffers_inside = dice(2),
		.capacity = dice(2) ? 1 : 2,
	};
}

/* All; any; the first and any of the rest; two pairs of which one is enough. */
static void draw_groups(struct world *w)
{
	struct slots_case *q = &w->q;
	int n = (int)q->resources_n, how = dice(4);

	for (int i = 0; i < n; i++)
		w->ids[0][i] = w->ids[1][i] = i;
	for (int i = 0; i < n; i++)
		w->members[0][i] = w->members[1][i] =
			(struct slots_member){&w->ids[0][i], 1, 0};
	q->groups_n = 1;
	q->groups[0] = (struct slots_group){w->members[0], (size_t)n};
	if (how == 0) {
		w->members[0][0].resources_n = (size_t)n;
		q->groups[0].n = 1;
	} else if (how == 1 && n > 1) {
		q->groups[0].n = 1;
		q->groups[1] =
			(struct slots_group){w->members[1] + 1, (size_t)n - 1};
		q->groups_n = 2;
	} else if (how == 2 && n == 4) {
		q->groups[0].n = 2;
		w->members[0][0] = (struct slots_member){w->ids[0], 2, 0};
		w->members[0][1] = (struct slots_member){w->ids[0] + 2, 2,
			dice(2) ? 0 : (15 + dice(9) * 15) * 60};
	}
}

static void draw_holds(struct world *w)
{
	w->q.holds = w->holds;
	w->q.holds_n = (size_t)dice(HOLDS + 1);
	for (size_t i = 0; i < w->q.holds_n; i++) {
		int from = dice(MINUTES);

		w->holds[i] = (struct slots_hold){at(from), at(from + 20),
			at(dice(120)), SLOTS_EVERYBODY};
		if (dice(2))
			w->holds[i].resource = dice((int)w->q.resources_n);
	}
}

static void draw(struct world *w)
{
	struct slots_case *q = &w->q;

	memset(w, 0, sizeof(*w));
	q->has_now = dice(2);
	q->now = at(dice(300)) + dice(60) * dice(2);
	q->window = (struct interval){
		at(dice(2) * dice(200)), at(MINUTES - dice(2) * dice(200))};
	q->alignment = (struct slots_alignment){
		.mode = (enum slots_mode)dice(SLOTS_MODES),
		.zone = zone_utc(),
		.interval_min = 10 + dice(3) * 5,
		.offset_min = dice(3) * 5,
		.has_strict_future = dice(2),
	};
	q->limits.per_day = q->limits.minutes_per_day = -1;
	q->resources = w->resources;
	q->resources_n = 1 + (size_t)dice(RESOURCES);
	draw_service(&q->service);
	for (int r = 0; r < (int)q->resources_n; r++) {
		draw_hours(w, r);
		draw_busy(w, r);
	}
	draw_groups(w);
	draw_holds(w);
}

/* ---- The oracle. ---- */

static bool is_over(const struct world *w, const struct slots_busy *b,
	int64_t from, int64_t to)
{
	const struct slots_service *s = &w->q.service;
	int before_s = s->has_buffers_inside ? 0 : s->buffer_before_s;
	int after_s = s->has_buffers_inside ? 0 : s->buffer_after_s;

	return b->start < b->end && b->start - b->own_before_s - after_s < to &&
	       b->end + b->own_after_s + before_s > from;
}

static void mark_resource(struct world *w, int r)
{
	const struct slots_resource *of = &w->resources[r];

	for (int m = 0; m < MINUTES + 60; m++) {
		for (size_t i = 0; i < of->hours.weekly_n; i++)
			w->open[r][m] |= m * 60 >= w->weekly[r][i].from_s &&
					 m * 60 < w->weekly[r][i].to_s;
		for (size_t i = 0; i < of->busy_n; i++)
			w->taken[r][m] |=
				is_over(w, &of->busy[i], at(m), at(m + 1)) &&
				(w->q.service.capacity == 1 ||
					of->busy[i].is_absence);
	}
}

/* Visits that overlap a block count whole, however little they overlap. */
static bool is_full(
	const struct world *w, const struct slots_member *m, int from, int to)
{
	for (size_t i = 0; i < m->resources_n; i++) {
		const struct slots_resource *r = &w->resources[m->resources[i]];
		int visits = 0;

		for (size_t k = 0; k < r->busy_n; k++)
			visits += is_over(w, &r->busy[k], at(from), at(to));
		if (visits >= w->q.service.capacity)
			return true;
	}
	return false;
}

static bool is_free(
	const struct world *w, const struct slots_member *m, int minute)
{
	if (minute < 0 || minute >= MINUTES + 60)
		return false;
	for (size_t i = 0; i < m->resources_n; i++) {
		int r = m->resources[i];

		if (!w->open[r][minute] || w->taken[r][minute])
			return false;
	}
	return true;
}

static bool is_held(const struct world *w, const struct slots_member *m,
	int64_t start, int64_t end)
{
	for (size_t i = 0; i < w->q.holds_n; i++) {
		const struct slots_hold *h = &w->holds[i];
		bool is_ours = h->resource == SLOTS_EVERYBODY;

		for (size_t k = 0; k < m->resources_n; k++)
			is_ours |= h->resource == m->resources[k];
		if (is_ours && h->start < end && h->end > start &&
			(!w->q.has_now || h->expires_at > w->q.now))
			return true;
	}
	return false;
}

static bool serves(
	const struct world *w, const struct slots_member *m, int t, int length)
{
	const struct slots_service *s = &w->q.service;
	bool is_inside = s->has_buffers_inside;
	int lead = is_inside ? s->buffer_before_s / 60 : 0;
	int tail = is_inside ? s->buffer_after_s / 60 : 0;

	if (at(t + length + tail) > w->q.window.end)
		return false;
	for (int i = t - lead; i < t + length + tail; i++)
		if (!is_free(w, m, i))
			return false;
	return !is_full(w, m, t - lead, t + length + tail) &&
	       !is_held(w, m, at(t), at(t + length));
}

static int length_of(const struct world *w, const struct slots_member *m)
{
	return (m->duration_s ? m->duration_s : w->q.service.duration_s) / 60;
}

static bool is_served(const struct world *w, int t)
{
	const struct slots_group *g = w->q.groups;

	for (size_t i = 0; i < g[0].n; i++) {
		int length = length_of(w, &g[0].members[i]);
		bool all = serves(w, &g[0].members[i], t, length);

		for (size_t k = 1; k < w->q.groups_n; k++) {
			bool any = false;

			for (size_t j = 0; j < g[k].n; j++)
				any |= serves(w, &g[k].members[j], t, length);
			all &= any;
		}
		if (all)
			return true;
	}
	return false;
}

/* Whether a minute is in the joined free time that the grid lies over. */
static bool is_gap(const struct world *w, int minute)
{
	if (at(minute) < w->q.window.start || at(minute) >= w->q.window.end)
		return false;
	for (size_t g = 0; g < w->q.groups_n; g++) {
		bool any = false;

		for (size_t i = 0; i < w->q.groups[g].n; i++)
			any |= is_free(w, &w->q.groups[g].members[i], minute);
		if (!any)
			return false;
	}
	return true;
}

static int grid_of(int step)
{
	return step % 60 == 0   ? 60
	       : step % 30 == 0 ? 30
	       : step % 20 == 0 ? 20
	       : step % 15 == 0 ? 15
	       : step % 10 == 0 ? 10
	       : step % 5 == 0  ? 5
				: 1;
}

static int next_on(int t, int grid, int offset)
{
	while ((t - offset + 6000) % grid)
		t++;
	return t;
}

static int aligned(const struct world *w, int t, int gap_end)
{
	const struct slots_alignment *al = &w->q.alignment;
	int grid = grid_of(w->q.service.step_s / 60);
	int spare = (gap_end - t) % grid;

	if (al->mode == SLOTS_HOUR_GRID)
		return next_on(t, grid, 0);
	if (al->mode == SLOTS_GRID) {
		/* past the hour: the grid starts anew each hour */
		int hour = t / 60 * 60;

		return hour +
		       next_on(t - hour, al->interval_min, al->offset_min);
	}
	if (al->mode == SLOTS_MAX_FIT) {
		if (next_on(t, grid, 0) - t <= spare)
			return next_on(t, grid, 0);
		if (next_on(t, 15, 0) - t <= spare)
			return next_on(t, 15, 0);
		if (next_on(t, 5, 0) - t <= spare)
			return next_on(t, 5, 0);
	}
	return t;
}

/* Marks the starts of one gap; the shortest visit ends the walk. */
static void mark_gap(const struct world *w, int start, int end, bool *want)
{
	const struct slots_case *q = &w->q;
	const struct slots_service *s = &q->service;
	int lead = s->has_buffers_inside ? s->buffer_before_s / 60 : 0;
	int tail = s->has_buffers_inside ? s->buffer_after_s / 60 : 0;
	int64_t soon = q->now + s->notice_s;
	int step = s->step_s / 60, t = start + lead;

	if (q->alignment.mode != SLOTS_RANGE_START) {
		while (q->has_now && at(t) < soon)
			t++;
		t = aligned(w, t, end - tail);
	}
	if (q->alignment.mode == SLOTS_GRID)
		step = q->alignment.interval_min;
	for (t += s->offset_s / 60; t < end; t += step + s->offset_s / 60) {
		bool is_late =
			!q->has_now || at(t) > soon ||
			(at(t) == soon && !q->alignment.has_strict_future);

		want[t] = is_late && t + tail < end && is_served(w, t);
	}
}

static void mark_starts(struct world *w, bool *want)
{
	memset(want, 0, (MINUTES + 60) * sizeof(*want));
	for (int r = 0; r < (int)w->q.resources_n; r++)
		mark_resource(w, r);
	for (int t = 0; t < MINUTES; t++) {
		int end = t;

		while (end < MINUTES && is_gap(w, end))
			end++;
		if (end > t)
			mark_gap(w, t, end, want);
		t = end;
	}
}

/* ---- The properties. ---- */

static bool is_in(const int64_t *p, size_t n, int64_t t)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] == t)
			return true;
	return false;
}

static void test_against_every_minute(void)
{
	static struct world w;
	static bool want[MINUTES + 60];
	int offered = 0;
	struct arena a;

	arena_init(&a);
	for (int round = 0; round < ROUNDS; round++) {
		const int64_t *starts;
		struct err e;
		size_t n;

		draw(&w);
		mark_starts(&w, want);
		CHECK(slots_starts(slots_open(&w.q, &a), &starts, &n, &e));
		for (int t = 0; t < MINUTES; t++) {
			CHECK_ROW(is_in(starts, n, at(t)) == want[t], round);
		}
		for (size_t i = 1; i < n; i++)
			CHECK_ROW(starts[i - 1] < starts[i], round);
		offered += (int)n;
		arena_reset(&a);
	}
	CHECK(offered > ROUNDS); /* the dice do not draw empty worlds */
	arena_release(&a);
}

static void check_served(
	const struct world *w, struct slots *s, int64_t start, int round)
{
	int member[SLOTS_GROUPS_MAX], duration_s;
	int t = (int)((start - at(0)) / 60);

	CHECK_ROW(slots_serve(s, start, NULL, member, &duration_s), round);
	CHECK_ROW(duration_s ==
			  60 * length_of(w, &w->q.groups[0].members[member[0]]),
		round);
	for (size_t g = 0; g < w->q.groups_n; g++) {
		CHECK_ROW(serves(w, &w->q.groups[g].members[member[g]], t,
				  duration_s / 60),
			round);
		CHECK_ROW(slots_serve(s, start, member, member, &duration_s),
			round);
	}
}

/* What is offered can be served and says "offered"; else there is a reason. */
static void test_serve_and_explain_agree(void)
{
	static struct world w;
	static bool want[MINUTES + 60];
	struct arena a;

	arena_init(&a);
	for (int round = 0; round < ROUNDS / 20; round++) {
		const int64_t *starts;
		struct err e;
		size_t n;

		draw(&w);
		mark_starts(&w, want);

		struct slots *s = slots_open(&w.q, &a);

		CHECK(slots_starts(s, &starts, &n, &e));
		for (size_t i = 0; i < n; i++)
			check_served(&w, s, starts[i], round);
		for (int t = 0; t < MINUTES; t += 5) {
			struct slots_why why = slots_explain(&w.q, at(t), &a);

			CHECK_ROW((why.reason == SLOTS_OFFERED) ==
					  is_in(starts, n, at(t)),
				round);
			CHECK_ROW(why.resource < (int)w.q.resources_n, round);
		}
		arena_reset(&a);
	}
	arena_release(&a);
}

/* ---- Small things that the dice do not show. ---- */

static struct hours nine_to_twelve(void)
{
	static const struct hours_week week = {0x7f, 9 * 3600, 12 * 3600};

	return (struct hours){
		.zone = zone_utc(), .weekly = &week, .weekly_n = 1};
}

static struct slots_case two_doctors(const struct slots_resource *r)
{
	static const int ids[] = {0, 1};
	static const struct slots_member members[] = {
		{&ids[0], 1, 0}, {&ids[1], 1, 3600}};

	return (struct slots_case){
		.window = {at(0), at(1440)},
		.service = {.duration_s = 1800, .step_s = 1800, .capacity = 1},
		.alignment = {.zone = zone_utc()},
		.limits = {.per_day = -1, .minutes_per_day = -1},
		.resources = r,
		.resources_n = 2,
		.groups = {{members, 2}},
		.groups_n = 1,
	};
}

static void test_the_least_loaded_serves(void)
{
	struct slots_busy early = {at(540), at(570), 0, 0, false};
	struct slots_busy late = {at(660), at(670), 0, 0, false};
	struct slots_resource r[] = {
		{"a", nine_to_twelve(), &early, 1},
		{"b", nine_to_twelve(), &late, 1},
	};
	struct slots_case q = two_doctors(r);
	int member[SLOTS_GROUPS_MAX], duration_s, wanted[] = {0};
	struct arena a;

	arena_init(&a);
	struct slots *s = slots_open(&q, &a);

	CHECK(slots_serve(s, at(570), NULL, member, &duration_s));
	CHECK(member[0] == 1 && duration_s == 3600);
	CHECK(slots_serve(s, at(570), wanted, member, &duration_s));
	CHECK(member[0] == 0 && duration_s == 1800);
	CHECK(slots_serve(s, at(630), NULL, member, &duration_s));
	CHECK(member[0] == 0); /* b has no hour left before 11:00 */
	CHECK(!slots_serve(s, at(540), wanted, member, &duration_s));
	CHECK(!slots_serve(s, at(720), NULL, member, &duration_s));
	arena_release(&a);
}

/* Of equals the first, in every group. */
static void test_equals_serve_in_their_order(void)
{
	static const int ids[] = {0, 1};
	static const struct slots_member members[] = {
		{&ids[0], 1, 0}, {&ids[1], 1, 0}};
	struct slots_resource r[] = {{"a", nine_to_twelve(), NULL, 0},
		{"b", nine_to_twelve(), NULL, 0}};
	struct slots_case q = two_doctors(r);
	int member[SLOTS_GROUPS_MAX], duration_s, wanted[] = {-1, 1};
	struct arena a;

	arena_init(&a);
	q.groups[0] = q.groups[1] = (struct slots_group){members, 2};
	q.groups_n = 2;

	struct slots *s = slots_open(&q, &a);

	CHECK(slots_serve(s, at(570), NULL, member, &duration_s));
	CHECK(member[0] == 0 && member[1] == 0);
	CHECK(slots_serve(s, at(570), wanted, member, &duration_s));
	CHECK(member[0] == 0 && member[1] == 1);
	arena_release(&a);
}

/* A doctor who is away is busy for a group too. */
static void test_an_absence_takes_every_seat(void)
{
	struct slots_busy away = {at(600), at(630), 0, 0, true};
	struct slots_resource r[] = {{"a", nine_to_twelve(), &away, 1},
		{"b", nine_to_twelve(), NULL, 0}};
	struct slots_case q = two_doctors(r);
	struct slots_why why;
	struct arena a;

	arena_init(&a);
	q.groups[0].n = 1;
	q.service.capacity = 5;
	why = slots_explain(&q, at(600), &a);
	CHECK(why.reason == SLOTS_BUSY && why.resource == 0);
	away.is_absence = false;
	CHECK(slots_explain(&q, at(600), &a).reason == SLOTS_OFFERED);
	arena_release(&a);
}

static void test_a_case_without_groups_has_no_starts(void)
{
	struct slots_resource r[] = {{"a", nine_to_twelve(), NULL, 0},
		{"b", nine_to_twelve(), NULL, 0}};
	struct slots_case q = two_doctors(r);
	const int64_t *starts;
	int member[SLOTS_GROUPS_MAX], duration_s;
	struct arena a;
	struct err e;
	size_t n;

	arena_init(&a);
	q.groups_n = 0;

	struct slots *s = slots_open(&q, &a);

	CHECK(slots_starts(s, &starts, &n, &e) && n == 0);
	CHECK(!slots_serve(s, at(600), NULL, member, &duration_s));
	CHECK(slots_explain(&q, at(600), &a).reason == SLOTS_OUTSIDE_HOURS);
	arena_release(&a);
}

TEST_MAIN(test_against_every_minute, test_serve_and_explain_agree,
	test_the_least_loaded_serves, test_equals_serve_in_their_order,
	test_an_absence_takes_every_seat,
	test_a_case_without_groups_has_no_starts)
