#include "db/db_fault.h"

#include "db/db_driver.h"

struct fault_database {
	struct database base;
	struct database *inner;
	struct db_fault *fault;
};

struct fault_db {
	struct db base;
	struct db *inner;
	struct db_fault *fault;
};

static struct fault_db *self(struct db *db)
{
	return (struct fault_db *)db;
}

/* Counts a call and says whether it is one to break. */
static bool breaks(struct db_fault *f)
{
	f->calls++;
	return f->fail_at > 0 &&
	       (f->calls == f->fail_at ||
		       (f->for_ever && f->calls > f->fail_at));
}

static bool passes(struct db *db, struct err *e)
{
	return !breaks(self(db)->fault) ||
	       err_set(e, ERR_UNAVAILABLE, "fault: call %d",
		       self(db)->fault->calls);
}

static bool fault_attach(struct database *base, struct db **out, struct err *e)
{
	struct fault_database *d = (struct fault_database *)base;
	struct fault_db *db = calloc(1, sizeof(*db));

	if (db == NULL)
		base_no_memory();
	db->fault = d->fault;
	if (!db_open(d->inner, &db->inner, e)) {
		free(db);
		return false;
	}
	*out = &db->base;
	return true;
}

static void fault_detach(struct db *db)
{
	db_close(self(db)->inner);
	free(db);
}

static void fault_close(struct database *base)
{
	database_close(((struct fault_database *)base)->inner);
	free(base);
}

static bool fault_each(struct db *db, const char *sql,
	const struct db_value *args, int args_n, db_row_fn *row, void *ctx,
	int64_t *changed, struct err *e)
{
	return passes(db, e) &&
	       self(db)->inner->driver->each(self(db)->inner, sql, args, args_n,
		       row, ctx, changed, e);
}

static bool fault_many(struct db *db, const char *sql,
	const struct db_value *args, int args_n, size_t n, int64_t *changed,
	struct err *e)
{
	return passes(db, e) &&
	       db_do_many(self(db)->inner, sql, args, args_n, n, changed, e);
}

static uint64_t fault_stamp(struct db *db, const char *const *tables, size_t n)
{
	return db_stamp(self(db)->inner, tables, n);
}

static bool fault_begin(struct db *db, struct err *e)
{
	return passes(db, e) && db_begin(self(db)->inner, e);
}

static bool fault_commit(struct db *db, struct err *e)
{
	struct db_fault *f = self(db)->fault;
	bool is_broken = breaks(f);

	if (is_broken && f->kind != DB_FAULT_UNCERTAIN_DONE)
		db_rollback(self(db)->inner);
	else if (!db_commit(self(db)->inner, e))
		return false;
	if (!is_broken)
		return true;
	return err_set(e,
		f->kind == DB_FAULT_REFUSE ? ERR_UNAVAILABLE : ERR_UNCERTAIN,
		"fault: call %d, a commit", f->calls);
}

static void fault_rollback(struct db *db)
{
	db_rollback(self(db)->inner);
}

static bool fault_script(struct db *db, const char *sql, struct err *e)
{
	return passes(db, e) && db_script(self(db)->inner, sql, e);
}

static bool fault_loosen(struct db *db, bool is_loose, struct err *e)
{
	return passes(db, e) && db_loosen(self(db)->inner, is_loose, e);
}

static bool fault_scrub(struct db *db, const char *table, struct err *e)
{
	return passes(db, e) && db_scrub(self(db)->inner, table, e);
}

static bool fault_notify(
	struct db *db, const char *topic, int64_t number, struct err *e)
{
	return passes(db, e) && db_notify(self(db)->inner, topic, number, e);
}

static bool fault_listen(struct db *db, const char *topic, struct err *e)
{
	return db_listen(self(db)->inner, topic, e);
}

static bool fault_wait(
	struct db *db, int wait_ms, struct db_note *out, struct err *e)
{
	return db_wait(self(db)->inner, wait_ms, out, e);
}

/* Opened by db_fault_open alone, hence no `open`. */
static const struct db_driver db_fault = {
	.scheme = "fault",
	.close = fault_close,
	.attach = fault_attach,
	.detach = fault_detach,
	.each = fault_each,
	.many = fault_many,
	.stamp = fault_stamp,
	.begin = fault_begin,
	.commit = fault_commit,
	.rollback = fault_rollback,
	.script = fault_script,
	.loosen = fault_loosen,
	.scrub = fault_scrub,
	.notify = fault_notify,
	.listen = fault_listen,
	.wait = fault_wait,
};

struct database *db_fault_open(struct database *inner, struct db_fault *fault)
{
	struct fault_database *d = calloc(1, sizeof(*d));

	if (d == NULL)
		base_no_memory();
	d->base.driver = &db_fault;
	d->base.engine = database_engine(inner);
	d->inner = inner;
	d->fault = fault;
	return &d->base;
}
