#include "store/target.h"

#include <stdlib.h>

#include "store/vault.h"

/*
 * Lists of ids go in as many parameters, always as many, so that a statement
 * is prepared once; places that are left over hold 0, which no row has.
 */
enum { IDS_AT_ONCE = 50, ROWS_AT_ONCE = IDS_AT_ONCE * 40 };
#define TEN(d)                                                                 \
	"$" d "0, $" d "1, $" d "2, $" d "3, $" d "4, $" d "5, $" d "6, $" d   \
	"7, $" d "8, $" d "9"
#define IDS                                                                    \
	"$1, $2, $3, $4, $5, $6, $7, $8, $9, " TEN("1") ", " TEN(              \
		"2") ", " TEN("3") ", " TEN("4") ", $50"

/* Runs `sql` for all ids, so many at a time, and hands over each row. */
typedef bool take_row_fn(void *ctx, struct store *s, const struct db_rows *r,
	int i, struct arena *a, struct err *e);

static bool each_of(struct store *s, const char *sql, const char *types,
	const int64_t *ids, size_t n, struct arena *a, take_row_fn *take,
	void *ctx, struct err *e)
{
	for (size_t from = 0; from < n; from += IDS_AT_ONCE) {
		struct db_value args[IDS_AT_ONCE];
		struct db_rows r;

		for (size_t i = 0; i < IDS_AT_ONCE; i++)
			args[i] = db_int(from + i < n ? ids[from + i] : 0);
		if (!db_run(s->db, sql, args, IDS_AT_ONCE, ROWS_AT_ONCE, a, &r,
			    e) ||
			!db_rows_are(&r, types, e))
			return false;
		for (int i = 0; i < r.n; i++)
			if (!take(ctx, s, &r, i, a, e))
				return false;
	}
	return true;
}

/* A list that grows in an arena. */
struct list {
	char *p;
	size_t n, room, each_bytes;
};

static void *list_add(struct list *l, struct arena *a)
{
	if (l->n == l->room) {
		size_t room = l->room ? l->room * 2 : 64;
		char *p = arena_take_n(a, room, l->each_bytes);

		if (l->n > 0)
			memcpy(p, l->p, l->n * l->each_bytes);
		l->p = p;
		l->room = room;
	}
	return l->p + l->n++ * l->each_bytes;
}

/* Every element begins with the id it is sorted by. */
static int by_id(const void *one, const void *other)
{
	int64_t x, y;

	memcpy(&x, one, sizeof(x));
	memcpy(&y, other, sizeof(y));
	return (x > y) - (x < y);
}

/* Distinct ids, in order, so that no row comes twice. */
static const int64_t *distinct(
	const int64_t *ids, size_t n, struct arena *a, size_t *out_n)
{
	int64_t *sorted = arena_new(a, int64_t, n);
	size_t k = 0;

	if (n > 0) {
		memcpy(sorted, ids, n * sizeof(*ids));
		qsort(sorted, n, sizeof(*sorted), by_id);
	}
	for (size_t i = 0; i < n; i++)
		if (sorted[i] != 0 && (k == 0 || sorted[k - 1] != sorted[i]))
			sorted[k++] = sorted[i];
	*out_n = k;
	return sorted;
}

/* --- visits -------------------------------------------------------------- */

static const char sql_visits[] =
	"SELECT id, clinic_id, patient_id, service_id, branch_id, doctor_id,"
	" start_at, revision, dialogue_id, price_kop, state,"
	" (SELECT count(*) FROM outbox o WHERE o.visit_id = visit.id"
	"   AND o.is_counted = 1 AND o.visit_revision = visit.revision"
	"   AND o.state IN ('sent', 'sending', 'uncertain'))"
	" FROM visit WHERE id IN (" IDS ") ORDER BY id";

static bool take_visit(void *ctx, struct store *s, const struct db_rows *r,
	int i, struct arena *a, struct err *e)
{
	struct target_visit *v = list_add(ctx, a);

	(void)s;
	*v = (struct target_visit){
		.id = db_cell_int(r, i, 0),
		.clinic_id = db_cell_int(r, i, 1),
		.patient_id = db_cell_int(r, i, 2),
		.service_id = db_cell_int(r, i, 3),
		.branch_id = db_cell_int(r, i, 4),
		.doctor_id = db_cell_int(r, i, 5),
		.start_at = db_cell_int(r, i, 6),
		.revision = db_cell_int(r, i, 7),
		.dialogue_id = db_cell_int(r, i, 8),
		.price_kop = db_cell_int(r, i, 9),
		.counted_n = (int)db_cell_int(r, i, 11),
	};
	if (!visit_state_named(db_cell_text(r, i, 10), &v->state))
		return err_set(e, ERR_INTERNAL, "target: no such visit state");
	return true;
}

bool store_target_visits(struct store *s, const int64_t *ids, size_t n,
	struct arena *a, struct target_visit **out, size_t *out_n,
	struct err *e)
{
	struct list l = {.each_bytes = sizeof(**out)};

	ids = distinct(ids, n, a, &n);
	if (!each_of(s, sql_visits, "iiIiiiiiIiti", ids, n, a, take_visit, &l,
		    e))
		return false;
	*out = (struct target_visit *)(void *)l.p;
	*out_n = l.n;
	return true;
}

const struct target_visit *target_visit_of(
	const struct target_visit *list, size_t n, int64_t id)
{
	return n ? bsearch(&id, list, n, sizeof(*list), by_id) : NULL;
}

/* --- addresses ----------------------------------------------------------- */

static const char sql_addresses[] =
	"SELECT patient_id, id, channel, address_enc, dead_at FROM address"
	" WHERE patient_id IN (" IDS ")"
	" ORDER BY patient_id, heard_at DESC, id DESC";

static bool take_address(void *ctx, struct store *s, const struct db_rows *r,
	int i, struct arena *a, struct err *e)
{
	struct target_address *at = list_add(ctx, a);
	struct vault_cell cell = {
		"address", "address_enc", db_cell_int(r, i, 1)};

	*at = (struct target_address){
		.patient_id = db_cell_int(r, i, 0),
		.id = cell.row_id,
		.channel = db_cell_text(r, i, 2),
		.is_dead = db_cell_int(r, i, 4) != 0,
	};
	if (vault_unseal(s, at->patient_id, cell, &r->cells[i * r->columns + 3],
		    a, &at->value, e))
		return true;
	/* His key is gone: he was erased, and is nowhere to be reached. */
	at->is_dead = true;
	at->value = "";
	return e->kind == ERR_NOT_FOUND;
}

bool store_target_addresses(struct store *s, const int64_t *patient_ids,
	size_t n, struct arena *a, struct target_address **out, size_t *out_n,
	struct err *e)
{
	struct list l = {.each_bytes = sizeof(**out)};

	patient_ids = distinct(patient_ids, n, a, &n);
	if (!each_of(s, sql_addresses, "iitbi", patient_ids, n, a, take_address,
		    &l, e))
		return false;
	*out = (struct target_address *)(void *)l.p;
	*out_n = l.n;
	return true;
}

/* --- consents ------------------------------------------------------------ */

static const char sql_consents[] =
	"SELECT patient_id, channel, withdrawn_at FROM consent"
	" WHERE purpose = 'service' AND patient_id IN (" IDS ")"
	" ORDER BY patient_id, given_at DESC, id DESC";

static bool take_consent(void *ctx, struct store *s, const struct db_rows *r,
	int i, struct arena *a, struct err *e)
{
	struct target_consent *c = list_add(ctx, a);

	(void)s;
	(void)e;
	*c = (struct target_consent){
		.patient_id = db_cell_int(r, i, 0),
		.channel = db_cell_text(r, i, 1),
		.is_withdrawn = db_cell_int(r, i, 2) != 0,
	};
	return true;
}

bool store_target_consents(struct store *s, const int64_t *patient_ids,
	size_t n, struct arena *a, struct target_consent **out, size_t *out_n,
	struct err *e)
{
	struct list l = {.each_bytes = sizeof(**out)};

	patient_ids = distinct(patient_ids, n, a, &n);
	if (!each_of(s, sql_consents, "iti", patient_ids, n, a, take_consent,
		    &l, e))
		return false;
	*out = (struct target_consent *)(void *)l.p;
	*out_n = l.n;
	return true;
}
