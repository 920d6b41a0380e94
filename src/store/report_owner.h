#ifndef STORE_REPORT_OWNER_H
#define STORE_REPORT_OWNER_H
/*
 * store/report_owner - counts for the owner's page, by ranges of indexes.
 * Times are unix s UTC, half-open.  No persons.
 */
#include "core/visit.h"
#include "store/store.h"

/* One booking, in the range by when it was made. */
struct report_booking {
	int64_t booked_at;
	bool is_by_bot; /* in a dialogue */
};
typedef void report_booking_fn(void *ctx, const struct report_booking *b);
MUST_USE bool store_report_bookings(struct store *s, int64_t clinic_id,
	int64_t from_at, int64_t to_at, report_booking_fn *each, void *ctx,
	struct err *e);

/* One visit, in the range by its start; holds are left out. */
struct report_visit {
	int64_t start_at;
	enum visit_state state;
	bool is_confirmed, is_moved; /* ever */
};
typedef void report_visit_fn(void *ctx, const struct report_visit *v);
MUST_USE bool store_report_visits(struct store *s, int64_t clinic_id,
	int64_t from_at, int64_t to_at, report_visit_fn *each, void *ctx,
	struct err *e);

/* Cancelled visits of the range (by start), and how many of their times were
 * taken by somebody else afterwards. */
MUST_USE bool store_report_freed(struct store *s, int64_t clinic_id,
	int64_t from_at, int64_t to_at, int64_t *freed, int64_t *filled,
	struct err *e);

/* Messages sent in the range, and visits reminded of by them. */
MUST_USE bool store_report_messages(struct store *s, int64_t clinic_id,
	int64_t from_at, int64_t to_at, int64_t *sent, int64_t *reminded,
	struct err *e);

#endif
