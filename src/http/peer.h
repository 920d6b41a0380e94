#ifndef HTTP_PEER_H
#define HTTP_PEER_H
/*
 * http/peer - raw sockets on loopback for the tests of this room: the other
 * side, exactly as nasty as the test says.  Each wait ends after PEER_WAIT_MS.
 */
#include <sys/types.h>

#include "base/base.h"

enum { PEER_WAIT_MS = 10000 };

/* Connects to 127.0.0.1:port; fails the test if it cannot. */
int peer_connect(uint16_t port);
/* Writes it all; false if the other side has closed. */
bool peer_write(int fd, const void *p, size_t n);
bool peer_text(int fd, const char *text);
/* Reads until the end of the stream or `max-1` bytes; adds a NUL.  Bytes
 * read; is_closed tells whether the other side closed in time. */
size_t peer_read_all(int fd, char *to, size_t max, bool *is_closed);
/* Reads until `mark` was seen; false at the end of the stream. */
bool peer_read_until(int fd, const char *mark, char *to, size_t max);
/* One whole reply with a Content-Length; returns its status, 0 at the end. */
int peer_read_reply(int fd, char *to, size_t max);

/* Listens on a free port of 127.0.0.1. */
int peer_listen(uint16_t *port);
/* Waits for one connection. */
int peer_accept(int listening);

#endif
