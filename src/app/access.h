#ifndef APP_ACCESS_H
#define APP_ACCESS_H
/*
 * app/access - whose object it is.  Routes decide which principals may call at
 * all; here a foreign object becomes one that does not exist.
 */
#include "app/call.h"
#include "core/visit.h"

/* Outsiders are bound by limits that staff and our own rounds are not. */
bool app_is_outsider(const struct principal *who);

/* ERR_NOT_FOUND: the principal has no business with this clinic. */
MUST_USE bool app_access_clinic(
	const struct call *c, int64_t clinic_id, struct err *e);

/* ERR_NOT_FOUND: not a visit of the principal (see app/visit.h). */
MUST_USE bool app_access_visit(
	const struct call *c, const struct visit *v, struct err *e);

#endif
