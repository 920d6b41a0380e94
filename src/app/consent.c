#include "app/consent.h"

#include "app/access.h"
#include "app/catalogue.h"
#include "app/transaction.h"
#include "os/random.h"
#include "store/consent.h"

static bool is_same(const struct consent *one, const struct consent *two)
{
	return one->withdrawn_at == 0 &&
	       strcmp(one->channel, two->channel) == 0 &&
	       strcmp(one->version, two->version) == 0;
}

static bool give(struct call *c, void *ctx, struct err *e)
{
	const struct consent *in = ctx;
	const struct consent *list;
	size_t n;

	if (!store_consent_list(
		    c->store, in->patient_id, in->purpose, c->a, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (is_same(&list[i], in))
			return true;
	return store_consent_insert(c->store, in, e) &&
	       app_audit(c, in->clinic_id, "consent.give", "patient",
		       &in->patient_id, 1, e);
}

bool app_consent_give(
	struct call *c, const struct consent_request *in, struct err *e)
{
	const struct catalogue *cat;
	struct consent row = {
		.id = random_id(),
		.clinic_id = in->clinic_id,
		.patient_id = in->patient_id,
		.purpose = in->purpose,
		.channel = in->channel,
		.how = in->how,
		.given_at = c->now,
	};

	if (!app_access_clinic(c, in->clinic_id, e) ||
		!app_catalogue(c, in->clinic_id, &cat, e))
		return false;
	row.version = cat->clinic.notice_version;
	row.text = cat->clinic.notice;
	if (in->version != NULL && strcmp(in->version, row.version) != 0)
		return err_field(
			e, ERR_CONFLICT, "version", "the notice has changed");
	return app_transaction(c, give, &row, e);
}

bool app_consent_stands(struct call *c, int64_t patient_id, const char *purpose,
	const char *channel, bool *stands, struct err *e)
{
	const struct consent *list;
	size_t n;

	if (!store_consent_list(
		    c->store, patient_id, purpose, c->a, &list, &n, e))
		return false;
	*stands = false;
	for (size_t i = 0; i < n; i++)
		*stands |= list[i].withdrawn_at == 0 &&
			   (*list[i].channel == '\0' ||
				   strcmp(list[i].channel, channel) == 0);
	return true;
}

struct withdrawal {
	int64_t clinic_id, patient_id;
	const char *purpose;
};

static bool withdraw(struct call *c, void *ctx, struct err *e)
{
	const struct withdrawal *w = ctx;
	int64_t n;

	return store_consent_withdraw(
		       c->store, w->patient_id, w->purpose, c->now, &n, e) &&
	       app_audit(c, w->clinic_id, "consent.withdraw", "patient",
		       &w->patient_id, 1, e);
}

bool app_consent_withdraw(struct call *c, int64_t clinic_id, int64_t patient_id,
	const char *purpose, struct err *e)
{
	struct withdrawal w = {clinic_id, patient_id, purpose};

	return app_access_clinic(c, clinic_id, e) &&
	       app_transaction(c, withdraw, &w, e);
}
