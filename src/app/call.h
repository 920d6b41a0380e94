#ifndef APP_CALL_H
#define APP_CALL_H
/*
 * app/call - what every use case is given: one request, command or worker
 * round, with its memory, its moment and whoever asks.
 *
 * An app function does one thing in one transaction: it opens the transaction,
 * changes rows, writes outbox rows and the audit row, and commits.  It takes
 * `struct call *c` first.
 */
#include "base/arena.h"
#include "core/principal.h"

struct app;
struct catalogue;
struct store;
struct http_request;
struct http_reply;

struct call {
	struct app *app;     /* process: config, zones, catalogues */
	struct store *store; /* this thread's handle */
	struct arena *a;     /* reset when the call ends */
	int64_t now;         /* unix s UTC; the only clock there is */
	int64_t id;          /* request id, in log and audit */
	struct principal who;
	bool is_english; /* texts for people; else Russian */
	/* The catalogue that this call looked up last: app/catalogue's own, so
	 * that a call asks once and sees one version throughout. */
	const struct catalogue *catalogue;
	/* Of `api` alone; NULL in commands and rounds. */
	struct http_request *request;
	struct http_reply *reply;
};

#endif
