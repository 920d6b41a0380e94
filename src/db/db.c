#include "db/db.h"

#include "base/text.h"
#include "db/db_driver.h"

static const struct db_driver *const drivers[] = {&db_sqlite, &db_postgres};

struct db_value db_null(void)
{
	return (struct db_value){.type = DB_NULL};
}

struct db_value db_int(int64_t i)
{
	return (struct db_value){.type = DB_INT, .i = i};
}

struct db_value db_id(int64_t id)
{
	return id == 0 ? db_null() : db_int(id);
}

struct db_value db_text(const char *text)
{
	if (text == NULL)
		return db_null();
	return (struct db_value){.type = DB_TEXT, .p = text, .n = strlen(text)};
}

struct db_value db_blob(const void *p, size_t n)
{
	if (p == NULL)
		return db_null();
	return (struct db_value){.type = DB_BLOB, .p = p, .n = n};
}

bool database_open(const char *address, const struct db_options *options,
	struct database **out, struct err *e)
{
	static const struct db_options none = {0};

	for (size_t i = 0; i < ARRAY_LEN(drivers); i++) {
		size_t n = strlen(drivers[i]->scheme);

		if (strncmp(address, drivers[i]->scheme, n) == 0 &&
			address[n] == ':')
			return drivers[i]->open(address + n + 1,
				options == NULL ? &none : options, out, e);
	}
	return err_set(e, ERR_INVALID,
		"database address: not sqlite:PATH or postgresql:...");
}

void database_close(struct database *d)
{
	if (d != NULL)
		d->driver->close(d);
}

const char *database_engine(const struct database *d)
{
	return d->engine;
}

bool db_open(struct database *d, struct db **out, struct err *e)
{
	struct db *db;

	if (!d->driver->attach(d, &db, e))
		return false;
	db->driver = d->driver;
	db->home = d;
	*out = db;
	return true;
}

void db_close(struct db *db)
{
	if (db == NULL)
		return;
	db_rollback(db);
	db->driver->detach(db);
}

/* Returns `ok`, and remembers what the disk has refused. */
static bool ended(struct db *db, bool ok, const struct err *e)
{
	if (!ok && e->kind == ERR_UNAVAILABLE && strcmp(e->field, "disk") == 0)
		atomic_store(&db->home->is_refused, true);
	return ok;
}

bool db_is_refused(const struct db *db)
{
	return atomic_load(&db->home->is_refused);
}

void db_forgive(struct db *db)
{
	atomic_store(&db->home->is_refused, false);
}

/* Every statement passes here: the dead stay dead, on both engines. */
static bool run(struct db *db, const char *sql, const struct db_value *args,
	int args_n, db_row_fn *row, void *ctx, int64_t *changed, struct err *e)
{
	int64_t n = 0;
	bool ok;

	BUG_ON(db->is_busy || args_n > DB_ARGS_MAX);
	if (db->is_dead)
		return err_set(
			e, ERR_INTERNAL, "db: used after a failed statement");
	db->is_busy = true;
	ok = db->driver->each(
		db, sql, args, args_n, row, ctx, changed ? changed : &n, e);
	db->is_busy = false;
	if (!ok && db->is_in_transaction)
		db->is_dead = true;
	return ended(db, ok, e);
}

bool db_each(struct db *db, const char *sql, const struct db_value *args,
	int args_n, db_row_fn *row, void *ctx, struct err *e)
{
	return run(db, sql, args, args_n, row, ctx, NULL, e);
}

bool db_do(struct db *db, const char *sql, const struct db_value *args,
	int args_n, int64_t *changed, struct err *e)
{
	int64_t n = 0;

	if (!run(db, sql, args, args_n, NULL, NULL, &n, e))
		return false;
	if (changed != NULL)
		*changed = n;
	return true;
}

bool db_do_many(struct db *db, const char *sql, const struct db_value *args,
	int args_n, size_t n, int64_t *changed, struct err *e)
{
	bool ok;

	BUG_ON(db->is_busy || !db->is_in_transaction || args_n > DB_ARGS_MAX);
	if (db->is_dead)
		return err_set(
			e, ERR_INTERNAL, "db: used after a failed statement");
	db->is_busy = true;
	ok = db->driver->many(db, sql, args, args_n, n, changed, e);
	db->is_busy = false;
	db->is_dead = !ok;
	return ok;
}

uint64_t db_stamp(struct db *db, const char *const *tables, size_t n)
{
	return db->driver->stamp(db, tables, n);
}

/*
 * Rows being copied into an arena; their number is not known before.  If they
 * can be few only, as many as one list of ids of store/ids, all get their room
 * at once.
 */
enum { GATHER_FIRST = 8, GATHER_FEW = 50 };

struct gather {
	struct arena *a;
	struct db_value *cells;
	int n, room, max, columns;
};

static void gather_grow(struct gather *g)
{
	int first = g->max <= GATHER_FEW ? g->max : GATHER_FIRST;
	int room = g->room == 0 ? first : g->room * 2;
	struct db_value *cells = arena_new(
		g->a, struct db_value, (size_t)room * (size_t)g->columns);

	if (g->n > 0)
		memcpy(cells, g->cells,
			sizeof(*cells) * (size_t)g->n * (size_t)g->columns);
	g->cells = cells;
	g->room = room;
}

static bool gather_row(
	void *ctx, const struct db_value *cells, int columns, struct err *e)
{
	struct gather *g = ctx;
	struct db_value *to;

	if (g->n == g->max)
		return err_set(e, ERR_LIMIT, "db: more than %d rows", g->max);
	g->columns = columns;
	if (g->n == g->room)
		gather_grow(g);
	to = g->cells + (size_t)g->n * (size_t)columns;
	for (int i = 0; i < columns; i++) {
		to[i] = cells[i];
		if (cells[i].p != NULL)
			to[i].p = arena_copy(g->a, cells[i].p, cells[i].n);
	}
	g->n++;
	return true;
}

bool db_run(struct db *db, const char *sql, const struct db_value *args,
	int args_n, int rows_max, struct arena *a, struct db_rows *out,
	struct err *e)
{
	struct gather g = {.a = a, .max = rows_max};
	int64_t changed = 0;

	if (!run(db, sql, args, args_n, gather_row, &g, &changed, e))
		return false;
	*out = (struct db_rows){g.cells, g.n, g.columns, changed};
	return true;
}

bool db_begin(struct db *db, struct err *e)
{
	BUG_ON(db->is_in_transaction || db->is_busy);
	if (!ended(db, db->driver->begin(db, e), e))
		return false;
	db->is_in_transaction = true;
	db->is_dead = false;
	return true;
}

bool db_commit(struct db *db, struct err *e)
{
	BUG_ON(!db->is_in_transaction || db->is_busy);
	if (db->is_dead) {
		db_rollback(db);
		return err_set(
			e, ERR_INTERNAL, "db: commit of a failed transaction");
	}
	db->is_in_transaction = false;
	return ended(db, db->driver->commit(db, e), e);
}

void db_rollback(struct db *db)
{
	BUG_ON(db->is_busy);
	if (!db->is_in_transaction)
		return;
	db->driver->rollback(db);
	db->is_in_transaction = false;
	db->is_dead = false;
}

bool db_is_in_transaction(const struct db *db)
{
	return db->is_in_transaction;
}

bool db_script(struct db *db, const char *sql, struct err *e)
{
	BUG_ON(!db->is_in_transaction || db->is_busy);
	if (db->is_dead)
		return err_set(
			e, ERR_INTERNAL, "db: used after a failed statement");
	if (db->driver->script(db, sql, e))
		return true;
	db->is_dead = true;
	return false;
}

bool db_loosen(struct db *db, bool is_loose, struct err *e)
{
	BUG_ON(db->is_in_transaction || db->is_busy);
	return db->driver->loosen(db, is_loose, e);
}

bool db_scrub(struct db *db, const char *table, struct err *e)
{
	BUG_ON(db->is_in_transaction || db->is_busy);
	return db->driver->scrub(db, table, e);
}

/* A topic goes into LISTEN as a name, so it is checked, never escaped. */
static bool topic_check(const char *topic, struct err *e)
{
	size_t n = strspn(topic, "abcdefghijklmnopqrstuvwxyz_");

	if (n == 0 || topic[n] != '\0' || n >= DB_TOPIC_MAX)
		return err_set(e, ERR_INTERNAL, "db: not a topic");
	return true;
}

bool db_notify(struct db *db, const char *topic, int64_t number, struct err *e)
{
	if (db->is_dead)
		return err_set(
			e, ERR_INTERNAL, "db: used after a failed statement");
	if (topic_check(topic, e) && db->driver->notify(db, topic, number, e))
		return true;
	db->is_dead = db->is_in_transaction;
	return false;
}

bool db_listen(struct db *db, const char *topic, struct err *e)
{
	BUG_ON(db->is_in_transaction);
	return topic_check(topic, e) && db->driver->listen(db, topic, e);
}

bool db_wait(struct db *db, int wait_ms, struct db_note *out, struct err *e)
{
	BUG_ON(db->is_in_transaction);
	return db->driver->wait(db, wait_ms, out, e);
}

const struct db_value *db_cell(const struct db_rows *rows, int row, int column)
{
	BUG_ON(row < 0 || row >= rows->n);
	BUG_ON(column < 0 || column >= rows->columns);
	return &rows->cells[(size_t)row * (size_t)rows->columns +
			    (size_t)column];
}

int64_t db_cell_int(const struct db_rows *rows, int row, int column)
{
	return db_cell(rows, row, column)->i;
}

const char *db_cell_text(const struct db_rows *rows, int row, int column)
{
	const struct db_value *v = db_cell(rows, row, column);

	return v->type == DB_TEXT ? v->p : NULL;
}

const void *db_cell_blob(
	const struct db_rows *rows, int row, int column, size_t *n)
{
	const struct db_value *v = db_cell(rows, row, column);

	*n = v->type == DB_BLOB ? v->n : 0;
	return v->type == DB_BLOB ? v->p : NULL;
}

bool db_cell_is_null(const struct db_rows *rows, int row, int column)
{
	return db_cell(rows, row, column)->type == DB_NULL;
}

static bool cell_is(const struct db_value *v, char letter)
{
	static const char want[DB_TYPES] = {0, 'i', 't', 'b'};
	bool may_be_null = letter >= 'A' && letter <= 'Z';

	if (v->type == DB_NULL)
		return may_be_null;
	return want[v->type] == (may_be_null ? letter - 'A' + 'a' : letter);
}

bool db_rows_are(const struct db_rows *rows, const char *letters, struct err *e)
{
	if (rows->n > 0 && rows->columns != (int)strlen(letters))
		return err_set(e, ERR_INTERNAL, "db: %d columns, not %s",
			rows->columns, letters);
	for (int r = 0; r < rows->n; r++)
		for (int c = 0; c < rows->columns; c++)
			if (!cell_is(db_cell(rows, r, c), letters[c]))
				return err_set(e, ERR_INTERNAL,
					"db: row %d column %d is not %c", r, c,
					letters[c]);
	return true;
}

int db_params(const char *sql)
{
	int highest = 0;
	bool is_quoted = false;

	for (const char *p = sql; *p != '\0'; p++) {
		int n = 0;

		is_quoted ^= *p == '\'';
		if (*p != '$' || is_quoted)
			continue;
		while (p[1] >= '0' && p[1] <= '9' && n <= DB_ARGS_MAX)
			n = n * 10 + (*++p - '0');
		highest = n > highest ? n : highest;
	}
	return highest;
}
