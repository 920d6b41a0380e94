#include "store/consent.h"

static const char sql_insert[] =
	"INSERT INTO consent (id, clinic_id, patient_id, purpose, channel,"
	" version, text, how, given_at, withdrawn_at)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)";

bool store_consent_insert(
	struct store *s, const struct consent *in, struct err *e)
{
	return db_do(s->db, sql_insert,
		DB_ARGS(db_int(in->id), db_int(in->clinic_id),
			db_int(in->patient_id), db_text(in->purpose),
			db_text(in->channel), db_text(in->version),
			db_text(in->text), db_text(in->how),
			db_int(in->given_at)),
		NULL, e);
}

static const char sql_list[] =
	"SELECT id, clinic_id, patient_id, purpose, channel, version, text,"
	" how, given_at, withdrawn_at FROM consent"
	" WHERE patient_id = $1 AND purpose = $2 ORDER BY id DESC";

bool store_consent_list(struct store *s, int64_t patient_id,
	const char *purpose, struct arena *a, const struct consent **out,
	size_t *n, struct err *e)
{
	struct consent *list;
	struct db_rows r;

	if (!db_run(s->db, sql_list,
		    DB_ARGS(db_int(patient_id), db_text(purpose)), CONSENTS_MAX,
		    a, &r, e) ||
		!db_rows_are(&r, "iiitttttii", e))
		return false;
	list = arena_new(a, struct consent, (size_t)r.n);
	for (int i = 0; i < r.n; i++)
		list[i] = (struct consent){
			.id = db_cell_int(&r, i, 0),
			.clinic_id = db_cell_int(&r, i, 1),
			.patient_id = db_cell_int(&r, i, 2),
			.purpose = db_cell_text(&r, i, 3),
			.channel = db_cell_text(&r, i, 4),
			.version = db_cell_text(&r, i, 5),
			.text = db_cell_text(&r, i, 6),
			.how = db_cell_text(&r, i, 7),
			.given_at = db_cell_int(&r, i, 8),
			.withdrawn_at = db_cell_int(&r, i, 9),
		};
	*out = list;
	*n = (size_t)r.n;
	return true;
}

static const char sql_withdraw[] =
	"UPDATE consent SET withdrawn_at = $1"
	" WHERE patient_id = $2 AND purpose = $3 AND withdrawn_at = 0";

bool store_consent_withdraw(struct store *s, int64_t patient_id,
	const char *purpose, int64_t now, int64_t *n, struct err *e)
{
	return db_do(s->db, sql_withdraw,
		DB_ARGS(db_int(now), db_int(patient_id), db_text(purpose)), n,
		e);
}
