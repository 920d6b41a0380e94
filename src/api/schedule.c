/* The desk's day: who comes to whom, and what is done with a visit. */
#include "app/schedule.h"

#include "api/api.h"
#include "api/routes.h"
#include "api/thread.h"
#include "api/view.h"
#include "api/words.h"
#include "app/slots.h"
#include "app/visit.h"
#include "base/civil.h"
#include "core/wording.h"

static const struct form_field bare_text[] = {FORM_BARE(TEXT), {0}};

struct named_view {
	int64_t id;
	const char *name;
};

static const struct form_field named_fields[] = {
	FORM_ID(struct named_view, id, 0),
	FORM_TEXT(struct named_view, name, 0, 0, FORM_REQUIRED),
	{0},
};

struct patient_view {
	int64_t id;
	const char *name, *phone;
};

static const struct form_field patient_fields[] = {
	FORM_ID(struct patient_view, id, FORM_NULLABLE),
	FORM_TEXT(struct patient_view, name, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct patient_view, phone, 0, 0, FORM_REQUIRED),
	{0},
};

struct visit_view {
	int64_t id;
	const char *start, *end, *state;
	struct patient_view patient;
	struct named_view doctor;
	const char *service, *source;
	int64_t price_rub;
	const char **can; /* names of enum visit_event */
	size_t can_n;
};

#define VISIT_FIELDS(type_)                                                    \
	FORM_ID(type_, id, 0), FORM_TEXT(type_, start, 0, 0, FORM_REQUIRED),   \
		FORM_TEXT(type_, end, 0, 0, FORM_REQUIRED),                    \
		FORM_TEXT(type_, state, 0, 0, FORM_REQUIRED),                  \
		FORM_OBJECT(type_, patient, patient_fields),                   \
		FORM_OBJECT(type_, doctor, named_fields),                      \
		FORM_TEXT(type_, service, 0, 0, FORM_REQUIRED),                \
		FORM_TEXT(type_, source, 0, 0, FORM_REQUIRED),                 \
		FORM_INT(type_, price_rub, 0, 0, FORM_NULLABLE),               \
		FORM_LIST(type_, can, bare_text)

static const struct form_field visit_fields[] = {
	VISIT_FIELDS(struct visit_view),
	{0},
};

static void view_can(
	struct visit_view *v, const struct schedule_visit *s, struct arena *a)
{
	v->can = arena_new(a, const char *, VISIT_EVENTS);
	for (int ev = 0; ev < VISIT_EVENTS; ev++)
		if (s->can[ev])
			v->can[v->can_n++] =
				visit_event_name((enum visit_event)ev);
}

static const char *doctor_name(const struct resource *r, struct arena *a)
{
	return arena_print(a, "%s %s %s", r->last, r->first, r->middle);
}

static struct visit_view view_visit(struct call *c,
	const struct schedule_visit *s, const struct catalogue *cat,
	const struct zone *zone)
{
	const struct visit *visit = &s->visit;
	int doctor = catalogue_resource(cat, visit->doctor_id);
	struct visit_view v = {
		.id = visit->id,
		.start = words_time(c->a, zone, visit->start_at),
		.end = words_time(c->a, zone, visit->end_at),
		.state = visit_state_name(visit->state),
		.patient = {visit->patient_id, s->patient_name,
			s->patient_phone},
		.doctor = {visit->doctor_id,
			doctor < 0
				? ""
				: doctor_name(&cat->resources[doctor], c->a)},
		.service = s->service,
		.source = visit->source,
		.price_rub = visit->price_kop / 100,
	};

	view_can(&v, s, c->a);
	return v;
}

/* ---- the day ------------------------------------------------------------ */

struct open_view {
	const char *from, *to;
};

static const struct form_field open_fields[] = {
	FORM_TEXT(struct open_view, from, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct open_view, to, 0, 0, FORM_REQUIRED),
	{0},
};

struct column_view {
	int64_t id;
	const char *name, *profession;
	struct open_view *open;
	size_t open_n;
	int64_t busy_min, open_min;
	struct visit_view *visits;
	size_t visits_n;
};

static const struct form_field column_fields[] = {
	FORM_ID(struct column_view, id, 0),
	FORM_TEXT(struct column_view, name, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct column_view, profession, 0, 0, FORM_REQUIRED),
	FORM_LIST(struct column_view, open, open_fields),
	FORM_INT(struct column_view, busy_min, 0, 0, 0),
	FORM_INT(struct column_view, open_min, 0, 0, 0),
	FORM_LIST(struct column_view, visits, visit_fields),
	{0},
};

struct place_view {
	int64_t id;
	const char *name, *address, *zone;
};

static const struct form_field place_fields[] = {
	FORM_ID(struct place_view, id, 0),
	FORM_TEXT(struct place_view, name, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct place_view, address, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct place_view, zone, 0, 0, FORM_REQUIRED),
	{0},
};

struct counts_view {
	int64_t held, booked, confirmed, arrived, started, done, missed,
		cancelled;
};

static const struct form_field counts_fields[] = {
	FORM_INT(struct counts_view, held, 0, 0, 0),
	FORM_INT(struct counts_view, booked, 0, 0, 0),
	FORM_INT(struct counts_view, confirmed, 0, 0, 0),
	FORM_INT(struct counts_view, arrived, 0, 0, 0),
	FORM_INT(struct counts_view, started, 0, 0, 0),
	FORM_INT(struct counts_view, done, 0, 0, 0),
	FORM_INT(struct counts_view, missed, 0, 0, 0),
	FORM_INT(struct counts_view, cancelled, 0, 0, 0),
	{0},
};

struct schedule_view {
	const char *date, *today;
	struct place_view branch;
	struct named_view *branches;
	size_t branches_n;
	struct column_view *doctors;
	size_t doctors_n;
	struct counts_view counts;
};

static const struct form_field schedule_fields[] = {
	FORM_TEXT(struct schedule_view, date, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct schedule_view, today, 0, 0, FORM_REQUIRED),
	FORM_OBJECT(struct schedule_view, branch, place_fields),
	FORM_LIST(struct schedule_view, branches, named_fields),
	FORM_LIST(struct schedule_view, doctors, column_fields),
	FORM_OBJECT(struct schedule_view, counts, counts_fields),
	{0},
};

static struct column_view view_column(struct call *c, const struct schedule *s,
	const struct schedule_doctor *d)
{
	struct column_view v = {
		.id = d->doctor->id,
		.name = doctor_name(d->doctor, c->a),
		.profession = d->doctor->profession,
		.open = arena_new(c->a, struct open_view, d->open.n),
		.open_n = d->open.n,
		.busy_min = d->busy_min,
		.open_min = d->open_min,
		.visits = arena_new(c->a, struct visit_view, d->visits_n),
		.visits_n = d->visits_n,
	};

	for (size_t i = 0; i < d->open.n; i++)
		v.open[i] = (struct open_view){
			words_time(c->a, s->zone, d->open.p[i].start),
			words_time(c->a, s->zone, d->open.p[i].end)};
	for (size_t i = 0; i < d->visits_n; i++)
		v.visits[i] =
			view_visit(c, &d->visits[i], s->catalogue, s->zone);
	return v;
}

static void view_branches(
	struct schedule_view *v, const struct schedule *s, struct arena *a)
{
	const struct catalogue *cat = s->catalogue;

	v->branch = (struct place_view){s->branch->id, s->branch->name,
		s->branch->address, s->branch->zone};
	v->branches = arena_new(a, struct named_view, cat->branches_n);
	v->branches_n = cat->branches_n;
	for (size_t i = 0; i < cat->branches_n; i++)
		v->branches[i] = (struct named_view){
			cat->branches[i].id, cat->branches[i].name};
}

struct day_in {
	int64_t branch;
	const char *date;
};

static const struct form_field day_in_fields[] = {
	FORM_ID(struct day_in, branch, 0),
	FORM_TEXT(struct day_in, date, 10, 10, 0),
	{0},
};

static bool reply_schedule(
	struct call *c, const struct schedule *s, struct err *e)
{
	struct schedule_view v = {
		.date = words_date(c->a, s->day),
		.today = words_date(c->a, s->today),
		.doctors = arena_new(c->a, struct column_view, s->doctors_n),
		.doctors_n = s->doctors_n,
		.counts = {s->counts[VISIT_HELD], s->counts[VISIT_BOOKED],
			s->counts[VISIT_CONFIRMED], s->counts[VISIT_ARRIVED],
			s->counts[VISIT_STARTED], s->counts[VISIT_DONE],
			s->counts[VISIT_MISSED], s->counts[VISIT_CANCELLED]},
	};

	view_branches(&v, s, c->a);
	for (size_t i = 0; i < s->doctors_n; i++)
		v.doctors[i] = view_column(c, s, &s->doctors[i]);
	return view_reply(c, 200, schedule_fields, &v, e);
}

static bool get_schedule(struct call *c, struct err *e)
{
	int64_t day = SCHEDULE_TODAY;
	struct day_in in = {0};
	struct schedule s;

	if (!form_read_query(c->request, day_in_fields, &in, e) ||
		(in.date && !civil_read_date(in.date, "date", &day, e)))
		return false;
	return app_schedule(c, c->who.clinic_id, in.branch, day, &s, e) &&
	       reply_schedule(c, &s, e);
}

static bool get_schedule_events(struct call *c, struct err *e)
{
	struct live_watcher w = {
		.topic = TOPIC_SCHEDULE, .group = c->who.clinic_id};

	return live_join(api_live_of(c), c->request, c->reply, &w, e);
}

/* ---- one visit ---------------------------------------------------------- */

struct deed_view {
	const char *at, *what, *who;
};

static const struct form_field deed_fields[] = {
	FORM_TEXT(struct deed_view, at, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct deed_view, what, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct deed_view, who, 0, 0, FORM_REQUIRED),
	{0},
};

struct card_view {
	int64_t id;
	const char *start, *end, *state;
	struct patient_view patient;
	struct named_view doctor;
	const char *service, *source;
	int64_t price_rub;
	const char **can;
	size_t can_n;
	const char *complaint;
	struct deed_view *history;
	struct thread_message *messages;
	size_t history_n, messages_n;
};

static const struct form_field card_fields[] = {
	VISIT_FIELDS(struct card_view),
	FORM_TEXT(struct card_view, complaint, 0, 0, 0),
	FORM_LIST(struct card_view, history, deed_fields),
	FORM_LIST(struct card_view, messages, thread_message_fields),
	{0},
};

static void view_history(
	struct card_view *v, const struct visit_card *card, struct arena *a)
{
	v->history = arena_new(a, struct deed_view, card->deeds_n);
	v->history_n = card->deeds_n;
	for (size_t i = 0; i < card->deeds_n; i++)
		v->history[i] = (struct deed_view){
			words_time(a, card->zone, card->deeds[i].at),
			card->deeds[i].what, card->deeds[i].who};
}

static bool reply_card(
	struct call *c, const struct visit_card *card, struct err *e)
{
	struct visit_view s =
		view_visit(c, &card->shown, card->catalogue, card->zone);
	struct card_view v = {s.id, s.start, s.end, s.state, s.patient,
		s.doctor, s.service, s.source, s.price_rub, s.can, s.can_n,
		.complaint = card->complaint};

	view_history(&v, card, c->a);
	v.messages = arena_new(c->a, struct thread_message, card->messages_n);
	v.messages_n = card->messages_n;
	for (size_t i = 0; i < v.messages_n; i++)
		if (!thread_message_view(&card->messages[i], card->sent,
			    card->sent_n, card->zone, c->a, &v.messages[i], e))
			return false;
	return view_reply(c, 200, card_fields, &v, e);
}

static bool get_visit(struct call *c, struct err *e)
{
	struct visit_card card;
	int64_t id;

	return view_param_id(c, "id", &id, e) &&
	       app_visit_card(c, id, &card, e) && reply_card(c, &card, e);
}

struct changed_view {
	struct visit_view visit;
};

static const struct form_field changed_fields[] = {
	FORM_OBJECT(struct changed_view, visit, visit_fields),
	{0},
};

/* The visit as the page shows it from now on. */
static bool reply_changed(struct call *c, int64_t id, struct err *e)
{
	struct changed_view v;
	struct visit_card card;

	if (!app_visit_card(c, id, &card, e))
		return false;
	v.visit = view_visit(c, &card.shown, card.catalogue, card.zone);
	return view_reply(c, 200, changed_fields, &v, e);
}

struct state_in {
	const char *state;
};

static const struct form_field state_in_fields[] = {
	FORM_TEXT(struct state_in, state, 1, 20, FORM_REQUIRED),
	{0},
};

static bool read_event(const char *state, enum visit_event *ev, struct err *e)
{
	enum visit_state to;

	return (visit_state_named(state, &to) && visit_event_toward(to, ev)) ||
	       err_field(e, ERR_INVALID, "state", "none to go to");
}

static bool post_visit_state(struct call *c, struct err *e)
{
	struct state_in in = {0};
	enum visit_event ev;
	struct visit v;
	int64_t id;

	return view_param_id(c, "id", &id, e) &&
	       form_read(c->request, state_in_fields, &in, e) &&
	       read_event(in.state, &ev, e) &&
	       app_visit_step(c, id, ev, &v, e) && reply_changed(c, id, e);
}

struct move_in {
	const char *start;
	int64_t doctor;
};

static const struct form_field move_in_fields[] = {
	FORM_TEXT(struct move_in, start, 16, 40, FORM_REQUIRED),
	FORM_ID(struct move_in, doctor, 0),
	{0},
};

static bool post_visit_move(struct call *c, struct err *e)
{
	struct move_in in = {0};
	int64_t id, start_at;
	struct visit v;

	return view_param_id(c, "id", &id, e) &&
	       form_read(c->request, move_in_fields, &in, e) &&
	       civil_read_instant(in.start, "start", &start_at, e) &&
	       app_visit_move(c, id, start_at, in.doctor, &v, e) &&
	       reply_changed(c, id, e);
}

const struct route schedule_routes[] = {
	ROUTE(GET, "/api/v1/schedule", MAY_DESK, LIMIT_READ, get_schedule,
		.in = day_in_fields, .out = schedule_fields),
	ROUTE(GET, "/api/v1/schedule/events", MAY_DESK, LIMIT_READ,
		get_schedule_events),
	ROUTE(GET, "/api/v1/visits/{id}", MAY_DESK, LIMIT_READ, get_visit,
		.out = card_fields),
	ROUTE(POST, "/api/v1/visits/{id}/state", MAY_DESK, LIMIT_WRITE,
		post_visit_state, .in = state_in_fields, .out = changed_fields),
	ROUTE(POST, "/api/v1/visits/{id}/move", MAY_DESK, LIMIT_WRITE,
		post_visit_move, .in = move_in_fields, .out = changed_fields),
	{0},
};
