#ifndef BASE_CONF_H
#define BASE_CONF_H
/*
 * base/conf - settings as tables.
 *
 * Each part of the program brings rows (struct conf_item); together they read
 * the file, print --help and docs/config.md, and reject unknown names with the
 * nearest known one.  A file is lines `name = value`; `#` starts a comment.
 */
#include "base/buf.h"

enum conf_type {
	CONF_TEXT,
	CONF_INT,  /* with a unit in its name: _s, _ms, _n, _bytes */
	CONF_BOOL, /* yes or no */
	CONF_TYPES /* how many */
};

enum {
	CONF_SECRET = 1, /* printed as *** */
};

struct conf_item {
	const char *name; /* "http.listen"; NULL ends the table */
	enum conf_type type;
	const char *otherwise; /* the default, as text */
	int64_t min, max;      /* CONF_INT: range; CONF_TEXT: max is bytes */
	unsigned flags;        /* CONF_SECRET */
	const char *help;      /* one English sentence */
};

struct conf; /* the values; lives in the arena it was opened in */

/*
 * Makes a conf of all rows in `tables` (a NULL-terminated list of tables) with
 * their defaults.
 */
struct conf *conf_open(struct arena *a, const struct conf_item *const *tables);

/*
 * Reads a whole file's text.  ERR_INVALID names the line and the setting
 * (in e->field) and changes nothing.
 */
MUST_USE bool conf_read(
	struct conf *c, const char *text, size_t n, struct err *e);

/* Sets one value from the command line; ERR_INVALID, ERR_NOT_FOUND. */
MUST_USE bool conf_set(
	struct conf *c, const char *name, const char *value, struct err *e);

/* Values.  The name must be in the tables with that type (BUG_ON). */
const char *conf_text(const struct conf *c, const char *name);
int64_t conf_int(const struct conf *c, const char *name);
bool conf_bool(const struct conf *c, const char *name);

/* Appends every setting as `name = value` lines, secrets as ***. */
void conf_show(const struct conf *c, struct buf *out);
/* Appends docs/config.md's table of all rows. */
void conf_document(const struct conf *c, struct buf *out);

#endif
