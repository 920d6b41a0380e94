#include "app/slots_search.h"

#include "app/access.h"
#include "app/app.h"
#include "app/catalogue.h"
#include "store/visit.h"

enum { MINUTE_S = 60 };

/* Grows by doubling in the arena. */
struct busy_list {
	struct arena *a;
	struct slots_busy *p;
	size_t n, room;
};

/* Visits back to back are one: most of a full day's are. */
static void busy_add(struct busy_list *l, int64_t from_at, int64_t to_at)
{
	if (l->n > 0 && l->p[l->n - 1].end == from_at) {
		l->p[l->n - 1].end = to_at;
		return;
	}
	if (l->n == l->room) {
		size_t room = l->room == 0 ? 64 : l->room * 2;
		struct slots_busy *p = arena_new(l->a, struct slots_busy, room);

		if (l->n > 0)
			memcpy(p, l->p, l->n * sizeof(*p));
		l->p = p;
		l->room = room;
	}
	l->p[l->n++] = (struct slots_busy){from_at, to_at, 0, 0};
}

struct hold_list {
	struct arena *a;
	struct slots_hold *p;
	size_t n, room;
};

static void hold_add(struct hold_list *l, struct slots_hold hold)
{
	if (l->n == l->room) {
		size_t room = l->room == 0 ? 16 : l->room * 2;
		struct slots_hold *p = arena_new(l->a, struct slots_hold, room);

		if (l->n > 0)
			memcpy(p, l->p, l->n * sizeof(*p));
		l->p = p;
		l->room = room;
	}
	l->p[l->n++] = hold;
}

static void busy_one(void *ctx, const struct busy *b)
{
	busy_add(ctx, b->from_at, b->to_at);
}

/* What reading the holds fills. */
struct hold_reading {
	const struct call *c;
	const struct slots_search *s;
	int64_t visit_id; /* the one that is being moved */
	struct hold_list list;
};

/*
 * A hold of somebody else hides what it overlaps without moving the grid; it
 * is widened by the buffers of the visit that looks for room.
 */
static void hold_resource(
	struct hold_reading *r, const struct busy_hold *h, int resource)
{
	const struct service *v = r->s->service;

	hold_add(&r->list,
		(struct slots_hold){
			.start = h->time.from_at -
				 (int64_t)v->buffer_after_min * MINUTE_S,
			.end = h->time.to_at +
			       (int64_t)v->buffer_before_min * MINUTE_S,
			.expires_at = h->held_until,
			.resource = resource,
		});
}

static void hold_one(void *ctx, const struct busy_hold *h)
{
	struct hold_reading *r = ctx;
	const struct slots_search *s = r->s;
	bool is_own = h->holder_id == r->c->who.id && r->c->who.id != 0;

	if (is_own || h->visit_id == r->visit_id)
		return;
	for (size_t i = 0; i < s->q.resources_n; i++) {
		const struct resource *at =
			&s->catalogue->resources[s->resources[i]];

		if (h->resources[at->kind] == at->id)
			hold_resource(r, h, (int)i);
	}
}

static const int64_t *closed_days(const struct catalogue *cat, int branch,
	struct arena *a, size_t *n, struct err *e)
{
	int64_t *days = arena_new(a, int64_t, cat->closed_n + 1);

	*n = 0;
	for (size_t i = 0; i < cat->closed_n; i++) {
		const struct closed_date *d = &cat->closed[i];

		if (d->branch != -1 && d->branch != branch)
			continue;
		if (!civil_read_date(d->date, "date", &days[*n], e))
			return NULL;
		++*n;
	}
	return days;
}

static bool hours_of(const struct resource *r, const struct zone *zone,
	struct arena *a, struct hours *out, struct err *e)
{
	struct hours_week *weekly =
		arena_new(a, struct hours_week, r->weekly_n);
	struct hours_date *dates =
		arena_new(a, struct hours_date, r->overrides_n);

	for (size_t i = 0; i < r->weekly_n; i++)
		weekly[i] = (struct hours_week){
			.days = 1U << r->weekly[i].day,
			.from_s = r->weekly[i].from_min * MINUTE_S,
			.to_s = r->weekly[i].to_min * MINUTE_S,
		};
	for (size_t i = 0; i < r->overrides_n; i++) {
		dates[i].from_s = r->overrides[i].from_min * MINUTE_S;
		dates[i].to_s = r->overrides[i].to_min * MINUTE_S;
		if (!civil_read_date(
			    r->overrides[i].date, "date", &dates[i].day, e))
			return false;
	}
	*out = (struct hours){
		.zone = zone,
		.weekly = weekly,
		.weekly_n = r->weekly_n,
		.overrides = dates,
		.overrides_n = r->overrides_n,
	};
	return true;
}

/* Whole days of the branch: the grid must not hang on where one looks. */
static struct interval whole_days(
	const struct zone *zone, int64_t from_at, int64_t to_at)
{
	return (struct interval){
		zone_at(zone, zone_day(zone, from_at), 0),
		zone_at(zone, zone_day(zone, to_at - 1) + 1, 0),
	};
}

static bool may_serve(const struct slots_search *s, const struct slots_query *q,
	const struct service_resource *x)
{
	const struct resource *r = &s->catalogue->resources[x->resource];

	if (r->branch != s->branch)
		return false;
	if (r->kind != RESOURCE_DOCTOR)
		return true;
	return (q->doctor_id == 0 || q->doctor_id == r->id) &&
	       q->not_doctor_id != r->id;
}

static bool needs(const struct slots_search *s, enum resource_kind kind)
{
	for (size_t i = 0; i < s->service->resources_n; i++) {
		int at = s->service->resources[i].resource;

		if (s->catalogue->resources[at].kind == kind)
			return true;
	}
	return false;
}

/* Everything of one resource that the search must know. */
static bool add_resource(struct call *c, struct slots_search *s,
	const struct slots_query *q, const struct service_resource *x,
	struct slots_resource *out, struct err *e)
{
	const struct resource *r = &s->catalogue->resources[x->resource];
	struct busy_list busy = {.a = c->a};

	for (size_t i = 0; i < r->absences_n; i++)
		busy_add(&busy, r->absences[i].from_at, r->absences[i].to_at);
	if (!hours_of(r, s->zone, c->a, &out->hours, e) ||
		!store_busy_each(c->store, r->kind, r->id, q->visit_id,
			(struct busy){s->q.window.start, s->q.window.end},
			busy_one, &busy, e))
		return false;
	out->name = r->last;
	out->busy = busy.p;
	out->busy_n = busy.n;
	return true;
}

static bool add_holds(struct call *c, struct slots_search *s,
	const struct slots_query *q, struct err *e)
{
	struct hold_reading reading = {c, s, q->visit_id, {.a = c->a}};

	if (!store_holds_each(c->store, q->clinic_id, c->now,
		    (struct busy){s->q.window.start, s->q.window.end}, hold_one,
		    &reading, e))
		return false;
	s->q.holds = reading.list.p;
	s->q.holds_n = reading.list.n;
	return true;
}

struct group_room {
	struct slots_resource *resources;
	int *self;  /* each resource's own index */
	int *index; /* and that in the catalogue */
	int64_t *prices;
};

/* One group: all of a kind in this branch, any of which will do. */
static bool add_group(struct call *c, struct slots_search *s,
	const struct slots_query *q, enum resource_kind kind,
	struct group_room *room, struct err *e)
{
	const struct service *v = s->service;
	struct slots_member *members =
		arena_new(c->a, struct slots_member, v->resources_n);
	struct slots_group *group = &s->q.groups[s->q.groups_n];

	*group = (struct slots_group){members, 0};
	for (size_t i = 0; i < v->resources_n; i++) {
		const struct service_resource *x = &v->resources[i];
		const struct resource *r =
			&s->catalogue->resources[x->resource];
		size_t at = s->q.resources_n;

		if (r->kind != kind || !may_serve(s, q, x))
			continue;
		if (!add_resource(c, s, q, x, &room->resources[at], e))
			return false;
		room->index[at] = x->resource;
		room->prices[at] =
			x->price_kop != 0 ? x->price_kop : v->price_kop;
		if (kind == RESOURCE_DOCTOR && r->id == q->wish_doctor_id)
			s->wanted[s->q.groups_n] = (int)group->n;
		room->self[at] = (int)at;
		members[group->n++] = (struct slots_member){
			.resources = &room->self[at],
			.resources_n = 1,
			.duration_s = x->duration_min * MINUTE_S,
		};
		s->q.resources_n++;
	}
	if (group->n > 0)
		s->q.groups_n++;
	return true;
}

static bool fill(struct call *c, struct slots_search *s,
	const struct slots_query *q, struct err *e)
{
	size_t n = s->service->resources_n;
	struct group_room room = {
		.resources = arena_new(c->a, struct slots_resource, n),
		.self = arena_new(c->a, int, n),
		.index = arena_new(c->a, int, n),
		.prices = arena_new(c->a, int64_t, n),
	};
	size_t closed_n;
	const int64_t *closed =
		closed_days(s->catalogue, s->branch, c->a, &closed_n, e);

	if (closed == NULL)
		return false;
	s->q.resources = room.resources;
	for (int kind = 0; kind < RESOURCE_KINDS; kind++) {
		size_t before = s->q.groups_n;

		if (!needs(s, (enum resource_kind)kind) &&
			kind != RESOURCE_DOCTOR)
			continue;
		if (!add_group(c, s, q, (enum resource_kind)kind, &room, e))
			return false;
		if (s->q.groups_n == before) { /* this branch has none */
			s->q.groups_n = 0;
			return true;
		}
	}
	for (size_t i = 0; i < s->q.resources_n; i++) {
		room.resources[i].hours.closed = closed;
		room.resources[i].hours.closed_n = closed_n;
	}
	s->resources = room.index;
	s->prices = room.prices;
	return add_holds(c, s, q, e);
}

static struct slots_service service_of(
	const struct service *v, bool is_outsider)
{
	return (struct slots_service){
		.duration_s = v->duration_min * MINUTE_S,
		.step_s = v->step_min * MINUTE_S,
		.notice_s = is_outsider ? v->notice_min * MINUTE_S : 0,
		.buffer_before_s = v->buffer_before_min * MINUTE_S,
		.buffer_after_s = v->buffer_after_min * MINUTE_S,
		.capacity = 1,
	};
}

bool slots_search_open(struct call *c, const struct catalogue *catalogue,
	const struct slots_query *q, int branch, enum slots_view view,
	struct slots_search *out, struct err *e)
{
	struct slots_search s = {
		.catalogue = catalogue,
		.service = &catalogue->services[catalogue_service(
			catalogue, q->service_id)],
		.branch = branch,
	};
	bool is_outsider = view == SLOTS_AS_PATIENT || app_is_outsider(&c->who);

	for (int i = 0; i < SLOTS_GROUPS_MAX; i++)
		s.wanted[i] = -1;
	if (!app_zone(c, &catalogue->branches[branch], &s.zone, e))
		return false;
	s.q = (struct slots_case){
		.has_now = true,
		.now = c->now,
		.window = whole_days(s.zone, q->from_at, q->to_at),
		.service = service_of(s.service, is_outsider),
		.alignment = {.mode = SLOTS_HOUR_GRID, .zone = s.zone},
		.horizon = {.kind = is_outsider ? SLOTS_ROLLING : SLOTS_ENDLESS,
			.zone = s.zone,
			.days = s.service->horizon_days},
		.limits = {.zone = s.zone,
			.per_day = -1,
			.minutes_per_day = -1},
	};
	if (!fill(c, &s, q, e))
		return false;
	*out = s;
	return true;
}

static bool serve(const struct slots_search *search, struct slots *s,
	int64_t start, int doctor, int *member, int *duration_s)
{
	int wanted[SLOTS_GROUPS_MAX];

	if (doctor == SLOTS_BEST_DOCTOR)
		return slots_serve(
			       s, start, search->wanted, member, duration_s) ||
		       slots_serve(s, start, NULL, member, duration_s);
	memcpy(wanted, search->wanted, sizeof(wanted));
	wanted[0] = doctor;
	return slots_serve(s, start, wanted, member, duration_s);
}

bool slots_search_serve(const struct slots_search *search, struct slots *s,
	int64_t start, int doctor, struct slot *out)
{
	int member[SLOTS_GROUPS_MAX], duration_s;
	const struct catalogue *cat = search->catalogue;

	if (!serve(search, s, start, doctor, member, &duration_s))
		return false;
	*out = (struct slot){
		.start_at = start,
		.end_at = start + duration_s,
		.branch_id = cat->branches[search->branch].id,
	};
	for (size_t g = 0; g < search->q.groups_n; g++) {
		int at = search->q.groups[g].members[member[g]].resources[0];
		const struct resource *r =
			&cat->resources[search->resources[at]];

		if (r->kind == RESOURCE_DOCTOR) {
			out->doctor_id = r->id;
			out->price_kop = search->prices[at];
		} else if (r->kind == RESOURCE_ROOM) {
			out->room_id = r->id;
		} else {
			out->device_id = r->id;
		}
	}
	return true;
}

bool slots_open_hours(struct call *c, const struct catalogue *catalogue,
	int resource, const struct zone *zone, struct interval w,
	struct intervals *out, struct err *e)
{
	const struct resource *r = &catalogue->resources[resource];
	struct interval *away = arena_new(c->a, struct interval, r->absences_n);
	struct hours hours;
	const int64_t *closed;
	size_t closed_n;

	for (size_t i = 0; i < r->absences_n; i++)
		away[i] = (struct interval){
			r->absences[i].from_at, r->absences[i].to_at};
	closed = closed_days(catalogue, r->branch, c->a, &closed_n, e);
	if (closed == NULL || !hours_of(r, zone, c->a, &hours, e))
		return false;
	hours.closed = closed;
	hours.closed_n = closed_n;
	*out = interval_subtract(hours_open(&hours, w, c->a),
		interval_join(away, r->absences_n, c->a), c->a);
	return true;
}
