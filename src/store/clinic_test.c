#include "store/clinic.h"

#include "test/both.h"
#include "test/clinic.h"

static void insert(const struct catalogue *c)
{
	CHECK(db_begin(both.store.db, &both.e));
	if (!store_catalogue_insert(&both.store, c, &both.e))
		fail_msg("%s", both.e.text);
	CHECK(db_commit(both.store.db, &both.e));
}

static void test_what_goes_in_comes_out(void)
{
	const struct service *therapy, *women;
	const struct resource *petrova;
	struct catalogue c;

	insert(&clinic_catalogue);
	insert(&clinic_other);
	if (!store_catalogue_load(&both.store, CLINIC_ID, &both.a, &c, &both.e))
		fail_msg("%s", both.e.text);
	CHECK_TEXT(c.clinic.slug, "zdorovie");
	CHECK_TEXT(c.clinic.notice, "Мы храним ваши данные.");
	CHECK(c.branches_n == 2 && c.branches[1].id == BRANCH_URAL);
	CHECK_TEXT(c.branches[1].zone, "Asia/Yekaterinburg");
	CHECK(c.resources_n == 6 && c.services_n == 3 && c.closed_n == 2);
	petrova = &c.resources[catalogue_resource(&c, DOCTOR_PETROVA)];
	CHECK(petrova->kind == RESOURCE_DOCTOR && petrova->sex == SEX_FEMALE);
	CHECK(petrova->weekly_n == 5 && petrova->weekly[4].day == 5);
	CHECK(petrova->overrides_n == 1 && petrova->absences_n == 1);
	CHECK_TEXT(petrova->overrides[0].date, "2026-11-27");
	CHECK(petrova->absences[0].to_at == 1795640400);
	CHECK(c.resources[2].branch == 1 && c.resources[2].weekly_n == 7);
	therapy = &c.services[catalogue_service(&c, SERVICE_THERAPY)];
	CHECK(therapy->resources_n == 4 && therapy->buffer_after_min == 5);
	CHECK(therapy->resources[0].price_kop == 300000);
	CHECK(c.resources[therapy->resources[2].resource].id == ROOM_ONE);
	CHECK(therapy->is_first_visit && !therapy->is_sensitive);
	women = &c.services[catalogue_service(&c, SERVICE_WOMEN)];
	CHECK(women->sex == SEX_FEMALE && women->age_min == 18);
	CHECK(women->is_sensitive && women->resources_n == 1);
	CHECK(c.closed[0].branch == 1 && c.closed[1].branch == -1);
}

static void test_clinics_are_found_and_have_a_version(void)
{
	const struct clinic_row *rows;
	struct clinic_row row;
	int64_t version, after;
	size_t n;

	insert(&clinic_catalogue);
	insert(&clinic_other);
	CHECK(store_clinic_list(&both.store, &both.a, &rows, &n, &both.e));
	CHECK(n == 2);
	CHECK_TEXT(rows[0].slug, "zdorovie");
	CHECK(store_clinic_find(
		&both.store, "zdorovie", &both.a, &row, &both.e));
	CHECK(row.id == CLINIC_ID);
	CHECK(!store_clinic_find(&both.store, "'", &both.a, &row, &both.e));
	CHECK(both.e.kind == ERR_NOT_FOUND);
	CHECK(store_clinic_version(&both.store, CLINIC_ID, &version, &both.e));
	CHECK(db_begin(both.store.db, &both.e));
	CHECK(store_absence_insert(&both.store, CLINIC_ID, DOCTOR_ORLOV,
		(struct span){10, 20}, "отпуск", &both.e));
	CHECK(db_commit(both.store.db, &both.e));
	CHECK(store_clinic_version(&both.store, CLINIC_ID, &after, &both.e));
	CHECK(after == version + 1);
	CHECK(!store_clinic_version(&both.store, 7, &version, &both.e));
	CHECK(both.e.kind == ERR_NOT_FOUND);
}

static void test_a_taken_name_is_refused(void)
{
	struct catalogue twin = clinic_other;

	insert(&clinic_catalogue);
	twin.clinic.slug = "zdorovie";
	CHECK(db_begin(both.store.db, &both.e));
	CHECK(!store_catalogue_insert(&both.store, &twin, &both.e));
	CHECK(both.e.kind == ERR_CONFLICT);
	db_rollback(both.store.db);
}

/* Whatever wrote it: the search takes a step of nothing for a bug of ours. */
static void test_a_service_without_a_step_is_no_catalogue(void)
{
	static const char *const damage[] = {
		"UPDATE service SET step_min = 0",
		"UPDATE service SET step_min = 5, duration_min = -5",
	};
	struct catalogue c;

	insert(&clinic_catalogue);
	for (size_t i = 0; i < ARRAY_LEN(damage); i++) {
		CHECK(db_do(
			both.store.db, damage[i], DB_NO_ARGS, NULL, &both.e));
		CHECK_ROW(!store_catalogue_load(
				  &both.store, CLINIC_ID, &both.a, &c, &both.e),
			i);
		CHECK_ROW(both.e.kind == ERR_INTERNAL, i);
	}
}

BOTH_MAIN(test_what_goes_in_comes_out,
	test_clinics_are_found_and_have_a_version, test_a_taken_name_is_refused,
	test_a_service_without_a_step_is_no_catalogue)
