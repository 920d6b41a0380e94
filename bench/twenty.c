#include "bench/twenty.h"

#include "base/civil.h"
#include "core/occupancy.h"
#include "os/clock.h"
#include "store/clinic.h"
#include "store/patient.h"
#include "store/vault.h"
#include "store/visit.h"

enum {
	BRANCH = 2001,
	ROOM = 3101,
	PATIENT = 5001,
	VISIT = 6001,
	MOSCOW_S = 3 * CIVIL_HOUR_S,
	OPEN_MIN = 9 * 60,
	CLOSE_MIN = 18 * 60,
	VISIT_S = 30 * CIVIL_MINUTE_S,
	PATIENTS = 1000,
	BATCH = 1000,
};

static struct catalogue *catalogue(struct arena *a)
{
	struct weekly_hours *hours = arena_new(a, struct weekly_hours, 7);
	struct resource *r = arena_new(a, struct resource, 2 * TWENTY_DOCTORS);
	struct service_resource *of =
		arena_new(a, struct service_resource, 2 * TWENTY_DOCTORS);
	struct branch *branch = arena_new(a, struct branch, 1);
	struct service *service = arena_new(a, struct service, 1);
	struct catalogue *c = arena_new(a, struct catalogue, 1);

	for (int day = 0; day < 7; day++)
		hours[day] = (struct weekly_hours){day, OPEN_MIN, CLOSE_MIN};
	for (int i = 0; i < 2 * TWENTY_DOCTORS; i++) {
		bool is_room = i >= TWENTY_DOCTORS;

		r[i] = (struct resource){
			.id = is_room ? ROOM + i - TWENTY_DOCTORS
				      : TWENTY_DOCTOR + i,
			.kind = is_room ? RESOURCE_ROOM : RESOURCE_DOCTOR,
			.last = arena_print(a, "Врач%d", i),
			.first = "Анна",
			.middle = "",
			.profession = "терапевт",
			.about = "",
			.weekly = hours,
			.weekly_n = 7};
		of[i] = (struct service_resource){.resource = i};
	}
	*branch = (struct branch){BRANCH, "главный", "ул. Мира, 1", "", "",
		"Europe/Moscow", "+74950000001"};
	*service = (struct service){.id = TWENTY_SERVICE,
		.name = "Приём терапевта",
		.profession = "терапевт",
		.synonyms = "",
		.duration_min = 30,
		.step_min = 30,
		.horizon_days = TWENTY_DAYS + 2,
		.price_kop = 250000,
		.preparation = "",
		.resources = of,
		.resources_n = 2 * TWENTY_DOCTORS};
	*c = (struct catalogue){
		.clinic = {TWENTY_CLINIC, TWENTY_SLUG, "Двадцать",
			"+74950000000", false, "1", "Текст.", "1"},
		.branches = branch,
		.branches_n = 1,
		.resources = r,
		.resources_n = 2 * TWENTY_DOCTORS,
		.services = service,
		.services_n = 1};
	return c;
}

/* Negative ones are behind: -1 is the last of today. */
int64_t twenty_start(int i)
{
	int64_t today = (clock_now() + MOSCOW_S) / CIVIL_DAY_S;
	int day = i / TWENTY_DAY_STARTS - (i % TWENTY_DAY_STARTS < 0);

	return (today + 1 + day) * CIVIL_DAY_S - MOSCOW_S +
	       OPEN_MIN * CIVIL_MINUTE_S +
	       (int64_t)(i - day * TWENTY_DAY_STARTS) * VISIT_S;
}

const char *twenty_hold(int doctor, int i, struct arena *a)
{
	char at[CIVIL_TEXT_BYTES];

	return arena_print(a,
		"{\"clinic\":\"" TWENTY_SLUG "\",\"service\":\"%d\","
		"\"doctor\":\"%d\",\"start\":\"%s\"}",
		TWENTY_SERVICE, TWENTY_DOCTOR + doctor,
		civil_write_utc(at, twenty_start(i)));
}

/* ---- making ------------------------------------------------------------- */

static bool insert_patient(
	struct store *s, int i, struct arena *a, struct err *e)
{
	struct patient p = {.id = PATIENT + i,
		.clinic_id = TWENTY_CLINIC,
		.state = PATIENT_KNOWN,
		.person = {"Иванов", "Иван", "", arena_print(a, "+7000%07d", i),
			""},
		.zone = "",
		.source = "import",
		.created_at = clock_now()};

	return vault_create(s, p.id, e) && store_patient_insert(s, &p, a, e);
}

static bool insert_visit(
	struct store *s, int n, int i, struct arena *a, struct err *e)
{
	int doctor = n % TWENTY_DOCTORS;
	struct visit v = {.id = VISIT + n,
		.clinic_id = TWENTY_CLINIC,
		.patient_id = PATIENT + n % PATIENTS,
		.service_id = TWENTY_SERVICE,
		.branch_id = BRANCH,
		.doctor_id = TWENTY_DOCTOR + doctor,
		.room_id = ROOM + doctor,
		.start_at = twenty_start(i),
		.end_at = twenty_start(i) + VISIT_S,
		.state = i < 0 ? VISIT_DONE : VISIT_BOOKED,
		.source = "desk",
		.price_kop = 250000};
	const int64_t taken[OCCUPANCY_RESOURCES] = {v.doctor_id, v.room_id, 0};
	struct cells cells;
	bool is_taken = true;

	v.busy_from_at = v.start_at;
	v.busy_to_at = v.end_at;
	return occupancy_cells(v.start_at, v.end_at, 0, 0, &cells, e) &&
	       store_visit_insert(s, &v, NULL, a, e) &&
	       (i < 0 || store_occupancy_take(
				 s, taken, cells, v.id, &is_taken, e)) &&
	       (is_taken || err_set(e, ERR_INTERNAL, "bench: cell taken"));
}

/* Every second, third ... start of each doctor, as many as are wanted. */
static int start_of(int n, int past_n, int ahead_n)
{
	if (n < past_n)
		return -TWENTY_DAY_STARTS - 1 - n / TWENTY_DOCTORS;
	return (int)((int64_t)((n - past_n) / TWENTY_DOCTORS) * TWENTY_STARTS /
		     (ahead_n / TWENTY_DOCTORS));
}

static bool fill(struct store *s, int past_n, int ahead_n, struct err *e)
{
	struct arena a;
	bool ok = true;

	arena_init(&a);
	for (int i = 0; ok && i < PATIENTS; i++)
		ok = insert_patient(s, i, &a, e);
	for (int n = 0; ok && n < past_n + ahead_n; n++) {
		if (n % BATCH == 0)
			arena_reset(&a);
		ok = insert_visit(s, n, start_of(n, past_n, ahead_n), &a, e);
	}
	arena_release(&a);
	return ok;
}

void twenty_make(const struct bench *b, int past_n, int ahead_n)
{
	struct home home;
	struct store s;
	struct arena a;
	struct err e;

	arena_init(&a);
	bench_home(b, &home);
	bench_stop_on(!store_init(&s, home.storage, &e), &e);
	/* the keys of all patients with one commit */
	bench_stop_on(!db_begin(s.keys_db, &e) || !db_begin(s.db, &e) ||
			      !store_catalogue_insert(&s, catalogue(&a), &e) ||
			      !fill(&s, past_n, ahead_n, &e) ||
			      !db_commit(s.keys_db, &e) || !db_commit(s.db, &e),
		&e);
	store_release(&s);
	home_release(&home);
	arena_release(&a);
}
