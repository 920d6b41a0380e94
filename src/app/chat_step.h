#ifndef APP_CHAT_STEP_H
#define APP_CHAT_STEP_H
/*
 * app/chat_step - runs the steps of one turn: performs what core/dialogue asks
 * for and feeds the results back.  Only app/chat includes this.
 *
 * First without a transaction (reading, understanding, searching), up to the
 * first action that writes; then inside one, which so stays short.
 */
#include "app/chat.h"

enum {
	CHAT_SAID_MAX = 16, /* messages of one turn */
	CHAT_RELEASES_MAX = 4,
};

struct chat_work {
	struct dialogue_world world;
	struct frame frame;
	int64_t clinic_id, dialogue_id, patient_id;
	const char *channel, *source;
	struct dialogue_action said[CHAT_SAID_MAX]; /* ACTION_SAY */
	size_t said_n;
	bool is_handed;
	enum dialogue_hand hand;
	int64_t release[CHAT_RELEASES_MAX]; /* holds given up */
	size_t releases_n;
	bool has_pending;               /* a step waits for a transaction */
	struct dialogue_action pending; /* the action that writes */
	int steps_n;
};

/* What a step needs of the clinic: catalogue, zones, its own answers. */
MUST_USE bool chat_world(struct call *c, int64_t clinic_id,
	struct dialogue_world *out, struct err *e);

/*
 * Applies the first event of a turn and goes on until nothing is left to do
 * or an action wants to write.
 */
MUST_USE bool chat_step_first(struct call *c, struct chat_work *w,
	const struct dialogue_event *ev, struct err *e);

/* Does what is pending, in the open transaction, and all that follows. */
MUST_USE bool chat_step_rest(
	struct call *c, struct chat_work *w, struct err *e);

#endif
