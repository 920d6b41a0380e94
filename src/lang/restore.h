#ifndef LANG_RESTORE_H
#define LANG_RESTORE_H
/*
 * lang/restore - the reverse of lang/decline: the nominatives that a form of a
 * name may come from.
 *
 * "Толстого" may be Толстой or Толстый, "Иванова" a woman in the nominative or
 * a man in the genitive: every reading that declines back to the form is given,
 * with its cases; whoever knows the words beside it chooses.
 */
#include "lang/decline.h"

/* A set of cases: bit CASE_x. */
enum { CASES_ALL = (1 << CASES) - 1 };

struct restored {
	const char *nominative; /* folded, as in struct token */
	enum sex sex;           /* never SEX_UNKNOWN */
	unsigned cases;         /* in which it has this form */
	bool is_known;          /* the tables have this name */
};

enum { RESTORED_MAX = 16 };

/*
 * Gives the readings of `low` (a folded word, one part of a name) as a name of
 * `kind` (not NAME_FULL), those of known names first, then the likelier; texts
 * live in `a`.  Returns how many.
 */
size_t restore_name(enum name_kind kind, const char *low, struct arena *a,
	struct restored out[RESTORED_MAX]);

#endif
