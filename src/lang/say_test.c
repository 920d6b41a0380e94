#include "lang/say.h"

#include "lang/number.h"
#include "os/zone.h"
#include "test/check.h"

static struct arena arena;

static void test_days_beside_today(void)
{
	static const struct {
		int ahead;
		const char *day, *for_day;
	} rows[] = {
		{-2, "позавчера, 21 ноября", "позавчера, 21 ноября"},
		{0, "сегодня, 23 ноября", "сегодня, 23 ноября"},
		{1, "завтра, 24 ноября", "завтра, 24 ноября"},
		{2, "послезавтра, 25 ноября", "послезавтра, 25 ноября"},
		{4, "в пятницу, 27 ноября", "пятницу, 27 ноября"},
		{8, "во вторник, 1 декабря", "вторник, 1 декабря"},
		{112, "в понедельник, 15 марта", "понедельник, 15 марта"},
		{478, "в среду, 15 марта 2028 года",
			"среду, 15 марта 2028 года"},
	};
	int64_t today = civil_day(2026, 11, 23);

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int64_t day = today + rows[i].ahead;

		CHECK_TEXT(say_day(day, today, &arena), rows[i].day);
		CHECK_TEXT(say_for_day(day, today, &arena), rows[i].for_day);
	}
	CHECK_TEXT(say_date(today, false, &arena), "23 ноября");
	CHECK(say_relative(today + 3, today) == NULL);
	arena_release(&arena);
}

static void test_an_hour_in_the_zone(void)
{
	const struct zone *moscow;
	struct err e;
	int64_t at;

	CHECK(zone_find(NULL, "Europe/Moscow", &moscow, &e));
	CHECK(civil_read_instant("2026-11-24T06:05:00Z", "at", &at, &e));
	CHECK_TEXT(say_clock(moscow, at, &arena), "9:05");
	arena_release(&arena);
}

static void test_money_and_counts(void)
{
	static const struct {
		int64_t kop;
		const char *want;
	} rows[] = {{0, "0 ₽"}, {95000, "950 ₽"}, {250000, "2 500 ₽"},
		{123456700, "1 234 567 ₽"}, {-250000, "-2 500 ₽"},
		{-25000, "-250 ₽"}, {9950, "99,50 ₽"}, {9905, "99,05 ₽"}};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		CHECK_TEXT(say_money(rows[i].kop, &arena), rows[i].want);
	CHECK_TEXT(say_plural(1, "час", "часа", "часов"), "час");
	CHECK_TEXT(say_plural(22, "час", "часа", "часов"), "часа");
	CHECK_TEXT(say_plural(11, "час", "часа", "часов"), "часов");
	CHECK_TEXT(say_plural(112, "час", "часа", "часов"), "часов");
	CHECK_TEXT(say_plural(0, "час", "часа", "часов"), "часов");
	CHECK_TEXT(say_count(21, "минута", "минуты", "минут", &arena),
		"21 минута");
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

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct buf b;

		buf_init(&b, &arena, 1000);
		number_words(&b, rows[i].n, rows[i].gender);
		CHECK_ROW(strcmp(b.p, rows[i].want) == 0, i);
	}
	CHECK_TEXT(say_clock_words(15 * 60, &arena), "пятнадцать часов");
	CHECK_TEXT(say_clock_words(21 * 60 + 2, &arena),
		"двадцать один час две минуты");
	CHECK_TEXT(
		say_money_words(2501, &arena), "две тысячи пятьсот один рубль");
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
		{"о", "мне", "обо"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		CHECK_ROW(strcmp(say_preposition(rows[i].letter, rows[i].word),
				  rows[i].want) == 0,
			i);
	CHECK_TEXT(
		say_by_sex(SEX_FEMALE, "пришёл", "пришла", "пришли"), "пришла");
}

TEST_MAIN(test_days_beside_today, test_an_hour_in_the_zone,
	test_money_and_counts, test_numbers_in_words, test_prepositions)
