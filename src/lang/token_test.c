#include "lang/token.h"

#include "base/buf.h"
#include "test/check.h"

static struct arena arena;

static struct tokens cut(const char *text)
{
	return tokens_cut(text, strlen(text), &arena);
}

/* Words and numbers as they are folded, with a bar where tokens are glued. */
static const char *shape(const char *text)
{
	struct tokens t = cut(text);
	struct buf b;

	buf_init(&b, &arena, 1000);
	for (size_t i = 0; i < t.n; i++)
		buf_print(&b, "%s%s",
			!i                    ? ""
			: t.token[i].is_glued ? "|"
					      : " ",
			t.token[i].low);
	return b.p;
}

static void test_a_text_falls_into_words_numbers_and_marks(void)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{"", ""},
		{" \t\r\n ", ""},
		{"Ёлка, ЗАВТРА!", "елка|, завтра|!"},
		{"в 15ч", "в 15|ч"},
		{"10.30-й", "10|.|30|-|й"},
		{"А\xC2\xA0"
		 "Б",
			"а б"},
		{"и\xCC\x86од", "йод"},             /* a breve of its own */
		{"за\xC2\xADвтра", "завтра"},       /* soft hyphen */
		{"\xD9\xA1\xD9\xA5", "15"},         /* Arabic digits */
		{"\xEF\xBC\x91\xEF\xBC\x90", "10"}, /* full width */
		{"\xFFк", "\xEF\xBF\xBD|к"},        /* no UTF-8 */
		{"Әлия Ғани", "әлия ғани"},
		{"Ärzte", "ärzte"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (strcmp(shape(rows[i].text), rows[i].want) != 0)
			print_error("%s\n", shape(rows[i].text));
		CHECK_ROW(strcmp(shape(rows[i].text), rows[i].want) == 0, i);
	}
	arena_release(&arena);
}

static void test_a_nul_parts_words(void)
{
	struct tokens t = tokens_cut("да\0\0нет\0", 12, &arena);

	CHECK(t.n == 2 && t.token[1].begin == 6 && !t.token[1].is_glued);
	CHECK_TEXT(t.token[1].low, "нет");
	arena_release(&arena);
}

static void test_spans_and_values_are_those_of_the_text(void)
{
	struct tokens t = cut("Да, 0042 раза 9999999999999999999");

	CHECK(t.n == 5);
	CHECK(t.token[0].begin == 0 && t.token[0].end == 4);
	CHECK(t.token[0].is_capital && !t.token[3].is_capital);
	CHECK(t.token[0].letters == 2 && t.token[0].low_n == 4);
	CHECK(t.token[1].mark == ',');
	CHECK(t.token[2].number == 42 && t.token[2].begin == 6);
	CHECK(t.token[4].number == -1);
	arena_release(&arena);
}

static void test_stems_join_the_cases_of_a_word(void)
{
	struct tokens t = cut("стоматологу стоматолога doctors 5");
	const char *const *stem = tokens_stem(&t, &arena);

	CHECK_TEXT(stem[0], "стоматолог");
	CHECK_TEXT(stem[1], "стоматолог");
	CHECK_TEXT(stem[2], "doctor");
	CHECK_TEXT(stem[3], "");
	CHECK_TEXT(token_stem("записать", &arena), "записа");
	arena_release(&arena);
}

static void test_distance_counts_typos_and_stops_at_its_bound(void)
{
	static const struct {
		const char *one, *other;
		int max, want;
	} rows[] = {
		{"терапевт", "терапевт", 2, 0},
		{"терапефт", "терапевт", 2, 1},
		{"стамотолог", "стоматолог", 2, 2},
		{"завтар", "завтра", 2, 1}, /* a swap is one typo */
		{"завра", "завтра", 2, 1},
		{"завттра", "завтра", 2, 1},
		{"кот", "терапевт", 2, 3},
		{"", "да", 2, 2},
		{"абв", "где", 2, 3},
		{"абв", "где", 3, 3},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		CHECK_ROW(token_distance(rows[i].one, rows[i].other,
				  rows[i].max) == rows[i].want,
			i);
		CHECK_ROW(token_distance(rows[i].other, rows[i].one,
				  rows[i].max) == rows[i].want,
			i);
	}
}

static void test_latin_letters_by_their_sound(void)
{
	CHECK_TEXT(token_from_latin("kardiolog", &arena), "кардиолог");
	CHECK_TEXT(token_from_latin("zhenshchina", &arena), "женщина");
	CHECK_TEXT(token_from_latin("", &arena), "");
	CHECK(!token_from_latin("uzi1", &arena));
	CHECK(!token_from_latin("узи", &arena));
	arena_release(&arena);
}

static void test_the_other_layout(void)
{
	CHECK_TEXT(token_other_layout("rfhlbjkju", &arena), "кардиолог");
	CHECK_TEXT(token_other_layout("ghbdtn", &arena), "привет");
	CHECK_TEXT(token_other_layout("руддщ", &arena), "hello");
	CHECK(!token_other_layout("ä", &arena));
	arena_release(&arena);
}

static void test_fold(void)
{
	CHECK_TEXT(token_fold("Ёжик В ТУМАНЕ", &arena), "ежик в тумане");
	arena_release(&arena);
}

/* What a beginning of TOKEN_HEAD_BYTES settles, whatever follows. */
static void test_heads(void)
{
	struct tokens t = cut("болит болеть б doctors 5");
	uint64_t heads = 0;

	for (size_t i = 0; i < t.n; i++) {
		CHECK(t.token[i].head < TOKEN_HEADS);
		CHECK(t.token[i].head ==
			token_head(t.token[i].low, t.token[i].low_n));
		heads |= UINT64_C(1) << t.token[i].head;
	}
	CHECK(t.heads == heads);
	CHECK(t.token[0].head == t.token[1].head);
	CHECK(t.token[0].head == token_head("бо", TOKEN_HEAD_BYTES));
	CHECK(t.token[0].head != t.token[2].head);
	CHECK(cut("").heads == 0);
	arena_release(&arena);
}

static void test_is_one_of(void)
{
	static const char *const words[] = {"не", "нет", "n"};

	CHECK(token_is_one_of("не", words, ARRAY_LEN(words)));
	CHECK(token_is_one_of("нет", words, ARRAY_LEN(words)));
	CHECK(token_is_one_of("n", words, ARRAY_LEN(words)));
	CHECK(!token_is_one_of("нету", words, ARRAY_LEN(words)));
	CHECK(!token_is_one_of("н", words, ARRAY_LEN(words)));
	CHECK(!token_is_one_of("", words, ARRAY_LEN(words)));
}

TEST_MAIN(test_heads, test_is_one_of, test_a_nul_parts_words,
	test_a_text_falls_into_words_numbers_and_marks,
	test_spans_and_values_are_those_of_the_text,
	test_stems_join_the_cases_of_a_word,
	test_distance_counts_typos_and_stops_at_its_bound,
	test_latin_letters_by_their_sound, test_the_other_layout, test_fold)
