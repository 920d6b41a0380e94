#ifndef STORE_VISIT_H
#define STORE_VISIT_H
/*
 * store/visit - visits and the cells they occupy.
 *
 * A visit's row and its cells change in one transaction, which `app` opens.
 * Whoever ends or takes over a hold changes its row first: the row is the
 * lock of its cells.
 */
#include "core/catalogue.h"
#include "core/occupancy.h"
#include "core/visit.h"
#include "store/store.h"

enum {
	VISITS_OF_PATIENT_MAX = 500,
	VISITS_OF_DAY_MAX = 5000, /* of a clinic */
};

/* Writes a new visit; `complaint` is sealed, NULL for none. */
MUST_USE bool store_visit_insert(struct store *s, const struct visit *v,
	const char *complaint, struct arena *a, struct err *e);
/* Writes every field that may change but the complaint. */
MUST_USE bool store_visit_update(
	struct store *s, const struct visit *v, struct err *e);
/* Seals and writes the complaint of a visit that has a patient. */
MUST_USE bool store_visit_complain(struct store *s, const struct visit *v,
	const char *complaint, struct arena *a, struct err *e);
MUST_USE bool store_visit_complaint(struct store *s, const struct visit *v,
	struct arena *a, const char **complaint, struct err *e);

/*
 * Reads one visit of a clinic (0: of any) into `a`.  `lock`: nobody else
 * changes it until the open transaction ends.  ERR_NOT_FOUND: none there.
 */
MUST_USE bool store_visit_find(struct store *s, int64_t clinic_id, int64_t id,
	bool lock, struct arena *a, struct visit *out, struct err *e);

/* Lists in order of start; times in unix s UTC, half-open over start_at. */
MUST_USE bool store_visit_of_clinic(struct store *s, int64_t clinic_id,
	int64_t from_at, int64_t to_at, struct arena *a,
	const struct visit **out, size_t *n, struct err *e);
MUST_USE bool store_visit_of_patient(struct store *s, int64_t clinic_id,
	int64_t patient_id, int64_t from_at, struct arena *a,
	const struct visit **out, size_t *n, struct err *e);
/* Unexpired or not, oldest first. */
MUST_USE bool store_visit_of_holder(struct store *s, int64_t clinic_id,
	int64_t holder_id, struct arena *a, const struct visit **out, size_t *n,
	struct err *e);

/*
 * Takes a hold away if it is still one and is over at `now` or belongs to
 * `holder_id` (0: nobody's): its row and cells are deleted.  *done: it was.
 */
MUST_USE bool store_visit_unhold(struct store *s, int64_t id, int64_t now,
	int64_t holder_id, bool *done, struct err *e);
/* Ids of holds over at `now`, at most `max`; *next_at: the first of the others
 * (INT64_MAX: none). */
MUST_USE bool store_visit_holds_over(struct store *s, int64_t now, int max,
	struct arena *a, const int64_t **ids, size_t *n, int64_t *next_at,
	struct err *e);

/* Doctor, room and device; 0 where none. */
enum { OCCUPANCY_RESOURCES = 3 };

/* Who sits in cells that somebody wants. */
struct occupant {
	int64_t visit_id, doctor_id;
	bool is_hold;
	int64_t held_until, holder_id;
};
MUST_USE bool store_occupancy_look(struct store *s,
	const int64_t resources[OCCUPANCY_RESOURCES], struct cells cells,
	struct arena *a, const struct occupant **out, size_t *n, struct err *e);
/*
 * Takes the cells of all resources for a visit whose row stands.  *is_taken
 * false: somebody else has one of them; some may be ours now, so roll back.
 */
MUST_USE bool store_occupancy_take(struct store *s,
	const int64_t resources[OCCUPANCY_RESOURCES], struct cells cells,
	int64_t visit_id, bool *is_taken, struct err *e);
/* Gives all cells of a visit back. */
MUST_USE bool store_occupancy_give(
	struct store *s, int64_t visit_id, struct err *e);

/* What keeps a resource busy, buffers included: unix s UTC, half-open. */
struct busy {
	int64_t from_at, to_at;
};
typedef void store_busy_fn(void *ctx, const struct busy *b);
/*
 * Hands over what keeps a resource of that kind busy within the window, holds
 * aside, in order of time; reads one index, no row.  `but_visit_id` is left
 * out (0: none).
 */
MUST_USE bool store_busy_each(struct store *s, enum resource_kind kind,
	int64_t resource_id, int64_t but_visit_id, struct busy window,
	store_busy_fn *each, void *ctx, struct err *e);

/* Somebody is deciding about this time. */
struct busy_hold {
	struct busy time;                  /* buffers included */
	int64_t resources[RESOURCE_KINDS]; /* ids by kind, 0: none */
	int64_t visit_id, holder_id, held_until;
};
typedef void store_hold_fn(void *ctx, const struct busy_hold *h);
/* Hands over the clinic's holds that stand at `now` and touch the window. */
MUST_USE bool store_holds_each(struct store *s, int64_t clinic_id, int64_t now,
	struct busy window, store_hold_fn *each, void *ctx, struct err *e);

#endif
