#ifndef LANG_RETYPE_H
#define LANG_RETYPE_H
/*
 * lang/retype - a turn typed while the keyboard stood in the other layout:
 * "pfgbibnt yf pfdnhf" is "запишите на завтра".
 *
 * Only a turn that shows a word no Latin text has: one of dates or one that
 * most turns hold.  Addresses, names and the clinic's own words are not read
 * through this: they are looked for in what was typed.
 */
#include "lang/lang.h"
#include "lang/token.h"

/*
 * Returns `t`, or where it shows the other layout a copy in `a` whose words in
 * Latin letters are those of the same keys; their spans stay bytes of the text.
 * Linear in the text.
 */
const struct tokens *retype_tokens(
	const struct lang *lang, const struct tokens *t, struct arena *a);

#endif
