#ifndef HTTP_ACCEPTOR_H
#define HTTP_ACCEPTOR_H
/*
 * http/acceptor - listens, and deals new connections out to the library's
 * threads evenly.  Left to themselves the threads take connections as they
 * wake: one holds five, another none, and a request waits behind the others of
 * its thread although a thread is free.
 */
#include <microhttpd.h>
#include <sys/socket.h>

#include "os/thread.h"

struct acceptor {
	struct MHD_Daemon *daemon;
	_Atomic int64_t held_n;  /* accepted and not yet left */
	int64_t connections_max; /* more wait to be accepted */
	int listening, stop[2];  /* -1: not open */
	struct thread thread;
	bool is_running;
};

/*
 * Binds and listens; with acceptor_close also after a failure.
 * ERR_UNAVAILABLE: the address cannot be had.
 */
MUST_USE bool acceptor_listen(struct acceptor *a,
	const struct sockaddr *address, socklen_t address_n, int backlog_n,
	struct err *e);
/* Begins to accept; the other members must be set. */
MUST_USE bool acceptor_start(struct acceptor *a, struct err *e);
/*
 * A connection is over; for the library's call-back, any thread.  Counted from
 * the accepting on: its thread takes it up only later, and a crowd that comes
 * at once would all be let in.
 */
void acceptor_left(struct acceptor *a);
/* Stops accepting and listening; a second time is fine. */
void acceptor_close(struct acceptor *a);

uint16_t acceptor_port(const struct acceptor *a);

#endif
