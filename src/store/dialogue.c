#include "store/dialogue.h"

#include <string.h>

#include "store/vault.h"

static const char *const state_names[DIALOGUE_STATES] = {
	[DIALOGUE_OPEN] = "open",
	[DIALOGUE_HANDED] = "handed",
	[DIALOGUE_CLOSED] = "closed",
};

const char *dialogue_state_name(enum dialogue_state state)
{
	return state_names[state];
}

static bool state_named(
	const char *name, enum dialogue_state *out, struct err *e)
{
	for (int i = 0; i < DIALOGUE_STATES; i++)
		if (strcmp(state_names[i], name) == 0) {
			*out = (enum dialogue_state)i;
			return true;
		}
	return err_set(e, ERR_INTERNAL, "dialogue: unknown state");
}

static struct vault_cell frame_cell(int64_t id)
{
	return (struct vault_cell){"dialogue", "frame_enc", id};
}

/* A turn has no id of its own; its number makes the cell one of a kind. */
static struct vault_cell answer_cell(int64_t dialogue_id, int64_t number)
{
	return (struct vault_cell){"turn", "answer_enc", dialogue_id + number};
}

static const char sql_insert[] =
	"INSERT INTO dialogue (id, clinic_id, patient_id, channel, peer_hash,"
	" state, turns_n, frame_enc, source, created_at, updated_at)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

bool store_dialogue_insert(struct store *s, const struct dialogue_row *d,
	const char *peer, struct arena *a, struct err *e)
{
	struct db_value frame;

	if (!vault_seal(s, d->patient_id, frame_cell(d->id), d->frame, a,
		    &frame, e))
		return false;
	return db_do(s->db, sql_insert,
		DB_ARGS(db_int(d->id), db_int(d->clinic_id),
			db_int(d->patient_id), db_text(d->channel),
			vault_blind(s, d->clinic_id, d->channel, peer, a),
			db_text(state_names[d->state]), db_int(d->turns_n),
			frame, db_text(d->source), db_int(d->created_at),
			db_int(d->updated_at)),
		NULL, e);
}

#define DIALOGUE_SELECT                                                        \
	"SELECT d.id, d.patient_id, d.state, d.turns_n, d.frame_enc,"          \
	" d.source, d.created_at, d.updated_at, d.channel FROM dialogue d"     \
	" WHERE d.state <> 'closed' AND "

static bool one_of(struct store *s, const char *sql,
	const struct db_value *args, int args_n, struct arena *a,
	struct dialogue_row *out, struct err *e)
{
	struct dialogue_row d = {0};
	struct db_rows r;

	if (!db_run(s->db, sql, args, args_n, 1, a, &r, e) ||
		!db_rows_are(&r, "iitiBtiit", e))
		return false;
	if (r.n == 0)
		return err_field(
			e, ERR_NOT_FOUND, "dialogue", "no such dialogue");
	d.id = db_cell_int(&r, 0, 0);
	d.patient_id = db_cell_int(&r, 0, 1);
	d.turns_n = db_cell_int(&r, 0, 3);
	d.source = db_cell_text(&r, 0, 5);
	d.created_at = db_cell_int(&r, 0, 6);
	d.updated_at = db_cell_int(&r, 0, 7);
	d.channel = db_cell_text(&r, 0, 8);
	if (!state_named(db_cell_text(&r, 0, 2), &d.state, e) ||
		!vault_unseal(s, d.patient_id, frame_cell(d.id), &r.cells[4], a,
			&d.frame, e))
		return false;
	*out = d;
	return true;
}

/* One that the peer was joined to outweighs one that he began. */
static const char sql_by_peer[] = DIALOGUE_SELECT
	"d.id = coalesce((SELECT j.dialogue_id FROM joined_peer j"
	" JOIN dialogue o ON o.id = j.dialogue_id AND o.state <> 'closed'"
	" WHERE j.clinic_id = $1 AND j.channel = $2 AND j.peer_hash = $3),"
	" (SELECT max(id) FROM dialogue WHERE clinic_id = $1 AND channel = $2"
	" AND peer_hash = $3 AND state <> 'closed'))";

bool store_dialogue_by_peer(struct store *s, int64_t clinic_id,
	const char *channel, const char *peer, struct arena *a,
	struct dialogue_row *out, struct err *e)
{
	if (!one_of(s, sql_by_peer,
		    DB_ARGS(db_int(clinic_id), db_text(channel),
			    vault_blind(s, clinic_id, channel, peer, a)),
		    a, out, e))
		return false;
	out->clinic_id = clinic_id;
	out->channel = channel; /* where he writes now */
	return true;
}

static const char sql_find[] = DIALOGUE_SELECT "d.id = $1 AND d.clinic_id = $2";

bool store_dialogue_find(struct store *s, int64_t clinic_id, int64_t id,
	struct arena *a, struct dialogue_row *out, struct err *e)
{
	if (!one_of(s, sql_find, DB_ARGS(db_int(id), db_int(clinic_id)), a, out,
		    e))
		return false;
	out->clinic_id = clinic_id;
	return true;
}

static const char sql_lock[] =
	"SELECT id FROM dialogue WHERE id = $1 /*FOR UPDATE*/";

bool store_dialogue_lock(
	struct store *s, int64_t id, struct arena *a, struct err *e)
{
	struct db_rows r;

	return db_run(s->db, sql_lock, DB_ARGS(db_int(id)), 1, a, &r, e);
}

static const char sql_close[] =
	"UPDATE dialogue SET state = 'closed', updated_at = $1 WHERE id = $2";

bool store_dialogue_close(
	struct store *s, int64_t id, int64_t now, struct err *e)
{
	return db_do(
		s->db, sql_close, DB_ARGS(db_int(now), db_int(id)), NULL, e);
}

static const char sql_join[] =
	"INSERT INTO joined_peer (clinic_id, channel, peer_hash, dialogue_id,"
	" joined_at) VALUES ($1, $2, $3, $4, $5)"
	" ON CONFLICT (clinic_id, channel, peer_hash) DO UPDATE SET"
	" dialogue_id = excluded.dialogue_id, joined_at = excluded.joined_at";

bool store_dialogue_join(struct store *s, const struct dialogue_row *d,
	const char *channel, const char *peer, int64_t now, struct arena *a,
	struct err *e)
{
	return db_do(s->db, sql_join,
		DB_ARGS(db_int(d->clinic_id), db_text(channel),
			vault_blind(s, d->clinic_id, channel, peer, a),
			db_int(d->id), db_int(now)),
		NULL, e);
}

static const char sql_update[] =
	"UPDATE dialogue SET state = $1, turns_n = $2, frame_enc = $3,"
	" updated_at = $4 WHERE id = $5 AND turns_n = $6";

bool store_dialogue_update(struct store *s, const struct dialogue_row *d,
	int64_t turns_before, struct arena *a, struct err *e)
{
	struct db_value frame;
	int64_t changed;

	if (!vault_seal(s, d->patient_id, frame_cell(d->id), d->frame, a,
		    &frame, e) ||
		!db_do(s->db, sql_update,
			DB_ARGS(db_text(state_names[d->state]),
				db_int(d->turns_n), frame,
				db_int(d->updated_at), db_int(d->id),
				db_int(turns_before)),
			&changed, e))
		return false;
	return changed == 1 || err_field(e, ERR_CONFLICT, "dialogue",
				       "another turn came in between");
}

/* One row always: how many came since, and the answer if there is one. */
static const char sql_look[] =
	"SELECT (SELECT count(*) FROM turn WHERE dialogue_id = $1"
	" AND at >= $3), t.number, t.answer_enc FROM (SELECT 1) AS one"
	" LEFT JOIN turn t ON t.dialogue_id = $1 AND t.client_id = $2";

bool store_turn_look(struct store *s, const struct dialogue_row *d,
	const char *client_id, int64_t since, struct arena *a, int64_t *n,
	const char **answer, struct err *e)
{
	struct db_rows r;

	if (!db_run(s->db, sql_look,
		    DB_ARGS(db_int(d->id), db_text(client_id), db_int(since)),
		    1, a, &r, e) ||
		!db_rows_are(&r, "iIB", e))
		return false;
	*n = db_cell_int(&r, 0, 0);
	*answer = NULL;
	return db_cell_is_null(&r, 0, 1) ||
	       vault_unseal(s, d->patient_id,
		       answer_cell(d->id, db_cell_int(&r, 0, 1)), &r.cells[2],
		       a, answer, e);
}

static const char sql_turn_insert[] =
	"INSERT INTO turn (dialogue_id, client_id, number, at, answer_enc)"
	" VALUES ($1, $2, $3, $4, $5)";

bool store_turn_insert(struct store *s, const struct turn_row *t,
	struct arena *a, struct err *e)
{
	struct db_value answer;

	return vault_seal(s, t->patient_id,
		       answer_cell(t->dialogue_id, t->number), t->answer, a,
		       &answer, e) &&
	       db_do(s->db, sql_turn_insert,
		       DB_ARGS(db_int(t->dialogue_id), db_text(t->client_id),
			       db_int(t->number), db_int(t->at), answer),
		       NULL, e);
}

static const char sql_end_all[] =
	"UPDATE dialogue SET state = 'closed', frame_enc = NULL,"
	" updated_at = $1 WHERE patient_id = $2";

static const char sql_leave[] =
	"DELETE FROM joined_peer WHERE dialogue_id IN"
	" (SELECT id FROM dialogue WHERE patient_id = $1)";

bool store_dialogue_end_all(
	struct store *s, int64_t patient_id, int64_t now, struct err *e)
{
	return db_do(s->db, sql_end_all,
		       DB_ARGS(db_int(now), db_int(patient_id)), NULL, e) &&
	       db_do(s->db, sql_leave, DB_ARGS(db_int(patient_id)), NULL, e);
}
