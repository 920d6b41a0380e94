#ifndef DB_POSTGRES_CELL_H
#define DB_POSTGRES_CELL_H
/*
 * db/postgres_cell - values as PostgreSQL sends and takes them in binary.
 */
#include <libpq-fe.h>

#include "db/db.h"

/* Types by their fixed numbers in pg_type. */
enum {
	POSTGRES_BOOL = 16,
	POSTGRES_BYTEA = 17,
	POSTGRES_INT8 = 20,
	POSTGRES_INT2 = 21,
	POSTGRES_INT4 = 23,
	POSTGRES_TEXT = 25,
	POSTGRES_VARCHAR = 1043,
	POSTGRES_NUMERIC = 1700,
};

/* Arguments of one statement in libpq's form. */
struct postgres_args {
	Oid types[DB_ARGS_MAX];
	const char *values[DB_ARGS_MAX];
	int lengths[DB_ARGS_MAX];
	int formats[DB_ARGS_MAX];
	char numbers[DB_ARGS_MAX][8]; /* of the integers, big-endian */
};

/* Borrows texts and blobs of `args`. */
void postgres_args_fill(
	struct postgres_args *to, const struct db_value *args, int n);

/*
 * Reads one cell of a binary result; text and blob are borrowed from it.
 * ERR_INTERNAL: a type that does not come through this door, or a number
 * that is not whole or does not fit.
 */
MUST_USE bool postgres_cell(const PGresult *result, int row, int column,
	struct db_value *out, struct err *e);

#endif
