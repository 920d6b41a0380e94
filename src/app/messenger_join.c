#include "app/messenger_join.h"

#include <string.h>

#include "app/app.h"
#include "app/catalogue.h"
#include "app/consent.h"
#include "base/limits.h"
#include "os/random.h"
#include "store/address.h"
#include "store/invitation.h"
#include "store/patient.h"
#include "store/visit.h"

static bool put_address(struct call *c, const struct chat_peer *peer,
	int64_t patient_id, const char *proof, struct err *e)
{
	const struct address at = {.id = random_id(),
		.clinic_id = peer->clinic_id,
		.patient_id = patient_id,
		.channel = peer->channel,
		.value = peer->id,
		.proof = proof,
		.heard_at = c->now};

	return store_address_put(c->store, &at, c->a, e);
}

/* --- a dialogue of a patient on record ------------------------------------ */

static void add_visits(struct frame *f, const struct visit *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct frame_visit fv = {v[i].id, v[i].service_id,
			{v[i].start_at, v[i].end_at, v[i].doctor_id,
				v[i].branch_id, v[i].price_kop}};

		if ((v[i].state == VISIT_BOOKED ||
			    v[i].state == VISIT_CONFIRMED) &&
			!frame_visit(f, v[i].id))
			frame_add_visit(f, &fv);
	}
}

/* What was said so far stays; who he is need not be asked. */
static bool fill_frame(struct call *c, const struct patient *p,
	const char *before, const char **out, struct err *e)
{
	const struct visit *visits;
	struct frame f;
	struct buf b;
	struct json_out w = {&b, false};
	size_t n;

	frame_init(&f);
	if (before && !frame_read(c->a, before, strlen(before), &f, e))
		return false;
	if (!store_visit_of_patient(c->store, p->clinic_id, p->id, c->now, c->a,
		    &visits, &n, e))
		return false;
	f.last = p->person.last;
	f.first = p->person.first;
	f.middle = p->person.middle;
	f.phone = p->person.phone;
	f.sex = p->sex;
	if (f.question == FILL_CONTACT || f.question == FILL_NAME ||
		f.question == FILL_PHONE || f.question == FILL_NOTHING)
		f.question = FILL_SUBJECT;
	add_visits(&f, visits, n);
	buf_init(&b, c->a, CHAT_JSON_BYTES_MAX);
	frame_write(&f, &w);
	*out = b.p;
	return buf_done(&b, e);
}

/* In place of the peer's present dialogue, if he has one. */
static bool begin_for(struct call *c, const struct chat_peer *peer,
	const struct chat_place *place, const struct patient *p, struct err *e)
{
	struct dialogue_row d = {.id = random_id(),
		.clinic_id = peer->clinic_id,
		.patient_id = p->id,
		.channel = peer->channel,
		.state = DIALOGUE_OPEN,
		.source = peer->source,
		.created_at = c->now,
		.updated_at = c->now};

	return fill_frame(c, p, place->dialogue.frame, &d.frame, e) &&
	       (place->dialogue.id == 0 ||
		       store_dialogue_close(
			       c->store, place->dialogue.id, c->now, e)) &&
	       store_dialogue_insert(c->store, &d, peer->id, c->a, e);
}

/* --- by a link ------------------------------------------------------------ */

/* A dialogue begun elsewhere is his from now on, and his own one ends. */
static bool go_on_with(struct call *c, const struct chat_peer *peer,
	const struct chat_place *place, const struct dialogue_row *d,
	struct err *e)
{
	return (place->dialogue.id == 0 ||
		       store_dialogue_close(
			       c->store, place->dialogue.id, c->now, e)) &&
	       store_dialogue_join(
		       c->store, d, peer->channel, peer->id, c->now, c->a, e);
}

static bool go_on_as(struct call *c, const struct chat_peer *peer,
	const struct chat_place *place, const struct invitation *in,
	struct err *e)
{
	struct dialogue_row d;
	struct patient p;

	if (in->dialogue_id != 0) {
		if (store_dialogue_find(c->store, in->clinic_id,
			    in->dialogue_id, c->a, &d, e))
			return go_on_with(c, peer, place, &d, e);
		if (e->kind != ERR_NOT_FOUND)
			return false;
	}
	return store_patient_find(c->store, in->clinic_id, in->patient_id, true,
		       c->a, &p, e) &&
	       begin_for(c, peer, place, &p, e);
}

bool messenger_join_link(struct call *c, const struct chat_peer *peer,
	const struct chat_place *place, const char *token, enum join *out,
	struct err *e)
{
	struct invitation in;

	*out = JOIN_OVER;
	if (!store_invitation_take(
		    c->store, peer->clinic_id, token, c->now, c->a, &in, e))
		return e->kind == ERR_NOT_FOUND;
	*out = JOIN_ALREADY;
	if (!put_address(c, peer, in.patient_id, "link", e))
		return false;
	if (place->dialogue.id != 0 &&
		(in.dialogue_id ? place->dialogue.id == in.dialogue_id
				: place->dialogue.patient_id == in.patient_id))
		return true;
	*out = JOIN_DONE;
	return go_on_as(c, peer, place, &in, e);
}

/* --- by the number -------------------------------------------------------- */

/* The one patient on record with this number; NULL: none, or several. */
static bool find_owner(struct call *c, int64_t clinic_id, const char *phone,
	const struct patient **out, struct err *e)
{
	const struct patient *list;
	size_t n, known_n = 0;

	if (!store_patient_by_phone(
		    c->store, clinic_id, phone, c->a, &list, &n, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (list[i].state == PATIENT_KNOWN) {
			*out = &list[i];
			known_n++;
		}
	if (known_n != 1)
		*out = NULL;
	return true;
}

/* The one who agreed is the one who is recognised. */
static bool carry_consent(struct call *c, const struct chat_peer *peer,
	int64_t patient_id, struct err *e)
{
	const struct consent_request in = {.clinic_id = peer->clinic_id,
		.patient_id = patient_id,
		.purpose = "data",
		.channel = "",
		.how = "button"};

	return app_consent_give(c, &in, e);
}

bool messenger_join_phone(struct call *c, const struct chat_peer *peer,
	const struct chat_place *place, const char *phone, const char **name,
	struct err *e)
{
	const struct patient *owner = NULL;

	*name = NULL;
	if (!find_owner(c, peer->clinic_id, phone, &owner, e))
		return false;
	if (!owner || owner->id == place->dialogue.patient_id)
		return put_address(
			c, peer, place->dialogue.patient_id, "contact", e);
	*name = owner->person.first;
	return put_address(c, peer, owner->id, "contact", e) &&
	       carry_consent(c, peer, owner->id, e) &&
	       begin_for(c, peer, place, owner, e);
}
