#ifndef STORE_MESSAGE_H
#define STORE_MESSAGE_H
/*
 * store/message - every text to and from a patient, on all channels, in one
 * table: the one history of the patient.
 */
#include "store/store.h"

enum message_author {
	AUTHOR_PATIENT,
	AUTHOR_BOT, /* the program: dialogue or scenario */
	AUTHOR_OPERATOR,
	MESSAGE_AUTHORS /* how many */
};

enum { MESSAGES_SEEN_MAX = 20000 };

struct message_row {
	int64_t id;
	int64_t clinic_id, patient_id;
	int64_t dialogue_id; /* 0: outside of any */
	int64_t delivery_id; /* the outbox row that brought it, where its id
				stands too; 0: none */
	const char *channel; /* "site", "phone", "telegram" ... */
	enum message_author author;
	const char *kind; /* "chat", or the scenario's name */
	const char *body; /* JSON: {"text", "buttons": [{"text", "send"}]} */
	struct db_value sealed; /* of store_message_seal; else it is sealed
				   as it is written */
	int64_t at;             /* unix s UTC */
};

/* Seals and writes a message of a patient whose key stands. */
MUST_USE bool store_message_insert(struct store *s, const struct message_row *m,
	struct arena *a, struct err *e);

/* Seals it before its turn to be written comes: what takes time is done then.
 */
MUST_USE bool store_message_seal(
	struct store *s, struct message_row *m, struct arena *a, struct err *e);
/* The same of many, in the open transaction. */
MUST_USE bool store_message_insert_many(struct store *s,
	const struct message_row *m, size_t n, struct arena *a, struct err *e);

/* The body of a patient's message, opened into `a`; NULL: no such message. */
MUST_USE bool store_message_body(struct store *s, int64_t patient_id,
	int64_t id, struct arena *a, const char **body, struct err *e);

/* Takes one back that did not leave after all, in the open transaction. */
MUST_USE bool store_message_delete(struct store *s, int64_t id, struct err *e);

/* The last `max` (at most PAGE_ROWS_MAX) with id > after_id, oldest first. */
MUST_USE bool store_message_of_dialogue(struct store *s, int64_t dialogue_id,
	int64_t after_id, int max, struct arena *a,
	const struct message_row **out, size_t *n, struct err *e);
/* The same of a patient of a clinic, on all channels. */
MUST_USE bool store_message_of_patient(struct store *s, int64_t clinic_id,
	int64_t patient_id, int64_t after_id, int max, struct arena *a,
	const struct message_row **out, size_t *n, struct err *e);

/* Whom messages have reached: those who talked with us first, then latest. */
struct message_reach {
	int64_t patient_id;
	int64_t last_at; /* unix s UTC */
};
/* At most `max` patients of a clinic, seen in the last MESSAGES_SEEN_MAX
 * messages of all: for the demo, whose clinics are small. */
MUST_USE bool store_message_reached(struct store *s, int64_t clinic_id, int max,
	struct arena *a, const struct message_reach **out, size_t *n,
	struct err *e);

/* "patient", "bot", "operator" */
const char *message_author_name(enum message_author author);

#endif
