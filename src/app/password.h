#ifndef APP_PASSWORD_H
#define APP_PASSWORD_H
/*
 * app/password - argon2id for a bounded number of callers at once: each costs
 * 19 MiB and 70 ms, so a flood of sign-ins must queue apart from all else.
 */
#include "base/err.h"

enum {
	PASSWORD_AT_ONCE_MAX = 2,
	PASSWORD_WAITING_MAX = 16, /* above: ERR_LIMIT at once */
	PASSWORD_BYTES_MIN = 8,
	PASSWORD_BYTES_MAX = 200,
};

struct password_gate;

struct password_gate *password_gate_open(void);
void password_gate_close(struct password_gate *gate);

/*
 * *matches: whether `password` is the one stored.  A `stored` of NULL or ""
 * takes as long and never matches, so that a wrong login looks like a wrong
 * password.  Blocks.  ERR_LIMIT: too many wait.
 */
MUST_USE bool password_check(struct password_gate *gate, const char *stored,
	const char *password, bool *matches, struct err *e);

#endif
