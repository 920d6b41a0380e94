#ifndef APP_MESSENGER_H
#define APP_MESSENGER_H
/*
 * app/messenger - what patients do in a messenger, whichever it is: the same
 * dialogue as on the site, answers to our messages, and proof of who they are.
 *
 *    event --> number, what it changes, the answers: one transaction
 *                                          \--> outbox (kind chat) --> channel
 *
 * An event that comes again does nothing; a process that dies in between has
 * either done all of it or nothing, and the answer leaves in any case.
 *
 * Nothing that a stranger writes is kept before he has pressed «Согласен(на)».
 */
#include "app/call.h"
#include "channel/channel.h"

enum { INVITATION_S = 3600 }; /* how long a link into a messenger opens */

/* The messenger of this installation; NULL in the app: none is set. */
struct messenger {
	const struct channel_ops *ops;
	struct channel *ch; /* the receiving instance */
	const char *clinic; /* whose it is, by its name in addresses */
	const char *bot;    /* name for links; "": no links */
};

/*
 * Opens what the settings name into `a`; *out NULL: nothing.  ERR_INVALID names
 * the setting.
 */
MUST_USE bool app_messenger_open(const struct conf *conf, struct arena *a,
	const struct messenger **out, struct err *e);
void app_messenger_close(const struct messenger *m);

/*
 * Takes one event.  c->who is the system.  ERR_UNAVAILABLE, ERR_UNCERTAIN: it
 * is to come again; after all other trouble it is remembered as done, and the
 * patient is told to call.
 */
MUST_USE bool app_messenger_take(struct call *c, int64_t clinic_id,
	const char *channel, const struct in_event *ev, struct err *e);

/*
 * Asks the messenger once for events until `deadline_ms` (steady) and takes
 * them; each at its own moment, by `now`.  For the worker that receives.
 */
MUST_USE bool app_messenger_poll(struct call *c, int64_t deadline_ms,
	int64_t (*now)(void), struct err *e);

/*
 * Takes the platform's own request, which is c->request.  *answer: the JSON to
 * answer with.  ERR_NOT_FOUND: that clinic has no such messenger; else as
 * channel_ops.webhook and app_messenger_take.
 */
MUST_USE bool app_messenger_hook(struct call *c, const char *channel,
	const char *clinic, const char **answer, struct err *e);

/* Whether app_messenger_invite can be asked for that clinic. */
bool app_messenger_invites(const struct call *c, const char *clinic);

struct chat_peer;
/*
 * Makes a one-time link into the messenger that goes on with the peer's
 * dialogue there.  ERR_NOT_FOUND: there is none to link into; ERR_DENIED, field
 * "consent".
 */
MUST_USE bool app_messenger_invite(struct call *c, const struct chat_peer *peer,
	const char *clinic, const char **url, struct err *e);
/*
 * The same for the patient who holds a link from a message, which is the proof;
 * he begins anew there.  c->who is PRINCIPAL_PATIENT_LINK.  ERR_NOT_FOUND.
 */
MUST_USE bool app_messenger_invite_holder(
	struct call *c, const char *clinic, const char **url, struct err *e);

#endif
