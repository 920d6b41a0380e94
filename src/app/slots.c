#include "app/slots.h"

#include "app/access.h"
#include "app/catalogue.h"
#include "app/slots_search.h"
#include "core/ranking.h"

enum { MINUTE_S = 60 };

/* Checks what the query names and brings its catalogue. */
static bool query_check(struct call *c, const struct slots_query *q,
	const struct catalogue **out, struct err *e)
{
	const struct catalogue *cat;
	int service, doctor;

	if (!app_access_clinic(c, q->clinic_id, e) ||
		!app_catalogue(c, q->clinic_id, &cat, e))
		return false;
	service = catalogue_service(cat, q->service_id);
	doctor = catalogue_resource(cat, q->doctor_id);
	if (service < 0)
		return err_field(e, ERR_NOT_FOUND, "service", "no such one");
	if (q->branch_id != 0 && catalogue_branch(cat, q->branch_id) < 0)
		return err_field(e, ERR_NOT_FOUND, "branch", "no such one");
	*out = cat;
	if (q->doctor_id == 0)
		return true;
	for (size_t i = 0; i < cat->services[service].resources_n; i++)
		if (cat->services[service].resources[i].resource == doctor)
			return true;
	return err_field(e, ERR_NOT_FOUND, "doctor", "does not do it");
}

/* What a client sends may be any number; a calendar has an end. */
static bool is_instant(int64_t at)
{
	const int64_t room_s = (int64_t)SLOTS_WINDOW_DAYS_MAX * CIVIL_DAY_S;

	return at >= 0 && at <= CIVIL_UNIX_MAX - room_s;
}

static bool window_check(const struct slots_query *q, struct err *e)
{
	const int64_t longest_s = (int64_t)SLOTS_WINDOW_DAYS_MAX * CIVIL_DAY_S;

	if (is_instant(q->from_at) && is_instant(q->to_at) &&
		q->from_at < q->to_at && q->to_at - q->from_at <= longest_s)
		return true;
	return err_field(e, ERR_INVALID, "days", "window empty or too long");
}

/* Slots being gathered; the room doubles. */
struct gathering {
	struct call *c;
	const struct slots_query *q;
	struct slot *p;
	size_t n, room;
};

static void gather(struct gathering *g, struct slot slot)
{
	if (g->n == g->room) {
		size_t room = g->room == 0 ? 64 : g->room * 2;
		struct slot *p = arena_new(g->c->a, struct slot, room);

		if (g->n > 0)
			memcpy(p, g->p, g->n * sizeof(*p));
		g->p = p;
		g->room = room;
	}
	g->p[g->n++] = slot;
}

static bool is_asked_for(
	const struct slots_query *q, const struct zone *zone, int64_t start)
{
	struct civil wall;
	int minute;

	if (start < q->from_at || start >= q->to_at)
		return false;
	if (q->clock_from_min == 0 && q->clock_to_min == 0)
		return true;
	zone_local(zone, start, &wall);
	minute = wall.hour * 60 + wall.minute;
	return minute >= q->clock_from_min && minute < q->clock_to_min;
}

static void gather_start(struct gathering *g, const struct slots_search *search,
	struct slots *s, int64_t start)
{
	int doctors_n = (int)search->q.groups[0].n;
	struct slot slot;

	if (!is_asked_for(g->q, search->zone, start))
		return;
	if (!g->q->is_by_doctor) {
		if (slots_search_serve(
			    search, s, start, SLOTS_BEST_DOCTOR, &slot))
			gather(g, slot);
		return;
	}
	for (int i = 0; i < doctors_n; i++)
		if (slots_search_serve(search, s, start, i, &slot))
			gather(g, slot);
}

static bool find_in_branch(struct gathering *g, const struct catalogue *cat,
	int branch, struct err *e)
{
	struct slots_search search;
	const int64_t *starts;
	struct slots *s;
	size_t n;

	if (!slots_search_open(
		    g->c, cat, g->q, branch, SLOTS_AS_ASKED, &search, e))
		return false;
	if (search.q.groups_n == 0)
		return true;
	s = slots_open(&search.q, g->c->a);
	if (!slots_starts(s, &starts, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		gather_start(g, &search, s, starts[i]);
	return true;
}

static void sort(struct gathering *g)
{
	struct slot *slots = g->p;
	struct ranking_option *options =
		arena_new(g->c->a, struct ranking_option, g->n);
	struct ranking_wish wish = {.zone = zone_utc()};

	if (g->q->is_ranked) {
		wish.doctor_id = g->q->wish_doctor_id;
		wish.branch_id = g->q->wish_branch_id;
		wish.has_near = g->q->wish_at != 0;
		wish.near_at = g->q->wish_at;
	}
	for (size_t i = 0; i < g->n; i++)
		options[i] = (struct ranking_option){
			.start = slots[i].start_at,
			.doctor_id = slots[i].doctor_id,
			.branch_id = slots[i].branch_id,
			.index = i,
		};
	ranking_sort(options, g->n, &wish);
	g->p = arena_new(g->c->a, struct slot, g->n);
	for (size_t i = 0; i < g->n; i++)
		g->p[i] = slots[options[i].index];
}

bool app_slots_find(struct call *c, const struct slots_query *q,
	const struct slot **out, size_t *n, struct err *e)
{
	size_t limit = q->limit == 0 || q->limit > SLOTS_LIMIT_MAX
			       ? SLOTS_LIMIT_MAX
			       : q->limit;
	struct gathering g = {.c = c, .q = q};
	const struct catalogue *cat;

	if (!window_check(q, e) || !query_check(c, q, &cat, e))
		return false;
	for (size_t b = 0; b < cat->branches_n; b++) {
		if (q->branch_id != 0 && cat->branches[b].id != q->branch_id)
			continue;
		if (!find_in_branch(&g, cat, (int)b, e))
			return false;
	}
	if (g.n > 1)
		sort(&g);
	*out = g.p;
	*n = g.n < limit ? g.n : limit;
	return true;
}

/* The grid on which every start of a step lies, whatever gap it began in. */
static bool is_on_some_grid(const struct slots_search *s, int64_t start)
{
	static const int grids_min[] = {60, 30, 20, 15, 10, 5};
	struct civil wall;

	zone_local(s->zone, start, &wall);
	if (wall.second != 0)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(grids_min); i++)
		if (s->service->step_min % grids_min[i] == 0)
			return wall.minute % grids_min[i] == 0;
	return false;
}

static bool slot_in_branch(struct call *c, const struct catalogue *cat,
	const struct slots_query *q, int branch, struct slot *out, bool *found,
	struct err *e)
{
	struct slots_search search;
	struct slots_why why;

	*found = false;
	if (!slots_search_open(c, cat, q, branch, SLOTS_AS_ASKED, &search, e))
		return false;
	if (search.q.groups_n == 0)
		return true;
	why = slots_explain(&search.q, q->wish_at, c->a);
	if (why.reason != SLOTS_OFFERED &&
		(why.reason != SLOTS_OFF_GRID ||
			!is_on_some_grid(&search, q->wish_at)))
		return true;
	*found = slots_search_serve(&search, slots_open(&search.q, c->a),
		q->wish_at, SLOTS_BEST_DOCTOR, out);
	return true;
}

/* A query about one instant reads its day alone. */
static struct slots_query of_instant(const struct slots_query *q)
{
	struct slots_query one = *q;

	one.from_at = q->wish_at;
	one.to_at = is_instant(q->wish_at) ? q->wish_at + 1 : q->wish_at;
	return one;
}

bool app_slot_at(struct call *c, const struct slots_query *q, struct slot *out,
	struct err *e)
{
	struct slots_query one = of_instant(q);
	const struct catalogue *cat;
	bool found = false;

	if (!query_check(c, q, &cat, e))
		return false;
	if (!is_instant(q->wish_at))
		return err_field(e, ERR_CONFLICT, "start", "no such time");
	for (size_t b = 0; b < cat->branches_n && !found; b++) {
		if (q->branch_id != 0 && cat->branches[b].id != q->branch_id)
			continue;
		if (!slot_in_branch(c, cat, &one, (int)b, out, &found, e))
			return false;
	}
	return found || err_field(e, ERR_CONFLICT, "start", "not a free start");
}

bool app_slots_explain(struct call *c, const struct slots_query *q,
	struct slot_reason *out, struct err *e)
{
	struct slots_query one = of_instant(q);
	enum slots_reason best = SLOTS_CLOSED;
	struct slot_reason got = {slots_reason_name(best), 0};
	const struct catalogue *cat;

	if (!query_check(c, q, &cat, e))
		return false;
	if (!is_instant(q->wish_at))
		return err_field(e, ERR_INVALID, "start", "no such time");
	for (size_t b = 0; b < cat->branches_n; b++) {
		struct slots_search search;
		struct slots_why why;

		if (q->branch_id != 0 && cat->branches[b].id != q->branch_id)
			continue;
		if (!slots_search_open(
			    c, cat, &one, (int)b, SLOTS_AS_PATIENT, &search, e))
			return false;
		if (search.q.groups_n == 0)
			continue;
		why = slots_explain(&search.q, q->wish_at, c->a);
		if (why.reason < best)
			continue;
		best = why.reason;
		got.reason = slots_reason_name(best);
		got.resource_id =
			why.resource < 0
				? 0
				: cat->resources[search.resources[why.resource]]
					  .id;
	}
	*out = got;
	return true;
}
