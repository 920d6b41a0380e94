#ifndef LANG_WHEN_MATCH_H
#define LANG_WHEN_MATCH_H
/*
 * lang/when_match - one rule of the grammar and what it took.  Inside of
 * lang/when_rule.
 *
 * A pattern is a list of elements: classes of lang/when_word joined with `|`;
 * a `?` behind an element lets it be left out.  The action writes down what the
 * phrase says; if it writes nothing, the rule did not match.  Of several
 * matches the longest wins, then the first of the table.  Prepositions stand in
 * a pattern only where they decide the meaning; "в", "с", "до" before a whole
 * phrase are read by when.c.
 */
#include "lang/when_rule.h"

enum { WHEN_ELEMENTS_MAX = 8 };

struct match {
	const struct when_atom *el[WHEN_ELEMENTS_MAX]; /* NULL: left out */
	int arg;                                       /* of the rule */
};

typedef void when_action_fn(const struct match *m, struct said *s);

struct when_rule {
	const char *pattern; /* NULL ends a table */
	when_action_fn *action;
	int arg;
};

extern const struct when_rule when_day_rules[];
extern const struct when_rule when_clock_rules[];

static inline bool when_is(const struct when_atom *at, int class)
{
	return at && when_set_has(at->classes, class);
}

/* The first atom of the match in that class, or NULL. */
static inline const struct when_atom *when_of(const struct match *m, int class)
{
	for (int i = 0; i < WHEN_ELEMENTS_MAX; i++)
		if (when_is(m->el[i], class))
			return m->el[i];
	return NULL;
}

#define IS(at, name) when_is(at, WHEN_INDEX_##name)
#define OF(m, name) when_of(m, WHEN_INDEX_##name)

#endif
