#ifndef BASE_ERR_H
#define BASE_ERR_H
/*
 * base/err - why a call failed: a kind that code switches on, and a short text
 * for operators.
 *
 * A function that can fail returns bool (true: done), takes `struct err *e`
 * last (never NULL) and on false has filled *e and left its other outputs
 * untouched.  `text` and `field` never hold patient data, message text, tokens
 * or phone numbers: they go to logs.
 */
#include "base/base.h"

enum err_kind {
	ERR_NONE,
	ERR_INVALID,     /* the input is wrong: do not retry */
	ERR_NOT_FOUND,   /* no such row, page, channel; or another clinic's */
	ERR_CONFLICT,    /* not legal in the present state, or taken */
	ERR_LOGIN,       /* who are you? sign in first */
	ERR_DENIED,      /* known, but no permission or no consent */
	ERR_TOO_LARGE,   /* one input is over its stated size */
	ERR_LIMIT,       /* a stated rate or count was hit: slow down */
	ERR_UNAVAILABLE, /* try later: busy, or refused before we sent */
	ERR_UNCERTAIN,   /* it may have happened: never retry blindly */
	ERR_INTERNAL,    /* our bug, or corrupt stored data */
	ERR_KINDS        /* how many */
};

struct err {
	enum err_kind kind;
	char field[40]; /* the input that is wrong, "" if not one */
	char text[160];
};

/*
 * Fills *e, with no field.  Returns false, so that a caller can write
 * `return err_set(e, ERR_INVALID, "phone: %d digits", n);`.  A text that does
 * not fit is cut at a character's end.
 */
bool err_set(struct err *e, enum err_kind kind, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

/* As err_set, and names the input field that is wrong. */
bool err_field(struct err *e, enum err_kind kind, const char *field,
	const char *fmt, ...) PRINTF_LIKE(4, 5);

/* Returns the kind's stable lower-case name, e.g. "not_found". */
const char *err_name(enum err_kind kind);

#endif
