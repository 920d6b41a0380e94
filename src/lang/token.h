#ifndef LANG_TOKEN_H
#define LANG_TOKEN_H
/*
 * lang/token - a text cut into words, numbers and marks, with stems and a
 * bounded measure of typos.
 *
 * Letters, digits and everything else never share a token, so that "15ч" is
 * a number and a word that follows it without a space.  Words are folded: lower
 * case, `ё` as `е`, combining marks dropped.  Any bytes are accepted; those
 * that are no UTF-8 are marks, NUL is white space.  Linear in the text.
 */
#include "base/text.h"

struct stemmer; /* opaque */

enum token_kind {
	TOKEN_WORD,   /* letters of any script */
	TOKEN_NUMBER, /* ASCII digits */
	TOKEN_MARK,   /* one character that is neither, nor white space */
	TOKEN_KINDS   /* how many */
};

struct token {
	enum token_kind kind;
	bool is_glued;    /* no white space before it */
	bool is_capital;  /* a word that begins with a capital letter */
	uint32_t begin;   /* first byte in the text */
	uint32_t end;     /* first byte behind it */
	uint32_t low_n;   /* bytes of `low` */
	uint32_t letters; /* characters of `low` */
	uint8_t head;     /* token_head of `low` */
	const char *low;  /* folded, NUL-terminated */
	int64_t number;   /* TOKEN_NUMBER: its value; -1 if over 18 digits */
	uint32_t mark;    /* TOKEN_MARK: its code point */
};

struct tokens {
	const char *text; /* borrowed: what was cut */
	size_t text_n;
	const struct token *token;
	size_t n;
	uint64_t heads; /* a bit for each head among the tokens */
};

enum { TOKEN_HEADS = 64, TOKEN_HEAD_BYTES = 4 };

/* Whether the folded word `low` is one of `n` words. */
bool token_is_one_of(const char *low, const char *const *word, size_t n);

/*
 * A number below TOKEN_HEADS that tells most folded words apart at one look.
 * All words with the same first TOKEN_HEAD_BYTES, two Russian letters, have the
 * same.
 */
uint8_t token_head(const char *low, size_t n);

/* Cuts `text` (`text_n` bytes, at most 2^31); everything lives in `a`. */
struct tokens tokens_cut(const char *text, size_t text_n, struct arena *a);

/*
 * Returns an array of `t->n` stems of the words (Snowball, Russian for
 * Cyrillic and English for Latin); "" for other tokens.  Lives in `a`.
 */
const char *const *tokens_stem(const struct tokens *t, struct arena *a);

/*
 * Copies `text` folded as in a token, white space and marks as they are.
 * Lives in `a`.
 */
char *token_fold(const char *text, struct arena *a);

/* Returns the stem of one folded word; lives in `a`. */
const char *token_stem(const char *low, struct arena *a);

/*
 * Returns the number of typos (a letter lost, added, changed, or two
 * neighbours swapped) between two folded words, counting characters; anything
 * over `max` (0 to 3) is max + 1.  Words over 40 characters are only compared
 * for equality.
 */
int token_distance(const char *one, const char *other, int max);

/*
 * Returns the folded word as it would read had the keyboard been switched
 * ("rfhlbjkju" is "кардиолог", "ghbdtn" is "привет"); NULL if it holds a
 * character that is on no such key.  Lives in `a`.
 */
const char *token_other_layout(const char *low, struct arena *a);

/*
 * Returns the folded word, written in Latin letters by its sound, in Cyrillic
 * ones ("kardiolog" is "кардиолог", "zhenskij" "женский"); NULL if it holds
 * anything but Latin letters.  Lives in `a`.
 */
const char *token_from_latin(const char *low, struct arena *a);

#endif
