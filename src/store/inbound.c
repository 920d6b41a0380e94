#include "store/inbound.h"

static const char sql_insert[] =
	"INSERT INTO inbound (clinic_id, channel, number, at)"
	" VALUES ($1, $2, $3, $4)"
	" ON CONFLICT (clinic_id, channel, number) DO NOTHING";

bool store_inbound_insert(struct store *s, int64_t clinic_id,
	const char *channel, int64_t number, int64_t now, bool *is_new,
	struct err *e)
{
	int64_t changed;

	if (!db_do(s->db, sql_insert,
		    DB_ARGS(db_int(clinic_id), db_text(channel), db_int(number),
			    db_int(now)),
		    &changed, e))
		return false;
	*is_new = changed == 1;
	return true;
}

/* Telegram begins anew at a random number after a week without events: an old
 * high one must not hide it. */
static const char sql_last[] =
	"SELECT number FROM inbound WHERE clinic_id = $1 AND channel = $2"
	" AND at > $3 ORDER BY number DESC LIMIT 1";

bool store_inbound_last(struct store *s, int64_t clinic_id, const char *channel,
	int64_t now, struct arena *a, int64_t *number, struct err *e)
{
	struct db_rows r;

	if (!db_run(s->db, sql_last,
		    DB_ARGS(db_int(clinic_id), db_text(channel),
			    db_int(now - INBOUND_KEPT_S)),
		    1, a, &r, e) ||
		!db_rows_are(&r, "i", e))
		return false;
	*number = r.n ? db_cell_int(&r, 0, 0) : 0;
	return true;
}

static const char sql_sweep[] = "DELETE FROM inbound WHERE at <= $1";

bool store_inbound_sweep(
	struct store *s, int64_t now, int64_t *n, struct err *e)
{
	return db_do(
		s->db, sql_sweep, DB_ARGS(db_int(now - INBOUND_KEPT_S)), n, e);
}
