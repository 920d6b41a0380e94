#include "store/patient.h"

#include "store/address.h"
#include "store/clinic.h"
#include "store/vault.h"
#include "test/both.h"
#include "test/clinic.h"

static struct patient anna(int64_t id)
{
	return (struct patient){.id = id,
		.clinic_id = CLINIC_ID,
		.state = PATIENT_KNOWN,
		.person = {"Иванова", "Анна", "Сергеевна", "+79001234567",
			"1980-05-01"},
		.sex = SEX_FEMALE,
		.zone = "Europe/Moscow",
		.source = "site",
		.created_at = BOTH_NOW};
}

static void put(const struct patient *p)
{
	CHECK(vault_create(&both.store, p->id, &both.e));
	if (!store_patient_insert(&both.store, p, &both.a, &both.e))
		fail_msg("%s", both.e.text);
}

static void insert_clinics(void)
{
	CHECK(db_begin(both.store.db, &both.e));
	CHECK(store_catalogue_insert(&both.store, &clinic_catalogue, &both.e));
	CHECK(store_catalogue_insert(&both.store, &clinic_other, &both.e));
	CHECK(db_commit(both.store.db, &both.e));
}

static void test_a_patient_comes_back(void)
{
	struct patient p = anna(1), got;

	insert_clinics();
	put(&p);
	CHECK(store_patient_find(
		&both.store, CLINIC_ID, 1, false, &both.a, &got, &both.e));
	CHECK_TEXT(got.person.last, "Иванова");
	CHECK_TEXT(got.person.middle, "Сергеевна");
	CHECK_TEXT(got.person.birth, "1980-05-01");
	CHECK(got.sex == SEX_FEMALE && got.state == PATIENT_KNOWN);
	CHECK_TEXT(got.zone, "Europe/Moscow");
	p.person.phone = "+79990000000";
	CHECK(store_patient_update(
		&both.store, &p, BOTH_NOW, &both.a, &both.e));
	CHECK(store_patient_find(
		&both.store, CLINIC_ID, 1, false, &both.a, &got, &both.e));
	CHECK_TEXT(got.person.phone, "+79990000000");
	CHECK(!store_patient_find(&both.store, CLINIC_OTHER_ID, 1, false,
		&both.a, &got, &both.e));
	CHECK(both.e.kind == ERR_NOT_FOUND);
}

static size_t with_phone(int64_t clinic_id, const char *phone)
{
	const struct patient *list;
	size_t n = 0;

	CHECK(store_patient_by_phone(
		&both.store, clinic_id, phone, &both.a, &list, &n, &both.e));
	return n;
}

static void test_a_phone_finds_all_who_share_it(void)
{
	struct patient one = anna(1), two = anna(2), none = anna(3);

	insert_clinics();
	two.person.first = "Пётр";
	none.person.phone = "";
	put(&one);
	put(&two);
	put(&none);
	CHECK(with_phone(CLINIC_ID, "+79001234567") == 2);
	CHECK(with_phone(CLINIC_ID, "+79001234568") == 0);
	CHECK(with_phone(CLINIC_OTHER_ID, "+79001234567") == 0);
	CHECK(with_phone(CLINIC_ID, "") == 0);
}

static void test_an_erased_one_has_no_name(void)
{
	struct patient p = anna(1), got;

	insert_clinics();
	put(&p);
	CHECK(vault_erase(&both.store, 1, &both.e));
	CHECK(store_patient_find(
		&both.store, CLINIC_ID, 1, false, &both.a, &got, &both.e));
	CHECK(got.state == PATIENT_ERASED);
	CHECK_TEXT(got.person.first, "");
}

static void test_addresses(void)
{
	struct address sms = {
		10, CLINIC_ID, 1, "sms", "+79001234567", "code", BOTH_NOW, 0};
	const struct address *list;
	const int64_t *owners;
	struct patient p = anna(1);
	size_t n;

	insert_clinics();
	put(&p);
	CHECK(store_address_put(&both.store, &sms, &both.a, &both.e));
	CHECK(store_address_bury(&both.store, 10, BOTH_NOW + 1, &both.e));
	/* Typed once more: alive again, and its better proof stays. */
	sms.id = 11;
	sms.proof = "typed";
	sms.heard_at = BOTH_NOW + 2;
	CHECK(store_address_put(&both.store, &sms, &both.a, &both.e));
	CHECK(store_address_of_patient(
		&both.store, 1, &both.a, &list, &n, &both.e));
	CHECK(n == 1 && list[0].id == 10 && list[0].dead_at == 0);
	CHECK(list[0].heard_at == BOTH_NOW + 2);
	CHECK_TEXT(list[0].proof, "code");
	CHECK_TEXT(list[0].value, "+79001234567");
	CHECK(store_address_owners(&both.store, CLINIC_ID, "sms",
		"+79001234567", &both.a, &owners, &n, &both.e));
	CHECK(n == 1 && owners[0] == 1);
	CHECK(store_address_owners(&both.store, CLINIC_ID, "telegram",
		"+79001234567", &both.a, &owners, &n, &both.e));
	CHECK(n == 0);
}

BOTH_MAIN(test_a_patient_comes_back, test_a_phone_finds_all_who_share_it,
	test_an_erased_one_has_no_name, test_addresses)
