#include "store/address.h"

#include "store/vault.h"

static struct vault_cell address_cell(int64_t id)
{
	return (struct vault_cell){"address", "address_enc", id};
}

static const char sql_put[] =
	"INSERT INTO address (id, clinic_id, patient_id, channel, address_enc,"
	" address_hash, proof, heard_at, dead_at)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
	" ON CONFLICT (clinic_id, channel, address_hash, patient_id)"
	" DO UPDATE SET heard_at = excluded.heard_at,"
	" dead_at = excluded.dead_at, proof = CASE"
	" WHEN excluded.proof IN ('typed', 'chat') THEN address.proof"
	" ELSE excluded.proof END";

bool store_address_put(struct store *s, const struct address *in,
	struct arena *a, struct err *e)
{
	struct db_value sealed;

	return vault_seal(s, in->patient_id, address_cell(in->id), in->value, a,
		       &sealed, e) &&
	       db_do(s->db, sql_put,
		       DB_ARGS(db_int(in->id), db_int(in->clinic_id),
			       db_int(in->patient_id), db_text(in->channel),
			       sealed,
			       vault_blind(s, in->clinic_id, in->channel,
				       in->value, a),
			       db_text(in->proof), db_int(in->heard_at),
			       db_int(in->dead_at)),
		       NULL, e);
}

static const char sql_of_patient[] =
	"SELECT id, clinic_id, channel, address_enc, proof, heard_at, dead_at"
	" FROM address WHERE patient_id = $1 ORDER BY heard_at DESC, id DESC";

bool store_address_of_patient(struct store *s, int64_t patient_id,
	struct arena *a, const struct address **out, size_t *n, struct err *e)
{
	struct address *list;
	struct db_rows r;

	if (!db_run(s->db, sql_of_patient, DB_ARGS(db_int(patient_id)),
		    ADDRESSES_MAX, a, &r, e) ||
		!db_rows_are(&r, "iitbtii", e))
		return false;
	list = arena_new(a, struct address, (size_t)r.n);
	for (int i = 0; i < r.n; i++) {
		list[i] = (struct address){
			.id = db_cell_int(&r, i, 0),
			.clinic_id = db_cell_int(&r, i, 1),
			.patient_id = patient_id,
			.channel = db_cell_text(&r, i, 2),
			.proof = db_cell_text(&r, i, 4),
			.heard_at = db_cell_int(&r, i, 5),
			.dead_at = db_cell_int(&r, i, 6),
		};
		if (!vault_unseal(s, patient_id, address_cell(list[i].id),
			    &r.cells[i * r.columns + 3], a, &list[i].value, e))
			return false;
	}
	*out = list;
	*n = (size_t)r.n;
	return true;
}

static const char sql_owners[] =
	"SELECT patient_id FROM address WHERE clinic_id = $1"
	" AND channel = $2 AND address_hash = $3 ORDER BY patient_id";

bool store_address_owners(struct store *s, int64_t clinic_id,
	const char *channel, const char *value, struct arena *a,
	const int64_t **patient_ids, size_t *n, struct err *e)
{
	int64_t *list;
	struct db_rows r;

	if (!db_run(s->db, sql_owners,
		    DB_ARGS(db_int(clinic_id), db_text(channel),
			    vault_blind(s, clinic_id, channel, value, a)),
		    ADDRESSES_MAX, a, &r, e))
		return false;
	list = arena_new(a, int64_t, (size_t)r.n);
	for (int i = 0; i < r.n; i++)
		list[i] = db_cell_int(&r, i, 0);
	*patient_ids = list;
	*n = (size_t)r.n;
	return true;
}

static const char sql_mark[] =
	"UPDATE address SET dead_at = $1 WHERE clinic_id = $2"
	" AND channel = $3 AND address_hash = $4";

bool store_address_mark(struct store *s, int64_t clinic_id, const char *channel,
	const char *value, int64_t dead_at, struct arena *a, struct err *e)
{
	return db_do(s->db, sql_mark,
		DB_ARGS(db_int(dead_at), db_int(clinic_id), db_text(channel),
			vault_blind(s, clinic_id, channel, value, a)),
		NULL, e);
}

static const char sql_bury[] = "UPDATE address SET dead_at = $1 WHERE id = $2";

bool store_address_bury(struct store *s, int64_t id, int64_t now, struct err *e)
{
	return db_do(
		s->db, sql_bury, DB_ARGS(db_int(now), db_int(id)), NULL, e);
}

static const char sql_forget[] = "DELETE FROM address WHERE patient_id = $1";

bool store_address_forget(struct store *s, int64_t patient_id, struct err *e)
{
	return db_do(s->db, sql_forget, DB_ARGS(db_int(patient_id)), NULL, e);
}
