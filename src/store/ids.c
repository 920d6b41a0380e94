#include "store/ids.h"

#include <stdlib.h>

enum { LIST_FIRST = 64 };

bool ids_each(struct store *s, struct db *db, const char *sql,
	const char *types, const int64_t *ids, size_t n, int rows_max,
	struct arena *a, ids_row_fn *take, void *ctx, struct err *e)
{
	for (size_t from = 0; from < n; from += IDS_AT_ONCE) {
		struct db_value args[IDS_AT_ONCE];
		struct db_rows r;

		for (size_t i = 0; i < IDS_AT_ONCE; i++)
			args[i] = db_int(from + i < n ? ids[from + i] : 0);
		if (!db_run(db, sql, args, IDS_AT_ONCE, rows_max, a, &r, e) ||
			!db_rows_are(&r, types, e))
			return false;
		for (int i = 0; i < r.n; i++)
			if (!take(ctx, s, &r, i, a, e))
				return false;
	}
	return true;
}

struct ids_list ids_list_made(size_t each_bytes, struct arena *a)
{
	return (struct ids_list){.p = arena_take_n(a, LIST_FIRST, each_bytes),
		.room = LIST_FIRST,
		.each_bytes = each_bytes};
}

void *ids_add(struct ids_list *l, struct arena *a)
{
	if (l->n == l->room) {
		char *p = arena_take_n(a, l->room * 2, l->each_bytes);

		memcpy(p, l->p, l->n * l->each_bytes);
		l->p = p;
		l->room *= 2;
	}
	return l->p + l->n++ * l->each_bytes;
}

int ids_compare(const void *one, const void *other)
{
	int64_t x, y;

	memcpy(&x, one, sizeof(x));
	memcpy(&y, other, sizeof(y));
	return (x > y) - (x < y);
}

const int64_t *ids_distinct(
	const int64_t *ids, size_t n, struct arena *a, size_t *out_n)
{
	int64_t *sorted = arena_new(a, int64_t, n);
	size_t k = 0;

	if (n > 0) {
		memcpy(sorted, ids, n * sizeof(*ids));
		qsort(sorted, n, sizeof(*sorted), ids_compare);
	}
	for (size_t i = 0; i < n; i++)
		if (sorted[i] != 0 && (k == 0 || sorted[k - 1] != sorted[i]))
			sorted[k++] = sorted[i];
	*out_n = k;
	return sorted;
}
