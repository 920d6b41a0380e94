#ifndef APP_HOME_H
#define APP_HOME_H
/*
 * app/home - an installation: the data folder with the master key, and the
 * databases that it opens.
 *
 *    FOLDER/master.key   64 hexadecimal digits, mode 0400
 *    FOLDER/zabota.db    unless the database is elsewhere
 *    FOLDER/keys.db
 *
 * Keep a copy of the key elsewhere: without it nothing personal can be read
 * again, by design.
 */
#include "store/store.h"

struct home_options {
	const char *folder;   /* the data folder */
	const char *address;  /* database; NULL: SQLite in the folder */
	const char *key_path; /* master key; NULL: in the folder */
	bool may_make;        /* a first start: make what is missing */
};

struct home {
	struct crypto_keys *keys;
	struct storage *storage;
};

/*
 * Opens an installation.  With may_make the folder and the key are made if
 * nothing was ever stored, and the schema is brought to its newest form, `now`
 * (unix s UTC) being recorded; without it nothing is changed.
 *
 * ERR_NOT_FOUND: there is no key, and may_make is not set.  ERR_CONFLICT: data
 * without their key - a new key would not open them - or a schema that this
 * program does not know.  ERR_DENIED: others may read the key's file.
 */
MUST_USE bool home_init(struct home *h, const struct home_options *options,
	int64_t now, struct err *e);
/* Every store must be released before. */
void home_release(struct home *h);

#endif
