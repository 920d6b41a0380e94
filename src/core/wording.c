#include "core/wording.h"

#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "lang/say.h"

#define NO_BREAK_SPACE "\xc2\xa0"

static const char *const months[] = {"January", "February", "March", "April",
	"May", "June", "July", "August", "September", "October", "November",
	"December"};

static const char *const weekdays[] = {"Sunday", "Monday", "Tuesday",
	"Wednesday", "Thursday", "Friday", "Saturday"};

static const char *const weekdays_short[2][7] = {
	{"вс", "пн", "вт", "ср", "чт", "пт", "сб"},
	{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
};

const char *wording_date(int64_t day, bool is_english, struct arena *a)
{
	struct civil c = civil_of_day(day);

	return is_english ? arena_print(a, "%d %s", c.day, months[c.month - 1])
			  : say_date(day, false, a);
}

const char *wording_relative(int64_t day, int64_t today, bool is_english)
{
	static const char *const words[] = {
		"today", "tomorrow", "the day after tomorrow"};

	if (day < today || day > today + 2)
		return NULL;
	return is_english ? words[day - today] : say_relative(day, today);
}

static const char *english_day(
	int64_t day, int64_t today, const char *before_weekday, struct arena *a)
{
	struct civil c = civil_of_day(day);
	const char *name = wording_relative(day, today, true);
	const char *month = months[c.month - 1];

	if (name != NULL)
		before_weekday = "";
	else
		name = weekdays[civil_weekday(day)];
	if (day - today > 300 || day < today - 300)
		return arena_print(a, "%s%s, %d %s %d", before_weekday, name,
			c.day, month, c.year);
	return arena_print(
		a, "%s%s, %d %s", before_weekday, name, c.day, month);
}

const char *wording_day(
	int64_t day, int64_t today, bool is_english, struct arena *a)
{
	return is_english ? english_day(day, today, "on ", a)
			  : say_day(day, today, a);
}

const char *wording_for_day(
	int64_t day, int64_t today, bool is_english, struct arena *a)
{
	return is_english ? english_day(day, today, "", a)
			  : say_for_day(day, today, a);
}

const char *wording_clock(const struct zone *zone, int64_t at, struct arena *a)
{
	return say_clock(zone, at, a);
}

const char *wording_money(int64_t kop, struct arena *a)
{
	return say_money(kop, a);
}

const char *wording_start(const struct zone *zone, int64_t at, int64_t now,
	bool is_english, struct arena *a)
{
	return arena_print(a, is_english ? "%s, at %s" : "%s, в %s",
		wording_day(
			zone_day(zone, at), zone_day(zone, now), is_english, a),
		say_clock(zone, at, a));
}

/* The first character of a name with a full stop; "" for "". */
static const char *initial(const char *name, struct arena *a)
{
	const char *p = name;

	if (name == NULL || name[0] == '\0')
		return "";
	text_next(&p, name + strlen(name));
	return arena_print(a, NO_BREAK_SPACE "%s.",
		arena_copy(a, name, (size_t)(p - name)));
}

const char *wording_short_name(const struct resource *r, struct arena *a)
{
	const char *first = initial(r->first, a);

	if (r->last == NULL || r->last[0] == '\0')
		return r->first;
	/* «Петрова А. А.»: the blank behind the last name may break. */
	if (first[0] != '\0')
		first = arena_print(
			a, " %s", first + sizeof(NO_BREAK_SPACE) - 1);
	return arena_print(a, "%s%s%s", r->last, first, initial(r->middle, a));
}

const char *wording_phone(const char *e164, struct arena *a)
{
	if (strncmp(e164, "+7", 2) != 0 || strlen(e164) != 12)
		return e164;
	return arena_print(a, "+7 (%.3s) %.3s-%.2s-%.2s", e164 + 2, e164 + 5,
		e164 + 8, e164 + 10);
}

const char *wording_years(int years, bool is_english, struct arena *a)
{
	if (is_english)
		return arena_print(
			a, "%d %s", years, years == 1 ? "year" : "years");
	return say_count(years, "год", "года", "лет", a);
}

const char *wording_about_minutes(int minutes, bool is_english, struct arena *a)
{
	if (is_english)
		return arena_print(a, "%d minutes", minutes);
	return say_count(minutes, "минуты", "минут", "минут", a);
}

const char *wording_capital(const char *text, struct arena *a)
{
	const char *p = text;
	uint32_t c = text[0] ? text_next(&p, text + strlen(text)) : 0;
	char first[5] = {0};

	if (c >= 'a' && c <= 'z')
		c -= 'a' - 'A';
	else if (c >= 0x430 && c <= 0x44f) /* а-я */
		c -= 0x20;
	else if (c == 0x451) /* ё */
		c = 0x401;
	else
		return text;
	text_put(first, c);
	return arena_print(a, "%s%s", first, p);
}

/* The span of a weekday in which some doctor of the branch sees patients. */
static bool open_hours(const struct catalogue *c, int branch, int day,
	int *from_min, int *to_min)
{
	*from_min = 1440;
	*to_min = 0;
	for (size_t i = 0; i < c->resources_n; i++) {
		const struct resource *r = &c->resources[i];

		if (r->kind != RESOURCE_DOCTOR ||
			(branch >= 0 && r->branch != branch))
			continue;
		for (size_t h = 0; h < r->weekly_n; h++) {
			if (r->weekly[h].day != day)
				continue;
			if (r->weekly[h].from_min < *from_min)
				*from_min = r->weekly[h].from_min;
			if (r->weekly[h].to_min > *to_min)
				*to_min = r->weekly[h].to_min;
		}
	}
	return *from_min < *to_min;
}

const char *wording_hours(
	const struct catalogue *c, int branch, bool is_english, struct arena *a)
{
	struct buf b;

	buf_init(&b, a, SCRIPT_TEXT_BYTES_MAX);
	/* Monday first; equal neighbours are one entry: «пн-пт 8:00-20:00». */
	for (int i = 1, next; i <= 7; i = next) {
		int from, to, next_from, next_to;
		const char *last;

		next = i + 1;
		if (!open_hours(c, branch, i % 7, &from, &to))
			continue;
		while (next <= 7 &&
			open_hours(c, branch, next % 7, &next_from, &next_to) &&
			next_from == from && next_to == to)
			next++;
		last = weekdays_short[is_english][(next - 1) % 7];
		buf_text(&b, b.n > 0 ? ", " : "");
		buf_text(&b, weekdays_short[is_english][i % 7]);
		if (next - i > 1)
			buf_print(&b, "–%s", last);
		buf_print(&b, " %d:%02d–%d:%02d", from / 60, from % 60, to / 60,
			to % 60);
	}
	return b.p;
}
