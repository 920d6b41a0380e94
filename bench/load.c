#include "bench/load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "bench/bench.h"
#include "os/clock.h"

enum { EVENTS_N = 64, FIRST_ROOM = 4096, WAIT_MS = 20000, PEERS = 200 };

struct link {
	int fd, index;
	bool is_asking;
	int64_t asked_us;
	char *in; /* what has come of the answer */
	size_t in_n, in_room;
};

struct load {
	int epoll, n;
	int asking_n;
	int64_t until_us; /* 0: no end */
	const struct load_user *user;
	struct link *links;
	struct arena a; /* of one request */
};

/* ---- connecting --------------------------------------------------------- */

static void bind_to(int fd, int peer)
{
	struct sockaddr_in from = {.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(0x7f000000u + (uint32_t)peer)};

	if (bind(fd, (struct sockaddr *)&from, sizeof(from)) != 0)
		bench_stop("no address to connect from");
}

static void connect_link(struct load *l, int i, uint16_t port, int peer)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct link *k = &l->links[i];
	struct epoll_event ev = {.events = EPOLLIN, .data.ptr = k};
	int yes = 1;

	k->index = i;
	k->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (k->fd < 0)
		bench_stop("no socket; see ulimit -n");
	if (peer)
		bind_to(k->fd, peer);
	setsockopt(k->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	if (connect(k->fd, (struct sockaddr *)&to, sizeof(to)) != 0 ||
		epoll_ctl(l->epoll, EPOLL_CTL_ADD, k->fd, &ev) != 0)
		bench_stop("cannot connect to the server");
}

struct load *load_open(uint16_t port, int connections_n, int first_peer)
{
	struct load *l = calloc(1, sizeof(*l));

	if (!l)
		base_no_memory();
	l->epoll = epoll_create1(EPOLL_CLOEXEC);
	l->n = connections_n;
	l->links = calloc((size_t)l->n, sizeof(*l->links));
	if (l->epoll < 0 || !l->links)
		bench_stop("no epoll");
	arena_init(&l->a);
	for (int i = 0; i < l->n; i++)
		connect_link(
			l, i, port, first_peer ? first_peer + i % PEERS : 0);
	return l;
}

void load_close(struct load *l)
{
	for (int i = 0; i < l->n; i++) {
		close(l->links[i].fd);
		free(l->links[i].in);
	}
	close(l->epoll);
	arena_release(&l->a);
	free(l->links);
	free(l);
}

/* ---- asking ------------------------------------------------------------- */

static void send_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t sent = send(fd, p, n, MSG_NOSIGNAL);

		if (sent <= 0)
			bench_stop("the server closed a connection");
		p += sent;
		n -= (size_t)sent;
	}
}

static void ask(struct load *l, struct link *k)
{
	struct buf request;

	k->is_asking = false;
	if (l->until_us && clock_steady_us() >= l->until_us)
		return;
	arena_reset(&l->a);
	buf_init(&request, &l->a, LOAD_REQUEST_BYTES_MAX);
	if (!l->user->next(l->user->ctx, k->index, &request))
		return;
	if (request.is_over)
		bench_stop("a request is too long");
	k->is_asking = true;
	k->in_n = 0;
	k->asked_us = clock_steady_us();
	l->asking_n++;
	send_all(k->fd, request.p, request.n);
}

/* ---- reading ------------------------------------------------------------ */

/* Bytes of the whole answer, 0 while its head is not there. */
static size_t length_of(const struct link *k, size_t *head_n)
{
	static const char field[] =
		"\r\nContent-Length:"; /* as ours writes it */
	const char *end = strstr(k->in, "\r\n\r\n");
	const char *length;

	if (!end)
		return 0;
	*head_n = (size_t)(end - k->in) + 4;
	length = strstr(k->in, field);
	if (!length || length > end)
		return *head_n;
	return *head_n +
	       (size_t)strtoull(
		       length + strlen("\r\ncontent-length:"), NULL, 10);
}

static void take(struct load *l, struct link *k)
{
	size_t head_n = 0, n = length_of(k, &head_n);
	struct load_answer a;

	if (n == 0 || k->in_n < n)
		return;
	l->asking_n--;
	k->in[head_n - 1] = '\0';
	a = (struct load_answer){
		.status = (int)strtol(k->in + strlen("HTTP/1.1 "), NULL, 10),
		.head = k->in,
		.body = k->in + head_n,
		.body_n = n - head_n,
		.us = clock_steady_us() - k->asked_us,
	};
	l->user->answer(l->user->ctx, k->index, &a);
	ask(l, k);
}

static void receive(struct load *l, struct link *k)
{
	ssize_t got;

	if (k->in_room < k->in_n + FIRST_ROOM) {
		k->in_room = 2 * k->in_room + FIRST_ROOM;
		if (k->in_room > 2 * LOAD_ANSWER_BYTES_MAX)
			bench_stop("an answer is too long");
		k->in = realloc(k->in, k->in_room);
		if (!k->in)
			base_no_memory();
	}
	got = recv(k->fd, k->in + k->in_n, k->in_room - k->in_n - 1, 0);
	if (got == 0 && !k->is_asking) {
		/* idle for long while others still asked */
		epoll_ctl(l->epoll, EPOLL_CTL_DEL, k->fd, NULL);
		return;
	}
	if (got <= 0 || !k->is_asking)
		bench_stop("the server closed a connection");
	k->in_n += (size_t)got;
	k->in[k->in_n] = '\0';
	take(l, k);
}

int64_t load_run(struct load *l, const struct load_user *u, int64_t run_us)
{
	int64_t from_us = clock_steady_us();
	struct epoll_event events[EVENTS_N];

	l->user = u;
	l->until_us = run_us ? from_us + run_us : 0;
	for (int i = 0; i < l->n; i++)
		ask(l, &l->links[i]);
	while (l->asking_n > 0) {
		int n = epoll_wait(l->epoll, events, EVENTS_N, WAIT_MS);

		if (n == 0 || (n < 0 && errno != EINTR))
			bench_stop("the server is silent");
		for (int i = 0; i < n; i++)
			receive(l, events[i].data.ptr);
	}
	return clock_steady_us() - from_us;
}

int64_t load_cpu_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}
