#ifndef TEST_WIRE_H
#define TEST_WIRE_H
/*
 * test/wire - one request over a bare socket, so that a test sees the answer's
 * every byte, headers and all.  An event stream is left when its head is there.
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "test/check.h"

enum { WIRE_BYTES_MAX = 4 << 20, WIRE_HEAD_MAX = 4096 };

struct wire_answer {
	int status;
	bool is_stream;
	const char *text; /* head and body as they came, a NUL behind */
	size_t n;
};

static inline int wire_connect(uint16_t port)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr = {htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	CHECK(fd >= 0);
	CHECK(connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0);
	return fd;
}

static inline void wire_put(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t done = send(fd, p, n, MSG_NOSIGNAL);

		CHECK(done > 0);
		p += done;
		n -= (size_t)done;
	}
}

/* Reads to the end of the connection, or of a stream's head. */
static inline struct wire_answer wire_read(int fd, struct arena *a)
{
	static char bytes[WIRE_BYTES_MAX];
	struct wire_answer answer = {0};
	ssize_t got;

	while ((got = recv(fd, bytes + answer.n, WIRE_BYTES_MAX - 1 - answer.n,
			0)) > 0) {
		answer.n += (size_t)got;
		bytes[answer.n] = '\0';
		answer.is_stream = strstr(bytes, "text/event-stream") &&
				   strstr(bytes, "\r\n\r\n");
		if (answer.is_stream)
			break;
	}
	CHECK(answer.n > 12 && memcmp(bytes, "HTTP/1.1 ", 9) == 0);
	answer.status = (int)strtol(bytes + 9, NULL, 10);
	answer.text = arena_copy(a, bytes, answer.n);
	return answer;
}

/* `headers` are whole lines; a body brings its Content-Length. */
static inline struct wire_answer wire_ask(uint16_t port, const char *method,
	const char *target, const char *headers, const char *body, size_t n,
	struct arena *a)
{
	char head[WIRE_HEAD_MAX];
	struct wire_answer answer;
	int fd = wire_connect(port);
	int len = snprintf(head, sizeof(head),
		"%s %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nConnection: close\r\n"
		"%s",
		method, target, (unsigned)port, headers);

	CHECK(len > 0 && len < WIRE_HEAD_MAX - 100);
	len += snprintf(head + len, sizeof(head) - (size_t)len,
		n > 0 ? "Content-Length: %zu\r\n\r\n" : "\r\n", n);
	wire_put(fd, head, (size_t)len);
	wire_put(fd, body, n);
	answer = wire_read(fd, a);
	close(fd);
	return answer;
}

#endif
