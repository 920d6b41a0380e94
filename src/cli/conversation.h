#ifndef CLI_CONVERSATION_H
#define CLI_CONVERSATION_H
/*
 * cli/conversation - a clinic opened for talking to it from a terminal or a
 * file: the running one of a data folder, or a throw-away demo.
 */
#include "app/app.h"
#include "app/chat.h"
#include "app/home.h"

/* Monday 2026-11-23 10:00 in Moscow: when a demo always takes place. */
#define CONVERSATION_DEMO_NOW INT64_C(1795417200)

struct conversation_options {
	bool is_demo;
	const char *clinic; /* slug; NULL: the first */
	struct home_options home;
	int64_t now; /* unix s UTC */
};

struct conversation {
	struct arena arena; /* of the process */
	struct arena call;  /* of one text; reset by the next */
	struct home home;
	struct store store;
	struct app app;
	const char *temporary; /* folder to remove; NULL */
	bool is_open;
	int64_t now; /* moves on by a few seconds with each text */
	struct chat_peer peer;
	int64_t texts_n;
};

/*
 * Opens everything.  A demo makes the demo's clinics in a temporary folder.  On
 * false nothing is left open.
 */
MUST_USE bool conversation_init(struct conversation *v,
	const struct conversation_options *options, struct err *e);
void conversation_release(struct conversation *v);

/*
 * Begins a new dialogue with the clinic `slug` (NULL: as before, at first the
 * first one), agrees to the notice, and returns what is said first.
 */
MUST_USE bool conversation_begin(struct conversation *v, const char *slug,
	struct chat_answer *out, struct err *e);

/* Says one text; the answer is good until the next call. */
MUST_USE bool conversation_say(struct conversation *v, const char *text,
	struct chat_answer *out, struct err *e);

/* Cancels what was booked, so that the next dialogue finds it free. */
MUST_USE bool conversation_undo(struct conversation *v, struct err *e);

/* A call of this conversation's visitor at its moment. */
struct call conversation_call(struct conversation *v);

#endif
