#ifndef APP_CHAT_SAID_H
#define APP_CHAT_SAID_H
/*
 * app/chat_said - what is said in a dialogue: as JSON, in the history, and on
 * its way.  Only app/chat and app/messenger include this.
 */
#include "app/chat.h"

/* Writes one message into the history, in the open transaction. */
MUST_USE bool chat_said_store(struct call *c, const struct dialogue_row *d,
	const struct chat_message *m, struct err *e);

/*
 * Lets a message that stands in the history leave by d->channel: a row of the
 * outbox with its id.  `turn` is the number of the turn that it ends: a press
 * of its buttons counts until the next one.
 */
MUST_USE bool chat_said_send(struct call *c, const struct dialogue_row *d,
	const struct chat_message *m, int64_t turn, struct err *e);

/* Reads a row of the history back. */
MUST_USE bool chat_said_read(struct call *c, const struct message_row *row,
	struct chat_message *out, struct err *e);

/* A whole answer as JSON, and back when its text comes a second time. */
MUST_USE bool chat_answer_write(struct arena *a,
	const struct chat_answer *answer, const char **out, struct err *e);
MUST_USE bool chat_answer_read(struct arena *a, const struct dialogue_row *d,
	const char *stored, struct chat_answer *out, struct err *e);

#endif
