#include "store/vault.h"

#include "os/random.h"
#include "os/thread.h"
#include "store/ids.h"

/*
 * Keys in use: a table of sets of four places.  A patient's key stands in one
 * of the places of its set; a new one pushes out the next in turn.
 */
enum { SETS = 8192, PLACES = 4 };
enum { FIELD_VERSION = 1, KEY_VERSION = 1 };
enum { WRAPPED_BYTES = CRYPTO_KEY_BYTES + CRYPTO_SEAL_BYTES };
enum { BOUND_MAX = 160 };

struct place {
	int64_t patient_id; /* 0: empty */
	uint8_t key[CRYPTO_KEY_BYTES];
};

struct vault {
	const struct crypto_keys *keys;
	struct mutex m;
	struct place (*sets)[PLACES]; /* locked memory */
	unsigned next;                /* place to push out */
	uint64_t erased_n;            /* see keep() */
};

static const char sql_create[] =
	"INSERT INTO patient_key (patient_id, wrapped, key_version)"
	" VALUES ($1, $2, $3)";

static const char sql_find[] =
	"SELECT wrapped, key_version FROM patient_key WHERE patient_id = $1";

static const char sql_warm[] =
	"SELECT patient_id, wrapped, key_version FROM patient_key"
	" WHERE patient_id IN (" IDS ")";

static const char sql_erase[] = "DELETE FROM patient_key WHERE patient_id = $1";

struct vault *vault_open(const struct crypto_keys *keys)
{
	struct vault *v = calloc(1, sizeof(*v));

	if (v == NULL)
		base_no_memory();
	v->keys = keys;
	v->sets = crypto_memory_take(SETS * sizeof(*v->sets));
	mutex_init(&v->m);
	return v;
}

void vault_close(struct vault *v)
{
	if (v == NULL)
		return;
	mutex_release(&v->m);
	crypto_memory_give(v->sets);
	free(v);
}

/* --- keys in use ------------------------------------------------------- */

static struct place *set_of(struct vault *v, int64_t patient_id)
{
	uint64_t mixed = (uint64_t)patient_id * 0x9e3779b97f4a7c15u;

	return v->sets[(mixed >> 40) % SETS];
}

static bool recall(
	struct vault *v, int64_t patient_id, uint8_t *key, uint64_t *erased_n)
{
	struct place *set = set_of(v, patient_id);
	bool is_found = false;

	mutex_lock(&v->m);
	for (int i = 0; i < PLACES && !is_found; i++) {
		is_found = set[i].patient_id == patient_id;
		if (is_found)
			memcpy(key, set[i].key, CRYPTO_KEY_BYTES);
	}
	*erased_n = v->erased_n;
	mutex_unlock(&v->m);
	return is_found;
}

/*
 * Keeps a key that was read when `erased_n` keys had been erased: one erased
 * since may be this one, and must not come back from the dead.
 */
static void keep(struct vault *v, int64_t patient_id, const uint8_t *key,
	uint64_t erased_n)
{
	struct place *set = set_of(v, patient_id);

	mutex_lock(&v->m);
	if (v->erased_n == erased_n) {
		struct place *p = &set[v->next++ % PLACES];

		p->patient_id = patient_id;
		memcpy(p->key, key, CRYPTO_KEY_BYTES);
	}
	mutex_unlock(&v->m);
}

void vault_forget(struct store *s, int64_t patient_id)
{
	struct vault *v = s->vault;
	struct place *set = set_of(v, patient_id);

	mutex_lock(&v->m);
	v->erased_n++;
	for (int i = 0; i < PLACES; i++)
		if (set[i].patient_id == patient_id)
			crypto_wipe(&set[i], sizeof(set[i]));
	mutex_unlock(&v->m);
}

/* --- the keys' database ------------------------------------------------ */

/* A wrapped key is bound to its patient and version. */
static void wrap_bound(
	int64_t patient_id, int64_t version, char bound[BOUND_MAX])
{
	snprintf(bound, BOUND_MAX, "patient_key|%lld|%lld",
		(long long)patient_id, (long long)version);
}

bool vault_create(struct store *s, int64_t patient_id, struct err *e)
{
	uint8_t key[CRYPTO_KEY_BYTES], wrapped[WRAPPED_BYTES];
	char bound[BOUND_MAX];
	bool ok;

	random_bytes(key, sizeof(key));
	wrap_bound(patient_id, KEY_VERSION, bound);
	crypto_seal(crypto_key(s->vault->keys, CRYPTO_WRAP), bound,
		strlen(bound), key, sizeof(key), wrapped);
	crypto_wipe(key, sizeof(key));
	ok = db_do(s->keys_db, sql_create,
		DB_ARGS(db_int(patient_id), db_blob(wrapped, sizeof(wrapped)),
			db_int(KEY_VERSION)),
		NULL, e);
	return ok;
}

static bool unwrap(struct store *s, int64_t patient_id,
	const struct db_value *sealed, int64_t version, uint8_t *key,
	struct err *e)
{
	char bound[BOUND_MAX];

	wrap_bound(patient_id, version, bound);
	if (sealed->n != WRAPPED_BYTES ||
		!crypto_unseal(crypto_key(s->vault->keys, CRYPTO_WRAP), bound,
			strlen(bound), sealed->p, sealed->n, key))
		return err_set(e, ERR_INTERNAL,
			"vault: a key was changed, or the master key is "
			"another");
	return true;
}

static bool read_key(struct store *s, int64_t patient_id, struct arena *a,
	uint8_t *key, struct err *e)
{
	struct db_rows rows;

	if (!db_run(s->keys_db, sql_find, DB_ARGS(db_int(patient_id)), 1, a,
		    &rows, e) ||
		!db_rows_are(&rows, "bi", e))
		return false;
	if (rows.n == 0)
		return err_set(e, ERR_NOT_FOUND, "vault: no key");
	return unwrap(s, patient_id, db_cell(&rows, 0, 0),
		db_cell_int(&rows, 0, 1), key, e);
}

/* Fills `key`; the caller wipes it. */
static bool key_of(
	struct store *s, int64_t patient_id, uint8_t *key, struct err *e)
{
	struct arena a;
	uint64_t erased_n;
	bool ok;

	if (recall(s->vault, patient_id, key, &erased_n))
		return true;
	arena_init(&a);
	ok = read_key(s, patient_id, &a, key, e);
	arena_release(&a);
	if (ok)
		keep(s->vault, patient_id, key, erased_n);
	return ok;
}

static bool warm_one(void *ctx, struct store *s, const struct db_rows *r, int i,
	struct arena *a, struct err *e)
{
	const uint64_t *erased_n = ctx;
	int64_t patient_id = db_cell_int(r, i, 0);
	uint8_t key[CRYPTO_KEY_BYTES];
	bool ok = unwrap(
		s, patient_id, db_cell(r, i, 1), db_cell_int(r, i, 2), key, e);

	(void)a;
	if (ok)
		keep(s->vault, patient_id, key, *erased_n);
	crypto_wipe(key, sizeof(key));
	return ok;
}

bool vault_holds(struct store *s, int64_t patient_id)
{
	uint8_t key[CRYPTO_KEY_BYTES];
	uint64_t erased_n;
	bool is_there = recall(s->vault, patient_id, key, &erased_n);

	crypto_wipe(key, sizeof(key));
	return is_there;
}

bool vault_warm(struct store *s, const int64_t *patient_ids, size_t n,
	struct arena *a, struct err *e)
{
	int64_t *cold = arena_new(a, int64_t, n);
	uint8_t key[CRYPTO_KEY_BYTES];
	uint64_t first = 0, erased_n;
	size_t cold_n = 0;

	for (size_t i = 0; i < n; i++) {
		if (!recall(s->vault, patient_ids[i], key, &erased_n))
			cold[cold_n++] = patient_ids[i];
		/* Of the first look: whatever is erased later, is not kept. */
		first = i == 0 ? erased_n : first;
	}
	crypto_wipe(key, sizeof(key));
	return ids_each(s, s->keys_db, sql_warm, "ibi", cold, cold_n,
		IDS_AT_ONCE, a, warm_one, &first, e);
}

bool vault_erase(struct store *s, int64_t patient_id, struct err *e)
{
	bool ok = db_do(
		s->keys_db, sql_erase, DB_ARGS(db_int(patient_id)), NULL, e);

	/* After an uncertain commit it may be gone: read it anew then. */
	vault_forget(s, patient_id);
	return ok && db_scrub(s->keys_db, "patient_key", e);
}

bool vault_has(struct store *s, int64_t patient_id, bool *stands, struct err *e)
{
	struct arena a;
	struct db_rows rows;
	bool ok;

	arena_init(&a);
	ok = db_run(s->keys_db, sql_find, DB_ARGS(db_int(patient_id)), 1, &a,
		&rows, e);
	if (ok)
		*stands = rows.n > 0;
	arena_release(&a);
	return ok;
}

/* No patient has the number 0. */
static const char sql_try[] =
	"INSERT INTO patient_key (patient_id, wrapped, key_version)"
	" VALUES (0, $1, 0) ON CONFLICT (patient_id) DO UPDATE"
	" SET key_version = patient_key.key_version + 1";

bool vault_try(struct store *s, struct err *e)
{
	return db_do(s->keys_db, sql_try, DB_ARGS(db_blob("", 0)), NULL, e);
}

/* --- fields ------------------------------------------------------------ */

/* "table|column|row": names hold no bar. */
static size_t cell_bound(struct vault_cell cell, char bound[BOUND_MAX])
{
	size_t table_n = strlen(cell.table), column_n = strlen(cell.column);
	size_t n = table_n + column_n + 2;

	BUG_ON(n + sizeof(cell.row_id) > BOUND_MAX);
	memcpy(bound, cell.table, table_n);
	bound[table_n] = '|';
	memcpy(bound + table_n + 1, cell.column, column_n);
	bound[n - 1] = '|';
	for (size_t i = 0; i < sizeof(cell.row_id); i++)
		bound[n + i] = (char)((uint64_t)cell.row_id >> (8 * i) & 0xff);
	return n + sizeof(cell.row_id);
}

bool vault_seal(struct store *s, int64_t patient_id, struct vault_cell cell,
	const char *text, struct arena *a, struct db_value *out, struct err *e)
{
	uint8_t key[CRYPTO_KEY_BYTES], *sealed;
	char bound[BOUND_MAX];
	size_t n, bound_n = cell_bound(cell, bound);

	if (text == NULL) {
		*out = db_null();
		return true;
	}
	if (!key_of(s, patient_id, key, e))
		return false;
	n = strlen(text);
	sealed = arena_take(a, 1 + n + CRYPTO_SEAL_BYTES);
	sealed[0] = FIELD_VERSION;
	crypto_seal(key, bound, bound_n, text, n, sealed + 1);
	crypto_wipe(key, sizeof(key));
	*out = db_blob(sealed, 1 + n + CRYPTO_SEAL_BYTES);
	return true;
}

bool vault_unseal(struct store *s, int64_t patient_id, struct vault_cell cell,
	const struct db_value *sealed, struct arena *a, const char **text,
	struct err *e)
{
	uint8_t key[CRYPTO_KEY_BYTES];
	const uint8_t *p = sealed->p;
	char bound[BOUND_MAX], *plain;
	size_t bound_n = cell_bound(cell, bound);
	bool ok;

	if (sealed->type == DB_NULL) {
		*text = NULL;
		return true;
	}
	if (sealed->type != DB_BLOB || sealed->n < 1 + CRYPTO_SEAL_BYTES ||
		p[0] != FIELD_VERSION)
		return err_set(e, ERR_INTERNAL, "vault: %s.%s is not sealed",
			cell.table, cell.column);
	if (!key_of(s, patient_id, key, e))
		return false;
	plain = arena_take(a, sealed->n - CRYPTO_SEAL_BYTES);
	ok = crypto_unseal(key, bound, bound_n, p + 1, sealed->n - 1, plain);
	crypto_wipe(key, sizeof(key));
	if (!ok)
		return err_set(e, ERR_INTERNAL, "vault: %s.%s was changed",
			cell.table, cell.column);
	*text = plain;
	return true;
}

struct db_value vault_blind(struct store *s, int64_t clinic_id,
	const char *kind, const char *value, struct arena *a)
{
	const char *bound =
		arena_print(a, "%lld|%s|%s", (long long)clinic_id, kind, value);
	uint8_t *hash = arena_take(a, CRYPTO_HASH128_BYTES);

	crypto_hash128(crypto_key(s->vault->keys, CRYPTO_BLIND), bound,
		strlen(bound), hash);
	return db_blob(hash, CRYPTO_HASH128_BYTES);
}
