#ifndef LANG_LANG_TABLES_H
#define LANG_LANG_TABLES_H
/*
 * lang/lang_tables - what struct lang holds.  Inside of the room.
 */
#include "lang/lang.h"
#include "lang/wordmap.h"

struct lang {
	const struct when_words *when_words;
	const struct when_rules *when_rules;
	struct wordmap numbers; /* cardinals in words */
};

#endif
