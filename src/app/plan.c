#include "app/plan.h"

#include "app/access.h"
#include "app/app.h"
#include "app/catalogue.h"
#include "app/link.h"
#include "core/scenario.h"
#include "os/random.h"
#include "os/zone.h"
#include "store/outbox.h"
#include "store/patient.h"

/* --- taking back --------------------------------------------------------- */

/* A row that a worker has just taken is past recall; its gates know better. */
static bool cancel_row(
	struct call *c, struct outbox_row *row, const char *why, struct err *e)
{
	if (!delivery_step(&row->delivery, DELIVERY_CANCEL, c->now, 0, e))
		return false;
	row->reason = why;
	return store_outbox_write(c->store, row, DELIVERY_QUEUED, e) ||
	       e->kind == ERR_CONFLICT;
}

static bool cancel_before(struct call *c, const struct visit *v,
	int64_t revision, const char *why, struct err *e)
{
	struct outbox_row *rows;
	size_t n;

	if (!store_outbox_of_visit(
		    c->store, v->clinic_id, v->id, c->a, &rows, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (rows[i].delivery.state == DELIVERY_QUEUED &&
			rows[i].visit_revision < revision &&
			!cancel_row(c, &rows[i], why, e))
			return false;
	return true;
}

bool app_plan_forget(struct call *c, int64_t clinic_id, int64_t patient_id,
	int *n, struct err *e)
{
	struct outbox_row *rows;
	size_t all;

	if (!store_outbox_of_patient(c->store, clinic_id, patient_id,
		    OUTBOX_BATCH_MAX, c->a, &rows, &all, e))
		return false;
	for (size_t i = 0; i < all; i++) {
		if (rows[i].delivery.state != DELIVERY_QUEUED)
			continue;
		if (!cancel_row(c, &rows[i], "erased", e))
			return false;
		++*n;
	}
	return true;
}

/* --- planning ------------------------------------------------------------ */

static bool zone_of(struct call *c, const struct visit *v,
	const struct zone **out, struct err *e)
{
	const struct catalogue *cat;
	struct patient p;
	int branch;

	if (!store_patient_find(
		    c->store, v->clinic_id, v->patient_id, false, c->a, &p, e))
		return false;
	if (p.zone[0] != '\0' &&
		zone_find(c->app->parts.zone_folder, p.zone, out, e))
		return true;
	if (!app_catalogue(c, v->clinic_id, &cat, e))
		return false;
	branch = catalogue_branch(cat, v->branch_id);
	if (branch < 0)
		return err_set(e, ERR_INTERNAL, "plan: a visit without branch");
	return app_zone(c, &cat->branches[branch], out, e);
}

static bool insert_moment(struct call *c, const struct visit *v,
	const struct scenario_moment *m, int64_t was_at, struct err *e)
{
	const struct outbox_row row = {
		/* What falls due together lies together. */
		.id = random_id_at(m->at),
		.clinic_id = v->clinic_id,
		.patient_id = v->patient_id,
		.visit_id = v->id,
		.visit_revision = v->revision,
		.kind = m->scenario->name,
		.channel = "",
		.delivery = {.state = DELIVERY_QUEUED,
			.next_at = m->at,
			.expires_at = m->expires_at},
		.reason = "",
		.provider_id = "",
		.was_at = was_at,
		.is_asked = app_is_outsider(&c->who),
		.is_counted = m->scenario->is_counted,
		.is_linked = true,
		.created_at = c->now,
	};
	const struct outbox_key key = {v->service_id, v->start_at};
	bool is_new;

	return store_outbox_insert(c->store, &row, key, c->a, &is_new, e);
}

static bool plan(struct call *c, enum scenario_trigger trigger,
	const struct visit *v, int64_t was_at, struct err *e)
{
	struct scenario_moment m[SCENARIOS_MAX];
	const struct zone *zone;
	size_t n;

	if (!zone_of(c, v, &zone, e))
		return false;
	n = scenario_plan(&c->app->messages.scenarios, trigger, v->start_at,
		zone, c->now, m);
	for (size_t i = 0; i < n; i++)
		if (!insert_moment(c, v, &m[i], was_at, e))
			return false;
	if (n > 0 && !app_link_keep(c, v, e))
		return false;
	return db_notify(c->store->db, PLAN_TOPIC, v->clinic_id, e);
}

bool app_plan_visit(struct call *c, enum plan_event event,
	const struct visit *visit, int64_t old_start_at, struct err *e)
{
	switch (event) {
	case PLAN_BOOKED:
		return plan(c, TRIGGER_BOOKED, visit, 0, e);
	case PLAN_MOVED:
		return cancel_before(c, visit, visit->revision, "moved", e) &&
		       plan(c, TRIGGER_MOVED, visit, old_start_at, e);
	case PLAN_CANCELLED:
		return cancel_before(c, visit, INT64_MAX, "cancelled", e) &&
		       plan(c, TRIGGER_CANCELLED, visit, 0, e) &&
		       /* Last, so that the same time can be booked, and
			* cancelled, again. */
		       store_outbox_unkey(c->store, visit->id, e);
	case PLAN_ENDED:
		return cancel_before(c, visit, INT64_MAX, "ended", e);
	case PLAN_CONFIRMED:
	case PLAN_EVENTS:
		break;
	}
	return true; /* who has confirmed is still reminded 2 h before */
}

/* --- promising ----------------------------------------------------------- */

static void note_kind(const struct scenario *s, const struct visit *v,
	int64_t at, struct plan_kinds *out)
{
	bool is_evening = at != v->start_at - s->before_s;

	if (s->before_s == 0) {
		out->tells_at_once = true;
	} else if (s->before_s >= CIVIL_DAY_S) {
		out->day_at = at;
		out->day_is_evening = is_evening;
	} else {
		out->hours_at = at;
		out->hours_is_evening = is_evening;
	}
}

bool app_plan_kinds(struct call *c, const struct visit *visit,
	struct plan_kinds *out, struct err *e)
{
	struct plan_kinds kinds = {0};
	struct outbox_row *rows;
	size_t n;

	if (!store_outbox_of_visit(
		    c->store, visit->clinic_id, visit->id, c->a, &rows, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct scenario *s = scenario_find(
			&c->app->messages.scenarios, rows[i].kind);

		if (s && rows[i].visit_revision == visit->revision &&
			rows[i].delivery.state == DELIVERY_QUEUED)
			note_kind(s, visit, rows[i].delivery.next_at, &kinds);
	}
	*out = kinds;
	return true;
}
