#include "app/demo.h"

#include "app/app.h"
#include "app/catalogue.h"
#include "app/chat.h"
#include "app/inbound.h"
#include "app/outbox.h"
#include "app/transaction.h"
#include "base/limits.h"
#include "os/clock.h"
#include "os/random.h"
#include "store/outbox.h"
#include "store/patient.h"
#include "store/setting.h"

/* Of the whole server: clinic 0. */
static const char offset_setting[] = "demo.clock_offset_s";

static bool check_demo(const struct call *c, struct err *e)
{
	return c->app->parts.is_demo || err_set(e, ERR_NOT_FOUND, "no demo");
}

bool app_demo_start(struct call *c, struct err *e)
{
	int64_t offset_s;

	if (!check_demo(c, e) || !store_setting_int(c->store, 0, offset_setting,
					 0, c->a, &offset_s, e))
		return false;
	clock_set_offset_s(offset_s);
	c->now = clock_now();
	return true;
}

/* Every clinic of the demo, by its catalogue. */
static bool list_clinics(struct call *c, const struct catalogue *const **out,
	size_t *n, struct err *e)
{
	const struct clinic_name *names;
	const struct catalogue **cats;

	if (!check_demo(c, e) || !app_clinics(c, &names, n, e))
		return false;
	cats = arena_new(c->a, const struct catalogue *, *n);
	for (size_t i = 0; i < *n; i++)
		if (!app_catalogue_named(c, names[i].slug, &cats[i], e))
			return false;
	*out = cats;
	return *n > 0 || err_set(e, ERR_NOT_FOUND, "demo: no clinics");
}

static bool add_next(struct call *c, const struct catalogue *cat,
	struct demo_clock *out, struct err *e)
{
	struct outbox_row next;

	if (!store_outbox_next_of_clinic(
		    c->store, cat->clinic.id, c->a, &next, e))
		return false;
	if (!next.id || (out->next_at && out->next_at <= next.delivery.next_at))
		return true;
	out->next_at = next.delivery.next_at;
	out->next_kind = next.kind;
	out->next_patient_id = next.patient_id;
	return true;
}

bool app_demo_clock(struct call *c, struct demo_clock *out, struct err *e)
{
	const struct catalogue *const *cats;
	size_t n;

	*out = (struct demo_clock){
		.now = clock_now(), .offset_s = clock_offset_s()};
	if (!list_clinics(c, &cats, &n, e) ||
		!app_zone(c, &cats[0]->branches[0], &out->zone, e))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!add_next(c, cats[i], out, e))
			return false;
	return true;
}

static bool keep_offset(struct call *c, void *ctx, struct err *e)
{
	const int64_t *offset_s = ctx;
	const char *text = arena_print(c->a, "%lld", (long long)*offset_s);

	return store_setting_set(c->store, 0, offset_setting, text, e) &&
	       db_notify(c->store->db, DEMO_TOPIC, *offset_s, e);
}

bool app_demo_advance(struct call *c, int64_t advance_s, struct demo_clock *out,
	struct err *e)
{
	int64_t offset_s;

	if (!app_demo_clock(c, out, e))
		return false;
	if (!advance_s && !out->next_at)
		return err_field(e, ERR_NOT_FOUND, "to", "nothing is planned");
	if (!advance_s)
		advance_s =
			out->next_at > out->now ? out->next_at - out->now : 1;
	offset_s = out->offset_s + advance_s;
	if (advance_s < 0 || advance_s > DEMO_ADVANCE_MAX_S ||
		offset_s > DEMO_ADVANCE_MAX_S)
		return err_field(e, ERR_INVALID, "advance_s",
			"not 1..%d, all turns together", DEMO_ADVANCE_MAX_S);
	if (!app_transaction(c, keep_offset, &offset_s, e))
		return false;
	clock_set_offset_s(offset_s);
	c->now = clock_now();
	return app_demo_clock(c, out, e);
}

static bool fill_phone(struct call *c, int64_t clinic_id, int64_t patient_id,
	struct demo_phone *out, struct err *e)
{
	struct patient p;

	if (!store_patient_find(
		    c->store, clinic_id, patient_id, false, c->a, &p, e))
		return false;
	out->patient_id = p.id;
	out->name = person_full_name(&p.person, c->a);
	out->phone = p.person.phone;
	return true;
}

bool app_demo_phones(struct call *c, const char *clinic,
	const struct demo_phone **out, size_t *n, struct err *e)
{
	const struct message_reach *reached;
	const struct catalogue *cat;
	struct demo_phone *phones;
	size_t found;

	if (!check_demo(c, e) || !app_catalogue_named(c, clinic, &cat, e) ||
		!store_message_reached(c->store, cat->clinic.id,
			DEMO_PHONES_MAX, c->a, &reached, &found, e))
		return false;
	phones = arena_new(c->a, struct demo_phone, found);
	for (size_t i = 0; i < found; i++) {
		if (!fill_phone(c, cat->clinic.id, reached[i].patient_id,
			    &phones[i], e))
			return false;
		phones[i].last_at = reached[i].last_at;
	}
	*out = phones;
	*n = found;
	return true;
}

/* Whose patient he is: an id alone does not say. */
static bool find_phone(struct call *c, int64_t patient_id,
	const struct catalogue **cat, struct demo_phone *out, struct err *e)
{
	const struct catalogue *const *cats;
	size_t n;

	if (!list_clinics(c, &cats, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		*cat = cats[i];
		if (fill_phone(c, cats[i]->clinic.id, patient_id, out, e))
			return true;
		if (e->kind != ERR_NOT_FOUND)
			return false;
	}
	return err_set(e, ERR_NOT_FOUND, "demo: no such patient");
}

bool app_demo_thread(struct call *c, int64_t patient_id,
	struct demo_thread *out, struct err *e)
{
	const struct catalogue *cat = NULL;
	struct outbox_row *rows;

	*out = (struct demo_thread){0};
	if (!find_phone(c, patient_id, &cat, &out->phone, e) ||
		!app_zone(c, &cat->branches[0], &out->zone, e) ||
		!store_message_of_patient(c->store, cat->clinic.id, patient_id,
			0, PAGE_ROWS_MAX, c->a, &out->message, &out->messages_n,
			e) ||
		!store_outbox_of_patient(c->store, cat->clinic.id, patient_id,
			PAGE_ROWS_MAX, c->a, &rows, &out->sent_n, e))
		return false;
	out->clinic_id = cat->clinic.id;
	out->sent = rows;
	return true;
}

/*
 * Whoever writes from the phone that his contract names has agreed to be
 * answered there.
 */
static bool go_on_in_chat(struct call *c, const struct catalogue *cat,
	const struct demo_phone *phone, const char *text, struct err *e)
{
	struct chat_peer peer = {.clinic_id = cat->clinic.id,
		.channel = "phone",
		.id = phone->phone,
		.source = "phone",
		.patient_id = phone->patient_id};
	const char *client_id =
		arena_print(c->a, "%lld", (long long)random_id());
	struct chat_answer answer;

	return app_chat_consent(
		       c, &peer, cat->clinic.notice_version, "contract", e) &&
	       app_chat_turn(
		       c, &peer, client_id, text, strlen(text), &answer, e);
}

static bool tell_phone(struct call *c, void *ctx, struct err *e)
{
	const int64_t *patient_id = ctx;

	return db_notify(c->store->db, PHONE_TOPIC, *patient_id, e);
}

bool app_demo_reply(struct call *c, int64_t patient_id, const char *text,
	int64_t message_id, struct err *e)
{
	struct inbound in = {.patient_id = patient_id,
		.channel = "phone",
		.text = text,
		.message_id = message_id};
	struct inbound_answer answer;
	const struct catalogue *cat;
	struct demo_phone phone = {0};

	if (!find_phone(c, patient_id, &cat, &phone, e))
		return false;
	in.clinic_id = cat->clinic.id;
	c->who = app_system();
	if (!app_inbound(c, &in, &answer, e))
		return false;
	if (answer.is_for_dialogue && !go_on_in_chat(c, cat, &phone, text, e))
		return false;
	return app_transaction(c, tell_phone, &patient_id, e);
}
