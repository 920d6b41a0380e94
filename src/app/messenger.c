#include "app/messenger.h"

#include <string.h>

#include "app/app.h"
#include "app/catalogue.h"
#include "app/chat_rules.h"
#include "app/chat_said.h"
#include "app/inbound.h"
#include "app/messenger_join.h"
#include "app/transaction.h"
#include "base/limits.h"
#include "base/log.h"
#include "core/script.h"
#include "lang/phone.h"
#include "os/random.h"
#include "store/address.h"
#include "store/inbound.h"
#include "store/invitation.h"
#include "store/outbox.h"

/* What the button under the notice brings back, before the notice's version. */
#define AGREE "/agree "

struct talk {
	const struct in_event *ev;
	struct chat_peer peer;
	const struct catalogue *catalogue;
	struct chat_place place; /* dialogue.id 0: not looked for yet */
};

/* --- saying --------------------------------------------------------------- */

static const char *words(
	struct call *c, const struct talk *t, enum say say, const char *name)
{
	return script_say(chat_rules_script(c->app->chat), (int)say,
		c->is_english,
		(const struct script_var[]){
			{"phone", t->catalogue->clinic.phone},
			{"name", name ? name : ""}, {0}},
		c->a);
}

/* One message outside of a turn: into the history, and on its way. */
static bool say_message(struct call *c, const struct talk *t,
	struct chat_message *m, struct err *e)
{
	const struct dialogue_row *d = &t->place.dialogue;

	m->id = random_id();
	m->author = AUTHOR_BOT;
	m->at = c->now;
	return chat_said_store(c, d, m, e) &&
	       chat_said_send(c, d, m, d->turns_n, e) &&
	       db_notify(c->store->db, CHAT_TOPIC, d->id, e);
}

static bool say(
	struct call *c, const struct talk *t, const char *text, struct err *e)
{
	struct chat_message m = {.text = text};

	return say_message(c, t, &m, e);
}

/* The notice with its button, after `first` (NULL: nothing). */
static bool say_notice(
	struct call *c, const struct talk *t, const char *first, struct err *e)
{
	struct chat_message said[2];
	struct chat_button agree = {
		.text = words(c, t, SAY_AGREE, NULL),
		.send = arena_print(c->a, "%s%s", AGREE,
			t->catalogue->clinic.notice_version),
	};
	struct chat_message m = {.button = &agree, .buttons_n = 1};

	if (!app_chat_words(c, t->peer.clinic_id, said, e))
		return false;
	m.text = first ? arena_print(c->a, "%s\n\n%s", first, said[0].text)
		       : said[0].text;
	return say_message(c, t, &m, e);
}

/* --- where he stands ------------------------------------------------------ */

static bool put_address(struct call *c, const struct talk *t, struct err *e)
{
	const struct address at = {.id = random_id(),
		.clinic_id = t->peer.clinic_id,
		.patient_id = t->place.dialogue.patient_id,
		.channel = t->peer.channel,
		.value = t->peer.id,
		.proof = "chat",
		.heard_at = c->now};

	return store_address_put(c->store, &at, c->a, e);
}

/* Finds his dialogue or begins one. */
static bool open_place(struct call *c, struct talk *t, struct err *e)
{
	bool was_new = t->place.is_new;

	if (!app_chat_open(c, &t->peer, &t->place, e) || !put_address(c, t, e))
		return false;
	t->place.is_new = t->place.is_new || was_new;
	return true;
}

/* The same, and *may: he has agreed; else he is asked to, once more. */
static bool open_agreed(
	struct call *c, struct talk *t, bool *may, struct err *e)
{
	if (!open_place(c, t, e))
		return false;
	*may = t->place.is_consented;
	return *may ||
	       say_notice(c, t,
		       t->place.is_new ? NULL
				       : words(c, t, SAY_AGREE_FIRST, NULL),
		       e);
}

/* --- a turn of the dialogue ----------------------------------------------- */

/* «/help» is a word like others. */
static const char *plain_words(struct call *c, const char *text)
{
	static const char *const commands[][2] = {{"/help", "помощь"},
		{"/settings", "помощь"}, {"/stop", "стоп"},
		{"/cancel", "отменить запись"}};
	char *bare;

	if (*text != '/')
		return text;
	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		if (strcmp(text, commands[i][0]) == 0)
			return commands[i][1];
	bare = arena_text(c->a, text + 1);
	for (char *p = bare; *p; p++)
		if (*p == '_' || *p == '@')
			*p = ' ';
	return *bare ? bare : "помощь";
}

static bool turn(
	struct call *c, struct talk *t, const char *text, struct err *e)
{
	const char *client_id = arena_print(
		c->a, "%s:%lld", t->peer.channel, (long long)t->ev->number);
	struct chat_answer answer;

	text = plain_words(c, text);
	if (app_chat_turn(
		    c, &t->peer, client_id, text, strlen(text), &answer, e))
		return true;
	/* More than a person types: silence slows him down. */
	return e->kind == ERR_LIMIT;
}

/* --- answers to our messages ---------------------------------------------- */

/*
 * Lets app/inbound take `text` as an answer to a delivery.  *is_taken false: it
 * is no answer beyond doubt.
 */
static bool answer_delivery(struct call *c, struct talk *t, int64_t patient_id,
	int64_t delivery_id, const char *text, bool *is_taken, struct err *e)
{
	const struct inbound in = {.clinic_id = t->peer.clinic_id,
		.patient_id = patient_id,
		.channel = t->peer.channel,
		.text = text,
		.delivery_id = delivery_id};
	struct inbound_answer answer;
	struct dialogue_row to = {.clinic_id = t->peer.clinic_id,
		.patient_id = patient_id,
		.channel = t->peer.channel};
	struct chat_message m = {0};

	if (!app_inbound(c, &in, &answer, e))
		return false;
	*is_taken = !answer.is_for_dialogue;
	if (!*is_taken || answer.text == NULL)
		return true;
	m.id = answer.message_id;
	return chat_said_send(c, &to, &m, 0, e);
}

/* The last word that he was told here, when it was one of our messages. */
static bool last_delivery(struct call *c, const struct talk *t,
	int64_t *delivery_id, struct err *e)
{
	const struct message_row *rows;
	size_t n;

	*delivery_id = 0;
	if (!store_message_of_patient(c->store, t->peer.clinic_id,
		    t->place.dialogue.patient_id, 0, PAGE_ROWS_MAX, c->a, &rows,
		    &n, e))
		return false;
	while (n > 0 && (rows[n - 1].author == AUTHOR_PATIENT ||
				strcmp(rows[n - 1].channel, t->peer.channel)))
		n--;
	if (n > 0)
		*delivery_id = rows[n - 1].delivery_id;
	return true;
}

/* Our message that a press or a reply answers; id 0: not to be found.  Several
 * patients may share a messenger. */
static bool find_answered(struct call *c, const struct talk *t,
	struct outbox_row *out, struct err *e)
{
	const int64_t *ids;
	size_t n;

	*out = (struct outbox_row){.id = 0};
	if (*t->ev->answers == '\0')
		return true;
	if (!store_address_owners(c->store, t->peer.clinic_id, t->peer.channel,
		    t->peer.id, c->a, &ids, &n, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (store_outbox_of_provider(c->store, ids[i], t->peer.channel,
			    t->ev->answers, c->a, out, e))
			return true;
		if (e->kind != ERR_NOT_FOUND)
			return false;
	}
	return true;
}

static bool is_planned(const struct outbox_row *row)
{
	return row->id != 0 && strcmp(row->kind, OUTBOX_TALK_KIND) != 0;
}

/* --- each kind of event --------------------------------------------------- */

static bool hear_text(struct call *c, struct talk *t, struct err *e)
{
	struct outbox_row answered;
	int64_t delivery_id;
	bool is_taken = false, may;

	if (!open_place(c, t, e) || !find_answered(c, t, &answered, e) ||
		!last_delivery(c, t, &delivery_id, e))
		return false;
	if (is_planned(&answered)) {
		if (!answer_delivery(c, t, answered.patient_id, answered.id,
			    t->ev->text, &is_taken, e))
			return false;
	} else if (delivery_id != 0 &&
		   !answer_delivery(c, t, t->place.dialogue.patient_id,
			   delivery_id, t->ev->text, &is_taken, e)) {
		return false;
	}
	return is_taken || (open_agreed(c, t, &may, e) &&
				   (!may || turn(c, t, t->ev->text, e)));
}

/* The first question, which a press may answer. */
static bool say_greeting(struct call *c, const struct talk *t, struct err *e)
{
	struct chat_message said[2];
	struct chat_button number = {
		.text = words(c, t, SAY_GIVE_PHONE, NULL),
		.send = "",
		.gives_phone = true,
	};

	if (!app_chat_words(c, t->peer.clinic_id, said, e))
		return false;
	said[1].button = &number;
	said[1].buttons_n = 1;
	return say_message(c, t, &said[1], e);
}

static bool hear_agreement(
	struct call *c, struct talk *t, const char *version, struct err *e)
{
	if (!open_place(c, t, e))
		return false;
	if (t->place.is_consented)
		return say(c, t, words(c, t, SAY_AGREED, NULL), e);
	if (!app_chat_consent(c, &t->peer, version, "button", e))
		return e->kind == ERR_CONFLICT && say_notice(c, t, NULL, e);
	return say_greeting(c, t, e);
}

/* The text of the pressed button; NULL: the message is not known any more. */
static bool pressed_text(struct call *c, const struct talk *t,
	const struct outbox_row *row, const char **out, struct err *e)
{
	struct message_row m = {.id = row->id};
	struct chat_message said;
	int at = t->ev->button;

	*out = at < 0 ? t->ev->text : NULL;
	if (at < 0 || row->id == 0)
		return true;
	if (!store_message_body(
		    c->store, row->patient_id, row->id, c->a, &m.body, e))
		return false;
	if (!m.body)
		return true;
	if (!chat_said_read(c, &m, &said, e))
		return false;
	if ((size_t)at < said.buttons_n)
		*out = said.button[at].send;
	return true;
}

/* A «Да» to an earlier question must not answer the present one. */
static bool is_stale(const struct talk *t, const struct outbox_row *row)
{
	return row->id != 0 && !is_planned(row) &&
	       row->visit_revision != t->place.dialogue.turns_n;
}

static bool hear_press(struct call *c, struct talk *t, struct err *e)
{
	struct outbox_row row;
	const char *text;
	bool is_taken = false, may;

	if (!find_answered(c, t, &row, e) ||
		!pressed_text(c, t, &row, &text, e))
		return false;
	if (text && strncmp(text, AGREE, strlen(AGREE)) == 0)
		return hear_agreement(c, t, text + strlen(AGREE), e);
	if (is_planned(&row) && text &&
		!answer_delivery(
			c, t, row.patient_id, row.id, text, &is_taken, e))
		return false;
	if (is_taken)
		return true;
	if (!open_agreed(c, t, &may, e))
		return false;
	if (!may)
		return true;
	if (!text || is_stale(t, &row))
		return say(c, t, words(c, t, SAY_STALE, NULL), e);
	return turn(c, t, text, e);
}

/* What was asked last, with its buttons; id 0: nothing yet. */
static bool last_asked(struct call *c, const struct talk *t,
	struct chat_message *out, struct err *e)
{
	const struct message_row *rows;
	size_t n;

	*out = (struct chat_message){0};
	if (!store_message_of_dialogue(c->store, t->place.dialogue.id, 0,
		    PAGE_ROWS_MAX, c->a, &rows, &n, e))
		return false;
	while (n > 0 && (rows[n - 1].author == AUTHOR_PATIENT ||
				rows[n - 1].delivery_id != 0))
		n--;
	return n == 0 || chat_said_read(c, &rows[n - 1], out, e);
}

/* The question that he left elsewhere is asked again here. */
static bool welcome(struct call *c, struct talk *t, struct err *e)
{
	struct chat_message asked;

	if (!t->place.is_consented)
		return say_notice(c, t, NULL, e);
	if (!last_asked(c, t, &asked, e))
		return false;
	if (asked.id == 0)
		return say(c, t, words(c, t, SAY_JOINED_NEW, NULL), e);
	return say(c, t, words(c, t, SAY_JOINED, NULL), e) &&
	       say_message(c, t, &asked, e);
}

static bool find_place(struct call *c, struct talk *t, struct err *e)
{
	return store_dialogue_by_peer(c->store, t->peer.clinic_id,
		       t->peer.channel, t->peer.id, c->a, &t->place.dialogue,
		       e) ||
	       e->kind == ERR_NOT_FOUND;
}

static bool hear_link(struct call *c, struct talk *t, struct err *e)
{
	struct chat_place before;
	enum join joined;

	if (!find_place(c, t, e))
		return false;
	before = t->place;
	if (!messenger_join_link(
		    c, &t->peer, &before, t->ev->text, &joined, e) ||
		!open_place(c, t, e))
		return false;
	if (joined == JOIN_DONE)
		return welcome(c, t, e);
	return say(c, t,
		       words(c, t,
			       joined == JOIN_OVER ? SAY_LINK_OVER
						   : SAY_JOINED_ALREADY,
			       NULL),
		       e) &&
	       (t->place.is_consented || say_notice(c, t, NULL, e));
}

static bool hear_start(struct call *c, struct talk *t, struct err *e)
{
	bool may;

	if (*t->ev->text)
		return hear_link(c, t, e);
	return open_agreed(c, t, &may, e) &&
	       (!may || turn(c, t, "здравствуйте", e));
}

/* "79001234567" or "+7 900 …", as platforms write it. */
static const char *phone_of(struct call *c, const char *text)
{
	const char *plus = *text == '+' ? text : arena_print(c->a, "+%s", text);
	struct tokens tokens = tokens_cut(plus, strlen(plus), c->a);
	const struct phone *found;

	if (phone_find(chat_rules_lang(c->app->chat), &tokens, c->a, &found) !=
			1 ||
		found[0].problem != PHONE_GOOD)
		return NULL;
	return arena_text(c->a, found[0].e164);
}

static bool hear_contact(struct call *c, struct talk *t, struct err *e)
{
	const char *phone = phone_of(c, t->ev->text), *name;
	struct chat_place before;
	bool may;

	if (!open_agreed(c, t, &may, e))
		return false;
	if (!may)
		return true;
	if (!phone)
		return turn(c, t, t->ev->text, e);
	before = t->place;
	if (!messenger_join_phone(c, &t->peer, &before, phone, &name, e))
		return false;
	if (name && (!open_place(c, t, e) ||
			    !say(c, t, words(c, t, SAY_KNOWN, name), e)))
		return false;
	return turn(c, t, phone, e);
}

static bool hear_unreadable(struct call *c, struct talk *t, struct err *e)
{
	static const enum say says[IN_KINDS] = {[IN_CARD] = SAY_CARD,
		[IN_EDITED] = SAY_EDITED,
		[IN_OTHER] = SAY_UNREADABLE};
	bool may;

	return open_agreed(c, t, &may, e) &&
	       (!may || say(c, t, words(c, t, says[t->ev->kind], NULL), e));
}

static bool hear_left(struct call *c, struct talk *t, struct err *e)
{
	return store_address_mark(c->store, t->peer.clinic_id, t->peer.channel,
		t->peer.id, t->ev->kind == IN_LEFT ? c->now : 0, c->a, e);
}

static bool (*const hear[IN_KINDS])(
	struct call *c, struct talk *t, struct err *e) = {
	[IN_START] = hear_start,
	[IN_TEXT] = hear_text,
	[IN_PRESS] = hear_press,
	[IN_CONTACT] = hear_contact,
	[IN_CARD] = hear_unreadable,
	[IN_EDITED] = hear_unreadable,
	[IN_OTHER] = hear_unreadable,
	[IN_LEFT] = hear_left,
	[IN_BACK] = hear_left,
};

/* --- once ----------------------------------------------------------------- */

static bool take(struct call *c, void *ctx, struct err *e)
{
	struct talk *t = ctx;
	bool is_new;

	t->place = (struct chat_place){0};
	if (!store_inbound_insert(c->store, t->peer.clinic_id, t->peer.channel,
		    t->ev->number, c->now, &is_new, e))
		return false;
	if (!is_new || !hear[t->ev->kind])
		return true;
	return hear[t->ev->kind](c, t, e);
}

/* It could not be taken and never will: the next ones must not wait for it. */
static bool take_apology(struct call *c, void *ctx, struct err *e)
{
	struct talk *t = ctx;
	bool is_new;

	t->place = (struct chat_place){0};
	if (!store_inbound_insert(c->store, t->peer.clinic_id, t->peer.channel,
		    t->ev->number, c->now, &is_new, e) ||
		!find_place(c, t, e))
		return false;
	return !is_new || t->place.dialogue.id == 0 ||
	       say(c, t, words(c, t, SAY_SORRY, NULL), e);
}

bool app_messenger_take(struct call *c, int64_t clinic_id, const char *channel,
	const struct in_event *ev, struct err *e)
{
	struct talk t = {.ev = ev,
		.peer = {.clinic_id = clinic_id,
			.channel = channel,
			.id = ev->address,
			.source = channel,
			.is_sent = true}};

	if (!app_catalogue(c, clinic_id, &t.catalogue, e))
		return false;
	if (app_transaction(c, take, &t, e))
		return true;
	if (e->kind == ERR_UNAVAILABLE || e->kind == ERR_UNCERTAIN)
		return false;
	log_event(LOG_ERROR, "messenger.refused", LOG_INT("event", ev->number),
		LOG_WORD("channel", channel),
		LOG_WORD("kind", err_name(e->kind)),
		LOG_WORD("field", e->field), LOG_WORD("text", e->text));
	return app_transaction(c, take_apology, &t, e);
}
