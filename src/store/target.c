#include "store/target.h"

#include <stdlib.h>

#include "store/ids.h"
#include "store/vault.h"

enum { ROWS_MAX = IDS_AT_ONCE * 40 };

uint64_t store_target_stamp(struct store *s)
{
	static const char *const tables[] = {
		"visit", "patient", "address", "consent"};

	return db_stamp(s->db, tables, ARRAY_LEN(tables));
}

/* --- visits -------------------------------------------------------------- */

static const char sql_visits[] =
	"SELECT id, clinic_id, patient_id, service_id, branch_id, doctor_id,"
	" start_at, revision, dialogue_id, price_kop, state"
	" FROM visit WHERE id IN (" IDS ") ORDER BY id";

static bool take_visit(void *ctx, struct store *s, const struct db_rows *r,
	int i, struct arena *a, struct err *e)
{
	struct target_visit *v = ids_add(ctx, a);

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
	};
	if (!visit_state_named(db_cell_text(r, i, 10), &v->state))
		return err_set(e, ERR_INTERNAL, "target: no such visit state");
	return true;
}

bool store_target_visits(struct store *s, const int64_t *ids, size_t n,
	struct arena *a, struct target_visit **out, size_t *out_n,
	struct err *e)
{
	struct ids_list l = ids_list_made(sizeof(**out), a);

	ids = ids_distinct(ids, n, a, &n);
	if (!ids_each(s, s->db, sql_visits, "iiIiiiiiIit", ids, n, IDS_AT_ONCE,
		    a, take_visit, &l, e))
		return false;
	*out = (struct target_visit *)(void *)l.p;
	*out_n = l.n;
	return true;
}

const struct target_visit *target_visit_of(
	const struct target_visit *list, size_t n, int64_t id)
{
	return n ? bsearch(&id, list, n, sizeof(*list), ids_compare) : NULL;
}

static const char sql_counts[] =
	"SELECT visit_id, visit_revision, count(*) FROM outbox"
	" WHERE visit_id IN (" IDS ") AND is_counted = 1"
	" AND state IN ('sent', 'sending', 'uncertain')"
	" GROUP BY visit_id, visit_revision";

struct counts {
	struct target_visit *visits;
	size_t n;
};

static bool take_count(void *ctx, struct store *s, const struct db_rows *r,
	int i, struct arena *a, struct err *e)
{
	const struct counts *to = ctx;
	int64_t id = db_cell_int(r, i, 0);
	struct target_visit *v =
		bsearch(&id, to->visits, to->n, sizeof(*v), ids_compare);

	(void)s, (void)a, (void)e;
	if (v->revision == db_cell_int(r, i, 1))
		v->counted_n = (int)db_cell_int(r, i, 2);
	return true;
}

bool store_target_counts(struct store *s, struct target_visit *visits, size_t n,
	struct arena *a, struct err *e)
{
	struct counts to = {visits, n};
	int64_t *ids = arena_new(a, int64_t, n);

	for (size_t i = 0; i < n; i++) {
		ids[i] = visits[i].id;
		visits[i].counted_n = 0;
	}
	return ids_each(s, s->db, sql_counts, "iii", ids, n, ROWS_MAX, a,
		take_count, &to, e);
}

/* --- addresses ----------------------------------------------------------- */

static const char sql_addresses[] =
	"SELECT patient_id, id, channel, address_enc, dead_at FROM address"
	" WHERE patient_id IN (" IDS ")"
	" ORDER BY patient_id, heard_at DESC, id DESC";

static bool take_address(void *ctx, struct store *s, const struct db_rows *r,
	int i, struct arena *a, struct err *e)
{
	struct target_address *at = ids_add(ctx, a);
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
	struct ids_list l = ids_list_made(sizeof(**out), a);

	patient_ids = ids_distinct(patient_ids, n, a, &n);
	if (!ids_each(s, s->db, sql_addresses, "iitbi", patient_ids, n,
		    ROWS_MAX, a, take_address, &l, e))
		return false;
	*out = (struct target_address *)(void *)l.p;
	*out_n = l.n;
	return true;
}

/* --- consents ------------------------------------------------------------ */

static const char sql_consents[] =
	"SELECT patient_id, channel, withdrawn_at FROM consent"
	" WHERE purpose = 'service' AND patient_id IN (" IDS ")"
	" ORDER BY patient_id, given_at, id";

static bool take_consent(void *ctx, struct store *s, const struct db_rows *r,
	int i, struct arena *a, struct err *e)
{
	struct target_consent *c = ids_add(ctx, a);

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
	struct ids_list l = ids_list_made(sizeof(**out), a);

	patient_ids = ids_distinct(patient_ids, n, a, &n);
	if (!ids_each(s, s->db, sql_consents, "iti", patient_ids, n, ROWS_MAX,
		    a, take_consent, &l, e))
		return false;
	*out = (struct target_consent *)(void *)l.p;
	*out_n = l.n;
	return true;
}

/* --- finding again -------------------------------------------------------- */

/* The first of n elements whose first id is not below `id`. */
static size_t lower(const void *list, size_t n, size_t each_bytes, int64_t id)
{
	size_t from = 0;

	while (n > 0) {
		size_t half = n / 2;

		if (ids_compare((const char *)list + (from + half) * each_bytes,
			    &id) < 0) {
			from += half + 1;
			n -= half + 1;
		} else {
			n = half;
		}
	}
	return from;
}

const struct target_address *target_addresses_of(
	const struct target_address *list, size_t n, int64_t patient_id)
{
	return list + lower(list, n, sizeof(*list), patient_id);
}

const struct target_consent *target_consents_of(
	const struct target_consent *list, size_t n, int64_t patient_id)
{
	return list + lower(list, n, sizeof(*list), patient_id);
}
