#include "app/patient.h"

#include "app/access.h"
#include "app/transaction.h"
#include "os/random.h"
#include "store/patient.h"
#include "store/vault.h"

static bool insert(struct call *c, void *ctx, struct err *e)
{
	const struct patient *p = ctx;

	return store_patient_insert(c->store, p, c->a, e) &&
	       app_audit(c, p->clinic_id, "patient.lead", "patient", &p->id, 1,
		       e);
}

bool app_patient_lead(struct call *c, int64_t clinic_id, const char *source,
	int64_t *patient_id, struct err *e)
{
	struct patient p = {
		.id = random_id(),
		.clinic_id = clinic_id,
		.state = PATIENT_LEAD,
		.person = {"", "", "", "", ""},
		.zone = "",
		.source = source,
		.created_at = c->now,
	};

	if (!app_access_clinic(c, clinic_id, e) ||
		!vault_create(c->store, p.id, e) ||
		!app_transaction(c, insert, &p, e))
		return false;
	*patient_id = p.id;
	return true;
}

static const char *or_empty(const char *text)
{
	return text == NULL ? "" : text;
}

struct telling {
	int64_t patient_id;
	struct person said;
	enum sex sex;
};

static bool tell(struct call *c, void *ctx, struct err *e)
{
	const struct telling *t = ctx;
	struct patient p;

	if (!store_patient_find(c->store, c->who.clinic_id, t->patient_id, true,
		    c->a, &p, e) ||
		!app_access_clinic(c, p.clinic_id, e))
		return false;
	p.person = person_merge(&p.person, &t->said);
	if (t->sex != SEX_UNKNOWN)
		p.sex = t->sex;
	return store_patient_update(c->store, &p, c->now, c->a, e) &&
	       app_audit(
		       c, p.clinic_id, "patient.tell", "patient", &p.id, 1, e);
}

bool app_patient_tell(struct call *c, int64_t patient_id,
	const struct person *said, enum sex sex, struct err *e)
{
	struct telling t = {
		.patient_id = patient_id,
		.said = {or_empty(said->last), or_empty(said->first),
			or_empty(said->middle), or_empty(said->phone),
			or_empty(said->birth)},
		.sex = sex,
	};

	return app_transaction(c, tell, &t, e);
}

/* A visitor reads no more than the lead he is himself. */
static bool may_read(const struct call *c, const struct patient *p)
{
	switch (c->who.kind) {
	case PRINCIPAL_VISITOR:
		return p->state == PATIENT_LEAD;
	case PRINCIPAL_PATIENT_CODE:
		return p->id == c->who.id;
	case PRINCIPAL_STAFF:
	case PRINCIPAL_MACHINE:
	case PRINCIPAL_SYSTEM:
		return true;
	case PRINCIPAL_PATIENT_LINK:
	case PRINCIPAL_KINDS:
		break;
	}
	return false;
}

bool app_patient_get(
	struct call *c, int64_t patient_id, struct patient *out, struct err *e)
{
	struct patient p;

	if (!store_patient_find(c->store, c->who.clinic_id, patient_id, false,
		    c->a, &p, e) ||
		!app_access_clinic(c, p.clinic_id, e))
		return false;
	if (!may_read(c, &p))
		return err_field(e, ERR_NOT_FOUND, "patient", "no such one");
	if (!app_audit_reading(
		    c, p.clinic_id, "patient.read", "patient", &p.id, 1, e))
		return false;
	*out = p;
	return true;
}
