#ifndef STORE_CLINIC_H
#define STORE_CLINIC_H
/*
 * store/clinic - clinics and what they offer, read and written whole.
 */
#include "core/catalogue.h"
#include "store/store.h"

enum { CLINICS_MAX = 1000, CATALOGUE_ROWS_MAX = 20000 };

/* A clinic as it is found, before its catalogue is read. */
struct clinic_row {
	int64_t id;
	const char *slug, *name;
	int64_t version; /* grows with every change of the catalogue */
};

/* All clinics, the oldest first, in `a`. */
MUST_USE bool store_clinic_list(struct store *s, struct arena *a,
	const struct clinic_row **out, size_t *n, struct err *e);
/* ERR_NOT_FOUND: no clinic of that name. */
MUST_USE bool store_clinic_find(struct store *s, const char *slug,
	struct arena *a, struct clinic_row *out, struct err *e);
/* Only the number; ERR_NOT_FOUND. */
MUST_USE bool store_clinic_version(
	struct store *s, int64_t clinic_id, int64_t *version, struct err *e);

/*
 * Reads one clinic's active catalogue in nine queries, all into `a`.
 * ERR_NOT_FOUND; ERR_INTERNAL: stored rows do not fit together.
 */
MUST_USE bool store_catalogue_load(struct store *s, int64_t clinic_id,
	struct arena *a, struct catalogue *out, struct err *e);

/*
 * Writes a whole new clinic with the ids that stand in `c`, in the open
 * transaction; a list's order becomes its position.  Rows within (hours,
 * overrides, absences, closed dates) get new ids.  ERR_CONFLICT: an id or the
 * slug is taken.
 */
MUST_USE bool store_catalogue_insert(
	struct store *s, const struct catalogue *c, struct err *e);

/*
 * Adds an absence of a resource (unix s UTC, half-open) and raises the
 * version, in the open transaction.  `reason` is not personal: "отпуск".
 */
MUST_USE bool store_absence_insert(struct store *s, int64_t clinic_id,
	int64_t resource_id, struct span span, const char *reason,
	struct err *e);

#endif
