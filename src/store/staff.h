#ifndef STORE_STAFF_H
#define STORE_STAFF_H
/*
 * store/staff - the clinic's employees and how they sign in.
 */
#include "core/principal.h"
#include "store/store.h"

struct staff {
	int64_t id;
	int64_t clinic_id;
	const char *login; /* [a-z0-9._-] */
	const char *name;  /* as shown to colleagues */
	enum role role;
	int64_t resource_id;       /* ROLE_DOCTOR: which doctor; 0: none */
	const char *password_hash; /* "": cannot sign in by password */
	int64_t dismissed_at;      /* unix s UTC; 0: works here */
};

/* ERR_CONFLICT with field "login": taken in this clinic. */
MUST_USE bool store_staff_insert(
	struct store *s, const struct staff *in, struct err *e);
/* Each into `a`; ERR_NOT_FOUND. */
MUST_USE bool store_staff_by_login(struct store *s, int64_t clinic_id,
	const char *login, struct arena *a, struct staff *out, struct err *e);
MUST_USE bool store_staff_find(struct store *s, int64_t clinic_id, int64_t id,
	struct arena *a, struct staff *out, struct err *e);
/* The first of a role who works here. */
MUST_USE bool store_staff_of_role(struct store *s, int64_t clinic_id,
	enum role role, struct arena *a, struct staff *out, struct err *e);

#endif
