#ifndef DB_DB_DRIVER_H
#define DB_DB_DRIVER_H
/*
 * db/db_driver - what a driver must do; only for files of this room.
 *
 * Transactions, dead ones included, and the collecting of rows are counted
 * once for all in db.c; a driver does what its engine alone can do.  Each
 * driver's own struct begins with struct database or struct db.
 */
#include <stdatomic.h>

#include "db/db.h"

struct db_driver {
	const char *scheme; /* "sqlite" of "sqlite:..." */
	bool (*open)(const char *rest, const struct db_options *options,
		struct database **out, struct err *e);
	void (*close)(struct database *d);
	bool (*attach)(struct database *d, struct db **out, struct err *e);
	void (*detach)(struct db *db);
	/* `changed` is never NULL; `row` may be, for no rows. */
	bool (*each)(struct db *db, const char *sql,
		const struct db_value *args, int args_n, db_row_fn *row,
		void *ctx, int64_t *changed, struct err *e);
	/* In a transaction; changed[i] is of the i-th of `n`. */
	bool (*many)(struct db *db, const char *sql,
		const struct db_value *args, int args_n, size_t n,
		int64_t *changed, struct err *e);
	uint64_t (*stamp)(struct db *db, const char *const *tables, size_t n);
	bool (*begin)(struct db *db, struct err *e);
	/* Ends the transaction either way. */
	bool (*commit)(struct db *db, struct err *e);
	void (*rollback)(struct db *db);
	bool (*script)(struct db *db, const char *sql, struct err *e);
	bool (*loosen)(struct db *db, bool is_loose, struct err *e);
	bool (*scrub)(struct db *db, const char *table, struct err *e);
	bool (*notify)(struct db *db, const char *topic, int64_t number,
		struct err *e);
	bool (*listen)(struct db *db, const char *topic, struct err *e);
	bool (*wait)(
		struct db *db, int wait_ms, struct db_note *out, struct err *e);
};

struct database {
	const struct db_driver *driver;
	const char *engine;     /* "sqlite", "postgresql" */
	atomic_bool is_refused; /* see db_is_refused */
};

struct db {
	const struct db_driver *driver;
	struct database *home;
	bool is_in_transaction;
	bool is_dead; /* a call in this transaction failed */
	bool is_busy; /* rows are being handed over */
};

extern const struct db_driver db_sqlite;
extern const struct db_driver db_postgres;

/* The highest $n of a statement, outside quotes; 0 without any. */
int db_params(const char *sql);

#endif
