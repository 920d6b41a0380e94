#include "api/policy.h"

#define KIND(k) (1u << PRINCIPAL_##k)
#define ROLE(r) (1u << ROLE_##r)

static const struct {
	const char *name;
	unsigned kinds; /* bits of enum principal_kind */
	unsigned roles; /* bits of enum role; counts for staff only */
	bool needs_id;  /* a visitor without a session owns nothing */
} rows[POLICIES] = {
	[MAY_NOBODY] = {"nobody", 0},
	[MAY_ALL] = {"all",
		KIND(VISITOR) | KIND(PATIENT_LINK) | KIND(PATIENT_CODE) |
			KIND(STAFF) | KIND(MACHINE),
		ROLE(OWNER) | ROLE(ADMINISTRATOR) | ROLE(DOCTOR) |
			ROLE(MARKETER) | ROLE(AUDITOR)},
	[MAY_BOOK] = {"book",
		KIND(VISITOR) | KIND(PATIENT_LINK) | KIND(PATIENT_CODE) |
			KIND(STAFF),
		ROLE(OWNER) | ROLE(ADMINISTRATOR) | ROLE(DOCTOR), true},
	[MAY_PATIENT] = {"patient", KIND(PATIENT_LINK) | KIND(PATIENT_CODE)},
	[MAY_STAFF] = {"staff", KIND(STAFF),
		ROLE(OWNER) | ROLE(ADMINISTRATOR) | ROLE(DOCTOR) |
			ROLE(MARKETER) | ROLE(AUDITOR)},
	[MAY_DESK] = {"desk", KIND(STAFF),
		ROLE(OWNER) | ROLE(ADMINISTRATOR) | ROLE(DOCTOR)},
	[MAY_MANAGE] = {"manage", KIND(STAFF),
		ROLE(OWNER) | ROLE(ADMINISTRATOR)},
	[MAY_REPORT] = {"report", KIND(STAFF),
		ROLE(OWNER) | ROLE(ADMINISTRATOR) | ROLE(MARKETER)},
	[MAY_AUDIT] = {"audit", KIND(STAFF), ROLE(OWNER) | ROLE(AUDITOR)},
	/* nobody is known before the secret is looked at */
	[MAY_HOOK] = {"hook", KIND(VISITOR)},
	[MAY_CONNECT] = {"connect", KIND(MACHINE)},
};

const char *policy_name(enum policy p)
{
	return rows[p].name;
}

bool policy_admits(enum policy p, const struct principal *who, struct err *e)
{
	bool is_kind = rows[p].kinds & 1u << who->kind;
	bool is_role = who->kind != PRINCIPAL_STAFF ||
		       (rows[p].roles & 1u << who->role);
	bool is_known = !rows[p].needs_id || who->kind != PRINCIPAL_VISITOR ||
			who->id != 0;

	if (is_kind && is_role && is_known)
		return true;
	if (who->kind == PRINCIPAL_VISITOR)
		return err_set(e, ERR_LOGIN, "policy %s", rows[p].name);
	return err_set(e, ERR_DENIED, "policy %s", rows[p].name);
}
