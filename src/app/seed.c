#include "app/seed.h"

#include "app/app.h"
#include "app/catalogue.h"
#include "app/clinic_file.h"
#include "app/transaction.h"
#include "base/zone.h"
#include "core/data.h"
#include "core/occupancy.h"
#include "os/zone.h"
#include "store/clinic.h"
#include "store/patient.h"
#include "store/setting.h"
#include "store/vault.h"
#include "store/visit.h"

/* Ids as of 2025-01-01, milliseconds since 2020 << 22: older than any real
 * one.  A seed has room for a million. */
static const int64_t ids_from = INT64_C(157852800000) << 22;
enum { IDS_OF_A_SEED = 1 << 20, SEEDS = 4096 };

struct seed_work {
	const struct clinic_file *file;
	const struct seed_options *options;
	const struct zone *const *zones; /* one a branch */
	int64_t patients_from;           /* id of the first person */
	int64_t next_id;
};

/* SplitMix64: the same numbers on every machine. */
static uint64_t random_of(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static const struct service_resource *server_of(
	const struct service *s, int resource)
{
	for (size_t i = 0; i < s->resources_n; i++)
		if (s->resources[i].resource == resource)
			return &s->resources[i];
	return NULL;
}

/* The service that a doctor's day is filled with: his first of the list. */
static const struct service *usual_service(
	const struct catalogue *c, int doctor)
{
	for (size_t i = 0; i < c->services_n; i++)
		if (server_of(&c->services[i], doctor) != NULL)
			return &c->services[i];
	return NULL;
}

/* The first room or device of the doctor's branch that the service needs. */
static int64_t place_of(const struct catalogue *c, const struct service *s,
	int doctor, enum resource_kind kind)
{
	size_t nth = 0, doctors = 0;
	int64_t id = 0;

	/* Rooms stand in the order of their doctors. */
	for (size_t i = 0; i < s->resources_n; i++) {
		const struct service_resource *r = &s->resources[i];

		if (c->resources[r->resource].kind == RESOURCE_DOCTOR &&
			r->resource == doctor)
			nth = doctors;
		doctors += c->resources[r->resource].kind == RESOURCE_DOCTOR;
	}
	for (size_t i = 0, at = 0; i < s->resources_n; i++) {
		const struct resource *r =
			&c->resources[s->resources[i].resource];

		if (r->kind != kind || r->branch != c->resources[doctor].branch)
			continue;
		if (at++ <= nth)
			id = r->id;
	}
	return id;
}

static bool in_stretch(const struct clinic_stretch *list, size_t n, int doctor,
	int day, int from_min)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].resource == doctor && list[i].day == day &&
			from_min >= list[i].from_min &&
			from_min < list[i].to_min)
			return true;
	return false;
}

static bool is_booked(const struct seed_work *w, int doctor, int day,
	int from_min, uint64_t dice)
{
	const struct clinic_file *f = w->file;

	if (in_stretch(f->always, f->always_n, doctor, day, from_min))
		return true;
	return !in_stretch(f->never, f->never_n, doctor, day, from_min) &&
	       dice % 100 < (uint64_t)f->booked_share;
}

static bool insert_visit(struct call *c, struct seed_work *w, int doctor,
	const struct service *s, int64_t start_at, uint64_t dice, struct err *e)
{
	const struct catalogue *cat = &w->file->catalogue;
	const struct resource *r = &cat->resources[doctor];
	const struct service_resource *server = server_of(s, doctor);
	int min = server->duration_min ? server->duration_min : s->duration_min;
	struct visit v = {
		.id = w->next_id++,
		.clinic_id = cat->clinic.id,
		.patient_id = w->patients_from +
			      (int64_t)(dice / 100 % w->file->persons_n),
		.service_id = s->id,
		.branch_id = cat->branches[r->branch].id,
		.doctor_id = r->id,
		.room_id = place_of(cat, s, doctor, RESOURCE_ROOM),
		.device_id = place_of(cat, s, doctor, RESOURCE_DEVICE),
		.start_at = start_at,
		.end_at = start_at + min * CIVIL_MINUTE_S,
		.state = VISIT_BOOKED,
		.source = "desk",
		.price_kop =
			server->price_kop ? server->price_kop : s->price_kop,
		.booked_at = c->now - CIVIL_DAY_S,
		.created_at = c->now - CIVIL_DAY_S,
	};
	const int64_t taken[OCCUPANCY_RESOURCES] = {
		v.doctor_id, v.room_id, v.device_id};
	struct cells cells;
	bool is_taken;

	v.busy_from_at = v.start_at - s->buffer_before_min * CIVIL_MINUTE_S;
	v.busy_to_at = v.end_at + s->buffer_after_min * CIVIL_MINUTE_S;
	if (!occupancy_cells(v.start_at, v.end_at, s->buffer_before_min,
		    s->buffer_after_min, &cells, e) ||
		!store_visit_insert(c->store, &v, NULL, c->a, e) ||
		!store_occupancy_take(
			c->store, taken, cells, v.id, &is_taken, e))
		return false;
	return is_taken ||
	       err_set(e, ERR_INVALID, "clinic file: two doctors share a room");
}

static bool book_day(
	struct call *c, struct seed_work *w, int doctor, int day, struct err *e)
{
	const struct resource *r = &w->file->catalogue.resources[doctor];
	const struct service *s = usual_service(&w->file->catalogue, doctor);
	const struct zone *zone = w->zones[r->branch];
	int64_t date = zone_day(zone, c->now) + day;
	uint64_t state =
		w->options->seed ^ (uint64_t)r->id * 31 ^ (uint64_t)date * 131;

	for (size_t h = 0; s != NULL && h < r->weekly_n; h++) {
		const struct weekly_hours *span = &r->weekly[h];
		int step = s->duration_min + s->buffer_after_min;

		if (span->day != civil_weekday(date))
			continue;
		for (int min = span->from_min; min + step <= span->to_min;
			min += step) {
			int64_t at = zone_at(zone, date, min * CIVIL_MINUTE_S);
			uint64_t dice = random_of(&state);

			if (at > c->now &&
				is_booked(w, doctor, day, min, dice) &&
				!insert_visit(c, w, doctor, s, at, dice, e))
				return false;
		}
	}
	return true;
}

static bool insert_persons(struct call *c, struct seed_work *w, struct err *e)
{
	const struct clinic_file *f = w->file;

	for (size_t i = 0; i < f->persons_n; i++) {
		const struct clinic_person *one = &f->person[i];
		struct patient p = {
			.id = w->patients_from + (int64_t)i,
			.clinic_id = f->catalogue.clinic.id,
			.state = PATIENT_KNOWN,
			.person = {one->last, one->first, one->middle,
				one->phone, ""},
			.sex = one->sex,
			.zone = "",
			.source = "import",
			.created_at = c->now - 30 * CIVIL_DAY_S,
		};

		if (!store_patient_insert(c->store, &p, c->a, e))
			return false;
	}
	return true;
}

static bool insert_visits(struct call *c, struct seed_work *w, struct err *e)
{
	const struct clinic_file *f = w->file;

	if (!insert_persons(c, w, e))
		return false;
	for (size_t i = 0; i < f->catalogue.resources_n; i++)
		for (int day = 0;
			f->catalogue.resources[i].kind == RESOURCE_DOCTOR &&
			day < f->booked_days;
			day++)
			if (!book_day(c, w, (int)i, day, e))
				return false;
	return true;
}

static bool insert_all(struct call *c, void *ctx, struct err *e)
{
	struct seed_work *w = ctx;
	const struct clinic_file *f = w->file;
	int64_t clinic_id = f->catalogue.clinic.id;

	w->next_id = w->patients_from + (int64_t)f->persons_n;
	if (!store_catalogue_insert(c->store, &f->catalogue, e) ||
		!store_setting_set(
			c->store, clinic_id, "chat.answers", f->answers, e))
		return false;
	for (size_t i = 0; i < f->staff_n; i++)
		if (!store_staff_insert(c->store, &f->staff[i], e))
			return false;
	if (w->options->with_visits && f->persons_n > 0 &&
		!insert_visits(c, w, e))
		return false;
	return app_audit(
		c, clinic_id, "clinic.seed", "clinic", &clinic_id, 1, e);
}

/* Keys are durable at once, so they are made before the transaction. */
static bool make_keys(struct call *c, const struct seed_work *w, struct err *e)
{
	for (size_t i = 0; w->options->with_visits && i < w->file->persons_n;
		i++)
		if (!vault_create(c->store, w->patients_from + (int64_t)i, e))
			return false;
	return true;
}

static bool find_zones(struct call *c, struct seed_work *w, struct err *e)
{
	const struct catalogue *cat = &w->file->catalogue;
	const struct zone **zones =
		arena_new(c->a, const struct zone *, cat->branches_n);

	for (size_t i = 0; i < cat->branches_n; i++)
		if (!zone_find(c->app->parts.zone_folder, cat->branches[i].zone,
			    &zones[i], e))
			return false;
	w->zones = zones;
	return true;
}

bool app_seed_clinic(struct call *c, const char *p, size_t n,
	const struct seed_options *options, int64_t *clinic_id, struct err *e)
{
	struct clinic_file file;
	struct seed_work w = {.file = &file, .options = options};
	int64_t first =
		ids_from + (int64_t)(options->seed % SEEDS) * IDS_OF_A_SEED;

	if (!clinic_file_read(c->a, p, n, first, &file, e))
		return false;
	w.patients_from = file.next_id;
	if (!find_zones(c, &w, e) || !make_keys(c, &w, e) ||
		!app_transaction(c, insert_all, &w, e))
		return false;
	*clinic_id = file.catalogue.clinic.id;
	return true;
}

bool app_seed_demo(struct call *c, const char *name,
	const struct seed_options *options, int64_t *clinic_id, struct err *e)
{
	for (const struct data_file *f = data_demo; f->name != NULL; f++)
		if (strcmp(f->name, name) == 0)
			return app_seed_clinic(c, f->text, strlen(f->text),
				options, clinic_id, e);
	return err_set(e, ERR_NOT_FOUND, "seed: no such demo clinic");
}
