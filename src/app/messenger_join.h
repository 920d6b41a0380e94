#ifndef APP_MESSENGER_JOIN_H
#define APP_MESSENGER_JOIN_H
/*
 * app/messenger_join - proofs of who writes: a one-time link, or his own number
 * by the platform's word.  Only app/messenger includes this; all in its open
 * transaction.
 */
#include "app/chat.h"

enum join {
	JOIN_OVER,    /* no such link any more: nothing is changed */
	JOIN_ALREADY, /* he is there already */
	JOIN_DONE,    /* the peer's dialogue is another one now */
};

/* `place` is where the peer stands before; dialogue.id 0: nowhere yet. */
MUST_USE bool messenger_join_link(struct call *c, const struct chat_peer *peer,
	const struct chat_place *place, const char *token, enum join *out,
	struct err *e);

/*
 * The peer's number is proved.  If it is the number of exactly one patient, the
 * peer is he: a dialogue of his own goes on where the present one stood.
 * *name: how to greet him, or NULL: nobody was recognised.
 */
MUST_USE bool messenger_join_phone(struct call *c, const struct chat_peer *peer,
	const struct chat_place *place, const char *phone, const char **name,
	struct err *e);

#endif
