#include "app/consent.h"

#include "app/patient.h"
#include "store/consent.h"
#include "test/desk.h"

static int64_t lead(struct call *c)
{
	int64_t id = 0;

	CHECK(app_patient_lead(c, CLINIC_ID, "site", &id, &both.e));
	return id;
}

static bool stands(struct call *c, int64_t id, const char *purpose)
{
	bool yes = false;

	CHECK(app_consent_stands(c, id, purpose, "sms", &yes, &both.e));
	return yes;
}

static void test_a_consent_is_one_purpose(void)
{
	struct call c = desk_visitor(DESK_NOW, 501);
	int64_t id = lead(&c);
	struct consent_request in = {
		CLINIC_ID, id, "data", "", "1", "checkbox"};
	const struct consent *list;
	size_t n;

	CHECK(!stands(&c, id, "data"));
	CHECK(app_consent_give(&c, &in, &both.e));
	CHECK(app_consent_give(&c, &in, &both.e)); /* the same is one */
	CHECK(stands(&c, id, "data") && !stands(&c, id, "advertising"));
	CHECK(store_consent_list(
		&both.store, id, "data", &both.a, &list, &n, &both.e));
	CHECK(n == 1 && list[0].given_at == DESK_NOW);
	CHECK_TEXT(list[0].text, "Мы храним ваши данные.");
	in.version = "0";
	CHECK(!app_consent_give(&c, &in, &both.e));
	CHECK(both.e.kind == ERR_CONFLICT);
	CHECK(app_consent_withdraw(&c, CLINIC_ID, id, "data", &both.e));
	CHECK(!stands(&c, id, "data"));
	in.version = NULL;
	in.channel = "telegram";
	CHECK(app_consent_give(&c, &in, &both.e));
	CHECK(!stands(&c, id, "data")); /* not for sms */
}

static void test_a_lead_tells_who_he_is(void)
{
	struct call c = desk_visitor(DESK_NOW, 501);
	struct call stranger = desk_stranger(DESK_NOW);
	int64_t id = lead(&c);
	struct patient p;

	CHECK(app_patient_tell(&c, id, &(struct person){.first = "Анна"},
		SEX_FEMALE, &both.e));
	CHECK(app_patient_tell(&c, id,
		&(struct person){.phone = "+79001234567"}, SEX_UNKNOWN,
		&both.e));
	CHECK(app_patient_get(&c, id, &p, &both.e));
	CHECK_TEXT(p.person.first, "Анна");
	CHECK_TEXT(p.person.phone, "+79001234567");
	CHECK(p.sex == SEX_FEMALE && p.state == PATIENT_LEAD);
	CHECK(!app_patient_get(&stranger, id, &p, &both.e));
	CHECK(both.e.kind == ERR_NOT_FOUND);
	CHECK(!app_patient_tell(&stranger, id,
		&(struct person){.first = "Пётр"}, SEX_MALE, &both.e));
	CHECK(both.e.kind == ERR_NOT_FOUND);
}

DESK_MAIN(test_a_consent_is_one_purpose, test_a_lead_tells_who_he_is)
