#include "db/sqlite_conn.h"

#include <sqlite3.h>

#include "db/db_driver.h"

/*
 * Statements are kept in a direct-mapped table by the hash of their text: two
 * that share a place push each other out, nothing grows.  The program has some
 * hundred texts.
 */
enum { KEPT = 1024 };

struct kept {
	char *sql;
	sqlite3_stmt *stmt;
	uint64_t writes;             /* tables, a bit each */
	int highest;                 /* $n */
	uint8_t number[DB_ARGS_MAX]; /* of SQLite's i-th parameter: its $n */
};

struct sqlite_conn {
	sqlite3 *raw;
	bool may_change_schema;
	bool is_loose;     /* foreign keys are not looked after */
	uint64_t compiled; /* the tables that a statement being compiled writes
			    */
	uint64_t written;  /* see sqlite_conn_written */
	int log_pages;
	struct kept kept[KEPT];
};

static bool refuse(sqlite3 *raw, int rc, struct err *e)
{
	enum err_kind kind;

	switch (rc & 0xff) {
	case SQLITE_CONSTRAINT:
		kind = ERR_CONFLICT;
		break;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_NOMEM:
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
	case SQLITE_INTERRUPT:
	case SQLITE_PROTOCOL:
		kind = ERR_UNAVAILABLE;
		break;
	default:
		kind = ERR_INTERNAL;
		break;
	}
	if ((rc & 0xff) == SQLITE_FULL || (rc & 0xff) == SQLITE_IOERR)
		return err_field(e, kind, "disk", "sqlite: %s (%d)",
			sqlite3_errstr(rc), rc);
	/* Messages of these two name columns, tables and words of our own
	 * SQL text; those of others might quote data. */
	if (kind == ERR_CONFLICT || (rc & 0xff) == SQLITE_ERROR)
		return err_set(e, kind, "sqlite: %s", sqlite3_errmsg(raw));
	return err_set(e, kind, "sqlite: %s (%d)", sqlite3_errstr(rc), rc);
}

/* FNV-1a: the texts are our own, nobody can choose them to collide. */
static uint32_t hash_of(const char *sql)
{
	uint32_t h = 2166136261u;

	for (const char *p = sql; *p != '\0'; p++)
		h = (h ^ (unsigned char)*p) * 16777619u;
	return h;
}

int sqlite_conn_bit(const char *table)
{
	return (int)(hash_of(table) >> 26);
}

static bool may_pragma(
	const struct sqlite_conn *c, const char *name, const char *value)
{
	return (strcmp(name, "data_version") == 0 && value == NULL) ||
	       (c->may_change_schema &&
		       (strcmp(name, "foreign_keys") == 0 ||
			       strcmp(name, "foreign_key_check") == 0));
}

/*
 * The last fence behind bound parameters: an injected ATTACH, PRAGMA or DROP
 * does not compile.
 */
static int authorize(void *ctx, int action, const char *a, const char *b,
	const char *file, const char *trigger)
{
	struct sqlite_conn *c = ctx;

	(void)b, (void)file, (void)trigger;
	switch (action) {
	case SQLITE_INSERT:
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
		c->compiled |= UINT64_C(1) << sqlite_conn_bit(a);
		return SQLITE_OK;
	case SQLITE_ATTACH:
	case SQLITE_DETACH:
	case SQLITE_CREATE_VTABLE:
	case SQLITE_DROP_VTABLE:
		return SQLITE_DENY;
	case SQLITE_PRAGMA:
		return may_pragma(c, a, b) ? SQLITE_OK : SQLITE_DENY;
	case SQLITE_ALTER_TABLE:
	case SQLITE_REINDEX:
	case SQLITE_ANALYZE:
		return c->may_change_schema ? SQLITE_OK : SQLITE_DENY;
	default:
		/* CREATE_* are 1 to 8, DROP_* 10 to 17. */
		if (action >= SQLITE_CREATE_INDEX && action <= SQLITE_DROP_VIEW)
			return c->may_change_schema ? SQLITE_OK : SQLITE_DENY;
		return SQLITE_OK;
	}
}

static bool setting_is(
	sqlite3 *raw, const char *sql, const char *want, struct err *e)
{
	sqlite3_stmt *stmt;
	bool is = false;

	if (sqlite3_prepare_v2(raw, sql, -1, &stmt, NULL) == SQLITE_OK &&
		sqlite3_step(stmt) == SQLITE_ROW) {
		const char *got = (const char *)sqlite3_column_text(stmt, 0);

		is = got != NULL && strcmp(got, want) == 0;
	}
	sqlite3_finalize(stmt);
	return is ||
	       err_set(e, ERR_UNAVAILABLE, "sqlite: not %s=%s", sql, want);
}

/*
 * Small page caches: there are as many readers as threads, and the system
 * caches the file as well.  synchronous=NORMAL lost acknowledged commits in
 * power cuts; hence FULL, looked at again after it is set.
 */
static bool set_up(sqlite3 *raw, enum sqlite_role role, struct err *e)
{
	static const char settings[] =
		"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
		"PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
		"PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF;"
		"PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;"
		"PRAGMA journal_size_limit=67108864;";
	const char *own =
		role == SQLITE_ROLE_WRITER
			? "PRAGMA cache_size=-16384;"
			: "PRAGMA cache_size=-2048; PRAGMA query_only=ON;";
	int rc = sqlite3_exec(raw, settings, NULL, NULL, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_exec(raw, own, NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		return refuse(raw, rc, e);
	return setting_is(raw, "PRAGMA journal_mode", "wal", e) &&
	       setting_is(raw, "PRAGMA synchronous", "2", e) &&
	       setting_is(raw, "PRAGMA foreign_keys", "1", e);
}

/*
 * SQLite's own log hears of a failed fsync wherever it happens, also where no
 * call of ours would be told: when it copies the log into the file after a
 * commit.
 */
static void look_at_fsync(void *ctx, int rc, const char *text)
{
	(void)ctx, (void)text;
	if (rc == SQLITE_IOERR_FSYNC || rc == SQLITE_IOERR_DIR_FSYNC)
		base_no_fsync();
}

/* In place of SQLite's own, which copies the log within the commit. */
static int note_log(void *ctx, sqlite3 *raw, const char *name, int pages)
{
	struct sqlite_conn *c = ctx;

	(void)raw, (void)name;
	c->log_pages = pages;
	return SQLITE_OK;
}

bool sqlite_conn_open(const char *path, enum sqlite_role role, int busy_ms,
	struct sqlite_conn **out, struct err *e)
{
	struct sqlite_conn *c = calloc(1, sizeof(*c));
	int rc;

	if (c == NULL)
		base_no_memory();
	/* Refused once SQLite is in use, and then it is set already. */
	(void)sqlite3_config(SQLITE_CONFIG_LOG, look_at_fsync, NULL);
	/* Its count of memory is a lock that all threads share. */
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	/* NOMUTEX: a connection is used by one thread at a time; the writer
	 * changes hands under the group's lock. */
	rc = sqlite3_open_v2(path, &c->raw,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
			SQLITE_OPEN_EXRESCODE,
		NULL);
	if (rc != SQLITE_OK) {
		err_set(e, ERR_UNAVAILABLE, "sqlite: %s (%d)",
			sqlite3_errstr(rc), rc);
		sqlite_conn_close(c);
		return false;
	}
	sqlite3_busy_timeout(c->raw, busy_ms);
	if (!set_up(c->raw, role, e)) {
		sqlite_conn_close(c);
		return false;
	}
	sqlite3_set_authorizer(c->raw, authorize, c);
	(void)sqlite3_wal_hook(c->raw, note_log, c);
	*out = c;
	return true;
}

static void forget(struct kept *k)
{
	sqlite3_finalize(k->stmt);
	free(k->sql);
	*k = (struct kept){0};
}

void sqlite_conn_close(struct sqlite_conn *c)
{
	if (c == NULL)
		return;
	for (int i = 0; i < KEPT; i++)
		forget(&c->kept[i]);
	/* Fails only with statements still open, and there are none. */
	BUG_ON(sqlite3_close(c->raw) != SQLITE_OK);
	free(c);
}

/*
 * SQLite numbers $n by first appearance in the text, not by the digits: the
 * true number must be asked of each parameter's name.
 */
static bool number_params(struct kept *k, struct err *e)
{
	int n = sqlite3_bind_parameter_count(k->stmt);

	if (n > DB_ARGS_MAX)
		return err_set(e, ERR_INTERNAL, "sqlite: %d parameters", n);
	for (int i = 0; i < n; i++) {
		const char *name = sqlite3_bind_parameter_name(k->stmt, i + 1);
		long number = name != NULL && name[0] == '$'
				      ? strtol(name + 1, NULL, 10)
				      : 0;

		if (number < 1 || number > DB_ARGS_MAX)
			return err_set(
				e, ERR_INTERNAL, "sqlite: parameter is not $n");
		k->number[i] = (uint8_t)number;
		if (number > k->highest)
			k->highest = (int)number;
	}
	return true;
}

static bool keep(struct sqlite_conn *c, const char *sql, struct kept **out,
	struct err *e)
{
	struct kept *k = &c->kept[hash_of(sql) % KEPT];
	const char *tail = NULL;
	size_t n = strlen(sql) + 1;
	int rc;

	*out = k;
	if (k->sql != NULL && strcmp(k->sql, sql) == 0)
		return true;
	forget(k);
	c->compiled = 0;
	rc = sqlite3_prepare_v3(c->raw, sql, (int)n, SQLITE_PREPARE_PERSISTENT,
		&k->stmt, &tail);
	if (rc != SQLITE_OK)
		return refuse(c->raw, rc, e);
	if (k->stmt == NULL || tail[strspn(tail, " \t\n;")] != '\0' ||
		!number_params(k, e)) {
		forget(k);
		return err_set(e, ERR_INTERNAL, "sqlite: not one statement");
	}
	k->writes = c->compiled;
	k->sql = malloc(n);
	if (k->sql == NULL)
		base_no_memory();
	memcpy(k->sql, sql, n);
	return true;
}

bool sqlite_conn_is_read(
	struct sqlite_conn *c, const char *sql, bool *is_read, struct err *e)
{
	struct kept *k;

	if (!keep(c, sql, &k, e))
		return false;
	*is_read = sqlite3_stmt_readonly(k->stmt) != 0;
	return true;
}

static int bind_one(sqlite3_stmt *stmt, int i, const struct db_value *v)
{
	switch (v->type) {
	case DB_INT:
		return sqlite3_bind_int64(stmt, i, v->i);
	case DB_TEXT:
		return sqlite3_bind_text64(
			stmt, i, v->p, v->n, SQLITE_STATIC, SQLITE_UTF8);
	case DB_BLOB:
		return sqlite3_bind_blob64(stmt, i, v->p, v->n, SQLITE_STATIC);
	case DB_NULL:
	case DB_TYPES:
		break;
	}
	return sqlite3_bind_null(stmt, i);
}

static bool bind_all(struct sqlite_conn *c, struct kept *k,
	const struct db_value *args, int args_n, struct err *e)
{
	int n = sqlite3_bind_parameter_count(k->stmt);

	if (k->highest != args_n)
		return err_set(e, ERR_INTERNAL,
			"sqlite: $%d is the highest, %d arguments", k->highest,
			args_n);
	for (int i = 0; i < n; i++) {
		int rc = bind_one(k->stmt, i + 1, &args[k->number[i] - 1]);

		if (rc != SQLITE_OK)
			return refuse(c->raw, rc, e);
	}
	return true;
}

static bool read_cell(
	sqlite3_stmt *stmt, int i, struct db_value *v, struct err *e)
{
	/* unprotected, which is enough for its type and an integer, and half
	 * the price of asking the statement for each */
	sqlite3_value *cell = sqlite3_column_value(stmt, i);

	switch (sqlite3_value_type(cell)) {
	case SQLITE_NULL:
		*v = db_null();
		return true;
	case SQLITE_INTEGER:
		*v = db_int(sqlite3_value_int64(cell));
		return true;
	case SQLITE_TEXT:
		*v = (struct db_value){.type = DB_TEXT};
		v->p = sqlite3_column_text(stmt, i);
		break;
	case SQLITE_BLOB:
		*v = (struct db_value){.type = DB_BLOB};
		v->p = sqlite3_column_blob(stmt, i);
		break;
	default:
		return err_set(
			e, ERR_INTERNAL, "sqlite: column %d is a float", i);
	}
	v->n = (size_t)sqlite3_column_bytes(stmt, i);
	if (v->p == NULL && v->n > 0)
		return err_set(e, ERR_UNAVAILABLE, "sqlite: no memory");
	if (v->p == NULL)
		v->p = ""; /* an empty blob */
	if (v->type == DB_TEXT && memchr(v->p, '\0', v->n) != NULL)
		return err_set(
			e, ERR_INTERNAL, "sqlite: NUL in a text, column %d", i);
	return true;
}

static bool hand_row(
	sqlite3_stmt *stmt, db_row_fn *row, void *ctx, struct err *e)
{
	struct db_value cells[DB_COLUMNS_MAX];
	int n = sqlite3_column_count(stmt);

	if (row == NULL)
		return err_set(
			e, ERR_INTERNAL, "sqlite: rows nobody asked for");
	if (n > DB_COLUMNS_MAX)
		return err_set(e, ERR_INTERNAL, "sqlite: %d columns", n);
	for (int i = 0; i < n; i++)
		if (!read_cell(stmt, i, &cells[i], e))
			return false;
	return row(ctx, cells, n, e);
}

static bool run(struct sqlite_conn *c, struct kept *k,
	const struct db_value *args, int args_n, db_row_fn *row, void *ctx,
	int64_t *changed, struct err *e)
{
	bool ok = bind_all(c, k, args, args_n, e);
	int rc = SQLITE_DONE;

	c->written |= k->writes;
	while (ok && (rc = sqlite3_step(k->stmt)) == SQLITE_ROW)
		ok = hand_row(k->stmt, row, ctx, e);
	if (ok && rc != SQLITE_DONE)
		ok = refuse(c->raw, rc, e);
	if (ok)
		*changed = sqlite3_stmt_readonly(k->stmt) != 0
				   ? 0
				   : sqlite3_changes64(c->raw);
	sqlite3_reset(k->stmt);
	sqlite3_clear_bindings(k->stmt);
	return ok;
}

bool sqlite_conn_each(struct sqlite_conn *c, const char *sql,
	const struct db_value *args, int args_n, db_row_fn *row, void *ctx,
	int64_t *changed, struct err *e)
{
	struct kept *k;

	return keep(c, sql, &k, e) &&
	       run(c, k, args, args_n, row, ctx, changed, e);
}

bool sqlite_conn_many(struct sqlite_conn *c, const char *sql,
	const struct db_value *args, int args_n, size_t n, int64_t *changed,
	struct err *e)
{
	int64_t ignored;
	struct kept *k;

	if (!keep(c, sql, &k, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!run(c, k, args + i * (size_t)args_n, args_n, NULL, NULL,
			    changed ? &changed[i] : &ignored, e))
			return false;
	return true;
}

bool sqlite_conn_command(struct sqlite_conn *c, const char *sql, struct err *e)
{
	int64_t changed;

	return sqlite_conn_each(c, sql, NULL, 0, NULL, NULL, &changed, e);
}

uint64_t sqlite_conn_written(struct sqlite_conn *c)
{
	uint64_t written = c->written;

	c->written = 0;
	return written;
}

static bool take_int(
	void *ctx, const struct db_value *cells, int columns, struct err *e)
{
	(void)columns, (void)e;
	*(int64_t *)ctx = cells[0].i;
	return true;
}

bool sqlite_conn_version(struct sqlite_conn *c, int64_t *version, struct err *e)
{
	int64_t changed;

	return sqlite_conn_each(c, "PRAGMA data_version", NULL, 0, take_int,
		version, &changed, e);
}

/* Whether no row refers to nothing. */
static bool check_keys(struct sqlite_conn *c, struct err *e)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(
		c->raw, "PRAGMA foreign_key_check", -1, &stmt, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		err_set(e, ERR_CONFLICT,
			"sqlite: a script leaves rows that refer to nothing");
	else if (rc != SQLITE_DONE)
		(void)!refuse(c->raw, rc, e);
	sqlite3_finalize(stmt);
	return rc == SQLITE_DONE;
}

bool sqlite_conn_script(struct sqlite_conn *c, const char *sql, struct err *e)
{
	bool ok;
	int rc;

	c->may_change_schema = true;
	c->written = UINT64_MAX;
	rc = sqlite3_exec(c->raw, sql, NULL, NULL, NULL);
	ok = rc == SQLITE_OK ? !c->is_loose || check_keys(c, e)
			     : refuse(c->raw, rc, e);
	c->may_change_schema = false;
	return ok;
}

/* Within a transaction SQLite ignores it without a word. */
bool sqlite_conn_loosen(struct sqlite_conn *c, bool is_loose, struct err *e)
{
	bool ok;
	int rc;

	c->may_change_schema = true;
	rc = sqlite3_exec(c->raw,
		is_loose ? "PRAGMA foreign_keys=OFF" : "PRAGMA foreign_keys=ON",
		NULL, NULL, NULL);
	ok = rc == SQLITE_OK ? setting_is(c->raw, "PRAGMA foreign_keys",
				       is_loose ? "0" : "1", e)
			     : refuse(c->raw, rc, e);
	c->may_change_schema = false;
	if (ok)
		c->is_loose = is_loose;
	return ok;
}

bool sqlite_conn_in_transaction(struct sqlite_conn *c)
{
	return sqlite3_get_autocommit(c->raw) == 0;
}

int sqlite_conn_log_pages(const struct sqlite_conn *c)
{
	return c->log_pages;
}

void sqlite_conn_copy_log(struct sqlite_conn *c)
{
	(void)sqlite3_wal_checkpoint_v2(
		c->raw, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

bool sqlite_conn_checkpoint(struct sqlite_conn *c, struct err *e)
{
	int rc = sqlite3_wal_checkpoint_v2(
		c->raw, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

	return rc == SQLITE_OK || refuse(c->raw, rc, e);
}
