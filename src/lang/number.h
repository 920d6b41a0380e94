#ifndef LANG_NUMBER_H
#define LANG_NUMBER_H
/*
 * lang/number - whole numbers in Russian words, both ways.
 */
#include "base/buf.h"
#include "lang/wordmap.h"

enum number_gender { NUMBER_MASCULINE, NUMBER_FEMININE, NUMBER_NEUTER };

/* Appends 0 .. 999,999,999 in words, nominative: "двадцать одна". */
void number_words(struct buf *b, int64_t n, enum number_gender gender);

/* Adds every cardinal word, in all cases, to a map of word to value. */
void number_fill(struct wordmap *m, struct arena *a);

#endif
