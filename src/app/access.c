#include "app/access.h"

bool app_is_outsider(const struct principal *who)
{
	switch (who->kind) {
	case PRINCIPAL_STAFF:
	case PRINCIPAL_MACHINE:
	case PRINCIPAL_SYSTEM:
		return false;
	case PRINCIPAL_VISITOR:
	case PRINCIPAL_PATIENT_LINK:
	case PRINCIPAL_PATIENT_CODE:
	case PRINCIPAL_KINDS:
		break;
	}
	return true;
}

/* A visitor and the system are of no clinic; all others of exactly one. */
static bool is_at_home(const struct principal *who, int64_t clinic_id)
{
	if (who->kind == PRINCIPAL_VISITOR || who->kind == PRINCIPAL_SYSTEM)
		return who->clinic_id == 0 || who->clinic_id == clinic_id;
	return who->clinic_id == clinic_id && clinic_id != 0;
}

bool app_access_clinic(const struct call *c, int64_t clinic_id, struct err *e)
{
	return is_at_home(&c->who, clinic_id) ||
	       err_field(e, ERR_NOT_FOUND, "clinic", "not of this clinic");
}

static bool owns(const struct principal *who, const struct visit *v)
{
	switch (who->kind) {
	case PRINCIPAL_VISITOR:
		return who->id != 0 &&
		       (v->holder_id == who->id || v->dialogue_id == who->id);
	case PRINCIPAL_PATIENT_LINK:
		return v->id == who->visit_id;
	case PRINCIPAL_PATIENT_CODE:
		return who->id != 0 && v->patient_id == who->id;
	case PRINCIPAL_STAFF:
	case PRINCIPAL_MACHINE:
	case PRINCIPAL_SYSTEM:
		return true;
	case PRINCIPAL_KINDS:
		break;
	}
	return false;
}

bool app_access_visit(
	const struct call *c, const struct visit *v, struct err *e)
{
	return (is_at_home(&c->who, v->clinic_id) && owns(&c->who, v)) ||
	       err_field(e, ERR_NOT_FOUND, "visit", "no such visit");
}
