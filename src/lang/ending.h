#ifndef LANG_ENDING_H
#define LANG_ENDING_H
/*
 * lang/ending - what a word's ending, or the whole word, says: how it declines
 * and whose name it is.
 *
 * The longest ending that the tables know counts, a whole word before all:
 * data/lang/endings.tsv (the grammar) and data/lang/names.tsv (names with what
 * the grammar does not tell).  They are constants of the program: nothing is
 * opened, threads share them.
 */
#include "base/base.h"

enum ending_kind {
	ENDING_FIRST,
	ENDING_LAST,
	ENDING_MIDDLE,
	ENDING_FRONT, /* a part of a name in front of a hyphen */
	ENDING_WORK,  /* professions */
	ENDING_KINDS  /* how many */
};

enum ending_sex { ENDING_UNKNOWN, ENDING_HIS, ENDING_HERS, ENDING_BOTH };

/* The five oblique cases: letters taken off the nominative, text put on. */
struct ending_forms {
	uint8_t took[5];
	char put[5][12];
};

struct ending {
	uint8_t forms[2]; /* of men, of women: index of ending_forms; 0 none */
	uint8_t sex;      /* enum ending_sex */
	bool is_word;     /* the whole word is known as such a name */
};

extern const struct ending_forms ending_forms[];

/* Looks up `n` bytes of a word, in any letter case, ё or е. */
struct ending ending_find(enum ending_kind kind, const char *word, size_t n);

#endif
