#include "app/inbound.h"

#include "app/access.h"
#include "app/app.h"
#include "app/catalogue.h"
#include "app/letter.h"
#include "app/link.h"
#include "app/outbox.h"
#include "app/transaction.h"
#include "app/visit.h"
#include "base/json.h"
#include "base/limits.h"
#include "os/random.h"
#include "store/message.h"
#include "store/outbox.h"
#include "store/patient.h"
#include "store/visit.h"

struct inbound_work {
	const struct inbound *in;
	enum reaction reaction;
	struct inbound_answer *out;
	/* found on the way */
	struct outbox_row about; /* the message that is answered; id 0: none */
	struct visit visit;
};

/* --- which message, which visit ------------------------------------------- */

static bool is_answered(const struct inbound *in, const struct message_row *m)
{
	return in->message_id ? m->id == in->message_id : m->delivery_id != 0;
}

/* The delivery of the answered message; 0: it spoke of no visit. */
static bool find_delivery(struct call *c, const struct inbound *in,
	int64_t *delivery_id, struct err *e)
{
	const struct message_row *rows;
	size_t n;

	*delivery_id = in->delivery_id;
	if (in->delivery_id != 0)
		return true;
	if (!store_message_of_patient(c->store, in->clinic_id, in->patient_id,
		    0, PAGE_ROWS_MAX, c->a, &rows, &n, e))
		return false;
	while (n > 0 && !is_answered(in, &rows[n - 1]))
		n--;
	if (n > 0)
		*delivery_id = rows[n - 1].delivery_id;
	else if (in->message_id)
		return err_field(
			e, ERR_NOT_FOUND, "message", "no such message");
	return true;
}

static bool find_about(struct call *c, struct inbound_work *w, struct err *e)
{
	const struct inbound *in = w->in;
	int64_t delivery_id;

	w->about = (struct outbox_row){.id = 0};
	if (!find_delivery(c, in, &delivery_id, e))
		return false;
	if (delivery_id == 0)
		return true;
	return store_outbox_find(c->store, in->clinic_id, delivery_id, c->a,
		       &w->about, e) &&
	       store_visit_find(c->store, in->clinic_id, w->about.visit_id,
		       true, c->a, &w->visit, e);
}

/* --- answering ------------------------------------------------------------ */

static bool store_text(struct call *c, const struct inbound_work *w,
	enum message_author author, const char *body, int64_t *id,
	struct err *e)
{
	const struct message_row m = {
		.id = random_id(),
		.clinic_id = w->in->clinic_id,
		.patient_id = w->in->patient_id,
		.dialogue_id = w->visit.dialogue_id,
		.channel = w->in->channel,
		.author = author,
		.kind = "answer",
		.body = body,
		.at = c->now,
	};

	*id = m.id;
	return store_message_insert(c->store, &m, c->a, e) &&
	       db_notify(c->store->db, PHONE_TOPIC, m.patient_id, e);
}

static bool store_heard(
	struct call *c, const struct inbound_work *w, struct err *e)
{
	struct buf b;
	struct json_out out = {.b = &b};
	int64_t id;

	buf_init(&b, c->a, CHAT_TEXT_BYTES_MAX);
	json_open(&out, NULL, '{');
	json_put_text(&out, "text", w->in->text);
	json_close(&out, '}');
	return buf_done(&b, e) && store_text(c, w, AUTHOR_PATIENT, b.p, &id, e);
}

static bool read_target(struct call *c, const struct inbound_work *w,
	const struct target_visit **out, struct err *e)
{
	struct target_visit *list;
	size_t n;

	if (!store_target_visits(c->store, &w->visit.id, 1, c->a, &list, &n, e))
		return false;
	if (n == 0)
		return err_set(e, ERR_INTERNAL, "inbound: the visit is gone");
	*out = list;
	return true;
}

static bool reply(
	struct call *c, struct inbound_work *w, const char *name, struct err *e)
{
	const struct template *t =
		template_find(&c->app->messages.templates, name);
	const struct channel_ops *ops = channel_named(w->in->channel);
	struct letter_about about = {0};
	struct patient p;
	struct letter l;

	BUG_ON(t == NULL);
	if (!ops)
		return err_field(e, ERR_INVALID, "channel", "no such channel");
	if (!read_target(c, w, &about.visit, e) ||
		!store_patient_find(c->store, w->in->clinic_id,
			w->in->patient_id, false, c->a, &p, e) ||
		!app_catalogue(c, w->in->clinic_id, &about.catalogue, e))
		return false;
	about.patient = &p;
	if (!app_letter_place(c, &about, e) ||
		!app_link_keep(c, &w->visit, e) ||
		!app_letter_write(c, t, &about, ops, &l, e) ||
		!store_text(c, w, AUTHOR_BOT, l.body, &w->out->message_id, e))
		return false;
	w->out->text = l.text;
	w->out->body = l.body;
	return true;
}

/* --- doing ---------------------------------------------------------------- */

/* As the patient himself: his access, his name in the audit. */
static bool act(struct call *c, struct inbound_work *w, enum visit_event ev,
	struct err *e)
{
	struct principal before = c->who;
	bool ok;

	c->who = (struct principal){.kind = PRINCIPAL_PATIENT_LINK,
		.clinic_id = w->in->clinic_id,
		.id = w->in->patient_id,
		.visit_id = w->visit.id};
	ok = app_visit_step(c, w->visit.id, ev, &w->visit, e);
	c->who = before;
	return ok;
}

static bool confirm(struct call *c, struct inbound_work *w, struct err *e)
{
	if (w->visit.state != VISIT_CONFIRMED && !act(c, w, VISIT_CONFIRM, e))
		return false;
	return reply(c, w, "answer_confirmed", e);
}

static bool is_open(struct call *c, const struct visit *v)
{
	return (v->state == VISIT_BOOKED || v->state == VISIT_CONFIRMED) &&
	       v->start_at > c->now;
}

static bool react(struct call *c, struct inbound_work *w, struct err *e)
{
	if (!is_open(c, &w->visit))
		return reply(c, w, "answer_over", e);
	if (w->visit.revision != w->about.visit_revision)
		return reply(c, w, "answer_changed", e);
	switch (w->reaction) {
	case REACTION_CONFIRM:
		return confirm(c, w, e);
	case REACTION_MOVE:
		return reply(c, w, "answer_move", e);
	case REACTION_CANCEL:
		return act(c, w, VISIT_CANCEL, e); /* the outbox tells it */
	case REACTION_NONE:
	case REACTIONS:
		break;
	}
	return true;
}

static bool work(struct call *c, void *ctx, struct err *e)
{
	struct inbound_work *w = ctx;

	*w->out = (struct inbound_answer){.reaction = w->reaction};
	if (!find_about(c, w, e))
		return false;
	if (w->about.id == 0) {
		w->out->is_for_dialogue = true;
		return true;
	}
	if (!store_heard(c, w, e) || !react(c, w, e))
		return false;
	w->out->visit = w->visit;
	return app_audit(c, w->in->clinic_id, "message.answer", "patient",
		&w->in->patient_id, 1, e);
}

bool app_inbound(struct call *c, const struct inbound *in,
	struct inbound_answer *out, struct err *e)
{
	struct inbound_answer answer = {.is_for_dialogue = true};
	struct inbound_work w = {.in = in,
		.reaction = reaction_of(in->text, c->a),
		.out = &answer};

	if (!app_access_clinic(c, in->clinic_id, e))
		return false;
	if (w.reaction != REACTION_NONE && !app_transaction(c, work, &w, e))
		return false;
	*out = answer;
	return true;
}
