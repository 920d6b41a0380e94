#include "app/batch.h"

#include <stdlib.h>

#include "app/app.h"
#include "app/catalogue.h"
#include "os/zone.h"
#include "store/patient.h"
#include "store/vault.h"

struct loader {
	struct call *c;
	struct sender *s;
	struct batch batch;
};

/* --- reading ------------------------------------------------------------- */

static bool load_targets(struct loader *l, struct err *e)
{
	struct arena *a = l->c->a;
	size_t n = l->batch.n;
	int64_t *visits = arena_new(a, int64_t, n);
	int64_t *patients = arena_new(a, int64_t, n);

	for (size_t i = 0; i < n; i++) {
		visits[i] = l->batch.items[i].row->visit_id;
		patients[i] = l->batch.items[i].row->patient_id;
	}
	return store_target_visits(l->c->store, visits, n, a, &l->batch.visits,
		       &l->batch.visits_n, e) &&
	       store_target_addresses(l->c->store, patients, n, a,
		       &l->batch.addresses, &l->batch.addresses_n, e) &&
	       store_target_consents(l->c->store, patients, n, a,
		       &l->batch.consents, &l->batch.consents_n, e);
}

static bool load_patients(
	struct loader *l, const struct batch *ahead, struct err *e)
{
	int64_t *ids = arena_new(l->c->a, int64_t, l->batch.n);

	for (size_t i = 0; i < l->batch.n; i++)
		ids[i] = l->batch.items[i].row->patient_id;
	return store_patient_list(l->c->store, ids, l->batch.n,
		ahead ? &ahead->patients : NULL, l->c->a, &l->batch.patients,
		e);
}

/*
 * Whether all that was read about these rows ahead is so still.  A key that is
 * gone may have been erased, which no table of ours tells.
 */
static bool is_unchanged(const struct loader *l, const struct batch *ahead)
{
	const struct patient_list *patients = &ahead->patients;

	if (ahead->stamp != l->batch.stamp)
		return false;
	for (size_t i = 0; i < patients->n; i++)
		if (patients->p[i].state != PATIENT_ERASED &&
			!vault_holds(l->c->store, patients->p[i].id))
			return false;
	return true;
}

static void take_over(struct batch *b, const struct batch *ahead)
{
	b->patients = ahead->patients;
	b->visits = ahead->visits;
	b->visits_n = ahead->visits_n;
	b->addresses = ahead->addresses;
	b->addresses_n = ahead->addresses_n;
	b->consents = ahead->consents;
	b->consents_n = ahead->consents_n;
}

static bool load_catalogue(struct loader *l, size_t from, struct err *e)
{
	struct item *items = l->batch.items;
	int64_t clinic_id = items[from].row->clinic_id;
	const struct catalogue *cat;

	if (!app_catalogue(l->c, clinic_id, &cat, e))
		return e->kind == ERR_NOT_FOUND;
	for (size_t i = from; i < l->batch.n; i++)
		if (items[i].row->clinic_id == clinic_id)
			items[i].catalogue = cat;
	return true;
}

static bool load_catalogues(struct loader *l, struct err *e)
{
	const struct item *items = l->batch.items;

	for (size_t i = 0; i < l->batch.n; i++) {
		bool is_done = items[i].catalogue != NULL;

		for (size_t k = 0; k < i && !is_done; k++)
			is_done = items[k].row->clinic_id ==
				  items[i].row->clinic_id;
		if (!is_done && !load_catalogue(l, i, e))
			return false;
	}
	return true;
}

/*
 * How often each was written to changes with every round: it is counted when
 * that is claimed, and not before.
 */
static bool load_all(struct loader *l, const struct batch *ahead, struct err *e)
{
	l->batch.stamp = store_target_stamp(l->c->store);
	if (ahead && is_unchanged(l, ahead))
		take_over(&l->batch, ahead);
	else if (!load_patients(l, ahead, e) || !load_targets(l, e))
		return false;
	return load_catalogues(l, e) &&
	       (!ahead || store_target_counts(l->c->store, l->batch.visits,
				  l->batch.visits_n, l->c->a, e));
}

/* --- joining ------------------------------------------------------------- */

/* Patients of other clinics than their messages are nobody's. */
static void join_patient(const struct loader *l, struct item *i)
{
	const struct patient *p =
		patient_list_find(&l->batch.patients, i->row->patient_id);

	if (p && p->clinic_id == i->row->clinic_id)
		i->patient = p;
}

static bool join_zones(struct loader *l, struct item *i, struct err *e)
{
	int branch = i->catalogue && i->visit ? catalogue_branch(i->catalogue,
							i->visit->branch_id)
					      : -1;

	i->zone = zone_utc();
	if (branch >= 0 &&
		!app_zone(l->c, &i->catalogue->branches[branch], &i->zone, e))
		return false;
	i->patient_zone = i->zone;
	/* A zone that is not known any more: the branch's counts. */
	if (i->patient && i->patient->zone[0] != '\0' &&
		!zone_find(l->c->app->parts.zone_folder, i->patient->zone,
			&i->patient_zone, e))
		i->patient_zone = i->zone;
	return true;
}

static void join_consents(const struct loader *l, struct item *i)
{
	const struct target_consent *end =
		l->batch.consents + l->batch.consents_n;
	const struct target_consent *c = target_consents_of(
		l->batch.consents, l->batch.consents_n, i->row->patient_id);
	const struct target_consent *newest = NULL;

	for (; c < end && c->patient_id == i->row->patient_id; c++)
		if (i->lane &&
			(c->channel[0] == '\0' ||
				strcmp(c->channel, i->lane->ops->name) == 0))
			newest = c;
	i->has_refused = newest && newest->is_withdrawn;
	i->has_consent = newest && !newest->is_withdrawn;
}

/*
 * The patient's address on a channel: for one that reaches phones his number,
 * unless it is known dead there; value NULL: none.
 */
static struct target_address address_on(const struct loader *l,
	const struct item *i, const struct channel_ops *ops)
{
	const struct target_address *end =
		l->batch.addresses + l->batch.addresses_n;
	const struct target_address *at = target_addresses_of(
		l->batch.addresses, l->batch.addresses_n, i->row->patient_id);
	static const struct target_address none = {.value = NULL};
	bool is_phone = ops->can & CHANNEL_PHONE;

	for (; at < end && at->patient_id == i->row->patient_id; at++) {
		if (strcmp(at->channel, ops->name) != 0)
			continue;
		if (!at->is_dead)
			return *at;
		if (is_phone)
			return none;
	}
	if (is_phone && i->patient && i->patient->person.phone[0])
		return (struct target_address){
			.value = i->patient->person.phone};
	return none;
}

/* An answer goes back the way that the question came. */
static void join_own_lane(struct loader *l, struct item *i)
{
	struct sender_lane *lane = sender_lane_named(l->s, i->row->channel);
	struct target_address at;

	if (!lane)
		return;
	at = address_on(l, i, lane->ops);
	if (!at.value)
		return;
	i->lane = lane;
	i->address = at.value;
	i->address_id = at.id;
}

/* The first channel of the scenario that is open and reaches him; one that is
 * down only if no other does. */
static void join_lane(struct loader *l, struct item *i)
{
	if (i->is_answer) {
		join_own_lane(l, i);
		return;
	}
	for (size_t k = 0; i->scenario && k < i->scenario->channels_n; k++) {
		struct sender_lane *lane =
			sender_lane_named(l->s, i->scenario->channels[k]);
		struct target_address at = {.value = NULL};
		bool is_down = lane && window_is_down(&lane->window, l->c->now);

		if (lane)
			at = address_on(l, i, lane->ops);
		if (!at.value || (is_down && i->lane))
			continue;
		i->lane = lane;
		i->address = at.value;
		i->address_id = at.id;
		if (!is_down)
			return;
	}
}

/* Both are in order of their ids. */
static void join_ahead(struct batch *b, const struct batch *ahead)
{
	for (size_t i = 0, k = 0; i < b->n; i++) {
		while (ahead->items[k].row->id != b->items[i].row->id)
			k++;
		b->items[i].ahead = &ahead->items[k];
	}
}

bool app_batch_load(struct call *c, struct sender *s, struct outbox_row *rows,
	size_t n, const struct batch *ahead, struct batch *out, struct err *e)
{
	struct loader l = {.c = c,
		.s = s,
		.batch = {.items = arena_new(c->a, struct item, n), .n = n}};

	for (size_t i = 0; i < n; i++)
		l.batch.items[i] = (struct item){.row = &rows[i],
			.scenario = scenario_find(
				&c->app->messages.scenarios, rows[i].kind)};
	if (!load_all(&l, ahead, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct item *item = &l.batch.items[i];

		join_patient(&l, item);
		item->visit = target_visit_of(
			l.batch.visits, l.batch.visits_n, rows[i].visit_id);
		if (item->visit && item->visit->clinic_id != rows[i].clinic_id)
			item->visit = NULL;
		item->is_answer = strcmp(rows[i].kind, OUTBOX_TALK_KIND) == 0;
		join_lane(&l, item);
		join_consents(&l, item);
		if (!join_zones(&l, item, e))
			return false;
	}
	if (ahead)
		join_ahead(&l.batch, ahead);
	*out = l.batch;
	return true;
}

struct gate_facts app_batch_facts(const struct call *c, const struct item *i)
{
	const struct target_visit *v = i->visit;
	struct gate_facts f = {
		.now = c->now,
		.zone = i->patient_zone,
		.planned_revision = i->row->visit_revision,
		.is_asked = i->row->is_asked,
		.created_at = i->row->created_at,
		.is_counted = i->row->is_counted,
		.cap = GATE_CAP_DEFAULT,
		.has_consent = i->has_consent,
		.has_refused = i->has_refused,
		.has_address = i->lane != NULL && i->patient != NULL,
		.has_visit = v != NULL,
	};

	if (i->catalogue)
		f.offer_names_channel =
			i->catalogue->clinic.offer_version[0] != '\0';
	if (i->scenario)
		f.tells_cancelled =
			i->scenario->triggers & 1u << TRIGGER_CANCELLED;
	if (v) {
		f.state = v->state;
		f.start_at = v->start_at;
		f.revision = v->revision;
		f.counted_n = v->counted_n;
	}
	if (i->lane) {
		f.is_channel_down = window_is_down(&i->lane->window, c->now);
		f.channel_back_at = i->lane->window.down_until;
	}
	return f;
}
