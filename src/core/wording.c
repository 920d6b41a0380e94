#include "core/wording.h"

#include <string.h>

#include "base/buf.h"
#include "base/limits.h"

#define NO_BREAK_SPACE "\xc2\xa0"

static const char *const months_of[2][12] = {
	{"января", "февраля", "марта", "апреля", "мая", "июня", "июля",
		"августа", "сентября", "октября", "ноября", "декабря"},
	{"January", "February", "March", "April", "May", "June", "July",
		"August", "September", "October", "November", "December"},
};

/* The accusative, as it stands behind «в» and «на». */
static const char *const weekdays_to[2][7] = {
	{"воскресенье", "понедельник", "вторник", "среду", "четверг", "пятницу",
		"субботу"},
	{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
		"Saturday"},
};

static const char *const weekdays_short[2][7] = {
	{"вс", "пн", "вт", "ср", "чт", "пт", "сб"},
	{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
};

static const char *relative_day(int64_t ahead, bool is_english)
{
	static const char *const words[2][3] = {
		{"сегодня", "завтра", "послезавтра"},
		{"today", "tomorrow", "the day after tomorrow"},
	};

	return ahead >= 0 && ahead < 3 ? words[is_english][ahead] : NULL;
}

static const char *day_with(int64_t day, int64_t today, bool is_english,
	const char *before_weekday, struct arena *a)
{
	struct civil c = civil_of_day(day);
	const char *relative = relative_day(day - today, is_english);
	const char *month = months_of[is_english][c.month - 1];

	if (relative != NULL)
		before_weekday = "";
	else
		relative = weekdays_to[is_english][civil_weekday(day)];
	if (day - today > 300 || day < today - 300)
		return arena_print(a, "%s%s, %d %s %d%s", before_weekday,
			relative, c.day, month, c.year,
			is_english ? "" : " года");
	return arena_print(
		a, "%s%s, %d %s", before_weekday, relative, c.day, month);
}

const char *wording_day(
	int64_t day, int64_t today, bool is_english, struct arena *a)
{
	const char *before = "в ";

	if (is_english)
		before = "on ";
	else if (civil_weekday(day) == 2)
		before = "во "; /* во вторник */
	return day_with(day, today, is_english, before, a);
}

const char *wording_for_day(
	int64_t day, int64_t today, bool is_english, struct arena *a)
{
	return day_with(day, today, is_english, "", a);
}

const char *wording_clock(const struct zone *zone, int64_t at, struct arena *a)
{
	struct civil c;

	zone_local(zone, at, &c);
	return arena_print(a, "%d:%02d", c.hour, c.minute);
}

const char *wording_start(const struct zone *zone, int64_t at, int64_t now,
	bool is_english, struct arena *a)
{
	return arena_print(a, is_english ? "%s, at %s" : "%s, в %s",
		wording_day(
			zone_day(zone, at), zone_day(zone, now), is_english, a),
		wording_clock(zone, at, a));
}

const char *wording_money(int64_t kop, struct arena *a)
{
	char digits[32], grouped[48];
	size_t n, to = 0;

	snprintf(digits, sizeof(digits), "%lld", (long long)(kop / 100));
	n = strlen(digits);
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && (n - i) % 3 == 0 && n > 3)
			grouped[to++] = ' ';
		grouped[to++] = digits[i];
	}
	grouped[to] = '\0';
	if (kop % 100 != 0)
		return arena_print(a, "%s,%02d ₽", grouped, (int)(kop % 100));
	return arena_print(a, "%s ₽", grouped);
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
	int last = years % 10, tens = years % 100;
	const char *word = "лет";

	if (tens < 11 || tens > 14)
		word = last == 1                ? "год"
		       : last >= 2 && last <= 4 ? "года"
						: word;
	if (is_english)
		word = years == 1 ? "year" : "years";
	return arena_print(a, "%d %s", years, word);
}

const char *wording_about_minutes(int minutes, bool is_english, struct arena *a)
{
	bool is_one = minutes % 10 == 1 && minutes % 100 != 11;

	return arena_print(a, "%d %s", minutes,
		is_english ? "minutes"
		: is_one   ? "минуты"
			   : "минут");
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
