#include "store/visit.h"

#include "store/vault.h"

static struct vault_cell complaint_cell(int64_t visit_id)
{
	return (struct vault_cell){"visit", "complaint_enc", visit_id};
}

static const char sql_insert[] =
	"INSERT INTO visit (id, clinic_id, patient_id, service_id, branch_id,"
	" doctor_id, room_id, device_id, start_at, end_at, busy_from, busy_to,"
	" state, revision, held_until, holder_id, source, dialogue_id,"
	" price_kop, complaint_enc, booked_at, confirmed_at, moved_at,"
	" ended_at, created_at)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,"
	" $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)";

bool store_visit_insert(struct store *s, const struct visit *v,
	const char *complaint, struct arena *a, struct err *e)
{
	struct db_value sealed = db_null();

	if (complaint != NULL &&
		!vault_seal(s, v->patient_id, complaint_cell(v->id), complaint,
			a, &sealed, e))
		return false;
	return db_do(s->db, sql_insert,
		DB_ARGS(db_int(v->id), db_int(v->clinic_id),
			db_id(v->patient_id), db_int(v->service_id),
			db_int(v->branch_id), db_int(v->doctor_id),
			db_int(v->room_id), db_int(v->device_id),
			db_int(v->start_at), db_int(v->end_at),
			db_int(v->busy_from_at), db_int(v->busy_to_at),
			db_text(visit_state_name(v->state)),
			db_int(v->revision), db_int(v->held_until),
			db_int(v->holder_id), db_text(v->source),
			db_int(v->dialogue_id), db_int(v->price_kop), sealed,
			db_int(v->booked_at), db_int(v->confirmed_at),
			db_int(v->moved_at), db_int(v->ended_at),
			db_int(v->created_at)),
		NULL, e);
}

static const char sql_update[] =
	"UPDATE visit SET patient_id = $1, branch_id = $2, doctor_id = $3,"
	" room_id = $4, device_id = $5, start_at = $6, end_at = $7,"
	" busy_from = $8, busy_to = $9, state = $10, revision = $11,"
	" held_until = $12, holder_id = $13, source = $14, dialogue_id = $15,"
	" price_kop = $16, booked_at = $17, confirmed_at = $18,"
	" moved_at = $19, ended_at = $20 WHERE id = $21";

bool store_visit_update(struct store *s, const struct visit *v, struct err *e)
{
	return db_do(s->db, sql_update,
		DB_ARGS(db_id(v->patient_id), db_int(v->branch_id),
			db_int(v->doctor_id), db_int(v->room_id),
			db_int(v->device_id), db_int(v->start_at),
			db_int(v->end_at), db_int(v->busy_from_at),
			db_int(v->busy_to_at),
			db_text(visit_state_name(v->state)),
			db_int(v->revision), db_int(v->held_until),
			db_int(v->holder_id), db_text(v->source),
			db_int(v->dialogue_id), db_int(v->price_kop),
			db_int(v->booked_at), db_int(v->confirmed_at),
			db_int(v->moved_at), db_int(v->ended_at),
			db_int(v->id)),
		NULL, e);
}

static const char sql_complain[] =
	"UPDATE visit SET complaint_enc = $1 WHERE id = $2";

bool store_visit_complain(struct store *s, const struct visit *v,
	const char *complaint, struct arena *a, struct err *e)
{
	struct db_value sealed;

	return vault_seal(s, v->patient_id, complaint_cell(v->id), complaint, a,
		       &sealed, e) &&
	       db_do(s->db, sql_complain, DB_ARGS(sealed, db_int(v->id)), NULL,
		       e);
}

static const char sql_complaint[] =
	"SELECT complaint_enc FROM visit WHERE id = $1";

bool store_visit_complaint(struct store *s, const struct visit *v,
	struct arena *a, const char **complaint, struct err *e)
{
	struct db_rows r;

	if (!db_run(s->db, sql_complaint, DB_ARGS(db_int(v->id)), 1, a, &r,
		    e) ||
		!db_rows_are(&r, "B", e))
		return false;
	*complaint = NULL;
	return r.n == 0 || vault_unseal(s, v->patient_id, complaint_cell(v->id),
				   &r.cells[0], a, complaint, e);
}

#define VISIT_COLUMNS                                                          \
	"id, clinic_id, patient_id, service_id, branch_id, doctor_id,"         \
	" room_id, device_id, start_at, end_at, busy_from, busy_to, state,"    \
	" revision, held_until, holder_id, source, dialogue_id, price_kop,"    \
	" booked_at, confirmed_at, moved_at, ended_at, created_at"
#define VISIT_TYPES "iiIiiiiiiiiitiiitiiiiiii"

static bool visit_of(
	const struct db_rows *r, int i, struct visit *out, struct err *e)
{
	*out = (struct visit){
		.id = db_cell_int(r, i, 0),
		.clinic_id = db_cell_int(r, i, 1),
		.patient_id = db_cell_int(r, i, 2),
		.service_id = db_cell_int(r, i, 3),
		.branch_id = db_cell_int(r, i, 4),
		.doctor_id = db_cell_int(r, i, 5),
		.room_id = db_cell_int(r, i, 6),
		.device_id = db_cell_int(r, i, 7),
		.start_at = db_cell_int(r, i, 8),
		.end_at = db_cell_int(r, i, 9),
		.busy_from_at = db_cell_int(r, i, 10),
		.busy_to_at = db_cell_int(r, i, 11),
		.revision = db_cell_int(r, i, 13),
		.held_until = db_cell_int(r, i, 14),
		.holder_id = db_cell_int(r, i, 15),
		.source = db_cell_text(r, i, 16),
		.dialogue_id = db_cell_int(r, i, 17),
		.price_kop = db_cell_int(r, i, 18),
		.booked_at = db_cell_int(r, i, 19),
		.confirmed_at = db_cell_int(r, i, 20),
		.moved_at = db_cell_int(r, i, 21),
		.ended_at = db_cell_int(r, i, 22),
		.created_at = db_cell_int(r, i, 23),
	};
	if (!visit_state_named(db_cell_text(r, i, 12), &out->state))
		return err_set(e, ERR_INTERNAL, "visit: no such state");
	return true;
}

static bool visits_of(struct store *s, const char *sql,
	const struct db_value *args, int args_n, int max, struct arena *a,
	const struct visit **out, size_t *n, struct err *e)
{
	struct visit *list;
	struct db_rows r;

	if (!db_run(s->db, sql, args, args_n, max, a, &r, e) ||
		!db_rows_are(&r, VISIT_TYPES, e))
		return false;
	list = arena_new(a, struct visit, (size_t)r.n);
	for (int i = 0; i < r.n; i++)
		if (!visit_of(&r, i, &list[i], e))
			return false;
	*out = list;
	*n = (size_t)r.n;
	return true;
}

static const char sql_find[] =
	"SELECT " VISIT_COLUMNS
	" FROM visit WHERE id = $1 AND (clinic_id = $2 OR $2 = 0)";
static const char sql_lock[] =
	"SELECT " VISIT_COLUMNS
	" FROM visit WHERE id = $1 AND (clinic_id = $2 OR $2 = 0)"
	" /*FOR UPDATE*/";

bool store_visit_find(struct store *s, int64_t clinic_id, int64_t id, bool lock,
	struct arena *a, struct visit *out, struct err *e)
{
	const struct visit *list;
	size_t n;

	if (!visits_of(s, lock ? sql_lock : sql_find,
		    DB_ARGS(db_int(id), db_int(clinic_id)), 1, a, &list, &n, e))
		return false;
	if (n == 0)
		return err_field(e, ERR_NOT_FOUND, "visit", "no such visit");
	*out = list[0];
	return true;
}

static const char sql_of_clinic[] =
	"SELECT " VISIT_COLUMNS " FROM visit"
	" WHERE clinic_id = $1 AND start_at >= $2 AND start_at < $3"
	" ORDER BY start_at, id";

bool store_visit_of_clinic(struct store *s, int64_t clinic_id, int64_t from_at,
	int64_t to_at, struct arena *a, const struct visit **out, size_t *n,
	struct err *e)
{
	return visits_of(s, sql_of_clinic,
		DB_ARGS(db_int(clinic_id), db_int(from_at), db_int(to_at)),
		VISITS_OF_DAY_MAX, a, out, n, e);
}

static const char sql_of_patient[] =
	"SELECT " VISIT_COLUMNS " FROM visit"
	" WHERE patient_id = $1 AND start_at >= $2 AND clinic_id = $3"
	" ORDER BY start_at, id";

bool store_visit_of_patient(struct store *s, int64_t clinic_id,
	int64_t patient_id, int64_t from_at, struct arena *a,
	const struct visit **out, size_t *n, struct err *e)
{
	return visits_of(s, sql_of_patient,
		DB_ARGS(db_int(patient_id), db_int(from_at), db_int(clinic_id)),
		VISITS_OF_PATIENT_MAX, a, out, n, e);
}

static const char sql_of_holder[] =
	"SELECT " VISIT_COLUMNS " FROM visit"
	" WHERE holder_id = $1 AND state = 'held' AND clinic_id = $2"
	" ORDER BY id";

bool store_visit_of_holder(struct store *s, int64_t clinic_id,
	int64_t holder_id, struct arena *a, const struct visit **out, size_t *n,
	struct err *e)
{
	return visits_of(s, sql_of_holder,
		DB_ARGS(db_int(holder_id), db_int(clinic_id)),
		VISITS_OF_PATIENT_MAX, a, out, n, e);
}

/* Changes the row so that it is locked, and looks again once it is. */
static const char sql_end_hold[] =
	"UPDATE visit SET held_until = 0 WHERE id = $1 AND state = 'held'"
	" AND (held_until <= $2 OR (holder_id = $3 AND $3 <> 0))";
static const char sql_give[] = "DELETE FROM occupancy WHERE visit_id = $1";
static const char sql_delete[] = "DELETE FROM visit WHERE id = $1";

bool store_visit_unhold(struct store *s, int64_t id, int64_t now,
	int64_t holder_id, bool *done, struct err *e)
{
	int64_t changed;

	if (!db_do(s->db, sql_end_hold,
		    DB_ARGS(db_int(id), db_int(now), db_int(holder_id)),
		    &changed, e))
		return false;
	if (changed == 1 && (!store_occupancy_give(s, id, e) ||
				    !db_do(s->db, sql_delete,
					    DB_ARGS(db_int(id)), NULL, e)))
		return false;
	*done = changed == 1;
	return true;
}

static const char sql_holds_over[] =
	"SELECT id FROM visit WHERE state = 'held' AND held_until <= $1"
	" ORDER BY held_until, id LIMIT $2";
static const char sql_next_hold[] = "SELECT MIN(held_until) FROM visit"
				    " WHERE state = 'held' AND held_until > $1";

bool store_visit_holds_over(struct store *s, int64_t now, int max,
	struct arena *a, const int64_t **ids, size_t *n, int64_t *next_at,
	struct err *e)
{
	struct db_rows over, next;
	int64_t *list;

	if (!db_run(s->db, sql_holds_over, DB_ARGS(db_int(now), db_int(max)),
		    max, a, &over, e) ||
		!db_run(s->db, sql_next_hold, DB_ARGS(db_int(now)), 1, a, &next,
			e))
		return false;
	list = arena_new(a, int64_t, (size_t)over.n);
	for (int i = 0; i < over.n; i++)
		list[i] = db_cell_int(&over, i, 0);
	*ids = list;
	*n = (size_t)over.n;
	*next_at = next.n == 0 || db_cell_is_null(&next, 0, 0)
			   ? INT64_MAX
			   : db_cell_int(&next, 0, 0);
	return true;
}

static const char sql_look[] =
	"SELECT DISTINCT o.visit_id, v.state, v.held_until, v.holder_id,"
	" v.doctor_id"
	" FROM occupancy o JOIN visit v ON v.id = o.visit_id"
	" WHERE o.resource_id IN ($1, $2, $3) AND o.cell >= $4 AND o.cell < $5"
	" ORDER BY o.visit_id";

bool store_occupancy_look(struct store *s,
	const int64_t resources[OCCUPANCY_RESOURCES], struct cells cells,
	struct arena *a, const struct occupant **out, size_t *n, struct err *e)
{
	struct occupant *list;
	struct db_rows r;

	if (!db_run(s->db, sql_look,
		    DB_ARGS(db_int(resources[0]), db_int(resources[1]),
			    db_int(resources[2]), db_int(cells.first),
			    db_int(cells.end)),
		    OCCUPANCY_RESOURCES * OCCUPANCY_CELLS_MAX, a, &r, e) ||
		!db_rows_are(&r, "itiii", e))
		return false;
	list = arena_new(a, struct occupant, (size_t)r.n);
	for (int i = 0; i < r.n; i++)
		list[i] = (struct occupant){
			.visit_id = db_cell_int(&r, i, 0),
			.is_hold = strcmp(db_cell_text(&r, i, 1),
					   visit_state_name(VISIT_HELD)) == 0,
			.held_until = db_cell_int(&r, i, 2),
			.holder_id = db_cell_int(&r, i, 3),
			.doctor_id = db_cell_int(&r, i, 4),
		};
	*out = list;
	*n = (size_t)r.n;
	return true;
}

/* One statement for all cells; a resource 0 has no row and takes none. */
static const char sql_take[] =
	"INSERT INTO occupancy (resource_id, cell, seat, visit_id)"
	" WITH RECURSIVE span (cell) AS (SELECT CAST($4 AS bigint)"
	" UNION ALL SELECT cell + 1 FROM span WHERE cell + 1 < $5)"
	" SELECT r.id, span.cell, CAST($6 AS bigint), CAST($7 AS bigint)"
	" FROM resource r CROSS JOIN span WHERE r.id IN ($1, $2, $3)"
	" ORDER BY r.id, span.cell ON CONFLICT DO NOTHING";

bool store_occupancy_take(struct store *s,
	const int64_t resources[OCCUPANCY_RESOURCES], struct cells cells,
	int64_t visit_id, bool *is_taken, struct err *e)
{
	int64_t changed, want = 0;

	for (int i = 0; i < OCCUPANCY_RESOURCES; i++)
		want += resources[i] != 0 ? cells.end - cells.first : 0;
	if (!db_do(s->db, sql_take,
		    DB_ARGS(db_int(resources[0]), db_int(resources[1]),
			    db_int(resources[2]), db_int(cells.first),
			    db_int(cells.end), db_int(OCCUPANCY_SEAT),
			    db_int(visit_id)),
		    &changed, e))
		return false;
	*is_taken = changed == want;
	return true;
}

bool store_occupancy_give(struct store *s, int64_t visit_id, struct err *e)
{
	return db_do(s->db, sql_give, DB_ARGS(db_int(visit_id)), NULL, e);
}

/*
 * A visit is at most OCCUPANCY_CELLS_MAX cells long, so whatever reaches into
 * the window began no longer before it: that bounds the range of the index.
 */
#define BUSY_SELECT "SELECT busy_from, busy_to FROM visit"
#define BUSY_WHERE                                                             \
	" AND busy_from > $2 AND busy_from < $3 AND state <> 'cancelled'"      \
	" AND held_until = 0 AND id <> $4 ORDER BY busy_from, busy_to"
static const char *const sql_busy[RESOURCE_KINDS] = {
	[RESOURCE_DOCTOR] = BUSY_SELECT " WHERE doctor_id = $1" BUSY_WHERE,
	[RESOURCE_ROOM] =
		BUSY_SELECT " WHERE room_id = $1 AND room_id <> 0" BUSY_WHERE,
	[RESOURCE_DEVICE] = BUSY_SELECT
	" WHERE device_id = $1 AND device_id <> 0" BUSY_WHERE,
};

struct busy_reader {
	store_busy_fn *each;
	void *ctx;
	int64_t from_at;
};

static bool busy_row(
	void *ctx, const struct db_value *cells, int columns, struct err *e)
{
	struct busy_reader *r = ctx;
	struct busy b = {cells[0].i, cells[1].i};

	(void)columns, (void)e;
	if (b.to_at > r->from_at)
		r->each(r->ctx, &b);
	return true;
}

bool store_busy_each(struct store *s, enum resource_kind kind,
	int64_t resource_id, int64_t but_visit_id, struct busy window,
	store_busy_fn *each, void *ctx, struct err *e)
{
	const int64_t longest_s =
		(int64_t)OCCUPANCY_CELLS_MAX * OCCUPANCY_CELL_S;
	struct busy_reader reader = {each, ctx, window.from_at};

	return db_each(s->db, sql_busy[kind],
		DB_ARGS(db_int(resource_id), db_int(window.from_at - longest_s),
			db_int(window.to_at), db_int(but_visit_id)),
		busy_row, &reader, e);
}

/* Few at a time in a whole desk, for a hold stands for minutes: by their index,
 * not by a clinic's (hence the plus). */
static const char sql_holds[] =
	"SELECT busy_from, busy_to, doctor_id, room_id, device_id, id,"
	" holder_id, held_until FROM visit WHERE state = 'held'"
	" AND held_until > $1 AND +clinic_id = $2 AND busy_to > $3"
	" AND busy_from < $4 ORDER BY held_until";

struct hold_reader {
	store_hold_fn *each;
	void *ctx;
};

static bool hold_row(
	void *ctx, const struct db_value *cells, int columns, struct err *e)
{
	struct hold_reader *r = ctx;
	struct busy_hold h = {
		.time = {cells[0].i, cells[1].i},
		.resources = {[RESOURCE_DOCTOR] = cells[2].i,
			[RESOURCE_ROOM] = cells[3].i,
			[RESOURCE_DEVICE] = cells[4].i},
		.visit_id = cells[5].i,
		.holder_id = cells[6].i,
		.held_until = cells[7].i,
	};

	(void)columns, (void)e;
	r->each(r->ctx, &h);
	return true;
}

bool store_holds_each(struct store *s, int64_t clinic_id, int64_t now,
	struct busy window, store_hold_fn *each, void *ctx, struct err *e)
{
	struct hold_reader reader = {each, ctx};

	return db_each(s->db, sql_holds,
		DB_ARGS(db_int(now), db_int(clinic_id), db_int(window.from_at),
			db_int(window.to_at)),
		hold_row, &reader, e);
}
