#include "store/message.h"

#include <string.h>

#include "base/limits.h"
#include "store/vault.h"

static const char *const author_names[MESSAGE_AUTHORS] = {
	[AUTHOR_PATIENT] = "patient",
	[AUTHOR_BOT] = "bot",
	[AUTHOR_OPERATOR] = "operator",
};

const char *message_author_name(enum message_author author)
{
	return author_names[author];
}

static bool author_named(
	const char *name, enum message_author *out, struct err *e)
{
	for (int i = 0; i < MESSAGE_AUTHORS; i++)
		if (strcmp(author_names[i], name) == 0) {
			*out = (enum message_author)i;
			return true;
		}
	return err_set(e, ERR_INTERNAL, "message: unknown author");
}

static struct vault_cell body_cell(int64_t id)
{
	return (struct vault_cell){"message", "body_enc", id};
}

static const char sql_insert[] =
	"INSERT INTO message (id, clinic_id, patient_id, dialogue_id,"
	" delivery_id, direction, channel, author, kind, body_enc, at)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

enum { INSERT_ARGS = 11 };

static bool fill(struct store *s, const struct message_row *m, struct arena *a,
	struct db_value args[INSERT_ARGS], struct err *e)
{
	args[0] = db_int(m->id);
	args[1] = db_int(m->clinic_id);
	args[2] = db_int(m->patient_id);
	args[3] = db_int(m->dialogue_id);
	args[4] = db_int(m->delivery_id);
	args[5] = db_text(m->author == AUTHOR_PATIENT ? "in" : "out");
	args[6] = db_text(m->channel);
	args[7] = db_text(author_names[m->author]);
	args[8] = db_text(m->kind);
	args[10] = db_int(m->at);
	args[9] = m->sealed;
	return m->sealed.type == DB_BLOB ||
	       vault_seal(s, m->patient_id, body_cell(m->id), m->body, a,
		       &args[9], e);
}

bool store_message_seal(
	struct store *s, struct message_row *m, struct arena *a, struct err *e)
{
	return vault_seal(
		s, m->patient_id, body_cell(m->id), m->body, a, &m->sealed, e);
}

bool store_message_insert(struct store *s, const struct message_row *m,
	struct arena *a, struct err *e)
{
	struct db_value args[INSERT_ARGS];

	return fill(s, m, a, args, e) &&
	       db_do(s->db, sql_insert, args, INSERT_ARGS, NULL, e);
}

bool store_message_insert_many(struct store *s, const struct message_row *m,
	size_t n, struct arena *a, struct err *e)
{
	struct db_value(*args)[INSERT_ARGS] = arena_take_n(a, n, sizeof(*args));

	for (size_t i = 0; i < n; i++)
		if (!fill(s, &m[i], a, args[i], e))
			return false;
	return n == 0 ||
	       db_do_many(s->db, sql_insert, args[0], INSERT_ARGS, n, NULL, e);
}

static const char sql_body[] =
	"SELECT body_enc FROM message WHERE id = $1 AND patient_id = $2";

bool store_message_body(struct store *s, int64_t patient_id, int64_t id,
	struct arena *a, const char **body, struct err *e)
{
	struct db_rows r;

	if (!db_run(s->db, sql_body, DB_ARGS(db_int(id), db_int(patient_id)), 1,
		    a, &r, e) ||
		!db_rows_are(&r, "b", e))
		return false;
	*body = NULL;
	return r.n == 0 || vault_unseal(s, patient_id, body_cell(id),
				   &r.cells[0], a, body, e);
}

static const char sql_delete[] = "DELETE FROM message WHERE id = $1";

bool store_message_delete(struct store *s, int64_t id, struct err *e)
{
	return db_do(s->db, sql_delete, DB_ARGS(db_int(id)), NULL, e);
}

static bool row_of(struct store *s, const struct db_rows *r, int i,
	struct arena *a, struct message_row *out, struct err *e)
{
	*out = (struct message_row){
		.id = db_cell_int(r, i, 0),
		.clinic_id = db_cell_int(r, i, 1),
		.patient_id = db_cell_int(r, i, 2),
		.dialogue_id = db_cell_int(r, i, 3),
		.delivery_id = db_cell_int(r, i, 4),
		.channel = db_cell_text(r, i, 5),
		.kind = db_cell_text(r, i, 7),
		.at = db_cell_int(r, i, 9),
	};
	return author_named(db_cell_text(r, i, 6), &out->author, e) &&
	       vault_unseal(s, out->patient_id, body_cell(out->id),
		       &r->cells[i * r->columns + 8], a, &out->body, e);
}

/* Runs one of the lists below, newest first, and turns it round. */
static bool list_of(struct store *s, const char *sql,
	const struct db_value *args, int args_n, struct arena *a,
	const struct message_row **out, size_t *n, struct err *e)
{
	struct message_row *list;
	struct db_rows r;

	if (!db_run(s->db, sql, args, args_n, PAGE_ROWS_MAX, a, &r, e) ||
		!db_rows_are(&r, "iiiiitttbi", e))
		return false;
	list = arena_new(a, struct message_row, (size_t)r.n);
	for (int i = 0; i < r.n; i++)
		if (!row_of(s, &r, i, a, &list[r.n - 1 - i], e))
			return false;
	*out = list;
	*n = (size_t)r.n;
	return true;
}

static int page(int max)
{
	return max < PAGE_ROWS_MAX ? max : PAGE_ROWS_MAX;
}

#define MESSAGE_SELECT                                                         \
	"SELECT id, clinic_id, patient_id, dialogue_id, delivery_id, channel," \
	" author, kind, body_enc, at FROM message"

static const char sql_of_dialogue[] =
	MESSAGE_SELECT " WHERE dialogue_id = $1 AND id > $2"
		       " ORDER BY id DESC LIMIT $3";

bool store_message_of_dialogue(struct store *s, int64_t dialogue_id,
	int64_t after_id, int max, struct arena *a,
	const struct message_row **out, size_t *n, struct err *e)
{
	return list_of(s, sql_of_dialogue,
		DB_ARGS(db_int(dialogue_id), db_int(after_id),
			db_int(page(max))),
		a, out, n, e);
}

/* What was said, and what was delivered. */
static const char sql_of_patient[] =
	"SELECT * FROM (" MESSAGE_SELECT " WHERE patient_id = $1"
	" AND delivery_id = 0 AND clinic_id = $2 AND id > $3"
	" ORDER BY id DESC LIMIT $4) AS one UNION ALL "
	"SELECT * FROM (" MESSAGE_SELECT " WHERE id IN"
	" (SELECT message_id FROM outbox WHERE patient_id = $1)"
	" AND clinic_id = $2 AND id > $3 ORDER BY id DESC LIMIT $4) AS one"
	" ORDER BY id DESC LIMIT $4";

bool store_message_of_patient(struct store *s, int64_t clinic_id,
	int64_t patient_id, int64_t after_id, int max, struct arena *a,
	const struct message_row **out, size_t *n, struct err *e)
{
	return list_of(s, sql_of_patient,
		DB_ARGS(db_int(patient_id), db_int(clinic_id), db_int(after_id),
			db_int(page(max))),
		a, out, n, e);
}

static const char sql_reached[] =
	"SELECT patient_id, max(at), max(id), CASE WHEN max(dialogue_id) > 0"
	" THEN 0 ELSE 1 END AS rank FROM (SELECT * FROM message ORDER BY id"
	" DESC LIMIT $3) last WHERE clinic_id = $1"
	" AND delivery_id > 0 GROUP BY patient_id ORDER BY 4, 3 DESC LIMIT $2";

bool store_message_reached(struct store *s, int64_t clinic_id, int max,
	struct arena *a, const struct message_reach **out, size_t *n,
	struct err *e)
{
	struct message_reach *reached;
	struct db_rows rows;

	if (!db_run(s->db, sql_reached,
		    DB_ARGS(db_int(clinic_id), db_int(max),
			    db_int(MESSAGES_SEEN_MAX)),
		    max, a, &rows, e))
		return false;
	reached = arena_new(a, struct message_reach, (size_t)rows.n);
	for (int i = 0; i < rows.n; i++)
		reached[i] = (struct message_reach){
			db_cell_int(&rows, i, 0), db_cell_int(&rows, i, 1)};
	*out = reached;
	*n = (size_t)rows.n;
	return true;
}
