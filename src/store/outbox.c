#include "store/outbox.h"

#include <stdlib.h>

#include "store/ids.h"
#include "store/vault.h"

/* --- rows ---------------------------------------------------------------- */

#define OUTBOX_COLUMNS                                                         \
	"id, clinic_id, patient_id, visit_id, visit_revision, kind, channel,"  \
	" state, receipt, reason, tries, next_at, expires_at, lease_until,"    \
	" provider_id, was_at, is_asked, is_counted, created_at, sent_at,"     \
	" is_linked, message_id"
#define OUTBOX_TYPES "iiiiitttttiiiitiiiiiii"

static bool row_of(
	const struct db_rows *r, int i, struct outbox_row *out, struct err *e)
{
	*out = (struct outbox_row){
		.id = db_cell_int(r, i, 0),
		.clinic_id = db_cell_int(r, i, 1),
		.patient_id = db_cell_int(r, i, 2),
		.visit_id = db_cell_int(r, i, 3),
		.visit_revision = db_cell_int(r, i, 4),
		.kind = db_cell_text(r, i, 5),
		.channel = db_cell_text(r, i, 6),
		.delivery = {.tries = (int)db_cell_int(r, i, 10),
			.next_at = db_cell_int(r, i, 11),
			.expires_at = db_cell_int(r, i, 12)},
		.reason = db_cell_text(r, i, 9),
		.lease_until = db_cell_int(r, i, 13),
		.provider_id = db_cell_text(r, i, 14),
		.was_at = db_cell_int(r, i, 15),
		.is_asked = db_cell_int(r, i, 16) != 0,
		.is_counted = db_cell_int(r, i, 17) != 0,
		.created_at = db_cell_int(r, i, 18),
		.sent_at = db_cell_int(r, i, 19),
		.is_linked = db_cell_int(r, i, 20) != 0,
		.message_id = db_cell_int(r, i, 21),
	};
	return delivery_named(db_cell_text(r, i, 7), &out->delivery.state, e) &&
	       receipt_named(db_cell_text(r, i, 8), &out->delivery.receipt, e);
}

static bool rows_of(struct store *s, const char *sql,
	const struct db_value *args, int args_n, int max, struct arena *a,
	struct outbox_row **out, size_t *n, struct err *e)
{
	struct outbox_row *list;
	struct db_rows r;

	if (!db_run(s->db, sql, args, args_n, max, a, &r, e) ||
		!db_rows_are(&r, OUTBOX_TYPES, e))
		return false;
	list = arena_new(a, struct outbox_row, (size_t)r.n);
	for (int i = 0; i < r.n; i++)
		if (!row_of(&r, i, &list[i], e))
			return false;
	*out = list;
	*n = (size_t)r.n;
	return true;
}

/* --- planning ------------------------------------------------------------ */

static const char sql_insert[] =
	"INSERT INTO outbox (" OUTBOX_COLUMNS ", key_hash) VALUES ($1, $2, $3,"
	" $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,"
	" $19, $20, $21, $22, $23) ON CONFLICT (key_hash) DO NOTHING";

static struct db_value key_hash(struct store *s, const struct outbox_row *row,
	struct outbox_key key, struct arena *a)
{
	const char *text = arena_print(a, "%lld %s %lld %lld %lld",
		(long long)row->patient_id, row->kind,
		(long long)key.service_id, (long long)key.start_at,
		(long long)row->visit_revision);

	return vault_blind(s, row->clinic_id, "message", text, a);
}

bool store_outbox_insert(struct store *s, const struct outbox_row *row,
	struct outbox_key key, struct arena *a, bool *is_new, struct err *e)
{
	const struct delivery *d = &row->delivery;
	int64_t changed = 0;

	if (!db_do(s->db, sql_insert,
		    DB_ARGS(db_int(row->id), db_int(row->clinic_id),
			    db_int(row->patient_id), db_int(row->visit_id),
			    db_int(row->visit_revision), db_text(row->kind),
			    db_text(row->channel),
			    db_text(delivery_name(d->state)),
			    db_text(receipt_name(d->receipt)),
			    db_text(row->reason), db_int(d->tries),
			    db_int(d->next_at), db_int(d->expires_at),
			    db_int(row->lease_until), db_text(row->provider_id),
			    db_int(row->was_at), db_int(row->is_asked),
			    db_int(row->is_counted), db_int(row->created_at),
			    db_int(row->sent_at), db_int(row->is_linked),
			    db_int(row->message_id), key_hash(s, row, key, a)),
		    &changed, e))
		return false;
	*is_new = changed == 1;
	return true;
}

bool store_outbox_answer(struct store *s, const struct outbox_row *row,
	struct arena *a, struct err *e)
{
	struct outbox_key key = {0, row->id}; /* each is one of its own */
	bool is_new;

	return store_outbox_insert(s, row, key, a, &is_new, e);
}

static const char sql_unkey[] =
	"UPDATE outbox SET key_hash = NULL WHERE visit_id = $1";

bool store_outbox_unkey(struct store *s, int64_t visit_id, struct err *e)
{
	return db_do(s->db, sql_unkey, DB_ARGS(db_int(visit_id)), NULL, e);
}

/* --- sending ------------------------------------------------------------- */

/* Answers in a talk go by one queue, what is planned by one a channel. */
#define TALK "state = 'queued' AND kind = 'chat'"
#define PLANNED "state = 'queued' AND kind <> 'chat'"

static const char sql_channel_after[] =
	"SELECT min(channel) FROM outbox WHERE " PLANNED " AND channel > $1";

/* Each is found by itself in the index, whatever waits before it. */
bool store_outbox_channels(struct store *s, struct arena *a,
	const char *const **out, size_t *n, struct err *e)
{
	const char **list = arena_new(a, const char *, OUTBOX_CHANNELS_MAX);
	size_t at = 1;
	struct db_rows r;

	for (list[0] = ""; at < OUTBOX_CHANNELS_MAX; at++) {
		if (!db_run(s->db, sql_channel_after,
			    DB_ARGS(db_text(list[at - 1])), 1, a, &r, e) ||
			!db_rows_are(&r, "T", e))
			return false;
		if (db_cell_is_null(&r, 0, 0))
			break;
		list[at] = db_cell_text(&r, 0, 0);
	}
	*out = list;
	*n = at;
	return true;
}

#define BY_DUE " ORDER BY next_at, id LIMIT "
#define BY_DUE_LATEST " ORDER BY next_at DESC, id DESC LIMIT "

static const char *const sql_due_talk[] = {"SELECT id FROM outbox WHERE " TALK
					   " AND next_at <= $1" BY_DUE "$2",
	"SELECT id FROM outbox WHERE " TALK " AND next_at <= $1" BY_DUE_LATEST
	"$2"};
static const char *const sql_due_planned[] = {
	"SELECT id FROM outbox WHERE " PLANNED
	" AND channel = $3 AND next_at <= $1" BY_DUE "$2",
	"SELECT id FROM outbox WHERE " PLANNED
	" AND channel = $3 AND next_at <= $1" BY_DUE_LATEST "$2"};

bool store_outbox_due(struct store *s, enum outbox_queue queue,
	const char *channel, int64_t now, bool latest_first, int max,
	struct arena *a, const int64_t **out, size_t *n, struct err *e)
{
	const struct db_value args[] = {
		db_int(now), db_int(max), db_text(channel)};
	bool is_talk = queue == OUTBOX_TALK;
	int64_t *ids;
	struct db_rows r;

	if (!db_run(s->db,
		    (is_talk ? sql_due_talk : sql_due_planned)[latest_first],
		    args, is_talk ? 2 : 3, max, a, &r, e) ||
		!db_rows_are(&r, "i", e))
		return false;
	ids = arena_new(a, int64_t, (size_t)r.n);
	for (int i = 0; i < r.n; i++)
		ids[i] = db_cell_int(&r, i, 0);
	*out = ids;
	*n = (size_t)r.n;
	return true;
}

static const char sql_queued[] =
	"SELECT " OUTBOX_COLUMNS " FROM outbox WHERE id IN (" IDS ")"
	" AND state = 'queued' ORDER BY id";
static const char sql_lock[] =
	"SELECT " OUTBOX_COLUMNS " FROM outbox WHERE id IN (" IDS ")"
	" AND state = 'queued' ORDER BY id /*SKIP LOCKED*/";

static bool take_row(void *ctx, struct store *s, const struct db_rows *r, int i,
	struct arena *a, struct err *e)
{
	(void)s;
	return row_of(r, i, ids_add(ctx, a), e);
}

static bool rows_by_id(struct store *s, const char *sql, const int64_t *ids,
	size_t n, struct arena *a, struct outbox_row **out, size_t *out_n,
	struct err *e)
{
	struct ids_list l = ids_list_made(sizeof(**out), a);

	ids = ids_distinct(ids, n, a, &n);
	if (!ids_each(s, s->db, sql, OUTBOX_TYPES, ids, n, IDS_AT_ONCE, a,
		    take_row, &l, e))
		return false;
	*out = (struct outbox_row *)(void *)l.p;
	*out_n = l.n;
	return true;
}

bool store_outbox_queued(struct store *s, const int64_t *ids, size_t ids_n,
	struct arena *a, struct outbox_row **out, size_t *n, struct err *e)
{
	return rows_by_id(s, sql_queued, ids, ids_n, a, out, n, e);
}

bool store_outbox_lock(struct store *s, const int64_t *ids, size_t ids_n,
	struct arena *a, struct outbox_row **out, size_t *n, struct err *e)
{
	return rows_by_id(s, sql_lock, ids, ids_n, a, out, n, e);
}

static const char sql_lost[] =
	"SELECT " OUTBOX_COLUMNS " FROM outbox WHERE state = 'sending'"
	" AND lease_until <= $1 ORDER BY lease_until, id LIMIT $2"
	" /*SKIP LOCKED*/";

bool store_outbox_lost(struct store *s, int64_t now, int max, struct arena *a,
	struct outbox_row **out, size_t *n, struct err *e)
{
	return rows_of(s, sql_lost, DB_ARGS(db_int(now), db_int(max)), max, a,
		out, n, e);
}

static const char sql_write[] =
	"UPDATE outbox SET channel = $1, state = $2, receipt = $3,"
	" reason = $4, tries = $5, next_at = $6, lease_until = $7,"
	" provider_id = $8, sent_at = $9, message_id = $10"
	" WHERE id = $11 AND state = $12";

enum { WRITE_ARGS = 12 };

static void fill_write(const struct outbox_row *row, enum delivery_state from,
	struct db_value args[WRITE_ARGS])
{
	const struct delivery *d = &row->delivery;

	args[0] = db_text(row->channel);
	args[1] = db_text(delivery_name(d->state));
	args[2] = db_text(receipt_name(d->receipt));
	args[3] = db_text(row->reason);
	args[4] = db_int(d->tries);
	args[5] = db_int(d->next_at);
	args[6] = db_int(row->lease_until);
	args[7] = db_text(row->provider_id);
	args[8] = db_int(row->sent_at);
	args[9] = db_int(row->message_id);
	args[10] = db_int(row->id);
	args[11] = db_text(delivery_name(from));
}

static bool check_written(
	int64_t changed, enum delivery_state from, struct err *e)
{
	return changed == 1 || err_set(e, ERR_CONFLICT, "outbox: no longer %s",
				       delivery_name(from));
}

bool store_outbox_write(struct store *s, const struct outbox_row *row,
	enum delivery_state from, struct err *e)
{
	struct db_value args[WRITE_ARGS];
	int64_t changed = 0;

	fill_write(row, from, args);
	return db_do(s->db, sql_write, args, WRITE_ARGS, &changed, e) &&
	       check_written(changed, from, e);
}

bool store_outbox_write_many(struct store *s,
	const struct outbox_row *const *rows, size_t n,
	enum delivery_state from, struct arena *a, struct err *e)
{
	struct db_value(*args)[WRITE_ARGS] = arena_take_n(a, n, sizeof(*args));
	int64_t *changed = arena_new(a, int64_t, n);

	for (size_t i = 0; i < n; i++)
		fill_write(rows[i], from, args[i]);
	if (n > 0 && !db_do_many(s->db, sql_write, args[0], WRITE_ARGS, n,
			     changed, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!check_written(changed[i], from, e))
			return false;
	return true;
}

/* --- looking ------------------------------------------------------------- */

static const char sql_of_visit[] =
	"SELECT " OUTBOX_COLUMNS " FROM outbox WHERE visit_id = $1"
	" AND clinic_id = $2 ORDER BY id LIMIT $3";

bool store_outbox_of_visit(struct store *s, int64_t clinic_id, int64_t visit_id,
	struct arena *a, struct outbox_row **out, size_t *n, struct err *e)
{
	return rows_of(s, sql_of_visit,
		DB_ARGS(db_int(visit_id), db_int(clinic_id),
			db_int(OUTBOX_OF_VISIT_MAX)),
		OUTBOX_OF_VISIT_MAX, a, out, n, e);
}

static const char sql_of_patient[] =
	"SELECT " OUTBOX_COLUMNS " FROM outbox WHERE patient_id = $1"
	" AND clinic_id = $2 ORDER BY id DESC LIMIT $3";

bool store_outbox_of_patient(struct store *s, int64_t clinic_id,
	int64_t patient_id, int max, struct arena *a, struct outbox_row **out,
	size_t *n, struct err *e)
{
	return rows_of(s, sql_of_patient,
		DB_ARGS(db_int(patient_id), db_int(clinic_id), db_int(max)),
		max, a, out, n, e);
}

static const char sql_find[] = "SELECT " OUTBOX_COLUMNS
			       " FROM outbox WHERE id = $1 AND clinic_id = $2";

bool store_outbox_find(struct store *s, int64_t clinic_id, int64_t id,
	struct arena *a, struct outbox_row *out, struct err *e)
{
	struct outbox_row *row;
	size_t n;

	if (!rows_of(s, sql_find, DB_ARGS(db_int(id), db_int(clinic_id)), 1, a,
		    &row, &n, e))
		return false;
	if (n == 0)
		return err_field(
			e, ERR_NOT_FOUND, "message", "no such message");
	*out = row[0];
	return true;
}

static const char sql_next_talk[] =
	"SELECT min(next_at) FROM outbox WHERE " TALK;
static const char sql_next_planned[] =
	"SELECT min(next_at) FROM outbox WHERE " PLANNED " AND channel = $1";
static const char sql_next_lease[] =
	"SELECT min(lease_until) FROM outbox WHERE state = 'sending'";

/* Lowers *first to the one cell of the result. */
static bool lower_to(struct store *s, const char *sql,
	const struct db_value *args, int args_n, struct arena *a,
	int64_t *first, struct err *e)
{
	struct db_rows r;

	if (!db_run(s->db, sql, args, args_n, 1, a, &r, e) ||
		!db_rows_are(&r, "I", e))
		return false;
	if (!db_cell_is_null(&r, 0, 0) && db_cell_int(&r, 0, 0) < *first)
		*first = db_cell_int(&r, 0, 0);
	return true;
}

static bool is_one_of(const char *word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], word) == 0)
			return true;
	return false;
}

bool store_outbox_next(struct store *s, enum outbox_queue queue,
	const char *const *but, size_t but_n, struct arena *a, int64_t *next_at,
	int64_t *lease_at, struct err *e)
{
	int64_t next = INT64_MAX, lease = INT64_MAX;
	const char *const *channels;
	size_t n;

	if (!lower_to(s, sql_next_lease, DB_NO_ARGS, a, &lease, e) ||
		!store_outbox_channels(s, a, &channels, &n, e))
		return false;
	if (queue == OUTBOX_TALK &&
		!lower_to(s, sql_next_talk, DB_NO_ARGS, a, &next, e))
		return false;
	for (size_t i = 0; queue == OUTBOX_PLANNED && i < n; i++)
		if (!is_one_of(channels[i], but, but_n) &&
			!lower_to(s, sql_next_planned,
				DB_ARGS(db_text(channels[i])), a, &next, e))
			return false;
	*next_at = next;
	*lease_at = lease;
	return true;
}

/* A provider's ids may be few, a patient's rows are: by them. */
static const char sql_of_provider[] =
	"SELECT " OUTBOX_COLUMNS " FROM outbox WHERE patient_id = $1"
	" AND channel = $2 AND provider_id = $3 ORDER BY id DESC LIMIT 1";

bool store_outbox_of_provider(struct store *s, int64_t patient_id,
	const char *channel, const char *provider_id, struct arena *a,
	struct outbox_row *out, struct err *e)
{
	struct outbox_row *row;
	size_t n;

	if (!rows_of(s, sql_of_provider,
		    DB_ARGS(db_int(patient_id), db_text(channel),
			    db_text(provider_id)),
		    1, a, &row, &n, e))
		return false;
	if (n == 0)
		return err_field(
			e, ERR_NOT_FOUND, "message", "no such message");
	*out = row[0];
	return true;
}

static const char sql_next_of_clinic[] =
	"SELECT " OUTBOX_COLUMNS " FROM outbox WHERE " PLANNED
	" AND channel = '' AND clinic_id = $1 ORDER BY next_at, id LIMIT 1";

bool store_outbox_next_of_clinic(struct store *s, int64_t clinic_id,
	struct arena *a, struct outbox_row *out, struct err *e)
{
	struct outbox_row *row;
	size_t n;

	if (!rows_of(s, sql_next_of_clinic, DB_ARGS(db_int(clinic_id)), 1, a,
		    &row, &n, e))
		return false;
	*out = n ? row[0] : (struct outbox_row){0};
	return true;
}
