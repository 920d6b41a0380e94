#include "store/report_owner.h"

static const char sql_bookings[] =
	"SELECT booked_at, CASE WHEN dialogue_id <> 0 THEN 1 ELSE 0 END"
	" FROM visit WHERE clinic_id = $1 AND booked_at >= $2"
	" AND booked_at < $3";

struct booking_reader {
	report_booking_fn *each;
	void *ctx;
};

static bool booking_row(
	void *ctx, const struct db_value *cells, int columns, struct err *e)
{
	struct booking_reader *r = ctx;

	(void)columns, (void)e;
	r->each(r->ctx, &(struct report_booking){cells[0].i, cells[1].i != 0});
	return true;
}

bool store_report_bookings(struct store *s, int64_t clinic_id, int64_t from_at,
	int64_t to_at, report_booking_fn *each, void *ctx, struct err *e)
{
	struct booking_reader r = {each, ctx};

	return db_each(s->db, sql_bookings,
		DB_ARGS(db_int(clinic_id), db_int(from_at), db_int(to_at)),
		booking_row, &r, e);
}

static const char sql_visits[] =
	"SELECT start_at, state, confirmed_at, moved_at FROM visit"
	" WHERE clinic_id = $1 AND start_at >= $2 AND start_at < $3"
	" AND state <> 'held'";

struct visit_reader {
	report_visit_fn *each;
	void *ctx;
};

static bool visit_row(
	void *ctx, const struct db_value *cells, int columns, struct err *e)
{
	struct visit_reader *r = ctx;
	struct report_visit v = {
		.start_at = cells[0].i,
		.is_confirmed = cells[2].i != 0,
		.is_moved = cells[3].i != 0,
	};

	(void)columns;
	if (!visit_state_named(cells[1].p, &v.state))
		return err_set(e, ERR_INTERNAL, "visit: no such state");
	r->each(r->ctx, &v);
	return true;
}

bool store_report_visits(struct store *s, int64_t clinic_id, int64_t from_at,
	int64_t to_at, report_visit_fn *each, void *ctx, struct err *e)
{
	struct visit_reader r = {each, ctx};

	return db_each(s->db, sql_visits,
		DB_ARGS(db_int(clinic_id), db_int(from_at), db_int(to_at)),
		visit_row, &r, e);
}

static bool two_numbers(
	void *ctx, const struct db_value *cells, int columns, struct err *e)
{
	int64_t *to = ctx;

	(void)columns, (void)e;
	to[0] = cells[0].i;
	to[1] = cells[1].i;
	return true;
}

/* 43200: no visit with its buffers is longer (core/occupancy). */
static const char sql_freed[] =
	"SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN EXISTS ("
	"  SELECT 1 FROM visit v WHERE v.doctor_id = f.doctor_id"
	"  AND v.state <> 'cancelled' AND v.busy_from > f.start_at - 43200"
	"  AND v.busy_from < f.end_at AND v.busy_to > f.start_at"
	"  AND v.booked_at >= f.ended_at) THEN 1 ELSE 0 END), 0) AS bigint)"
	" FROM visit f WHERE f.clinic_id = $1 AND f.start_at >= $2"
	" AND f.start_at < $3 AND f.state = 'cancelled'";

bool store_report_freed(struct store *s, int64_t clinic_id, int64_t from_at,
	int64_t to_at, int64_t *freed, int64_t *filled, struct err *e)
{
	int64_t got[2] = {0};

	if (!db_each(s->db, sql_freed,
		    DB_ARGS(db_int(clinic_id), db_int(from_at), db_int(to_at)),
		    two_numbers, got, e))
		return false;
	*freed = got[0];
	*filled = got[1];
	return true;
}

static const char sql_messages[] =
	"SELECT COUNT(*), COUNT(DISTINCT CASE"
	" WHEN kind LIKE 'reminder%' THEN visit_id END)"
	" FROM outbox WHERE clinic_id = $1 AND sent_at >= $2 AND sent_at < $3"
	" AND sent_at > 0";

bool store_report_messages(struct store *s, int64_t clinic_id, int64_t from_at,
	int64_t to_at, int64_t *sent, int64_t *reminded, struct err *e)
{
	int64_t got[2] = {0};

	if (!db_each(s->db, sql_messages,
		    DB_ARGS(db_int(clinic_id), db_int(from_at), db_int(to_at)),
		    two_numbers, got, e))
		return false;
	*sent = got[0];
	*reminded = got[1];
	return true;
}
