/* The chat of the clinic's site: a visitor is known by his session cookie. */
#include "app/chat.h"

#include "api/api.h"
#include "api/routes.h"
#include "api/view.h"
#include "api/words.h"
#include "app/catalogue.h"
#include "app/messenger.h"

struct button_view {
	const char *text, *send;
};

static const struct form_field button_fields[] = {
	FORM_TEXT(struct button_view, text, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct button_view, send, 0, 0, FORM_REQUIRED),
	{0},
};

struct message_view {
	int64_t id;
	const char *author, *text, *at;
	const struct button_view *buttons;
	size_t buttons_n;
};

static const struct form_field message_fields[] = {
	FORM_ID(struct message_view, id, 0),
	FORM_TEXT(struct message_view, author, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct message_view, text, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct message_view, at, 0, 0, FORM_REQUIRED),
	FORM_LIST(struct message_view, buttons, button_fields),
	{0},
};

struct chat_view {
	int64_t turn;
	bool consented;
	const char *state;
	bool can_continue; /* in the messenger of the clinic */
	struct message_view *messages;
	size_t messages_n;
};

static const struct form_field chat_fields[] = {
	FORM_INT(struct chat_view, turn, 0, 0, 0),
	FORM_BOOL(struct chat_view, consented, 0),
	FORM_TEXT(struct chat_view, state, 0, 0, FORM_REQUIRED),
	FORM_BOOL(struct chat_view, can_continue, 0),
	FORM_LIST(struct chat_view, messages, message_fields),
	{0},
};

/* A visitor without a session has nothing to be recognised by. */
static bool find_peer(struct call *c, const char *clinic,
	struct chat_peer *peer, const struct zone **zone, struct err *e)
{
	const struct catalogue *cat;

	if (!c->who.id)
		return err_set(e, ERR_LOGIN, "chat: no session");
	if (!app_catalogue_named(c, clinic, &cat, e) ||
		!app_zone(c, &cat->branches[0], zone, e))
		return false;
	*peer = (struct chat_peer){cat->clinic.id, "site",
		arena_print(c->a, "%lld", (long long)c->who.id), "site"};
	return true;
}

static void view_message(const struct chat_message *m, const struct zone *zone,
	struct arena *a, struct message_view *v)
{
	struct button_view *b = arena_new(a, struct button_view, m->buttons_n);
	size_t n = 0;

	/* what only a messenger can do is not offered here */
	for (size_t i = 0; i < m->buttons_n; i++)
		if (!m->button[i].gives_phone)
			b[n++] = (struct button_view){
				m->button[i].text, m->button[i].send};
	*v = (struct message_view){m->id, message_author_name(m->author),
		m->text, words_time(a, zone, m->at), b, n};
}

static bool reply_answer(struct call *c, const char *clinic,
	const struct chat_answer *answer, const struct zone *zone,
	struct err *e)
{
	struct chat_view v = {.turn = answer->turn,
		.consented = answer->is_consented,
		.state = dialogue_state_name(answer->state),
		.can_continue = answer->is_consented &&
				app_messenger_invites(c, clinic),
		.messages_n = answer->messages_n};

	v.messages = arena_new(c->a, struct message_view, v.messages_n);
	for (size_t i = 0; i < v.messages_n; i++)
		view_message(&answer->message[i], zone, c->a, &v.messages[i]);
	return view_reply(c, 200, chat_fields, &v, e);
}

static bool clinic_of_query(
	const struct call *c, const char **clinic, struct err *e)
{
	if (!http_query_text(c->request, "clinic", NULL, clinic, e))
		return false;
	return *clinic || err_field(e, ERR_INVALID, "clinic", "missing");
}

static bool get_chat(struct call *c, struct err *e)
{
	struct chat_answer answer;
	struct chat_peer peer;
	const struct zone *zone;
	const char *clinic;

	return clinic_of_query(c, &clinic, e) &&
	       find_peer(c, clinic, &peer, &zone, e) &&
	       app_chat_history(c, &peer, 0, &answer, e) &&
	       reply_answer(c, clinic, &answer, zone, e);
}

struct turn_in {
	const char *clinic, *client_id, *text;
};

static const struct form_field turn_in_fields[] = {
	FORM_TEXT(struct turn_in, clinic, 1, 64, FORM_REQUIRED),
	FORM_TEXT(struct turn_in, client_id, 1, 64, FORM_REQUIRED),
	FORM_TEXT(struct turn_in, text, 1, 65536, FORM_REQUIRED),
	{0},
};

static bool post_chat(struct call *c, struct err *e)
{
	struct turn_in in = {0};
	struct chat_answer answer;
	struct chat_peer peer;
	const struct zone *zone;

	return form_read(c->request, turn_in_fields, &in, e) &&
	       find_peer(c, in.clinic, &peer, &zone, e) &&
	       app_chat_turn(c, &peer, in.client_id, in.text, strlen(in.text),
		       &answer, e) &&
	       reply_answer(c, in.clinic, &answer, zone, e);
}

struct consent_in {
	const char *clinic, *version;
};

static const struct form_field consent_in_fields[] = {
	FORM_TEXT(struct consent_in, clinic, 1, 64, FORM_REQUIRED),
	FORM_TEXT(struct consent_in, version, 1, 64, FORM_REQUIRED),
	{0},
};

static bool post_consent(struct call *c, struct err *e)
{
	struct consent_in in = {0};
	struct chat_peer peer;
	const struct zone *zone;

	return form_read(c->request, consent_in_fields, &in, e) &&
	       find_peer(c, in.clinic, &peer, &zone, e) &&
	       app_chat_consent(c, &peer, in.version, "checkbox", e) &&
	       view_reply_none(c);
}

struct invitation_in {
	const char *clinic;
};

static const struct form_field invitation_in_fields[] = {
	FORM_TEXT(struct invitation_in, clinic, 1, 64, FORM_REQUIRED),
	{0},
};

struct invitation_view {
	const char *url;
};

static const struct form_field invitation_fields[] = {
	FORM_TEXT(struct invitation_view, url, 0, 0, FORM_REQUIRED),
	{0},
};

static bool post_invitation(struct call *c, struct err *e)
{
	struct invitation_in in = {0};
	struct invitation_view v;
	struct chat_peer peer;
	const struct zone *zone;

	return form_read(c->request, invitation_in_fields, &in, e) &&
	       find_peer(c, in.clinic, &peer, &zone, e) &&
	       app_messenger_invite(c, &peer, in.clinic, &v.url, e) &&
	       view_reply(c, 201, invitation_fields, &v, e);
}

static bool get_chat_events(struct call *c, struct err *e)
{
	const char *seen = http_header(c->request, "last-event-id");
	struct live_watcher w = {.topic = TOPIC_CHAT, .key = c->who.id};
	struct chat_answer answer;
	struct chat_peer peer;
	const struct zone *zone;
	const char *clinic;

	if (!clinic_of_query(c, &clinic, e) ||
		!find_peer(c, clinic, &peer, &zone, e) ||
		!app_chat_history(c, &peer, 0, &answer, e))
		return false;
	w.group = peer.clinic_id;
	w.about = answer.dialogue_id;
	if (answer.messages_n)
		w.last_id = answer.message[answer.messages_n - 1].id;
	/* what came while the line was down is told at the next note */
	if (seen && !text_to_int(str_of(seen), 0, INT64_MAX, &w.last_id))
		return err_field(e, ERR_INVALID, "last-event-id", "not an id");
	return live_join(api_live_of(c), c->request, c->reply, &w, e);
}

/* One watcher of the chat, while a note about a dialogue is being told. */
struct chat_news {
	struct call *c;
	int64_t dialogue_id; /* 0: of all, some notes may be lost */
};

static bool send_message(
	struct call *c, struct live_watcher *w, const struct message_view *v)
{
	char id[24];
	struct buf b;
	struct json_out out = {.b = &b};

	buf_init(&b, c->a, VIEW_BYTES_MAX);
	form_write(&out, NULL, message_fields, v);
	snprintf(id, sizeof(id), "%lld", (long long)v->id);
	w->last_id = v->id;
	return http_stream_send(w->stream, id, "message", b.p);
}

static bool tell_watcher(void *ctx, struct live_watcher *w)
{
	struct chat_news *news = ctx;
	struct call *c = news->c;
	struct chat_peer peer = {w->group, "site",
		arena_print(c->a, "%lld", (long long)w->key), "site"};
	const struct catalogue *cat;
	const struct zone *zone;
	struct chat_answer answer;
	struct err e;

	if (news->dialogue_id && w->about && w->about != news->dialogue_id)
		return true;
	c->who.id = w->key;
	/* it will be told at the next note */
	if (!app_catalogue(c, w->group, &cat, &e) ||
		!app_zone(c, &cat->branches[0], &zone, &e) ||
		!app_chat_history(c, &peer, w->last_id, &answer, &e))
		return true;
	w->about = answer.dialogue_id;
	for (size_t i = 0; i < answer.messages_n; i++) {
		struct message_view v;

		view_message(&answer.message[i], zone, c->a, &v);
		if (v.id && !send_message(c, w, &v))
			return false;
	}
	return true;
}

void api_tell_chat(struct live *live, struct call *c, int64_t dialogue_id)
{
	struct chat_news news = {c, dialogue_id};

	c->who = (struct principal){.kind = PRINCIPAL_VISITOR};
	live_each(live, TOPIC_CHAT, tell_watcher, &news);
}

const struct route chat_routes[] = {
	ROUTE(GET, "/api/v1/chat", MAY_ALL, LIMIT_READ, get_chat,
		.out = chat_fields),
	ROUTE(POST, "/api/v1/chat", MAY_ALL, LIMIT_CHAT, post_chat,
		.in = turn_in_fields, .out = chat_fields),
	ROUTE(GET, "/api/v1/chat/events", MAY_ALL, LIMIT_READ, get_chat_events),
	ROUTE(POST, "/api/v1/chat/invitations", MAY_ALL, LIMIT_BOOKING,
		post_invitation, .in = invitation_in_fields,
		.out = invitation_fields),
	ROUTE(POST, "/api/v1/consents", MAY_ALL, LIMIT_WRITE, post_consent,
		.in = consent_in_fields),
	{0},
};
