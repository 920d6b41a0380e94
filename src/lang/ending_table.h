#ifndef LANG_ENDING_TABLE_H
#define LANG_ENDING_TABLE_H
/*
 * lang/ending_table - how the tables of lang/ending lie in the program.  Inside
 * of the room; packaging/embed-endings.awk makes them.
 */
#include "lang/ending.h"

/*
 * A node of a tree of reversed words: its letter (0: the word begins here), the
 * number of its fact, and how many nodes it takes with all that is below it.
 * Its children stand behind it.
 */
enum { NODE_SIZE_BITS = 18, NODE_FACT_BITS = 8 };

struct ending_fact {
	uint8_t forms[2]; /* of men, of women: a row of ending_forms, 0 none */
	uint8_t sex;      /* enum ending_sex */
};

extern const uint32_t ending_node[];
extern const uint32_t ending_root[];
extern const struct ending_fact ending_fact[];

#endif
