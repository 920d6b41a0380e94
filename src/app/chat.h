#ifndef APP_CHAT_H
#define APP_CHAT_H
/*
 * app/chat - a patient's conversation with the clinic, the same on the site, in
 * messengers and in the terminal.
 *
 *    app_chat_consent --> app_chat_turn, app_chat_turn ... app_chat_history
 *
 * A turn is one transaction: the patient's text, the answer, the new state,
 * and whatever was booked commit together, and are heard on CHAT_TOPIC.  The
 * patient becomes a lead with a key of his own when he consents, so nothing he
 * writes is ever stored in the clear.
 */
#include "app/call.h"
#include "base/json.h"
#include "core/dialogue.h"
#include "store/dialogue.h"
#include "store/message.h"

/* db_listen: a dialogue's id, whenever something was said in it. */
#define CHAT_TOPIC "chat"

struct chat_rules; /* the script and the words of each clinic */

/*
 * Reads the script of this version, data/dialogue/booking.json, which is inside
 * the program.  ERR_INVALID as script_read.  Shared by all threads; app_init
 * opens it.
 */
MUST_USE bool chat_rules_open(
	const struct lang *lang, struct chat_rules **out, struct err *e);
void chat_rules_close(struct chat_rules *rules);

/* Who writes, and where. */
struct chat_peer {
	int64_t clinic_id;
	const char *channel; /* "site", "telegram", "terminal" ... */
	const char *id;      /* the visitor's or messenger's id as text */
	const char *source;  /* where the patient came from: "site" */
	int64_t patient_id;  /* known by proof of the channel; 0: a new lead */
	bool is_sent; /* answers leave by the outbox: nobody waits for them */
};

struct chat_button {
	const char *text; /* the label */
	const char *send; /* what a press says */
	bool gives_phone; /* instead: hands over the number (messengers) */
};

struct chat_message {
	int64_t id; /* grows; 0: the greeting, which is not stored */
	enum message_author author;
	const char *text;
	int64_t at; /* unix s UTC */
	const struct chat_button *button;
	size_t buttons_n;
};

struct chat_answer {
	int64_t dialogue_id;       /* 0: none yet */
	int64_t turn;              /* number of this turn; 0: history */
	bool is_consented;         /* a turn would be accepted */
	enum dialogue_state state; /* open or handed */
	const struct chat_message *message;
	size_t messages_n;
};

/*
 * Records the act of consent: `version` must be the one of the clinic's notice
 * (ERR_CONFLICT, field "version": it has changed, show it again), `how` is
 * "checkbox" or "button".  Makes the lead and the dialogue; a second time
 * changes nothing.  ERR_NOT_FOUND, field "clinic".
 */
MUST_USE bool app_chat_consent(struct call *c, const struct chat_peer *peer,
	const char *version, const char *how, struct err *e);

/* Where a peer of a messenger stands. */
struct chat_place {
	struct dialogue_row dialogue;
	bool is_new;
	bool is_consented;
};

/*
 * Finds the dialogue of whoever writes in a messenger, before he could be
 * asked for consent, or begins one: a lead with a key of his own, and nothing
 * said.  In the open transaction, and nobody else takes a turn in it until that
 * ends.
 */
MUST_USE bool app_chat_open(struct call *c, const struct chat_peer *peer,
	struct chat_place *out, struct err *e);

/* The notice with its link, and the greeting with the first question. */
MUST_USE bool app_chat_words(struct call *c, int64_t clinic_id,
	struct chat_message said[2], struct err *e);

/*
 * Takes one text of the patient and answers it; *out holds the answer alone,
 * in c->a.  `client_id` (1 to 64 bytes) is the sender's own id of the text: the
 * same one gets the stored answer and nothing happens twice.
 *
 * ERR_DENIED, field "consent": app_chat_consent first.  ERR_INVALID, field
 * "text" or "client_id"; ERR_TOO_LARGE, field "text": over CHAT_TEXT_BYTES_MAX.
 * ERR_LIMIT: over CHAT_TURNS_MINUTE_MAX; nothing was stored.
 */
MUST_USE bool app_chat_turn(struct call *c, const struct chat_peer *peer,
	const char *client_id, const char *text, size_t text_n,
	struct chat_answer *out, struct err *e);

/*
 * What was said, own texts too, oldest first: the last PAGE_ROWS_MAX with id >
 * `after_id`.  An empty history holds the notice and the greeting.
 */
MUST_USE bool app_chat_history(struct call *c, const struct chat_peer *peer,
	int64_t after_id, struct chat_answer *out, struct err *e);

/*
 * What the dialogue knows by now, for rehearsals and for the operator beside
 * it; lives in c->a.  ERR_NOT_FOUND: no dialogue.
 */
MUST_USE bool app_chat_frame(struct call *c, const struct chat_peer *peer,
	struct frame *out, struct err *e);

#endif
