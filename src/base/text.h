#ifndef BASE_TEXT_H
#define BASE_TEXT_H
/*
 * base/text - UTF-8 and small parsing.  Knows no language; Russian is in lang.
 *
 * Inside the program a text is `const char *`, NUL-terminated valid UTF-8,
 * checked once at the edge by text_check.  `struct str` is a view used only
 * while parsing: it does not own and need not end with NUL.
 */
#include "base/arena.h"
#include "base/err.h"

struct str {
	const char *p;
	size_t n; /* bytes */
};

/* A view of a literal or of a whole text. */
struct str str_of(const char *text);
bool str_equal(struct str s, const char *text);
/* Without ASCII white space at both ends. */
struct str str_trim(struct str s);
/*
 * Cuts *rest at the first `c`: returns what stood before it and leaves what
 * stands behind it; without a `c`, returns all and leaves nothing (p NULL).
 */
struct str str_split(struct str *rest, char c);

/*
 * Checks bytes from outside: valid UTF-8 (RFC 3629: no overlong forms, no
 * surrogates, nothing above U+10FFFF), no NUL, no control characters but tab
 * and line ends.  ERR_INVALID otherwise; `field` names the input.
 */
MUST_USE bool text_check(
	const char *p, size_t n, const char *field, struct err *e);

/*
 * As text_check for a text of one line, such as a name: nothing that
 * text_is_layout.
 */
MUST_USE bool text_check_line(
	const char *p, size_t n, const char *field, struct err *e);

/*
 * Whether `c` lays out instead of being read: controls, line ends, the byte
 * order mark and marks that turn the direction of what stands beside them.
 */
bool text_is_layout(uint32_t c);

/* How HTML writes `c` in a text and in a quoted attribute; NULL: as it is. */
const char *text_html(uint32_t c);

/*
 * Reads one code point at *p, which is before `end`, and moves *p behind it.
 * An invalid byte gives U+FFFD and moves by one, so a loop always ends.
 */
uint32_t text_next(const char **p, const char *end);

/* Writes `c` as UTF-8; returns its 1 to 4 bytes.  No NUL is added. */
size_t text_put(char to[4], uint32_t c);

/* Number of code points. */
size_t text_length(const char *text);

/* Cuts `text` to at most `max` bytes at a character's end, in place. */
void text_cut(char *text, size_t max);

/* Lower case for ASCII and the Cyrillic block (А-Я, Ё, Ѐ-Џ); others as is. */
uint32_t text_lower_char(uint32_t c);
char *text_lower(struct arena *a, const char *text);

/*
 * Reads a whole decimal number with an optional minus, nothing around it.
 * False, *out untouched, if it is not one or lies outside min..max.
 */
MUST_USE bool text_to_int(struct str s, int64_t min, int64_t max, int64_t *out);

/* Lower-case hexadecimal; the result has 2n characters. */
char *text_hex(struct arena *a, const void *p, size_t n);

#endif
