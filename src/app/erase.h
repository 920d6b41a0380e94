#ifndef APP_ERASE_H
#define APP_ERASE_H
/*
 * app/erase - a patient is forgotten: his key is destroyed, and with it
 * everything personal that was ever stored of him, in every copy of the data.
 *
 *    one transaction: visits ahead are cancelled, what was to be sent to him
 *        is taken back, addresses are deleted, his dialogues end, audit
 *    then the key, on the disk too
 *
 * A process that dies in between leaves a patient marked as erased; the round
 * of any process that serves destroys the key then.  So it does with a key
 * that comes back with an old copy of the keys.
 */
#include "app/call.h"
#include "base/err.h"

/* db_listen: the id of a patient who was erased. */
#define ERASE_TOPIC "erase"

struct erase_request {
	const char *clinic; /* its name in addresses */
	int64_t patient_id; /* 0: by phone */
	const char *phone;  /* E.164 */
};

struct erasure {
	int64_t patient_id;
	int visits_n;   /* cancelled */
	int messages_n; /* taken back */
};

/*
 * Erases a patient; of one who is erased already it destroys what may be left.
 * ERR_NOT_FOUND, field "clinic" or "patient"; ERR_CONFLICT, field "phone":
 * several patients have it; ERR_UNAVAILABLE: try again, for he may be erased in
 * part.
 */
MUST_USE bool app_erase(struct call *c, const struct erase_request *in,
	struct erasure *out, struct err *e);

/*
 * Looks for patients whom any process has erased since *known_n were (0 at the
 * start), drops their keys from this process's memory, and destroys those that
 * still stand.
 */
MUST_USE bool app_erase_round(
	struct call *c, int64_t *known_n, int64_t *next_at, struct err *e);

#endif
