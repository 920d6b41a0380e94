/*
 * The SQLite driver: a reader a thread, one writer for all, and the commit
 * group.
 *
 * One durable commit costs one fsync, some milliseconds, however little it
 * writes; so the transactions that wait for the writer share one:
 *
 *    thread A   BEGIN, SAVEPOINT, work, RELEASE -- hands the writer to B, waits
 *    thread B          SAVEPOINT, work, RELEASE -- hands the writer to C, waits
 *    thread C          SAVEPOINT, work, RELEASE -- nobody waits for the writer:
 *                      COMMIT (the fsync), tells A and B, returns
 *
 * The last one out commits, so there is no writer thread to wake and a lonely
 * transaction pays nothing.  A group closes when nobody waits, or when it is
 * full or old.  A member that fails undoes its own savepoint; when SQLite
 * itself rolls everything back (disk full, input/output) or the COMMIT fails,
 * every member hears ERR_UNAVAILABLE, and nobody was told success before.
 *
 * Turns are a queue in order of arrival (`waiting`); the writer and all fields
 * below `is_taken` belong to the handle whose turn it is.
 */
#include "db/db_driver.h"
#include "db/db_notes.h"
#include "db/sqlite_conn.h"
#include "os/clock.h"
#include "os/file.h"
#include "os/thread.h"

enum {
	DEADLINE_MS = 10000,
	GROUP_N = 200,
	GROUP_MS = 10,
	NOTES_PENDING_MAX = 64, /* of one transaction */
	/*
	 * When the log is copied into the file.  Not at 1,000: a round of
	 * sending writes pages all over the indexes, and those that it writes
	 * again and again are copied once.
	 */
	LOG_PAGES = 8000,
};

struct sqlite_db {
	struct db base;
	struct sqlite_conn *reader;
	struct sqlite_db *next; /* in `waiting` or in `members` */
	struct condition woken; /* has_turn or is_settled has become true */
	bool has_turn;
	bool is_settled;  /* the group that it waited for is over */
	bool is_lost;     /* SQLite rolled its transaction back */
	struct err fault; /* of the group; ERR_NONE: durable */
	struct db_note pending[NOTES_PENDING_MAX];
	int pending_n;
	struct notes_ear ear;
};

struct sqlite_database {
	struct database base;
	char *path;
	int deadline_ms, group_max, group_ms;
	struct notes notes;
	struct mutex m;            /* guards the queue and the hand-over */
	struct sqlite_db *waiting; /* oldest first */
	bool is_taken;
	struct sqlite_conn *writer;
	bool is_open; /* BEGIN was said */
	int64_t open_since_ms;
	struct sqlite_db *members; /* released, waiting for the COMMIT */
	int members_n;
	int64_t version;        /* as sqlite_conn_version */
	uint64_t group_writes;  /* tables that the group has written */
	atomic_bool is_copying; /* the log, by one of the handles */
	_Atomic uint64_t writes_n[SQLITE_TABLES]; /* see changed() */
};

static struct sqlite_database *home_of(struct db *db)
{
	return (struct sqlite_database *)db->home;
}

/* --- turns ------------------------------------------------------------- */

static void queue_leave(struct sqlite_database *d, struct sqlite_db *me)
{
	for (struct sqlite_db **at = &d->waiting; *at; at = &(*at)->next)
		if (*at == me) {
			*at = me->next;
			return;
		}
}

static bool take_turn(
	struct sqlite_database *d, struct sqlite_db *me, struct err *e)
{
	int64_t until = clock_steady_ms() + d->deadline_ms;
	struct sqlite_db **at = &d->waiting;
	bool ok = true;

	mutex_lock(&d->m);
	me->has_turn = !d->is_taken;
	d->is_taken = true;
	if (!me->has_turn) {
		while (*at != NULL)
			at = &(*at)->next;
		me->next = NULL;
		*at = me;
	}
	while (ok && !me->has_turn)
		ok = condition_wait_until(&me->woken, &d->m, until);
	/* The turn may come in the very moment when the time is over. */
	ok = me->has_turn;
	if (!ok)
		queue_leave(d, me);
	mutex_unlock(&d->m);
	return ok || err_set(e, ERR_UNAVAILABLE,
			     "sqlite: waited %d ms to write", d->deadline_ms);
}

/* With d->m held. */
static void pass_turn(struct sqlite_database *d)
{
	struct sqlite_db *next = d->waiting;

	if (next == NULL) {
		d->is_taken = false;
		return;
	}
	d->waiting = next->next;
	next->has_turn = true;
	condition_wake_one(&next->woken);
}

/* --- stamps ------------------------------------------------------------ */

/*
 * Counts writings of tables, twice each: when a member has released what it
 * wrote, so that those who join the group after it notice; and when the group
 * is over, so that a stamp taken in between, by somebody who then still reads
 * the old rows, is not that of the new ones.
 */
static void count_writes(struct sqlite_database *d, uint64_t tables)
{
	for (int i = 0; i < SQLITE_TABLES; i++)
		if (tables >> i & 1)
			d->writes_n[i]++;
}

static uint64_t sqlite_stamp(struct db *db, const char *const *tables, size_t n)
{
	struct sqlite_database *d = home_of(db);
	uint64_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += d->writes_n[sqlite_conn_bit(tables[i])];
	return sum;
}

/* What other processes have written is not known: it may be any table. */
static bool count_foreign(struct sqlite_database *d, struct err *e)
{
	int64_t version;

	if (!sqlite_conn_version(d->writer, &version, e))
		return false;
	if (version != d->version)
		count_writes(d, UINT64_MAX);
	d->version = version;
	return true;
}

/* --- the group --------------------------------------------------------- */

/* Tells all members how it ended; with d->m held. */
static void settle(struct sqlite_database *d, const struct err *fault)
{
	while (d->members != NULL) {
		struct sqlite_db *m = d->members;

		d->members = m->next;
		m->fault = *fault;
		m->is_settled = true;
		condition_wake_one(&m->woken);
	}
	d->members_n = 0;
	d->is_open = false;
	count_writes(d, d->group_writes);
	d->group_writes = 0;
}

static void group_is_lost(struct sqlite_database *d, const struct err *why)
{
	struct err fault = *why;

	fault.kind = ERR_UNAVAILABLE;
	mutex_lock(&d->m);
	settle(d, &fault);
	mutex_unlock(&d->m);
}

/*
 * Called in one's turn after a failure: whether SQLite has thrown away the
 * whole transaction, the work of all members with it.
 */
static void look_after_failure(
	struct sqlite_database *d, struct sqlite_db *me, const struct err *why)
{
	if (!d->is_open || sqlite_conn_in_transaction(d->writer))
		return;
	me->is_lost = true;
	group_is_lost(d, why);
}

static bool group_open(struct sqlite_database *d, struct err *e)
{
	if (d->is_open)
		return true;
	if (!sqlite_conn_command(d->writer, "BEGIN IMMEDIATE", e))
		return false;
	d->is_open = true;
	d->open_since_ms = clock_steady_ms();
	return count_foreign(d, e);
}

/* COMMIT for all members, in one's turn. */
static void group_close(struct sqlite_database *d)
{
	struct err fault = {.kind = ERR_NONE}, ignored;

	if (!sqlite_conn_command(d->writer, "COMMIT", &fault)) {
		fault.kind = ERR_UNAVAILABLE;
		if (sqlite_conn_in_transaction(d->writer))
			(void)!sqlite_conn_command(
				d->writer, "ROLLBACK", &ignored);
	}
	mutex_lock(&d->m);
	settle(d, &fault);
	mutex_unlock(&d->m);
}

/* Whether the next in the queue joins this group; with d->m held. */
static bool group_goes_on(const struct sqlite_database *d)
{
	return d->waiting != NULL && d->members_n < d->group_max &&
	       clock_steady_ms() - d->open_since_ms < d->group_ms;
}

/*
 * Ends one's turn without being a member.  Whether one is the last and the
 * passing on are one step: the next in the queue could give up in between, and
 * the members would wait for a COMMIT that nobody says.
 */
static void leave(struct sqlite_database *d)
{
	struct err ignored;

	if (d->is_open && d->members == NULL) {
		(void)!sqlite_conn_command(d->writer, "ROLLBACK", &ignored);
		d->is_open = false;
	}
	mutex_lock(&d->m);
	if (d->is_open && !group_goes_on(d)) {
		mutex_unlock(&d->m);
		group_close(d);
		mutex_lock(&d->m);
	}
	pass_turn(d);
	mutex_unlock(&d->m);
}

/* --- a transaction ----------------------------------------------------- */

static bool sqlite_begin(struct db *db, struct err *e)
{
	struct sqlite_database *d = home_of(db);
	struct sqlite_db *me = (struct sqlite_db *)db;

	if (!take_turn(d, me, e))
		return false;
	me->is_lost = false;
	me->pending_n = 0;
	if (group_open(d, e) &&
		sqlite_conn_command(d->writer, "SAVEPOINT member", e))
		return true;
	look_after_failure(d, me, e);
	leave(d);
	return false;
}

static void undo_own(struct sqlite_database *d, struct sqlite_db *me)
{
	struct err e;

	if (me->is_lost)
		return;
	if (sqlite_conn_command(d->writer, "ROLLBACK TO member", &e) &&
		sqlite_conn_command(d->writer, "RELEASE member", &e))
		return;
	/* It cannot be undone alone, so nobody's may be kept. */
	if (sqlite_conn_in_transaction(d->writer)) {
		struct err ignored;

		(void)!sqlite_conn_command(d->writer, "ROLLBACK", &ignored);
	}
	group_is_lost(d, &e);
}

static void sqlite_rollback(struct db *db)
{
	struct sqlite_database *d = home_of(db);

	undo_own(d, (struct sqlite_db *)db);
	leave(d);
}

/* Counts what the member wrote whose turn it is. */
static void count_own(struct sqlite_database *d)
{
	uint64_t written = sqlite_conn_written(d->writer);

	d->group_writes |= written;
	count_writes(d, written);
}

/* Joins the group; true in *is_last if nobody follows who would commit. */
static void join(struct sqlite_database *d, struct sqlite_db *me, bool *is_last)
{
	mutex_lock(&d->m);
	me->is_settled = false;
	me->next = d->members;
	d->members = me;
	d->members_n++;
	*is_last = !group_goes_on(d);
	if (!*is_last)
		pass_turn(d);
	mutex_unlock(&d->m);
}

/*
 * Copies the log into the file, 32 MB of it, without keeping anybody from
 * writing but for the last bit: with the writer's turn in hand all of it is
 * there, and the next to write begins the log anew.  Done by a thread that has
 * just committed, once everybody was told: its caller alone waits.
 */
static void copy_log(struct sqlite_database *d, struct sqlite_db *me)
{
	struct err ignored;

	sqlite_conn_copy_log(me->reader);
	if (take_turn(d, me, &ignored)) {
		if (d->is_open)
			group_close(d);
		sqlite_conn_copy_log(d->writer);
		leave(d);
	}
	d->is_copying = false;
}

static bool sqlite_commit(struct db *db, struct err *e)
{
	struct sqlite_database *d = home_of(db);
	struct sqlite_db *me = (struct sqlite_db *)db;
	bool is_last, is_long = false;

	if (!sqlite_conn_command(d->writer, "RELEASE member", e)) {
		look_after_failure(d, me, e);
		sqlite_rollback(db);
		return false;
	}
	count_own(d);
	join(d, me, &is_last);
	if (is_last) {
		group_close(d);
		is_long = sqlite_conn_log_pages(d->writer) >= LOG_PAGES &&
			  !atomic_exchange(&d->is_copying, true);
	}
	mutex_lock(&d->m);
	if (is_last)
		pass_turn(d);
	while (!me->is_settled)
		condition_wait(&me->woken, &d->m);
	mutex_unlock(&d->m);
	if (me->fault.kind != ERR_NONE)
		me->pending_n = 0;
	for (int i = 0; i < me->pending_n; i++)
		notes_send(
			&d->notes, me->pending[i].topic, me->pending[i].number);
	me->pending_n = 0;
	if (is_long)
		copy_log(d, me);
	if (me->fault.kind == ERR_NONE)
		return true;
	*e = me->fault;
	return false;
}

static bool write_alone(struct db *db, const char *sql,
	const struct db_value *args, int args_n, db_row_fn *row, void *ctx,
	int64_t *changed, struct err *e)
{
	if (!sqlite_begin(db, e))
		return false;
	if (sqlite_conn_each(home_of(db)->writer, sql, args, args_n, row, ctx,
		    changed, e))
		return sqlite_commit(db, e);
	look_after_failure(home_of(db), (struct sqlite_db *)db, e);
	sqlite_rollback(db);
	return false;
}

static bool sqlite_each(struct db *db, const char *sql,
	const struct db_value *args, int args_n, db_row_fn *row, void *ctx,
	int64_t *changed, struct err *e)
{
	struct sqlite_database *d = home_of(db);
	struct sqlite_db *me = (struct sqlite_db *)db;
	bool is_read;

	if (db->is_in_transaction) {
		if (sqlite_conn_each(
			    d->writer, sql, args, args_n, row, ctx, changed, e))
			return true;
		look_after_failure(d, me, e);
		return false;
	}
	if (!sqlite_conn_is_read(me->reader, sql, &is_read, e))
		return false;
	if (!is_read)
		return write_alone(db, sql, args, args_n, row, ctx, changed, e);
	return sqlite_conn_each(
		me->reader, sql, args, args_n, row, ctx, changed, e);
}

static bool sqlite_many(struct db *db, const char *sql,
	const struct db_value *args, int args_n, size_t n, int64_t *changed,
	struct err *e)
{
	struct sqlite_database *d = home_of(db);

	if (sqlite_conn_many(d->writer, sql, args, args_n, n, changed, e))
		return true;
	look_after_failure(d, (struct sqlite_db *)db, e);
	return false;
}

static bool sqlite_script(struct db *db, const char *sql, struct err *e)
{
	struct sqlite_database *d = home_of(db);

	if (sqlite_conn_script(d->writer, sql, e))
		return true;
	look_after_failure(d, (struct sqlite_db *)db, e);
	return false;
}

static bool sqlite_loosen(struct db *db, bool is_loose, struct err *e)
{
	struct sqlite_database *d = home_of(db);
	bool ok;

	if (!take_turn(d, (struct sqlite_db *)db, e))
		return false;
	if (d->is_open)
		group_close(d);
	ok = sqlite_conn_loosen(d->writer, is_loose, e);
	leave(d);
	return ok;
}

static bool sqlite_scrub(struct db *db, const char *table, struct err *e)
{
	struct sqlite_database *d = home_of(db);
	bool ok;

	(void)table; /* secure_delete has overwritten its rows already */
	if (!take_turn(d, (struct sqlite_db *)db, e))
		return false;
	if (d->is_open)
		group_close(d);
	ok = sqlite_conn_checkpoint(d->writer, e);
	leave(d);
	return ok;
}

/* --- notes ------------------------------------------------------------- */

/* As PostgreSQL does, the same note of one transaction is told once. */
static bool is_pending(
	const struct sqlite_db *me, const char *topic, int64_t number)
{
	for (int i = 0; i < me->pending_n; i++)
		if (me->pending[i].number == number &&
			strcmp(me->pending[i].topic, topic) == 0)
			return true;
	return false;
}

static bool sqlite_notify(
	struct db *db, const char *topic, int64_t number, struct err *e)
{
	struct sqlite_db *me = (struct sqlite_db *)db;
	struct db_note *note;

	if (!db->is_in_transaction) {
		notes_send(&home_of(db)->notes, topic, number);
		return true;
	}
	if (is_pending(me, topic, number))
		return true;
	if (me->pending_n == NOTES_PENDING_MAX)
		return err_set(e, ERR_LIMIT, "sqlite: too many notes");
	note = &me->pending[me->pending_n++];
	note->number = number;
	snprintf(note->topic, sizeof(note->topic), "%s", topic);
	return true;
}

static bool sqlite_listen(struct db *db, const char *topic, struct err *e)
{
	struct sqlite_db *me = (struct sqlite_db *)db;

	return notes_listen(&home_of(db)->notes, &me->ear, topic, e);
}

static bool sqlite_wait(
	struct db *db, int wait_ms, struct db_note *out, struct err *e)
{
	(void)e;
	notes_wait(&home_of(db)->notes, &((struct sqlite_db *)db)->ear, wait_ms,
		out);
	return true;
}

/* --- opening ----------------------------------------------------------- */

static bool sqlite_attach(struct database *base, struct db **out, struct err *e)
{
	struct sqlite_database *d = (struct sqlite_database *)base;
	struct sqlite_db *db = calloc(1, sizeof(*db));

	if (db == NULL)
		base_no_memory();
	if (!sqlite_conn_open(d->path, SQLITE_ROLE_READER, d->deadline_ms,
		    &db->reader, e)) {
		free(db);
		return false;
	}
	condition_init(&db->woken);
	*out = &db->base;
	return true;
}

static void sqlite_detach(struct db *base)
{
	struct sqlite_db *db = (struct sqlite_db *)base;

	notes_leave(&home_of(base)->notes, &db->ear);
	sqlite_conn_close(db->reader);
	condition_release(&db->woken);
	free(db);
}

static void sqlite_close(struct database *base)
{
	struct sqlite_database *d = (struct sqlite_database *)base;

	BUG_ON(d->is_taken || d->is_open);
	sqlite_conn_close(d->writer);
	notes_release(&d->notes);
	mutex_release(&d->m);
	free(d->path);
	free(d);
}

static int or_else(int given, int otherwise)
{
	return given > 0 ? given : otherwise;
}

static bool sqlite_open(const char *path, const struct db_options *options,
	struct database **out, struct err *e)
{
	struct sqlite_database *d = calloc(1, sizeof(*d));
	size_t n = strlen(path) + 1;

	if (d == NULL || (d->path = malloc(n)) == NULL)
		base_no_memory();
	memcpy(d->path, path, n);
	d->base.driver = &db_sqlite;
	d->base.engine = db_sqlite.scheme;
	d->deadline_ms = or_else(options->deadline_ms, DEADLINE_MS);
	d->group_max = or_else(options->group_n, GROUP_N);
	d->group_ms = or_else(options->group_ms, GROUP_MS);
	/* SQLite would make it readable for others; log and shared memory take
	 * over the mode of the file. */
	if ((!file_create(path, "", 0, 0600, e) && e->kind != ERR_CONFLICT) ||
		!sqlite_conn_open(path, SQLITE_ROLE_WRITER, d->deadline_ms,
			&d->writer, e)) {
		if (e->kind == ERR_NOT_FOUND)
			e->kind = ERR_UNAVAILABLE;
		free(d->path);
		free(d);
		return false;
	}
	notes_init(&d->notes);
	mutex_init(&d->m);
	*out = &d->base;
	return true;
}

const struct db_driver db_sqlite = {
	.scheme = "sqlite",
	.open = sqlite_open,
	.close = sqlite_close,
	.attach = sqlite_attach,
	.detach = sqlite_detach,
	.each = sqlite_each,
	.many = sqlite_many,
	.stamp = sqlite_stamp,
	.begin = sqlite_begin,
	.commit = sqlite_commit,
	.rollback = sqlite_rollback,
	.script = sqlite_script,
	.loosen = sqlite_loosen,
	.scrub = sqlite_scrub,
	.notify = sqlite_notify,
	.listen = sqlite_listen,
	.wait = sqlite_wait,
};
