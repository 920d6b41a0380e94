#ifndef CORE_WORDING_H
#define CORE_WORDING_H
/*
 * core/wording - the catalogue and the calendar as a receptionist says them:
 * «завтра, 24 ноября, в 15:30», «Петрова А. А.», «2 500
 * ₽».
 *
 * Russian as lang/say has it, or English where `is_english` is given.  Every
 * text lives in the arena.
 */
#include "base/zone.h"
#include "core/catalogue.h"

/* «24 ноября» */
const char *wording_date(int64_t day, bool is_english, struct arena *a);
/* «сегодня», «завтра», «послезавтра»; NULL for other days. */
const char *wording_relative(int64_t day, int64_t today, bool is_english);
/* «завтра, 24 ноября», «в пятницу, 27 ноября»: a civil day as seen today. */
const char *wording_day(
	int64_t day, int64_t today, bool is_english, struct arena *a);
/* The same behind «на»: «на завтра, 24 ноября», «на пятницу, 27 ноября». */
const char *wording_for_day(
	int64_t day, int64_t today, bool is_english, struct arena *a);
/* «15:30» on the wall of `zone`. */
const char *wording_clock(const struct zone *zone, int64_t at, struct arena *a);
/* «завтра, 24 ноября, в 15:30» */
const char *wording_start(const struct zone *zone, int64_t at, int64_t now,
	bool is_english, struct arena *a);

/* «2 500 ₽»; kopecks only where there are any. */
const char *wording_money(int64_t kop, struct arena *a);
/* «Петрова А. А.», with U+00A0 between; «Кабинет УЗИ» for a room. */
const char *wording_short_name(const struct resource *r, struct arena *a);
/* «+7 (900) 123-45-67» for a Russian number, others as they are. */
const char *wording_phone(const char *e164, struct arena *a);
/* «5 лет», «1 год», «22 года» */
const char *wording_years(int years, bool is_english, struct arena *a);
/* Behind «около»: «30 минут», «21 минуты» */
const char *wording_about_minutes(
	int minutes, bool is_english, struct arena *a);
/* With the first letter in upper case. */
const char *wording_capital(const char *text, struct arena *a);

/* «будни 8:00-20:00, сб 9:00-15:00»: when a branch has a doctor in, -1 any. */
const char *wording_hours(const struct catalogue *c, int branch,
	bool is_english, struct arena *a);

#endif
