/* The clinic as its patients see it: what stands on the site. */
#include "api/routes.h"
#include "api/view.h"
#include "app/catalogue.h"

struct branch_view {
	int64_t id;
	const char *name, *address, *way, *map_url, *phone, *zone;
};

static const struct form_field branch_fields[] = {
	FORM_ID(struct branch_view, id, 0),
	FORM_TEXT(struct branch_view, name, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct branch_view, address, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct branch_view, way, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct branch_view, map_url, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct branch_view, phone, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct branch_view, zone, 0, 0, FORM_REQUIRED),
	{0},
};

struct doctor_view {
	int64_t id;
	const char *name, *profession, *about;
	int64_t branch_id;
};

static const struct form_field doctor_fields[] = {
	FORM_ID(struct doctor_view, id, 0),
	FORM_TEXT(struct doctor_view, name, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct doctor_view, profession, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct doctor_view, about, 0, 0, FORM_REQUIRED),
	FORM_ID(struct doctor_view, branch_id, 0),
	{0},
};

static const struct form_field bare_id[] = {FORM_BARE(ID), {0}};

struct service_view {
	int64_t id;
	const char *name, *profession;
	int64_t duration_min, price_rub;
	const char *preparation;
	const int64_t *doctor_ids;
	size_t doctor_ids_n;
};

static const struct form_field service_fields[] = {
	FORM_ID(struct service_view, id, 0),
	FORM_TEXT(struct service_view, name, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct service_view, profession, 0, 0, FORM_REQUIRED),
	FORM_INT(struct service_view, duration_min, 0, 0, 0),
	FORM_INT(struct service_view, price_rub, 0, 0, 0),
	FORM_TEXT(struct service_view, preparation, 0, 0, FORM_REQUIRED),
	FORM_LIST(struct service_view, doctor_ids, bare_id),
	{0},
};

struct notice_view {
	const char *version, *text;
};

static const struct form_field notice_fields[] = {
	FORM_TEXT(struct notice_view, version, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct notice_view, text, 0, 0, FORM_REQUIRED),
	{0},
};

struct clinic_view {
	const char *slug, *name, *phone;
	struct notice_view notice;
	struct branch_view *branches;
	struct doctor_view *doctors;
	struct service_view *services;
	size_t branches_n, doctors_n, services_n;
};

static const struct form_field clinic_fields[] = {
	FORM_TEXT(struct clinic_view, slug, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct clinic_view, name, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct clinic_view, phone, 0, 0, FORM_REQUIRED),
	FORM_OBJECT(struct clinic_view, notice, notice_fields),
	FORM_LIST(struct clinic_view, branches, branch_fields),
	FORM_LIST(struct clinic_view, doctors, doctor_fields),
	FORM_LIST(struct clinic_view, services, service_fields),
	{0},
};

static void view_branches(
	struct clinic_view *v, const struct catalogue *cat, struct arena *a)
{
	v->branches = arena_new(a, struct branch_view, cat->branches_n);
	v->branches_n = cat->branches_n;
	for (size_t i = 0; i < cat->branches_n; i++) {
		const struct branch *b = &cat->branches[i];

		v->branches[i] = (struct branch_view){b->id, b->name,
			b->address, b->way, b->map_url, b->phone, b->zone};
	}
}

static void view_doctors(
	struct clinic_view *v, const struct catalogue *cat, struct arena *a)
{
	v->doctors = arena_new(a, struct doctor_view, cat->resources_n);
	for (size_t i = 0; i < cat->resources_n; i++) {
		const struct resource *r = &cat->resources[i];

		if (r->kind != RESOURCE_DOCTOR)
			continue;
		v->doctors[v->doctors_n++] = (struct doctor_view){r->id,
			arena_print(
				a, "%s %s %s", r->last, r->first, r->middle),
			r->profession, r->about, cat->branches[r->branch].id};
	}
}

static void view_service(struct service_view *v, const struct catalogue *cat,
	const struct service *s, struct arena *a)
{
	int64_t *ids = arena_new(a, int64_t, s->resources_n);
	size_t n = 0;

	for (size_t i = 0; i < s->resources_n; i++) {
		const struct resource *r =
			&cat->resources[s->resources[i].resource];

		if (r->kind == RESOURCE_DOCTOR)
			ids[n++] = r->id;
	}
	*v = (struct service_view){s->id, s->name, s->profession,
		s->duration_min, s->price_kop / 100, s->preparation, ids, n};
}

static bool get_clinic(struct call *c, struct err *e)
{
	const struct catalogue *cat;
	struct clinic_view v = {0};

	if (!app_catalogue_named(c, http_param(c->request, "clinic"), &cat, e))
		return false;
	v.slug = cat->clinic.slug;
	v.name = cat->clinic.name;
	v.phone = cat->clinic.phone;
	v.notice = (struct notice_view){
		cat->clinic.notice_version, cat->clinic.notice};
	view_branches(&v, cat, c->a);
	view_doctors(&v, cat, c->a);
	v.services = arena_new(c->a, struct service_view, cat->services_n);
	v.services_n = cat->services_n;
	for (size_t i = 0; i < cat->services_n; i++)
		view_service(&v.services[i], cat, &cat->services[i], c->a);
	return view_reply(c, 200, clinic_fields, &v, e);
}

const struct route clinic_routes[] = {
	ROUTE(GET, "/api/v1/clinics/{clinic}", MAY_ALL, LIMIT_READ, get_clinic,
		.out = clinic_fields),
	{0},
};
