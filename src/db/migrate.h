#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H
/*
 * db/migrate - brings a schema to its newest form, forward only.
 *
 * Files schema/NNNN_name.sql, the same text for both engines, are compiled
 * into the program.  Each runs once, in a transaction of its own, and leaves a
 * row with its number and the hash of its text.
 */
#include "db/db.h"

struct migration {
	int number; /* 1, 2 ... growing; a number may be missing */
	const char *name;
	const char *sql;
};

/*
 * Runs what is missing; `now` (unix s UTC) is recorded.  Two processes that
 * start together do it once.  Meanwhile foreign keys are not looked after on
 * any handle of this process (db_loosen).  ERR_CONFLICT, nothing changed: the
 * database knows a migration that this program does not, or one of another
 * text; or a file leaves rows that refer to nothing.
 */
MUST_USE bool migrate_run(struct db *db, const struct migration *list, int n,
	int64_t now, struct err *e);

/* The highest number that has run; 0 in an empty database. */
MUST_USE bool migrate_level(struct db *db, int *level, struct err *e);

#endif
