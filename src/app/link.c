#include "app/link.h"

#include "app/app.h"
#include "app/catalogue.h"
#include "app/visit.h"
#include "store/link.h"

const char *app_link_url(
	struct call *c, const struct catalogue *cat, int64_t visit_id)
{
	const char *base = c->app->parts.base_url;
	char token[LINK_TOKEN_SIZE];

	store_link_token(c->store, visit_id, token);
	return arena_print(c->a, "%s/%s/v/%s", base == NULL ? "" : base,
		cat->clinic.slug, token);
}

bool app_link_keep(struct call *c, const struct visit *v, struct err *e)
{
	const struct link_new link = {v->id, v->end_at + LINK_AFTER_S};

	return store_link_insert(c->store, &link, e);
}

bool app_link_make(
	struct call *c, const struct visit *v, const char **url, struct err *e)
{
	const struct catalogue *cat;

	if (!app_catalogue(c, v->clinic_id, &cat, e))
		return false;
	*url = app_link_url(c, cat, v->id);
	return app_link_keep(c, v, e);
}

static bool view_of(struct call *c, const struct catalogue *cat,
	const struct visit *v, struct link_view *out, struct err *e)
{
	int service = catalogue_service(cat, v->service_id);
	int doctor = catalogue_resource(cat, v->doctor_id);
	int branch = catalogue_branch(cat, v->branch_id);
	bool is_ahead = c->now < v->start_at;

	if (branch < 0)
		return err_set(e, ERR_INTERNAL, "visit: in no branch");
	*out = (struct link_view){
		.visit = *v,
		.catalogue = cat,
		.service = service < 0 ? NULL : &cat->services[service],
		.doctor = doctor < 0 ? NULL : &cat->resources[doctor],
		.branch = &cat->branches[branch],
		.can_confirm = app_visit_can(c, v, VISIT_CONFIRM),
		.can_move = is_ahead && service >= 0 &&
			    app_visit_can(c, v, VISIT_MOVE),
		.can_cancel = is_ahead && app_visit_can(c, v, VISIT_CANCEL),
	};
	return app_zone(c, out->branch, &out->zone, e);
}

/* Who holds the token acts from here on. */
static bool enter(struct call *c, const char *clinic, const char *token,
	const struct catalogue **cat, struct link_row *row, struct err *e)
{
	if (!store_link_find(c->store, token, c->now, row, e) ||
		!app_catalogue(c, row->clinic_id, cat, e))
		return false;
	if (strcmp((*cat)->clinic.slug, clinic) != 0)
		return err_field(e, ERR_NOT_FOUND, "token", "no such link");
	c->who = (struct principal){
		.kind = PRINCIPAL_PATIENT_LINK,
		.clinic_id = row->clinic_id,
		.id = row->patient_id,
		.visit_id = row->visit_id,
	};
	return true;
}

bool app_link_open(struct call *c, const char *clinic, const char *token,
	struct link_view *out, struct err *e)
{
	const struct catalogue *cat;
	struct link_row row;
	struct visit v;

	return enter(c, clinic, token, &cat, &row, e) &&
	       app_visit_get(c, row.visit_id, &v, e) &&
	       view_of(c, cat, &v, out, e);
}

bool app_link_act(struct call *c, const char *clinic, const char *token,
	enum visit_event ev, int64_t start_at, int64_t doctor_id,
	struct link_view *out, struct err *e)
{
	const struct catalogue *cat;
	struct link_row row;
	struct visit v;
	bool ok;

	if (!enter(c, clinic, token, &cat, &row, e))
		return false;
	if (ev == VISIT_MOVE)
		ok = app_visit_move(
			c, row.visit_id, start_at, doctor_id, &v, e);
	else
		ok = app_visit_step(c, row.visit_id, ev, &v, e);
	return ok && view_of(c, cat, &v, out, e);
}

static int by_time(const void *x, const void *y)
{
	const struct slot *a = x, *b = y;

	return (a->start_at > b->start_at) - (a->start_at < b->start_at);
}

bool app_link_times(struct call *c, const struct link_view *view, size_t limit,
	const struct slot **out, size_t *n, struct err *e)
{
	const struct visit *v = &view->visit;
	struct slots_query q = {
		.clinic_id = v->clinic_id,
		.service_id = v->service_id,
		.branch_id = v->branch_id,
		.from_at = c->now,
		.to_at = c->now + (int64_t)LINK_TIMES_DAYS * 86400,
		.limit = limit,
		.is_ranked = true,
		.wish_doctor_id = v->doctor_id,
		.visit_id = v->id,
	};
	const struct slot *found;
	struct slot *list;

	if (!app_slots_find(c, &q, &found, n, e))
		return false;
	list = arena_new(c->a, struct slot, *n);
	if (*n > 0)
		memcpy(list, found, *n * sizeof(*list));
	qsort(list, *n, sizeof(*list), by_time);
	*out = list;
	return true;
}
