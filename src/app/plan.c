#include "app/plan.h"

bool app_plan_visit(struct call *c, enum plan_event event,
	const struct visit *visit, int64_t old_start_at, struct err *e)
{
	(void)c, (void)event, (void)visit, (void)old_start_at, (void)e;
	return true;
}
