/*
 * The PostgreSQL driver: a connection a handle, made at first use.
 *
 * A commit that waits for the disk keeps its locks meanwhile, and every audited
 * act of a clinic needs the lock of that clinic's chain: they would follow each
 * other at the pace of the disk.  So of transactions at once each commits
 * without the disk, and then waits for a flush that is shared by all
 * (db/postgres_flush); notes are told with it, not before.  A lonely one pays
 * the usual commit.
 *
 * What a loss means depends on the moment: before the COMMIT was sent nothing
 * was done (ERR_UNAVAILABLE); afterwards, or around a writing statement
 * without a transaction, nobody knows (ERR_UNCERTAIN).
 */
#include <poll.h>
#include <stdatomic.h>

#include "base/buf.h"
#include "base/text.h"
#include "db/db_driver.h"
#include "db/postgres_flush.h"
#include "db/postgres_wire.h"

enum {
	DEADLINE_MS = 10000,
	SCHEMA_MAX = 30, /* with a topic behind it, a name has 63 bytes */
	TOPICS_MAX = 8,
	AWAY_MS = 1000, /* pause of a listener whose server is away */
	FLUSH_BYTES_MAX = 1 << 20, /* notes of all connections there can be */
};

struct postgres_database {
	struct database base;
	char *conninfo;
	char schema[SCHEMA_MAX + 1]; /* "" for public */
	int deadline_ms;
	struct flush_queue flushes;
	_Atomic int open_n; /* transactions now */
};

struct postgres_db {
	struct db base;
	struct wire *wire;
	struct flush_member flush; /* with the notes of the transaction */
	char topics[TOPICS_MAX][DB_TOPIC_MAX];
	int topics_n;
	int heard_connects; /* at which connection they were said */
};

static struct postgres_database *home_of(struct db *db)
{
	return (struct postgres_database *)db->home;
}

static struct postgres_db *self(struct db *db)
{
	return (struct postgres_db *)db;
}

/* --- transactions ------------------------------------------------------ */

static bool begin(struct wire *w, struct err *e)
{
	if (!wire_ready(w, e))
		return false;
	if (wire_command(w, "BEGIN", e))
		return true;
	return wire_was_stale(w) && wire_ready(w, e) &&
	       wire_command(w, "BEGIN", e);
}

/* Other processes write as well, and tell nobody what. */
static uint64_t postgres_stamp(
	struct db *db, const char *const *tables, size_t n)
{
	static _Atomic uint64_t next;

	(void)db, (void)tables, (void)n;
	return ++next;
}

static bool postgres_begin(struct db *db, struct err *e)
{
	if (!begin(self(db)->wire, e))
		return false;
	self(db)->flush.notes[0] = '\0';
	home_of(db)->open_n++;
	return true;
}

/* A transactional message to nobody: its commit takes the log to the disk. */
static bool flush(void *ctx, const struct flush_member *members, struct err *e)
{
	static const char to_disk[] =
		"SELECT pg_logical_emit_message(true, 'zabota', '')";
	struct wire *w = ctx;
	struct arena a;
	struct buf sql;
	bool ok;

	arena_init(&a);
	buf_init(&sql, &a, FLUSH_BYTES_MAX);
	for (; members != NULL; members = members->next)
		buf_text(&sql, members->notes);
	buf_text(&sql, to_disk);
	ok = wire_is_up(w) && buf_done(&sql, e) && wire_command(w, sql.p, e);
	arena_release(&a);
	return ok || err_set(e, ERR_UNCERTAIN, "postgresql: flush failed");
}

/* COMMIT, with what must be said in the same breath. */
static bool commit(struct wire *w, const char *before, struct err *e)
{
	char sql[FLUSH_NOTES_BYTES + 20];

	snprintf(sql, sizeof(sql), "%sCOMMIT", before);
	if (wire_command(w, sql, e))
		return true;
	if (!wire_is_up(w))
		e->kind = ERR_UNCERTAIN;
	return false;
}

static bool postgres_commit(struct db *db, struct err *e)
{
	struct postgres_database *d = home_of(db);
	struct postgres_db *me = self(db);
	bool is_alone = d->open_n == 1;
	bool ok = false;

	if (!wire_is_up(me->wire))
		err_set(e, ERR_UNAVAILABLE, "postgresql: connection lost");
	else if (is_alone)
		ok = commit(me->wire, me->flush.notes, e);
	else
		ok = commit(me->wire, "SET LOCAL synchronous_commit = off;",
			     e) &&
		     flush_join(&d->flushes, &me->flush, flush, me->wire, e);
	d->open_n--; /* whoever still waits for the disk is not alone */
	return ok;
}

static void postgres_rollback(struct db *db)
{
	struct wire *w = self(db)->wire;
	struct err ignored;

	/* A lost connection has rolled back by itself. */
	if (wire_is_up(w))
		(void)!wire_command(w, "ROLLBACK", &ignored);
	home_of(db)->open_n--;
}

/* Whether doing it twice, or not knowing if it was done, matters. */
static bool is_read(const char *sql)
{
	return strncmp(sql, "SELECT", 6) == 0;
}

static bool postgres_each(struct db *db, const char *sql,
	const struct db_value *args, int args_n, db_row_fn *row, void *ctx,
	int64_t *changed, struct err *e)
{
	struct wire *w = self(db)->wire;

	if (db->is_in_transaction && !wire_is_up(w))
		return err_set(
			e, ERR_UNAVAILABLE, "postgresql: connection lost");
	if (!db->is_in_transaction && !wire_ready(w, e))
		return false;
	if (wire_each(w, sql, args, args_n, row, ctx, changed, e))
		return true;
	if (wire_is_up(w) || db->is_in_transaction)
		return false;
	if (is_read(sql) && wire_was_stale(w))
		return wire_ready(w, e) &&
		       wire_each(w, sql, args, args_n, row, ctx, changed, e);
	if (!is_read(sql))
		e->kind = ERR_UNCERTAIN;
	return false;
}

static bool postgres_many(struct db *db, const char *sql,
	const struct db_value *args, int args_n, size_t n, int64_t *changed,
	struct err *e)
{
	struct wire *w = self(db)->wire;

	if (!wire_is_up(w))
		return err_set(
			e, ERR_UNAVAILABLE, "postgresql: connection lost");
	return wire_many(w, sql, args, args_n, n, changed, e);
}

static bool postgres_script(struct db *db, const char *sql, struct err *e)
{
	/* Two processes that start together take turns until their commit. */
	static const char lock[] =
		"SELECT pg_advisory_xact_lock(7823647827364)";
	struct postgres_database *d = home_of(db);
	struct wire *w = self(db)->wire;
	char make[SCHEMA_MAX + 40];

	if (!wire_is_up(w))
		return err_set(
			e, ERR_UNAVAILABLE, "postgresql: connection lost");
	snprintf(make, sizeof(make), "CREATE SCHEMA IF NOT EXISTS %s",
		d->schema);
	return wire_command(w, lock, e) &&
	       (d->schema[0] == '\0' || wire_command(w, make, e)) &&
	       wire_script(w, sql, e);
}

static bool postgres_loosen(struct db *db, bool is_loose, struct err *e)
{
	(void)db, (void)is_loose, (void)e;
	return true; /* it changes its tables where they stand */
}

static bool postgres_scrub(struct db *db, const char *table, struct err *e)
{
	char sql[100];
	size_t n = strspn(table, "abcdefghijklmnopqrstuvwxyz_");

	BUG_ON(n == 0 || table[n] != '\0' || n > 60);
	snprintf(sql, sizeof(sql), "VACUUM %s", table);
	return wire_ready(self(db)->wire, e) &&
	       wire_command(self(db)->wire, sql, e);
}

/* --- notes ------------------------------------------------------------- */

/* Channels belong to the whole database: the schema keeps two tenants apart. */
static void channel_of(struct db *db, const char *topic, char to[64])
{
	const char *schema = home_of(db)->schema;

	snprintf(to, 64, "%s_%s", schema[0] ? schema : "zabota", topic);
}

static bool postgres_notify(
	struct db *db, const char *topic, int64_t number, struct err *e)
{
	struct wire *w = self(db)->wire;
	char *notes = self(db)->flush.notes;
	char channel[64], sql[120];
	size_t used = strlen(notes);

	channel_of(db, topic, channel);
	snprintf(sql, sizeof(sql), "NOTIFY %s, '%lld';", channel,
		(long long)number);
	if (!db->is_in_transaction)
		return wire_ready(w, e) && wire_command(w, sql, e);
	if (!wire_is_up(w))
		return err_set(
			e, ERR_UNAVAILABLE, "postgresql: connection lost");
	if (used + strlen(sql) >= FLUSH_NOTES_BYTES)
		return wire_command(w, sql, e); /* told by the COMMIT itself */
	memcpy(notes + used, sql, strlen(sql) + 1);
	return true;
}

static bool say_listen(struct db *db, const char *topic, struct err *e)
{
	char channel[64], sql[80];

	channel_of(db, topic, channel);
	snprintf(sql, sizeof(sql), "LISTEN %s", channel);
	return wire_command(self(db)->wire, sql, e);
}

/* Connects if need be and says all topics again; *is_new after a loss. */
static bool listen_again(struct db *db, bool *is_new, struct err *e)
{
	struct postgres_db *me = self(db);

	if (!wire_ready(me->wire, e))
		return false;
	*is_new = wire_connects(me->wire) != me->heard_connects;
	for (int i = 0; *is_new && i < me->topics_n; i++)
		if (!say_listen(db, me->topics[i], e))
			return false;
	me->heard_connects = wire_connects(me->wire);
	return true;
}

static bool postgres_listen(struct db *db, const char *topic, struct err *e)
{
	struct postgres_db *me = self(db);
	bool is_new;

	if (me->topics_n == TOPICS_MAX)
		return err_set(e, ERR_LIMIT, "postgresql: too many topics");
	if (!listen_again(db, &is_new, e) || !say_listen(db, topic, e))
		return false;
	snprintf(me->topics[me->topics_n++], DB_TOPIC_MAX, "%s", topic);
	return true;
}

static void read_note(struct db *db, const PGnotify *from, struct db_note *out)
{
	char channel[64];

	channel_of(db, "", channel);
	*out = (struct db_note){.heard = DB_HEARD_NOTE};
	snprintf(out->topic, sizeof(out->topic), "%s",
		from->relname + strlen(channel));
	/* A note of somebody else's making: look at everything. */
	if (!text_to_int(
		    str_of(from->extra), INT64_MIN, INT64_MAX, &out->number))
		out->heard = DB_HEARD_LOSS;
}

static bool postgres_wait(
	struct db *db, int wait_ms, struct db_note *out, struct err *e)
{
	PGnotify *note = NULL;
	bool is_new = false;

	if (!listen_again(db, &is_new, e)) {
		(void)poll(NULL, 0, wait_ms < AWAY_MS ? wait_ms : AWAY_MS);
		return false;
	}
	*out = (struct db_note){
		.heard = is_new ? DB_HEARD_LOSS : DB_HEARD_NOTHING};
	if (is_new)
		return true;
	if (!wire_note(self(db)->wire, wait_ms, &note, e))
		return false;
	if (note != NULL)
		read_note(db, note, out);
	PQfreemem(note);
	return true;
}

/* --- opening ----------------------------------------------------------- */

static bool postgres_attach(
	struct database *base, struct db **out, struct err *e)
{
	struct postgres_database *d = (struct postgres_database *)base;
	struct postgres_db *db = calloc(1, sizeof(*db));

	(void)e;
	if (db == NULL)
		base_no_memory();
	condition_init(&db->flush.woken);
	db->wire = wire_open(
		d->conninfo, d->schema[0] ? d->schema : NULL, d->deadline_ms);
	*out = &db->base;
	return true;
}

static void postgres_detach(struct db *base)
{
	wire_close(self(base)->wire);
	condition_release(&self(base)->flush.woken);
	free(base);
}

static void postgres_close(struct database *base)
{
	struct postgres_database *d = (struct postgres_database *)base;

	flush_queue_release(&d->flushes);
	free(d->conninfo);
	free(d);
}

/* "postgresql://..." is a URI whole; behind "postgresql:" stand key=value. */
static char *conninfo_of(const char *rest)
{
	bool is_uri = strncmp(rest, "//", 2) == 0;
	size_t n = strlen(rest) + (is_uri ? sizeof("postgresql:") : 1);
	char *to = malloc(n);

	if (to == NULL)
		base_no_memory();
	snprintf(to, n, "%s%s", is_uri ? "postgresql:" : "", rest);
	return to;
}

static bool postgres_open(const char *rest, const struct db_options *options,
	struct database **out, struct err *e)
{
	const char *schema = options->schema == NULL ? "" : options->schema;
	size_t n = strspn(schema, "abcdefghijklmnopqrstuvwxyz0123456789_");
	char *conninfo = conninfo_of(rest);
	PQconninfoOption *parsed = PQconninfoParse(conninfo, NULL);
	struct postgres_database *d;

	if (parsed == NULL || schema[n] != '\0' || n > SCHEMA_MAX) {
		free(conninfo);
		PQconninfoFree(parsed);
		return err_set(e, ERR_INVALID, "database address or schema");
	}
	PQconninfoFree(parsed);
	d = calloc(1, sizeof(*d));
	if (d == NULL)
		base_no_memory();
	d->base.driver = &db_postgres;
	d->base.engine = db_postgres.scheme;
	d->conninfo = conninfo;
	d->deadline_ms =
		options->deadline_ms > 0 ? options->deadline_ms : DEADLINE_MS;
	memcpy(d->schema, schema, n);
	flush_queue_init(&d->flushes);
	*out = &d->base;
	return true;
}

const struct db_driver db_postgres = {
	.scheme = "postgresql",
	.open = postgres_open,
	.close = postgres_close,
	.attach = postgres_attach,
	.detach = postgres_detach,
	.each = postgres_each,
	.many = postgres_many,
	.stamp = postgres_stamp,
	.begin = postgres_begin,
	.commit = postgres_commit,
	.rollback = postgres_rollback,
	.script = postgres_script,
	.loosen = postgres_loosen,
	.scrub = postgres_scrub,
	.notify = postgres_notify,
	.listen = postgres_listen,
	.wait = postgres_wait,
};
