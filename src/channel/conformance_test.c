/*
 * Every adapter goes through the same scripts.  An adapter without a wire
 * (null, file, phone) has no peer: for it only what concerns the message
 * itself is asked.
 */
#include <stdlib.h>
#include <unistd.h>

#include "channel/adapters.h"
#include "os/clock.h"
#include "os/file.h"
#include "test/check.h"
#include "test/peer.h"

enum { SOON_MS = 5000, AT_ONCE_MS = 150, BATCH = 20 };

static const struct conf_item *tables[8];
static char folder[] = "/tmp/zabota-channel-XXXXXX";
static char path[64];

static struct conf *conf_for(struct arena *a, int port)
{
	struct err e;
	struct conf *c;

	for (int i = 0; channel_all[i]; i++)
		tables[i] = channel_all[i]->conf;
	c = conf_open(a, tables);
	CHECK(conf_set(c, "channel.http.url",
		arena_print(a, "http://127.0.0.1:%d/send", port), &e));
	CHECK(conf_set(c, "channel.http.token", "secret", &e));
	CHECK(conf_set(c, "channel.file.path", path, &e));
	CHECK(conf_set(c, "channel.telegram.url",
		arena_print(a, "http://127.0.0.1:%d", port), &e));
	CHECK(conf_set(c, "channel.telegram.token", "71:to_Ken-9", &e));
	return c;
}

static struct out_msg message(int64_t id)
{
	static const struct out_button buttons[] = {
		{"Подтвердить", "Подтверждаю", NULL},
		{"Перенести", NULL, "https://clinic.example/v/x"}};

	return (struct out_msg){.id = id,
		.kind = "reminder_day",
		.address = "+79001234567",
		.text = "Анна, ждём вас завтра в 12:30.",
		.buttons = buttons,
		.buttons_n = 2};
}

static void send_to(const struct channel_ops *ops, int port, int64_t wait_ms,
	const struct out_msg *msgs, size_t n, struct outcome *out)
{
	struct arena a;
	struct channel *ch;
	struct err e;

	arena_init(&a);
	CHECK(ops->open(&ch, conf_for(&a, port), &e));
	ops->send_many(ch, msgs, n, clock_steady_ms() + wait_ms, out);
	ops->close(ch);
	arena_release(&a);
}

#define HEAD(status) "HTTP/1.1 " status "\r\nConnection: close\r\n"
#define BODY(n, text) "Content-Length: " #n "\r\n\r\n" text

/* What the far end does, and what an adapter with a wire must say of it. */
struct script {
	const char *name;
	struct peer_script peer;
	enum outcome_kind want;
	int wait_s;
	int64_t deadline_ms;
};

/* Whatever the protocol over HTTP is. */
static const struct script all_scripts[] = {
	{"busy with a proxy's page",
		{PEER_ANSWERS, HEAD("500 Oops") BODY(4, "<h1>")},
		OUTCOME_UNCLEAR, 0, SOON_MS},
	{"too many",
		{PEER_ANSWERS,
			HEAD("429 Slow down") "Retry-After: 7\r\n" BODY(0, "")},
		OUTCOME_DEFERRED, 7, SOON_MS},
	{"our token is wrong",
		{PEER_ANSWERS, HEAD("401 Unauthorized") BODY(0, "")},
		OUTCOME_DEFERRED, 300, SOON_MS},
	{"moved away",
		{PEER_ANSWERS, HEAD("302 Found") "Location: /\r\n" BODY(0, "")},
		OUTCOME_DEFERRED, 300, SOON_MS},
	{"broke down", {PEER_ANSWERS, HEAD("500 Oops") BODY(0, "")},
		OUTCOME_UNCLEAR, 0, SOON_MS},
	{"a proxy broke down",
		{PEER_ANSWERS, HEAD("502 Bad Gateway") BODY(0, "")},
		OUTCOME_UNCLEAR, 0, SOON_MS},
	{"says yes without an id", {PEER_ANSWERS, HEAD("200 OK") BODY(2, "{}")},
		OUTCOME_UNCLEAR, 0, SOON_MS},
	{"garbage for a body",
		{PEER_ANSWERS, HEAD("200 OK") BODY(5, "\xff<ht>")},
		OUTCOME_UNCLEAR, 0, SOON_MS},
	{"garbage for a head", {PEER_ANSWERS, "SSH-2.0-OpenSSH_9.2\r\n"},
		OUTCOME_UNCLEAR, 0, SOON_MS},
	{"breaks off", {PEER_ANSWERS, HEAD("200 OK") BODY(999, "{\"id\"")},
		OUTCOME_UNCLEAR, 0, SOON_MS},
	{"closes before the answer", {PEER_CLOSES, NULL}, OUTCOME_UNCLEAR, 0,
		SOON_MS},
	{"silent until the deadline", {PEER_IS_SILENT, NULL}, OUTCOME_UNCLEAR,
		0, AT_ONCE_MS},
	{"talks without end", {PEER_FLOODS, NULL}, OUTCOME_UNCLEAR, 0, SOON_MS},
};

/* In each protocol's own words; the first is a good answer. */
static const struct script http_scripts[] = {
	{"accepts", {PEER_ANSWERS, HEAD("200 OK") BODY(10, "{\"id\":\"a\"}")},
		OUTCOME_ACCEPTED, 0, SOON_MS},
	{"refuses", {PEER_ANSWERS, HEAD("400 Bad Request") BODY(0, "")},
		OUTCOME_REFUSED, 0, SOON_MS},
	{"unknown number", {PEER_ANSWERS, HEAD("404 Not Found") BODY(0, "")},
		OUTCOME_REFUSED, 0, SOON_MS},
	{"busy", {PEER_ANSWERS, HEAD("503 Busy") BODY(0, "")}, OUTCOME_DEFERRED,
		0, SOON_MS},
};

#define BOT(status, n, text)                                                   \
	{                                                                      \
		PEER_ANSWERS, HEAD(status) BODY(n, text)                       \
	}

static const struct script telegram_scripts[] = {
	{"accepts",
		BOT("200 OK", 38,
			"{\"ok\":true,\"result\":{\"message_id\":71}}"),
		OUTCOME_ACCEPTED, 0, SOON_MS},
	{"says yes without a message",
		BOT("200 OK", 25, "{\"ok\":true,\"result\":true}"),
		OUTCOME_UNCLEAR, 0, SOON_MS},
	{"a message it cannot read",
		BOT("400 Bad Request", 79,
			"{\"ok\":false,\"error_code\":400,\"description\":"
			"\"Bad Request: can't parse entities\"}"),
		OUTCOME_REFUSED, 0, SOON_MS},
	{"no such chat",
		BOT("400 Bad Request", 73,
			"{\"ok\":false,\"error_code\":400,\"description\":"
			"\"Bad Request: chat not found\"}"),
		OUTCOME_REFUSED, 0, SOON_MS},
	{"blocked by the patient",
		BOT("403 Forbidden", 79,
			"{\"ok\":false,\"error_code\":403,\"description\":"
			"\"Forbidden: bot was blocked by the\"}"),
		OUTCOME_REFUSED, 0, SOON_MS},
	{"a proxy forbids it", BOT("403 Forbidden", 0, ""), OUTCOME_DEFERRED,
		300, SOON_MS},
	{"too many, in its own words",
		BOT("429 Too Many Requests", 86,
			"{\"ok\":false,\"error_code\":429,\"description\":"
			"\"Too Many\",\"parameters\":{\"retry_after\":31}}"),
		OUTCOME_DEFERRED, 31, SOON_MS},
	{"no such bot",
		BOT("404 Not Found", 55,
			"{\"ok\":false,\"error_code\":404,\"description\":"
			"\"Not Found\"}"),
		OUTCOME_DEFERRED, 300, SOON_MS},
	{"an error of its own",
		BOT("500 Internal Server Error", 60,
			"{\"ok\":false,\"error_code\":500,\"description\":"
			"\"Internal error\"}"),
		OUTCOME_UNCLEAR, 0, SOON_MS},
};

/* Adapters that speak to a far end. */
static const struct wired {
	const struct channel_ops *ops;
	const struct script *own;
	size_t own_n;
} wired[] = {
	{&channel_http, http_scripts, ARRAY_LEN(http_scripts)},
	{&channel_telegram, telegram_scripts, ARRAY_LEN(telegram_scripts)},
};

/* A peer that says yes to that adapter; one without a wire needs none. */
static struct peer_script good_peer(const struct channel_ops *ops)
{
	for (size_t c = 0; c < ARRAY_LEN(wired); c++)
		if (wired[c].ops == ops)
			return wired[c].own[0].peer;
	return http_scripts[0].peer;
}

static void run_script(
	const struct channel_ops *ops, const struct script *s, size_t row)
{
	struct out_msg m = message(77);
	struct outcome got = {.kind = OUTCOMES};
	struct peer peer;
	int64_t before = clock_steady_ms();

	peer_start(&peer, s->peer);
	send_to(ops, peer.port, s->deadline_ms, &m, 1, &got);
	peer_stop(&peer);
	if (got.kind != s->want)
		print_error("%s: %s: %s (%s)\n", ops->name, s->name,
			outcome_name(got.kind), got.reason);
	CHECK_ROW(got.kind == s->want, row);
	CHECK_ROW(got.wait_s == s->wait_s, row);
	CHECK_ROW(got.reason != NULL, row);
	CHECK_ROW(peer.requests_n == 1, row);
	CHECK_ROW(clock_steady_ms() - before < s->deadline_ms + 2000, row);
}

static void test_what_the_far_end_does(void)
{
	for (size_t c = 0; c < ARRAY_LEN(wired); c++) {
		for (size_t i = 0; i < ARRAY_LEN(all_scripts); i++)
			run_script(wired[c].ops, &all_scripts[i], i);
		for (size_t i = 0; i < wired[c].own_n; i++)
			run_script(wired[c].ops, &wired[c].own[i], 100 + i);
	}
}

static void test_nobody_there_is_no_attempt(void)
{
	for (size_t c = 0; c < ARRAY_LEN(wired); c++) {
		struct out_msg m = message(77);
		struct outcome got;

		send_to(wired[c].ops, peer_dead_port(), SOON_MS, &m, 1, &got);
		CHECK_ROW(got.kind == OUTCOME_DEFERRED, c);
		CHECK_ROW(got.is_provider_down, c);
	}
}

static void test_a_deadline_that_is_over_is_no_attempt(void)
{
	for (size_t c = 0; c < ARRAY_LEN(wired); c++) {
		struct out_msg m = message(77);
		struct outcome got;
		struct peer peer;

		peer_start(&peer, wired[c].own[0].peer);
		send_to(wired[c].ops, peer.port, -1, &m, 1, &got);
		peer_stop(&peer);
		CHECK_ROW(got.kind == OUTCOME_DEFERRED, c);
		CHECK_ROW(peer.requests_n == 0, c);
	}
}

static void test_the_request_says_all(void)
{
	struct out_msg m = message(77);
	struct outcome got;
	struct peer peer;

	peer_start(&peer, http_scripts[0].peer);
	send_to(&channel_http, peer.port, SOON_MS, &m, 1, &got);
	peer_stop(&peer);
	CHECK_TEXT(got.provider_id, "a");
	CHECK(strncmp(peer.last, "POST /send HTTP/1.1\r\n", 21) == 0);
	CHECK(strstr(peer.last, "Idempotency-Key: 77\r\n"));
	CHECK(strstr(peer.last, "Authorization: Bearer secret\r\n"));
	CHECK(strstr(peer.last,
		"{\"id\":\"77\",\"kind\":\"reminder_day\","
		"\"to\":\"+79001234567\","
		"\"text\":\"Анна, ждём вас завтра в 12:30.\","
		"\"buttons\":[{\"text\":\"Подтвердить\","
		"\"send\":\"Подтверждаю\"},{\"text\":\"Перенести\","
		"\"url\":\"https://clinic.example/v/x\"}]}"));
}

static void test_a_message_for_telegram(void)
{
	struct out_msg m = message(77);
	struct outcome got;
	struct peer peer;

	m.address = "5001";
	peer_start(&peer, telegram_scripts[0].peer);
	send_to(&channel_telegram, peer.port, SOON_MS, &m, 1, &got);
	peer_stop(&peer);
	CHECK_TEXT(got.provider_id, "71");
	CHECK(strncmp(peer.last,
		      "POST /bot71:to_Ken-9/sendMessage HTTP/1.1\r\n",
		      43) == 0);
	CHECK(strstr(peer.last,
		"{\"chat_id\":\"5001\","
		"\"text\":\"Анна, ждём вас завтра в 12:30.\","
		"\"link_preview_options\":{\"is_disabled\":true},"
		"\"reply_markup\":{\"inline_keyboard\":[["
		"{\"text\":\"Подтвердить\","
		"\"callback_data\":\"Подтверждаю\"},"
		"{\"text\":\"Перенести\","
		"\"url\":\"https://clinic.example/v/x\"}]]}}"));
}

static const struct script *telegram_script(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(telegram_scripts); i++)
		if (strcmp(telegram_scripts[i].name, name) == 0)
			return &telegram_scripts[i];
	fail_msg("no script \"%s\"", name);
	return NULL;
}

/* Only what speaks of the chat itself buries the address. */
static void test_which_addresses_are_dead(void)
{
	static const char *const dead[] = {
		"no such chat", "blocked by the patient"};

	for (size_t i = 0; i < ARRAY_LEN(telegram_scripts); i++) {
		struct out_msg m = message(77);
		struct outcome got;
		struct peer peer;
		bool want = false;

		for (size_t k = 0; k < ARRAY_LEN(dead); k++)
			want = want ||
			       telegram_script(dead[k]) == &telegram_scripts[i];
		peer_start(&peer, telegram_scripts[i].peer);
		send_to(&channel_telegram, peer.port, SOON_MS, &m, 1, &got);
		peer_stop(&peer);
		CHECK_ROW(got.is_address_dead == want, i);
	}
}

/* Three to one chat: the second and third do not overtake the first. */
static void test_a_chat_keeps_its_order(void)
{
	struct out_msg msgs[4] = {
		message(1), message(2), message(3), message(4)};
	struct outcome got[4];
	struct peer peer;

	msgs[3].address = "9";
	peer_start(&peer, telegram_script("too many, in its own words")->peer);
	send_to(&channel_telegram, peer.port, SOON_MS, msgs, 4, got);
	peer_stop(&peer);
	CHECK(peer.requests_n == 2);
	for (int i = 0; i < 4; i++)
		CHECK_ROW(
			got[i].kind == OUTCOME_DEFERRED && got[i].wait_s == 31,
			i);
}

/* A whole batch, a good peer: each has its own outcome. */
static void test_every_adapter_takes_a_batch(void)
{
	for (int c = 0; channel_all[c]; c++) {
		struct out_msg msgs[BATCH];
		struct outcome got[BATCH];
		struct peer peer;

		for (int i = 0; i < BATCH; i++)
			msgs[i] = message(i + 1);
		msgs[3].address = "";
		peer_start(&peer, good_peer(channel_all[c]));
		send_to(channel_all[c], peer.port, SOON_MS, msgs, BATCH, got);
		peer_stop(&peer);
		for (int i = 0; i < BATCH; i++) {
			CHECK_ROW(got[i].kind == (i == 3 ? OUTCOME_REFUSED
							 : OUTCOME_ACCEPTED),
				c * 100 + i);
			CHECK_ROW(i == 3 || got[i].provider_id[0], i);
		}
	}
}

static void test_no_adapter_cuts_a_text(void)
{
	for (int c = 0; channel_all[c]; c++) {
		size_t n = channel_all[c]->text_max;
		char *text = malloc(n * 2 + 3);
		struct out_msg m = message(1);
		struct outcome got;
		struct peer peer;

		for (size_t i = 0; i <= n; i++)
			memcpy(text + 2 * i, "\xd1\x8f", 3);
		m.text = text;
		peer_start(&peer, good_peer(channel_all[c]));
		send_to(channel_all[c], peer.port, SOON_MS, &m, 1, &got);
		CHECK_ROW(got.kind == OUTCOME_REFUSED, c);
		text[2 * n] = '\0';
		send_to(channel_all[c], peer.port, SOON_MS, &m, 1, &got);
		CHECK_ROW(got.kind == OUTCOME_ACCEPTED, c);
		peer_stop(&peer);
		free(text);
	}
}

static void test_the_registry_is_sound(void)
{
	for (int c = 0; channel_all[c]; c++) {
		const struct channel_ops *ops = channel_all[c];

		CHECK_ROW(channel_named(ops->name) == ops, c);
		CHECK_ROW(ops->text_max > 0 && ops->conf && ops->open, c);
		ops->close(NULL);
	}
	CHECK(channel_named("pigeon") == NULL);
}

static void test_a_setting_that_is_missing_is_named(void)
{
	static const char *const telegram[][3] = {
		{"channel.telegram.url", "ftp://x", "channel.telegram.url"},
		{"channel.telegram.token", "", "channel.telegram.token"},
		{"channel.telegram.token", "71:a/b", "channel.telegram.token"},
		{"channel.telegram.mode", "pull", "channel.telegram.mode"},
		{"channel.telegram.mode", "webhook", "channel.telegram.secret"},
	};
	struct arena a;
	struct channel *ch;
	struct conf *conf;
	struct err e;

	arena_init(&a);
	conf = conf_for(&a, 1);
	CHECK(conf_set(conf, "channel.http.url", "", &e));
	CHECK(conf_set(conf, "channel.file.path", "", &e));
	CHECK(!channel_http.open(&ch, conf, &e));
	CHECK(e.kind == ERR_INVALID);
	CHECK_TEXT(e.field, "channel.http.url");
	CHECK(!channel_file.open(&ch, conf, &e));
	CHECK_TEXT(e.field, "channel.file.path");
	for (size_t i = 0; i < ARRAY_LEN(telegram); i++) {
		conf = conf_for(&a, 1);
		CHECK(conf_set(conf, telegram[i][0], telegram[i][1], &e));
		CHECK_ROW(!channel_telegram.open(&ch, conf, &e), i);
		CHECK_ROW(e.kind == ERR_INVALID, i);
		CHECK_TEXT(e.field, telegram[i][2]);
	}
	arena_release(&a);
}

static void test_the_file_has_a_line_a_message(void)
{
	struct out_msg m[2] = {message(1), message(2)};
	struct outcome got[2];
	struct arena a;
	const char *text;
	size_t n;
	struct err e;

	unlink(path);
	send_to(&channel_file, 1, SOON_MS, m, 2, got);
	arena_init(&a);
	CHECK(file_read(path, 10000, &a, &text, &n, &e));
	CHECK_TEXT(text, "{\"id\":\"1\",\"kind\":\"reminder_day\","
			 "\"to\":\"+79001234567\","
			 "\"text\":\"Анна, ждём вас завтра в 12:30.\"}\n"
			 "{\"id\":\"2\",\"kind\":\"reminder_day\","
			 "\"to\":\"+79001234567\","
			 "\"text\":\"Анна, ждём вас завтра в 12:30.\"}\n");
	arena_release(&a);
}

static void test_a_disk_that_is_full(void)
{
	struct out_msg m = message(1);
	struct outcome got;
	char kept[sizeof(path)];

	memcpy(kept, path, sizeof(path));
	snprintf(path, sizeof(path), "/dev/full");
	send_to(&channel_file, 1, SOON_MS, &m, 1, &got);
	memcpy(path, kept, sizeof(path));
	CHECK(got.kind == OUTCOME_DEFERRED);
}

/* The first and the last "test" make and remove the folder. */
static void test_start(void)
{
	CHECK(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/out", folder);
}

static void test_end(void)
{
	unlink(path);
	CHECK(rmdir(folder) == 0);
}

TEST_MAIN(test_start, test_what_the_far_end_does,
	test_nobody_there_is_no_attempt,
	test_a_deadline_that_is_over_is_no_attempt, test_the_request_says_all,
	test_a_message_for_telegram, test_which_addresses_are_dead,
	test_a_chat_keeps_its_order, test_every_adapter_takes_a_batch,
	test_no_adapter_cuts_a_text, test_the_registry_is_sound,
	test_a_setting_that_is_missing_is_named,
	test_the_file_has_a_line_a_message, test_a_disk_that_is_full, test_end)
