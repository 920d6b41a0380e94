#include "lang/pattern.h"

#include "test/check.h"

static struct arena arena;

static void test_what_patterns_find(void)
{
	static const struct {
		const char *pattern, *text;
		bool is_found;
	} rows[] = {
		{"болит|болят", "Зуб БОЛЯТ очень", true},
		{"болит|болят", "боль", false},
		{"бол*", "зуб болел", true},
		{"бол*", "обол", false},
		/* beginnings shorter than what a head is made of */
		{"о*", "к окулисту", true},
		{"d*", "a doctor", true},
		{"do*", "doctors", true},
		{"о*", "к лору", false},
		{"не? болит", "болит", true},
		{"не? болит", "не болит", true},
		{"запис* ~ прием", "запишите на прием", false},
		{"запис* ~ прием", "записаться на первый прием", true},
		{"запис* ~ прием", "записаться а б в г прием", false},
		{"запис* ~~ прием", "записаться а б в г прием", true},
		{"^ нет $", "нет!", true},
		{"^ нет $", "ну нет", false},
		{"что ?", "что?", true},
		{"что ?", "что", false},
		{"что нет", "что, нет", true},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct pattern *p =
			pattern_compile(rows[i].pattern, &arena);
		struct tokens t =
			tokens_cut(rows[i].text, strlen(rows[i].text), &arena);
		struct pattern_match m;

		CHECK_ROW(pattern_find(p, &t, 0, &m) == rows[i].is_found, i);
	}
	arena_release(&arena);
}

static void test_where_a_pattern_stands(void)
{
	const struct pattern *p = pattern_compile("болит ~ зуб", &arena);
	const char *text = "ой, болит мой зуб";
	struct tokens t = tokens_cut(text, strlen(text), &arena);
	struct pattern_match m;

	CHECK(pattern_find(p, &t, 0, &m) && m.first == 2 && m.last == 4);
	CHECK(!pattern_find(p, &t, 3, &m));
	arena_release(&arena);
}

TEST_MAIN(test_what_patterns_find, test_where_a_pattern_stands)
