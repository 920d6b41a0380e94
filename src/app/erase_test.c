#include "app/erase.h"

#include "app/visit.h"
#include "store/patient.h"
#include "store/vault.h"
#include "store/visit.h"
#include "test/desk.h"

static const char phone[] = "+79161234567";

static struct visit booked(void)
{
	struct call c = desk_visitor(DESK_NOW, 7);
	struct visit_book_request in = {
		.wish = {.clinic_id = CLINIC_ID,
			.service_id = SERVICE_THERAPY,
			.doctor_id = DOCTOR_PETROVA,
			.start_at = DESK_TUESDAY_9},
		.person = {.last = "Иванова", .first = "Анна", .phone = phone},
		.source = "site",
		.complaint = "болит горло",
	};
	struct visit v;

	if (!app_visit_book(&c, &in, &v, &both.e))
		fail_msg("%s", both.e.text);
	return v;
}

static bool erases(const char *clinic, const char *by_phone, int64_t id,
	struct erasure *out)
{
	struct call c = desk_call(DESK_NOW, app_system());
	struct erase_request in = {clinic, id, by_phone};

	return app_erase(&c, &in, out, &both.e);
}

static int64_t round_of(int64_t known_n)
{
	struct call c = desk_call(DESK_NOW, app_system());
	int64_t next_at;

	if (!app_erase_round(&c, &known_n, &next_at, &both.e))
		fail_msg("%s", both.e.text);
	CHECK(next_at > DESK_NOW);
	return known_n;
}

static bool has_key(int64_t patient_id)
{
	bool stands = false;

	CHECK(vault_has(&both.store, patient_id, &stands, &both.e));
	return stands;
}

static void test_nothing_is_left_of_him(void)
{
	struct visit v = booked();
	int64_t audited = desk_look().audited;
	struct erasure done;
	struct patient p;
	const struct patient *list;
	const char *complaint;
	size_t n;

	CHECK(desk_rows_where("outbox", "state = 'queued'") > 0);
	if (!erases("zdorovie", phone, 0, &done))
		fail_msg("%s", both.e.text);
	CHECK(done.patient_id == v.patient_id && done.visits_n == 1);
	CHECK(done.messages_n >= 1);
	CHECK(desk_rows_where("outbox", "state = 'queued'") == 0);
	CHECK(desk_look().cells == 0);
	CHECK(desk_look().audited > audited);
	CHECK(!has_key(v.patient_id));
	CHECK(store_patient_find(&both.store, CLINIC_ID, v.patient_id, false,
		&both.a, &p, &both.e));
	CHECK(p.state == PATIENT_ERASED && p.person.first[0] == '\0');
	CHECK(store_patient_by_phone(
		&both.store, CLINIC_ID, phone, &both.a, &list, &n, &both.e));
	CHECK(n == 0);
	CHECK(!store_visit_complaint(
		&both.store, &v, &both.a, &complaint, &both.e));
	CHECK(both.e.kind == ERR_NOT_FOUND);
}

static void test_again_and_by_strangers(void)
{
	struct visit v = booked();
	struct erasure done;

	CHECK(!erases("chuzhaya", phone, 0, &done));
	CHECK(both.e.kind == ERR_NOT_FOUND);
	CHECK(!erases("chuzhaya", NULL, v.patient_id, &done));
	CHECK(both.e.kind == ERR_NOT_FOUND);
	CHECK(has_key(v.patient_id));
	CHECK(erases("zdorovie", NULL, v.patient_id, &done));
	CHECK(!erases("zdorovie", phone, 0, &done));
	CHECK(both.e.kind == ERR_NOT_FOUND);
	CHECK(erases("zdorovie", NULL, v.patient_id, &done));
	CHECK(done.visits_n == 0 && done.messages_n == 0);
}

/* A copy of keys.db from before, and a process that died half way. */
static void test_a_key_that_comes_back_goes_again(void)
{
	struct visit v = booked();
	struct erasure done;

	CHECK(round_of(0) == 0);
	CHECK(has_key(v.patient_id));
	CHECK(erases("zdorovie", phone, 0, &done));
	CHECK(vault_create(&both.store, v.patient_id, &both.e));
	CHECK(round_of(1) == 1);
	CHECK(has_key(v.patient_id)); /* nothing new: it does not look */
	CHECK(round_of(0) == 1);
	CHECK(!has_key(v.patient_id));
}

/* What another process has erased is in its memory no longer. */
static void test_another_process_forgets_too(void)
{
	struct visit v = booked();
	struct storage *again = both_open(NULL);
	struct store other;
	struct call c = desk_call(DESK_NOW, app_system());
	int64_t known_n = 0, next_at;
	struct erasure done;
	const char *complaint;

	CHECK(store_init(&other, again, &both.e));
	CHECK(store_visit_complaint(&other, &v, &both.a, &complaint, &both.e));
	CHECK(erases("zdorovie", phone, 0, &done));
	CHECK(store_visit_complaint(&other, &v, &both.a, &complaint, &both.e));
	c.store = &other;
	CHECK(app_erase_round(&c, &known_n, &next_at, &both.e));
	CHECK(!store_visit_complaint(&other, &v, &both.a, &complaint, &both.e));
	store_release(&other);
	storage_close(again);
}

DESK_MAIN(test_nothing_is_left_of_him, test_again_and_by_strangers,
	test_a_key_that_comes_back_goes_again, test_another_process_forgets_too)
