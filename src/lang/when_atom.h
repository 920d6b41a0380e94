#ifndef LANG_WHEN_ATOM_H
#define LANG_WHEN_ATOM_H
/*
 * lang/when_atom - tokens joined and classed for the rules of dates: "двадцать
 * третьего" is one atom, as is "20.03.2026" or "15:30".  Inside of lang/when.
 */
#include "lang/token.h"
#include "lang/when_word.h"

struct when_atom {
	struct when_set classes;
	int value;            /* see WHEN_CLASSES */
	int parts[3];         /* DATE: day, month, year (0: not said) */
	bool is_broken;       /* DATE or CLOCK that cannot be: 31.02, 25:00 */
	bool has_seconds;     /* CLOCK */
	bool is_glued;        /* no white space before it */
	bool is_word;         /* a number in words */
	uint32_t first, last; /* its tokens, inclusive */
};

/*
 * Makes the atoms of `t` in `a`; returns how many.  There is room behind the
 * last one for a closing atom of no class.
 */
size_t when_atoms(const struct when_words *w, const struct tokens *t,
	struct arena *a, struct when_atom **out);

#endif
