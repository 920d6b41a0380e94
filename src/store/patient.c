#include "store/patient.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/limits.h"
#include "store/ids.h"
#include "store/vault.h"

enum { PERSON_BYTES_MAX = 8 * NAME_BYTES_MAX };

static struct vault_cell person_cell(int64_t patient_id)
{
	return (struct vault_cell){"patient", "person_enc", patient_id};
}

static const char *person_write(
	const struct person *p, struct arena *a, struct err *e)
{
	struct buf b;
	struct json_out w = {.b = &b};

	buf_init(&b, a, PERSON_BYTES_MAX);
	json_open(&w, NULL, '{');
	json_put_text(&w, "last", p->last);
	json_put_text(&w, "first", p->first);
	json_put_text(&w, "middle", p->middle);
	json_put_text(&w, "phone", p->phone);
	json_put_text(&w, "birth", p->birth);
	json_close(&w, '}');
	return buf_done(&b, e) ? b.p : NULL;
}

static bool person_read(
	const char *text, struct arena *a, struct person *out, struct err *e)
{
	const struct json *j;

	*out = (struct person){"", "", "", "", ""};
	if (text == NULL)
		return true;
	return json_parse(a, text, strlen(text), &j, e) &&
	       json_get_text(j, "last", "", &out->last, e) &&
	       json_get_text(j, "first", "", &out->first, e) &&
	       json_get_text(j, "middle", "", &out->middle, e) &&
	       json_get_text(j, "phone", "", &out->phone, e) &&
	       json_get_text(j, "birth", "", &out->birth, e);
}

/* The two sealed or hashed columns of a person. */
static bool person_seal(struct store *s, const struct patient *p,
	struct arena *a, struct db_value *sealed, struct db_value *hash,
	struct err *e)
{
	const char *text = person_write(&p->person, a, e);

	if (text == NULL)
		return false;
	*hash = *p->person.phone == '\0' ? db_null()
					 : vault_blind(s, p->clinic_id, "phone",
						   p->person.phone, a);
	return vault_seal(s, p->id, person_cell(p->id), text, a, sealed, e);
}

static const char sql_insert[] =
	"INSERT INTO patient (id, clinic_id, state, person_enc, phone_hash,"
	" sex, zone, source, created_at, updated_at)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)";

bool store_patient_insert(struct store *s, const struct patient *p,
	struct arena *a, struct err *e)
{
	struct db_value sealed, hash;

	return person_seal(s, p, a, &sealed, &hash, e) &&
	       db_do(s->db, sql_insert,
		       DB_ARGS(db_int(p->id), db_int(p->clinic_id),
			       db_text(patient_state_name(p->state)), sealed,
			       hash, db_text(sex_name(p->sex)),
			       db_text(p->zone), db_text(p->source),
			       db_int(p->created_at)),
		       NULL, e);
}

static const char sql_update[] =
	"UPDATE patient SET state = $1, person_enc = $2, phone_hash = $3,"
	" sex = $4, zone = $5, updated_at = $6"
	" WHERE id = $7 AND clinic_id = $8";

bool store_patient_update(struct store *s, const struct patient *p, int64_t now,
	struct arena *a, struct err *e)
{
	struct db_value sealed, hash;

	return person_seal(s, p, a, &sealed, &hash, e) &&
	       db_do(s->db, sql_update,
		       DB_ARGS(db_text(patient_state_name(p->state)), sealed,
			       hash, db_text(sex_name(p->sex)),
			       db_text(p->zone), db_int(now), db_int(p->id),
			       db_int(p->clinic_id)),
		       NULL, e);
}

#define PATIENT_COLUMNS                                                        \
	"id, clinic_id, state, person_enc, sex, zone, source, created_at"
#define PATIENT_TYPES "iitBttti"

/* Whose key is gone has no name; nobody else may be lost so quietly. */
static bool person_open(struct store *s, const struct db_value *sealed,
	struct patient *p, struct arena *a, struct err *e)
{
	const char *text = NULL;

	if (p->state != PATIENT_ERASED &&
		!vault_unseal(
			s, p->id, person_cell(p->id), sealed, a, &text, e)) {
		if (e->kind != ERR_NOT_FOUND)
			return false;
		p->state = PATIENT_ERASED;
	}
	return person_read(text, a, &p->person, e);
}

/* All but the person. */
static bool patient_head(
	const struct db_rows *r, int i, struct patient *out, struct err *e)
{
	*out = (struct patient){
		.id = db_cell_int(r, i, 0),
		.clinic_id = db_cell_int(r, i, 1),
		.sex = sex_named(db_cell_text(r, i, 4)),
		.zone = db_cell_text(r, i, 5),
		.source = db_cell_text(r, i, 6),
		.created_at = db_cell_int(r, i, 7),
	};
	return patient_state_named(db_cell_text(r, i, 2), &out->state) ||
	       err_set(e, ERR_INTERNAL, "patient: no such state");
}

static bool patient_of(struct store *s, const struct db_rows *r, int i,
	struct arena *a, struct patient *out, struct err *e)
{
	return patient_head(r, i, out, e) &&
	       person_open(s, db_cell(r, i, 3), out, a, e);
}

static bool patients_of(struct store *s, const struct db_rows *r,
	struct arena *a, const struct patient **out, size_t *n, struct err *e)
{
	struct patient *list = arena_new(a, struct patient, (size_t)r->n);

	if (!db_rows_are(r, PATIENT_TYPES, e))
		return false;
	for (int i = 0; i < r->n; i++)
		if (!patient_of(s, r, i, a, &list[i], e))
			return false;
	*out = list;
	*n = (size_t)r->n;
	return true;
}

static const char sql_find[] =
	"SELECT " PATIENT_COLUMNS
	" FROM patient WHERE id = $1 AND (clinic_id = $2 OR $2 = 0)";
static const char sql_lock[] =
	"SELECT " PATIENT_COLUMNS
	" FROM patient WHERE id = $1 AND (clinic_id = $2 OR $2 = 0)"
	" /*FOR UPDATE*/";

bool store_patient_find(struct store *s, int64_t clinic_id, int64_t patient_id,
	bool lock, struct arena *a, struct patient *out, struct err *e)
{
	const struct patient *list;
	struct db_rows r;
	size_t n;

	if (!db_run(s->db, lock ? sql_lock : sql_find,
		    DB_ARGS(db_int(patient_id), db_int(clinic_id)), 1, a, &r,
		    e) ||
		!patients_of(s, &r, a, &list, &n, e))
		return false;
	if (n == 0)
		return err_field(e, ERR_NOT_FOUND, "patient", "no such one");
	*out = list[0];
	return true;
}

static const char sql_by_phone[] =
	"SELECT " PATIENT_COLUMNS " FROM patient"
	" WHERE clinic_id = $1 AND phone_hash = $2 ORDER BY id";

bool store_patient_by_phone(struct store *s, int64_t clinic_id,
	const char *phone, struct arena *a, const struct patient **out,
	size_t *n, struct err *e)
{
	struct db_rows r;

	return db_run(s->db, sql_by_phone,
		       DB_ARGS(db_int(clinic_id),
			       vault_blind(s, clinic_id, "phone", phone, a)),
		       PATIENTS_OF_PHONE_MAX, a, &r, e) &&
	       patients_of(s, &r, a, out, n, e);
}

static const char sql_list[] =
	"SELECT " PATIENT_COLUMNS " FROM patient WHERE id IN (" IDS ")"
	" ORDER BY id";

struct listing {
	struct patient *p;
	struct db_value *sealed;
	size_t n;
	const struct patient_list *known;
};

static bool is_same(const struct db_value *a, const struct db_value *b)
{
	return a->type == DB_BLOB && b->type == DB_BLOB && a->n == b->n &&
	       memcmp(a->p, b->p, a->n) == 0;
}

/* The known one whose person need not be opened again; NULL: there is none. */
static const struct patient *still_known(const struct patient_list *known,
	struct store *s, int64_t id, const struct db_value *sealed)
{
	const struct patient *p = known ? patient_list_find(known, id) : NULL;

	return p && vault_holds(s, id) &&
			       is_same(sealed, &known->sealed[p - known->p])
		       ? p
		       : NULL;
}

static bool take_patient(void *ctx, struct store *s, const struct db_rows *r,
	int i, struct arena *a, struct err *e)
{
	struct listing *l = ctx;
	const struct db_value *sealed = db_cell(r, i, 3);
	const struct patient *p =
		still_known(l->known, s, db_cell_int(r, i, 0), sealed);
	struct patient *to = &l->p[l->n];

	l->sealed[l->n++] = *sealed;
	if (!patient_head(r, i, to, e))
		return false;
	if (!p || to->state == PATIENT_ERASED)
		return person_open(s, sealed, to, a, e);
	to->person = p->person;
	return true;
}

bool store_patient_list(struct store *s, const int64_t *ids, size_t ids_n,
	const struct patient_list *known, struct arena *a,
	struct patient_list *out, struct err *e)
{
	struct listing l = {.known = known};

	ids = ids_distinct(ids, ids_n, a, &ids_n);
	l.p = arena_new(a, struct patient, ids_n);
	l.sealed = arena_new(a, struct db_value, ids_n);
	if (!vault_warm(s, ids, ids_n, a, e) ||
		!ids_each(s, s->db, sql_list, PATIENT_TYPES, ids, ids_n,
			IDS_AT_ONCE, a, take_patient, &l, e))
		return false;
	*out = (struct patient_list){l.p, l.sealed, l.n};
	return true;
}

const struct patient *patient_list_find(
	const struct patient_list *list, int64_t id)
{
	return list->n ? bsearch(&id, list->p, list->n, sizeof(*list->p),
				 ids_compare)
		       : NULL;
}

static const char sql_erase[] =
	"UPDATE patient SET state = 'erased', person_enc = NULL,"
	" phone_hash = NULL, sex = '-', zone = '', updated_at = $1"
	" WHERE id = $2 AND clinic_id = $3";

bool store_patient_erase(struct store *s, int64_t clinic_id, int64_t patient_id,
	int64_t now, struct err *e)
{
	return db_do(s->db, sql_erase,
		DB_ARGS(db_int(now), db_int(patient_id), db_int(clinic_id)),
		NULL, e);
}

static const char sql_erased_n[] =
	"SELECT count(*) FROM patient WHERE state = 'erased'";

bool store_patient_erased_n(
	struct store *s, struct arena *a, int64_t *n, struct err *e)
{
	struct db_rows r;

	if (!db_run(s->db, sql_erased_n, DB_NO_ARGS, 1, a, &r, e))
		return false;
	*n = db_cell_int(&r, 0, 0);
	return true;
}

static const char sql_erased[] =
	"SELECT id FROM patient WHERE state = 'erased' AND id > $1"
	" ORDER BY id LIMIT $2";

bool store_patient_erased(struct store *s, int64_t after, int max,
	struct arena *a, const int64_t **ids, size_t *n, struct err *e)
{
	struct db_rows r;
	int64_t *list;

	if (!db_run(s->db, sql_erased, DB_ARGS(db_int(after), db_int(max)), max,
		    a, &r, e))
		return false;
	list = arena_new(a, int64_t, (size_t)r.n);
	for (int i = 0; i < r.n; i++)
		list[i] = db_cell_int(&r, i, 0);
	*ids = list;
	*n = (size_t)r.n;
	return true;
}
