#include "app/chat_said.h"

#include <string.h>

#include "app/plan.h"
#include "base/limits.h"
#include "store/outbox.h"

enum { ANSWER_LIFE_S = 86400 }; /* later it would answer nothing any more */

/* --- messages as JSON ---------------------------------------------------- */

static void put_message(
	struct json_out *w, const char *key, const struct chat_message *m)
{
	json_open(w, key, '{');
	if (m->id != 0)
		json_put_int(w, "id", m->id);
	json_put_text(w, "text", m->text);
	json_open(w, "buttons", '[');
	for (size_t i = 0; i < m->buttons_n; i++) {
		json_open(w, NULL, '{');
		json_put_text(w, "text", m->button[i].text);
		if (m->button[i].gives_phone)
			json_put_bool(w, "gives_phone", true);
		else
			json_put_text(w, "send", m->button[i].send);
		json_close(w, '}');
	}
	json_close(w, ']');
	json_close(w, '}');
}

static bool get_message(struct arena *a, const struct json *j,
	struct chat_message *out, struct err *e)
{
	const struct json *list;
	struct chat_button *button;

	if (!json_get_int(j, "id", 0, INT64_MAX, out->id, &out->id, e) ||
		!json_get_text(j, "text", "", &out->text, e) ||
		!json_get_list(j, "buttons", &list, &out->buttons_n, e))
		return false;
	button = arena_new(a, struct chat_button, out->buttons_n);
	for (size_t i = 0; i < out->buttons_n; i++)
		if (!json_get_text(&list[i], "text", "", &button[i].text, e) ||
			!json_get_text(
				&list[i], "send", "", &button[i].send, e) ||
			!json_get_bool(&list[i], "gives_phone", false,
				&button[i].gives_phone, e))
			return false;
	out->button = button;
	return true;
}

/* The body of one message as it is stored. */
static bool body_of(struct arena *a, const struct chat_message *m,
	const char **out, struct err *e)
{
	struct chat_message bare = *m;
	struct buf b;
	struct json_out w = {&b, false};

	bare.id = 0; /* the row has it */
	buf_init(&b, a, CHAT_JSON_BYTES_MAX);
	put_message(&w, NULL, &bare);
	*out = b.p;
	return buf_done(&b, e);
}

bool chat_answer_write(struct arena *a, const struct chat_answer *answer,
	const char **out, struct err *e)
{
	struct buf b;
	struct json_out w = {&b, false};

	buf_init(&b, a, CHAT_JSON_BYTES_MAX);
	json_open(&w, NULL, '{');
	json_put_int(&w, "turn", answer->turn);
	json_put_int(
		&w, "at", answer->messages_n > 0 ? answer->message[0].at : 0);
	json_put_text(&w, "state", dialogue_state_name(answer->state));
	json_open(&w, "messages", '[');
	for (size_t i = 0; i < answer->messages_n; i++)
		put_message(&w, NULL, &answer->message[i]);
	json_close(&w, ']');
	json_close(&w, '}');
	*out = b.p;
	return buf_done(&b, e);
}

bool chat_answer_read(struct arena *a, const struct dialogue_row *d,
	const char *stored, struct chat_answer *out, struct err *e)
{
	struct chat_answer answer = {
		.dialogue_id = d->id, .is_consented = true, .state = d->state};
	struct chat_message *message;
	const struct json *j, *list;
	int64_t at;

	if (!json_parse(a, stored, strlen(stored), &j, e) ||
		!json_get_int(j, "turn", 0, INT64_MAX, 0, &answer.turn, e) ||
		!json_get_int(j, "at", 0, INT64_MAX, 0, &at, e) ||
		!json_get_list(j, "messages", &list, &answer.messages_n, e))
		return false;
	answer.message = message =
		arena_new(a, struct chat_message, answer.messages_n);
	for (size_t i = 0; i < answer.messages_n; i++) {
		message[i].author = AUTHOR_BOT;
		message[i].at = at;
		if (!get_message(a, &list[i], &message[i], e))
			return false;
	}
	*out = answer;
	return true;
}

/* --- stored and sent ------------------------------------------------------ */

bool chat_said_store(struct call *c, const struct dialogue_row *d,
	const struct chat_message *m, struct err *e)
{
	struct message_row row = {.id = m->id,
		.clinic_id = d->clinic_id,
		.patient_id = d->patient_id,
		.dialogue_id = d->id,
		.channel = d->channel,
		.author = m->author,
		.kind = "chat",
		.at = m->at};

	return body_of(c->a, m, &row.body, e) &&
	       store_message_insert(c->store, &row, c->a, e);
}

bool chat_said_send(struct call *c, const struct dialogue_row *d,
	const struct chat_message *m, int64_t turn, struct err *e)
{
	const struct outbox_row row = {.id = m->id,
		.clinic_id = d->clinic_id,
		.patient_id = d->patient_id,
		.visit_revision = turn,
		.kind = OUTBOX_TALK_KIND,
		.channel = d->channel,
		.delivery = {.state = DELIVERY_QUEUED,
			.next_at = c->now,
			.expires_at = c->now + ANSWER_LIFE_S},
		.reason = "",
		.provider_id = "",
		.is_asked = true,
		.created_at = c->now};

	return store_outbox_answer(c->store, &row, c->a, e) &&
	       db_notify(c->store->db, PLAN_TOPIC, d->clinic_id, e);
}

bool chat_said_read(struct call *c, const struct message_row *row,
	struct chat_message *out, struct err *e)
{
	struct chat_message m = {
		.id = row->id, .author = row->author, .at = row->at};
	const struct json *j;

	if (!json_parse(c->a, row->body, strlen(row->body), &j, e) ||
		!get_message(c->a, j, &m, e))
		return false;
	*out = m;
	return true;
}
