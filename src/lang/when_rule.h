#ifndef LANG_WHEN_RULE_H
#define LANG_WHEN_RULE_H
/*
 * lang/when_rule - the grammar of dates: a table of patterns over atoms.
 * Inside of lang/when.  docs/lang.md says how to add a phrase.
 */
#include "lang/when_atom.h"
#include "lang/when_said.h"

struct when_rules; /* the table, compiled; read-only */

const struct when_rules *when_rules_open(struct arena *a);

/*
 * Finds the longest rule that matches at atom `at` of `n` and fills *out.
 * Returns how many atoms it took; 0 if none.
 */
size_t when_rule_match(const struct when_rules *r, const struct when_atom *atom,
	size_t n, size_t at, struct said *out);

#endif
