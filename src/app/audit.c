#include "app/audit.h"

bool app_audit_verify(struct store *s, const char *checkpoint,
	size_t checkpoint_n, struct audit_verdict *out, struct err *e)
{
	const struct audit_head *heads = NULL;
	struct arena a;
	size_t n = 0;
	bool ok;

	arena_init(&a);
	ok = (checkpoint == NULL || audit_checkpoint_read(s->keys, checkpoint,
					    checkpoint_n, &a, &heads, &n, e)) &&
	     audit_verify(s, 0, heads, n, out, e);
	arena_release(&a);
	return ok;
}

bool app_audit_checkpoint(
	struct store *s, int64_t at_us, struct buf *out, struct err *e)
{
	const struct audit_head *heads;
	size_t n;

	return audit_heads(s, out->home, &heads, &n, e) &&
	       audit_checkpoint_write(s->keys, at_us, heads, n, out, e);
}
