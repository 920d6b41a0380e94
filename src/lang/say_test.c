#include "lang/say.h"

#include "lang/number.h"
#include "os/zone.h"
#include "test/check.h"

static struct arena arena;

static struct buf fresh(void)
{
	struct buf b;

	buf_init(&b, &arena, 1000);
	return b;
}

/* The text with plain blanks in place of U+00A0. */
static const char *plain(const struct buf *b)
{
	char *to = arena_take(&arena, b->n + 1), *out = to;

	for (size_t i = 0; i < b->n; i++) {
		bool is_nbsp = b->p[i] == '\xC2' && b->p[i + 1] == '\xA0';

		*to++ = is_nbsp ? ' ' : b->p[i];
		i += is_nbsp;
	}
	return out;
}

static void test_days_beside_today(void)
{
	static const struct {
		int ahead;
		enum say_day_style style;
		const char *want;
	} rows[] = {
		{0, SAY_RELATIVE, "сегодня"},
		{1, SAY_RELATIVE, "завтра"},
		{2, SAY_RELATIVE, "послезавтра"},
		{3, SAY_RELATIVE, "26 ноября"},
		{1, SAY_BOTH, "завтра, 24 ноября"},
		{4, SAY_BOTH, "пятница, 27 ноября"},
		{8, SAY_WEEKDAY, "во вторник, 1 декабря"},
		{1, SAY_DATE, "24 ноября"},
		{112, SAY_DATE, "15 марта"},
		{478, SAY_DATE, "15 марта 2028 года"},
	};
	int64_t today = civil_day(2026, 11, 23);

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct buf b = fresh();

		say_day(&b, today + rows[i].ahead, today, rows[i].style);
		if (strcmp(plain(&b), rows[i].want) != 0)
			print_error("%s\n", plain(&b));
		CHECK_ROW(strcmp(plain(&b), rows[i].want) == 0, i);
	}
	arena_release(&arena);
}

static void test_a_day_and_its_hour_in_the_zone(void)
{
	const struct zone *moscow;
	struct err e;
	int64_t now, at;
	struct buf b = fresh();

	CHECK(zone_find(NULL, "Europe/Moscow", &moscow, &e));
	CHECK(civil_read_instant("2026-11-23T10:00:00+03:00", "now", &now, &e));
	CHECK(civil_read_instant("2026-11-24T15:30:00+03:00", "at", &at, &e));
	say_when(&b, moscow, at, now, SAY_BOTH);
	CHECK_TEXT(plain(&b), "завтра, 24 ноября, в 15:30");
	b = fresh();
	say_when(&b, moscow, at, now, SAY_RELATIVE);
	CHECK_TEXT(plain(&b), "завтра в 15:30");
	b = fresh();
	say_when(&b, moscow, at, now - 20 * 86400, SAY_DATE);
	CHECK_TEXT(plain(&b), "24 ноября в 15:30");
	arena_release(&arena);
}

static void test_money_and_counts(void)
{
	static const struct {
		int64_t n;
		const char *want;
	} rows[] = {{0, "0 ₽"}, {950, "950 ₽"}, {2500, "2 500 ₽"},
		{1234567, "1 234 567 ₽"}, {-2500, "-2 500 ₽"},
		{-250, "-250 ₽"}};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct buf b = fresh();

		say_roubles(&b, rows[i].n);
		CHECK_ROW(strcmp(plain(&b), rows[i].want) == 0, i);
	}
	CHECK_TEXT(say_plural(1, "час", "часа", "часов"), "час");
	CHECK_TEXT(say_plural(22, "час", "часа", "часов"), "часа");
	CHECK_TEXT(say_plural(11, "час", "часа", "часов"), "часов");
	CHECK_TEXT(say_plural(112, "час", "часа", "часов"), "часов");
	CHECK_TEXT(say_plural(0, "час", "часа", "часов"), "часов");
	arena_release(&arena);
}

static void test_numbers_in_words(void)
{
	static const struct {
		int64_t n;
		enum number_gender gender;
		const char *want;
	} rows[] = {
		{0, NUMBER_MASCULINE, "ноль"},
		{1, NUMBER_FEMININE, "одна"},
		{21, NUMBER_MASCULINE, "двадцать один"},
		{102, NUMBER_FEMININE, "сто две"},
		{1000, NUMBER_MASCULINE, "одна тысяча"},
		{2512, NUMBER_MASCULINE, "две тысячи пятьсот двенадцать"},
		{15000, NUMBER_MASCULINE, "пятнадцать тысяч"},
		{1000001, NUMBER_NEUTER, "один миллион одно"},
	};
	struct buf b;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		b = fresh();
		number_words(&b, rows[i].n, rows[i].gender);
		CHECK_ROW(strcmp(b.p, rows[i].want) == 0, i);
	}
	b = fresh();
	say_clock_words(&b, 15 * 60);
	CHECK_TEXT(b.p, "пятнадцать часов");
	b = fresh();
	say_clock_words(&b, 21 * 60 + 2);
	CHECK_TEXT(b.p, "двадцать один час две минуты");
	arena_release(&arena);
}

static void test_prepositions(void)
{
	static const struct {
		const char *letter, *word, *want;
	} rows[] = {
		{"в", "вторник", "во"},
		{"в", "среду", "в"},
		{"в", "воскресенье", "в"},
		{"к", "второму", "ко"},
		{"к", "врачу", "к"},
		{"к", "Львову", "ко"},
		{"с", "стоматологом", "со"},
		{"с", "вторника", "со"},
		{"с", "понедельника", "с"},
		{"с", "сестрой", "с"},
		{"о", "анализе", "об"},
		{"о", "приёме", "о"},
		{"о", "Елене", "о"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		CHECK_ROW(strcmp(say_preposition(rows[i].letter, rows[i].word),
				  rows[i].want) == 0,
			i);
	CHECK_TEXT(
		say_by_sex(SEX_FEMALE, "пришёл", "пришла", "пришли"), "пришла");
}

TEST_MAIN(test_days_beside_today, test_a_day_and_its_hour_in_the_zone,
	test_money_and_counts, test_numbers_in_words, test_prepositions)
