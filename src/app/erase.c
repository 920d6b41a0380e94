#include "app/erase.h"

#include "app/access.h"
#include "app/catalogue.h"
#include "app/plan.h"
#include "app/transaction.h"
#include "app/visit.h"
#include "db/db.h"
#include "store/address.h"
#include "store/dialogue.h"
#include "store/patient.h"
#include "store/vault.h"
#include "store/visit.h"

enum {
	LOOK_S = 2, /* how long another process may still use a key */
	PAGE = 500,
};

static bool find(struct call *c, int64_t clinic_id,
	const struct erase_request *in, int64_t *id, struct err *e)
{
	const struct patient *list;
	struct patient p;
	size_t n;

	if (in->patient_id != 0) {
		*id = in->patient_id;
		return store_patient_find(
			c->store, clinic_id, *id, false, c->a, &p, e);
	}
	if (!store_patient_by_phone(
		    c->store, clinic_id, in->phone, c->a, &list, &n, e))
		return false;
	if (n == 0)
		return err_field(e, ERR_NOT_FOUND, "patient", "no such one");
	if (n > 1)
		return err_field(e, ERR_CONFLICT, "phone",
			"%zu patients have it; name one by his id, e.g. %lld",
			n, (long long)list[0].id);
	*id = list[0].id;
	return true;
}

static bool cancel_visits(
	struct call *c, int64_t clinic_id, struct erasure *out, struct err *e)
{
	const struct visit *visits;
	struct visit v;
	size_t n;

	if (!store_visit_of_patient(c->store, clinic_id, out->patient_id,
		    c->now, c->a, &visits, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (visits[i].state != VISIT_BOOKED &&
			visits[i].state != VISIT_CONFIRMED)
			continue;
		if (!app_visit_cancel(c, visits[i].id, &v, e))
			return false;
		out->visits_n++;
	}
	return true;
}

struct erase_work {
	int64_t clinic_id;
	struct erasure done;
};

/* The messages last: a cancelled visit plans one. */
static bool erase(struct call *c, void *ctx, struct err *e)
{
	struct erase_work *w = ctx;
	int64_t id = w->done.patient_id;

	w->done = (struct erasure){.patient_id = id};
	return cancel_visits(c, w->clinic_id, &w->done, e) &&
	       app_plan_forget(c, w->clinic_id, id, &w->done.messages_n, e) &&
	       store_address_forget(c->store, id, e) &&
	       store_dialogue_end_all(c->store, id, c->now, e) &&
	       store_patient_erase(c->store, w->clinic_id, id, c->now, e) &&
	       db_notify(c->store->db, ERASE_TOPIC, id, e) &&
	       app_audit(
		       c, w->clinic_id, "patient.erase", "patient", &id, 1, e);
}

bool app_erase(struct call *c, const struct erase_request *in,
	struct erasure *out, struct err *e)
{
	const struct catalogue *cat;
	struct erase_work w = {0};

	if (!app_catalogue_named(c, in->clinic, &cat, e) ||
		!app_access_clinic(c, cat->clinic.id, e) ||
		!find(c, cat->clinic.id, in, &w.done.patient_id, e))
		return false;
	w.clinic_id = cat->clinic.id;
	if (!app_transaction(c, erase, &w, e) ||
		!vault_erase(c->store, w.done.patient_id, e))
		return false;
	*out = w.done;
	return true;
}

static bool forget_key(struct call *c, int64_t patient_id, struct err *e)
{
	bool stands;

	vault_forget(c->store, patient_id);
	return vault_has(c->store, patient_id, &stands, e) &&
	       (!stands || vault_erase(c->store, patient_id, e));
}

bool app_erase_round(
	struct call *c, int64_t *known_n, int64_t *next_at, struct err *e)
{
	const int64_t *ids;
	int64_t all, after = 0;
	size_t n = PAGE;

	*next_at = c->now + LOOK_S;
	if (!store_patient_erased_n(c->store, c->a, &all, e))
		return false;
	while (all != *known_n && n == PAGE) {
		if (!store_patient_erased(
			    c->store, after, PAGE, c->a, &ids, &n, e))
			return false;
		for (size_t i = 0; i < n; i++)
			if (!forget_key(c, ids[i], e))
				return false;
		after = n ? ids[n - 1] : after;
	}
	*known_n = all;
	return true;
}
