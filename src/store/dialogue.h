#ifndef STORE_DIALOGUE_H
#define STORE_DIALOGUE_H
/*
 * store/dialogue - conversations and their turns.  What was said is sealed
 * with the patient's key; a peer is found only by a keyed hash.
 */
#include "store/store.h"

enum dialogue_state {
	DIALOGUE_OPEN,
	DIALOGUE_HANDED, /* a person was called and has not closed it */
	DIALOGUE_CLOSED,
	DIALOGUE_STATES /* how many */
};

struct dialogue_row {
	int64_t id;
	int64_t clinic_id, patient_id;
	const char *channel; /* "site", "telegram" ... */
	enum dialogue_state state;
	int64_t turns_n;                /* accepted so far */
	const char *frame;              /* the engine's JSON; NULL: none yet */
	const char *source;             /* where the patient came from */
	int64_t created_at, updated_at; /* unix s UTC */
};

/* One accepted text of the patient and the whole answer to it. */
struct turn_row {
	int64_t dialogue_id, patient_id;
	const char *client_id; /* of the sender: the same id, the same answer */
	int64_t number;        /* 1, 2, ... within the dialogue */
	int64_t at;            /* unix s UTC */
	const char *answer;    /* JSON */
};

/*
 * Writes a new dialogue of a patient whose key stands.  `peer` is who writes
 * on that channel, e.g. a messenger's user id.
 */
MUST_USE bool store_dialogue_insert(struct store *s,
	const struct dialogue_row *d, const char *peer, struct arena *a,
	struct err *e);

/* The newest dialogue of a peer that is not closed; ERR_NOT_FOUND. */
MUST_USE bool store_dialogue_by_peer(struct store *s, int64_t clinic_id,
	const char *channel, const char *peer, struct arena *a,
	struct dialogue_row *out, struct err *e);

/* One dialogue of a clinic; ERR_NOT_FOUND: none, or closed. */
MUST_USE bool store_dialogue_find(struct store *s, int64_t clinic_id,
	int64_t id, struct arena *a, struct dialogue_row *out, struct err *e);
/* Nobody else changes it until the open transaction ends. */
MUST_USE bool store_dialogue_lock(
	struct store *s, int64_t id, struct arena *a, struct err *e);
/* Ends it: its peer has none then, until he begins another. */
MUST_USE bool store_dialogue_close(
	struct store *s, int64_t id, int64_t now, struct err *e);
/*
 * From now on a peer's dialogue is this one, whoever began it; the peer's own
 * must be closed.
 */
MUST_USE bool store_dialogue_join(struct store *s, const struct dialogue_row *d,
	const char *channel, const char *peer, int64_t now, struct arena *a,
	struct err *e);

/*
 * Writes state, frame, turns_n and updated_at, if the row still counts
 * `turns_before` turns.  ERR_CONFLICT: another turn came in between.
 */
MUST_USE bool store_dialogue_update(struct store *s,
	const struct dialogue_row *d, int64_t turns_before, struct arena *a,
	struct err *e);

/*
 * What is known before a turn: how many were accepted at or after `since`
 * (unix s UTC), and the answer to this text of the client, NULL if it was never
 * accepted.
 */
MUST_USE bool store_turn_look(struct store *s, const struct dialogue_row *d,
	const char *client_id, int64_t since, struct arena *a, int64_t *n,
	const char **answer, struct err *e);
MUST_USE bool store_turn_insert(struct store *s, const struct turn_row *t,
	struct arena *a, struct err *e);

/* Closes all dialogues of a patient and empties their frames; nobody is joined
 * to them any more. */
MUST_USE bool store_dialogue_end_all(
	struct store *s, int64_t patient_id, int64_t now, struct err *e);

/* "open", "handed", "closed" */
const char *dialogue_state_name(enum dialogue_state state);

#endif
