#include "http/peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

static struct sockaddr_in loopback(uint16_t port)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return a;
}

int peer_connect(uint16_t port)
{
	struct sockaddr_in a = loopback(port);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	BUG_ON(fd < 0);
	BUG_ON(connect(fd, (struct sockaddr *)&a, sizeof(a)) != 0);
	return fd;
}

bool peer_write(int fd, const void *p, size_t n)
{
	const char *at = p;

	while (n) {
		ssize_t done = send(fd, at, n, MSG_NOSIGNAL);

		if (done <= 0)
			return false;
		at += done;
		n -= (size_t)done;
	}
	return true;
}

bool peer_text(int fd, const char *text)
{
	return peer_write(fd, text, strlen(text));
}

/* Bytes, 0 at the end or a reset, -1 when nothing came in time. */
static ssize_t read_some(int fd, char *to, size_t max)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	ssize_t n;

	if (poll(&p, 1, PEER_WAIT_MS) != 1)
		return -1;
	n = recv(fd, to, max, 0);
	return n < 0 ? 0 : n;
}

size_t peer_read_all(int fd, char *to, size_t max, bool *is_closed)
{
	size_t n = 0;
	ssize_t got = 1;

	while (got > 0 && n < max - 1) {
		got = read_some(fd, to + n, max - 1 - n);
		if (got > 0)
			n += (size_t)got;
	}
	to[n] = '\0';
	*is_closed = got == 0;
	return n;
}

bool peer_read_until(int fd, const char *mark, char *to, size_t max)
{
	size_t n = 0;

	to[0] = '\0';
	while (!strstr(to, mark)) {
		/* Byte by byte: what follows stays for the next reader. */
		if (n == max - 1 || read_some(fd, to + n, 1) <= 0)
			return false;
		to[++n] = '\0';
	}
	return true;
}

int peer_read_reply(int fd, char *to, size_t max)
{
	const char *length;
	size_t n, body_n = 0;

	if (!peer_read_until(fd, "\r\n\r\n", to, max))
		return 0;
	n = strlen(to);
	length = strstr(to, "Content-Length: ");
	if (length)
		body_n = strtoul(length + 16, NULL, 10);
	while (body_n && n < max - 1) {
		ssize_t got = read_some(fd, to + n, body_n);

		if (got <= 0)
			return 0;
		n += (size_t)got;
		body_n -= (size_t)got;
	}
	to[n] = '\0';
	return (int)strtol(to + 9, NULL, 10);
}

int peer_listen(uint16_t *port)
{
	struct sockaddr_in a = loopback(0);
	socklen_t n = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	BUG_ON(fd < 0);
	BUG_ON(bind(fd, (struct sockaddr *)&a, sizeof(a)) != 0);
	BUG_ON(listen(fd, 64) != 0);
	BUG_ON(getsockname(fd, (struct sockaddr *)&a, &n) != 0);
	*port = ntohs(a.sin_port);
	return fd;
}

int peer_accept(int listening)
{
	struct pollfd p = {.fd = listening, .events = POLLIN};

	if (poll(&p, 1, PEER_WAIT_MS) != 1)
		return -1;
	return accept(listening, NULL, NULL);
}
