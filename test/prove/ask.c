#include "test/prove/ask.h"

#include "base/civil.h"
#include "base/json.h"
#include "base/text.h"

enum { WAIT_MS = 15000, ANSWER_BYTES_MAX = 1 << 20 };

void asker_init(struct asker *k)
{
	k->client =
		http_client_open(&(struct http_client_settings){1, 1, NULL});
	arena_init(&k->a);
}

void asker_release(struct asker *k)
{
	http_client_close(k->client);
	arena_release(&k->a);
}

int ask(struct asker *k, int port, const struct pass *who, const char *path,
	const char *body, struct http_answer *out)
{
	struct http_pair headers[4] = {{"Sec-Fetch-Site", "same-origin"},
		{"Content-Type", "application/json"}};
	struct http_ask ask = {.method = body ? HTTP_POST : HTTP_GET,
		.url = arena_print(&k->a, "http://127.0.0.1:%d%s", port, path),
		.headers = headers,
		.headers_n = body ? 2 : 1,
		.body = body,
		.body_n = body ? strlen(body) : 0,
		.answer_max = ANSWER_BYTES_MAX};

	if (port == 0)
		return 0;
	if (who) {
		headers[ask.headers_n++] = (struct http_pair){
			"Cookie", arena_print(&k->a, "session=%s", who->token)};
		headers[ask.headers_n++] =
			(struct http_pair){"X-Csrf-Token", who->csrf};
	}
	http_client_send(k->client, &ask, 1, WAIT_MS, &k->a, out);
	if (out->end == HTTP_END_ANSWERED)
		return out->status;
	return out->end == HTTP_END_NOT_SENT ? 0 : -1;
}

const char *ask_instant(struct arena *a, int64_t at)
{
	struct civil t = civil_of_seconds(at);

	return arena_print(a, "%04d-%02d-%02dT%02d:%02d:00Z", t.year, t.month,
		t.day, t.hour, t.minute);
}

int64_t ask_visit_id(struct arena *a, const struct http_answer *got)
{
	const struct json *j;
	const char *text;
	int64_t id = 0;
	struct err e;

	return json_parse(a, got->body, got->body_n, &j, &e) &&
			       json_get_text(j, "visit_id", "", &text, &e) &&
			       text_to_int(str_of(text), 1, INT64_MAX, &id)
		       ? id
		       : 0;
}
