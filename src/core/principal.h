#ifndef CORE_PRINCIPAL_H
#define CORE_PRINCIPAL_H
/*
 * core/principal - who acts.  Every call has exactly one; what it may do is
 * decided by the route's policy and, for objects, by the clinic and owner in
 * each query.
 */
#include "base/base.h"

enum principal_kind {
	PRINCIPAL_VISITOR,      /* nobody yet: a browser or a chat peer */
	PRINCIPAL_PATIENT_LINK, /* holds a link from a message: one visit */
	PRINCIPAL_PATIENT_CODE, /* proved the phone by a one-time code */
	PRINCIPAL_STAFF,        /* signed in at the console */
	PRINCIPAL_MACHINE,      /* another system, by an API key */
	PRINCIPAL_SYSTEM,       /* our own workers and commands */
	PRINCIPAL_KINDS         /* how many */
};

enum role {
	ROLE_NONE, /* not staff */
	ROLE_OWNER,
	ROLE_ADMINISTRATOR,
	ROLE_DOCTOR,
	ROLE_MARKETER,
	ROLE_AUDITOR,
	ROLES /* how many */
};

struct principal {
	enum principal_kind kind;
	enum role role;    /* staff only */
	int64_t clinic_id; /* 0: no clinic yet (visitor), or all (system) */
	int64_t id;        /* staff, patient, dialogue or key; 0 for system */
	int64_t visit_id;  /* PATIENT_LINK only */
};

/* Stable lower-case names, as stored and logged. */
const char *principal_name(enum principal_kind kind);
const char *role_name(enum role role);
/* ROLE_NONE if there is no such role. */
enum role role_named(const char *name);

#endif
