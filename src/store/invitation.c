#include "store/invitation.h"

static struct db_value hash_of(
	struct store *s, const char *token, uint8_t hash[CRYPTO_HASH256_BYTES])
{
	crypto_hash256(
		crypto_key(s->keys, CRYPTO_TOKEN), token, strlen(token), hash);
	return db_blob(hash, CRYPTO_HASH256_BYTES);
}

static const char sql_insert[] =
	"INSERT INTO invitation (token_hash, clinic_id, patient_id,"
	" dialogue_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";

bool store_invitation_insert(struct store *s, const char *token,
	const struct invitation *in, int64_t now, struct err *e)
{
	uint8_t hash[CRYPTO_HASH256_BYTES];

	return db_do(s->db, sql_insert,
		DB_ARGS(hash_of(s, token, hash), db_int(in->clinic_id),
			db_int(in->patient_id), db_int(in->dialogue_id),
			db_int(now), db_int(in->expires_at)),
		NULL, e);
}

/* Of two who bring it at once the second changes nothing. */
static const char sql_take[] =
	"UPDATE invitation SET used_at = $1 WHERE token_hash = $2"
	" AND clinic_id = $3 AND used_at = 0 AND expires_at > $1"
	" RETURNING patient_id, dialogue_id, expires_at";

bool store_invitation_take(struct store *s, int64_t clinic_id,
	const char *token, int64_t now, struct arena *a, struct invitation *out,
	struct err *e)
{
	uint8_t hash[CRYPTO_HASH256_BYTES];
	struct db_rows r;

	if (!db_run(s->db, sql_take,
		    DB_ARGS(db_int(now), hash_of(s, token, hash),
			    db_int(clinic_id)),
		    1, a, &r, e) ||
		!db_rows_are(&r, "iii", e))
		return false;
	if (r.n == 0)
		return err_field(e, ERR_NOT_FOUND, "token", "no such link");
	*out = (struct invitation){clinic_id, db_cell_int(&r, 0, 0),
		db_cell_int(&r, 0, 1), db_cell_int(&r, 0, 2)};
	return true;
}

static const char sql_sweep[] = "DELETE FROM invitation WHERE expires_at <= $1";

bool store_invitation_sweep(
	struct store *s, int64_t now, int64_t *n, struct err *e)
{
	return db_do(s->db, sql_sweep, DB_ARGS(db_int(now)), n, e);
}
