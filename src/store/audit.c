#include "store/audit.h"

#include "base/limits.h"
#include "base/text.h"

enum {
	COLUMNS = 13, /* of the table; the last is the hash of the others */
	PREV = COLUMNS - 2,
	HASH = COLUMNS - 1,
	OBJECTS_BYTES_MAX = AUDIT_OBJECTS_MAX * 21,
	ROW_BYTES_MAX = 1 << 20,
};

static const uint8_t no_hash[CRYPTO_HASH256_BYTES];

/* Takes the next number and, with it, the lock of the clinic's chain. */
static const char sql_head_next[] =
	"INSERT INTO audit_head (clinic_id, seq, hash) VALUES ($1, 1, $2)"
	" ON CONFLICT (clinic_id) DO UPDATE SET seq = audit_head.seq + 1"
	" RETURNING seq, hash";

static const char sql_head_set[] =
	"UPDATE audit_head SET hash = $2 WHERE clinic_id = $1";

static const char sql_append[] =
	"INSERT INTO audit (clinic_id, seq, at, actor, actor_role, actor_id,"
	" action, object_kind, objects, detail, request_id, prev, hash)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

static const char sql_heads[] =
	"SELECT clinic_id, seq, hash FROM audit_head ORDER BY clinic_id";

static const char sql_head[] =
	"SELECT clinic_id, seq, hash FROM audit_head WHERE clinic_id = $1";

/* Chains whose head was removed are chains as well. */
static const char sql_clinics[] =
	"SELECT clinic_id FROM audit_head"
	" UNION SELECT clinic_id FROM audit ORDER BY 1";

static const char sql_chain[] =
	"SELECT clinic_id, seq, at, actor, actor_role, actor_id,"
	" action, object_kind, objects, detail, request_id, prev, hash"
	" FROM audit WHERE clinic_id = $1 AND seq > $2 ORDER BY clinic_id, seq";

static const char sql_page[] =
	"SELECT seq, at, actor, actor_role, actor_id, action, object_kind,"
	" objects FROM audit WHERE clinic_id = $1 AND seq < $2"
	" ORDER BY clinic_id DESC, seq DESC LIMIT $3";

/* --- the hash of a row ------------------------------------------------- */

static void put_number(struct buf *b, uint64_t i)
{
	uint8_t raw[8];

	for (size_t k = 0; k < sizeof(raw); k++)
		raw[k] = (uint8_t)(i >> (8 * k));
	buf_add(b, raw, sizeof(raw));
}

/*
 * Each value with its type and length, so that no two rows give the same
 * bytes: a NULL is not an empty text, "ab","c" is not "a","bc".
 */
static bool hash_row(const struct crypto_keys *keys,
	const struct db_value *cells, struct arena *a,
	uint8_t hash[CRYPTO_HASH256_BYTES])
{
	struct buf b;

	buf_init(&b, a, ROW_BYTES_MAX);
	buf_text(&b, "zabota audit 1");
	for (int i = 0; i < HASH; i++) {
		buf_char(&b, (char)cells[i].type);
		put_number(&b, cells[i].type == DB_INT ? (uint64_t)cells[i].i
						       : cells[i].n);
		buf_add(&b, cells[i].p, cells[i].n);
	}
	crypto_hash256(crypto_key(keys, CRYPTO_AUDIT), b.p, b.n, hash);
	return !b.is_over;
}

/* --- appending --------------------------------------------------------- */

static bool is_word(const char *word)
{
	size_t n = strspn(word, "abcdefghijklmnopqrstuvwxyz_.");

	return n > 0 && n < AUDIT_WORD_MAX && word[n] == '\0';
}

static bool objects_text(const struct audit_row *row, struct arena *a,
	const char **out, struct err *e)
{
	struct buf b;

	buf_init(&b, a, OBJECTS_BYTES_MAX);
	buf_text(&b, "");
	for (size_t i = 0; i < row->objects_n; i++)
		buf_print(&b, i == 0 ? "%lld" : ",%lld",
			(long long)row->objects[i]);
	*out = b.p;
	return buf_done(&b, e);
}

/* The end of the chain; after it, the head's row is locked. */
static bool take_next(struct store *s, int64_t clinic_id, struct arena *a,
	int64_t *seq, struct db_value *prev, struct err *e)
{
	struct db_rows head;

	if (!db_run(s->db, sql_head_next,
		    DB_ARGS(db_int(clinic_id),
			    db_blob(no_hash, sizeof(no_hash))),
		    1, a, &head, e) ||
		!db_rows_are(&head, "ib", e))
		return false;
	*seq = db_cell_int(&head, 0, 0);
	*prev = *db_cell(&head, 0, 1);
	return true;
}

static bool append(struct store *s, const struct audit_row *row,
	const char *objects, struct arena *a, struct err *e)
{
	uint8_t hash[CRYPTO_HASH256_BYTES];
	struct db_value cells[COLUMNS] = {
		db_int(row->clinic_id),
		db_null(),
		db_int(row->at_us),
		db_text(principal_name(row->actor.kind)),
		db_text(role_name(row->actor.role)),
		db_int(row->actor.id),
		db_text(row->action),
		db_text(row->object_kind),
		db_text(objects),
		row->detail,
		db_int(row->request_id),
	};
	int64_t seq;

	if (!take_next(s, row->clinic_id, a, &seq, &cells[PREV], e))
		return false;
	cells[1] = db_int(seq);
	if (!hash_row(s->keys, cells, a, hash))
		return err_set(e, ERR_TOO_LARGE, "audit: row");
	cells[HASH] = db_blob(hash, sizeof(hash));
	return db_do(s->db, sql_append, cells, COLUMNS, NULL, e) &&
	       db_do(s->db, sql_head_set,
		       DB_ARGS(cells[0], db_blob(hash, sizeof(hash))), NULL, e);
}

bool audit_append(struct store *s, const struct audit_row *row, struct err *e)
{
	struct arena a;
	const char *objects;
	bool ok;

	BUG_ON(!db_is_in_transaction(s->db));
	BUG_ON(!is_word(row->action) || !is_word(row->object_kind));
	BUG_ON(row->detail.type != DB_NULL && row->detail.type != DB_BLOB);
	if (row->objects_n > AUDIT_OBJECTS_MAX)
		return err_set(e, ERR_LIMIT, "audit: too many objects");
	arena_init(&a);
	ok = objects_text(row, &a, &objects, e) &&
	     append(s, row, objects, &a, e);
	arena_release(&a);
	return ok;
}

/* --- verifying --------------------------------------------------------- */

/* One chain while it is read. */
struct chain {
	const struct crypto_keys *keys;
	int64_t clinic_id;
	int64_t seq; /* of the last good row */
	uint8_t hash[CRYPTO_HASH256_BYTES];
	const struct audit_head *known[2]; /* ends that must be met, or NULL */
	struct arena a;
	struct audit_verdict *verdict;
};

static void blame(struct chain *c, int64_t seq, const char *reason)
{
	if (!c->verdict->is_whole)
		return;
	c->verdict->is_whole = false;
	c->verdict->bad_clinic = c->clinic_id;
	c->verdict->bad_seq = seq;
	c->verdict->reason = reason;
}

/* Compares the known ends that lie exactly here. */
static void meet_known(struct chain *c)
{
	for (size_t i = 0; i < ARRAY_LEN(c->known); i++) {
		const struct audit_head *h = c->known[i];

		if (h != NULL && h->seq == c->seq &&
			memcmp(h->hash, c->hash, sizeof(h->hash)) != 0)
			blame(c, c->seq, "differs from the end noted before");
	}
}

static bool hash_is(const struct db_value *v, const uint8_t *hash)
{
	return v->type == DB_BLOB && v->n == CRYPTO_HASH256_BYTES &&
	       memcmp(v->p, hash, CRYPTO_HASH256_BYTES) == 0;
}

static bool check_row(
	void *ctx, const struct db_value *cells, int columns, struct err *e)
{
	struct chain *c = ctx;
	uint8_t hash[CRYPTO_HASH256_BYTES];

	BUG_ON(columns != COLUMNS);
	arena_reset(&c->a);
	c->verdict->rows_n++;
	if (cells[1].type != DB_INT || cells[1].i != c->seq + 1)
		blame(c, c->seq + 1, "is missing");
	else if (!hash_is(&cells[PREV], c->hash))
		blame(c, c->seq + 1, "does not follow the row before");
	else if (!hash_row(c->keys, cells, &c->a, hash) ||
		 !hash_is(&cells[HASH], hash))
		blame(c, c->seq + 1, "was changed");
	if (!c->verdict->is_whole)
		return err_set(e, ERR_CONFLICT, "audit: broken");
	c->seq++;
	memcpy(c->hash, hash, sizeof(hash));
	meet_known(c);
	return c->verdict->is_whole ||
	       err_set(e, ERR_CONFLICT, "audit: broken");
}

/* Reads heads; a damaged one is found when no chain ends so. */
static bool read_heads(struct store *s, const char *sql, int64_t clinic_id,
	struct arena *a, const struct audit_head **out, size_t *n,
	struct err *e)
{
	struct db_value arg = db_int(clinic_id);
	struct db_rows rows;
	struct audit_head *heads;

	if (!db_run(s->db, sql, &arg, sql == sql_head, DB_ROWS_MAX, a, &rows,
		    e))
		return false;
	heads = arena_new(a, struct audit_head, (size_t)rows.n);
	for (int r = 0; r < rows.n; r++) {
		size_t hash_n;
		const void *hash = db_cell_blob(&rows, r, 2, &hash_n);

		heads[r].clinic_id = db_cell_int(&rows, r, 0);
		heads[r].seq = db_cell(&rows, r, 1)->type == DB_INT
				       ? db_cell_int(&rows, r, 1)
				       : -1;
		if (hash_n == sizeof(heads[r].hash))
			memcpy(heads[r].hash, hash, hash_n);
	}
	*out = heads;
	*n = (size_t)rows.n;
	return true;
}

/*
 * Reads on from where the chain stands to its end, which must be at or behind
 * the head as it was before.  Rows may be appended meanwhile; they are read if
 * they come in time.
 */
static bool read_on(
	struct store *s, struct chain *c, struct arena *a, struct err *e)
{
	const struct audit_head *head;
	size_t n;

	if (!read_heads(s, sql_head, c->clinic_id, a, &head, &n, e))
		return false;
	if (n == 0 || head->seq < c->seq)
		blame(c, c->seq, "lies behind the head");
	c->known[0] = n == 0 ? NULL : head;
	meet_known(c);
	if (!c->verdict->is_whole)
		return true;
	if (!db_each(s->db, sql_chain,
		    DB_ARGS(db_int(c->clinic_id), db_int(c->seq)), check_row, c,
		    e)) {
		/* A cell of a type that nobody writes is a change, too. */
		if (e->kind == ERR_INTERNAL)
			blame(c, c->seq + 1, "cannot be read");
		return !c->verdict->is_whole;
	}
	for (size_t i = 0; i < ARRAY_LEN(c->known); i++)
		if (c->known[i] != NULL && c->known[i]->seq > c->seq)
			blame(c, c->seq + 1, "is missing");
	return true;
}

static const struct audit_head *head_of(
	const struct audit_head *heads, size_t n, int64_t clinic_id)
{
	for (size_t i = 0; i < n; i++)
		if (heads[i].clinic_id == clinic_id)
			return &heads[i];
	return NULL;
}

/*
 * Twice: the second time finds a head that was set back below rows which still
 * stand, without mistaking for it a row appended between two looks.
 */
static bool verify_chain(struct store *s, int64_t clinic_id,
	const struct audit_head *noted, struct arena *a,
	struct audit_verdict *verdict, struct err *e)
{
	struct chain c = {.keys = s->keys,
		.clinic_id = clinic_id,
		.known = {NULL, noted},
		.verdict = verdict};
	bool ok;

	arena_init(&c.a);
	verdict->chains_n++;
	ok = read_on(s, &c, a, e) &&
	     (!verdict->is_whole || read_on(s, &c, a, e));
	arena_release(&c.a);
	return ok;
}

/* A chain that a checkpoint knows and the tables do not was cut whole. */
static void find_vanished(const struct audit_head *heads, size_t n,
	const struct db_rows *clinics, int64_t only,
	struct audit_verdict *verdict)
{
	for (size_t i = 0; i < n && verdict->is_whole; i++) {
		bool is_found = heads[i].seq == 0 ||
				(only != 0 && heads[i].clinic_id != only);

		for (int r = 0; r < clinics->n && !is_found; r++)
			is_found = db_cell_int(clinics, r, 0) ==
				   heads[i].clinic_id;
		if (is_found)
			continue;
		verdict->is_whole = false;
		verdict->bad_clinic = heads[i].clinic_id;
		verdict->bad_seq = 1;
		verdict->reason = "is missing";
	}
}

bool audit_verify(struct store *s, int64_t clinic_id,
	const struct audit_head *heads, size_t heads_n,
	struct audit_verdict *out, struct err *e)
{
	struct audit_verdict verdict = {.is_whole = true, .reason = ""};
	struct db_rows clinics;
	struct arena a;
	bool ok;

	arena_init(&a);
	ok = db_run(
		s->db, sql_clinics, DB_NO_ARGS, DB_ROWS_MAX, &a, &clinics, e);
	if (ok)
		find_vanished(heads, heads_n, &clinics, clinic_id, &verdict);
	for (int r = 0; ok && verdict.is_whole && r < clinics.n; r++) {
		int64_t id = db_cell_int(&clinics, r, 0);

		if (clinic_id == 0 || clinic_id == id)
			ok = verify_chain(s, id, head_of(heads, heads_n, id),
				&a, &verdict, e);
	}
	arena_release(&a);
	if (ok)
		*out = verdict;
	return ok;
}

bool audit_heads(struct store *s, struct arena *a,
	const struct audit_head **out, size_t *n, struct err *e)
{
	return read_heads(s, sql_heads, 0, a, out, n, e);
}

/* --- showing ---------------------------------------------------------------
 */

bool audit_page(struct store *s, int64_t clinic_id, int64_t before_seq, int max,
	struct arena *a, const struct audit_line **out, size_t *n,
	struct err *e)
{
	struct audit_line *lines;
	struct db_rows rows;

	BUG_ON(max < 1 || max > PAGE_ROWS_MAX);
	if (!db_run(s->db, sql_page,
		    DB_ARGS(db_int(clinic_id),
			    db_int(before_seq > 0 ? before_seq : INT64_MAX),
			    db_int(max)),
		    max, a, &rows, e))
		return false;
	lines = arena_new(a, struct audit_line, (size_t)rows.n);
	for (int r = 0; r < rows.n; r++)
		lines[r] = (struct audit_line){
			.seq = db_cell_int(&rows, r, 0),
			.at_us = db_cell_int(&rows, r, 1),
			.actor = db_cell_text(&rows, r, 2),
			.role = db_cell_text(&rows, r, 3),
			.actor_id = db_cell_int(&rows, r, 4),
			.action = db_cell_text(&rows, r, 5),
			.object_kind = db_cell_text(&rows, r, 6),
			.objects = db_cell_text(&rows, r, 7),
		};
	*out = lines;
	*n = (size_t)rows.n;
	return true;
}
