#ifndef CORE_MESSAGES_H
#define CORE_MESSAGES_H
/*
 * core/messages - the scenarios and templates of this program, read and
 * checked together.  Immutable, any thread.
 */
#include "core/scenario.h"
#include "core/template.h"

struct messages {
	struct scenarios scenarios;
	struct templates templates;
};

/*
 * Reads what is inside the program into `a`.  ERR_INVALID: a file is broken,
 * or a scenario names a template that is not there.
 */
MUST_USE bool messages_load(
	struct arena *a, struct messages *out, struct err *e);

#endif
