#ifndef API_POLICY_H
#define API_POLICY_H
/*
 * api/policy - which principals a route admits.  Only the door: which objects
 * somebody sees is decided by the clinic and owner in each query.
 */
#include "base/err.h"
#include "core/principal.h"

enum policy {
	MAY_NOBODY,  /* 0: ROUTE does not compile with it */
	MAY_ALL,     /* whoever comes, visitors too */
	MAY_BOOK,    /* a visitor with a session, a patient, the desk */
	MAY_PATIENT, /* a patient by link or code */
	MAY_STAFF,   /* anybody signed in at the console */
	MAY_DESK,    /* owner, administrator, doctor: patients and visits */
	MAY_MANAGE,  /* owner, administrator: settings, staff, prices */
	MAY_REPORT,  /* owner, administrator, marketer: figures */
	MAY_AUDIT,   /* owner, auditor: the audit log */
	MAY_HOOK,    /* a platform, by the secret that it brings */
	MAY_CONNECT, /* another system by its key */
	POLICIES     /* how many */
};

/* Lower-case name for the documents, e.g. "desk". */
const char *policy_name(enum policy p);

/* ERR_LOGIN: a visitor must sign in first; ERR_DENIED: known, and may not. */
MUST_USE bool policy_admits(
	enum policy p, const struct principal *who, struct err *e);

#endif
