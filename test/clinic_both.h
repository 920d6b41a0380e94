#ifndef TEST_CLINIC_BOTH_H
#define TEST_CLINIC_BOTH_H
/* test/clinic_both - the clinic of test/clinic.h and a patient of hers, in the
 * store of test/both.h. */
#include "store/clinic.h"
#include "store/patient.h"
#include "store/vault.h"
#include "test/both.h"
#include "test/clinic.h"

static inline void both_clinic_and_patient(int64_t patient_id)
{
	const struct patient p = {.id = patient_id,
		.clinic_id = CLINIC_ID,
		.state = PATIENT_KNOWN,
		.person = {"", "Анна", "", "+79001234567", ""},
		.zone = "",
		.source = "site",
		.created_at = BOTH_NOW};

	CHECK(db_begin(both.store.db, &both.e));
	CHECK(store_catalogue_insert(&both.store, &clinic_catalogue, &both.e));
	CHECK(db_commit(both.store.db, &both.e));
	CHECK(vault_create(&both.store, patient_id, &both.e));
	CHECK(store_patient_insert(&both.store, &p, &both.a, &both.e));
}

#endif
