/*
 * channel/http - any provider that takes a message as a JSON POST:
 *
 *    {"id":"…","kind":"reminder_day","to":"+7…","text":"…",
 *     "buttons":[{"text":"…","send":"…"},{"text":"…","url":"…"}]}
 *
 * with `Idempotency-Key: id`, the same at every attempt, and answers 2xx with
 * {"id":"…"}.  channel/http_outcome says what an answer means.
 */
#include <stdlib.h>

#include "base/json.h"
#include "channel/adapters.h"
#include "channel/http_outcome.h"
#include "http/client.h"
#include "os/clock.h"

enum {
	ANSWER_BYTES_MAX = 65536,
	BODY_BYTES_MAX = 65536,
};

struct http_channel {
	struct channel channel;
	const char *url;
	const char *bearer; /* "Bearer …"; NULL: none */
	struct http_client *client;
	struct arena own, scratch;
};

static const struct conf_item settings[] = {
	{.name = "channel.http.url",
		.type = CONF_TEXT,
		.otherwise = "",
		.max = 1000,
		.help = "Address the http channel posts to; empty: off."},
	{.name = "channel.http.token",
		.type = CONF_TEXT,
		.otherwise = "",
		.max = 1000,
		.flags = CONF_SECRET,
		.help = "Bearer token of the http channel."},
	{.name = "channel.http.window_n",
		.type = CONF_INT,
		.otherwise = "16",
		.min = 1,
		.max = 1000,
		.help = "Most requests of the http channel on their way."},
	{0},
};

static bool open_http(
	struct channel **out, const struct conf *conf, struct err *e)
{
	const char *url = conf_text(conf, "channel.http.url");
	const char *token = conf_text(conf, "channel.http.token");
	int window_n = (int)conf_int(conf, "channel.http.window_n");
	struct http_channel *h;

	if (strncmp(url, "http://", 7) != 0 && strncmp(url, "https://", 8) != 0)
		return err_field(e, ERR_INVALID, "channel.http.url",
			"an http:// or https:// address is wanted");
	h = calloc(1, sizeof(*h));
	if (!h)
		base_no_memory();
	h->channel.ops = &channel_http;
	h->url = url;
	arena_init(&h->own);
	arena_init(&h->scratch);
	if (token[0] != '\0')
		h->bearer = arena_print(&h->own, "Bearer %s", token);
	h->client = http_client_open(&(struct http_client_settings){
		.connections_max = window_n, .per_host_max = window_n});
	*out = &h->channel;
	return true;
}

static void close_http(struct channel *ch)
{
	struct http_channel *h = (struct http_channel *)ch;

	if (!h)
		return;
	http_client_close(h->client);
	arena_release(&h->own);
	arena_release(&h->scratch);
	free(h);
}

static void put_button(struct json_out *w, const struct out_button *b)
{
	json_open(w, NULL, '{');
	json_put_text(w, "text", b->text);
	if (b->send)
		json_put_text(w, "send", b->send);
	else
		json_put_text(w, "url", b->url);
	json_close(w, '}');
}

static void put_message(struct buf *b, const struct out_msg *m)
{
	struct json_out w = {.b = b};

	json_open(&w, NULL, '{');
	json_put_id(&w, "id", m->id);
	json_put_text(&w, "kind", m->kind);
	json_put_text(&w, "to", m->address);
	json_put_text(&w, "text", m->text);
	json_open(&w, "buttons", '[');
	for (size_t i = 0; i < m->buttons_n; i++)
		put_button(&w, &m->buttons[i]);
	json_close(&w, ']');
	json_close(&w, '}');
}

static void make_ask(
	struct http_channel *h, const struct out_msg *m, struct http_ask *ask)
{
	struct http_pair *headers = arena_new(&h->scratch, struct http_pair, 3);
	struct buf b;

	buf_init(&b, &h->scratch, BODY_BYTES_MAX);
	put_message(&b, m);
	headers[0] = (struct http_pair){"Content-Type", "application/json"};
	headers[1] = (struct http_pair){"Idempotency-Key",
		arena_print(&h->scratch, "%lld", (long long)m->id)};
	if (h->bearer)
		headers[2] = (struct http_pair){"Authorization", h->bearer};
	*ask = (struct http_ask){.method = HTTP_POST,
		.url = h->url,
		.headers = headers,
		.headers_n = h->bearer ? 3 : 2,
		.body = b.p,
		.body_n = b.n,
		.answer_max = ANSWER_BYTES_MAX};
}

static void send_http(struct channel *ch, const struct out_msg *msgs, size_t n,
	int64_t deadline_ms, struct outcome *outcomes)
{
	struct http_channel *h = (struct http_channel *)ch;
	int64_t wait_ms = deadline_ms - clock_steady_ms();
	struct http_ask *asks;
	struct http_answer *answers;
	size_t *which, asks_n = 0;

	arena_reset(&h->scratch);
	asks = arena_new(&h->scratch, struct http_ask, n);
	answers = arena_new(&h->scratch, struct http_answer, n);
	which = arena_new(&h->scratch, size_t, n);
	for (size_t i = 0; i < n; i++) {
		if (channel_refuses(ch->ops, &msgs[i], &outcomes[i]))
			continue;
		outcome_deferred(&outcomes[i], 0, "late");
		which[asks_n] = i;
		make_ask(h, &msgs[i], &asks[asks_n++]);
	}
	if (wait_ms < 1)
		return;
	http_client_send(
		h->client, asks, asks_n, wait_ms, &h->scratch, answers);
	for (size_t i = 0; i < asks_n; i++)
		http_outcome(&answers[i], &h->scratch, &outcomes[which[i]]);
}

const struct channel_ops channel_http = {
	.name = "http",
	.can = CHANNEL_BUTTONS | CHANNEL_PHONE,
	.text_max = 4096,
	.conf = settings,
	.open = open_http,
	.close = close_http,
	.send_many = send_http,
};
