/* Free times, and holding and booking one of them, for whoever comes. */
#include "api/routes.h"
#include "api/view.h"
#include "api/words.h"
#include "app/catalogue.h"
#include "app/slots.h"
#include "app/visit.h"
#include "base/civil.h"
#include "base/zone.h"

enum { SLOTS_DAYS_USUAL = 7, SLOTS_DAYS_MAX = 31, SLOTS_PAGE_MAX = 1500 };

struct slots_in {
	const char *clinic;
	int64_t service, doctor, branch;
	const char *from;
	int64_t days;
};

static const struct form_field slots_in_fields[] = {
	FORM_TEXT(struct slots_in, clinic, 1, 64, FORM_REQUIRED),
	FORM_ID(struct slots_in, service, FORM_REQUIRED),
	FORM_ID(struct slots_in, doctor, 0),
	FORM_ID(struct slots_in, branch, 0),
	FORM_TEXT(struct slots_in, from, 10, 10, 0),
	FORM_INT(struct slots_in, days, 1, SLOTS_DAYS_MAX, 0),
	{0},
};

struct start_view {
	const char *start, *end;
	int64_t doctor_id, branch_id, price_rub;
};

static const struct form_field start_fields[] = {
	FORM_TEXT(struct start_view, start, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct start_view, end, 0, 0, FORM_REQUIRED),
	FORM_ID(struct start_view, doctor_id, 0),
	FORM_ID(struct start_view, branch_id, 0),
	FORM_INT(struct start_view, price_rub, 0, 0, 0),
	{0},
};

struct day_view {
	const char *date;
	struct start_view *starts;
	size_t starts_n;
};

static const struct form_field day_fields[] = {
	FORM_TEXT(struct day_view, date, 0, 0, FORM_REQUIRED),
	FORM_LIST(struct day_view, starts, start_fields),
	{0},
};

struct slots_view {
	struct day_view *days;
	size_t days_n;
	const char *next; /* the first date behind the window with a start */
};

static const struct form_field slots_fields[] = {
	FORM_LIST(struct slots_view, days, day_fields),
	FORM_TEXT(struct slots_view, next, 0, 0, 0),
	{0},
};

/* The zone in which the days of an answer are counted. */
static bool zone_of(struct call *c, const struct catalogue *cat,
	int64_t branch_id, const struct zone **zone, struct err *e)
{
	int b = branch_id ? catalogue_branch(cat, branch_id) : 0;

	if (b < 0 || !cat->branches_n)
		return err_field(e, ERR_NOT_FOUND, "branch", "no such branch");
	return app_zone(c, &cat->branches[b], zone, e);
}

static bool view_start(struct call *c, const struct catalogue *cat,
	const struct slot *s, struct start_view *v, int64_t *day, struct err *e)
{
	const struct zone *zone;

	if (!zone_of(c, cat, s->branch_id, &zone, e))
		return false;
	*day = zone_day(zone, s->start_at);
	*v = (struct start_view){words_time(c->a, zone, s->start_at),
		words_time(c->a, zone, s->end_at), s->doctor_id, s->branch_id,
		s->price_kop / 100};
	return true;
}

/* Slots come in order of time; each day gets its run of them. */
static bool view_days(struct call *c, const struct catalogue *cat,
	const struct slot *slot, size_t n, int64_t first_day, size_t days_n,
	struct slots_view *v, struct err *e)
{
	struct start_view *starts = arena_new(c->a, struct start_view, n);

	v->days = arena_new(c->a, struct day_view, days_n);
	v->days_n = days_n;
	for (size_t i = 0; i < days_n; i++)
		v->days[i].date = words_date(c->a, first_day + (int64_t)i);
	for (size_t i = 0; i < n; i++) {
		struct day_view *d;
		int64_t day;

		if (!view_start(c, cat, &slot[i], &starts[i], &day, e))
			return false;
		if (day < first_day || day >= first_day + (int64_t)days_n)
			continue;
		d = &v->days[day - first_day];
		if (!d->starts_n)
			d->starts = &starts[i];
		d->starts_n++;
	}
	return true;
}

/* Where to jump when the window has nothing. */
static bool find_next(struct call *c, const struct catalogue *cat,
	struct slots_query q, const char **next, struct err *e)
{
	const struct slot *slot;
	struct start_view ignored;
	int64_t day;
	size_t n;

	q.from_at = q.to_at;
	q.to_at += (int64_t)SLOTS_DAYS_MAX * CIVIL_DAY_S;
	q.limit = 1;
	if (!app_slots_find(c, &q, &slot, &n, e))
		return false;
	if (!n)
		return true;
	if (!view_start(c, cat, slot, &ignored, &day, e))
		return false;
	*next = words_date(c->a, day);
	return true;
}

/* A week from today, if nothing else is asked; *day is the first. */
static bool read_query(struct call *c, const struct slots_in *in,
	const struct catalogue *cat, int64_t *day, int64_t *days,
	struct slots_query *q, struct err *e)
{
	const struct zone *zone;

	if (!zone_of(c, cat, in->branch, &zone, e))
		return false;
	*day = zone_day(zone, c->now);
	if (in->from && !civil_read_date(in->from, "from", day, e))
		return false;
	*days = in->days ? in->days : SLOTS_DAYS_USUAL;
	*q = (struct slots_query){
		.clinic_id = cat->clinic.id,
		.service_id = in->service,
		.doctor_id = in->doctor,
		.branch_id = in->branch,
		.from_at = zone_at(zone, *day, 0),
		.to_at = zone_at(zone, *day + *days, 0),
		.limit = SLOTS_PAGE_MAX,
	};
	return true;
}

static bool get_slots(struct call *c, struct err *e)
{
	struct slots_in in = {0};
	struct slots_view v = {0};
	const struct catalogue *cat;
	const struct slot *slot;
	struct slots_query q;
	int64_t day, days;
	size_t n;

	return form_read_query(c->request, slots_in_fields, &in, e) &&
	       app_catalogue_named(c, in.clinic, &cat, e) &&
	       read_query(c, &in, cat, &day, &days, &q, e) &&
	       app_slots_find(c, &q, &slot, &n, e) &&
	       view_days(c, cat, slot, n, day, (size_t)days, &v, e) &&
	       (n || find_next(c, cat, q, &v.next, e)) &&
	       view_reply(c, 200, slots_fields, &v, e);
}

struct hold_in {
	const char *clinic;
	int64_t service, doctor, branch;
	const char *start;
};

static const struct form_field hold_in_fields[] = {
	FORM_TEXT(struct hold_in, clinic, 1, 64, FORM_REQUIRED),
	FORM_ID(struct hold_in, service, FORM_REQUIRED),
	FORM_ID(struct hold_in, doctor, 0),
	FORM_ID(struct hold_in, branch, 0),
	FORM_TEXT(struct hold_in, start, 16, 40, FORM_REQUIRED),
	{0},
};

struct booking_view {
	int64_t visit_id;
	const char *state, *start, *end;
	int64_t service_id, doctor_id, branch_id, price_rub;
	const char *held_until;
};

static const struct form_field booking_fields[] = {
	FORM_ID(struct booking_view, visit_id, 0),
	FORM_TEXT(struct booking_view, state, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct booking_view, start, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct booking_view, end, 0, 0, FORM_REQUIRED),
	FORM_ID(struct booking_view, service_id, 0),
	FORM_ID(struct booking_view, doctor_id, 0),
	FORM_ID(struct booking_view, branch_id, 0),
	FORM_INT(struct booking_view, price_rub, 0, 0, 0),
	FORM_TEXT(struct booking_view, held_until, 0, 0, 0),
	{0},
};

static bool reply_booking(struct call *c, const struct catalogue *cat,
	const struct visit *v, struct err *e)
{
	struct booking_view view = {
		.visit_id = v->id,
		.state = visit_state_name(v->state),
		.service_id = v->service_id,
		.doctor_id = v->doctor_id,
		.branch_id = v->branch_id,
		.price_rub = v->price_kop / 100,
	};
	const struct zone *zone;

	if (!zone_of(c, cat, v->branch_id, &zone, e))
		return false;
	view.start = words_time(c->a, zone, v->start_at);
	view.end = words_time(c->a, zone, v->end_at);
	if (v->held_until)
		view.held_until = words_time(c->a, zone, v->held_until);
	return view_reply(c, 201, booking_fields, &view, e);
}

static bool post_hold(struct call *c, struct err *e)
{
	struct visit_hold_request request = {.source = "site"};
	const struct catalogue *cat;
	struct hold_in in = {0};
	struct visit v;

	if (!form_read(c->request, hold_in_fields, &in, e) ||
		!app_catalogue_named(c, in.clinic, &cat, e))
		return false;
	request.wish = (struct visit_wish){.clinic_id = cat->clinic.id,
		.service_id = in.service,
		.doctor_id = in.doctor,
		.branch_id = in.branch};
	return civil_read_instant(
		       in.start, "start", &request.wish.start_at, e) &&
	       app_visit_hold(c, &request, &v, e) &&
	       reply_booking(c, cat, &v, e);
}

struct book_in {
	const char *clinic;
	int64_t hold;
	const char *last, *first, *middle, *phone;
};

static const struct form_field book_in_fields[] = {
	FORM_TEXT(struct book_in, clinic, 1, 64, FORM_REQUIRED),
	FORM_ID(struct book_in, hold, FORM_REQUIRED),
	FORM_TEXT(struct book_in, last, 0, 100, 0),
	FORM_TEXT(struct book_in, first, 1, 100, FORM_REQUIRED),
	FORM_TEXT(struct book_in, middle, 0, 100, 0),
	FORM_TEXT(struct book_in, phone, 8, 16, FORM_REQUIRED),
	{0},
};

static bool post_visit(struct call *c, struct err *e)
{
	const struct catalogue *cat;
	struct book_in in = {0};
	struct visit v;

	if (!form_read(c->request, book_in_fields, &in, e) ||
		!app_catalogue_named(c, in.clinic, &cat, e))
		return false;
	struct visit_book_request request = {
		.hold_id = in.hold,
		.wish = {.clinic_id = cat->clinic.id},
		.person = {.last = in.last,
			.first = in.first,
			.middle = in.middle,
			.phone = in.phone},
		.source = "site",
	};

	return app_visit_book(c, &request, &v, e) &&
	       reply_booking(c, cat, &v, e);
}

const struct route booking_routes[] = {
	ROUTE(GET, "/api/v1/slots", MAY_ALL, LIMIT_READ, get_slots,
		.in = slots_in_fields, .out = slots_fields),
	ROUTE(POST, "/api/v1/holds", MAY_BOOK, LIMIT_BOOKING, post_hold,
		.in = hold_in_fields, .out = booking_fields),
	ROUTE(POST, "/api/v1/visits", MAY_BOOK, LIMIT_BOOKING, post_visit,
		.in = book_in_fields, .out = booking_fields),
	{0},
};
