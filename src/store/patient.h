#ifndef STORE_PATIENT_H
#define STORE_PATIENT_H
/*
 * store/patient - leads and patients; who they are is sealed with their own
 * key, and found only by the keyed hash of the phone.
 */
#include "core/catalogue.h"
#include "core/patient.h"
#include "store/store.h"

enum { PATIENTS_OF_PHONE_MAX = 50 };

/*
 * Writes a new patient, whose key must stand (vault_create).  p->person may be
 * all empty.  In a transaction or by itself.
 */
MUST_USE bool store_patient_insert(struct store *s, const struct patient *p,
	struct arena *a, struct err *e);

/* Writes state, person, sex and zone of a patient. */
MUST_USE bool store_patient_update(struct store *s, const struct patient *p,
	int64_t now, struct arena *a, struct err *e);

/*
 * Reads one patient of a clinic (0: of any) into `a`; an erased one has an
 * empty person. `lock`: nobody else changes him, nor books for him, until the
 * open transaction ends.  ERR_NOT_FOUND: none in this clinic.
 */
MUST_USE bool store_patient_find(struct store *s, int64_t clinic_id,
	int64_t patient_id, bool lock, struct arena *a, struct patient *out,
	struct err *e);

/* Everybody of a clinic with this phone (E.164), oldest first. */
MUST_USE bool store_patient_by_phone(struct store *s, int64_t clinic_id,
	const char *phone, struct arena *a, const struct patient **out,
	size_t *n, struct err *e);

/* Reads several by their ids, in any order; those not found are left out. */
MUST_USE bool store_patient_list(struct store *s, int64_t clinic_id,
	const int64_t *ids, size_t ids_n, struct arena *a,
	const struct patient **out, size_t *n, struct err *e);

#endif
