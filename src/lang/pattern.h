#ifndef LANG_PATTERN_H
#define LANG_PATTERN_H
/*
 * lang/pattern - readable word patterns over tokens: what the tables of
 * intents and red flags are written in.
 *
 *    запис* на ~ прием       elements in a row, parted by blanks
 *    болит|болят|боль        any of these words
 *    запис*                  any word with this beginning
 *    ~   ~~                  up to 3, up to 8 other tokens
 *    ^  $                    the text begins, the text ends here
 *    не?                     may be left out
 *
 * Words are written folded (lower case, е for ё).  Marks are skipped unless the
 * pattern names one: `?` alone is the question mark.
 */
#include "lang/token.h"

struct pattern;

/* A place where a pattern stands: tokens first..last, inclusive. */
struct pattern_match {
	size_t first, last;
};

/* Compiles `text`, which is ours (a bad one is a bug); lives in `a`. */
const struct pattern *pattern_compile(const char *text, struct arena *a);

/*
 * Finds `p` in `t` at or behind token `from`.  True: *out says where.
 * Linear in the text for a pattern of bounded size.
 */
bool pattern_find(const struct pattern *p, const struct tokens *t, size_t from,
	struct pattern_match *out);

/*
 * Whether the words at `m` are denied: "не", "нет", "без", "ни" among them or
 * up to two words in front, or behind them "нет", "не было", "прошло".
 */
bool pattern_is_denied(const struct tokens *t, struct pattern_match m);

#endif
