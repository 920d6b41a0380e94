#ifndef LANG_SAY_H
#define LANG_SAY_H
/*
 * lang/say - what a person would say: dates beside today, hours, money,
 * plurals, the preposition that fits.
 *
 * All append to a buffer of the caller; what must not part at a line's end is
 * joined by U+00A0.
 */
#include "base/buf.h"
#include "base/zone.h"
#include "lang/name.h"

enum say_day_style {
	SAY_DATE, /* 15 марта; 15 марта 2028 года, if not within a year */
	SAY_RELATIVE, /* завтра; else as SAY_DATE */
	SAY_BOTH, /* завтра, 24 ноября; пятница, 27 ноября */
	SAY_WEEKDAY, /* в пятницу, 27 ноября */
};

/* Appends the date `day` as said on `today` (day numbers, base/civil). */
void say_day(struct buf *b, int64_t day, int64_t today, enum say_day_style s);

/*
 * Appends the day and the hour of `at` as said at `now` (unix s UTC): "завтра,
 * 24 ноября, в 15:30", "завтра в 12:30", "15 марта в 12:00".
 */
void say_when(struct buf *b, const struct zone *zone, int64_t at, int64_t now,
	enum say_day_style s);

/* Appends "15:30". */
void say_clock(struct buf *b, const struct zone *zone, int64_t at);

/* For a voice: "пятнадцать часов тридцать минут", `minute` of the day. */
void say_clock_words(struct buf *b, int minute);

/* Appends whole roubles: "2 500 ₽". */
void say_roubles(struct buf *b, int64_t roubles);

/* The form of a counted word: 1 час, 2 часа, 5 часов. */
const char *say_plural(
	int64_t n, const char *one, const char *few, const char *many);

/* Appends "5 минут": a number and its word. */
void say_count(struct buf *b, int64_t n, const char *one, const char *few,
	const char *many);

/*
 * The preposition before `word`: `letter` is "в", "к", "с" or "о"; gives "во"
 * before "вторник", "ко" before "второму", "со" before "стоматологом", "об"
 * before "анализе".
 */
const char *say_preposition(const char *letter, const char *word);

/* One of two by sex: "пришёл", "пришла"; unknown gives the third. */
const char *say_by_sex(
	enum sex sex, const char *his, const char *her, const char *unknown);

#endif
