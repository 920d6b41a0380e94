#include "http/acceptor.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <unistd.h>

/* How long to wait for room: of connections, or of the system's files. */
enum { FULL_MS = 20 };

/* Neither end is inherited, neither read blocks. */
static bool tame(int fd)
{
	return fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 &&
	       fcntl(fd, F_SETFL, O_NONBLOCK) == 0;
}

static bool bind_to(
	int fd, const struct sockaddr *address, socklen_t n, int backlog_n)
{
	int yes = 1, no = 0;

	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) != 0)
		return false;
	/* "::" takes IPv4 as well */
	if (address->sa_family == AF_INET6 &&
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof(no)) != 0)
		return false;
	return tame(fd) && bind(fd, address, n) == 0 &&
	       listen(fd, backlog_n) == 0;
}

bool acceptor_listen(struct acceptor *a, const struct sockaddr *address,
	socklen_t address_n, int backlog_n, struct err *e)
{
	a->stop[0] = a->stop[1] = -1;
	a->listening = socket(address->sa_family, SOCK_STREAM, 0);
	if (a->listening >= 0 && pipe(a->stop) == 0 && tame(a->stop[0]) &&
		tame(a->stop[1]) &&
		bind_to(a->listening, address, address_n, backlog_n))
		return true;
	return err_set(e, ERR_UNAVAILABLE, "cannot listen on this address");
}

uint16_t acceptor_port(const struct acceptor *a)
{
	union {
		struct sockaddr any;
		struct sockaddr_in four;
		struct sockaddr_in6 six;
	} at = {0};
	socklen_t n = sizeof(at);

	if (getsockname(a->listening, &at.any, &n) != 0)
		return 0;
	return ntohs(at.any.sa_family == AF_INET6 ? at.six.sin6_port
						  : at.four.sin_port);
}

/* The library picks the thread by the number of the socket, and closes what
 * it refuses. */
static void hand_over(
	struct acceptor *a, int fd, const struct sockaddr *peer, socklen_t n)
{
	a->held_n++;
	if (MHD_add_connection(a->daemon, fd, peer, n) != MHD_YES)
		a->held_n--;
}

static bool accept_one(struct acceptor *a)
{
	struct sockaddr_storage peer;
	socklen_t n = sizeof(peer);
	int fd = accept(a->listening, (struct sockaddr *)&peer, &n);

	if (fd < 0)
		return false;
	if (!tame(fd))
		close(fd);
	else
		hand_over(a, fd, (struct sockaddr *)&peer, n);
	return true;
}

void acceptor_left(struct acceptor *a)
{
	a->held_n--;
}

static bool is_full(const struct acceptor *a)
{
	return a->held_n >= a->connections_max;
}

static void run(void *ctx)
{
	struct acceptor *a = ctx;
	struct pollfd wait[2] = {{.fd = a->stop[0], .events = POLLIN},
		{.fd = a->listening, .events = POLLIN}};

	for (bool is_paused = false;;) {
		/* while there is no room only the end is waited for */
		(void)poll(wait, is_paused ? 1 : 2, is_paused ? FULL_MS : -1);
		if (wait[0].revents)
			return;
		is_paused = is_full(a);
		while (!is_full(a) && accept_one(a))
			;
		is_paused |= errno == EMFILE || errno == ENFILE ||
			     errno == ENOBUFS || errno == ENOMEM;
		errno = 0;
	}
}

bool acceptor_start(struct acceptor *a, struct err *e)
{
	a->is_running = thread_start(&a->thread, run, a, e);
	return a->is_running;
}

static void shut(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void acceptor_close(struct acceptor *a)
{
	shut(&a->stop[1]); /* its other end hears that */
	if (a->is_running)
		thread_join(&a->thread);
	a->is_running = false;
	shut(&a->stop[0]);
	shut(&a->listening);
}
