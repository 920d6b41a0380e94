#include "lang/say.h"

#include "lang/number.h"

enum { SAME_YEAR_DAYS = 300 }; /* farther than this the year is said */

#define NBSP "\xC2\xA0"

static const char *const months[] = {"января", "февраля", "марта", "апреля",
	"мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
	"декабря"};
static const char *const weekdays[] = {"воскресенье", "понедельник", "вторник",
	"среда", "четверг", "пятница", "суббота"};
static const char *const in_weekdays[] = {"в воскресенье", "в понедельник",
	"во вторник", "в среду", "в четверг", "в пятницу", "в субботу"};

static void put_date(struct buf *b, int64_t day, int64_t today)
{
	struct civil c = civil_of_day(day);
	bool is_far =
		day - today > SAME_YEAR_DAYS || today - day > SAME_YEAR_DAYS;

	buf_print(b, "%d" NBSP "%s", c.day, months[c.month - 1]);
	if (is_far)
		buf_print(b, " %d" NBSP "года", c.year);
}

/* "завтра", NULL if the day has no such name. */
static const char *relative(int64_t day, int64_t today)
{
	static const char *const names[] = {
		"позавчера", "вчера", "сегодня", "завтра", "послезавтра"};

	if (day < today - 2 || day > today + 2)
		return NULL;
	return names[day - today + 2];
}

void say_day(struct buf *b, int64_t day, int64_t today, enum say_day_style s)
{
	const char *name = relative(day, today);

	if (s == SAY_RELATIVE && name) {
		buf_text(b, name);
		return;
	}
	if (s == SAY_BOTH)
		buf_print(
			b, "%s, ", name ? name : weekdays[civil_weekday(day)]);
	else if (s == SAY_WEEKDAY)
		buf_print(b, "%s, ",
			name ? name : in_weekdays[civil_weekday(day)]);
	put_date(b, day, today);
}

void say_clock(struct buf *b, const struct zone *zone, int64_t at)
{
	struct civil c;

	zone_local(zone, at, &c);
	buf_print(b, "%02d:%02d", c.hour, c.minute);
}

void say_when(struct buf *b, const struct zone *zone, int64_t at, int64_t now,
	enum say_day_style s)
{
	say_day(b, zone_day(zone, at), zone_day(zone, now), s);
	buf_text(b, s == SAY_BOTH || s == SAY_WEEKDAY ? ", в" NBSP : " в" NBSP);
	say_clock(b, zone, at);
}

void say_clock_words(struct buf *b, int minute)
{
	int hour = minute / 60;

	minute %= 60;
	number_words(b, hour, NUMBER_MASCULINE);
	buf_print(b, " %s", say_plural(hour, "час", "часа", "часов"));
	if (!minute)
		return;
	buf_char(b, ' ');
	number_words(b, minute, NUMBER_FEMININE);
	buf_print(b, " %s", say_plural(minute, "минута", "минуты", "минут"));
}

void say_roubles(struct buf *b, int64_t roubles)
{
	char digits[24];
	int n = snprintf(digits, sizeof(digits), "%lld", (long long)roubles);

	for (int i = 0; i < n; i++) {
		bool is_group = (n - i) % 3 == 0 && i && digits[i - 1] != '-';

		if (is_group)
			buf_text(b, NBSP);
		buf_char(b, digits[i]);
	}
	buf_text(b, NBSP "₽");
}

const char *say_plural(
	int64_t n, const char *one, const char *few, const char *many)
{
	int64_t tail = (n < 0 ? -n : n) % 100;

	if (tail >= 11 && tail <= 19)
		return many;
	if (tail % 10 == 1)
		return one;
	return tail % 10 >= 2 && tail % 10 <= 4 ? few : many;
}

void say_count(struct buf *b, int64_t n, const char *one, const char *few,
	const char *many)
{
	buf_print(b, "%lld" NBSP "%s", (long long)n,
		say_plural(n, one, few, many));
}

static bool is_in(uint32_t c, const char *letters)
{
	const char *end = letters + strlen(letters);

	while (letters < end)
		if (text_next(&letters, end) == c)
			return true;
	return false;
}

static bool begins(const char *low, const char *const *heads, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strncmp(low, heads[i], strlen(heads[i])) == 0)
			return true;
	return false;
}

static const char vowels[] = "аеёиоуыэюяАЕЁИОУЫЭЮЯ";

/*
 * A vowel is put in where two consonants alike would meet: "во вторник", "со
 * стоматологом"; and before a few words by custom: "ко мне", "ко дню".
 */
const char *say_preposition(const char *letter, const char *word)
{
	static const char *const to[] = {"мне", "Льв", "льв", "вс", "Вс", "вт",
		"Вт", "дню", "мног", "рву", "рту", "лбу", "сну"};
	static const char *const with[] = {"мн", "всем", "всей", "вт", "Льв",
		"льв", "льдо", "рт", "лб", "дна", "дня", "вч"};
	const char *p = word, *end = word + strlen(word);
	uint32_t first = p < end ? text_next(&p, end) : 0;
	uint32_t second = p < end ? text_next(&p, end) : 0;
	bool is_cluster = second && !is_in(second, vowels) && second != 0x44C;

	if (strcmp(letter, "в") == 0)
		return is_cluster && is_in(first, "вфВФ") ? "во" : "в";
	if (strcmp(letter, "к") == 0)
		return begins(word, to, ARRAY_LEN(to)) ? "ко" : "к";
	if (strcmp(letter, "с") == 0)
		return (is_cluster && is_in(first, "сзшжщСЗШЖЩ")) ||
				       begins(word, with, ARRAY_LEN(with))
			       ? "со"
			       : "с";
	if (strcmp(letter, "о") == 0)
		return is_in(first, "аиоуэАИОУЭ") ? "об" : "о";
	return letter;
}

const char *say_by_sex(
	enum sex sex, const char *his, const char *her, const char *unknown)
{
	return sex == SEX_MALE ? his : sex == SEX_FEMALE ? her : unknown;
}
