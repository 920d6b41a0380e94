#ifndef APP_TRANSACTION_H
#define APP_TRANSACTION_H
/*
 * app/transaction - one use case, one transaction, with its audit row.
 */
#include "app/call.h"
#include "base/err.h"

/*
 * Work inside a transaction.  May be called again after it failed, so it sets
 * its outputs anew each time.
 */
typedef bool app_work_fn(struct call *c, void *ctx, struct err *e);

/*
 * Runs `work` and commits.  ERR_UNAVAILABLE (a deadlock, a lost race, a busy
 * database) rolls back and tries again, a few times.  On false nothing was
 * done - but for ERR_UNCERTAIN, when the commit may have happened.
 *
 * In the transaction of a caller it only runs the work: then after a refusal
 * (INVALID, NOT_FOUND, CONFLICT, DENIED, LIMIT) the caller may go on, for
 * every use case refuses before it writes; after any other he must roll back.
 */
MUST_USE bool app_transaction(
	struct call *c, app_work_fn *work, void *ctx, struct err *e);

/*
 * Appends the audit row: the call's principal did `action` ("visit.book") to
 * objects of `kind` ("visit").  In the open transaction, after all other
 * writing of the use case.
 */
MUST_USE bool app_audit(struct call *c, int64_t clinic_id, const char *action,
	const char *kind, const int64_t *objects, size_t n, struct err *e);

/* As app_audit for a use case that only read; in its own transaction. */
MUST_USE bool app_audit_reading(struct call *c, int64_t clinic_id,
	const char *action, const char *kind, const int64_t *objects, size_t n,
	struct err *e);

#endif
