#include "test/peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int listen_somewhere(int *port)
{
	struct sockaddr_in at = {.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t n = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&at, n) != 0 ||
		getsockname(fd, (struct sockaddr *)&at, &n) != 0)
		abort();
	*port = ntohs(at.sin_port);
	return fd;
}

int peer_dead_port(void)
{
	int port;

	close(listen_somewhere(&port));
	return port;
}

/* Waits until `fd` can be read; false: the peer is told to stop. */
static bool wait_for(const struct peer *p, int fd)
{
	struct pollfd two[2] = {{fd, POLLIN, 0}, {p->stop_read, POLLIN, 0}};

	if (poll(two, 2, -1) < 0)
		abort();
	return two[1].revents == 0;
}

static bool is_whole(const char *request, size_t n)
{
	const char *end = strstr(request, "\r\n\r\n");
	const char *length = strstr(request, "Content-Length: ");
	size_t body_n = 0;

	if (!end)
		return false;
	if (length && length < end)
		body_n = (size_t)atoll(length + 16);
	return n >= (size_t)(end - request) + 4 + body_n;
}

static bool read_request(struct peer *p, int fd)
{
	size_t n = 0;

	memset(p->last, 0, sizeof(p->last));
	while (n < sizeof(p->last) - 1 && wait_for(p, fd)) {
		ssize_t got = recv(fd, p->last + n, sizeof(p->last) - 1 - n, 0);

		if (got <= 0)
			return false;
		n += (size_t)got;
		if (is_whole(p->last, n))
			return true;
	}
	return false;
}

static void write_all(int fd, const char *text, size_t n)
{
	while (n > 0) {
		ssize_t done = send(fd, text, n, MSG_NOSIGNAL);

		if (done <= 0)
			return; /* the client has had enough */
		text += done;
		n -= (size_t)done;
	}
}

static void flood(int fd)
{
	static const char head[] = "HTTP/1.1 200 OK\r\n"
				   "Content-Type: application/json\r\n"
				   "Connection: close\r\n\r\n{\"id\":\"";
	static char much[1 << 16];

	memset(much, 'x', sizeof(much));
	write_all(fd, head, sizeof(head) - 1);
	for (int i = 0; i < 64; i++)
		write_all(fd, much, sizeof(much));
}

static void serve_one(struct peer *p, int fd)
{
	if (!read_request(p, fd))
		return;
	p->requests_n++;
	switch (p->script.does) {
	case PEER_ANSWERS:
		write_all(fd, p->script.answer, strlen(p->script.answer));
		break;
	case PEER_IS_SILENT:
		wait_for(p, p->stop_read);
		break;
	case PEER_FLOODS:
		flood(fd);
		break;
	case PEER_CLOSES:
		break;
	}
}

static void *run(void *ctx)
{
	struct peer *p = ctx;

	while (wait_for(p, p->listener)) {
		int fd = accept(p->listener, NULL, NULL);

		if (fd < 0)
			continue;
		serve_one(p, fd);
		close(fd);
	}
	return NULL;
}

void peer_start(struct peer *p, struct peer_script script)
{
	int ends[2];

	*p = (struct peer){.script = script};
	p->listener = listen_somewhere(&p->port);
	if (listen(p->listener, 16) != 0 || pipe(ends) != 0)
		abort();
	p->stop_read = ends[0];
	p->stop_write = ends[1];
	if (pthread_create(&p->thread, NULL, run, p) != 0)
		abort();
}

void peer_stop(struct peer *p)
{
	if (write(p->stop_write, "x", 1) != 1)
		abort();
	pthread_join(p->thread, NULL);
	close(p->listener);
	close(p->stop_read);
	close(p->stop_write);
}
