/*
 * A platform's webhook: known by its secret alone, taken once, answered at
 * once.
 */
#include "api/api.h"
#include "app/messenger.h"
#include "test/whole.h"

#define SECRET "s3cret_of-the-hook"

static const char start_update[] =
	"\"message\":{\"message_id\":1,\"from\":{\"id\":5,"
	"\"is_bot\":false},\"chat\":{\"id\":5,\"type\":\"private\"},"
	"\"text\":\"/start\"}}";
static const char press_update[] =
	"\"callback_query\":{\"id\":\"77\",\"from\":{"
	"\"id\":5},\"message\":{\"message_id\":1,\"chat\":{\"id\":5,"
	"\"type\":\"private\"}},\"data\":\"/agree 1\"}}";

static void open_bot(const char *mode)
{
	static const char *const set[][2] = {
		{"channel.telegram.url", "http://127.0.0.1:9"},
		{"channel.telegram.token", "1:x"},
		{"channel.telegram.clinic", "zdorovie"},
		{"channel.telegram.bot", "our_bot"},
		{"channel.telegram.secret", SECRET}};
	struct conf *conf = conf_open(&both.a, desk_conf_tables());

	for (size_t i = 0; i < ARRAY_LEN(set); i++)
		CHECK(conf_set(conf, set[i][0], set[i][1], &both.e));
	CHECK(conf_set(conf, "channel.telegram.mode", mode, &both.e));
	if (!app_messenger_open(
		    conf, &both.a, &whole.desk.app.messenger, &both.e))
		fail_msg("%s: %s", both.e.field, both.e.text);
}

static void close_bot(void)
{
	app_messenger_close(whole.desk.app.messenger);
	whole.desk.app.messenger = NULL;
}

static struct http_answer bring(
	const char *clinic, const char *secret, const char *body)
{
	struct http_pair headers[] = {{"Content-Type", "application/json"},
		{"X-Telegram-Bot-Api-Secret-Token", secret ? secret : ""}};
	struct http_ask ask = {.method = HTTP_POST,
		.url = arena_print(
			&both.a, "%s/hooks/telegram/%s", whole.base, clinic),
		.headers = headers,
		.headers_n = secret ? 2 : 1,
		.body = body,
		.body_n = strlen(body),
		.answer_max = 65536};

	return whole_send_one(&ask);
}

/* The pattern begins with its number. */
static const char *update(const char *rest, int number)
{
	return arena_print(&both.a, "{\"update_id\":%d,%s", number, rest);
}

static void test_only_the_secret_opens(void)
{
	static const char *const wrong[] = {
		NULL, "", "s3cret_of-the-hool", "s3cret_of-the-hook ", "s"};
	const char *body = update(start_update, 1);

	CHECK(bring("zdorovie", SECRET, body).status == 404);
	open_bot("webhook");
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		CHECK_ROW(bring("zdorovie", wrong[i], body).status == 403, i);
	CHECK(bring("chuzhaya", SECRET, body).status == 404);
	CHECK(desk_rows("inbound") == 0);
	CHECK(bring("zdorovie", SECRET, body).status == 200);
	CHECK(desk_rows("inbound") == 1);
	close_bot();
}

static void test_who_polls_has_no_webhook(void)
{
	open_bot("poll");
	CHECK(bring("zdorovie", SECRET, update(start_update, 1)).status == 404);
	close_bot();
}

static void test_an_update_is_taken_once_and_answered(void)
{
	struct http_answer a;

	open_bot("webhook");
	for (int i = 0; i < 3; i++) {
		a = bring("zdorovie", SECRET, update(start_update, 1));
		CHECK(a.status == 200);
		CHECK_TEXT(a.body, "{}");
	}
	CHECK(desk_rows_where("outbox", "kind = 'chat'") == 1);
	for (int i = 0; i < 2; i++) {
		a = bring("zdorovie", SECRET, update(press_update, 2));
		CHECK(a.status == 200);
		CHECK_TEXT(a.body, "{\"method\":\"answerCallbackQuery\","
				   "\"callback_query_id\":\"77\"}");
	}
	CHECK(desk_rows("consent") == 1);
	CHECK(desk_rows_where("outbox", "kind = 'chat'") == 2);
	close_bot();
}

static void test_garbage_is_refused(void)
{
	static const char *const bad[] = {
		"", "{", "[]", "{}", "{\"update_id\":\"1\"}"};
	char *huge = arena_take(&both.a, 300000);

	open_bot("webhook");
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		CHECK_ROW(bring("zdorovie", SECRET, bad[i]).status == 400, i);
	memset(huge, ' ', 299999);
	CHECK(bring("zdorovie", SECRET, huge).status == 413);
	CHECK(desk_rows("inbound") == 0);
	close_bot();
}

static void test_the_site_invites(void)
{
	struct guest g = whole_visitor();
	struct http_answer a;

	a = whole_post(
		&g, "/api/v1/chat/invitations", "{\"clinic\":\"zdorovie\"}");
	CHECK(a.status == 404);
	open_bot("poll");
	a = whole_post(
		&g, "/api/v1/chat/invitations", "{\"clinic\":\"zdorovie\"}");
	CHECK(a.status == 403); /* nothing is agreed yet */
	a = whole_post(&g, "/api/v1/consents",
		"{\"clinic\":\"zdorovie\",\"version\":\"1\"}");
	CHECK(a.status == 204);
	a = whole_get(&g, "/api/v1/chat?clinic=zdorovie");
	CHECK(strstr(a.body, "\"can_continue\":true"));
	a = whole_post(
		&g, "/api/v1/chat/invitations", "{\"clinic\":\"zdorovie\"}");
	CHECK(a.status == 201);
	CHECK(strstr(a.body, "\"url\":\"https://t.me/our_bot?start="));
	CHECK(desk_rows("invitation") == 1);
	close_bot();
}

ENGINE_MAIN(whole_before, whole_after, test_only_the_secret_opens,
	test_who_polls_has_no_webhook,
	test_an_update_is_taken_once_and_answered, test_garbage_is_refused,
	test_the_site_invites)
