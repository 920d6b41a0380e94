#include "lang/say.h"

#include <stdio.h>

#include "lang/number.h"

enum {
	SAME_YEAR_DAYS = 300, /* farther than this the year is said */
	WORDS_BYTES_MAX = 400,
};

static const char *const months[] = {"января", "февраля", "марта", "апреля",
	"мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
	"декабря"};
/* The accusative, as it stands behind «в» and «на». */
static const char *const weekdays[] = {"воскресенье", "понедельник", "вторник",
	"среду", "четверг", "пятницу", "субботу"};

const char *say_date(int64_t day, bool is_year_said, struct arena *a)
{
	struct civil c = civil_of_day(day);
	const char *month = months[c.month - 1];

	return is_year_said
		       ? arena_print(a, "%d %s %d года", c.day, month, c.year)
		       : arena_print(a, "%d %s", c.day, month);
}

const char *say_relative(int64_t day, int64_t today)
{
	static const char *const names[] = {
		"позавчера", "вчера", "сегодня", "завтра", "послезавтра"};

	if (day < today - 2 || day > today + 2)
		return NULL;
	return names[day - today + 2];
}

static const char *date_of(int64_t day, int64_t today, struct arena *a)
{
	return say_date(day,
		day - today > SAME_YEAR_DAYS || today - day > SAME_YEAR_DAYS,
		a);
}

const char *say_day(int64_t day, int64_t today, struct arena *a)
{
	const char *name = say_relative(day, today);

	if (name)
		return arena_print(a, "%s, %s", name, date_of(day, today, a));
	name = weekdays[civil_weekday(day)];
	return arena_print(a, "%s %s, %s", say_preposition("в", name), name,
		date_of(day, today, a));
}

const char *say_for_day(int64_t day, int64_t today, struct arena *a)
{
	const char *name = say_relative(day, today);

	return arena_print(a, "%s, %s",
		name ? name : weekdays[civil_weekday(day)],
		date_of(day, today, a));
}

const char *say_clock(const struct zone *zone, int64_t at, struct arena *a)
{
	struct civil c;

	zone_local(zone, at, &c);
	return arena_print(a, "%d:%02d", c.hour, c.minute);
}

const char *say_clock_words(int minute, struct arena *a)
{
	int hour = minute / 60;
	struct buf b;

	buf_init(&b, a, WORDS_BYTES_MAX);
	number_words(&b, hour, NUMBER_MASCULINE);
	buf_print(&b, " %s", say_plural(hour, "час", "часа", "часов"));
	minute %= 60;
	if (minute) {
		buf_char(&b, ' ');
		number_words(&b, minute, NUMBER_FEMININE);
		buf_print(&b, " %s",
			say_plural(minute, "минута", "минуты", "минут"));
	}
	return b.p;
}

const char *say_money(int64_t kop, struct arena *a)
{
	char digits[32], grouped[48];
	int n = snprintf(
		digits, sizeof(digits), "%lld", (long long)(kop / 100));
	int cents = (int)(kop < 0 ? -(kop % 100) : kop % 100), to = 0;

	for (int i = 0; i < n; i++) {
		if (i > 0 && (n - i) % 3 == 0 && digits[i - 1] != '-')
			grouped[to++] = ' ';
		grouped[to++] = digits[i];
	}
	grouped[to] = '\0';
	return cents ? arena_print(a, "%s,%02d ₽", grouped, cents)
		     : arena_print(a, "%s ₽", grouped);
}

const char *say_money_words(int64_t roubles, struct arena *a)
{
	struct buf b;

	buf_init(&b, a, WORDS_BYTES_MAX);
	number_words(&b, roubles, NUMBER_MASCULINE);
	buf_print(&b, " %s", say_plural(roubles, "рубль", "рубля", "рублей"));
	return b.p;
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

const char *say_count(int64_t n, const char *one, const char *few,
	const char *many, struct arena *a)
{
	return arena_print(
		a, "%lld %s", (long long)n, say_plural(n, one, few, many));
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
	static const char *const about[] = {"мне", "всех", "всём", "всем"};
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
	if (strcmp(letter, "о") == 0 && begins(word, about, ARRAY_LEN(about)))
		return "обо";
	if (strcmp(letter, "о") == 0)
		return is_in(first, "аиоуэАИОУЭ") ? "об" : "о";
	return letter;
}

const char *say_by_sex(
	enum sex sex, const char *his, const char *her, const char *unknown)
{
	return sex == SEX_MALE ? his : sex == SEX_FEMALE ? her : unknown;
}
