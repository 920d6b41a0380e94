#include "app/chat.h"

#include <string.h>

#include "app/app.h"
#include "app/chat_rules.h"
#include "app/chat_said.h"
#include "app/chat_step.h"
#include "app/consent.h"
#include "app/patient.h"
#include "app/transaction.h"
#include "base/limits.h"
#include "channel/channel.h"
#include "os/random.h"

enum { TRIES = 4, MINUTE_S = 60 };

static const char *frame_json(
	struct arena *a, const struct frame *f, struct err *e)
{
	struct buf b;
	struct json_out w = {&b, false};

	buf_init(&b, a, CHAT_JSON_BYTES_MAX);
	frame_write(f, &w);
	return buf_done(&b, e) ? b.p : NULL;
}

/* --- the start ----------------------------------------------------------- */

/* The notice, then the greeting with the first question; sets the frame. */
static void greet(struct call *c, const struct dialogue_world *w,
	struct frame *f, struct chat_message said[2])
{
	const char *notice = script_say(w->script, SAY_NOTICE, w->is_english,
		(const struct script_var[]){
			{"list", arena_print(c->a, "%s/%s/notice",
					 c->app->parts.base_url,
					 w->catalogue->clinic.slug)},
			{0}},
		c->a);

	frame_init(f);
	said[0] = (struct chat_message){
		.author = AUTHOR_BOT, .text = notice, .at = c->now};
	said[1] = (struct chat_message){.author = AUTHOR_BOT,
		.text = dialogue_greeting(w, f, c->a),
		.at = c->now};
}

/* Whether the peer has agreed to the processing of his data. */
static bool is_consented(
	struct call *c, const struct dialogue_row *d, bool *yes, struct err *e)
{
	return app_consent_stands(c, d->patient_id, "data", "", yes, e);
}

struct consent_work {
	const struct chat_peer *peer;
	const struct dialogue_world *world;
	const char *version, *how;
	struct dialogue_row dialogue;
	bool is_new;
};

static bool dialogue_begin(
	struct call *c, struct consent_work *work, struct err *e)
{
	struct chat_message said[2];
	struct frame f;

	greet(c, work->world, &f, said);
	work->dialogue.frame = frame_json(c->a, &f, e);
	if (work->dialogue.frame == NULL ||
		!store_dialogue_insert(
			c->store, &work->dialogue, work->peer->id, c->a, e))
		return false;
	/* A messenger has nothing on its screen yet: it is told word by word.
	 */
	for (size_t i = 0; i < ARRAY_LEN(said) && !work->peer->is_sent; i++) {
		said[i].id = random_id();
		if (!chat_said_store(c, &work->dialogue, &said[i], e))
			return false;
	}
	return true;
}

/* The dialogue of the peer, or a new one, with a lead if he is a stranger. */
static bool dialogue_of(
	struct call *c, struct consent_work *work, struct err *e)
{
	const struct chat_peer *peer = work->peer;
	struct dialogue_row *d = &work->dialogue;

	if (store_dialogue_by_peer(c->store, peer->clinic_id, peer->channel,
		    peer->id, c->a, d, e))
		return true;
	if (e->kind != ERR_NOT_FOUND)
		return false;
	*d = (struct dialogue_row){.id = random_id(),
		.clinic_id = peer->clinic_id,
		.patient_id = peer->patient_id,
		.channel = peer->channel,
		.state = DIALOGUE_OPEN,
		.source = peer->source,
		.created_at = c->now,
		.updated_at = c->now};
	work->is_new = true;
	return (d->patient_id || app_patient_lead(c, d->clinic_id, d->source,
					 &d->patient_id, e)) &&
	       dialogue_begin(c, work, e);
}

/*
 * All in the transaction: of two acts at once the second finds the dialogue of
 * the first.
 */
static bool consent_all(struct call *c, void *ctx, struct err *e)
{
	struct consent_work *work = ctx;
	struct consent_request in = {
		.purpose = "data",
		.channel = "",
		.version = work->version,
		.how = work->how,
	};
	bool yes;

	if (!dialogue_of(c, work, e) ||
		!is_consented(c, &work->dialogue, &yes, e))
		return false;
	in.clinic_id = work->dialogue.clinic_id;
	in.patient_id = work->dialogue.patient_id;
	return yes || app_consent_give(c, &in, e);
}

bool app_chat_open(struct call *c, const struct chat_peer *peer,
	struct chat_place *out, struct err *e)
{
	struct dialogue_world world;
	struct consent_work work = {.peer = peer, .world = &world};
	struct chat_place place;

	if (!chat_world(c, peer->clinic_id, &world, e) ||
		!dialogue_of(c, &work, e) ||
		!store_dialogue_lock(c->store, work.dialogue.id, c->a, e) ||
		!store_dialogue_by_peer(c->store, peer->clinic_id,
			peer->channel, peer->id, c->a, &place.dialogue, e) ||
		!is_consented(c, &place.dialogue, &place.is_consented, e))
		return false;
	place.is_new = work.is_new;
	*out = place;
	return true;
}

bool app_chat_words(struct call *c, int64_t clinic_id,
	struct chat_message said[2], struct err *e)
{
	struct dialogue_world world;
	struct frame f;

	if (!chat_world(c, clinic_id, &world, e))
		return false;
	greet(c, &world, &f, said);
	return true;
}

bool app_chat_consent(struct call *c, const struct chat_peer *peer,
	const char *version, const char *how, struct err *e)
{
	struct dialogue_world world;
	struct consent_work work = {
		.peer = peer, .world = &world, .version = version, .how = how};

	if (!chat_world(c, peer->clinic_id, &world, e))
		return false;
	if (strcmp(version, world.catalogue->clinic.notice_version) != 0)
		return err_field(e, ERR_CONFLICT, "version",
			"the notice has another version");
	/* PostgreSQL shows the other's dialogue only after the conflict. */
	return app_transaction(c, consent_all, &work, e) ||
	       (e->kind == ERR_CONFLICT &&
		       app_transaction(c, consent_all, &work, e));
}

/* --- a turn -------------------------------------------------------------- */

struct turn {
	const struct chat_peer *peer;
	const char *client_id;
	const char *text; /* in the arena */
	struct dialogue_row dialogue;
	struct chat_work first; /* after the steps that only read */
	struct chat_work work;  /* after all of them */
	struct chat_answer *out;
};

static bool check_input(struct call *c, struct turn *t, const char *text,
	size_t text_n, struct err *e)
{
	size_t id_n = strlen(t->client_id);

	if (id_n == 0 || id_n > CHAT_CLIENT_ID_BYTES_MAX ||
		!text_check(t->client_id, id_n, "client_id", e))
		return err_field(e, ERR_INVALID, "client_id", "1 to 64 bytes");
	if (text_n > CHAT_TEXT_BYTES_MAX)
		return err_field(e, ERR_TOO_LARGE, "text", "over %d bytes",
			CHAT_TEXT_BYTES_MAX);
	if (!text_check(text, text_n, "text", e))
		return false;
	t->text = arena_copy(c->a, text, text_n);
	return true;
}

static void hear(struct call *c, struct turn *t, struct dialogue_event *ev,
	struct understanding *said)
{
	struct chat_work *w = &t->first;
	int branch = catalogue_branch(w->world.catalogue, w->frame.branch_id);
	struct lang_context ctx = {
		.lang = chat_rules_lang(c->app->chat),
		.now = c->now,
		.zone = w->world.zones[branch < 0 ? 0 : branch],
		.vocabulary =
			chat_rules_vocabulary(c->app->chat, w->world.catalogue),
		.hint = dialogue_hint(&w->world, &w->frame),
	};

	understand(&ctx, t->text, c->a, said);
	*ev = (struct dialogue_event){
		.kind = EVENT_SAID, .text = t->text, .said = said};
}

/* Reads, understands and searches; nothing is written yet. */
static bool prepare(struct call *c, struct turn *t, struct err *e)
{
	struct chat_work *w = &t->first;
	const struct dialogue_row *d = &t->dialogue;
	struct understanding said;
	struct dialogue_event ev;

	*w = (struct chat_work){.clinic_id = d->clinic_id,
		.dialogue_id = d->id,
		.patient_id = d->patient_id,
		.channel = d->channel,
		.source = d->source};
	if (!chat_world(c, d->clinic_id, &w->world, e))
		return false;
	if (d->frame == NULL)
		frame_init(&w->frame);
	else if (!frame_read(c->a, d->frame, strlen(d->frame), &w->frame, e))
		return false;
	hear(c, t, &ev, &said);
	return chat_step_first(c, w, &ev, e);
}

static const struct chat_button *buttons_of(
	struct arena *a, const struct dialogue_action *said)
{
	struct chat_button *button =
		arena_new(a, struct chat_button, said->buttons_n);

	for (size_t i = 0; i < said->buttons_n; i++)
		button[i] = (struct chat_button){
			said->button[i].label, said->button[i].send, false};
	return button;
}

/* A messenger knows the number that we ask for: it need not be typed. */
static bool asks_phone(const struct turn *t)
{
	const struct channel_ops *ops = channel_named(t->peer->channel);
	const struct frame *f = &t->work.frame;

	return t->peer->is_sent && ops && ops->can & CHANNEL_ASKS &&
	       *f->phone == '\0' && !t->work.is_handed &&
	       (f->question == FILL_CONTACT || f->question == FILL_PHONE);
}

static void offer_phone(struct call *c, struct turn *t, struct chat_message *m)
{
	struct chat_button *b = arena_new(c->a, struct chat_button, 1);

	b->text = script_say(t->work.world.script, SAY_GIVE_PHONE,
		t->work.world.is_english, NULL, c->a);
	b->send = "";
	b->gives_phone = true;
	m->button = b;
	m->buttons_n = 1;
}

static bool store_messages(struct call *c, struct turn *t, struct err *e)
{
	struct chat_message in = {.id = random_id(),
		.author = AUTHOR_PATIENT,
		.text = t->text,
		.at = c->now};
	struct chat_message *out =
		arena_new(c->a, struct chat_message, t->work.said_n);

	if (!chat_said_store(c, &t->dialogue, &in, e))
		return false;
	for (size_t i = 0; i < t->work.said_n; i++) {
		const struct dialogue_action *said = &t->work.said[i];

		out[i] = (struct chat_message){.id = random_id(),
			.author = AUTHOR_BOT,
			.text = said->text,
			.at = c->now,
			.button = buttons_of(c->a, said),
			.buttons_n = said->buttons_n};
		if (i + 1 == t->work.said_n && out[i].buttons_n == 0 &&
			asks_phone(t))
			offer_phone(c, t, &out[i]);
		if (!chat_said_store(c, &t->dialogue, &out[i], e) ||
			(t->peer->is_sent &&
				!chat_said_send(c, &t->dialogue, &out[i],
					t->dialogue.turns_n + 1, e)))
			return false;
	}
	t->out->message = out;
	t->out->messages_n = t->work.said_n;
	return true;
}

static bool store_turn(struct call *c, struct turn *t, struct err *e)
{
	struct dialogue_row d = t->dialogue;
	struct turn_row row = {.dialogue_id = d.id,
		.patient_id = d.patient_id,
		.client_id = t->client_id,
		.number = d.turns_n + 1,
		.at = c->now};

	d.turns_n++;
	d.updated_at = c->now;
	if (t->work.is_handed)
		d.state = DIALOGUE_HANDED;
	d.frame = frame_json(c->a, &t->work.frame, e);
	if (d.frame == NULL)
		return false;
	t->out->dialogue_id = d.id;
	t->out->turn = row.number;
	t->out->is_consented = true;
	t->out->state = d.state;
	return store_dialogue_update(
		       c->store, &d, t->dialogue.turns_n, c->a, e) &&
	       store_messages(c, t, e) &&
	       chat_answer_write(c->a, t->out, &row.answer, e) &&
	       store_turn_insert(c->store, &row, c->a, e) &&
	       db_notify(c->store->db, CHAT_TOPIC, d.id, e);
}

/* A person is called: who and why stands in the audit, never what was said. */
static bool audit_turn(struct call *c, const struct turn *t, struct err *e)
{
	const char *action = t->work.is_handed
				     ? arena_print(c->a, "chat.hand.%s",
					       dialogue_hand_name(t->work.hand))
				     : "chat.turn";

	return app_audit(c, t->dialogue.clinic_id, action, "dialogue",
		&t->dialogue.id, 1, e);
}

static bool commit_turn(struct call *c, void *ctx, struct err *e)
{
	struct turn *t = ctx;

	t->work = t->first;
	return chat_step_rest(c, &t->work, e) && store_turn(c, t, e) &&
	       audit_turn(c, t, e);
}

/* Finds the dialogue, and the answer if the text was answered before. */
static bool open_turn(
	struct call *c, struct turn *t, const char **stored, struct err *e)
{
	struct dialogue_row *d = &t->dialogue;
	int64_t turns_n;
	bool yes;

	if (!store_dialogue_by_peer(c->store, t->peer->clinic_id,
		    t->peer->channel, t->peer->id, c->a, d, e))
		return e->kind == ERR_NOT_FOUND
			       ? err_field(
					 e, ERR_DENIED, "consent", "not given")
			       : false;
	if (!is_consented(c, d, &yes, e) ||
		!store_turn_look(c->store, d, t->client_id, c->now - MINUTE_S,
			c->a, &turns_n, stored, e))
		return false;
	if (!yes)
		return err_field(e, ERR_DENIED, "consent", "not given");
	if (*stored == NULL && turns_n >= CHAT_TURNS_MINUTE_MAX)
		return err_field(e, ERR_LIMIT, "text", "over %d a minute",
			CHAT_TURNS_MINUTE_MAX);
	return true;
}

struct opening {
	struct turn *turn;
	const char *stored;
};

static bool open_in_turn(struct call *c, void *ctx, struct err *e)
{
	struct opening *o = ctx;

	return open_turn(c, o->turn, &o->stored, e);
}

bool app_chat_turn(struct call *c, const struct chat_peer *peer,
	const char *client_id, const char *text, size_t text_n,
	struct chat_answer *out, struct err *e)
{
	struct chat_answer answer = {0};
	struct turn t = {.peer = peer, .client_id = client_id, .out = &answer};

	if (!check_input(c, &t, text, text_n, e))
		return false;
	/* Two bubbles at once: the second is read again in the state that
	 * the first one left.  That one may stand in a group that is not yet
	 * durable; a transaction of our own waits for it. */
	for (int i = 0; i < TRIES; i++) {
		struct opening o = {&t, NULL};

		if (!(i == 0 ? open_in_turn(c, &o, e)
			     : app_transaction(c, open_in_turn, &o, e)))
			return false;
		if (o.stored != NULL && i == 0)
			continue; /* it may not be on the disk yet */
		if (o.stored != NULL)
			return chat_answer_read(
				c->a, &t.dialogue, o.stored, out, e);
		if (!prepare(c, &t, e))
			return false;
		if (app_transaction(c, commit_turn, &t, e)) {
			*out = answer;
			return true;
		}
		if (e->kind != ERR_CONFLICT)
			return false;
	}
	return err_set(e, ERR_UNAVAILABLE, "chat: too many turns at once");
}

bool app_chat_frame(struct call *c, const struct chat_peer *peer,
	struct frame *out, struct err *e)
{
	struct dialogue_row d;

	if (!store_dialogue_by_peer(c->store, peer->clinic_id, peer->channel,
		    peer->id, c->a, &d, e))
		return false;
	if (d.frame != NULL)
		return frame_read(c->a, d.frame, strlen(d.frame), out, e);
	frame_init(out);
	return true;
}

/* --- history ------------------------------------------------------------- */

static bool greeting_only(struct call *c, const struct chat_peer *peer,
	struct chat_answer *out, struct err *e)
{
	struct dialogue_world world;
	struct frame f;
	struct chat_message *said = arena_new(c->a, struct chat_message, 2);

	if (!chat_world(c, peer->clinic_id, &world, e))
		return false;
	greet(c, &world, &f, said);
	*out = (struct chat_answer){
		.state = DIALOGUE_OPEN, .message = said, .messages_n = 2};
	return true;
}

bool app_chat_history(struct call *c, const struct chat_peer *peer,
	int64_t after_id, struct chat_answer *out, struct err *e)
{
	struct dialogue_row d;
	struct chat_answer answer = {0};
	const struct message_row *row;
	struct chat_message *message;

	if (!store_dialogue_by_peer(c->store, peer->clinic_id, peer->channel,
		    peer->id, c->a, &d, e))
		return e->kind == ERR_NOT_FOUND &&
		       greeting_only(c, peer, out, e);
	answer.dialogue_id = d.id;
	answer.state = d.state;
	if (!is_consented(c, &d, &answer.is_consented, e) ||
		!store_message_of_dialogue(c->store, d.id, after_id,
			PAGE_ROWS_MAX, c->a, &row, &answer.messages_n, e))
		return false;
	answer.message = message =
		arena_new(c->a, struct chat_message, answer.messages_n);
	for (size_t i = 0; i < answer.messages_n; i++)
		if (!chat_said_read(c, &row[i], &message[i], e))
			return false;
	*out = answer;
	return true;
}
