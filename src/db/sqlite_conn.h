#ifndef DB_SQLITE_CONN_H
#define DB_SQLITE_CONN_H
/*
 * db/sqlite_conn - one SQLite connection: settings, prepared statements,
 * binding and errors.  Knows nothing of threads or groups.
 */
#include "db/db.h"

struct sqlite_conn;

enum sqlite_role {
	SQLITE_ROLE_READER, /* refuses to change anything */
	SQLITE_ROLE_WRITER,
};

/* Opens and sets up; asserts WAL and synchronous=FULL by reading them back. */
MUST_USE bool sqlite_conn_open(const char *path, enum sqlite_role role,
	int busy_ms, struct sqlite_conn **out, struct err *e);
void sqlite_conn_close(struct sqlite_conn *c);

/* Says whether `sql` only reads; compiles and keeps it. */
MUST_USE bool sqlite_conn_is_read(
	struct sqlite_conn *c, const char *sql, bool *is_read, struct err *e);

/* As the driver's `each`. */
MUST_USE bool sqlite_conn_each(struct sqlite_conn *c, const char *sql,
	const struct db_value *args, int args_n, db_row_fn *row, void *ctx,
	int64_t *changed, struct err *e);

/* As the driver's `many`. */
MUST_USE bool sqlite_conn_many(struct sqlite_conn *c, const char *sql,
	const struct db_value *args, int args_n, size_t n, int64_t *changed,
	struct err *e);

/*
 * Tables are told apart by one of SQLITE_TABLES bits, which some share: of one,
 * and of all that were written since this was asked last.
 */
enum { SQLITE_TABLES = 64 };
int sqlite_conn_bit(const char *table);
uint64_t sqlite_conn_written(struct sqlite_conn *c);
/* Changes when another connection, also of another process, has committed. */
MUST_USE bool sqlite_conn_version(
	struct sqlite_conn *c, int64_t *version, struct err *e);

/* Runs a command of the driver: BEGIN, SAVEPOINT ... */
MUST_USE bool sqlite_conn_command(
	struct sqlite_conn *c, const char *sql, struct err *e);

/* Many statements with leave to change the schema. */
MUST_USE bool sqlite_conn_script(
	struct sqlite_conn *c, const char *sql, struct err *e);

/*
 * Outside of a transaction: whether scripts may leave references to nothing in
 * between; each is refused that does so at its end.
 */
MUST_USE bool sqlite_conn_loosen(
	struct sqlite_conn *c, bool is_loose, struct err *e);

/* False if no transaction is open, e.g. since SQLite rolled it back. */
bool sqlite_conn_in_transaction(struct sqlite_conn *c);

/* Pages in the log after the last commit of this connection. */
int sqlite_conn_log_pages(const struct sqlite_conn *c);

/*
 * Copies of the log into the file what no reader is in the way of; waits for
 * nobody.  What stays for whatever reason is copied another time.
 */
void sqlite_conn_copy_log(struct sqlite_conn *c);

/* Moves the log into the file and cuts it; ERR_UNAVAILABLE if one reads. */
MUST_USE bool sqlite_conn_checkpoint(struct sqlite_conn *c, struct err *e);

#endif
