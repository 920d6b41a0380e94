#ifndef LANG_NAME_H
#define LANG_NAME_H
/*
 * lang/name - people's names in free text, given back in the nominative, and
 * the sex that a name shows.
 *
 * Last, first and middle in any order, case and letter case; initials;
 * diminutives become full names (Катя is Екатерина), what was said is kept.  A
 * name is what the tables know, or what stands where only a name can stand
 * (beside a known part, behind "меня зовут", or alone where the caller expects
 * a name).
 */
#include "lang/lang.h"
#include "lang/token.h"

enum sex { SEX_UNKNOWN, SEX_MALE, SEX_FEMALE, SEXES };

struct name {
	uint32_t begin, end; /* bytes of the text */
	const char *last;    /* each "" if not said */
	const char *first;   /* in full: "Екатерина" */
	const char *called;  /* as it was said: "Катя" */
	const char *middle;
	enum sex sex;
};

/*
 * Finds all names in `t`, left to right.  `is_expected` says that the text
 * answers "как вас зовут": then words unknown to the tables count as well.
 * Returns how many; *out and its texts live in `a`.
 */
size_t name_find(const struct lang *lang, const struct tokens *t,
	bool is_expected, struct arena *a, const struct name **out);

enum name_kind {
	NAME_FIRST,
	NAME_LAST,
	NAME_MIDDLE,
	NAME_FULL, /* Фамилия Имя Отчество */
	NAME_KINDS /* how many */
};

/* The sex shown by a name in the nominative; unknown if it can be both. */
enum sex name_sex(enum name_kind kind, const char *text);

/*
 * The full first name of a diminutive, "Екатерина" for "Катя"; the name
 * itself, with a capital, if it is none.  Lives in `a`.
 */
const char *name_full_first(
	const struct lang *lang, const char *first, struct arena *a);

#endif
