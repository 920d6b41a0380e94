#ifndef LANG_WHEN_JOIN_H
#define LANG_WHEN_JOIN_H
/*
 * lang/when_join - two things said that speak of one moment ("завтра" and "в
 * 15:30"), or that are the ends of a range ("с 10" and "до 12").  Inside of
 * lang/when.
 */
#include "lang/when_said.h"

/* Whether both can be said of one moment; `today` is a day number. */
bool when_agree(int64_t today, const struct said *x, const struct said *y);

/* Adds to *to what `from`, which agrees with it and stands behind it, says. */
void when_join(struct said *to, const struct said *from);

/*
 * Makes *x a range that ends with `y`; false, *x spoiled, if they do not match.
 * `is_upto`: lone numbers are days ("с 16 по 20").
 */
bool when_join_range(struct said *x, struct said y, bool is_upto);

/*
 * Counts from the day of *y, which stands behind it, what *x counted from today
 * or from nothing: "через неделю" and "после рождества" are one day.  False,
 * both unchanged, if they do not belong together.
 */
bool when_anchor(const struct said *x, struct said *y);

/* Reads the lone number of *s as an hour. */
void when_bare_hour(struct said *s);

/* A lone number, if *s is one: up to 24 an hour, above it a day of the month.
 */
void when_settle(struct said *s);

#endif
