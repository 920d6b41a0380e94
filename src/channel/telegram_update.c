#include "channel/telegram_update.h"

#include "base/json.h"
#include "base/text.h"

/* Before the number of a button whose text did not fit. */
#define DATA_NUMBER '#'

enum { START_TOKEN_BYTES_MAX = 64, BUTTONS_MAX = 100, WAIT_MAX_S = 86400 };

/* --- reading without refusing -------------------------------------------- */

static int64_t int_of(const struct json *j, const char *key)
{
	const struct json *m = json_get(j, key);

	return m && m->kind == JSON_KIND_INT ? m->i : 0;
}

static const char *text_of(const struct json *j, const char *key)
{
	const struct json *m = json_get(j, key);

	return m && m->kind == JSON_KIND_TEXT ? m->text : "";
}

static bool bool_of(const struct json *j, const char *key)
{
	const struct json *m = json_get(j, key);

	return m && m->kind == JSON_KIND_BOOL && m->i;
}

static bool is_word(const struct json *j, const char *key, const char *word)
{
	return strcmp(text_of(j, key), word) == 0;
}

/* Telegram lets through what no text of ours may hold. */
static const char *clean(struct arena *a, const char *text)
{
	char *copy = arena_text(a, text);

	for (char *p = copy; *p; p++)
		if (((unsigned char)*p < 0x20 && *p != '\t' && *p != '\n') ||
			*p == 0x7f)
			*p = ' ';
	return copy;
}

/* --- answers ------------------------------------------------------------- */

void telegram_read_answer(
	const char *p, size_t n, struct arena *a, struct telegram_answer *out)
{
	const struct json *j, *ok;
	int64_t wait_s;
	struct err e;

	*out = (struct telegram_answer){.description = ""};
	if (!json_parse(a, p, n, &j, &e))
		return;
	ok = json_get(j, "ok");
	if (!ok || ok->kind != JSON_KIND_BOOL)
		return;
	wait_s = int_of(json_get(j, "parameters"), "retry_after");
	out->is_whole = true;
	out->is_ok = ok->i;
	out->error_code = (int)(int_of(j, "error_code") & 0xffff);
	out->wait_s = wait_s < 0            ? 0
		      : wait_s > WAIT_MAX_S ? WAIT_MAX_S
					    : (int)wait_s;
	out->description = text_of(j, "description");
	out->result = json_get(j, "result");
	out->message_id = int_of(out->result, "message_id");
}

/* --- buttons ------------------------------------------------------------- */

void telegram_data_write(
	const char *send, int at, char to[TELEGRAM_DATA_BYTES_MAX + 1])
{
	size_t n = strlen(send);

	if (n > 0 && n <= TELEGRAM_DATA_BYTES_MAX && send[0] != DATA_NUMBER)
		memcpy(to, send, n + 1);
	else
		snprintf(to, TELEGRAM_DATA_BYTES_MAX + 1, "%c%d", DATA_NUMBER,
			at);
}

static void read_data(const char *data, struct arena *a, struct in_event *ev)
{
	struct str number = {data + 1, strlen(data) - (data[0] != '\0')};
	int64_t at = -1;

	if (data[0] == DATA_NUMBER && text_to_int(number, 0, BUTTONS_MAX, &at))
		ev->button = (int)at;
	else
		ev->text = clean(a, data);
}

/* --- updates ------------------------------------------------------------- */

/* The private chat in which it was said; "" for all others. */
static const char *chat_of(const struct json *message, struct arena *a)
{
	const struct json *chat = json_get(message, "chat");
	int64_t id = int_of(chat, "id");

	if (id <= 0 || !is_word(chat, "type", "private"))
		return "";
	return arena_print(a, "%lld", (long long)id);
}

static const char *id_of(const struct json *message, struct arena *a)
{
	int64_t id = int_of(message, "message_id");

	return id > 0 ? arena_print(a, "%lld", (long long)id) : "";
}

static bool is_token(const char *text)
{
	size_t n = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst"
				"uvwxyz0123456789_-");

	return n > 0 && n <= START_TOKEN_BYTES_MAX && text[n] == '\0';
}

/* "/start", "/start TOKEN", in a group's manner "/start@bot". */
static bool read_start(const char *text, struct in_event *ev)
{
	const char *rest = text + 6;

	if (strncmp(text, "/start", 6) != 0 || !strchr(" @\n", *rest))
		return false;
	rest += strcspn(rest, " \n");
	rest += strspn(rest, " \n");
	ev->kind = IN_START;
	ev->text = is_token(rest) ? rest : "";
	return true;
}

static void read_contact(const struct json *message, const struct json *contact,
	struct arena *a, struct in_event *ev)
{
	int64_t from = int_of(json_get(message, "from"), "id");

	ev->text = clean(a, text_of(contact, "phone_number"));
	ev->kind = from > 0 && int_of(contact, "user_id") == from ? IN_CONTACT
								  : IN_CARD;
}

static void read_message(
	const struct json *message, struct arena *a, struct in_event *ev)
{
	const struct json *contact = json_get(message, "contact");
	const char *text = clean(a, text_of(message, "text"));

	ev->answers = id_of(json_get(message, "reply_to_message"), a);
	if (*text == '\0') /* what is written under a picture */
		text = clean(a, text_of(message, "caption"));
	if (contact)
		read_contact(message, contact, a, ev);
	else if (*text == '\0')
		ev->kind = IN_OTHER;
	else if (!read_start(text, ev)) {
		ev->kind = IN_TEXT;
		ev->text = text;
	}
}

/* Only a text that was changed; a place that moves is edited all the time. */
static void read_edited(
	const struct json *message, struct arena *a, struct in_event *ev)
{
	(void)a;
	if (*text_of(message, "text") || *text_of(message, "caption"))
		ev->kind = IN_EDITED;
}

static void read_member(
	const struct json *member, struct arena *a, struct in_event *ev)
{
	const struct json *now = json_get(member, "new_chat_member");

	(void)a;
	if (is_word(now, "status", "kicked"))
		ev->kind = IN_LEFT;
	else if (is_word(now, "status", "member"))
		ev->kind = IN_BACK;
}

/* The kinds whose content names a chat by itself. */
static const struct {
	const char *key;
	void (*read)(
		const struct json *of, struct arena *a, struct in_event *ev);
} kinds[] = {
	{"message", read_message},
	{"edited_message", read_edited},
	{"my_chat_member", read_member},
};

/* The message may be too old to be shown: then it has its id and chat only. */
static void read_press(
	const struct json *query, struct arena *a, struct telegram_update *out)
{
	const struct json *message = json_get(query, "message");
	struct in_event *ev = &out->event;

	out->press = text_of(query, "id");
	ev->address = chat_of(message, a);
	if (*ev->address == '\0')
		return;
	ev->kind = IN_PRESS;
	ev->answers = id_of(message, a);
	read_data(text_of(query, "data"), a, ev);
}

static void read_said(
	const struct json *j, struct arena *a, struct in_event *ev)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		const struct json *of = json_get(j, kinds[i].key);

		if (!of)
			continue;
		ev->address = chat_of(of, a);
		if (*ev->address && !bool_of(json_get(of, "from"), "is_bot"))
			kinds[i].read(of, a, ev);
		return;
	}
}

static bool read_one(const struct json *j, struct arena *a,
	struct telegram_update *out, struct err *e)
{
	const struct json *number = json_get(j, "update_id");
	struct telegram_update u = {.event = {.address = "",
					    .text = "",
					    .answers = "",
					    .button = -1},
		.press = ""};

	if (!number || number->kind != JSON_KIND_INT || number->i < 0)
		return err_field(
			e, ERR_INVALID, "update_id", "an update without one");
	u.event.number = number->i;
	if (json_get(j, "callback_query"))
		read_press(json_get(j, "callback_query"), a, &u);
	else
		read_said(j, a, &u.event);
	if (u.event.kind == IN_NOTHING)
		u.event.address = "";
	*out = u;
	return true;
}

bool telegram_read_update(const char *p, size_t n, struct arena *a,
	struct telegram_update *out, struct err *e)
{
	const struct json *j;

	return json_parse(a, p, n, &j, e) && read_one(j, a, out, e);
}

bool telegram_read_updates(const struct json *result, struct arena *a,
	const struct telegram_update **out, size_t *n, struct err *e)
{
	struct telegram_update *list;

	if (!result || result->kind != JSON_KIND_LIST)
		return err_set(e, ERR_INVALID, "telegram: no list of updates");
	list = arena_new(a, struct telegram_update, result->n);
	for (size_t i = 0; i < result->n; i++)
		if (!read_one(&result->child[i], a, &list[i], e))
			return false;
	*out = list;
	*n = result->n;
	return true;
}
