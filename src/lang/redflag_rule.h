#ifndef LANG_REDFLAG_RULE_H
#define LANG_REDFLAG_RULE_H
/*
 * lang/redflag_rule - the table that lang/redflag reads.
 *
 * After public first-aid guidance (signs at which 103 is to be called): recall
 * comes first, so a pattern is as wide as honest speech of appointments allows.
 * `|` binds single words, so a phrase of two needs a row of its own.
 */
#include "lang/redflag.h"

struct redflag_rule {
	enum redflag flag;
	bool deniable; /* a negation in front switches the rule off; patterns
			  that carry their own "не" are not */
	const char *pattern;
};

extern const struct redflag_rule redflag_rules[];
extern const size_t redflag_rules_n;

#endif
