#ifndef APP_INBOUND_H
#define APP_INBOUND_H
/*
 * app/inbound - a patient answers one of our messages: by a button, a word or a
 * digit.
 *
 * What is beyond doubt (core/reaction) is done at once: the visit that the
 * message spoke of is confirmed or cancelled, or a link to move it comes back.
 * Everything else is for the dialogue (app/chat).  An answer to a message that
 * is out of date changes nothing and says how things stand.
 *
 * Who answers is proved by the channel: the caller has made sure that the text
 * came from that patient's phone or messenger.
 */
#include "app/call.h"
#include "core/reaction.h"
#include "core/visit.h"

struct inbound {
	int64_t clinic_id, patient_id;
	const char *channel; /* "phone" ... */
	const char *text;    /* typed, or the `send` of a button */
	int64_t message_id;  /* answered one; 0: the latest about a visit */
	int64_t delivery_id; /* or the answered one's row of the outbox; 0 */
};

struct inbound_answer {
	bool is_for_dialogue;   /* nothing was done or stored: app_chat_turn */
	enum reaction reaction; /* what was understood */
	struct visit visit;     /* as it is now, unless for the dialogue */
	/* The answer, stored in the history already; NULL: a message through
	 * the outbox tells it (a cancellation). */
	const char *text;
	const char *body;   /* with its buttons, JSON as in message */
	int64_t message_id; /* of the answer */
};

/*
 * One transaction: the patient's text, what it changes, the answer.  Texts
 * live in c->a.  c->who is of that clinic or the system; what is done to the
 * visit is done, and audited, as the patient by link.
 * ERR_NOT_FOUND, field "message": not a message of this patient.
 */
MUST_USE bool app_inbound(struct call *c, const struct inbound *in,
	struct inbound_answer *out, struct err *e);

#endif
