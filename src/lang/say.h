#ifndef LANG_SAY_H
#define LANG_SAY_H
/*
 * lang/say - what a person would say: dates beside today, hours, money, counts,
 * prepositions.  Names and professions are declined in lang/decline; English
 * and the catalogue are core/wording.
 *
 * Texts live in the arena; blanks are plain ones, as people type them.
 */
#include "base/buf.h"
#include "base/zone.h"
#include "lang/name.h"

/* «24 ноября»; `is_year_said`: «15 марта 2028 года». */
const char *say_date(int64_t day, bool is_year_said, struct arena *a);

/* «позавчера» to «послезавтра», NULL if the day has no such name. */
const char *say_relative(int64_t day, int64_t today);

/*
 * The date `day` (day numbers, base/civil) as heard on `today`, behind the
 * verb: «завтра, 24 ноября», «во вторник, 1 декабря»; the year if it is far.
 */
const char *say_day(int64_t day, int64_t today, struct arena *a);
/* The same behind «на»: «вторник, 1 декабря». */
const char *say_for_day(int64_t day, int64_t today, struct arena *a);

/* «9:05» on the wall of `zone`. */
const char *say_clock(const struct zone *zone, int64_t at, struct arena *a);

/* For a voice: «пятнадцать часов тридцать минут», `minute` of the day. */
const char *say_clock_words(int minute, struct arena *a);

/* «2 500 ₽»; kopecks only where there are any: «99,50 ₽». */
const char *say_money(int64_t kop, struct arena *a);

/* For a voice: «две тысячи пятьсот рублей», whole roubles, not negative. */
const char *say_money_words(int64_t roubles, struct arena *a);

/* The form of a counted word: 1 час, 2 часа, 5 часов. */
const char *say_plural(
	int64_t n, const char *one, const char *few, const char *many);

/* «5 минут»: a number and its word. */
const char *say_count(int64_t n, const char *one, const char *few,
	const char *many, struct arena *a);

/*
 * The preposition before `word`: `letter` is "в", "к", "с" or "о"; gives "во"
 * before "вторник", "ко" before "второму", "со" before "стоматологом", "об"
 * before "анализе", "обо" before "мне".
 */
const char *say_preposition(const char *letter, const char *word);

/* One of two by sex: "пришёл", "пришла"; unknown gives the third. */
const char *say_by_sex(
	enum sex sex, const char *his, const char *her, const char *unknown);

#endif
