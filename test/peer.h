#ifndef TEST_PEER_H
#define TEST_PEER_H
/*
 * test/peer - the other end of a wire, scripted: a loopback HTTP server on a
 * port of its own that does the same to every request and keeps what it got.
 */
#include <pthread.h>

#include "base/base.h"

enum peer_does {
	PEER_ANSWERS,   /* writes `answer` and closes */
	PEER_CLOSES,    /* reads the request, closes without a word */
	PEER_IS_SILENT, /* reads the request, says nothing until peer_stop */
	PEER_FLOODS,    /* a good head, then more body than anybody wants */
};

struct peer_script {
	enum peer_does does;
	const char *answer; /* PEER_ANSWERS: head and body as on the wire */
};

enum { PEER_REQUEST_MAX = 16384 };

struct peer {
	struct peer_script script;
	int port; /* 0: it listens nowhere (peer_refuse) */
	/* Read these after peer_stop only. */
	int requests_n;
	char last[PEER_REQUEST_MAX]; /* the last request, head and body */
	/* its own */
	int listener, stop_read, stop_write;
	pthread_t thread;
};

void peer_start(struct peer *p, struct peer_script script);
void peer_stop(struct peer *p);

/* Returns a port of this machine on which nobody listens. */
int peer_dead_port(void);

#endif
