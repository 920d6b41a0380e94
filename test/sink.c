/*
 * zabota-sink - a provider for proofs and benches: takes what channel/http
 * posts and answers {"id":"s1"}, {"id":"s2"} ...
 *
 *    zabota-sink [--port N] [--ledger FILE] [--late MS] [--drop N]
 *
 * Prints its port and serves 127.0.0.1 until SIGTERM, SIGINT or the end of its
 * standard input, so that it never outlives whoever started it; then says how
 * much it took.  It keeps connections open and has one thread.
 *
 * --ledger: each Idempotency-Key, a line, as the message is taken and before
 *           it is answered; a killed sink has written what it answered
 * --late:   each answer so much later
 * --drop:   every N-th message is taken and its connection closed unanswered
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
	CONNECTIONS_MAX = 1024, /* by descriptor */
	REQUEST_BYTES_MAX = 131072,
	EVENTS_MAX = 64,
	KEY_BYTES_MAX = 200,
};

struct connection {
	char *in; /* what came and is not taken yet */
	size_t n;
	bool owes_answer;
	int64_t answer_at_ms;
	uint64_t number; /* of the message that it owes an answer */
};

static struct {
	int port, late_ms, drop_every, ledger; /* ledger -1: none */
	int epoll;
	uint64_t taken_n, dropped_n;
	int owing_n; /* connections with an answer to come */
	struct connection *all[CONNECTIONS_MAX];
} sink = {.ledger = -1};

static volatile sig_atomic_t must_stop;

static void stop(int number)
{
	(void)number;
	must_stop = 1;
}

static void give_up(const char *what)
{
	fprintf(stderr, "zabota-sink: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool watch(int fd)
{
	struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};

	return epoll_ctl(sink.epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

static void hang_up(int fd)
{
	struct connection *c = sink.all[fd];

	sink.owing_n -= c->owes_answer;
	sink.all[fd] = NULL;
	free(c->in);
	free(c);
	close(fd);
}

/* --- one request --------------------------------------------------------- */

/* The value of a header, in the request's own bytes; NULL: none. */
static const char *header(const char *head, const char *name, size_t *n)
{
	size_t name_n = strlen(name);

	for (const char *at = strstr(head, "\r\n"); at && at[2] != '\r';
		at = strstr(at + 2, "\r\n")) {
		const char *value = at + 2 + name_n + 1;

		if (strncasecmp(at + 2, name, name_n) != 0 || value[-1] != ':')
			continue;
		value += strspn(value, " ");
		*n = strcspn(value, "\r");
		return value;
	}
	return NULL;
}

/* Bytes of the first request in `c`; 0: it is not whole yet. */
static size_t request_bytes(const struct connection *c)
{
	const char *end = strstr(c->in, "\r\n\r\n"), *length;
	size_t body_n = 0, n;

	if (!end)
		return 0;
	length = header(c->in, "Content-Length", &n);
	if (length && length < end)
		body_n = (size_t)strtoul(length, NULL, 10);
	n = (size_t)(end - c->in) + 4 + body_n;
	return n <= c->n ? n : 0;
}

static void note(const char *head)
{
	char line[KEY_BYTES_MAX + 1];
	size_t n = 0;
	const char *key = header(head, "Idempotency-Key", &n);

	if (sink.ledger < 0)
		return;
	if (!key || n >= sizeof(line))
		n = 0;
	if (n > 0)
		memcpy(line, key, n);
	line[n] = '\n';
	if (write(sink.ledger, line, n + 1) != (ssize_t)n + 1)
		give_up("ledger");
}

static void answer(int fd)
{
	struct connection *c = sink.all[fd];
	char body[40], text[200];
	int n, body_n = snprintf(body, sizeof(body), "{\"id\":\"s%llu\"}",
		       (unsigned long long)c->number);

	n = snprintf(text, sizeof(text),
		"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
		"Content-Length: %d\r\n\r\n%s",
		body_n, body);
	sink.owing_n -= c->owes_answer;
	c->owes_answer = false;
	if (send(fd, text, (size_t)n, MSG_NOSIGNAL) != n)
		hang_up(fd);
}

/* Takes the first request of `n` bytes.  False: the connection is closed. */
static bool take(int fd, size_t n)
{
	struct connection *c = sink.all[fd];

	note(c->in);
	c->number = ++sink.taken_n;
	c->n -= n;
	memmove(c->in, c->in + n, c->n + 1);
	if (sink.drop_every && c->number % (uint64_t)sink.drop_every == 0) {
		sink.dropped_n++;
		hang_up(fd);
		return false;
	}
	if (sink.late_ms == 0) {
		answer(fd);
		return sink.all[fd] != NULL;
	}
	c->owes_answer = true;
	c->answer_at_ms = now_ms() + sink.late_ms;
	sink.owing_n++;
	return true;
}

/* One after the other: the next waits until this one is answered. */
static void take_whole(int fd)
{
	size_t n;

	while (!sink.all[fd]->owes_answer &&
		(n = request_bytes(sink.all[fd])) > 0)
		if (!take(fd, n))
			return;
}

/* --- connections --------------------------------------------------------- */

static void hear(int fd)
{
	struct connection *c = sink.all[fd];
	ssize_t got = recv(fd, c->in + c->n, REQUEST_BYTES_MAX - 1 - c->n, 0);

	if (got <= 0) {
		hang_up(fd);
		return;
	}
	c->n += (size_t)got;
	c->in[c->n] = '\0';
	take_whole(fd);
}

static void greet(int listener)
{
	int one = 1, fd = accept(listener, NULL, NULL);

	if (fd < 0)
		return;
	if (fd >= CONNECTIONS_MAX) {
		close(fd);
		return;
	}
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	sink.all[fd] = calloc(1, sizeof(*sink.all[fd]));
	if (!sink.all[fd] ||
		!(sink.all[fd]->in = calloc(1, REQUEST_BYTES_MAX)) ||
		!watch(fd))
		give_up("connection");
}

/* Sends the answers that are due; ms until the next one, -1: none waits. */
static int answer_due(void)
{
	int64_t now = now_ms(), first = INT64_MAX;

	for (int fd = 0; sink.owing_n > 0 && fd < CONNECTIONS_MAX; fd++) {
		struct connection *c = sink.all[fd];

		if (c && c->owes_answer && c->answer_at_ms <= now) {
			answer(fd);
			c = sink.all[fd];
			if (c)
				take_whole(fd);
			c = sink.all[fd];
		}
		if (c && c->owes_answer && c->answer_at_ms < first)
			first = c->answer_at_ms;
	}
	if (first == INT64_MAX)
		return -1;
	return first > now ? (int)(first - now) : 0;
}

static void serve(int listener)
{
	struct epoll_event events[EVENTS_MAX];

	while (!must_stop) {
		int n = epoll_wait(
			sink.epoll, events, EVENTS_MAX, answer_due());

		for (int i = 0; i < n; i++) {
			int fd = events[i].data.fd;

			if (fd == listener)
				greet(fd);
			else if (fd != STDIN_FILENO && sink.all[fd])
				hear(fd);
			else if (fd == STDIN_FILENO &&
				 read(fd, (char[64]){0}, 64) <= 0)
				return;
		}
	}
}

static int listen_at(int port)
{
	struct sockaddr_in at = {.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t n = sizeof(at);
	int one = 1, fd = socket(AF_INET, SOCK_STREAM, 0);

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (fd < 0 || bind(fd, (struct sockaddr *)&at, n) != 0 ||
		listen(fd, CONNECTIONS_MAX) != 0 ||
		getsockname(fd, (struct sockaddr *)&at, &n) != 0)
		give_up("listen");
	printf("%d\n", ntohs(at.sin_port));
	fflush(stdout);
	return fd;
}

static void read_options(int argc, char **argv)
{
	for (int i = 1; i < argc; i += 2) {
		const char *name = argv[i], *value = argv[i + 1];

		if (value && strcmp(name, "--port") == 0)
			sink.port = (int)strtol(value, NULL, 10);
		else if (value && strcmp(name, "--late") == 0)
			sink.late_ms = (int)strtol(value, NULL, 10);
		else if (value && strcmp(name, "--drop") == 0)
			sink.drop_every = (int)strtol(value, NULL, 10);
		else if (value && strcmp(name, "--ledger") == 0)
			sink.ledger = open(
				value, O_WRONLY | O_CREAT | O_APPEND, 0600);
		else {
			fputs("usage: zabota-sink [--port N] [--ledger FILE]"
			      " [--late MS] [--drop N]\n",
				stderr);
			exit(2);
		}
		if (strcmp(name, "--ledger") == 0 && sink.ledger < 0)
			give_up(value);
	}
}

int main(int argc, char **argv)
{
	struct sigaction action = {.sa_handler = stop};
	int listener;

	read_options(argc, argv);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	sink.epoll = epoll_create1(0);
	listener = listen_at(sink.port);
	if (sink.epoll < 0 || !watch(listener))
		give_up("epoll");
	/* A file, as /dev/null, cannot be watched and need not be. */
	if (!watch(STDIN_FILENO) && errno != EPERM)
		give_up("standard input");
	serve(listener);
	printf("taken %llu, of these unanswered %llu\n",
		(unsigned long long)sink.taken_n,
		(unsigned long long)sink.dropped_n);
	return 0;
}
