#ifndef DB_POSTGRES_WIRE_H
#define DB_POSTGRES_WIRE_H
/*
 * db/postgres_wire - one connection to PostgreSQL that never waits for ever:
 * every wait has a deadline, kept on our side, since a frozen server keeps
 * none.  When it passes, or the connection breaks, the connection is dropped
 * and made again at the next use.  Knows nothing of transactions.
 */
#include <libpq-fe.h>

#include "db/db.h"

struct wire;

struct wire *wire_open(
	const char *conninfo, const char *schema, int deadline_ms);
void wire_close(struct wire *w);

/* Connects if need be, and notices a connection that died while idle. */
MUST_USE bool wire_ready(struct wire *w, struct err *e);
/* False after a loss: what was sent may have been done. */
bool wire_is_up(const struct wire *w);
/*
 * True if the last use found the connection dead without a word: it died while
 * idle, and the server saw nothing of what was sent.
 */
bool wire_was_stale(const struct wire *w);
/* How often it was connected: a change means that LISTENs are forgotten. */
int wire_connects(const struct wire *w);

/* Runs commands that return no rows, several with `;` between. */
MUST_USE bool wire_command(struct wire *w, const char *sql, struct err *e);

/* As wire_command, of a schema file: its markers are replaced. */
MUST_USE bool wire_script(struct wire *w, const char *sql, struct err *e);

/* As the driver's `many`: prepares at first use, then pipelines. */
MUST_USE bool wire_many(struct wire *w, const char *sql,
	const struct db_value *args, int args_n, size_t n, int64_t *changed,
	struct err *e);

/* As the driver's `each`: prepares at first use. */
MUST_USE bool wire_each(struct wire *w, const char *sql,
	const struct db_value *args, int args_n, db_row_fn *row, void *ctx,
	int64_t *changed, struct err *e);

/*
 * Waits at most `wait_ms` for a note; *note is NULL when the time is over,
 * else the caller's, for PQfreemem.  ERR_UNAVAILABLE: the connection broke.
 */
MUST_USE bool wire_note(
	struct wire *w, int wait_ms, PGnotify **note, struct err *e);

#endif
