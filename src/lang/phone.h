#ifndef LANG_PHONE_H
#define LANG_PHONE_H
/*
 * lang/phone - telephone numbers as people type and dictate them, in E.164.
 *
 * Russia is the default region: "8 (900) 123-45-67", "9001234567", "+7...",
 * "восемь девятьсот сто двадцать три сорок пять шестьдесят семь".  Numbers of
 * the CIS and Europe need their country code with + or 00 (or 8 10).
 */
#include "lang/lang.h"
#include "lang/token.h"

enum phone_problem {
	PHONE_GOOD,
	PHONE_TOO_SHORT, /* fewer digits than the country has */
	PHONE_TOO_LONG,
	PHONE_UNKNOWN, /* no country has this code */
	PHONE_PROBLEMS /* how many */
};

struct phone {
	uint32_t begin, end; /* bytes of the text */
	enum phone_problem problem;
	bool is_mobile;    /* can receive SMS as far as the number shows */
	char e164[17];     /* "+79001234567"; "" unless PHONE_GOOD */
	char extension[8]; /* digits of "доб. 123"; "" if none */
};

/*
 * Finds all numbers in `t`, left to right; also what looks like one but is
 * not good, with its problem, so that a dialogue can say what is wrong.
 * Returns how many; *out lives in `a`.
 */
size_t phone_find(const struct lang *lang, const struct tokens *t,
	struct arena *a, const struct phone **out);

#endif
