#ifndef LANG_LANG_H
#define LANG_LANG_H
/*
 * lang/lang - the opened language: word tables made ready for look-up.
 *
 * Opened once at start (about 20 ms), read-only afterwards, so that all
 * threads share it.  The tables come inside the program; nothing is read from
 * disk.  Every function of the room that knows words takes it first.
 */
#include "base/arena.h"

struct lang;

/*
 * Builds all tables in `a`, where they live as long as `a` does.  Never fails:
 * a table that does not parse is a bug of ours (the tests open it).
 */
const struct lang *lang_open(struct arena *a);

#endif
