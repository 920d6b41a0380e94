#ifndef API_ERRORS_H
#define API_ERRORS_H
/*
 * api/errors - how an error looks from outside: a status by its kind, and
 * a sentence for people by kind and field.  The error's own text is for
 * operators and never leaves.
 */
#include "base/arena.h"
#include "base/err.h"
#include "http/reply.h"

/* The one HTTP status of a kind (not ERR_NONE: BUG_ON). */
int errors_status(enum err_kind kind);

/* The sentence, Russian or English. */
const char *errors_text(const struct err *e, bool is_english);

/*
 * Fills the reply: {"error":{"kind","field","text"}} under /api/, plain text
 * elsewhere.
 */
void errors_reply(struct http_reply *reply, const struct http_request *req,
	bool is_english, const struct err *e);

#endif
