#ifndef DB_DB_H
#define DB_DB_H
/*
 * db/db - one door to SQL, the same for SQLite and PostgreSQL.  Names no
 * table; all SQL text stands in `store`.
 *
 *    struct database   process: the address, the pool, the commit group
 *        |  db_open                          (shared by all threads)
 *    struct db         one thread's handle; reads, transactions, notes
 *
 *    db_begin --> db_run, db_do, db_each ... --> db_commit   (durable)
 *                                           \--> db_rollback (nothing)
 *
 * Outside a transaction a reading statement sees what is committed, and a
 * writing one is a transaction of its own.  After a call inside a transaction
 * has failed, the transaction is dead: only db_rollback helps (PostgreSQL
 * insists on it, so SQLite does too).  To *expect* a conflict write
 * `ON CONFLICT DO NOTHING` and look at `changed`.
 *
 * On SQLite the transactions of all threads run one after the other on one
 * connection, in the order in which they began; those that wait for each other
 * are made durable by one fsync (see db_sqlite.c).  So a transaction must be
 * short: everybody who writes waits for it.  No deferred constraints: they
 * would fail the whole group.
 *
 * The common dialect: parameters $1, $2 ... in any order, bigint, text, bytea;
 * no float ever comes through (sum() of bigint does; write no avg()).  What
 * cannot be shared is a comment that the PostgreSQL driver replaces:
 *
 *    / *SKIP LOCKED* /     ->  FOR UPDATE SKIP LOCKED
 *    / *FOR UPDATE* /      ->  FOR UPDATE
 *    integer / *ROWID* /   ->  bigint
 *    WITHOUT ROWID / *CLUSTERED* /  ->  nothing
 *    / *SQLITE:* / ... / *:SQLITE* /  ->  a comment
 *
 * (without the blanks beside the slashes.)  With a LIMIT the first two stand
 * in `WITH picked AS MATERIALIZED (SELECT ...)` if that is a sub-select:
 * PostgreSQL may run a plain one several times, lock other rows each time and
 * exceed the limit.  The others are for schema files: SQLite finds a row by
 * an `integer PRIMARY KEY` itself, by any other through an index, unless the
 * rows lie in the order of that key.
 *
 * Errors, everywhere: ERR_CONFLICT a constraint refused; ERR_UNAVAILABLE busy,
 * full, input/output, deadlock, server gone - nothing was done, try later, with
 * the field "disk" if it is the disk that refuses;
 * ERR_UNCERTAIN the server went away while it committed: it may be done;
 * ERR_LIMIT more rows than allowed; ERR_INTERNAL wrong SQL or corrupt data.
 * Their texts hold names of ours and codes, never data.
 */
#include "base/arena.h"
#include "base/err.h"

enum db_type {
	DB_NULL,
	DB_INT,
	DB_TEXT,
	DB_BLOB,
	DB_TYPES /* how many */
};

/* One argument or one cell. */
struct db_value {
	enum db_type type;
	int64_t i;     /* DB_INT */
	const void *p; /* DB_TEXT (NUL-terminated), DB_BLOB; else NULL */
	size_t n;      /* bytes of p, without the NUL */
};

struct db_value db_null(void);
struct db_value db_int(int64_t i);
/* An id; 0 is NULL. */
struct db_value db_id(int64_t id);
/* Borrowed for the call; a NULL pointer is NULL. */
struct db_value db_text(const char *text);
struct db_value db_blob(const void *p, size_t n);

enum {
	DB_ARGS_MAX = 64,    /* parameters of one statement */
	DB_COLUMNS_MAX = 64, /* columns of one result */
	DB_TOPIC_MAX = 32,   /* bytes of a topic, NUL included */
};

/* Arguments in place: db_do(db, sql, DB_ARGS(db_id(1), db_text("x")), ...) */
#define DB_ARGS(...)                                                           \
	(const struct db_value[]){__VA_ARGS__},                                \
		(int)ARRAY_LEN(((const struct db_value[]){__VA_ARGS__}))
#define DB_NO_ARGS NULL, 0

/* A whole result, in the arena given to db_run. */
struct db_rows {
	const struct db_value *cells; /* n * columns, row by row */
	int n;
	int columns;
	int64_t changed; /* rows written by INSERT, UPDATE, DELETE */
};

struct database;
struct db;

struct db_options {
	/* PostgreSQL: the schema where all names live, made by
	 * db_script; [a-z0-9_]; NULL: public.  SQLite has a file each. */
	const char *schema;
	int deadline_ms; /* longest wait for one statement; 0: 10,000 */
	int group_n;     /* SQLite: most transactions a group; 0: 200 */
	int group_ms;    /* SQLite: longest a group stays open; 0: 10 */
};

/*
 * Opens "sqlite:PATH" (made with mode 0600 if absent; its folder must stand)
 * or "postgresql:CONNINFO", "postgresql://URI".  `options` may be NULL.
 * PostgreSQL is connected at first use and again after a loss.
 * ERR_INVALID: not such an address.  ERR_UNAVAILABLE: cannot be opened.
 */
MUST_USE bool database_open(const char *address,
	const struct db_options *options, struct database **out, struct err *e);

/* Every handle must be closed before.  NULL is allowed. */
void database_close(struct database *d);

/* "sqlite" or "postgresql". */
const char *database_engine(const struct database *d);

/* Opens a handle for one thread at a time. */
MUST_USE bool db_open(struct database *d, struct db **out, struct err *e);
/* Rolls back what is open.  NULL is allowed. */
void db_close(struct db *db);

/*
 * Runs one statement and returns all its rows in `a`.  More than `rows_max`
 * rows: ERR_LIMIT.  Arguments are as many as the highest $n.
 */
MUST_USE bool db_run(struct db *db, const char *sql,
	const struct db_value *args, int args_n, int rows_max, struct arena *a,
	struct db_rows *out, struct err *e);

/* Runs one statement that returns no rows; `changed` may be NULL. */
MUST_USE bool db_do(struct db *db, const char *sql, const struct db_value *args,
	int args_n, int64_t *changed, struct err *e);

/*
 * Runs one statement that returns no rows `n` times in the open transaction
 * (BUG_ON outside one), with args_n arguments each time, one set behind the
 * other in `args`.  changed[i], if not NULL: rows the i-th wrote.  On
 * PostgreSQL all go out before the first answer is waited for.
 */
MUST_USE bool db_do_many(struct db *db, const char *sql,
	const struct db_value *args, int args_n, size_t n, int64_t *changed,
	struct err *e);

/*
 * A number for what stands in `tables` (n names).  Taken outside a transaction
 * before rows were read, and again in a transaction: if both are equal, the
 * rows are still so, but for what this transaction itself has written.
 * PostgreSQL cannot tell: there no two are equal.
 */
uint64_t db_stamp(struct db *db, const char *const *tables, size_t n);

/*
 * Called with one row, borrowed until it returns.  Must not use the same
 * handle.  False, with *e filled, ends the reading.
 */
typedef bool db_row_fn(
	void *ctx, const struct db_value *cells, int columns, struct err *e);

/* Runs one statement and hands over its rows one by one, however many. */
MUST_USE bool db_each(struct db *db, const char *sql,
	const struct db_value *args, int args_n, db_row_fn *row, void *ctx,
	struct err *e);

/*
 * A transaction that may write.  Waits its turn, at most the deadline
 * (ERR_UNAVAILABLE).  Not nested (BUG_ON).
 */
MUST_USE bool db_begin(struct db *db, struct err *e);
/*
 * True only after everything is on the disk.  On false the transaction is
 * over: not done, or with ERR_UNCERTAIN perhaps done.
 */
MUST_USE bool db_commit(struct db *db, struct err *e);
/* Undoes the transaction; allowed after a failed db_commit, when none is. */
void db_rollback(struct db *db);
bool db_is_in_transaction(const struct db *db);

/* Whether the disk has refused anything (full, input/output), to whichever
 * handle of this process, since db_forgive. */
bool db_is_refused(const struct db *db);
/* To be said after a commit that wrote has succeeded. */
void db_forgive(struct db *db);

/* Runs many statements of a schema file in the open transaction; the only way
 * past the ban on CREATE, ALTER and DROP.  For db/migrate. */
MUST_USE bool db_script(struct db *db, const char *sql, struct err *e);

/* For migrate, between transactions: SQLite's scripts, of all handles, may now
 * rebuild what others refer to; ERR_CONFLICT: a reference to nothing stays. */
MUST_USE bool db_loosen(struct db *db, bool is_loose, struct err *e);

/*
 * Makes what was deleted from `table` unreadable on the disk too (SQLite: the
 * log is copied and cut; PostgreSQL: VACUUM).  Not in a transaction.
 * ERR_UNAVAILABLE: somebody still reads; try later.
 */
MUST_USE bool db_scrub(struct db *db, const char *table, struct err *e);

/*
 * Notes wake others about a topic ([a-z_]) and one number, e.g. an id.  Sent
 * in a transaction, they are heard only if it commits.  On SQLite they reach
 * the handles of this process, on PostgreSQL every process.
 */
enum db_heard {
	DB_HEARD_NOTHING, /* the time is over */
	DB_HEARD_NOTE,
	DB_HEARD_LOSS, /* some may be lost: look at everything */
};
struct db_note {
	enum db_heard heard;
	char topic[DB_TOPIC_MAX];
	int64_t number;
};
MUST_USE bool db_notify(
	struct db *db, const char *topic, int64_t number, struct err *e);
/* From now on this handle hears `topic`; a handle kept for listening. */
MUST_USE bool db_listen(struct db *db, const char *topic, struct err *e);
/* Waits at most `wait_ms` (0: only looks) for the next note. */
MUST_USE bool db_wait(
	struct db *db, int wait_ms, struct db_note *out, struct err *e);

/*
 * Cells of a result.  NULL reads as 0 and as a NULL text; a cell of another
 * type likewise, so a store function whose types may be damaged asks
 * db_rows_are first.
 */
const struct db_value *db_cell(const struct db_rows *rows, int row, int column);
int64_t db_cell_int(const struct db_rows *rows, int row, int column);
const char *db_cell_text(const struct db_rows *rows, int row, int column);
/* Returns the bytes and their count in *n. */
const void *db_cell_blob(
	const struct db_rows *rows, int row, int column, size_t *n);
bool db_cell_is_null(const struct db_rows *rows, int row, int column);

/*
 * Checks the columns: a letter each, `i` int, `t` text, `b` blob; a capital
 * allows NULL.  ERR_INTERNAL names row and column.
 */
MUST_USE bool db_rows_are(
	const struct db_rows *rows, const char *letters, struct err *e);

#endif
