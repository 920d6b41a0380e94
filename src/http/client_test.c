#include "http/client.h"

#include <pthread.h>
#include <unistd.h>

#include "http/peer.h"
#include "test/check.h"

enum { ANSWER_MAX = 2000, LONG_MS = 5000, SHORT_MS = 300 };

/* What the scripted peer does with one connection. */
enum play {
	PLAY_ANSWER,        /* reads the request, writes `text`, closes */
	PLAY_CLOSE_EARLY,   /* closes without reading */
	PLAY_CLOSE_UNASKED, /* reads the request, closes without a word */
	PLAY_SILENCE,       /* reads the request, then waits for the end */
	PLAY_TWO,           /* answers, reads a second request, closes */
};

struct script {
	enum play play;
	const char *text;
	int listening;
	int requests_n; /* read so far */
	char request[4000];
};

static void read_request(struct script *s, int fd)
{
	if (peer_read_until(fd, "end", s->request, sizeof(s->request)))
		s->requests_n++;
}

static void play_two(struct script *s, int fd)
{
	read_request(s, fd);
	(void)!peer_text(fd, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
	read_request(s, fd);
	close(fd);
	/* Were it sent again, a third request would come here. */
}

static void *play(void *ctx)
{
	struct script *s = ctx;
	int fd = peer_accept(s->listening);
	char rest[100];
	bool is_closed;

	if (s->play == PLAY_TWO) {
		play_two(s, fd);
		return NULL;
	}
	if (s->play != PLAY_CLOSE_EARLY)
		read_request(s, fd);
	if (s->play == PLAY_ANSWER)
		(void)!peer_text(fd, s->text);
	if (s->play == PLAY_SILENCE)
		peer_read_all(fd, rest, sizeof(rest), &is_closed);
	close(fd);
	return NULL;
}

static struct http_client *client(void)
{
	struct http_client_settings s = {100, 100, NULL};

	return http_client_open(&s);
}

static struct http_ask ask(struct arena *a, uint16_t port)
{
	return (struct http_ask){.method = HTTP_POST,
		.url = arena_print(a, "http://127.0.0.1:%u/post", port),
		.body = "text=the end",
		.body_n = 12,
		.answer_max = ANSWER_MAX};
}

/* Sends one request to a peer that follows the script. */
static struct http_answer converse(
	struct script *s, struct arena *a, int64_t wait_ms)
{
	struct http_client *c = client();
	struct http_answer answer;
	struct http_ask one;
	pthread_t t;
	uint16_t port;

	s->listening = peer_listen(&port);
	one = ask(a, port);
	CHECK(pthread_create(&t, NULL, play, s) == 0);
	http_client_send(c, &one, 1, wait_ms, a, &answer);
	http_client_close(c);
	pthread_join(t, NULL);
	close(s->listening);
	return answer;
}

static const char big_answer[] =
	"HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n";

static void test_how_a_request_can_end(void)
{
	static const struct {
		enum play play;
		const char *text;
		int64_t wait_ms;
		enum http_end end;
		int status, wait_s;
		const char *body;
	} rows[] = {
		{PLAY_ANSWER, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
			LONG_MS, HTTP_END_ANSWERED, 200, -1, "ok"},
		{PLAY_ANSWER, "HTTP/1.1 204 No\r\n\r\n", LONG_MS,
			HTTP_END_ANSWERED, 204, -1, ""},
		{PLAY_ANSWER,
			"HTTP/1.1 429 Slow\r\nRetry-After: 7\r\n"
			"Content-Length: 0\r\n\r\n",
			LONG_MS, HTTP_END_ANSWERED, 429, 7, ""},
		{PLAY_ANSWER,
			"HTTP/1.1 429 Slow\r\nRetry-After: 0\r\n"
			"Content-Length: 0\r\n\r\n",
			LONG_MS, HTTP_END_ANSWERED, 429, 0, ""},
		{PLAY_ANSWER,
			"HTTP/1.1 503 No\r\nRetry-After: 999999999\r\n"
			"Content-Length: 0\r\n\r\n",
			LONG_MS, HTTP_END_ANSWERED, 503, 86400, ""},
		{PLAY_ANSWER,
			"HTTP/1.1 302 Go\r\nLocation: http://127.0.0.1:1/\r\n"
			"Content-Length: 0\r\n\r\n",
			LONG_MS, HTTP_END_ANSWERED, 302, -1, ""},
		{PLAY_ANSWER,
			"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
			LONG_MS, HTTP_END_UNANSWERED, 0, -1, ""},
		{PLAY_ANSWER, "HTTP/1.1 200 OK\r\n", LONG_MS,
			HTTP_END_UNANSWERED, 0, -1, ""},
		{PLAY_ANSWER, "\x16\x03garbage\r\n\r\n", LONG_MS,
			HTTP_END_UNANSWERED, 0, -1, ""},
		{PLAY_ANSWER, "<html>no header</html>", LONG_MS,
			HTTP_END_UNANSWERED, 0, -1, ""},
		{PLAY_ANSWER, big_answer, LONG_MS, HTTP_END_UNANSWERED, 0, -1,
			""},
		{PLAY_CLOSE_UNASKED, NULL, LONG_MS, HTTP_END_UNANSWERED, 0, -1,
			""},
		{PLAY_SILENCE, NULL, SHORT_MS, HTTP_END_UNANSWERED, 0, -1, ""},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct script s = {.play = rows[i].play, .text = rows[i].text};
		struct http_answer got;
		struct arena a;

		arena_init(&a);
		got = converse(&s, &a, rows[i].wait_ms);
		CHECK_ROW(got.end == rows[i].end, i);
		CHECK_ROW(got.status == rows[i].status, i);
		CHECK_ROW(got.wait_s == rows[i].wait_s, i);
		CHECK_ROW(strcmp(got.body, rows[i].body) == 0, i);
		CHECK_ROW(s.requests_n == 1, i);
		CHECK_ROW(got.end != HTTP_END_UNANSWERED ||
				  got.why.kind == ERR_UNCERTAIN,
			i);
		arena_release(&a);
	}
}

static void test_what_never_left_is_not_sent(void)
{
	struct http_client *c = client();
	struct http_answer got;
	struct http_ask one;
	struct arena a;
	uint16_t port;

	arena_init(&a);
	/* A port that nobody listens on any more. */
	close(peer_listen(&port));
	one = ask(&a, port);
	http_client_send(c, &one, 1, LONG_MS, &a, &got);
	CHECK(got.end == HTTP_END_NOT_SENT);
	CHECK(got.why.kind == ERR_UNAVAILABLE);
	http_client_close(c);
	arena_release(&a);
}

/* TLS to somebody who does not speak it: no byte of the request left. */
static void test_broken_tls_is_not_sent(void)
{
	struct script s = {.play = PLAY_CLOSE_EARLY};
	struct http_client *c = client();
	struct http_answer got;
	struct http_ask one;
	struct arena a;
	pthread_t t;
	uint16_t port;

	arena_init(&a);
	s.listening = peer_listen(&port);
	one = ask(&a, port);
	one.url = arena_print(&a, "https://127.0.0.1:%u/", port);
	CHECK(pthread_create(&t, NULL, play, &s) == 0);
	http_client_send(c, &one, 1, LONG_MS, &a, &got);
	CHECK(got.end == HTTP_END_NOT_SENT);
	pthread_join(t, NULL);
	close(s.listening);
	http_client_close(c);
	arena_release(&a);
}

/* The kept-open connection breaks after the body went out: never twice. */
static void test_nothing_is_sent_twice(void)
{
	struct script s = {.play = PLAY_TWO};
	struct http_client *c = client();
	struct http_answer got;
	struct http_ask one;
	struct arena a;
	pthread_t t;
	uint16_t port;

	arena_init(&a);
	s.listening = peer_listen(&port);
	one = ask(&a, port);
	CHECK(pthread_create(&t, NULL, play, &s) == 0);
	http_client_send(c, &one, 1, LONG_MS, &a, &got);
	CHECK(got.end == HTTP_END_ANSWERED);
	http_client_send(c, &one, 1, LONG_MS, &a, &got);
	CHECK(got.end == HTTP_END_UNANSWERED);
	pthread_join(t, NULL);
	CHECK(s.requests_n == 2);
	http_client_close(c);
	close(s.listening);
	arena_release(&a);
}

static void test_bad_requests_are_refused_before(void)
{
	static const struct {
		const char *url;
		struct http_pair header;
		bool is_public_only;
	} rows[] = {
		{"file:///etc/passwd", {"A", "b"}, false},
		{"gopher://127.0.0.1/", {"A", "b"}, false},
		{"", {"A", "b"}, false},
		{"http://", {"A", "b"}, false},
		{"http://a b/", {"A", "b"}, false},
		{"http://127.0.0.1:1/\r\nX: y", {"A", "b"}, false},
		{"http://127.0.0.1:1/", {"A", "b\r\nHost: c"}, false},
		{"http://127.0.0.1:1/", {"A", "b"}, true},
		{"http://[::1]:1/", {"A", "b"}, true},
		{"http://2130706433:1/", {"A", "b"}, true},
		{"http://localhost:1/", {"A", "b"}, true},
		{"http://0.0.0.0:1/", {"A", "b"}, true},
		{"http://[::ffff:127.0.0.1]:1/", {"A", "b"}, true},
		{"http://169.254.169.254/latest", {"A", "b"}, true},
		{"http://10.0.0.1:1/", {"A", "b"}, true},
	};
	struct http_client *c = client();

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct http_answer got;
		struct arena a;
		struct http_ask one;

		arena_init(&a);
		one = ask(&a, 1);
		one.url = rows[i].url;
		one.headers = &rows[i].header;
		one.headers_n = 1;
		one.is_public_only = rows[i].is_public_only;
		http_client_send(c, &one, 1, LONG_MS, &a, &got);
		CHECK_ROW(got.end == HTTP_END_REFUSED, i);
		arena_release(&a);
	}
	http_client_close(c);
}

static void test_which_addresses_are_public(void)
{
	static const struct {
		const char *text;
		bool is_public;
	} rows[] = {
		{"8.8.8.8", true},
		{"1.1.1.1", true},
		{"172.15.255.255", true},
		{"172.32.0.1", true},
		{"100.63.0.1", true},
		{"100.128.0.1", true},
		{"223.255.255.255", true},
		{"2a00:1450::1", true},
		{"0.0.0.0", false},
		{"10.255.255.255", false},
		{"100.64.0.1", false},
		{"127.255.0.1", false},
		{"169.254.169.254", false},
		{"172.16.0.1", false},
		{"172.31.255.255", false},
		{"192.168.1.1", false},
		{"198.19.0.1", false},
		{"224.0.0.1", false},
		{"255.255.255.255", false},
		{"::", false},
		{"::1", false},
		{"::ffff:10.0.0.1", false},
		{"64:ff9b::a00:1", false},
		{"fc00::1", false},
		{"fd12::1", false},
		{"fe80::1", false},
		{"ff02::1", false},
		{"2001:db8::1", false},
		{"2002:7f00:1::", false},
		{"2001::1", false},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		uint8_t peer[16];

		CHECK_ROW(http_peer_read(rows[i].text, peer), i);
		CHECK_ROW(http_peer_is_public(peer) == rows[i].is_public, i);
	}
}

/* Twenty requests to twenty silent peers wait together, not in a row. */
static void test_many_are_in_flight_at_once(void)
{
	enum { MANY = 20 };
	struct http_client *c = client();
	struct http_answer got[MANY];
	struct http_ask asks[MANY];
	struct script s[MANY];
	pthread_t t[MANY];
	struct arena a;

	arena_init(&a);
	for (int i = 0; i < MANY; i++) {
		uint16_t port;

		s[i] = (struct script){.play = PLAY_SILENCE};
		s[i].listening = peer_listen(&port);
		asks[i] = ask(&a, port);
		CHECK(pthread_create(&t[i], NULL, play, &s[i]) == 0);
	}
	http_client_send(c, asks, MANY, SHORT_MS * 2, &a, got);
	http_client_close(c);
	for (int i = 0; i < MANY; i++) {
		pthread_join(t[i], NULL);
		close(s[i].listening);
		CHECK_ROW(got[i].end == HTTP_END_UNANSWERED, i);
		CHECK_ROW(s[i].requests_n == 1, i);
	}
	arena_release(&a);
}

static struct http_client *narrow_client(void)
{
	struct http_client_settings s = {1, 1, NULL};

	return http_client_open(&s);
}

/* The only way is taken until the time is over: the others never began. */
static void test_what_had_no_turn_is_not_sent(void)
{
	struct script silent = {.play = PLAY_SILENCE};
	struct http_client *c = narrow_client();
	struct http_answer got[3];
	struct http_ask asks[3];
	struct arena a;
	uint16_t port;
	pthread_t t;

	arena_init(&a);
	silent.listening = peer_listen(&port);
	CHECK(pthread_create(&t, NULL, play, &silent) == 0);
	for (int i = 0; i < 3; i++)
		asks[i] = ask(&a, port);
	http_client_send(c, asks, 3, SHORT_MS, &a, got);
	pthread_join(t, NULL);
	CHECK(got[0].end == HTTP_END_UNANSWERED);
	for (int i = 1; i < 3; i++) {
		CHECK_ROW(got[i].end == HTTP_END_NOT_SENT, i);
		CHECK_ROW(got[i].why.kind == ERR_UNAVAILABLE, i);
	}
	CHECK(silent.requests_n == 1);
	http_client_close(c);
	close(silent.listening);
	arena_release(&a);
}

/* One after the other by the same handle, a bad one among them: what the
 * first said does not go out with the last. */
static void test_a_request_forgets_the_one_before(void)
{
	static const struct http_pair key[] = {{"X-Key", "secret"}};
	static const struct http_pair last[] = {{"X-Last", "end"}};
	static const char ok[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
				 "Connection: close\r\n\r\nok";
	struct script s[2] = {{.play = PLAY_ANSWER, .text = ok},
		{.play = PLAY_ANSWER, .text = ok}};
	struct http_client *c = narrow_client();
	struct http_answer got[3];
	struct http_ask asks[3];
	struct arena a;
	uint16_t ports[2];
	pthread_t t[2];

	arena_init(&a);
	for (int i = 0; i < 2; i++) {
		s[i].listening = peer_listen(&ports[i]);
		CHECK(pthread_create(&t[i], NULL, play, &s[i]) == 0);
	}
	asks[0] = ask(&a, ports[0]);
	asks[0].method = HTTP_PUT;
	asks[0].headers = key;
	asks[0].headers_n = 1;
	asks[1] = (struct http_ask){.method = HTTP_GET, .url = "file:///"};
	asks[2] = (struct http_ask){.method = HTTP_GET,
		.url = arena_print(&a, "http://127.0.0.1:%u/it", ports[1]),
		.headers = last,
		.headers_n = 1,
		.answer_max = ANSWER_MAX};
	http_client_send(c, asks, 3, LONG_MS, &a, got);
	for (int i = 0; i < 2; i++) {
		pthread_join(t[i], NULL);
		close(s[i].listening);
		CHECK_ROW(got[i * 2].end == HTTP_END_ANSWERED, i);
		CHECK_ROW(strcmp(got[i * 2].body, "ok") == 0, i);
	}
	CHECK(got[1].end == HTTP_END_REFUSED);
	CHECK(strncmp(s[0].request, "PUT /post HTTP/1.1\r\n", 20) == 0);
	CHECK(strncmp(s[1].request, "GET /it HTTP/1.1\r\n", 18) == 0);
	CHECK(!strstr(s[1].request, "X-Key"));
	CHECK(!strstr(s[1].request, "Content-Length"));
	http_client_close(c);
	arena_release(&a);
}

static void test_headers_and_methods_go_out(void)
{
	static const struct http_pair headers[] = {
		{"X-Key", "secret"}, {"X-Empty", ""}};
	struct script s = {.play = PLAY_ANSWER,
		.text = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"};
	struct http_client *c = client();
	struct http_answer got;
	struct http_ask one;
	struct arena a;
	pthread_t t;
	uint16_t port;

	arena_init(&a);
	s.listening = peer_listen(&port);
	one = ask(&a, port);
	one.method = HTTP_PUT;
	one.headers = headers;
	one.headers_n = 2;
	CHECK(pthread_create(&t, NULL, play, &s) == 0);
	http_client_send(c, &one, 1, LONG_MS, &a, &got);
	pthread_join(t, NULL);
	CHECK(got.end == HTTP_END_ANSWERED);
	CHECK(strncmp(s.request, "PUT /post HTTP/1.1\r\n", 20) == 0);
	CHECK(strstr(s.request, "X-Key: secret\r\n"));
	CHECK(strstr(s.request, "X-Empty:\r\n"));
	CHECK(strstr(s.request, "Content-Length: 12\r\n"));
	CHECK(!strstr(s.request, "Expect"));
	http_client_close(c);
	close(s.listening);
	arena_release(&a);
}

TEST_MAIN(test_how_a_request_can_end, test_what_never_left_is_not_sent,
	test_broken_tls_is_not_sent, test_nothing_is_sent_twice,
	test_bad_requests_are_refused_before, test_which_addresses_are_public,
	test_many_are_in_flight_at_once, test_headers_and_methods_go_out,
	test_what_had_no_turn_is_not_sent,
	test_a_request_forgets_the_one_before)
