#include "core/principal.h"

static const char *const role_names[ROLES] = {
	[ROLE_NONE] = "none",
	[ROLE_OWNER] = "owner",
	[ROLE_ADMINISTRATOR] = "administrator",
	[ROLE_DOCTOR] = "doctor",
	[ROLE_MARKETER] = "marketer",
	[ROLE_AUDITOR] = "auditor",
};

const char *principal_name(enum principal_kind kind)
{
	static const char *const names[PRINCIPAL_KINDS] = {
		[PRINCIPAL_VISITOR] = "visitor",
		[PRINCIPAL_PATIENT_LINK] = "patient_link",
		[PRINCIPAL_PATIENT_CODE] = "patient_code",
		[PRINCIPAL_STAFF] = "staff",
		[PRINCIPAL_MACHINE] = "machine",
		[PRINCIPAL_SYSTEM] = "system",
	};

	return names[kind];
}

const char *role_name(enum role role)
{
	return role_names[role];
}

enum role role_named(const char *name)
{
	for (int r = 0; r < ROLES; r++)
		if (strcmp(name, role_names[r]) == 0)
			return (enum role)r;
	return ROLE_NONE;
}
