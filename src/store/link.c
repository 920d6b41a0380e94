#include "store/link.h"

/* As many bits as the token has. */
enum { HASH_BYTES = 16 };

static struct db_value hash_of(
	struct store *s, const char *token, uint8_t hash[CRYPTO_HASH256_BYTES])
{
	crypto_hash256(
		crypto_key(s->keys, CRYPTO_TOKEN), token, strlen(token), hash);
	return db_blob(hash, HASH_BYTES);
}

void store_link_token(
	struct store *s, int64_t visit_id, char token[LINK_TOKEN_SIZE])
{
	char id[24];
	int n = snprintf(id, sizeof(id), "%lld", (long long)visit_id);

	crypto_hash_token(
		crypto_key(s->keys, CRYPTO_LINK), id, (size_t)n, token);
}

static const char sql_insert[] =
	"INSERT INTO link (token_hash, visit_id, expires_at)"
	" VALUES ($1, $2, $3) ON CONFLICT (token_hash) DO NOTHING";

enum { INSERT_ARGS = 3 };

static void fill(struct store *s, const struct link_new *link,
	uint8_t hash[CRYPTO_HASH256_BYTES], struct db_value args[INSERT_ARGS])
{
	char token[LINK_TOKEN_SIZE];

	store_link_token(s, link->visit_id, token);
	args[0] = hash_of(s, token, hash);
	args[1] = db_int(link->visit_id);
	args[2] = db_int(link->expires_at);
}

bool store_link_insert(
	struct store *s, const struct link_new *link, struct err *e)
{
	uint8_t hash[CRYPTO_HASH256_BYTES];
	struct db_value args[INSERT_ARGS];

	fill(s, link, hash, args);
	return db_do(s->db, sql_insert, args, INSERT_ARGS, NULL, e);
}

bool store_link_insert_many(struct store *s, const struct link_new *links,
	size_t n, struct arena *a, struct err *e)
{
	uint8_t(*hashes)[CRYPTO_HASH256_BYTES] =
		arena_take_n(a, n, sizeof(*hashes));
	struct db_value(*args)[INSERT_ARGS] = arena_take_n(a, n, sizeof(*args));

	for (size_t i = 0; i < n; i++)
		fill(s, &links[i], hashes[i], args[i]);
	return n == 0 ||
	       db_do_many(s->db, sql_insert, args[0], INSERT_ARGS, n, NULL, e);
}

/* $2 is now, $3 the latest end of a visit whose links are over. */
static const char sql_find[] =
	"SELECT visit.clinic_id, visit.patient_id, visit.id FROM link"
	" JOIN visit ON visit.id = link.visit_id WHERE link.token_hash = $1"
	" AND (link.expires_at > $2 OR visit.end_at > $3)";

static bool link_row(
	void *ctx, const struct db_value *cells, int columns, struct err *e)
{
	(void)columns, (void)e;
	*(struct link_row *)ctx =
		(struct link_row){cells[0].i, cells[1].i, cells[2].i};
	return true;
}

bool store_link_find(struct store *s, const char *token, int64_t now,
	struct link_row *out, struct err *e)
{
	uint8_t hash[CRYPTO_HASH256_BYTES];
	struct link_row got = {0};

	if (!db_each(s->db, sql_find,
		    DB_ARGS(hash_of(s, token, hash), db_int(now),
			    db_int(now - LINK_AFTER_S)),
		    link_row, &got, e))
		return false;
	if (got.clinic_id == 0)
		return err_field(e, ERR_NOT_FOUND, "token", "no such link");
	*out = got;
	return true;
}

/* The table has no index over visits: a move need not look for its links. */
static const char sql_sweep[] =
	"DELETE FROM link WHERE token_hash >= $1 AND token_hash < $2"
	" AND expires_at <= $3 AND NOT EXISTS"
	" (SELECT 1 FROM visit WHERE visit.id = link.visit_id"
	" AND visit.end_at > $4)";

/* All hashes that begin with the byte `part`, none of which is so long. */
bool store_link_sweep(
	struct store *s, uint8_t part, int64_t now, int64_t *n, struct err *e)
{
	uint8_t end[1 + HASH_BYTES];

	memset(end, 0xff, sizeof(end));
	end[0] = part;
	return db_do(s->db, sql_sweep,
		DB_ARGS(db_blob(end, 1), db_blob(end, sizeof(end)), db_int(now),
			db_int(now - LINK_AFTER_S)),
		n, e);
}
