#include "app/clinic_file.h"

#include <string.h>

#include "base/civil.h"
#include "base/limits.h"

enum {
	ROWS_MAX = 5000,
	SYNONYMS_BYTES_MAX = 4000,
	PRICE_RUB_MAX = 100000000,
	MINUTES_MAX = 1440,
	DAYS_MAX = 1000,
};

/* Reading; what is wrong first stays in *e and everything after is skipped. */
struct reader {
	struct arena *a;
	struct err *e;
	bool is_bad;
	int64_t next_id;
	struct clinic_file *out;
	const char **branch_key;   /* one a branch */
	const char **resource_key; /* one a resource */
};

static void bad(struct reader *r, const char *what, const char *which)
{
	if (!r->is_bad)
		err_set(r->e, ERR_INVALID, "clinic file: %s: %.60s", what,
			which);
	r->is_bad = true;
}

static const char *text(struct reader *r, const struct json *j, const char *key)
{
	const char *out = "";
	struct err e;

	if (!json_get_text(j, key, "", &out, &e))
		bad(r, "not a text", key);
	return out;
}

static int64_t number(
	struct reader *r, const struct json *j, const char *key, int64_t max)
{
	int64_t out = 0;
	struct err e;

	if (!json_get_int(j, key, 0, max, 0, &out, &e))
		bad(r, "not a number in range", key);
	return out;
}

static bool yes(struct reader *r, const struct json *j, const char *key)
{
	bool out = false;
	struct err e;

	if (!json_get_bool(j, key, false, &out, &e))
		bad(r, "not true or false", key);
	return out;
}

static const struct json *list(
	struct reader *r, const struct json *j, const char *key, size_t *n)
{
	const struct json *child = NULL;
	struct err e;

	*n = 0;
	if (!json_get_list(j, key, &child, n, &e) || *n > ROWS_MAX) {
		bad(r, "not a list of reasonable length", key);
		*n = 0;
	}
	return child;
}

static void only(
	struct reader *r, const struct json *j, const char *const *known)
{
	struct err e;

	if (!json_only(j, known, &e))
		bad(r, "unknown key or not an object", e.text);
}

/* "08:30" as minutes. */
static int clock_min(struct reader *r, const struct json *j, const char *key)
{
	int second = 0;
	struct err e;

	if (!civil_read_clock(text(r, j, key), key, &second, &e))
		bad(r, "not a time of day", key);
	return second / 60;
}

static enum sex sex(struct reader *r, const struct json *j)
{
	const char *name = text(r, j, "sex");

	for (int i = 0; i < SEXES; i++)
		if (strcmp(sex_name((enum sex)i), name) == 0)
			return (enum sex)i;
	if (name[0])
		bad(r, "no such sex", name);
	return SEX_UNKNOWN;
}

/* Index of a key, or -1 with an error. */
static int keyed(
	struct reader *r, const char *const *keys, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(keys[i], key) == 0)
			return (int)i;
	bad(r, "refers to nothing", key);
	return 0;
}

static void read_clinic(struct reader *r, const struct json *j)
{
	r->out->catalogue.clinic = (struct clinic){
		.id = r->next_id++,
		.slug = text(r, j, "slug"),
		.name = text(r, j, "name"),
		.phone = text(r, j, "phone"),
		.is_thin = yes(r, j, "is_thin"),
		.notice_version = text(r, j, "notice_version"),
		.notice = text(r, j, "notice"),
		.offer_version = text(r, j, "offer_version"),
	};
	if (!r->out->catalogue.clinic.slug[0])
		bad(r, "no slug", "clinic");
}

static void read_branches(struct reader *r, const struct json *j)
{
	static const char *const known[] = {"key", "name", "address", "way",
		"map_url", "zone", "phone", NULL};
	size_t n;
	const struct json *rows = list(r, j, "branches", &n);
	struct branch *branch = arena_new(r->a, struct branch, n);

	r->branch_key = arena_new(r->a, const char *, n);
	for (size_t i = 0; i < n; i++) {
		only(r, &rows[i], known);
		r->branch_key[i] = text(r, &rows[i], "key");
		branch[i] = (struct branch){
			.id = r->next_id++,
			.name = text(r, &rows[i], "name"),
			.address = text(r, &rows[i], "address"),
			.way = text(r, &rows[i], "way"),
			.map_url = text(r, &rows[i], "map_url"),
			.zone = text(r, &rows[i], "zone"),
			.phone = text(r, &rows[i], "phone"),
		};
	}
	if (n == 0)
		bad(r, "none", "branches");
	r->out->catalogue.branches = branch;
	r->out->catalogue.branches_n = n;
}

/* [{"days": [1, 2], "from": "09:00", "to": "13:00"}], a row a day. */
static void read_hours(
	struct reader *r, const struct json *j, struct resource *out)
{
	static const char *const known[] = {"days", "from", "to", NULL};
	size_t n, days_n, filled = 0;
	const struct json *rows = list(r, j, "hours", &n);
	struct weekly_hours *weekly =
		arena_new(r->a, struct weekly_hours, n * 7);

	for (size_t i = 0; i < n; i++) {
		const struct json *days = list(r, &rows[i], "days", &days_n);
		int from = clock_min(r, &rows[i], "from");
		int to = clock_min(r, &rows[i], "to");

		only(r, &rows[i], known);
		for (size_t d = 0; d < days_n && d < 7; d++)
			weekly[filled++] = (struct weekly_hours){
				(int)(days[d].i & 7) % 7, from, to};
	}
	out->weekly = weekly;
	out->weekly_n = filled;
}

/* A room or a device is there whenever the clinic is. */
static void open_always(struct reader *r, struct resource *out)
{
	struct weekly_hours *weekly = arena_new(r->a, struct weekly_hours, 7);

	for (int day = 0; day < 7; day++)
		weekly[day] = (struct weekly_hours){day, 0, MINUTES_MAX};
	out->weekly = weekly;
	out->weekly_n = 7;
}

static void read_resource(struct reader *r, const struct json *j,
	enum resource_kind kind, const char **key, struct resource *out)
{
	static const char *const known[] = {"key", "branch", "last", "first",
		"middle", "sex", "profession", "about", "hours", "name", NULL};
	const struct catalogue *c = &r->out->catalogue;

	only(r, j, known);
	*key = text(r, j, "key");
	*out = (struct resource){
		.id = r->next_id++,
		.kind = kind,
		.branch = keyed(
			r, r->branch_key, c->branches_n, text(r, j, "branch")),
		.last = text(r, j, "last"),
		.first = text(r, j, kind == RESOURCE_DOCTOR ? "first" : "name"),
		.middle = text(r, j, "middle"),
		.sex = sex(r, j),
		.profession = text(r, j, "profession"),
		.about = text(r, j, "about"),
	};
	if (kind == RESOURCE_DOCTOR)
		read_hours(r, j, out);
	else
		open_always(r, out);
}

static void read_resources(struct reader *r, const struct json *j)
{
	static const char *const keys[RESOURCE_KINDS] = {
		[RESOURCE_DOCTOR] = "doctors",
		[RESOURCE_ROOM] = "rooms",
		[RESOURCE_DEVICE] = "devices",
	};
	const struct json *rows[RESOURCE_KINDS];
	size_t n[RESOURCE_KINDS], all = 0, at = 0;
	struct resource *resource;

	for (int k = 0; k < RESOURCE_KINDS; k++) {
		rows[k] = list(r, j, keys[k], &n[k]);
		all += n[k];
	}
	resource = arena_new(r->a, struct resource, all);
	r->resource_key = arena_new(r->a, const char *, all);
	for (int k = 0; k < RESOURCE_KINDS; k++)
		for (size_t i = 0; i < n[k]; i++, at++)
			read_resource(r, &rows[k][i], (enum resource_kind)k,
				&r->resource_key[at], &resource[at]);
	r->out->catalogue.resources = resource;
	r->out->catalogue.resources_n = all;
}

static int resource_named(struct reader *r, const char *key)
{
	return keyed(r, r->resource_key, r->out->catalogue.resources_n, key);
}

/* "petrova", or {"key": "petrova", "price_rub": 3000, "duration_min": 40}. */
static struct service_resource read_server(
	struct reader *r, const struct json *j)
{
	static const char *const known[] = {
		"key", "price_rub", "duration_min", NULL};

	if (j->kind == JSON_KIND_TEXT)
		return (struct service_resource){
			.resource = resource_named(r, j->text)};
	only(r, j, known);
	return (struct service_resource){
		.resource = resource_named(r, text(r, j, "key")),
		.duration_min = (int)number(r, j, "duration_min", MINUTES_MAX),
		.price_kop = number(r, j, "price_rub", PRICE_RUB_MAX) * 100,
	};
}

static void read_servers(
	struct reader *r, const struct json *j, struct service *out)
{
	static const char *const keys[] = {"doctors", "rooms", "devices"};
	const struct json *rows[ARRAY_LEN(keys)];
	size_t n[ARRAY_LEN(keys)], all = 0, at = 0;
	struct service_resource *server;

	for (size_t k = 0; k < ARRAY_LEN(keys); k++) {
		rows[k] = list(r, j, keys[k], &n[k]);
		all += n[k];
	}
	server = arena_new(r->a, struct service_resource, all);
	for (size_t k = 0; k < ARRAY_LEN(keys); k++)
		for (size_t i = 0; i < n[k]; i++)
			server[at++] = read_server(r, &rows[k][i]);
	out->resources = server;
	out->resources_n = all;
}

static const char *read_synonyms(struct reader *r, const struct json *j)
{
	size_t n;
	const struct json *rows = list(r, j, "synonyms", &n);
	struct buf b;

	buf_init(&b, r->a, SYNONYMS_BYTES_MAX);
	for (size_t i = 0; i < n; i++)
		if (rows[i].kind == JSON_KIND_TEXT)
			buf_print(&b, "%s%s", i > 0 ? ", " : "", rows[i].text);
		else
			bad(r, "not a text in", "synonyms");
	return b.p;
}

static void read_service(
	struct reader *r, const struct json *j, struct service *out)
{
	static const char *const known[] = {"name", "profession", "synonyms",
		"duration_min", "step_min", "buffer_before_min",
		"buffer_after_min", "notice_min", "horizon_days", "price_rub",
		"preparation", "age_min", "age_max", "sex", "is_sensitive",
		"is_first_visit", "doctors", "rooms", "devices", NULL};

	only(r, j, known);
	*out = (struct service){
		.id = r->next_id++,
		.name = text(r, j, "name"),
		.profession = text(r, j, "profession"),
		.synonyms = read_synonyms(r, j),
		.duration_min = (int)number(r, j, "duration_min", MINUTES_MAX),
		.step_min = (int)number(r, j, "step_min", MINUTES_MAX),
		.buffer_before_min =
			(int)number(r, j, "buffer_before_min", MINUTES_MAX),
		.buffer_after_min =
			(int)number(r, j, "buffer_after_min", MINUTES_MAX),
		.notice_min = (int)number(r, j, "notice_min", MINUTES_MAX * 30),
		.horizon_days = (int)number(r, j, "horizon_days", DAYS_MAX),
		.price_kop = number(r, j, "price_rub", PRICE_RUB_MAX) * 100,
		.preparation = text(r, j, "preparation"),
		.age_min = (int)number(r, j, "age_min", 150),
		.age_max = (int)number(r, j, "age_max", 150),
		.sex = sex(r, j),
		.is_sensitive = yes(r, j, "is_sensitive"),
		.is_first_visit = yes(r, j, "is_first_visit"),
	};
	if (out->duration_min == 0 || out->step_min == 0)
		bad(r, "no duration or step", out->name);
	read_servers(r, j, out);
}

static void read_services(struct reader *r, const struct json *j)
{
	size_t n;
	const struct json *rows = list(r, j, "services", &n);
	struct service *service = arena_new(r->a, struct service, n);

	for (size_t i = 0; i < n; i++)
		read_service(r, &rows[i], &service[i]);
	r->out->catalogue.services = service;
	r->out->catalogue.services_n = n;
}

static void read_closed(struct reader *r, const struct json *j)
{
	static const char *const known[] = {"branch", "date", NULL};
	size_t n;
	const struct json *rows = list(r, j, "closed", &n);
	struct closed_date *closed = arena_new(r->a, struct closed_date, n);

	for (size_t i = 0; i < n; i++) {
		const char *key = text(r, &rows[i], "branch");
		int64_t day;
		struct err e;

		only(r, &rows[i], known);
		closed[i] = (struct closed_date){-1, text(r, &rows[i], "date")};
		if (key[0])
			closed[i].branch = keyed(r, r->branch_key,
				r->out->catalogue.branches_n, key);
		if (!civil_read_date(closed[i].date, "date", &day, &e))
			bad(r, "not a date", closed[i].date);
	}
	r->out->catalogue.closed = closed;
	r->out->catalogue.closed_n = n;
}

static void read_staff(struct reader *r, const struct json *j)
{
	static const char *const known[] = {
		"login", "name", "role", "doctor", NULL};
	size_t n;
	const struct json *rows = list(r, j, "staff", &n);
	struct staff *staff = arena_new(r->a, struct staff, n);

	for (size_t i = 0; i < n; i++) {
		const char *doctor = text(r, &rows[i], "doctor");

		only(r, &rows[i], known);
		staff[i] = (struct staff){
			.id = r->next_id++,
			.clinic_id = r->out->catalogue.clinic.id,
			.login = text(r, &rows[i], "login"),
			.name = text(r, &rows[i], "name"),
			.role = role_named(text(r, &rows[i], "role")),
			.password_hash = "",
		};
		if (staff[i].role == ROLE_NONE)
			bad(r, "no such role of", staff[i].login);
		if (doctor[0] && !r->is_bad)
			staff[i].resource_id =
				r->out->catalogue
					.resources[resource_named(r, doctor)]
					.id;
	}
	r->out->staff = staff;
	r->out->staff_n = n;
}

static void read_persons(struct reader *r, const struct json *j)
{
	static const char *const known[] = {
		"last", "first", "middle", "sex", "phone", NULL};
	size_t n;
	const struct json *rows = list(r, j, "patients", &n);
	struct clinic_person *person = arena_new(r->a, struct clinic_person, n);

	for (size_t i = 0; i < n; i++) {
		only(r, &rows[i], known);
		person[i] = (struct clinic_person){
			.last = text(r, &rows[i], "last"),
			.first = text(r, &rows[i], "first"),
			.middle = text(r, &rows[i], "middle"),
			.phone = text(r, &rows[i], "phone"),
			.sex = sex(r, &rows[i]),
		};
	}
	r->out->person = person;
	r->out->persons_n = n;
}

static const struct clinic_stretch *read_stretches(
	struct reader *r, const struct json *j, const char *key, size_t *n)
{
	static const char *const known[] = {
		"doctor", "day", "from", "to", NULL};
	const struct json *rows = list(r, j, key, n);
	struct clinic_stretch *out = arena_new(r->a, struct clinic_stretch, *n);

	for (size_t i = 0; i < *n; i++) {
		only(r, &rows[i], known);
		out[i] = (struct clinic_stretch){
			.resource =
				resource_named(r, text(r, &rows[i], "doctor")),
			.day = (int)number(r, &rows[i], "day", DAYS_MAX),
			.from_min = clock_min(r, &rows[i], "from"),
			.to_min = clock_min(r, &rows[i], "to"),
		};
	}
	return out;
}

static void read_booked(struct reader *r, const struct json *j)
{
	static const char *const known[] = {
		"share_percent", "days", "always", "never", NULL};
	const struct json *booked = json_get(j, "booked");

	if (booked == NULL)
		return;
	only(r, booked, known);
	r->out->booked_share = (int)number(r, booked, "share_percent", 100);
	r->out->booked_days = (int)number(r, booked, "days", 60);
	r->out->always = read_stretches(r, booked, "always", &r->out->always_n);
	r->out->never = read_stretches(r, booked, "never", &r->out->never_n);
}

static void read_answers(struct reader *r, const struct json *j)
{
	const struct json *answers = json_get(j, "answers");
	struct buf b;
	struct json_out w = {&b, false};

	buf_init(&b, r->a, JSON_IN_BYTES_MAX);
	if (answers != NULL)
		json_put(&w, NULL, answers);
	else
		buf_text(&b, "{}");
	r->out->answers = b.p;
}

bool clinic_file_read(struct arena *a, const char *p, size_t n,
	int64_t first_id, struct clinic_file *out, struct err *e)
{
	static const char *const known[] = {"slug", "name", "phone", "is_thin",
		"notice_version", "notice", "offer_version", "answers",
		"branches", "doctors", "rooms", "devices", "services", "closed",
		"staff", "patients", "booked", NULL};
	struct clinic_file file = {0};
	struct reader r = {.a = a, .e = e, .next_id = first_id, .out = &file};
	const struct json *j;

	if (!json_parse(a, p, n, &j, e))
		return false;
	only(&r, j, known);
	read_clinic(&r, j);
	read_branches(&r, j);
	if (!r.is_bad)
		read_resources(&r, j);
	if (!r.is_bad)
		read_services(&r, j);
	read_closed(&r, j);
	read_staff(&r, j);
	read_persons(&r, j);
	read_booked(&r, j);
	read_answers(&r, j);
	file.next_id = r.next_id;
	if (!r.is_bad)
		*out = file;
	return !r.is_bad;
}
