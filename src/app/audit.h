#ifndef APP_AUDIT_H
#define APP_AUDIT_H
/*
 * app/audit - looking after the audit log: is it whole, and a note of its ends
 * to keep elsewhere.  Writing it is part of every other use case.
 */
#include "store/audit.h"

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

#endif
