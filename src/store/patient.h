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

/*
 * Marks a patient as erased and empties all that could find him; what is sealed
 * elsewhere goes with his key.
 */
MUST_USE bool store_patient_erase(struct store *s, int64_t clinic_id,
	int64_t patient_id, int64_t now, struct err *e);
/* How many are erased in all clinics; and their ids above `after`, ascending,
 * at most `max`. */
MUST_USE bool store_patient_erased_n(
	struct store *s, struct arena *a, int64_t *n, struct err *e);
MUST_USE bool store_patient_erased(struct store *s, int64_t after, int max,
	struct arena *a, const int64_t **ids, size_t *n, struct err *e);

/* Everybody of a clinic with this phone (E.164), oldest first. */
MUST_USE bool store_patient_by_phone(struct store *s, int64_t clinic_id,
	const char *phone, struct arena *a, const struct patient **out,
	size_t *n, struct err *e);

/* Patients in order of their ids, with their persons as they are stored. */
struct patient_list {
	const struct patient *p;
	const struct db_value *sealed;
	size_t n;
};

/* NULL: not in it. */
const struct patient *patient_list_find(
	const struct patient_list *list, int64_t id);

/*
 * Reads many of any clinics by their ids; those not found are left out.
 * Whoever stands in `known` (of the same arena; NULL: nobody), sealed as he is
 * now, is not opened again: his person is the known one's very texts.
 */
MUST_USE bool store_patient_list(struct store *s, const int64_t *ids,
	size_t ids_n, const struct patient_list *known, struct arena *a,
	struct patient_list *out, struct err *e);

#endif
