#include "http/server.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/peer.h"
#include "http/stream.h"
#include "os/clock.h"
#include "test/check.h"

enum { BODY_MAX = 1000, ANSWER_MAX = 65536 };

/* The handler under the server: echoes, streams, or is slow to order. */
struct echo {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	int bodies_n;               /* requests that reached body() */
	struct http_stream *stream; /* of the last GET /stream */
	char last_id[40];
	bool is_held; /* body() of /hold waits while this is set */
};

static bool on_head(void *ctx, struct http_request *req,
	struct http_reply *reply, size_t *body_max)
{
	(void)ctx;
	if (strcmp(req->path, "/no") == 0) {
		http_reply_text(reply, 403, "no\n");
		return false;
	}
	*body_max = BODY_MAX;
	return true;
}

static void open_stream(
	struct echo *echo, struct http_request *req, struct http_reply *reply)
{
	const char *id = http_header(req, "last-event-id");

	echo->stream = http_stream_open(req, reply);
	snprintf(echo->last_id, sizeof(echo->last_id), "%s", id ? id : "");
	pthread_cond_broadcast(&echo->changed);
}

static void on_body(
	void *ctx, struct http_request *req, struct http_reply *reply)
{
	struct echo *echo = ctx;
	struct buf b;
	char peer[HTTP_PEER_TEXT_BYTES];

	http_peer_text(req->peer, peer);
	buf_init(&b, req->a, 1 << 20);
	buf_print(&b, "[%s %s %s %s %zu]", http_method_name(req->method),
		req->path, req->query, peer, req->body_n);
	http_reply_bytes(reply, 200, "text/plain", b.p, b.n);
	pthread_mutex_lock(&echo->lock);
	echo->bodies_n++;
	if (strcmp(req->path, "/stream") == 0)
		open_stream(echo, req, reply);
	pthread_cond_broadcast(&echo->changed);
	while (echo->is_held && strcmp(req->path, "/hold") == 0)
		pthread_cond_wait(&echo->changed, &echo->lock);
	pthread_mutex_unlock(&echo->lock);
}

static struct http_server *begin(
	struct echo *echo, const struct http_server_settings *s)
{
	struct http_handler h = {echo, on_head, on_body, NULL};
	struct err e;
	struct http_server *srv;

	*echo = (struct echo){0};
	pthread_mutex_init(&echo->lock, NULL);
	pthread_cond_init(&echo->changed, NULL);
	srv = http_server_open(s, &h, &e);
	if (!srv)
		print_error("%s: %s\n", e.field, e.text);
	CHECK(srv != NULL);
	return srv;
}

static struct http_server_settings settings(void)
{
	struct http_server_settings s = http_server_defaults();

	s.host = "127.0.0.1";
	s.threads_n = 2;
	return s;
}

static int count(const char *text, const char *what)
{
	int n = 0;

	for (; (text = strstr(text, what)) != NULL; text++)
		n++;
	return n;
}

/*
 * Each row is sent whole, followed by a second request: whatever the first is,
 * the second must not be answered after a refusal.
 */
#define GET "GET /a HTTP/1.1\r\n"
#define POST "POST /a HTTP/1.1\r\n"
#define HOST "Host: a.example\r\n"
#define END "\r\n"
static const struct {
	const char *bytes;
	size_t n;
} refused[] = {
#define ROW(text)                                                              \
	{                                                                      \
		text, sizeof(text) - 1                                         \
	}
	/* two ways of ending a body */
	ROW(POST HOST "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n" END
		      "0\r\n\r\n"),
	ROW(POST HOST "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n" END
		      "0\r\n\r\n"),
	ROW(POST HOST "Transfer-Encoding: chunked\r\n" END "0\r\n\r\n"),
	ROW(POST HOST "Transfer-Encoding: chunked, identity\r\n" END),
	ROW(POST HOST "Transfer-Encoding: identity\r\n" END),
	ROW(POST HOST "Transfer-Encoding: xchunked\r\n" END "0\r\n\r\n"),
	ROW(POST HOST "Transfer-Encoding: \x0b"
		      "chunked\r\n" END),
	ROW(POST HOST "Transfer-Encoding : chunked\r\n" END "0\r\n\r\n"),
	ROW(POST HOST "Transfer-Encoding\t: chunked\r\n" END "0\r\n\r\n"),
	ROW(POST HOST "Transfer-Encoding:\r\n chunked\r\n" END "0\r\n\r\n"),
	ROW(POST HOST "Transfer-Encoding: chunked\r\n"
		      "Transfer-Encoding: identity\r\n" END "0\r\n\r\n"),
	ROW(POST HOST "transfer-ENCODING: CHUNKED\r\n" END "0\r\n\r\n"),
	ROW(GET HOST "Transfer-Encoding: chunked\r\n" END "0\r\n\r\n"),
	/* two lengths */
	ROW(POST HOST "Content-Length: 5\r\nContent-Length: 6\r\n" END "hello"),
	ROW(POST HOST "Content-Length: 5\r\nContent-Length: 5\r\n" END "hello"),
	ROW(POST HOST "Content-Length: 5, 5\r\n" END "hello"),
	ROW(POST HOST "Content-Length: 5,6\r\n" END "hello"),
	ROW(POST HOST "content-length: 5\r\nCONTENT-LENGTH: 0\r\n" END "hello"),
	/* a length that is none */
	ROW(POST HOST "Content-Length: +5\r\n" END "hello"),
	ROW(POST HOST "Content-Length: -5\r\n" END "hello"),
	ROW(POST HOST "Content-Length: 0x5\r\n" END "hello"),
	ROW(POST HOST "Content-Length: 5 5\r\n" END "hello"),
	ROW(POST HOST "Content-Length: 5.0\r\n" END "hello"),
	ROW(POST HOST "Content-Length: five\r\n" END "hello"),
	ROW(POST HOST "Content-Length: \r\n" END "hello"),
	ROW(POST HOST "Content-Length: 99999999999999999999\r\n" END "hello"),
	ROW(POST HOST "Content-Length: 18446744073709551621\r\n" END "hello"),
	ROW(POST HOST "Content-Length : 5\r\n" END "hello"),
	ROW(POST HOST "Content-Length\t: 5\r\n" END "hello"),
	ROW(POST HOST " Content-Length: 5\r\n" END "hello"),
	ROW(POST HOST "Content-Length:\r\n 5\r\n" END "hello"),
	ROW(POST HOST "Content-Length: 5\r\n 6\r\n" END "hello"),
	ROW(POST HOST "Content-Length: 5\0\r\n" END "hello"),
	ROW(POST HOST "Content-Length: \0"
		      "5\r\n" END "hello"),
	ROW(POST HOST "Content-Length: 5;q=1\r\n" END "hello"),
	/* folded lines */
	ROW(GET HOST "X-A: one\r\n two\r\n" END),
	ROW(GET HOST "X-A: one\r\n\ttwo\r\n" END),
	ROW(GET "Host: a\r\n .example\r\n" END),
	ROW(GET HOST "X-A:\r\n \r\n" END),
	ROW(GET HOST "X-A: b\r\n \r\n" END),
	ROW(GET "\tX: y\r\n" HOST END),
	/* NUL, CR, LF and other controls */
	ROW(GET HOST "X-A: on\0e\r\n" END),
	ROW(GET HOST "X-A: one\0\r\n" END),
	ROW(GET HOST "X-A: one\0\0\r\n" END),
	ROW(GET HOST "X-A: one\0\r\nX-B: two\r\n" END),
	ROW(GET HOST "\0\r\n" END),
	ROW(GET HOST "X-\0A: one\r\n" END),
	ROW(GET HOST "X-A\0: one\r\n" END),
	ROW(GET HOST "X-A: one\rX-B: two\r\n" END),
	ROW(GET HOST "X-A: one\nX-B: two\r\n" END),
	ROW(GET HOST "X-A: one\r\r\n" END),
	ROW(GET HOST "X-A: one\n" END),
	ROW(GET HOST "X-A: one\x01\r\n" END),
	ROW(GET HOST "X-A: one\x7f\r\n" END),
	ROW(GET HOST "X-A: one\x1b[2J\r\n" END),
	ROW("GET /a HTTP/1.1\nHost: a.example\n\n"),
	ROW("GET /a HTTP/1.1\rHost: a.example\r\r"),
	ROW("GET /a HTTP/1.1\r\nHost: a.example\n\r\n"),
	ROW("GET /a\0b HTTP/1.1\r\n" HOST END),
	ROW("GET /a HTTP/1.1\0\r\n" HOST END),
	ROW("GET\0 /a HTTP/1.1\r\n" HOST END),
	/* names */
	ROW(GET HOST "X A: one\r\n" END),
	ROW(GET HOST "X(A): one\r\n" END),
	ROW(GET HOST ": one\r\n" END),
	ROW(GET HOST "no colon\r\n" END),
	ROW(GET HOST "X-\xc3\x84: one\r\n" END),
	ROW(GET HOST "X\"A: one\r\n" END),
	/* Host */
	ROW(GET END),
	ROW(GET HOST HOST END),
	ROW(GET HOST "Host: b.example\r\n" END),
	ROW(GET "Host: \r\n" END),
	ROW(GET "Host: a b\r\n" END),
	ROW(GET "Host: a@b\r\n" END),
	ROW(GET "Host: a/b\r\n" END),
	ROW(GET "Host: a:b\r\n" END),
	ROW(GET "Host: a:99999\r\n" END),
	ROW(GET "Host: a,b\r\n" END),
	ROW(GET "Host: [::1\r\n" END),
	ROW(GET "Host: a\\b\r\n" END),
	ROW(GET "Host : a.example\r\n" END),
	/* request line */
	ROW("GET a HTTP/1.1\r\n" HOST END),
	ROW("GET http://a.example/a HTTP/1.1\r\n" HOST END),
	ROW("GET * HTTP/1.1\r\n" HOST END),
	ROW("OPTIONS * HTTP/1.1\r\n" HOST END),
	ROW("CONNECT a.example:443 HTTP/1.1\r\n" HOST END),
	ROW("TRACE /a HTTP/1.1\r\n" HOST END),
	ROW("get /a HTTP/1.1\r\n" HOST END),
	ROW("GE\tT /a HTTP/1.1\r\n" HOST END),
	ROW("GET  /a HTTP/1.1\r\n" HOST END),
	ROW("GET /a  HTTP/1.1\r\n" HOST END),
	ROW("GET /a b HTTP/1.1\r\n" HOST END),
	ROW("GET\t/a HTTP/1.1\r\n" HOST END),
	ROW("GET /a\tHTTP/1.1\r\n" HOST END),
	ROW("GET /a HTTP/1.1 \r\n" HOST END),
	ROW("GET /a HTTP/1.2\r\n" HOST END),
	ROW("GET /a HTTP/2.0\r\n" HOST END),
	ROW("GET /a HTTP/0.9\r\n" HOST END),
	ROW("GET /a HTTP/01.1\r\n" HOST END),
	ROW("GET /a http/1.1\r\n" HOST END),
	ROW("GET /a HTTP/1.1x\r\n" HOST END),
	ROW("GET /a\r\n"),
	ROW("GET /\xd0\xb6 HTTP/1.1\r\n" HOST END),
	ROW("GET /a\\b HTTP/1.1\r\n" HOST END),
	ROW("GET /a#b HTTP/1.1\r\n" HOST END),
	ROW("GET /a\"b HTTP/1.1\r\n" HOST END),
	ROW("GET /a\x01 HTTP/1.1\r\n" HOST END),
	ROW(" GET /a HTTP/1.1\r\n" HOST END),
	ROW("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
	/* doubles of what we decide on; compressed bodies */
	ROW(GET HOST "Cookie: a=1\r\nCookie: b=2\r\n" END),
	ROW(GET HOST "Origin: https://a\r\nOrigin: https://b\r\n" END),
	ROW(GET HOST "Authorization: a\r\nAuthorization: b\r\n" END),
	ROW(POST HOST "Content-Type: a/b\r\nContent-Type: c/d\r\n" END),
	ROW(POST HOST "Content-Encoding: gzip\r\nContent-Length: 2\r\n" END
		      "xx"),
	/* a body over the limit, and one that may not come at all */
	ROW(POST HOST "Content-Length: 1001\r\n" END "x"),
	ROW(POST HOST "Content-Length: 1073741824\r\n" END "x"),
	ROW("POST /no HTTP/1.1\r\n" HOST "Content-Length: 3\r\n" END "abc"),
	/* garbage */
	ROW("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"),
	ROW("HELO mail.example\r\n\r\n"),
	ROW("(){ :;}; /bin/sh\r\n\r\n"),
#undef ROW
};

/*
 * Where the library itself refuses a length that is no number, 0.9.75 writes
 * the header of its one reply twice before it closes.
 */
static bool is_one_reply(const char *got)
{
	const char *second = *got ? strstr(got + 1, "HTTP/1.") : NULL;
	size_t n = second ? (size_t)(second - got) : 0;

	return count(got, "HTTP/1.") <= 1 ||
	       (count(got, "HTTP/1.") == 2 && memcmp(got, second, n) == 0 &&
		       strstr(second, "Connection: close"));
}

static void test_ambiguous_requests_end_the_connection(void)
{
	static const char second[] =
		"GET /second HTTP/1.1\r\nHost: a.example\r\n"
		"Connection: close\r\n\r\n";
	static char got[ANSWER_MAX];
	struct http_server_settings s = settings();
	struct echo echo;
	struct http_server *srv;

	s.request_ms = 150; /* rows that leave the library waiting */
	srv = begin(&echo, &s);
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		int fd = peer_connect(http_server_port(srv));
		bool is_closed;

		(void)!peer_write(fd, refused[i].bytes, refused[i].n);
		(void)!peer_write(fd, second, sizeof(second) - 1);
		peer_read_all(fd, got, sizeof(got), &is_closed);
		close(fd);
		CHECK_ROW(is_closed, i);
		CHECK_ROW(is_one_reply(got), i);
		CHECK_ROW(!strstr(got, "/second"), i);
		CHECK_ROW(!strstr(got, " 200 "), i);
		/* 505 is the library's own word for HTTP/2.0. */
		CHECK_ROW(!strstr(got, "HTTP/1.1 5") ||
				  strstr(got, "HTTP/1.1 505"),
			i);
	}
	CHECK(echo.bodies_n == 0);
	http_server_close(srv, 1000);
}

static void test_sound_requests_pass(void)
{
	static const struct {
		const char *bytes, *want;
	} rows[] = {
		{GET HOST END, "[GET /a  127.0.0.1 0]"},
		{GET "Host: a.example:8080\r\n" END, "[GET /a "},
		{GET "Host: [::1]:8080\r\n" END, "[GET /a "},
		{GET "host:a.example\r\n" END, "[GET /a "},
		{"GET /a%20b?x=1&y=%D0%B6 HTTP/1.1\r\n" HOST END,
			"[GET /a%20b x=1&y=%D0%B6 "},
		{"GET /a?b?c=/ HTTP/1.1\r\n" HOST END, "[GET /a b?c=/ "},
		{"GET /a? HTTP/1.1\r\n" HOST END, "[GET /a  "},
		{GET HOST "X-A:\r\n" END, "[GET /a "},
		{GET HOST "X-A:   spaced   \r\n" END, "[GET /a "},
		{GET HOST "Cookie: a=1; b=2; c\r\n" END, "[GET /a "},
		{POST HOST "Content-Length: 5\r\n" END "hello",
			"[POST /a  127.0.0.1 5]"},
		{POST HOST "Content-Length: 0\r\n" END, "127.0.0.1 0]"},
		{POST HOST END, "127.0.0.1 0]"},
		{"DELETE /a HTTP/1.1\r\n" HOST END, "[DELETE /a "},
		{GET HOST "X-Forwarded-For: 10.1.1.1\r\n" END, "127.0.0.1 0]"},
		{"GET //a/../b HTTP/1.1\r\n" HOST END, "[GET //a/../b "},
	};
	static char got[ANSWER_MAX];
	struct http_server_settings s = settings();
	struct echo echo;
	struct http_server *srv = begin(&echo, &s);
	int fd = peer_connect(http_server_port(srv));

	/* All on one connection: none of them may end it. */
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		CHECK_ROW(peer_text(fd, rows[i].bytes), i);
		CHECK_ROW(peer_read_reply(fd, got, sizeof(got)) == 200, i);
		CHECK_ROW(strstr(got, rows[i].want), i);
	}
	close(fd);
	http_server_close(srv, 1000);
}

static void test_pipelined_requests_are_answered_in_order(void)
{
	static char got[ANSWER_MAX];
	struct http_server_settings s = settings();
	struct echo echo;
	struct http_server *srv = begin(&echo, &s);
	int fd = peer_connect(http_server_port(srv));

	CHECK(peer_text(fd,
		"POST /1 HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc"
		"GET /2 HTTP/1.1\r\n" HOST "\r\n"
		"GET /3 HTTP/1.1\r\n" HOST "\r\n"));
	for (int i = 1; i <= 3; i++) {
		char want[20];

		snprintf(want, sizeof(want), " /%d ", i);
		CHECK_ROW(peer_read_reply(fd, got, sizeof(got)) == 200, i);
		CHECK_ROW(strstr(got, want), i);
	}
	close(fd);
	http_server_close(srv, 1000);
}

static void test_only_the_proxy_may_say_who_asks(void)
{
	static const struct {
		const char *header, *want;
	} rows[] = {
		{"X-Forwarded-For: 203.0.113.9\r\n", " 203.0.113.9 "},
		{"X-Forwarded-For: 1.1.1.1, 203.0.113.9\r\n", " 203.0.113.9 "},
		{"X-Forwarded-For: 2001:db8::1\r\n", " 2001:db8::1 "},
		{"X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 2.2.2.2\r\n",
			" 2.2.2.2 "},
		{"X-Forwarded-For: rubbish\r\n", " 127.0.0.1 "},
		{"X-Forwarded-For: 1.1.1.1,\r\n", " 127.0.0.1 "},
		{"", " 127.0.0.1 "},
	};
	static char got[ANSWER_MAX], text[400];
	struct http_server_settings s = settings();
	struct echo echo;
	struct http_server *srv;

	s.proxy = "127.0.0.1";
	srv = begin(&echo, &s);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int fd = peer_connect(http_server_port(srv));

		snprintf(text, sizeof(text), GET HOST "%s\r\n", rows[i].header);
		CHECK_ROW(peer_text(fd, text), i);
		CHECK_ROW(peer_read_reply(fd, got, sizeof(got)) == 200, i);
		CHECK_ROW(strstr(got, rows[i].want), i);
		close(fd);
	}
	http_server_close(srv, 1000);
}

static void test_large_headers_are_refused(void)
{
	static char got[ANSWER_MAX], text[70000];
	static const size_t sizes[] = {5600, 7000, 9000, 65536};
	struct http_server_settings s = settings();
	struct echo echo;
	struct http_server *srv = begin(&echo, &s);

	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		int fd = peer_connect(http_server_port(srv));
		size_t n =
			(size_t)snprintf(text, sizeof(text), GET HOST "X-A: ");
		bool is_closed;

		memset(text + n, 'a', sizes[i]);
		memcpy(text + n + sizes[i], "\r\n\r\n", 5);
		(void)!peer_text(fd, text);
		peer_read_all(fd, got, sizeof(got), &is_closed);
		close(fd);
		CHECK_ROW(is_closed, i);
		CHECK_ROW(
			!strstr(got, " 200 ") && !strstr(got, "HTTP/1.1 5"), i);
	}
	CHECK(echo.bodies_n == 0);
	http_server_close(srv, 1000);
}

/* Sends a beginning and waits for the server to end the connection. */
static bool is_cut_after(int fd, const char *text)
{
	static char got[ANSWER_MAX];
	bool is_closed;

	(void)!peer_text(fd, text);
	peer_read_all(fd, got, sizeof(got), &is_closed);
	return is_closed && !strstr(got, " 200 ");
}

static void test_slow_requests_are_cut(void)
{
	static const char *const rows[] = {
		"",
		"G",
		"GET /a HT",
		GET,
		GET HOST "X-A: ",
		POST HOST "Content-Length: 5\r\n" END,
		POST HOST "Content-Length: 5\r\n" END "hell",
	};
	struct http_server_settings s = settings();
	struct echo echo;
	struct http_server *srv;

	s.request_ms = 60;
	srv = begin(&echo, &s);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int fd = peer_connect(http_server_port(srv));

		CHECK_ROW(is_cut_after(fd, rows[i]), i);
		close(fd);
	}
	CHECK(echo.bodies_n == 0);
	CHECK(http_server_counts(srv).cut_n == (int64_t)ARRAY_LEN(rows));
	http_server_close(srv, 1000);
}

static void test_idle_connections_are_cut(void)
{
	static char got[ANSWER_MAX];
	struct http_server_settings s = settings();
	struct echo echo;
	struct http_server *srv;
	bool is_closed;
	int fd;

	s.idle_ms = 60;
	srv = begin(&echo, &s);
	fd = peer_connect(http_server_port(srv));
	CHECK(peer_text(fd, GET HOST END));
	CHECK(peer_read_reply(fd, got, sizeof(got)) == 200);
	CHECK(peer_read_all(fd, got, sizeof(got), &is_closed) == 0);
	CHECK(is_closed);
	close(fd);
	http_server_close(srv, 1000);
}

/* The last bytes and the end in one packet: no poll tells of the end alone. */
static void test_who_asks_and_leaves_at_once_is_let_go(void)
{
	static char got[ANSWER_MAX];
	struct http_server_settings s = settings();
	struct echo echo;
	struct http_server *srv;
	bool is_closed;
	int64_t asked_ms;
	int fd;

	srv = begin(&echo, &s);
	fd = peer_connect(http_server_port(srv));
	CHECK(setsockopt(fd, IPPROTO_TCP, TCP_CORK, &(int){1}, sizeof(int)) ==
		0);
	asked_ms = clock_steady_ms();
	CHECK(peer_text(fd, GET HOST END));
	CHECK(shutdown(fd, SHUT_WR) == 0);
	CHECK(peer_read_reply(fd, got, sizeof(got)) == 200);
	CHECK(peer_read_all(fd, got, sizeof(got), &is_closed) == 0);
	CHECK(is_closed && clock_steady_ms() - asked_ms < s.idle_ms / 2);
	CHECK(http_server_counts(srv).cut_n == 0);
	close(fd);
	http_server_close(srv, 1000);
}

/* As many as there are places come at once; the threads get uneven shares. */
static void test_a_full_house_is_served(void)
{
	static char got[ANSWER_MAX];
	enum { PLACES = 64, ROUNDS = 5 };
	struct http_server_settings s = settings();
	struct echo echo;
	struct http_server *srv;
	int fd[PLACES];

	s.connections_max = PLACES;
	s.crowd_ms = s.request_ms;
	for (int round = 0; round < ROUNDS; round++) {
		srv = begin(&echo, &s);
		for (int i = 0; i < PLACES; i++)
			fd[i] = peer_connect(http_server_port(srv));
		for (int i = 0; i < PLACES; i++)
			CHECK(peer_text(fd[i], GET HOST END));
		for (int i = 0; i < PLACES; i++) {
			CHECK_ROW(
				peer_read_reply(fd[i], got, sizeof(got)) == 200,
				i);
			close(fd[i]);
		}
		http_server_close(srv, 1000);
	}
}

/* All places are taken by people who say nothing; one comes and asks. */
static void test_the_silent_keep_nobody_out(void)
{
	static char got[ANSWER_MAX];
	enum { PLACES = 8 };
	struct http_server_settings s = settings();
	struct echo echo;
	struct http_server *srv;
	int silent[PLACES], fd;

	s.connections_max = PLACES;
	s.crowd_ms = 60;
	srv = begin(&echo, &s);
	for (int i = 0; i < PLACES; i++) {
		silent[i] = peer_connect(http_server_port(srv));
		if (i % 2)
			CHECK(peer_text(silent[i], GET));
	}
	fd = peer_connect(http_server_port(srv));
	CHECK(peer_text(fd, GET HOST END));
	CHECK(peer_read_reply(fd, got, sizeof(got)) == 200);
	CHECK(http_server_counts(srv).cut_n >= 1);
	CHECK(http_server_counts(srv).cut_n < PLACES);
	close(fd);
	for (int i = 0; i < PLACES; i++)
		close(silent[i]);
	http_server_close(srv, 1000);
}

static struct http_stream *wait_stream(struct echo *echo)
{
	struct http_stream *s;

	pthread_mutex_lock(&echo->lock);
	while (!echo->stream)
		pthread_cond_wait(&echo->changed, &echo->lock);
	s = echo->stream;
	echo->stream = NULL;
	pthread_mutex_unlock(&echo->lock);
	return s;
}

static void test_streams_deliver_events(void)
{
	static char got[ANSWER_MAX];
	struct http_server_settings s = settings();
	struct echo echo;
	struct http_server *srv = begin(&echo, &s);
	struct http_stream *st;
	int fd = peer_connect(http_server_port(srv));

	CHECK(peer_text(fd,
		"GET /stream HTTP/1.1\r\n" HOST "Last-Event-ID: 41\r\n\r\n"));
	st = wait_stream(&echo);
	CHECK_TEXT(echo.last_id, "41");
	CHECK(peer_read_until(fd, "retry: 2000\n\n", got, sizeof(got)));
	CHECK(strstr(got, "text/event-stream"));
	CHECK(http_stream_send(st, "42", "turn", "one\ntwo"));
	CHECK(peer_read_until(fd, "\n\n", got, sizeof(got)));
	CHECK(strstr(got, "id: 42\nevent: turn\ndata: one\ndata: two\n\n"));
	CHECK(http_stream_send(st, NULL, NULL, "a\rb"));
	CHECK(peer_read_until(fd, "\n\n", got, sizeof(got)));
	CHECK(strstr(got, "data: a\ndata: b\n\n"));
	CHECK(http_server_counts(srv).streams_n == 1);
	http_stream_close(st);
	CHECK(peer_read_until(fd, "0\r\n\r\n", got, sizeof(got)));
	close(fd);
	http_server_close(srv, 1000);
}

/* Two threads, twenty streams: they must hold no thread while they wait. */
static void test_streams_hold_no_thread(void)
{
	static char got[ANSWER_MAX];
	struct http_server_settings s = settings();
	struct echo echo;
	struct http_server *srv = begin(&echo, &s);
	struct http_stream *st[20];
	int fd[20];

	for (int i = 0; i < 20; i++) {
		fd[i] = peer_connect(http_server_port(srv));
		CHECK(peer_text(fd[i], "GET /stream HTTP/1.1\r\n" HOST END));
		st[i] = wait_stream(&echo);
	}
	for (int i = 0; i < 20; i++) {
		CHECK(http_stream_send(st[i], NULL, NULL, "news"));
		CHECK(peer_read_until(
			fd[i], "data: news\n\n", got, sizeof(got)));
		http_stream_close(st[i]);
		close(fd[i]);
	}
	http_server_close(srv, 1000);
}

static void test_streams_show_life_and_notice_death(void)
{
	static char got[ANSWER_MAX];
	struct http_server_settings s = settings();
	struct echo echo;
	struct http_server *srv;
	struct http_stream *st;
	int fd;

	s.heartbeat_ms = 40;
	srv = begin(&echo, &s);
	fd = peer_connect(http_server_port(srv));
	CHECK(peer_text(fd, "GET /stream HTTP/1.1\r\n" HOST END));
	st = wait_stream(&echo);
	CHECK(peer_read_until(fd, "\n:\n\n", got, sizeof(got)) ||
		strstr(got, ":\n\n"));
	close(fd);
	while (http_stream_send(st, NULL, NULL, "is anybody there?"))
		;
	CHECK(!http_stream_is_open(st));
	http_stream_close(st);
	http_server_close(srv, 1000);
}

static void test_slow_readers_are_cut(void)
{
	static char event[4000];
	struct http_server_settings s = settings();
	struct echo echo;
	struct http_server *srv;
	struct http_stream *st;
	int fd;

	s.stream_bytes_max = 16384;
	s.heartbeat_ms = 40;
	srv = begin(&echo, &s);
	memset(event, 'x', sizeof(event) - 1);
	fd = peer_connect(http_server_port(srv));
	CHECK(peer_text(fd, "GET /stream HTTP/1.1\r\n" HOST END));
	st = wait_stream(&echo);
	while (http_stream_send(st, NULL, NULL, event))
		;
	http_stream_close(st);
	while (http_server_counts(srv).streams_n > 0)
		sched_yield();
	close(fd);
	http_server_close(srv, 1000);
}

static void *close_server(void *srv)
{
	http_server_close(srv, 5000);
	return NULL;
}

static void test_closing_finishes_what_runs(void)
{
	static char got[ANSWER_MAX];
	struct http_server_settings s = settings();
	struct echo echo;
	struct http_server *srv = begin(&echo, &s);
	uint16_t port = http_server_port(srv);
	int held = peer_connect(port), idle = peer_connect(port);
	int streaming = peer_connect(port);
	struct http_stream *st;
	pthread_t closer;
	bool is_closed;

	CHECK(peer_text(idle, GET HOST END));
	CHECK(peer_read_reply(idle, got, sizeof(got)) == 200);
	CHECK(peer_text(streaming, "GET /stream HTTP/1.1\r\n" HOST END));
	st = wait_stream(&echo);
	echo.is_held = true;
	CHECK(peer_text(held, "GET /hold HTTP/1.1\r\n" HOST END));
	pthread_mutex_lock(&echo.lock);
	while (echo.bodies_n < 3)
		pthread_cond_wait(&echo.changed, &echo.lock);
	pthread_mutex_unlock(&echo.lock);
	CHECK(pthread_create(&closer, NULL, close_server, srv) == 0);
	/* The idle one ends at once, though a handler still runs. */
	CHECK(peer_read_all(idle, got, sizeof(got), &is_closed) == 0);
	CHECK(is_closed);
	pthread_mutex_lock(&echo.lock);
	echo.is_held = false;
	pthread_cond_broadcast(&echo.changed);
	pthread_mutex_unlock(&echo.lock);
	CHECK(peer_read_reply(held, got, sizeof(got)) == 200);
	CHECK(strstr(got, "Connection: close"));
	pthread_join(closer, NULL);
	CHECK(!http_stream_send(st, NULL, NULL, "too late"));
	http_stream_close(st);
	close(held);
	close(idle);
	close(streaming);
}

static void test_one_address_has_a_limit(void)
{
	static char got[ANSWER_MAX];
	struct http_server_settings s = settings();
	struct echo echo;
	struct http_server *srv;
	int first, second, third;
	bool is_closed;

	s.connections_per_peer_max = 2;
	srv = begin(&echo, &s);
	first = peer_connect(http_server_port(srv));
	CHECK(peer_text(first, GET HOST END));
	CHECK(peer_read_reply(first, got, sizeof(got)) == 200);
	second = peer_connect(http_server_port(srv));
	CHECK(peer_text(second, GET HOST END));
	CHECK(peer_read_reply(second, got, sizeof(got)) == 200);
	third = peer_connect(http_server_port(srv));
	(void)!peer_text(third, GET HOST END);
	CHECK(peer_read_all(third, got, sizeof(got), &is_closed) == 0);
	CHECK(is_closed);
	close(first);
	close(second);
	close(third);
	http_server_close(srv, 1000);
}

static void test_settings_are_checked(void)
{
	struct http_handler h = {NULL, on_head, on_body, NULL};
	struct http_server_settings s = settings();
	struct err e;

	s.host = "localhost";
	CHECK(!http_server_open(&s, &h, &e));
	CHECK_TEXT(e.field, "host");
	s = settings();
	s.proxy = "proxy.example";
	CHECK(!http_server_open(&s, &h, &e));
	CHECK_TEXT(e.field, "proxy");
	s = settings();
	s.threads_n = 65;
	CHECK(!http_server_open(&s, &h, &e));
	CHECK_TEXT(e.field, "threads_n");
}

TEST_MAIN(test_ambiguous_requests_end_the_connection, test_sound_requests_pass,
	test_pipelined_requests_are_answered_in_order,
	test_only_the_proxy_may_say_who_asks, test_large_headers_are_refused,
	test_slow_requests_are_cut, test_idle_connections_are_cut,
	test_who_asks_and_leaves_at_once_is_let_go, test_a_full_house_is_served,
	test_the_silent_keep_nobody_out, test_streams_deliver_events,
	test_streams_hold_no_thread, test_streams_show_life_and_notice_death,
	test_slow_readers_are_cut, test_closing_finishes_what_runs,
	test_one_address_has_a_limit, test_settings_are_checked)
