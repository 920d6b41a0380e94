#include "app/transaction.h"

#include "db/db.h"
#include "store/audit.h"

enum { TRIES = 5 };

static bool once(struct call *c, app_work_fn *work, void *ctx, struct err *e)
{
	struct db *db = c->store->db;

	if (!db_begin(db, e))
		return false;
	if (work(c, ctx, e) && db_commit(db, e))
		return true;
	db_rollback(db);
	return false;
}

bool app_transaction(
	struct call *c, app_work_fn *work, void *ctx, struct err *e)
{
	if (db_is_in_transaction(c->store->db))
		return work(c, ctx, e);
	for (int i = 0; i < TRIES; i++) {
		if (once(c, work, ctx, e))
			return true;
		if (e->kind != ERR_UNAVAILABLE)
			return false;
	}
	return false;
}

bool app_audit(struct call *c, int64_t clinic_id, const char *action,
	const char *kind, const int64_t *objects, size_t n, struct err *e)
{
	struct audit_row row = {
		.clinic_id = clinic_id,
		.at_us = c->now * 1000000,
		.actor = c->who,
		.action = action,
		.object_kind = kind,
		.objects = objects,
		.objects_n = n,
		.detail = db_null(),
		.request_id = c->id,
	};

	return audit_append(c->store, &row, e);
}

struct reading {
	int64_t clinic_id;
	const char *action, *kind;
	const int64_t *objects;
	size_t n;
};

static bool audit_reading(struct call *c, void *ctx, struct err *e)
{
	const struct reading *r = ctx;

	return app_audit(
		c, r->clinic_id, r->action, r->kind, r->objects, r->n, e);
}

bool app_audit_reading(struct call *c, int64_t clinic_id, const char *action,
	const char *kind, const int64_t *objects, size_t n, struct err *e)
{
	struct reading r = {clinic_id, action, kind, objects, n};

	return app_transaction(c, audit_reading, &r, e);
}
