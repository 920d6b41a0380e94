#include "store/clinic.h"

#include "os/random.h"

static const char sql_list[] =
	"SELECT id, slug, name, version FROM clinic ORDER BY id";

static struct clinic_row clinic_row_of(const struct db_rows *r, int i)
{
	return (struct clinic_row){
		.id = db_cell_int(r, i, 0),
		.slug = db_cell_text(r, i, 1),
		.name = db_cell_text(r, i, 2),
		.version = db_cell_int(r, i, 3),
	};
}

bool store_clinic_list(struct store *s, struct arena *a,
	const struct clinic_row **out, size_t *n, struct err *e)
{
	struct clinic_row *list;
	struct db_rows r;

	if (!db_run(s->db, sql_list, DB_NO_ARGS, CLINICS_MAX, a, &r, e) ||
		!db_rows_are(&r, "itti", e))
		return false;
	list = arena_new(a, struct clinic_row, (size_t)r.n);
	for (int i = 0; i < r.n; i++)
		list[i] = clinic_row_of(&r, i);
	*out = list;
	*n = (size_t)r.n;
	return true;
}

static const char sql_find[] =
	"SELECT id, slug, name, version FROM clinic WHERE slug = $1";

bool store_clinic_find(struct store *s, const char *slug, struct arena *a,
	struct clinic_row *out, struct err *e)
{
	struct db_rows r;

	if (!db_run(s->db, sql_find, DB_ARGS(db_text(slug)), 1, a, &r, e) ||
		!db_rows_are(&r, "itti", e))
		return false;
	if (r.n == 0)
		return err_field(e, ERR_NOT_FOUND, "clinic", "no such clinic");
	*out = clinic_row_of(&r, 0);
	return true;
}

static const char sql_version[] = "SELECT version FROM clinic WHERE id = $1";

static bool version_row(
	void *ctx, const struct db_value *cells, int columns, struct err *e)
{
	(void)columns, (void)e;
	*(int64_t *)ctx = cells[0].i;
	return true;
}

bool store_clinic_version(
	struct store *s, int64_t clinic_id, int64_t *version, struct err *e)
{
	int64_t got = -1;

	if (!db_each(s->db, sql_version, DB_ARGS(db_int(clinic_id)),
		    version_row, &got, e))
		return false;
	if (got < 0)
		return err_field(e, ERR_NOT_FOUND, "clinic", "no such clinic");
	*version = got;
	return true;
}

/* Runs a query with the clinic's id as its one argument. */
static bool rows_of(struct store *s, const char *sql, int64_t clinic_id,
	const char *types, struct arena *a, struct db_rows *r, struct err *e)
{
	return db_run(s->db, sql, DB_ARGS(db_int(clinic_id)),
		       CATALOGUE_ROWS_MAX, a, r, e) &&
	       db_rows_are(r, types, e);
}

static const char sql_clinic[] =
	"SELECT id, slug, name, phone, is_thin, notice_version, notice,"
	" offer_version FROM clinic WHERE id = $1";

static bool load_clinic(struct store *s, int64_t id, struct arena *a,
	struct catalogue *c, struct err *e)
{
	struct db_rows r;

	if (!rows_of(s, sql_clinic, id, "itttittt", a, &r, e))
		return false;
	if (r.n == 0)
		return err_field(e, ERR_NOT_FOUND, "clinic", "no such clinic");
	c->clinic = (struct clinic){
		.id = id,
		.slug = db_cell_text(&r, 0, 1),
		.name = db_cell_text(&r, 0, 2),
		.phone = db_cell_text(&r, 0, 3),
		.is_thin = db_cell_int(&r, 0, 4) != 0,
		.notice_version = db_cell_text(&r, 0, 5),
		.notice = db_cell_text(&r, 0, 6),
		.offer_version = db_cell_text(&r, 0, 7),
	};
	return true;
}

static const char sql_branches[] =
	"SELECT id, name, address, way, map_url, zone, phone FROM branch"
	" WHERE clinic_id = $1 ORDER BY position, id";

static bool load_branches(struct store *s, int64_t id, struct arena *a,
	struct catalogue *c, struct err *e)
{
	struct branch *list;
	struct db_rows r;

	if (!rows_of(s, sql_branches, id, "itttttt", a, &r, e))
		return false;
	list = arena_new(a, struct branch, (size_t)r.n);
	for (int i = 0; i < r.n; i++)
		list[i] = (struct branch){
			.id = db_cell_int(&r, i, 0),
			.name = db_cell_text(&r, i, 1),
			.address = db_cell_text(&r, i, 2),
			.way = db_cell_text(&r, i, 3),
			.map_url = db_cell_text(&r, i, 4),
			.zone = db_cell_text(&r, i, 5),
			.phone = db_cell_text(&r, i, 6),
		};
	c->branches = list;
	c->branches_n = (size_t)r.n;
	return true;
}

static const char sql_resources[] =
	"SELECT id, branch_id, kind, last, first, middle, sex, profession,"
	" about FROM resource WHERE clinic_id = $1 AND is_active = 1"
	" ORDER BY position, id";

static bool resource_of(const struct db_rows *r, int i,
	const struct catalogue *c, struct resource *out, struct err *e)
{
	const char *kind = db_cell_text(r, i, 2);

	*out = (struct resource){
		.id = db_cell_int(r, i, 0),
		.branch = catalogue_branch(c, db_cell_int(r, i, 1)),
		.kind = RESOURCE_KINDS,
		.last = db_cell_text(r, i, 3),
		.first = db_cell_text(r, i, 4),
		.middle = db_cell_text(r, i, 5),
		.sex = sex_named(db_cell_text(r, i, 6)),
		.profession = db_cell_text(r, i, 7),
		.about = db_cell_text(r, i, 8),
	};
	for (int k = 0; k < RESOURCE_KINDS; k++)
		if (strcmp(kind, resource_kind_name((enum resource_kind)k)) ==
			0)
			out->kind = (enum resource_kind)k;
	if (out->kind == RESOURCE_KINDS || out->branch < 0)
		return err_set(e, ERR_INTERNAL,
			"catalogue: resource without kind or branch");
	return true;
}

static bool load_resources(struct store *s, int64_t id, struct arena *a,
	struct catalogue *c, struct resource **list, struct err *e)
{
	struct db_rows r;

	if (!rows_of(s, sql_resources, id, "iittttttt", a, &r, e))
		return false;
	*list = arena_new(a, struct resource, (size_t)r.n);
	for (int i = 0; i < r.n; i++)
		if (!resource_of(&r, i, c, &(*list)[i], e))
			return false;
	c->resources = *list;
	c->resources_n = (size_t)r.n;
	return true;
}

/*
 * Rows of one kind stand together, ordered by resource: the run of equal ids
 * that begins at `i` belongs to one resource (-1: to one not active).
 */
static int run_of(const struct db_rows *r, int i, const struct catalogue *c,
	int *resource)
{
	int64_t id = db_cell_int(r, i, 0);
	int end = i + 1;

	while (end < r->n && db_cell_int(r, end, 0) == id)
		end++;
	*resource = catalogue_resource(c, id);
	return end;
}

static const char sql_weekly[] =
	"SELECT w.resource_id, w.day, w.from_min, w.to_min"
	" FROM resource r JOIN weekly_hours w ON w.resource_id = r.id"
	" WHERE r.clinic_id = $1 ORDER BY w.resource_id, w.day, w.from_min";

static bool load_weekly(struct store *s, int64_t id, struct arena *a,
	const struct catalogue *c, struct resource *list, struct err *e)
{
	struct weekly_hours *rows;
	struct db_rows r;
	int at;

	if (!rows_of(s, sql_weekly, id, "iiii", a, &r, e))
		return false;
	rows = arena_new(a, struct weekly_hours, (size_t)r.n);
	for (int i = 0; i < r.n; i++)
		rows[i] = (struct weekly_hours){
			.day = (int)db_cell_int(&r, i, 1),
			.from_min = (int)db_cell_int(&r, i, 2),
			.to_min = (int)db_cell_int(&r, i, 3),
		};
	for (int i = 0, end; i < r.n; i = end) {
		end = run_of(&r, i, c, &at);
		if (at < 0)
			continue;
		list[at].weekly = rows + i;
		list[at].weekly_n = (size_t)(end - i);
	}
	return true;
}

static const char sql_overrides[] =
	"SELECT o.resource_id, o.date, o.from_min, o.to_min"
	" FROM resource r JOIN hours_override o ON o.resource_id = r.id"
	" WHERE r.clinic_id = $1 ORDER BY o.resource_id, o.date, o.from_min";

static bool load_overrides(struct store *s, int64_t id, struct arena *a,
	const struct catalogue *c, struct resource *list, struct err *e)
{
	struct hours_override *rows;
	struct db_rows r;
	int at;

	if (!rows_of(s, sql_overrides, id, "itii", a, &r, e))
		return false;
	rows = arena_new(a, struct hours_override, (size_t)r.n);
	for (int i = 0; i < r.n; i++)
		rows[i] = (struct hours_override){
			.date = db_cell_text(&r, i, 1),
			.from_min = (int)db_cell_int(&r, i, 2),
			.to_min = (int)db_cell_int(&r, i, 3),
		};
	for (int i = 0, end; i < r.n; i = end) {
		end = run_of(&r, i, c, &at);
		if (at < 0)
			continue;
		list[at].overrides = rows + i;
		list[at].overrides_n = (size_t)(end - i);
	}
	return true;
}

static const char sql_absences[] =
	"SELECT b.resource_id, b.from_at, b.to_at"
	" FROM resource r JOIN absence b ON b.resource_id = r.id"
	" WHERE r.clinic_id = $1 ORDER BY b.resource_id, b.from_at";

static bool load_absences(struct store *s, int64_t id, struct arena *a,
	const struct catalogue *c, struct resource *list, struct err *e)
{
	struct span *rows;
	struct db_rows r;
	int at;

	if (!rows_of(s, sql_absences, id, "iii", a, &r, e))
		return false;
	rows = arena_new(a, struct span, (size_t)r.n);
	for (int i = 0; i < r.n; i++)
		rows[i] = (struct span){
			db_cell_int(&r, i, 1), db_cell_int(&r, i, 2)};
	for (int i = 0, end; i < r.n; i = end) {
		end = run_of(&r, i, c, &at);
		if (at < 0)
			continue;
		list[at].absences = rows + i;
		list[at].absences_n = (size_t)(end - i);
	}
	return true;
}

static const char sql_closed[] =
	"SELECT branch_id, date FROM closed_date WHERE clinic_id = $1"
	" ORDER BY date, branch_id";

static bool load_closed(struct store *s, int64_t id, struct arena *a,
	struct catalogue *c, struct err *e)
{
	struct closed_date *list;
	struct db_rows r;

	if (!rows_of(s, sql_closed, id, "it", a, &r, e))
		return false;
	list = arena_new(a, struct closed_date, (size_t)r.n);
	for (int i = 0; i < r.n; i++) {
		int64_t branch_id = db_cell_int(&r, i, 0);

		list[i].branch = catalogue_branch(c, branch_id);
		list[i].date = db_cell_text(&r, i, 1);
		if (branch_id != 0 && list[i].branch < 0)
			return err_set(e, ERR_INTERNAL,
				"catalogue: closed date of no branch");
	}
	c->closed = list;
	c->closed_n = (size_t)r.n;
	return true;
}

static const char sql_services[] =
	"SELECT id, name, profession, synonyms, duration_min, step_min,"
	" buffer_before_min, buffer_after_min, notice_min, horizon_days,"
	" price_kop, preparation, age_min, age_max, sex, is_sensitive,"
	" is_first_visit FROM service WHERE clinic_id = $1 AND is_active = 1"
	" ORDER BY position, id";

static struct service service_of(const struct db_rows *r, int i)
{
	return (struct service){
		.id = db_cell_int(r, i, 0),
		.name = db_cell_text(r, i, 1),
		.profession = db_cell_text(r, i, 2),
		.synonyms = db_cell_text(r, i, 3),
		.duration_min = (int)db_cell_int(r, i, 4),
		.step_min = (int)db_cell_int(r, i, 5),
		.buffer_before_min = (int)db_cell_int(r, i, 6),
		.buffer_after_min = (int)db_cell_int(r, i, 7),
		.notice_min = (int)db_cell_int(r, i, 8),
		.horizon_days = (int)db_cell_int(r, i, 9),
		.price_kop = db_cell_int(r, i, 10),
		.preparation = db_cell_text(r, i, 11),
		.age_min = (int)db_cell_int(r, i, 12),
		.age_max = (int)db_cell_int(r, i, 13),
		.sex = sex_named(db_cell_text(r, i, 14)),
		.is_sensitive = db_cell_int(r, i, 15) != 0,
		.is_first_visit = db_cell_int(r, i, 16) != 0,
	};
}

static bool load_services(struct store *s, int64_t id, struct arena *a,
	struct catalogue *c, struct service **list, struct err *e)
{
	struct db_rows r;

	if (!rows_of(s, sql_services, id, "itttiiiiiiitiitii", a, &r, e))
		return false;
	*list = arena_new(a, struct service, (size_t)r.n);
	for (int i = 0; i < r.n; i++) {
		struct service *v = &(*list)[i];

		*v = service_of(&r, i);
		/* The search would never come to the end of a day. */
		if (v->duration_min <= 0 || v->step_min <= 0)
			return err_set(e, ERR_INTERNAL,
				"catalogue: service without length or step");
	}
	c->services = *list;
	c->services_n = (size_t)r.n;
	return true;
}

static const char sql_service_resources[] =
	"SELECT x.service_id, x.resource_id, x.duration_min, x.price_kop"
	" FROM service v JOIN service_resource x ON x.service_id = v.id"
	" JOIN resource r ON r.id = x.resource_id"
	" WHERE v.clinic_id = $1 AND v.is_active = 1 AND r.is_active = 1"
	" ORDER BY x.service_id, r.position, r.id";

static bool load_service_resources(struct store *s, int64_t id, struct arena *a,
	const struct catalogue *c, struct service *list, struct err *e)
{
	struct service_resource *rows;
	struct db_rows r;

	if (!rows_of(s, sql_service_resources, id, "iiii", a, &r, e))
		return false;
	rows = arena_new(a, struct service_resource, (size_t)r.n);
	for (int i = 0; i < r.n; i++) {
		int at = catalogue_service(c, db_cell_int(&r, i, 0));

		rows[i] = (struct service_resource){
			.resource =
				catalogue_resource(c, db_cell_int(&r, i, 1)),
			.duration_min = (int)db_cell_int(&r, i, 2),
			.price_kop = db_cell_int(&r, i, 3),
		};
		if (at < 0 || rows[i].resource < 0)
			return err_set(e, ERR_INTERNAL,
				"catalogue: a service of another clinic");
		if (list[at].resources_n++ == 0)
			list[at].resources = rows + i;
	}
	return true;
}

bool store_catalogue_load(struct store *s, int64_t clinic_id, struct arena *a,
	struct catalogue *out, struct err *e)
{
	struct catalogue c = {0};
	struct resource *resources;
	struct service *services;

	if (!load_clinic(s, clinic_id, a, &c, e) ||
		!load_branches(s, clinic_id, a, &c, e) ||
		!load_resources(s, clinic_id, a, &c, &resources, e) ||
		!load_weekly(s, clinic_id, a, &c, resources, e) ||
		!load_overrides(s, clinic_id, a, &c, resources, e) ||
		!load_absences(s, clinic_id, a, &c, resources, e) ||
		!load_closed(s, clinic_id, a, &c, e) ||
		!load_services(s, clinic_id, a, &c, &services, e) ||
		!load_service_resources(s, clinic_id, a, &c, services, e))
		return false;
	*out = c;
	return true;
}

static const char sql_insert_clinic[] =
	"INSERT INTO clinic (id, slug, name, phone, is_thin, notice_version,"
	" notice, offer_version)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

static bool insert_clinic(
	struct store *s, const struct clinic *c, struct err *e)
{
	return db_do(s->db, sql_insert_clinic,
		DB_ARGS(db_int(c->id), db_text(c->slug), db_text(c->name),
			db_text(c->phone), db_int(c->is_thin),
			db_text(c->notice_version), db_text(c->notice),
			db_text(c->offer_version)),
		NULL, e);
}

static const char sql_insert_branch[] =
	"INSERT INTO branch (id, clinic_id, position, name, address, way,"
	" map_url, zone, phone) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

static bool insert_branch(
	struct store *s, const struct catalogue *c, size_t i, struct err *e)
{
	const struct branch *b = &c->branches[i];

	return db_do(s->db, sql_insert_branch,
		DB_ARGS(db_int(b->id), db_int(c->clinic.id), db_int((int64_t)i),
			db_text(b->name), db_text(b->address), db_text(b->way),
			db_text(b->map_url), db_text(b->zone),
			db_text(b->phone)),
		NULL, e);
}

static const char sql_insert_weekly[] =
	"INSERT INTO weekly_hours (id, resource_id, day, from_min, to_min)"
	" VALUES ($1, $2, $3, $4, $5)";
static const char sql_insert_override[] =
	"INSERT INTO hours_override (id, resource_id, date, from_min, to_min)"
	" VALUES ($1, $2, $3, $4, $5)";
static const char sql_insert_absence[] =
	"INSERT INTO absence (id, resource_id, from_at, to_at, reason)"
	" VALUES ($1, $2, $3, $4, $5)";

static bool insert_hours(
	struct store *s, const struct resource *r, struct err *e)
{
	for (size_t i = 0; i < r->weekly_n; i++)
		if (!db_do(s->db, sql_insert_weekly,
			    DB_ARGS(db_int(random_id()), db_int(r->id),
				    db_int(r->weekly[i].day),
				    db_int(r->weekly[i].from_min),
				    db_int(r->weekly[i].to_min)),
			    NULL, e))
			return false;
	for (size_t i = 0; i < r->overrides_n; i++)
		if (!db_do(s->db, sql_insert_override,
			    DB_ARGS(db_int(random_id()), db_int(r->id),
				    db_text(r->overrides[i].date),
				    db_int(r->overrides[i].from_min),
				    db_int(r->overrides[i].to_min)),
			    NULL, e))
			return false;
	for (size_t i = 0; i < r->absences_n; i++)
		if (!db_do(s->db, sql_insert_absence,
			    DB_ARGS(db_int(random_id()), db_int(r->id),
				    db_int(r->absences[i].from_at),
				    db_int(r->absences[i].to_at), db_text("")),
			    NULL, e))
			return false;
	return true;
}

static const char sql_insert_resource[] =
	"INSERT INTO resource (id, clinic_id, branch_id, position, kind, last,"
	" first, middle, sex, profession, about)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

static bool insert_resource(
	struct store *s, const struct catalogue *c, size_t i, struct err *e)
{
	const struct resource *r = &c->resources[i];

	return db_do(s->db, sql_insert_resource,
		       DB_ARGS(db_int(r->id), db_int(c->clinic.id),
			       db_int(c->branches[r->branch].id),
			       db_int((int64_t)i),
			       db_text(resource_kind_name(r->kind)),
			       db_text(r->last), db_text(r->first),
			       db_text(r->middle), db_text(sex_name(r->sex)),
			       db_text(r->profession), db_text(r->about)),
		       NULL, e) &&
	       insert_hours(s, r, e);
}

static const char sql_insert_service_resource[] =
	"INSERT INTO service_resource (service_id, resource_id, duration_min,"
	" price_kop) VALUES ($1, $2, $3, $4)";

static bool insert_service_resources(struct store *s, const struct catalogue *c,
	const struct service *v, struct err *e)
{
	for (size_t i = 0; i < v->resources_n; i++) {
		const struct service_resource *x = &v->resources[i];

		if (!db_do(s->db, sql_insert_service_resource,
			    DB_ARGS(db_int(v->id),
				    db_int(c->resources[x->resource].id),
				    db_int(x->duration_min),
				    db_int(x->price_kop)),
			    NULL, e))
			return false;
	}
	return true;
}

static const char sql_insert_service[] =
	"INSERT INTO service (id, clinic_id, position, name, profession,"
	" synonyms, duration_min, step_min, buffer_before_min,"
	" buffer_after_min, notice_min, horizon_days, price_kop, preparation,"
	" age_min, age_max, sex, is_sensitive, is_first_visit)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,"
	" $15, $16, $17, $18, $19)";

static bool insert_service(
	struct store *s, const struct catalogue *c, size_t i, struct err *e)
{
	const struct service *v = &c->services[i];

	return db_do(s->db, sql_insert_service,
		       DB_ARGS(db_int(v->id), db_int(c->clinic.id),
			       db_int((int64_t)i), db_text(v->name),
			       db_text(v->profession), db_text(v->synonyms),
			       db_int(v->duration_min), db_int(v->step_min),
			       db_int(v->buffer_before_min),
			       db_int(v->buffer_after_min),
			       db_int(v->notice_min), db_int(v->horizon_days),
			       db_int(v->price_kop), db_text(v->preparation),
			       db_int(v->age_min), db_int(v->age_max),
			       db_text(sex_name(v->sex)),
			       db_int(v->is_sensitive),
			       db_int(v->is_first_visit)),
		       NULL, e) &&
	       insert_service_resources(s, c, v, e);
}

static const char sql_insert_closed[] =
	"INSERT INTO closed_date (id, clinic_id, branch_id, date, name)"
	" VALUES ($1, $2, $3, $4, $5)";

static bool insert_closed(
	struct store *s, const struct catalogue *c, size_t i, struct err *e)
{
	const struct closed_date *d = &c->closed[i];

	return db_do(s->db, sql_insert_closed,
		DB_ARGS(db_int(random_id()), db_int(c->clinic.id),
			db_int(d->branch < 0 ? 0 : c->branches[d->branch].id),
			db_text(d->date), db_text("")),
		NULL, e);
}

bool store_catalogue_insert(
	struct store *s, const struct catalogue *c, struct err *e)
{
	if (!insert_clinic(s, &c->clinic, e))
		return false;
	for (size_t i = 0; i < c->branches_n; i++)
		if (!insert_branch(s, c, i, e))
			return false;
	for (size_t i = 0; i < c->resources_n; i++)
		if (!insert_resource(s, c, i, e))
			return false;
	for (size_t i = 0; i < c->services_n; i++)
		if (!insert_service(s, c, i, e))
			return false;
	for (size_t i = 0; i < c->closed_n; i++)
		if (!insert_closed(s, c, i, e))
			return false;
	return true;
}

static const char sql_touch[] =
	"UPDATE clinic SET version = version + 1 WHERE id = $1";

bool store_absence_insert(struct store *s, int64_t clinic_id,
	int64_t resource_id, struct span span, const char *reason,
	struct err *e)
{
	return db_do(s->db, sql_insert_absence,
		       DB_ARGS(db_int(random_id()), db_int(resource_id),
			       db_int(span.from_at), db_int(span.to_at),
			       db_text(reason)),
		       NULL, e) &&
	       db_do(s->db, sql_touch, DB_ARGS(db_int(clinic_id)), NULL, e);
}
