#ifndef TEST_PROVE_SERVER_H
#define TEST_PROVE_SERVER_H
/*
 * test/prove/server - `zabota serve` and the sink as processes of their own,
 * started, watched and killed.  They end with whoever started them.
 */
#include <sys/types.h>

#include "base/base.h"

struct child {
	pid_t pid;   /* 0: none */
	int in, out; /* its standard input and output; -1 */
};

struct server_options {
	const char *program;
	const char *data, *db; /* db NULL: SQLite in the folder */
	const char *sink_url;  /* where messages go; NULL: nowhere */
	const char *log;       /* file that standard error is added to */
	/* Further settings "name=value" and variables of the environment
	 * "NAME=value"; end with NULL, or NULL. */
	const char *const *set, *const *env;
	const char *const *wrapper; /* words before the program; or NULL */
};

struct server {
	struct child child;
	int64_t started_ms; /* steady, just before exec */
	int port;           /* once server_is_up */
};

/* Starts it and does not wait. */
void server_start(struct server *s, const struct server_options *o);

/*
 * Waits until it has said its address and answered a request that reads the
 * database; false: not within `wait_ms`, or it has ended.
 */
bool server_is_up(struct server *s, int64_t wait_ms);

/* Sends the signal, to its own children too, and waits for the end; the status
 * of waitpid. */
int child_end(struct child *c, int signal_number);
/* Its status if it has ended by itself, else -1. */
int child_ended(struct child *c);

struct sink {
	struct child child;
	char url[60];
	char ledger[400]; /* a line a message taken */
};
/* Answers `late_ms` after it has taken a message. */
void sink_start(
	struct sink *s, const char *program, const char *ledger, int late_ms);

#endif
