#ifndef STORE_STORE_H
#define STORE_STORE_H
/*
 * store/store - the data and their keys, opened together.
 *
 *    struct storage   process: main database, keys' database, vault, keys
 *        |  store_init
 *    struct store     one thread's handles; every function of this room
 *                     takes one first
 *
 * SQLite: zabota.db, and keys.db in the same folder, because backups of the
 * keys must die sooner than those of the data.  PostgreSQL: one server, the
 * keys in a schema of their own, dumped apart.
 *
 * Transactions are opened by `app`: db_begin(s->db, e) ... db_commit(s->db, e).
 */
#include "db/db.h"
#include "os/crypto.h"

struct storage;
struct vault;
struct db_fault;

struct storage_options {
	const char *schema;       /* PostgreSQL; NULL: public */
	const char *vault_schema; /* PostgreSQL; NULL: vault */
	int deadline_ms;          /* of one statement; 0: 10,000 */
	struct db_fault *fault;   /* tests: breaks the main database's calls */
};

struct store {
	struct db *db;                  /* the data */
	struct db *keys_db;             /* the vault's own; nobody else's */
	struct vault *vault;            /* shared, see store/vault.h */
	const struct crypto_keys *keys; /* shared */
};

/*
 * Opens the databases at `address` (see database_open) without looking into
 * them.  `keys` must live longer; `options` may be NULL.  Errors as
 * database_open.
 */
MUST_USE bool storage_open(const char *address, const struct crypto_keys *keys,
	const struct storage_options *options, struct storage **out,
	struct err *e);
void storage_close(struct storage *storage);

/*
 * Brings both schemas to the newest form; does nothing if they are.  `now` is
 * recorded (unix s UTC).  ERR_CONFLICT: the schema is newer than this program,
 * or is not what this program once made.
 */
MUST_USE bool storage_migrate(
	struct storage *storage, int64_t now, struct err *e);

/* True in *empty if nothing was ever stored here: no schema stands. */
MUST_USE bool storage_is_empty(
	struct storage *storage, bool *empty, struct err *e);

/* Opens one thread's handles.  Errors as db_open. */
MUST_USE bool store_init(
	struct store *s, struct storage *storage, struct err *e);
/*
 * Whether it can store at `now`; only after the disk has refused something it
 * tries, and writes.  ERR_UNAVAILABLE: it still refuses.
 */
MUST_USE bool store_health(struct store *s, int64_t now, struct err *e);

/* Rolls back what is open. */
void store_release(struct store *s);

#endif
