#include "db/postgres_wire.h"

#include <errno.h>
#include <poll.h>

#include "db/db_driver.h"
#include "db/postgres_cell.h"
#include "os/clock.h"

enum {
	/* Prepared statements, direct-mapped by hash as in sqlite_conn. */
	KEPT = 1024,
	STATEMENT_NAME_MAX = 32,
	SQL_MAX = 16384,
	SCRIPT_MS = 3600000,
	/* Statements on their way at once; libpq keeps them in memory. */
	PIPELINE_MAX = 500,
	/* Rows thrown away after a failure before we rather reconnect. */
	DRAIN_MAX = 100,
};

/* A statement as prepared: its text and the types of its arguments. */
struct kept {
	char *sql;
	char types[DB_ARGS_MAX + 1];
	char name[STATEMENT_NAME_MAX];
};

struct wire {
	PGconn *raw; /* NULL: not connected */
	char *conninfo, *schema;
	int deadline_ms;
	int connects;
	unsigned names;  /* given so far */
	bool has_spoken; /* the server, since wire_ready */
	bool is_silent;  /* the last loss was a deadline */
	struct kept kept[KEPT];
};

/* What the PostgreSQL driver makes of the marker comments; see db.h. */
static const struct {
	const char *marker, *becomes;
} markers[] = {
	{"/*SKIP LOCKED*/", "FOR UPDATE SKIP LOCKED"},
	{"/*FOR UPDATE*/", "FOR UPDATE"},
	{"integer/*ROWID*/", "bigint"},
	{"WITHOUT ROWID/*CLUSTERED*/", ""},
	{"/*SQLITE:*/", "/*"},
	{"/*:SQLITE*/", "*/"},
};

static char *copy_text(const char *text)
{
	size_t n = text == NULL ? 0 : strlen(text) + 1;
	char *to = n == 0 ? NULL : malloc(n);

	if (n > 0 && to == NULL)
		base_no_memory();
	return n == 0 ? NULL : memcpy(to, text, n);
}

struct wire *wire_open(
	const char *conninfo, const char *schema, int deadline_ms)
{
	struct wire *w = calloc(1, sizeof(*w));

	if (w == NULL)
		base_no_memory();
	w->conninfo = copy_text(conninfo);
	w->schema = copy_text(schema);
	w->deadline_ms = deadline_ms;
	return w;
}

static void drop(struct wire *w)
{
	for (int i = 0; i < KEPT; i++) {
		free(w->kept[i].sql);
		w->kept[i].sql = NULL;
	}
	PQfinish(w->raw);
	w->raw = NULL;
}

void wire_close(struct wire *w)
{
	drop(w);
	free(w->conninfo);
	free(w->schema);
	free(w);
}

bool wire_is_up(const struct wire *w)
{
	return w->raw != NULL;
}

int wire_connects(const struct wire *w)
{
	return w->connects;
}

/* --- waiting ----------------------------------------------------------- */

static bool lost(struct wire *w, const char *why, struct err *e)
{
	drop(w);
	w->is_silent = false;
	return err_set(e, ERR_UNAVAILABLE, "postgresql: %s", why);
}

static bool silent(struct wire *w, struct err *e)
{
	(void)!lost(w, "server silent", e);
	w->is_silent = true;
	return false;
}

bool wire_was_stale(const struct wire *w)
{
	return w->raw == NULL && !w->has_spoken && !w->is_silent;
}

/* Waits for the socket; 0 when the time is over. */
static int wait_socket(struct wire *w, short events, int64_t until_ms)
{
	struct pollfd p = {.fd = PQsocket(w->raw), .events = events};

	for (;;) {
		int64_t left = until_ms - clock_steady_ms();
		int n = poll(&p, 1, left < 0 ? 0 : (int)left);

		if (n >= 0)
			return n;
		if (errno != EINTR)
			return 0;
	}
}

/* Sends what is buffered, reading meanwhile lest both sides wait. */
static bool flush(struct wire *w, int64_t until_ms, struct err *e)
{
	int left;

	while ((left = PQflush(w->raw)) == 1) {
		if (wait_socket(w, POLLIN | POLLOUT, until_ms) == 0)
			return silent(w, e);
		if (!PQconsumeInput(w->raw))
			return lost(w, "connection lost", e);
	}
	return left == 0 || lost(w, "connection lost", e);
}

/* The next result, or NULL in *out behind the last. */
static bool next_result(struct wire *w, PGresult **out, struct err *e)
{
	int64_t until = clock_steady_ms() + w->deadline_ms;

	if (!flush(w, until, e))
		return false;
	while (PQisBusy(w->raw)) {
		if (wait_socket(w, POLLIN, until) == 0)
			return silent(w, e);
		if (!PQconsumeInput(w->raw))
			return lost(w, "connection lost", e);
	}
	*out = PQgetResult(w->raw);
	return true;
}

/* --- errors ------------------------------------------------------------ */

static enum err_kind kind_of(const char *state)
{
	static const struct {
		const char *starts; /* class or whole SQLSTATE */
		enum err_kind kind;
	} rows[] = {
		{"23", ERR_CONFLICT},       /* constraints */
		{"40", ERR_UNAVAILABLE},    /* deadlock, serialization */
		{"55P03", ERR_UNAVAILABLE}, /* lock not available */
		{"53", ERR_UNAVAILABLE},    /* no disk, memory, connections */
		{"57", ERR_UNAVAILABLE},    /* shut down, cancelled */
		{"58", ERR_UNAVAILABLE},    /* input/output */
		{"08", ERR_UNAVAILABLE},    /* connection */
		{"25006", ERR_UNAVAILABLE}, /* a standby after fail-over */
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (strncmp(state, rows[i].starts, strlen(rows[i].starts)) == 0)
			return rows[i].kind;
	return ERR_INTERNAL;
}

/* Full, input/output. */
static bool is_of_disk(const char *state)
{
	return strcmp(state, "53100") == 0 || strcmp(state, "58030") == 0;
}

/*
 * The server's message and detail quote data; only of class 42, wrong SQL, the
 * message speaks of our own text alone.
 */
static bool refuse(struct wire *w, const PGresult *r, struct err *e)
{
	const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
	const char *what = PQresultErrorField(r, PG_DIAG_CONSTRAINT_NAME);
	const char *table = PQresultErrorField(r, PG_DIAG_TABLE_NAME);

	if (PQresultStatus(r) == PGRES_EMPTY_QUERY)
		return err_set(e, ERR_INTERNAL, "postgresql: no statement");
	/* 57P01 and its like are a server's last words. */
	if (PQstatus(w->raw) == CONNECTION_BAD || state == NULL ||
		strncmp(state, "57P", 3) == 0)
		return lost(w, "connection lost", e);
	w->has_spoken = true;
	if (strncmp(state, "42", 2) == 0)
		what = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
	return err_field(e, kind_of(state), is_of_disk(state) ? "disk" : "",
		"postgresql: %s %s %s", state, table == NULL ? "-" : table,
		what == NULL ? "-" : what);
}

/* --- connecting -------------------------------------------------------- */

/* Notices would be printed to stderr by libpq, and may quote data. */
static void ignore_notice(void *ctx, const PGresult *r)
{
	(void)ctx, (void)r;
}

static bool connect_poll(struct wire *w, struct err *e)
{
	int64_t until = clock_steady_ms() + w->deadline_ms;
	PostgresPollingStatusType next = PGRES_POLLING_WRITING;

	while (next == PGRES_POLLING_READING || next == PGRES_POLLING_WRITING) {
		short events = next == PGRES_POLLING_READING ? POLLIN : POLLOUT;

		if (wait_socket(w, events, until) == 0)
			return silent(w, e);
		next = PQconnectPoll(w->raw);
	}
	return next == PGRES_POLLING_OK || lost(w, "no connection", e);
}

/*
 * client_connection_check_interval: a statement that we gave up at the
 * deadline holds its locks no longer than that.
 */
static bool set_up(struct wire *w, struct err *e)
{
	char sql[300];

	snprintf(sql, sizeof(sql),
		"SET client_encoding = 'UTF8';"
		"SET default_transaction_isolation = 'read committed';"
		"SET client_connection_check_interval = 1000;"
		"SET search_path = %s",
		w->schema == NULL ? "public" : w->schema);
	return wire_command(w, sql, e);
}

static bool connect(struct wire *w, struct err *e)
{
	w->raw = PQconnectStart(w->conninfo);
	if (w->raw == NULL)
		base_no_memory();
	if (PQstatus(w->raw) == CONNECTION_BAD)
		return lost(w, "no connection", e);
	PQsetNoticeReceiver(w->raw, ignore_notice, NULL);
	if (!connect_poll(w, e))
		return false;
	if (PQsetnonblocking(w->raw, 1) != 0)
		return lost(w, "no connection", e);
	w->connects++;
	if (set_up(w, e))
		return true;
	if (w->raw != NULL)
		drop(w);
	e->kind = ERR_UNAVAILABLE;
	return false;
}

bool wire_ready(struct wire *w, struct err *e)
{
	/* A server that went away while we were idle has closed the socket:
	 * better to learn it now than in the middle of a write. */
	while (w->raw != NULL && wait_socket(w, POLLIN, 0) > 0)
		if (!PQconsumeInput(w->raw))
			drop(w);
	w->has_spoken = false;
	return w->raw != NULL || connect(w, e);
}

/* --- running ----------------------------------------------------------- */

/*
 * Reads results to the end; keeps the first error.  A script may be a comment
 * from end to end.
 */
static bool finish(struct wire *w, int64_t *changed, struct err *e)
{
	bool ok = true;

	for (int n = 0;; n++) {
		PGresult *r;
		struct err later;

		if (!next_result(w, &r, ok ? e : &later))
			return false;
		if (r == NULL)
			return ok;
		w->has_spoken |= PQresultStatus(r) != PGRES_FATAL_ERROR;
		if (PQresultStatus(r) == PGRES_COMMAND_OK)
			*changed = strtoll(PQcmdTuples(r), NULL, 10);
		else if (PQresultStatus(r) != PGRES_TUPLES_OK &&
			 PQresultStatus(r) != PGRES_EMPTY_QUERY && ok)
			ok = refuse(w, r, e);
		PQclear(r);
		if (w->raw == NULL)
			return false;
	}
}

bool wire_command(struct wire *w, const char *sql, struct err *e)
{
	int64_t changed;

	if (!PQsendQuery(w->raw, sql))
		return lost(w, "connection lost", e);
	return finish(w, &changed, e);
}

static uint32_t hash_of(const char *sql, const char *types)
{
	uint32_t h = 2166136261u;

	for (const char *p = sql; *p != '\0'; p++)
		h = (h ^ (unsigned char)*p) * 16777619u;
	for (const char *p = types; *p != '\0'; p++)
		h = (h ^ (unsigned char)*p) * 16777619u;
	return h;
}

/* Writes the text with its markers replaced. */
static bool translate(const char *sql, char to[SQL_MAX], struct err *e)
{
	size_t n = 0;

	while (*sql != '\0') {
		const char *put = sql;
		size_t put_n = 1, skip_n = 1;

		for (size_t i = 0; i < ARRAY_LEN(markers); i++) {
			size_t m = strlen(markers[i].marker);

			if (strncmp(sql, markers[i].marker, m) == 0) {
				put = markers[i].becomes;
				put_n = strlen(put);
				skip_n = m;
			}
		}
		if (n + put_n >= SQL_MAX)
			return err_set(e, ERR_INTERNAL, "postgresql: long SQL");
		memcpy(to + n, put, put_n);
		n += put_n;
		sql += skip_n;
	}
	to[n] = '\0';
	return true;
}

/* Copying a large table takes longer than any statement of a day's work may. */
bool wire_script(struct wire *w, const char *sql, struct err *e)
{
	int deadline_ms = w->deadline_ms;
	char text[SQL_MAX];
	bool ok;

	w->deadline_ms = SCRIPT_MS;
	ok = translate(sql, text, e) && wire_command(w, text, e);
	w->deadline_ms = deadline_ms;
	return ok;
}

static bool forget(struct wire *w, struct kept *k, struct err *e)
{
	char sql[STATEMENT_NAME_MAX + 20];

	if (k->sql == NULL)
		return true;
	free(k->sql);
	k->sql = NULL;
	snprintf(sql, sizeof(sql), "DEALLOCATE %s", k->name);
	return wire_command(w, sql, e);
}

static bool prepare(struct wire *w, struct kept *k, const char *sql,
	const char *types, const struct postgres_args *args, int args_n,
	struct err *e)
{
	char text[SQL_MAX];
	int64_t changed;

	if (db_params(sql) != args_n)
		return err_set(e, ERR_INTERNAL,
			"postgresql: $%d is the highest, %d arguments",
			db_params(sql), args_n);
	if (!translate(sql, text, e) || !forget(w, k, e))
		return false;
	snprintf(k->name, sizeof(k->name), "z%u", w->names++);
	if (!PQsendPrepare(w->raw, k->name, text, args_n, args->types))
		return lost(w, "connection lost", e);
	if (!finish(w, &changed, e))
		return false;
	k->sql = copy_text(sql);
	snprintf(k->types, sizeof(k->types), "%s", types);
	return true;
}

static bool keep(struct wire *w, const char *sql, const struct db_value *args,
	int args_n, const struct postgres_args *values, struct kept **out,
	struct err *e)
{
	char types[DB_ARGS_MAX + 1] = "";
	struct kept *k;

	for (int i = 0; i < args_n; i++)
		types[i] = "nitb"[args[i].type];
	k = &w->kept[hash_of(sql, types) % KEPT];
	*out = k;
	return (k->sql != NULL && strcmp(k->sql, sql) == 0 &&
		       strcmp(k->types, types) == 0) ||
	       prepare(w, k, sql, types, values, args_n, e);
}

static bool hand_rows(
	const PGresult *r, db_row_fn *row, void *ctx, struct err *e)
{
	struct db_value cells[DB_COLUMNS_MAX];
	int columns = PQnfields(r);

	if (PQntuples(r) > 0 && row == NULL)
		return err_set(
			e, ERR_INTERNAL, "postgresql: rows nobody asked for");
	if (columns > DB_COLUMNS_MAX)
		return err_set(
			e, ERR_INTERNAL, "postgresql: %d columns", columns);
	for (int i = 0; i < PQntuples(r); i++) {
		for (int c = 0; c < columns; c++)
			if (!postgres_cell(r, i, c, &cells[c], e))
				return false;
		if (!row(ctx, cells, columns, e))
			return false;
	}
	return true;
}

/*
 * After the caller has had enough: takes the rest off the wire so that the
 * connection stays good, or drops it if there is too much.
 */
static void drain(struct wire *w)
{
	struct err ignored;
	PGresult *r = NULL;

	for (int i = 0; i < DRAIN_MAX; i++) {
		if (!next_result(w, &r, &ignored) || r == NULL)
			return;
		PQclear(r);
	}
	drop(w);
}

/* Reads results row by row; *changed is of the last one. */
static bool read_rows(struct wire *w, db_row_fn *row, void *ctx,
	int64_t *changed, struct err *e)
{
	bool ok = true;

	while (ok) {
		PGresult *r;
		ExecStatusType status;

		if (!next_result(w, &r, e))
			return false;
		if (r == NULL)
			return true;
		status = PQresultStatus(r);
		w->has_spoken |= status != PGRES_FATAL_ERROR;
		if (status == PGRES_SINGLE_TUPLE || status == PGRES_TUPLES_OK)
			ok = hand_rows(r, row, ctx, e);
		else if (status != PGRES_COMMAND_OK)
			ok = refuse(w, r, e);
		/* A SELECT's count is of rows read, not written. */
		if (ok && strncmp(PQcmdStatus(r), "SELECT", 6) != 0)
			*changed = strtoll(PQcmdTuples(r), NULL, 10);
		PQclear(r);
	}
	if (w->raw != NULL)
		drain(w);
	return false;
}

bool wire_each(struct wire *w, const char *sql, const struct db_value *args,
	int args_n, db_row_fn *row, void *ctx, int64_t *changed, struct err *e)
{
	struct postgres_args values;
	struct kept *k;

	*changed = 0;
	postgres_args_fill(&values, args, args_n);
	if (!keep(w, sql, args, args_n, &values, &k, e))
		return false;
	if (!PQsendQueryPrepared(w->raw, k->name, args_n, values.values,
		    values.lengths, values.formats, 1) ||
		!PQsetSingleRowMode(w->raw))
		return lost(w, "connection lost", e);
	return read_rows(w, row, ctx, changed, e);
}

/* --- pipelining -------------------------------------------------------- */

/* How many sets of arguments from the first on are of the same types. */
static size_t alike(const struct db_value *args, int args_n, size_t n)
{
	size_t same = 1;

	for (; same < n && same < PIPELINE_MAX; same++)
		for (int i = 0; i < args_n; i++)
			if (args[same * (size_t)args_n + (size_t)i].type !=
				args[i].type)
				return same;
	return same;
}

/*
 * Reads what `n` statements and the mark behind them answered.  After an error
 * the server leaves out the rest; the first error counts.
 */
static bool read_pipeline(
	struct wire *w, size_t n, int64_t *changed, struct err *e)
{
	bool ok = true;

	for (size_t at = 0;;) {
		PGresult *r;
		struct err later;
		ExecStatusType status;

		if (!next_result(w, &r, ok ? e : &later))
			return false;
		if (r == NULL) { /* behind each statement */
			at++;
			continue;
		}
		status = PQresultStatus(r);
		w->has_spoken |= status != PGRES_FATAL_ERROR;
		if (status == PGRES_COMMAND_OK && changed && at < n)
			changed[at] = strtoll(PQcmdTuples(r), NULL, 10);
		else if (status == PGRES_FATAL_ERROR && ok)
			ok = refuse(w, r, e);
		else if (status == PGRES_TUPLES_OK && ok)
			ok = err_set(e, ERR_INTERNAL,
				"postgresql: rows nobody asked for");
		PQclear(r);
		if (w->raw == NULL)
			return false;
		if (status == PGRES_PIPELINE_SYNC)
			return ok;
	}
}

static bool pipeline(struct wire *w, const struct kept *k,
	const struct db_value *args, int args_n, size_t n, int64_t *changed,
	struct err *e)
{
	struct postgres_args values;
	bool ok = PQenterPipelineMode(w->raw) == 1;

	for (size_t i = 0; ok && i < n; i++) {
		postgres_args_fill(&values, args + i * (size_t)args_n, args_n);
		ok = PQsendQueryPrepared(w->raw, k->name, args_n, values.values,
			     values.lengths, values.formats, 1) == 1;
	}
	if (!ok || !PQpipelineSync(w->raw))
		return lost(w, "connection lost", e);
	ok = read_pipeline(w, n, changed, e);
	if (w->raw != NULL && !PQexitPipelineMode(w->raw))
		return lost(w, "connection lost", e);
	return ok;
}

bool wire_many(struct wire *w, const char *sql, const struct db_value *args,
	int args_n, size_t n, int64_t *changed, struct err *e)
{
	for (size_t from = 0, count; from < n; from += count) {
		const struct db_value *these = args + from * (size_t)args_n;
		struct postgres_args values;
		struct kept *k;

		count = alike(these, args_n, n - from);
		postgres_args_fill(&values, these, args_n);
		if (!keep(w, sql, these, args_n, &values, &k, e) ||
			!pipeline(w, k, these, args_n, count,
				changed ? changed + from : NULL, e))
			return false;
	}
	return true;
}

bool wire_note(struct wire *w, int wait_ms, PGnotify **note, struct err *e)
{
	int64_t until = clock_steady_ms() + wait_ms;

	for (;;) {
		if (!PQconsumeInput(w->raw))
			return lost(w, "connection lost", e);
		*note = PQnotifies(w->raw);
		if (*note != NULL || wait_socket(w, POLLIN, until) == 0)
			return true;
	}
}
