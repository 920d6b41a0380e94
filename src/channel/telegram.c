/*
 * channel/telegram - the Bot API: sendMessage with inline buttons, and updates
 * by getUpdates or a webhook.
 *
 * It has no key of idempotency and no receipts, so a lost answer is UNCLEAR and
 * stays so.  What its answers mean:
 *
 *    ok with a message_id      accepted
 *    429                       deferred for parameters.retry_after
 *    401, 404, 3xx, or 4xx     deferred for long: our settings, or somebody
 *      that is not the API's     in between
 *    403, 400 "chat not found" refused, and nothing will ever arrive there
 *    other 4xx                 refused: this message is wrong
 *    ok without message_id,    unclear
 *      5xx, no whole answer
 *
 * Messages to one chat leave one after the other; an earlier one that has to
 * wait lets none pass.
 */
#include <stdlib.h>

#include "base/limits.h"
#include "base/text.h"
#include "channel/adapters.h"
#include "channel/http_outcome.h"
#include "channel/telegram_update.h"
#include "http/client.h"
#include "os/clock.h"
#include "os/crypto.h"

enum {
	ANSWER_BYTES_MAX = 65536,
	BODY_BYTES_MAX = 65536,
	UPDATES_MAX = 10,     /* of one answer: fits JSON_IN_BYTES_MAX */
	POLL_SPARE_MS = 2000, /* the answer must come before our deadline */
	PRESS_MS = 5000,      /* longest to answer presses */
	ROW_CHARS_MAX = 28,   /* labels of one row of buttons */
	ROW_BUTTONS_MAX = 3,
	SECRET_BYTES_MAX = 256,
};

enum mode {
	MODE_POLL,
	MODE_WEBHOOK,
	MODE_OFF, /* sends only */
	MODES     /* how many */
};

static const char *const mode_names[MODES] = {
	[MODE_POLL] = "poll",
	[MODE_WEBHOOK] = "webhook",
	[MODE_OFF] = "off",
};

struct telegram {
	struct channel channel;
	const char *base; /* "https://api.telegram.org/bot<token>" */
	enum mode mode;
	const char *secret;
	struct http_client *client;
	struct arena own, scratch;
};

static const struct conf_item settings[] = {
	{.name = "channel.telegram.url",
		.type = CONF_TEXT,
		.otherwise = "https://api.telegram.org",
		.max = 1000,
		.help = "Address of the Bot API, without a slash at the end."},
	{.name = "channel.telegram.token",
		.type = CONF_TEXT,
		.otherwise = "",
		.max = 100,
		.flags = CONF_SECRET,
		.help = "Token of the bot, as @BotFather gives it."},
	{.name = "channel.telegram.bot",
		.type = CONF_TEXT,
		.otherwise = "",
		.max = 32,
		.help = "Name of the bot without @, for links into it; empty: "
			"no links."},
	{.name = "channel.telegram.clinic",
		.type = CONF_TEXT,
		.otherwise = "",
		.max = 64,
		.help = "The clinic whose bot it is, by its name in "
			"addresses; empty: nobody is answered."},
	{.name = "channel.telegram.mode",
		.type = CONF_TEXT,
		.otherwise = "poll",
		.max = 10,
		.help = "How texts of patients come in: poll (we ask), "
			"webhook (Telegram calls), off."},
	{.name = "channel.telegram.secret",
		.type = CONF_TEXT,
		.otherwise = "",
		.max = SECRET_BYTES_MAX,
		.flags = CONF_SECRET,
		.help = "The secret_token that the webhook was set with."},
	{.name = "channel.telegram.window_n",
		.type = CONF_INT,
		.otherwise = "16",
		.min = 1,
		.max = 1000,
		.help = "Most requests of the telegram channel on their way."},
	{0},
};

/* --- opening ------------------------------------------------------------- */

/* Digits, a colon, letters; whatever else it is would break the address. */
static bool is_token(const char *token)
{
	size_t digits_n = strspn(token, "0123456789");
	const char *rest = token + digits_n + 1;

	return digits_n > 0 && token[digits_n] == ':' && *rest &&
	       rest[strspn(rest,
		       "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		       "0123456789_-")] == '\0';
}

static bool read_mode(const struct conf *conf, enum mode *out, struct err *e)
{
	const char *name = conf_text(conf, "channel.telegram.mode");

	for (int i = 0; i < MODES; i++)
		if (strcmp(mode_names[i], name) == 0) {
			*out = (enum mode)i;
			return true;
		}
	return err_field(e, ERR_INVALID, "channel.telegram.mode",
		"poll, webhook or off is wanted");
}

static bool check(const struct conf *conf, enum mode *mode, struct err *e)
{
	const char *url = conf_text(conf, "channel.telegram.url");

	if (strncmp(url, "http://", 7) != 0 && strncmp(url, "https://", 8) != 0)
		return err_field(e, ERR_INVALID, "channel.telegram.url",
			"an http:// or https:// address is wanted");
	if (!is_token(conf_text(conf, "channel.telegram.token")))
		return err_field(e, ERR_INVALID, "channel.telegram.token",
			"no token of a bot");
	if (!read_mode(conf, mode, e))
		return false;
	return *mode != MODE_WEBHOOK ||
	       *conf_text(conf, "channel.telegram.secret") ||
	       err_field(e, ERR_INVALID, "channel.telegram.secret",
		       "a webhook needs one");
}

static bool open_telegram(
	struct channel **out, const struct conf *conf, struct err *e)
{
	int window_n = (int)conf_int(conf, "channel.telegram.window_n");
	struct telegram *t;
	enum mode mode;

	if (!check(conf, &mode, e))
		return false;
	t = calloc(1, sizeof(*t));
	if (!t)
		base_no_memory();
	t->channel.ops = &channel_telegram;
	t->mode = mode;
	t->secret = conf_text(conf, "channel.telegram.secret");
	arena_init(&t->own);
	arena_init(&t->scratch);
	t->base = arena_print(&t->own, "%s/bot%s",
		conf_text(conf, "channel.telegram.url"),
		conf_text(conf, "channel.telegram.token"));
	t->client = http_client_open(&(struct http_client_settings){
		.connections_max = window_n, .per_host_max = window_n});
	*out = &t->channel;
	return true;
}

static void close_telegram(struct channel *ch)
{
	struct telegram *t = (struct telegram *)ch;

	if (!t)
		return;
	http_client_close(t->client);
	arena_release(&t->own);
	arena_release(&t->scratch);
	free(t);
}

/* --- calls --------------------------------------------------------------- */

static const struct http_pair json_header[] = {
	{"Content-Type", "application/json"}};

static struct http_ask ask_for(const struct telegram *t, struct arena *a,
	const char *method, const struct buf *body, size_t answer_max)
{
	return (struct http_ask){.method = HTTP_POST,
		.url = arena_print(a, "%s/%s", t->base, method),
		.headers = json_header,
		.headers_n = ARRAY_LEN(json_header),
		.body = body->p,
		.body_n = body->n,
		.answer_max = answer_max};
}

/* --- writing a message --------------------------------------------------- */

/* Telegram opens only real addresses; the text holds the link as well. */
static bool is_shown(const struct out_button *b)
{
	return b->send || b->gives_phone ||
	       (b->url && (strncmp(b->url, "http://", 7) == 0 ||
				  strncmp(b->url, "https://", 8) == 0));
}

static void put_button(struct json_out *w, const struct out_button *b, int at)
{
	char data[TELEGRAM_DATA_BYTES_MAX + 1];

	json_open(w, NULL, '{');
	json_put_text(w, "text", b->text);
	if (b->send) {
		telegram_data_write(b->send, at, data);
		json_put_text(w, "callback_data", data);
	} else {
		json_put_text(w, "url", b->url);
	}
	json_close(w, '}');
}

/* Short ones beside each other, long ones below each other. */
static void put_inline(struct json_out *w, const struct out_msg *m)
{
	size_t row_n = 0, chars_n = 0;

	json_open(w, "inline_keyboard", '[');
	for (size_t i = 0; i < m->buttons_n; i++) {
		const struct out_button *b = &m->buttons[i];
		size_t n = text_length(b->text);

		if (!is_shown(b))
			continue;
		if (row_n > 0 && (row_n == ROW_BUTTONS_MAX ||
					 chars_n + n > ROW_CHARS_MAX)) {
			json_close(w, ']');
			row_n = chars_n = 0;
		}
		if (row_n++ == 0)
			json_open(w, NULL, '[');
		chars_n += n;
		put_button(w, b, (int)i);
	}
	if (row_n > 0)
		json_close(w, ']');
	json_close(w, ']');
}

/* Only a keyboard under the text field can hand over a number. */
static void put_asking(struct json_out *w, const struct out_button *b)
{
	json_open(w, "keyboard", '[');
	json_open(w, NULL, '[');
	json_open(w, NULL, '{');
	json_put_text(w, "text", b->text);
	json_put_bool(w, "request_contact", true);
	json_close(w, '}');
	json_close(w, ']');
	json_close(w, ']');
	json_put_bool(w, "resize_keyboard", true);
	json_put_bool(w, "one_time_keyboard", true);
}

static void put_markup(struct json_out *w, const struct out_msg *m)
{
	const struct out_button *asks = NULL;
	bool is_any = false;

	for (size_t i = 0; i < m->buttons_n; i++) {
		is_any = is_any || is_shown(&m->buttons[i]);
		if (m->buttons[i].gives_phone)
			asks = &m->buttons[i];
	}
	if (!is_any)
		return;
	json_open(w, "reply_markup", '{');
	if (asks)
		put_asking(w, asks);
	else
		put_inline(w, m);
	json_close(w, '}');
}

static void put_message(struct buf *b, const struct out_msg *m)
{
	struct json_out w = {.b = b};

	json_open(&w, NULL, '{');
	json_put_text(&w, "chat_id", m->address);
	json_put_text(&w, "text", m->text);
	json_open(&w, "link_preview_options", '{');
	json_put_bool(&w, "is_disabled", true);
	json_close(&w, '}');
	put_markup(&w, m);
	json_close(&w, '}');
}

/* --- reading what became of it ------------------------------------------- */

/* Of 400s these speak of the chat and not of the message. */
static bool is_chat_gone(const char *description)
{
	static const char *const signs[] = {"chat not found",
		"user is deactivated", "PEER_ID_INVALID",
		"group chat was upgraded", "bot was kicked"};

	for (size_t i = 0; i < ARRAY_LEN(signs); i++)
		if (strstr(description, signs[i]))
			return true;
	return false;
}

static void read_refusal(
	const struct telegram_answer *said, struct outcome *out)
{
	int code = said->error_code;

	if (code == 429)
		outcome_deferred(out, said->wait_s, "too_many");
	else if (code == 401 || code == 404)
		outcome_deferred(out, SETTINGS_WAIT_S, "settings");
	else if (code == 403)
		outcome_dead(out, "blocked");
	else if (code == 400 && is_chat_gone(said->description))
		outcome_dead(out, "no_chat");
	else if (code / 100 == 4)
		outcome_refused(out, "refused");
	else
		outcome_unclear(out, "server_error");
}

/* Not the API's own answer: a proxy's, or of another server altogether. */
static void read_foreign(const struct http_answer *got, struct outcome *out)
{
	if (got->status == 429)
		outcome_deferred(
			out, got->wait_s > 0 ? got->wait_s : 0, "too_many");
	else if (got->status / 100 == 3 || got->status / 100 == 4)
		outcome_deferred(out, SETTINGS_WAIT_S, "settings");
	else
		outcome_unclear(
			out, got->status / 100 == 2 ? "no_id" : "server_error");
}

static void read_answer(
	struct telegram *t, const struct http_answer *got, struct outcome *out)
{
	struct telegram_answer said;
	char id[24];

	telegram_read_answer(got->body, got->body_n, &t->scratch, &said);
	if (!said.is_whole) {
		read_foreign(got, out);
	} else if (!said.is_ok) {
		read_refusal(&said, out);
	} else if (said.message_id <= 0) {
		outcome_unclear(out, "no_id");
	} else {
		snprintf(id, sizeof(id), "%lld", (long long)said.message_id);
		outcome_accepted(out, id);
	}
}

/* --- sending in waves ---------------------------------------------------- */

enum { FIRST = -1 };

struct sending {
	const struct out_msg *msgs;
	struct outcome *outcomes;
	size_t n;
	bool *waits; /* not yet tried */
	int *before; /* the one before to the same chat; FIRST */
};

struct place {
	const char *address;
	int at;
};

static int by_address(const void *one, const void *other)
{
	const struct place *x = one, *y = other;
	int order = strcmp(x->address, y->address);

	return order ? order : (x->at > y->at) - (x->at < y->at);
}

static void link_chats(struct sending *s, struct arena *a)
{
	struct place *places = arena_new(a, struct place, s->n);
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		s->before[i] = FIRST;
		if (s->waits[i])
			places[n++] =
				(struct place){s->msgs[i].address, (int)i};
	}
	qsort(places, n, sizeof(*places), by_address);
	for (size_t i = 1; i < n; i++)
		if (strcmp(places[i].address, places[i - 1].address) == 0)
			s->before[places[i].at] = places[i - 1].at;
}

/* True: it may leave now; what must wait for an earlier one is settled. */
static bool leaves(struct sending *s, size_t i)
{
	int before = s->before[i];

	if (!s->waits[i] || (before != FIRST && s->waits[before]))
		return false;
	if (before == FIRST || s->outcomes[before].kind != OUTCOME_DEFERRED)
		return true;
	s->outcomes[i] = s->outcomes[before];
	s->waits[i] = false;
	return false;
}

/* Tries of each chat the first that waits; false: none is left. */
static bool send_wave(
	struct telegram *t, struct sending *s, int64_t deadline_ms)
{
	int64_t wait_ms = deadline_ms - clock_steady_ms();
	struct http_ask *asks = arena_new(&t->scratch, struct http_ask, s->n);
	struct http_answer *answers;
	size_t *which = arena_new(&t->scratch, size_t, s->n), n = 0;

	if (wait_ms < 1)
		return false;
	for (size_t i = 0; i < s->n; i++) {
		struct buf b;

		if (!leaves(s, i))
			continue;
		buf_init(&b, &t->scratch, BODY_BYTES_MAX);
		put_message(&b, &s->msgs[i]);
		asks[n] = ask_for(
			t, &t->scratch, "sendMessage", &b, ANSWER_BYTES_MAX);
		which[n++] = i;
	}
	/* Settled only now: of one chat at most one leaves in a wave. */
	for (size_t i = 0; i < n; i++)
		s->waits[which[i]] = false;
	answers = arena_new(&t->scratch, struct http_answer, n);
	http_client_send(t->client, asks, n, wait_ms, &t->scratch, answers);
	for (size_t i = 0; i < n; i++) {
		struct outcome *out = &s->outcomes[which[i]];

		if (!http_outcome_unanswered(&answers[i], out))
			read_answer(t, &answers[i], out);
	}
	return n > 0;
}

static void send_telegram(struct channel *ch, const struct out_msg *msgs,
	size_t n, int64_t deadline_ms, struct outcome *outcomes)
{
	struct telegram *t = (struct telegram *)ch;
	struct sending s = {.msgs = msgs, .outcomes = outcomes, .n = n};

	arena_reset(&t->scratch);
	s.waits = arena_new(&t->scratch, bool, n);
	s.before = arena_new(&t->scratch, int, n);
	for (size_t i = 0; i < n; i++) {
		if (channel_refuses(ch->ops, &msgs[i], &outcomes[i]))
			continue;
		outcome_deferred(&outcomes[i], 0, "late");
		s.waits[i] = true;
	}
	link_chats(&s, &t->scratch);
	while (send_wave(t, &s, deadline_ms))
		;
}

/* --- receiving ----------------------------------------------------------- */

static void put_press_answer(
	struct buf *b, const char *press, const char *method)
{
	struct json_out w = {.b = b};

	json_open(&w, NULL, '{');
	if (method)
		json_put_text(&w, "method", method);
	json_put_text(&w, "callback_query_id", press);
	json_close(&w, '}');
}

static bool is_secret(const struct telegram *t, const struct http_request *req)
{
	const char *got = http_header(req, "x-telegram-bot-api-secret-token");
	size_t n = strlen(t->secret);

	return got && strlen(got) == n && crypto_equal(got, t->secret, n);
}

/* The answer to the request answers the press: no call of our own is needed. */
static bool webhook_telegram(const struct channel *ch,
	const struct http_request *req, struct arena *a, channel_emit_fn *emit,
	void *ctx, const char **answer, struct err *e)
{
	const struct telegram *t = (const struct telegram *)ch;
	struct telegram_update u;
	struct buf b;

	if (t->mode != MODE_WEBHOOK)
		return err_set(e, ERR_NOT_FOUND, "telegram: no webhook");
	if (!is_secret(t, req))
		return err_set(e, ERR_DENIED, "telegram: wrong secret");
	if (!telegram_read_update(req->body, req->body_n, a, &u, e) ||
		!emit(ctx, &u.event, e))
		return false;
	buf_init(&b, a, BODY_BYTES_MAX);
	if (*u.press)
		put_press_answer(&b, u.press, "answerCallbackQuery");
	else
		buf_text(&b, "{}");
	*answer = b.p;
	return buf_done(&b, e);
}

static void put_asking_for(
	struct buf *b, int64_t after, int64_t wait_s, int most)
{
	static const char *const wanted[] = {"message", "edited_message",
		"callback_query", "my_chat_member"};
	struct json_out w = {.b = b};

	json_open(&w, NULL, '{');
	if (after > 0)
		json_put_int(&w, "offset", after + 1);
	json_put_int(&w, "limit", most);
	json_put_int(&w, "timeout", wait_s);
	json_open(&w, "allowed_updates", '[');
	for (size_t i = 0; i < ARRAY_LEN(wanted); i++)
		json_put_text(&w, NULL, wanted[i]);
	json_close(&w, ']');
	json_close(&w, '}');
}

static bool poll_refused(const struct telegram_answer *said, struct err *e)
{
	switch (said->error_code) {
	case 401:
	case 404:
		return err_field(e, ERR_DENIED, "channel.telegram.token",
			"telegram: no such bot");
	case 409:
		return err_field(e, ERR_CONFLICT, "channel.telegram.mode",
			"telegram: a webhook is set, or another program asks");
	default:
		return err_set(
			e, ERR_UNAVAILABLE, "telegram: %d", said->error_code);
	}
}

/* One call of getUpdates; ERR_INVALID: the answer cannot be read. */
static bool ask_updates(struct telegram *t, int64_t after, int64_t deadline_ms,
	int most, struct arena *a, const struct telegram_update **list,
	size_t *n, struct err *e)
{
	int64_t left_ms = deadline_ms - clock_steady_ms();
	struct telegram_answer said;
	struct http_answer got;
	struct http_ask ask;
	struct buf b;

	if (left_ms < 1)
		return err_set(e, ERR_UNAVAILABLE, "telegram: no time");
	buf_init(&b, a, BODY_BYTES_MAX);
	put_asking_for(&b, after,
		left_ms > POLL_SPARE_MS ? (left_ms - POLL_SPARE_MS) / 1000 : 0,
		most);
	ask = ask_for(t, a, "getUpdates", &b, JSON_IN_BYTES_MAX);
	http_client_send(t->client, &ask, 1, left_ms, a, &got);
	if (got.end != HTTP_END_ANSWERED)
		return err_set(
			e, ERR_UNAVAILABLE, "telegram: %s", got.why.text);
	telegram_read_answer(got.body, got.body_n, a, &said);
	if (!said.is_whole && got.status / 100 == 2)
		return err_set(e, ERR_INVALID, "telegram: not JSON of the API");
	if (!said.is_whole)
		return err_set(
			e, ERR_UNAVAILABLE, "telegram: status %d", got.status);
	if (!said.is_ok)
		return poll_refused(&said, e);
	return telegram_read_updates(said.result, a, list, n, e);
}

/* A press that nobody answers shows a clock on the button for a minute. */
static void answer_presses(struct telegram *t,
	const struct telegram_update *list, size_t n, struct arena *a)
{
	struct http_ask *asks = arena_new(a, struct http_ask, n);
	struct http_answer *answers = arena_new(a, struct http_answer, n);
	size_t asks_n = 0;

	for (size_t i = 0; i < n; i++) {
		struct buf b;

		if (*list[i].press == '\0')
			continue;
		buf_init(&b, a, BODY_BYTES_MAX);
		put_press_answer(&b, list[i].press, NULL);
		asks[asks_n++] = ask_for(
			t, a, "answerCallbackQuery", &b, ANSWER_BYTES_MAX);
	}
	if (asks_n > 0)
		http_client_send(t->client, asks, asks_n, PRESS_MS, a, answers);
}

static bool poll_telegram(struct channel *ch, int64_t after,
	int64_t deadline_ms, struct arena *a, channel_emit_fn *emit, void *ctx,
	struct err *e)
{
	struct telegram *t = (struct telegram *)ch;
	const struct telegram_update *list;
	size_t n, done_n = 0;
	bool ok = true;

	if (t->mode != MODE_POLL)
		return err_set(e, ERR_NOT_FOUND, "telegram: does not poll");
	if (!ask_updates(t, after, deadline_ms, UPDATES_MAX, a, &list, &n, e) &&
		(e->kind != ERR_INVALID || !ask_updates(t, after, deadline_ms,
						   1, a, &list, &n, e)))
		return false;
	while (ok && done_n < n) {
		ok = emit(ctx, &list[done_n].event, e);
		done_n += ok;
	}
	answer_presses(t, list, done_n, a);
	return ok;
}

const struct channel_ops channel_telegram = {
	.name = "telegram",
	.can = CHANNEL_BUTTONS | CHANNEL_ASKS,
	.text_max = 4096,
	.conf = settings,
	.open = open_telegram,
	.close = close_telegram,
	.send_many = send_telegram,
	.webhook = webhook_telegram,
	.poll = poll_telegram,
};
