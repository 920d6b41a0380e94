#ifndef STORE_IDS_H
#define STORE_IDS_H
/*
 * store/ids - one query for many ids, so many at a time.  Only for files of
 * this room.
 *
 * Lists of ids go in as many parameters, always as many, so that a statement
 * is prepared once; places that are left over hold 0, which no row has.
 */
#include "db/db.h"

struct store;

enum { IDS_AT_ONCE = 50 };

#define IDS_TEN(d)                                                             \
	"$" d "0, $" d "1, $" d "2, $" d "3, $" d "4, $" d "5, $" d "6, $" d   \
	"7, $" d "8, $" d "9"
/* As in "id IN (" IDS ")". */
#define IDS                                                                    \
	"$1, $2, $3, $4, $5, $6, $7, $8, $9, " IDS_TEN("1") ", " IDS_TEN(      \
		"2") ", " IDS_TEN("3") ", " IDS_TEN("4") ", $50"

/* Takes one row. */
typedef bool ids_row_fn(void *ctx, struct store *s, const struct db_rows *r,
	int i, struct arena *a, struct err *e);

/*
 * Runs `sql` for all ids on `db` and hands over each row, whose types are
 * checked as by db_rows_are; at most rows_max for so many ids at once.
 */
MUST_USE bool ids_each(struct store *s, struct db *db, const char *sql,
	const char *types, const int64_t *ids, size_t n, int rows_max,
	struct arena *a, ids_row_fn *take, void *ctx, struct err *e);

/* The distinct ids that are not 0, in order, in `a`. */
const int64_t *ids_distinct(
	const int64_t *ids, size_t n, struct arena *a, size_t *out_n);

/* A list that grows in an arena; every element begins with an id. */
struct ids_list {
	char *p;
	size_t n, room, each_bytes;
};
struct ids_list ids_list_made(size_t each_bytes, struct arena *a);
void *ids_add(struct ids_list *l, struct arena *a);

/* Compares two elements that begin with their ids. */
int ids_compare(const void *one, const void *other);

#endif
