#ifndef APP_AUDIT_H
#define APP_AUDIT_H
/*
 * app/audit - looking after the audit log: is it whole, a note of its ends to
 * keep elsewhere, and reading it.  Writing it is part of every other use case.
 */
#include "app/call.h"
#include "store/audit.h"

struct zone;

/*
 * Checks every chain, and with `checkpoint` (its file's text, or NULL) that
 * nothing noted there is gone.  Errors: ERR_INVALID the checkpoint is not one
 * of ours; those of db.
 */
MUST_USE bool app_audit_verify(struct store *s, const char *checkpoint,
	size_t checkpoint_n, struct audit_verdict *out, struct err *e);

/* Appends a checkpoint of all chains as they are at `at_us`. */
MUST_USE bool app_audit_checkpoint(
	struct store *s, int64_t at_us, struct buf *out, struct err *e);

struct audit_entry {
	struct audit_line line;
	const char *name; /* of the employee who acted; else NULL */
};

/*
 * A page of the log of the clinic of c->who: `max` (1..PAGE_ROWS_MAX) rows
 * before `before_seq` (0: the last), newest first, in c->a, and the zone in
 * which its times are shown.  For its route's roles; who looks is written there
 * himself.
 */
MUST_USE bool app_audit_page(struct call *c, int64_t before_seq, int max,
	const struct audit_entry **out, size_t *n, const struct zone **zone,
	struct err *e);

#endif
