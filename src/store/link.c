#include "store/link.h"

static struct db_value hash_of(
	struct store *s, const char *token, uint8_t hash[CRYPTO_HASH256_BYTES])
{
	crypto_hash256(
		crypto_key(s->keys, CRYPTO_TOKEN), token, strlen(token), hash);
	return db_blob(hash, CRYPTO_HASH256_BYTES);
}

static const char sql_insert[] =
	"INSERT INTO link (token_hash, clinic_id, patient_id, visit_id,"
	" created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";

bool store_link_insert(struct store *s, const char *token,
	const struct link_row *row, int64_t now, struct err *e)
{
	uint8_t hash[CRYPTO_HASH256_BYTES];

	return db_do(s->db, sql_insert,
		DB_ARGS(hash_of(s, token, hash), db_int(row->clinic_id),
			db_int(row->patient_id), db_int(row->visit_id),
			db_int(now), db_int(row->expires_at)),
		NULL, e);
}

static const char sql_find[] =
	"SELECT clinic_id, patient_id, visit_id, expires_at FROM link"
	" WHERE token_hash = $1 AND expires_at > $2";

static bool link_row(
	void *ctx, const struct db_value *cells, int columns, struct err *e)
{
	(void)columns, (void)e;
	*(struct link_row *)ctx = (struct link_row){
		cells[0].i, cells[1].i, cells[2].i, cells[3].i};
	return true;
}

bool store_link_find(struct store *s, const char *token, int64_t now,
	struct link_row *out, struct err *e)
{
	uint8_t hash[CRYPTO_HASH256_BYTES];
	struct link_row got = {0};

	if (!db_each(s->db, sql_find,
		    DB_ARGS(hash_of(s, token, hash), db_int(now)), link_row,
		    &got, e))
		return false;
	if (got.clinic_id == 0)
		return err_field(e, ERR_NOT_FOUND, "token", "no such link");
	*out = got;
	return true;
}

static const char sql_extend[] =
	"UPDATE link SET expires_at = $1 WHERE visit_id = $2";

bool store_link_extend(
	struct store *s, int64_t visit_id, int64_t expires_at, struct err *e)
{
	return db_do(s->db, sql_extend,
		DB_ARGS(db_int(expires_at), db_int(visit_id)), NULL, e);
}

static const char sql_sweep[] = "DELETE FROM link WHERE expires_at <= $1";

bool store_link_sweep(struct store *s, int64_t now, int64_t *n, struct err *e)
{
	return db_do(s->db, sql_sweep, DB_ARGS(db_int(now)), n, e);
}
