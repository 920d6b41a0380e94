#ifndef LANG_NAME_WORD_H
#define LANG_NAME_WORD_H
/*
 * lang/name_word - what one word can be in a name.  Inside of the room.
 */
#include "lang/lang_tables.h"
#include "lang/restore.h"

struct first_name {
	const char *full;  /* "Екатерина" */
	const char *other; /* of the other sex with this form; NULL if none */
	enum sex sex;
	bool is_both; /* a short form of men and women: Саша, Женя */
};

/* The row of a folded nominative, short or full; NULL: not in our table. */
const struct first_name *name_first_row(
	const struct lang *lang, const char *low);

/*
 * Readings of a folded word as a first name that the tables have; those of our
 * own table alone if there are any.  0: it is none.
 */
size_t name_read_first(const struct lang *lang, const char *low,
	struct arena *a, struct restored out[RESTORED_MAX], bool *is_ours);

/* Readings as a patronymic. */
size_t name_read_middle(
	const char *low, struct arena *a, struct restored out[RESTORED_MAX]);

/* "оглы", "кызы" and their kin: a word behind the father's name. */
bool name_is_son(const char *low);

/* Whether it is a known surname, or ends as only surnames do, in any case. */
bool name_is_last(const char *low, struct arena *a);
bool name_is_known_last(const char *low, struct arena *a);

/* Never a part of a name, whatever stands beside it. */
bool name_is_stranger(const char *low);

/* A form of a name that is a word as well: "вера", "света", "марта". */
bool name_is_word_too(const char *low);

/* Behind it one's name follows: "зовут", "я". */
bool name_is_introducer(const char *low);

/* Behind it nothing but one's name follows: "зовут". */
bool name_is_calling(const char *low);

/* The cases that a word in front of a name calls for: "к" the dative. */
unsigned name_cases_behind(const char *low);

#endif
