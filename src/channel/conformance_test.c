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
static const struct {
	const char *name;
	struct peer_script script;
	enum outcome_kind want;
	int wait_s;
	int64_t deadline_ms;
} scripts[] = {
	{"accepts", {PEER_ANSWERS, HEAD("200 OK") BODY(10, "{\"id\":\"a\"}")},
		OUTCOME_ACCEPTED, 0, SOON_MS},
	{"refuses", {PEER_ANSWERS, HEAD("400 Bad Request") BODY(0, "")},
		OUTCOME_REFUSED, 0, SOON_MS},
	{"unknown number", {PEER_ANSWERS, HEAD("404 Not Found") BODY(0, "")},
		OUTCOME_REFUSED, 0, SOON_MS},
	{"too many",
		{PEER_ANSWERS,
			HEAD("429 Slow down") "Retry-After: 7\r\n" BODY(0, "")},
		OUTCOME_DEFERRED, 7, SOON_MS},
	{"busy", {PEER_ANSWERS, HEAD("503 Busy") BODY(0, "")}, OUTCOME_DEFERRED,
		0, SOON_MS},
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

/* Adapters that speak to a far end. */
static const struct channel_ops *const wired[] = {&channel_http};

static void test_what_the_far_end_does(void)
{
	for (size_t c = 0; c < ARRAY_LEN(wired); c++)
		for (size_t i = 0; i < ARRAY_LEN(scripts); i++) {
			struct out_msg m = message(77);
			struct outcome got = {.kind = OUTCOMES};
			struct peer peer;
			int64_t before = clock_steady_ms();

			peer_start(&peer, scripts[i].script);
			send_to(wired[c], peer.port, scripts[i].deadline_ms, &m,
				1, &got);
			peer_stop(&peer);
			if (got.kind != scripts[i].want)
				print_error("%s: %s: %s (%s)\n", wired[c]->name,
					scripts[i].name, outcome_name(got.kind),
					got.reason);
			CHECK_ROW(got.kind == scripts[i].want, i);
			CHECK_ROW(got.wait_s == scripts[i].wait_s, i);
			CHECK_ROW(got.reason != NULL, i);
			CHECK_ROW(peer.requests_n == 1, i);
			CHECK_ROW(clock_steady_ms() - before <
					  scripts[i].deadline_ms + 2000,
				i);
		}
}

static void test_nobody_there_is_no_attempt(void)
{
	for (size_t c = 0; c < ARRAY_LEN(wired); c++) {
		struct out_msg m = message(77);
		struct outcome got;

		send_to(wired[c], peer_dead_port(), SOON_MS, &m, 1, &got);
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

		peer_start(&peer, scripts[0].script);
		send_to(wired[c], peer.port, -1, &m, 1, &got);
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

	peer_start(&peer, scripts[0].script);
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
		peer_start(&peer, scripts[0].script);
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
		peer_start(&peer, scripts[0].script);
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
	test_every_adapter_takes_a_batch, test_no_adapter_cuts_a_text,
	test_the_registry_is_sound, test_a_setting_that_is_missing_is_named,
	test_the_file_has_a_line_a_message, test_a_disk_that_is_full, test_end)
