#include "app/audit.h"

#include "app/catalogue.h"
#include "app/transaction.h"
#include "store/staff.h"

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

/* Who was dismissed is named all the same; who never was there, is not. */
static bool name_of(struct call *c, const struct audit_line *line,
	const char **name, struct err *e)
{
	struct staff staff;

	*name = NULL;
	if (strcmp(line->actor, principal_name(PRINCIPAL_STAFF)) != 0)
		return true;
	if (store_staff_find(c->store, c->who.clinic_id, line->actor_id, c->a,
		    &staff, e))
		*name = staff.name;
	return *name != NULL || e->kind == ERR_NOT_FOUND;
}

static bool zone_of(struct call *c, const struct zone **zone, struct err *e)
{
	const struct catalogue *cat;

	if (!app_catalogue(c, c->who.clinic_id, &cat, e))
		return false;
	if (cat->branches_n == 0)
		return err_field(e, ERR_NOT_FOUND, "branch", "none yet");
	return app_zone(c, &cat->branches[0], zone, e);
}

bool app_audit_page(struct call *c, int64_t before_seq, int max,
	const struct audit_entry **out, size_t *n, const struct zone **zone,
	struct err *e)
{
	const struct audit_line *lines;
	struct audit_entry *list;

	if (!zone_of(c, zone, e) ||
		!audit_page(c->store, c->who.clinic_id, before_seq, max, c->a,
			&lines, n, e))
		return false;
	list = arena_new(c->a, struct audit_entry, *n);
	for (size_t i = 0; i < *n; i++) {
		list[i].line = lines[i];
		if (!name_of(c, &lines[i], &list[i].name, e))
			return false;
	}
	*out = list;
	return app_audit_reading(
		c, c->who.clinic_id, "audit.read", "audit", NULL, 0, e);
}
