#include "api/thread.h"

#include "api/words.h"
#include "app/schedule.h"
#include "base/json.h"

static const struct form_field button_fields[] = {
	FORM_TEXT(struct thread_button, text, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct thread_button, send, 0, 0, 0),
	FORM_TEXT(struct thread_button, url, 0, 0, 0),
	{0},
};

const struct form_field thread_message_fields[] = {
	FORM_ID(struct thread_message, id, 0),
	FORM_TEXT(struct thread_message, channel, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct thread_message, author, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct thread_message, text, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct thread_message, at, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct thread_message, state, 0, 0, FORM_REQUIRED),
	FORM_LIST(struct thread_message, buttons, button_fields),
	{0},
};

/* The demo phone stands for the SMS of a patient's own phone. */
static const char *channel_shown(const char *channel)
{
	return strcmp(channel, "phone") == 0 ? "sms" : channel;
}

static const char *state_of(const struct message_row *m,
	const struct outbox_row *sent, size_t sent_n)
{
	for (size_t i = 0; i < sent_n; i++)
		if (sent[i].id == m->delivery_id) {
			const struct delivery *d = &sent[i].delivery;

			return d->receipt == RECEIPT_NONE
				       ? delivery_name(d->state)
				       : receipt_name(d->receipt);
		}
	return "read";
}

static bool view_buttons(const struct json *body, struct thread_message *v,
	struct arena *a, struct err *e)
{
	const struct json *button;

	if (!json_get_list(body, "buttons", &button, &v->buttons_n, e))
		return false;
	v->buttons = arena_new(a, struct thread_button, v->buttons_n);
	for (size_t i = 0; i < v->buttons_n; i++) {
		struct thread_button *b = &v->buttons[i];

		if (!json_get_text(&button[i], "text", "", &b->text, e) ||
			!json_get_text(&button[i], "send", NULL, &b->send, e) ||
			!json_get_text(&button[i], "url", NULL, &b->url, e))
			return false;
	}
	return true;
}

static bool view_body(const struct message_row *m, struct thread_message *v,
	struct arena *a, struct err *e)
{
	const struct json *body;

	return json_parse(a, m->body, strlen(m->body), &body, e) &&
	       json_get_text(body, "text", "", &v->text, e) &&
	       view_buttons(body, v, a, e);
}

bool thread_message_view(const struct message_row *m,
	const struct outbox_row *sent, size_t sent_n, const struct zone *zone,
	struct arena *a, struct thread_message *out, struct err *e)
{
	*out = (struct thread_message){.id = m->id,
		.channel = channel_shown(m->channel),
		.author = message_author_name(m->author),
		.at = words_time(a, zone, m->at),
		.state = state_of(m, sent, sent_n)};
	return view_body(m, out, a, e) ||
	       err_set(e, ERR_INTERNAL, "message: body is broken");
}
