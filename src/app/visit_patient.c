#include "app/visit_patient.h"

#include "app/access.h"
#include "app/visit.h"
#include "base/civil.h"
#include "base/limits.h"
#include "base/text.h"
#include "core/occupancy.h"
#include "os/random.h"
#include "store/address.h"
#include "store/patient.h"
#include "store/vault.h"
#include "store/visit.h"

static const char *or_empty(const char *text)
{
	return text == NULL ? "" : text;
}

static struct person said_by(const struct visit_book_request *in)
{
	return (struct person){
		.last = or_empty(in->person.last),
		.first = or_empty(in->person.first),
		.middle = or_empty(in->person.middle),
		.phone = or_empty(in->person.phone),
		.birth = or_empty(in->person.birth),
	};
}

/* E.164: a plus and 8 to 15 digits. */
static bool is_e164(const char *phone)
{
	size_t n = *phone == '+' ? strspn(phone + 1, "0123456789") : 0;

	return n >= 8 && n <= 15 && phone[n + 1] == '\0';
}

static bool is_name(const char *text, bool may_be_empty)
{
	size_t n = strlen(text);
	struct err e;

	return (n > 0 || may_be_empty) && n <= NAME_BYTES_MAX &&
	       text_check_line(text, n, "name", &e);
}

static bool person_check(const struct person *p, struct err *e)
{
	int64_t day;

	if (!is_name(p->first, false) || !is_name(p->last, true) ||
		!is_name(p->middle, true))
		return err_field(e, ERR_INVALID, "name", "no good name");
	if (!is_e164(p->phone))
		return err_field(e, ERR_INVALID, "phone", "not E.164");
	return *p->birth == '\0' || civil_read_date(p->birth, "birth", &day, e);
}

/* Who of the clinic has this phone and may be this person; NULL: nobody. */
static bool match(struct call *c, int64_t clinic_id, const struct person *who,
	int64_t not_id, const struct patient **out, struct err *e)
{
	const struct patient *list;
	size_t n;

	if (!store_patient_by_phone(
		    c->store, clinic_id, who->phone, c->a, &list, &n, e))
		return false;
	*out = NULL;
	for (size_t i = 0; i < n && *out == NULL; i++)
		if (list[i].state == PATIENT_KNOWN && list[i].id != not_id &&
			person_may_be(&list[i].person, who))
			*out = &list[i];
	return true;
}

bool visit_patient_key(struct call *c, int64_t clinic_id,
	const struct visit_book_request *in, int64_t *new_id, struct err *e)
{
	struct person said = said_by(in);
	const struct patient *found = NULL;

	*new_id = 0;
	if (in->patient_id != 0)
		return true;
	if (!person_check(&said, e) ||
		!match(c, clinic_id, &said, 0, &found, e))
		return false;
	if (found != NULL)
		return true;
	*new_id = random_id();
	return vault_create(c->store, *new_id, e);
}

static bool lock(struct call *c, int64_t clinic_id, int64_t id,
	struct patient *out, struct err *e)
{
	return store_patient_find(c->store, clinic_id, id, true, c->a, out, e);
}

/* A stranger by himself, or the patient he must be by phone and name. */
static bool find_stranger(struct call *c, int64_t clinic_id,
	const struct visit_book_request *in, int64_t new_id,
	struct visit_patient *out, struct err *e)
{
	struct person said = said_by(in);
	const struct patient *found;

	if (!match(c, clinic_id, &said, 0, &found, e))
		return false;
	if (found != NULL) {
		out->is_typed = app_is_outsider(&c->who);
		return lock(c, clinic_id, found->id, &out->patient, e);
	}
	if (new_id == 0) /* who was found before is gone */
		return err_set(e, ERR_UNAVAILABLE, "the patient has changed");
	out->is_new = true;
	out->patient = (struct patient){
		.id = new_id,
		.clinic_id = clinic_id,
		.state = PATIENT_KNOWN,
		.person = said,
		.sex = in->sex,
		.zone = "",
		.source = in->source,
		.created_at = c->now,
	};
	return true;
}

/* A lead who turns out to be a patient on record books for that patient. */
static bool find_known(struct call *c, int64_t clinic_id,
	const struct visit_book_request *in, struct visit_patient *out,
	struct err *e)
{
	struct person said = said_by(in), whole;
	const struct patient *found = NULL;

	if (!lock(c, clinic_id, in->patient_id, &out->patient, e))
		return false;
	whole = person_merge(&out->patient.person, &said);
	if (!person_check(&whole, e))
		return false;
	if (out->patient.state == PATIENT_LEAD &&
		!match(c, clinic_id, &whole, in->patient_id, &found, e))
		return false;
	if (found != NULL) {
		out->is_typed = app_is_outsider(&c->who);
		return lock(c, clinic_id, found->id, &out->patient, e);
	}
	out->is_changed = true;
	out->patient.state = PATIENT_KNOWN;
	out->patient.person = whole;
	if (in->sex != SEX_UNKNOWN)
		out->patient.sex = in->sex;
	return true;
}

bool visit_patient_find(struct call *c, int64_t clinic_id,
	const struct visit_book_request *in, int64_t new_id,
	struct visit_patient *out, struct err *e)
{
	*out = (struct visit_patient){0};
	return in->patient_id == 0
		       ? find_stranger(c, clinic_id, in, new_id, out, e)
		       : find_known(c, clinic_id, in, out, e);
}

static bool is_ahead(const struct visit *v)
{
	return v->state == VISIT_BOOKED || v->state == VISIT_CONFIRMED;
}

static bool overlaps(const struct visit *one, const struct visit *two)
{
	return one->id != two->id && two->state != VISIT_CANCELLED &&
	       two->state != VISIT_MISSED && two->state != VISIT_HELD &&
	       one->start_at < two->end_at && two->start_at < one->end_at;
}

static bool is_free(
	struct call *c, const struct visit *v, const char *field, struct err *e)
{
	const int64_t longest_s =
		(int64_t)OCCUPANCY_CELLS_MAX * OCCUPANCY_CELL_S;
	const struct visit *list;
	size_t n;

	if (!store_visit_of_patient(c->store, v->clinic_id, v->patient_id,
		    v->start_at - longest_s, c->a, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (overlaps(v, &list[i]))
			return err_field(e, ERR_CONFLICT, field,
				"another visit at that time");
	return true;
}

bool visit_patient_is_free(struct call *c, const struct visit *v, struct err *e)
{
	return is_free(c, v, "patient", e);
}

/* Counted over everybody who shares the phone: it is the phone that floods. */
static bool phone_may(
	struct call *c, const struct visit_patient *p, struct err *e)
{
	const struct patient *list;
	size_t n, ahead_n = 0;

	if (!app_is_outsider(&c->who))
		return true;
	if (!store_patient_by_phone(c->store, p->patient.clinic_id,
		    p->patient.person.phone, c->a, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct visit *visits;
		size_t visits_n;

		if (!store_visit_of_patient(c->store, list[i].clinic_id,
			    list[i].id, c->now, c->a, &visits, &visits_n, e))
			return false;
		for (size_t k = 0; k < visits_n; k++)
			ahead_n += is_ahead(&visits[k]);
	}
	return ahead_n < VISITS_BOOKED_MAX ||
	       err_field(e, ERR_LIMIT, "phone", "too many visits ahead");
}

static int age_at(int64_t birth_day, int64_t day)
{
	struct civil b = civil_of_day(birth_day), d = civil_of_day(day);
	bool had_birthday =
		d.month > b.month || (d.month == b.month && d.day >= b.day);

	return d.year - b.year - (had_birthday ? 0 : 1);
}

/* What is not known is not in the way: the desk will see. */
static bool suits(const struct visit_patient *p, const struct visit *v,
	const struct service *service, struct err *e)
{
	const struct patient *who = &p->patient;
	int64_t birth_day;
	int age;

	if (service->sex != SEX_UNKNOWN && who->sex != SEX_UNKNOWN &&
		service->sex != who->sex)
		return err_field(e, ERR_INVALID, "service", "other sex");
	if (*who->person.birth == '\0')
		return true;
	if (!civil_read_date(who->person.birth, "birth", &birth_day, e))
		return false;
	age = age_at(birth_day, v->start_at / CIVIL_DAY_S);
	if ((service->age_min != 0 && age < service->age_min) ||
		(service->age_max != 0 && age > service->age_max))
		return err_field(e, ERR_INVALID, "service", "other age");
	return true;
}

bool visit_patient_may(struct call *c, const struct visit_patient *p,
	const struct visit *v, const struct service *service, struct err *e)
{
	return suits(p, v, service, e) && phone_may(c, p, e) &&
	       (p->is_new ||
		       is_free(c, v, p->is_typed ? "start" : "patient", e));
}

bool visit_patient_write(
	struct call *c, const struct visit_patient *p, struct err *e)
{
	const struct patient *who = &p->patient;
	struct address phone = {
		.id = random_id(),
		.clinic_id = who->clinic_id,
		.patient_id = who->id,
		.channel = "sms",
		.value = who->person.phone,
		.proof = "typed",
		.heard_at = c->now,
	};

	if (!p->is_new && !p->is_changed)
		return true;
	if (p->is_new ? !store_patient_insert(c->store, who, c->a, e)
		      : !store_patient_update(c->store, who, c->now, c->a, e))
		return false;
	return store_address_put(c->store, &phone, c->a, e);
}
