#ifndef APP_STAFF_H
#define APP_STAFF_H
/*
 * app/staff - the clinic's employees: adding them.  Signing in is app/session.
 */
#include "app/call.h"
#include "base/err.h"

struct staff_request {
	const char *clinic;   /* its name in addresses */
	const char *login;    /* 2..40 of [a-z0-9._-] */
	const char *name;     /* as colleagues see it */
	enum role role;       /* not ROLE_NONE */
	int64_t resource_id;  /* ROLE_DOCTOR: which doctor; else 0 */
	const char *password; /* NULL: cannot sign in by password */
};

/*
 * Adds an employee.  Blocks for argon2id.  ERR_INVALID names the field;
 * ERR_CONFLICT, field "login": taken; ERR_NOT_FOUND, field "clinic" or
 * "doctor".
 */
MUST_USE bool app_staff_add(struct call *c, const struct staff_request *in,
	int64_t *id, struct err *e);

#endif
