#ifndef APP_SESSION_H
#define APP_SESSION_H
/*
 * app/session - who is behind a browser's cookie.
 *
 *    no cookie --begin--> VISITOR --sign_in--> STAFF --end--> nothing
 *
 * A session has a new token at each rise of rights; only keyed hashes of
 * tokens are stored.  It ends after a time without use, at the latest after
 * its whole life, and no request can lengthen that.  A visitor's principal has
 * an id of its own, under which his holds and his dialogue are found.
 */
#include "app/call.h"
#include "base/err.h"

enum {
	SESSION_TOKEN_SIZE = 45, /* 256 bits as base64url, and the NUL */
	SESSION_CSRF_SIZE = 33,  /* 128 bits in hexadecimal, and the NUL */
	SESSION_STAFF_IDLE_S = 15 * 60,
	SESSION_STAFF_LIFE_S = 12 * 3600,
	SESSION_VISITOR_IDLE_S = 7 * 86400,
	SESSION_VISITOR_LIFE_S = 30 * 86400,
	SESSION_TOUCH_S = 60, /* use is noted once in that time */
};

struct session {
	struct principal who;
	const char *clinic_slug, *clinic_name; /* staff; else NULL */
	const char *staff_name;                /* staff; else NULL */
	int64_t expires_at;                    /* unix s UTC, if not used */
};

/* Begins a visitor's session and writes its token. */
MUST_USE bool app_session_begin(struct call *c, char token[SESSION_TOKEN_SIZE],
	struct session *out, struct err *e);

/*
 * Finds the session of a token and notes that it was used.  ERR_LOGIN: there
 * is none, it is over, or the employee was dismissed.
 */
MUST_USE bool app_session_find(
	struct call *c, const char *token, struct session *out, struct err *e);

/*
 * Signs an employee in; `old` (NULL if none) ends.  Blocks for argon2id.
 * ERR_LOGIN: clinic, login or password is wrong, and nothing says which.
 * ERR_LIMIT: too many sign in at once.
 */
MUST_USE bool app_session_sign_in(struct call *c, const char *clinic,
	const char *login, const char *password, const char *old,
	char token[SESSION_TOKEN_SIZE], struct session *out, struct err *e);

/* The demo's button: as the first employee of a role.  ERR_NOT_FOUND unless
 * this is a demo. */
MUST_USE bool app_session_demo(struct call *c, const char *clinic,
	enum role role, const char *old, char token[SESSION_TOKEN_SIZE],
	struct session *out, struct err *e);

/* Ends a session; one that is gone is no error. */
MUST_USE bool app_session_end(struct call *c, const char *token, struct err *e);

/* What a form or a script of this session must send along; http/router
 * compares. */
void app_session_csrf(
	struct call *c, const char *token, char csrf[SESSION_CSRF_SIZE]);

/* Deletes sessions and links that are over; worth doing once an hour. */
MUST_USE bool app_session_round(
	struct call *c, int64_t *next_at, struct err *e);

#endif
