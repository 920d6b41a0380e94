#include "db/migrate.h"

#include "os/crypto.h"

enum { MIGRATIONS_MAX = 1000 };

/* The hash finds a file that was edited after it ran; it keeps no secret. */
static const uint8_t hash_key[CRYPTO_KEY_BYTES] = "zabota schema";

/* This room's only table.  `locked` is a row to lock: two processes that
 * start together must not both run a file. */
static const char sql_table[] =
	"CREATE TABLE IF NOT EXISTS schema_migration ("
	" number bigint PRIMARY KEY, name text NOT NULL,"
	" hash bytea NOT NULL, at bigint NOT NULL);";

static const char sql_lock[] =
	"INSERT INTO schema_migration (number, name, hash, at)"
	" VALUES (0, 'lock', $1, 0)"
	" ON CONFLICT (number) DO UPDATE SET at = 0";

static const char sql_done[] = "SELECT number, hash FROM schema_migration"
			       " WHERE number > 0 ORDER BY number";

static const char sql_note[] =
	"INSERT INTO schema_migration (number, name, hash, at)"
	" VALUES ($1, $2, $3, $4)";

static void hash_of(
	const struct migration *m, uint8_t hash[CRYPTO_HASH256_BYTES])
{
	crypto_hash256(hash_key, m->sql, strlen(m->sql), hash);
}

static const struct migration *find(
	const struct migration *list, int n, int64_t number)
{
	for (int i = 0; i < n; i++)
		if (list[i].number == number)
			return &list[i];
	return NULL;
}

/* What has run must be what this program knows. */
static bool check_one(const struct migration *m, int64_t number,
	const void *hash, size_t hash_n, struct err *e)
{
	uint8_t want[CRYPTO_HASH256_BYTES];

	if (m == NULL)
		return err_set(e, ERR_CONFLICT,
			"schema: %lld is newer than this program",
			(long long)number);
	hash_of(m, want);
	if (hash_n != sizeof(want) || memcmp(hash, want, hash_n) != 0)
		return err_set(e, ERR_CONFLICT,
			"schema: %04d_%s was changed after it ran", m->number,
			m->name);
	return true;
}

static bool read_done(
	struct db *db, struct arena *a, struct db_rows *done, struct err *e)
{
	return db_run(db, sql_done, DB_NO_ARGS, MIGRATIONS_MAX, a, done, e) &&
	       db_rows_are(done, "ib", e);
}

static bool has_run(const struct db_rows *done, int number)
{
	for (int r = 0; r < done->n; r++)
		if (db_cell_int(done, r, 0) == number)
			return true;
	return false;
}

static bool run_one(
	struct db *db, const struct migration *m, int64_t now, struct err *e)
{
	uint8_t hash[CRYPTO_HASH256_BYTES];

	hash_of(m, hash);
	return db_script(db, m->sql, e) &&
	       db_do(db, sql_note,
		       DB_ARGS(db_int(m->number), db_text(m->name),
			       db_blob(hash, sizeof(hash)), db_int(now)),
		       NULL, e);
}

/*
 * The first file that is missing, or NULL in *next.  All is checked before
 * anything is changed.
 */
static bool look(struct db *db, const struct migration *list, int n,
	struct arena *a, const struct migration **next, struct err *e)
{
	struct db_rows done;

	*next = NULL;
	if (!db_script(db, sql_table, e) ||
		!db_do(db, sql_lock, DB_ARGS(db_blob("", 0)), NULL, e) ||
		!read_done(db, a, &done, e))
		return false;
	for (int r = 0; r < done.n; r++) {
		int64_t number = db_cell_int(&done, r, 0);
		size_t hash_n;
		const void *hash = db_cell_blob(&done, r, 1, &hash_n);

		if (!check_one(find(list, n, number), number, hash, hash_n, e))
			return false;
	}
	for (int i = n - 1; i >= 0; i--)
		if (!has_run(&done, list[i].number))
			*next = &list[i];
	return true;
}

/* One transaction; *more: a file is missing, or was, and has now run. */
static bool step(struct db *db, const struct migration *list, int n,
	bool may_run, int64_t now, bool *more, struct err *e)
{
	const struct migration *next;
	struct arena a;
	bool ok;

	if (!db_begin(db, e))
		return false;
	arena_init(&a);
	ok = look(db, list, n, &a, &next, e) &&
	     (!next || !may_run || run_one(db, next, now, e));
	arena_release(&a);
	if (!ok) {
		db_rollback(db);
		return false;
	}
	*more = next != NULL;
	return db_commit(db, e);
}

bool migrate_run(struct db *db, const struct migration *list, int n,
	int64_t now, struct err *e)
{
	struct err after;
	bool more, ok;

	if (!step(db, list, n, false, now, &more, e))
		return false;
	if (!more)
		return true;
	ok = db_loosen(db, true, e);
	while (ok && more)
		ok = step(db, list, n, true, now, &more, e);
	if (db_loosen(db, false, &after))
		return ok;
	if (ok)
		*e = after;
	return false;
}

bool migrate_level(struct db *db, int *level, struct err *e)
{
	struct db_rows done;
	struct arena a;
	bool ok;

	arena_init(&a);
	ok = db_begin(db, e) && db_script(db, sql_table, e) &&
	     read_done(db, &a, &done, e);
	if (ok)
		*level = done.n == 0 ? 0
				     : (int)db_cell_int(&done, done.n - 1, 0);
	if (db_is_in_transaction(db))
		db_rollback(db);
	arena_release(&a);
	return ok;
}
