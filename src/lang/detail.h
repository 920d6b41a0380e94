#ifndef LANG_DETAIL_H
#define LANG_DETAIL_H
/*
 * lang/detail - what a registrar writes beside a name and a phone: an e-mail
 * address, a date of birth, the number of an ОМС policy.
 */
#include "lang/lang.h"
#include "lang/token.h"

enum detail_kind {
	DETAIL_EMAIL,
	DETAIL_BIRTH,
	DETAIL_POLICY,
	DETAIL_KINDS /* how many */
};

struct detail {
	uint32_t begin, end; /* bytes of the text */
	enum detail_kind kind;
	/* "anna@mail.ru" in small letters; "1985-03-05", or "1985" where only
	 * the year is told; sixteen digits.  Lives in the arena of the call. */
	const char *value;
	bool is_good; /* a policy: its check digit fits; a dictated address:
			 nothing in it is spelt by its sound */
};

/*
 * Finds all details in `t`, left to right.  `today` is a day number
 * (base/civil): nobody is born after it, nor more than 120 years before.  A
 * date is one of birth where a word says so ("д.р.", "родилась"), or where it
 * is told in full and lies ten years back at least; sixteen digits are a policy
 * if the check digit fits and nothing speaks of a bank card, or if a word says
 * so.  Returns how many; *out lives in `a`.
 */
size_t detail_find(const struct tokens *t, int64_t today, struct arena *a,
	const struct detail **out);

/* "email", "birth", "policy" */
const char *detail_name(enum detail_kind kind);

#endif
