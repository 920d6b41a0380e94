#include "app/schedule.h"

#include "app/access.h"
#include "app/catalogue.h"
#include "app/slots_search.h"
#include "app/transaction.h"
#include "app/visit.h"
#include "base/limits.h"
#include "store/patient.h"
#include "store/visit.h"

enum { MINUTE_S = 60 };

static bool show(struct call *c, const struct catalogue *cat,
	const struct visit *v, bool is_its_day, struct schedule_visit *out,
	struct err *e)
{
	int service = catalogue_service(cat, v->service_id);
	struct patient p = {.person = {"", "", "", "", ""}};

	if (v->patient_id != 0 && !store_patient_find(c->store, v->clinic_id,
					  v->patient_id, false, c->a, &p, e))
		return false;
	*out = (struct schedule_visit){
		.visit = *v,
		.patient_name = person_full_name(&p.person, c->a),
		.patient_phone = person_masked_phone(&p.person, c->a),
		.service = service < 0 ? "" : cat->services[service].name,
	};
	for (int ev = 0; ev < VISIT_EVENTS; ev++)
		out->can[ev] =
			ev != VISIT_BOOK &&
			visit_can(v, (enum visit_event)ev, c->now, is_its_day);
	return true;
}

static bool is_over(const struct call *c, const struct visit *v)
{
	return v->state == VISIT_HELD && v->held_until <= c->now;
}

static bool add_doctor(struct call *c, struct schedule *s, int doctor,
	struct interval day, const struct visit *list, size_t n,
	struct schedule_doctor *out, struct err *e)
{
	const struct resource *r = &s->catalogue->resources[doctor];
	struct schedule_visit *visits =
		arena_new(c->a, struct schedule_visit, n);

	*out = (struct schedule_doctor){.doctor = r, .visits = visits};
	if (!slots_open_hours(
		    c, s->catalogue, doctor, s->zone, day, &out->open, e))
		return false;
	for (size_t i = 0; i < out->open.n; i++)
		out->open_min +=
			(out->open.p[i].end - out->open.p[i].start) / MINUTE_S;
	for (size_t i = 0; i < n; i++) {
		const struct visit *v = &list[i];

		if (v->doctor_id != r->id || is_over(c, v))
			continue;
		if (!show(c, s->catalogue, v, s->day == s->today,
			    &visits[out->visits_n++], e))
			return false;
		s->counts[v->state]++;
		if (visit_state_occupies(v->state) && v->state != VISIT_MISSED)
			out->busy_min += (v->end_at - v->start_at) / MINUTE_S;
	}
	return true;
}

static bool has_visits(const struct visit *list, size_t n, int64_t doctor_id)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].doctor_id == doctor_id)
			return true;
	return false;
}

/* Doctors of this branch, and whoever has visits in it that day. */
static bool add_doctors(struct call *c, struct schedule *s, struct interval day,
	const struct visit *list, size_t n, struct err *e)
{
	const struct catalogue *cat = s->catalogue;
	struct schedule_doctor *doctors =
		arena_new(c->a, struct schedule_doctor, cat->resources_n);

	s->doctors = doctors;
	for (size_t i = 0; i < cat->resources_n; i++) {
		const struct resource *r = &cat->resources[i];

		if (r->kind != RESOURCE_DOCTOR ||
			(&cat->branches[r->branch] != s->branch &&
				!has_visits(list, n, r->id)))
			continue;
		if (!add_doctor(c, s, (int)i, day, list, n,
			    &doctors[s->doctors_n++], e))
			return false;
	}
	return true;
}

/* The visits of the day in this branch, and the patients for the audit. */
static bool read_day(struct call *c, const struct schedule *s,
	struct interval day, struct visit **out, size_t *n, struct err *e)
{
	const struct visit *all;
	struct visit *list;
	size_t all_n;

	if (!store_visit_of_clinic(c->store, s->catalogue->clinic.id, day.start,
		    day.end, c->a, &all, &all_n, e))
		return false;
	list = arena_new(c->a, struct visit, all_n);
	*n = 0;
	for (size_t i = 0; i < all_n; i++)
		if (all[i].branch_id == s->branch->id)
			list[(*n)++] = all[i];
	*out = list;
	return true;
}

static bool audit_shown(struct call *c, const struct schedule *s,
	const struct visit *list, size_t n, struct err *e)
{
	int64_t *patients = arena_new(c->a, int64_t, n);
	size_t patients_n = 0;

	for (size_t i = 0; i < n; i++)
		if (list[i].patient_id != 0)
			patients[patients_n++] = list[i].patient_id;
	return patients_n == 0 ||
	       app_audit_reading(c, s->catalogue->clinic.id, "schedule.read",
		       "patient", patients, patients_n, e);
}

bool app_schedule(struct call *c, int64_t clinic_id, int64_t branch_id,
	int64_t day, struct schedule *out, struct err *e)
{
	struct schedule s = {0};
	struct interval span;
	struct visit *list;
	int branch = 0;
	size_t n;

	if (!app_access_clinic(c, clinic_id, e) ||
		!app_catalogue(c, clinic_id, &s.catalogue, e))
		return false;
	if (branch_id != 0)
		branch = catalogue_branch(s.catalogue, branch_id);
	if (branch < 0 || s.catalogue->branches_n == 0)
		return err_field(e, ERR_NOT_FOUND, "branch", "no such one");
	s.branch = &s.catalogue->branches[branch];
	if (!app_zone(c, s.branch, &s.zone, e))
		return false;
	s.today = zone_day(s.zone, c->now);
	s.day = day == SCHEDULE_TODAY ? s.today : day;
	span = (struct interval){
		zone_at(s.zone, s.day, 0), zone_at(s.zone, s.day + 1, 0)};
	if (!read_day(c, &s, span, &list, &n, e) ||
		!add_doctors(c, &s, span, list, n, e) ||
		!audit_shown(c, &s, list, n, e))
		return false;
	*out = s;
	return true;
}

static int by_time(const void *x, const void *y)
{
	const struct visit_deed *a = x, *b = y;

	return (a->at > b->at) - (a->at < b->at);
}

static void tell_deeds(
	struct visit_card *card, const struct visit *v, struct arena *a)
{
	const struct visit_deed all[] = {
		{v->booked_at, visit_state_name(VISIT_BOOKED), v->source},
		{v->confirmed_at, visit_state_name(VISIT_CONFIRMED), ""},
		{v->moved_at, "moved", ""},
		{v->ended_at, visit_state_name(v->state), ""},
	};
	struct visit_deed *deeds =
		arena_new(a, struct visit_deed, ARRAY_LEN(all));

	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		if (all[i].at != 0)
			deeds[card->deeds_n++] = all[i];
	qsort(deeds, card->deeds_n, sizeof(*deeds), by_time);
	card->deeds = deeds;
}

static bool is_of(
	const struct message_row *m, const struct outbox_row *sent, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (m->delivery_id == sent[i].id)
			return true;
	return false;
}

/* Of the patient's messages those that this visit brought. */
static bool read_messages(struct call *c, const struct visit *v,
	struct visit_card *card, struct err *e)
{
	const struct message_row *all;
	struct message_row *kept;
	struct outbox_row *sent;
	size_t n;

	if (v->patient_id == 0)
		return true;
	if (!store_outbox_of_visit(c->store, v->clinic_id, v->id, c->a, &sent,
		    &card->sent_n, e) ||
		!store_message_of_patient(c->store, v->clinic_id, v->patient_id,
			0, PAGE_ROWS_MAX, c->a, &all, &n, e))
		return false;
	kept = arena_new(c->a, struct message_row, n);
	for (size_t i = 0; i < n; i++)
		if (is_of(&all[i], sent, card->sent_n))
			kept[card->messages_n++] = all[i];
	card->sent = sent;
	card->messages = kept;
	return true;
}

bool app_visit_card(
	struct call *c, int64_t visit_id, struct visit_card *out, struct err *e)
{
	struct visit_card card = {0};
	struct visit v;
	int branch;

	if (!app_visit_get(c, visit_id, &v, e) ||
		!app_catalogue(c, v.clinic_id, &card.catalogue, e))
		return false;
	branch = catalogue_branch(card.catalogue, v.branch_id);
	if (branch < 0)
		return err_set(e, ERR_INTERNAL, "visit: in no branch");
	if (!app_zone(c, &card.catalogue->branches[branch], &card.zone, e) ||
		!show(c, card.catalogue, &v,
			zone_day(card.zone, c->now) ==
				zone_day(card.zone, v.start_at),
			&card.shown, e) ||
		!store_visit_complaint(
			c->store, &v, c->a, &card.complaint, e) ||
		!read_messages(c, &v, &card, e))
		return false;
	tell_deeds(&card, &v, c->a);
	*out = card;
	return true;
}
