#ifndef CORE_REACTION_H
#define CORE_REACTION_H
/*
 * core/reaction - what a short answer to a reminder means.
 *
 * Only what is beyond doubt counts: the whole text must be one of the known
 * answers ("да", "1", "приду", "отмените"; letter case, blanks, marks and
 * thanks around it aside).  Everything else is left to the dialogue.
 */
#include "base/arena.h"

enum reaction {
	REACTION_NONE, /* let the dialogue answer */
	REACTION_CONFIRM,
	REACTION_MOVE,
	REACTION_CANCEL,
	REACTIONS /* how many */
};

/* Any bytes; `a` is for scratch. */
enum reaction reaction_of(const char *text, struct arena *a);

/* Lower-case name, as logged. */
const char *reaction_name(enum reaction r);

#endif
