#include "store/session.h"

static struct db_value hash_of(
	struct store *s, const char *token, uint8_t hash[CRYPTO_HASH256_BYTES])
{
	crypto_hash256(crypto_key(s->keys, CRYPTO_SESSION), token,
		strlen(token), hash);
	return db_blob(hash, CRYPTO_HASH256_BYTES);
}

static const char sql_insert[] =
	"INSERT INTO session (token_hash, clinic_id, principal, principal_id,"
	" created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";

bool store_session_insert(struct store *s, const char *token,
	const struct session_row *row, struct err *e)
{
	uint8_t hash[CRYPTO_HASH256_BYTES];

	return db_do(s->db, sql_insert,
		DB_ARGS(hash_of(s, token, hash), db_int(row->clinic_id),
			db_text(principal_name(row->kind)),
			db_int(row->principal_id), db_int(row->created_at),
			db_int(row->seen_at), db_int(row->expires_at)),
		NULL, e);
}

static const char sql_find[] =
	"SELECT principal, clinic_id, principal_id, created_at, seen_at,"
	" expires_at FROM session WHERE token_hash = $1 AND expires_at > $2";

static bool session_row(
	void *ctx, const struct db_value *cells, int columns, struct err *e)
{
	struct session_row *row = ctx;

	(void)columns;
	for (int k = 0; k < PRINCIPAL_KINDS; k++) {
		if (strcmp(cells[0].p, principal_name((enum principal_kind)k)))
			continue;
		*row = (struct session_row){(enum principal_kind)k, cells[1].i,
			cells[2].i, cells[3].i, cells[4].i, cells[5].i};
		return true;
	}
	return err_set(e, ERR_INTERNAL, "session: of nobody");
}

bool store_session_find(struct store *s, const char *token, int64_t now,
	struct session_row *out, struct err *e)
{
	uint8_t hash[CRYPTO_HASH256_BYTES];
	struct session_row got = {0};

	if (!db_each(s->db, sql_find,
		    DB_ARGS(hash_of(s, token, hash), db_int(now)), session_row,
		    &got, e))
		return false;
	if (got.expires_at == 0)
		return err_set(e, ERR_NOT_FOUND, "session: none");
	*out = got;
	return true;
}

static const char sql_touch[] =
	"UPDATE session SET seen_at = $1, expires_at = $2"
	" WHERE token_hash = $3";

bool store_session_touch(struct store *s, const char *token, int64_t now,
	int64_t expires_at, struct err *e)
{
	uint8_t hash[CRYPTO_HASH256_BYTES];

	return db_do(s->db, sql_touch,
		DB_ARGS(db_int(now), db_int(expires_at),
			hash_of(s, token, hash)),
		NULL, e);
}

static const char sql_delete[] = "DELETE FROM session WHERE token_hash = $1";

bool store_session_delete(struct store *s, const char *token, struct err *e)
{
	uint8_t hash[CRYPTO_HASH256_BYTES];

	return db_do(
		s->db, sql_delete, DB_ARGS(hash_of(s, token, hash)), NULL, e);
}

static const char sql_sweep[] = "DELETE FROM session WHERE expires_at <= $1";

bool store_session_sweep(
	struct store *s, int64_t now, int64_t *n, struct err *e)
{
	return db_do(s->db, sql_sweep, DB_ARGS(db_int(now)), n, e);
}
