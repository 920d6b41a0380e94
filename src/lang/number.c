#include "lang/number.h"

#include "base/text.h"

/* Nominative first, then the oblique cases. */
static const struct {
	int value;
	const char *forms;
} cardinals[] = {
	{0, "ноль ноля нулю нулем нуль нуля нулей нолей"},
	{1, "один одна одно одного одной одному одну одним раз"},
	{2, "два две двух двум двумя"},
	{3, "три трех трем тремя"},
	{4, "четыре четырех четырем четырьмя"},
	{5, "пять пяти пятью"},
	{6, "шесть шести шестью"},
	{7, "семь семи семью"},
	{8, "восемь восьми восемью"},
	{9, "девять девяти девятью"},
	{10, "десять десяти десятью"},
	{11, "одиннадцать одиннадцати одинадцать"},
	{12, "двенадцать двенадцати"},
	{13, "тринадцать тринадцати"},
	{14, "четырнадцать четырнадцати"},
	{15, "пятнадцать пятнадцати"},
	{16, "шестнадцать шестнадцати"},
	{17, "семнадцать семнадцати"},
	{18, "восемнадцать восемнадцати"},
	{19, "девятнадцать девятнадцати"},
	{20, "двадцать двадцати"},
	{30, "тридцать тридцати"},
	{40, "сорок сорока"},
	{50, "пятьдесят пятидесяти"},
	{60, "шестьдесят шестидесяти"},
	{70, "семьдесят семидесяти"},
	{80, "восемьдесят восьмидесяти"},
	{90, "девяносто девяноста"},
	{100, "сто ста"},
	{200, "двести двухсот"},
	{300, "триста трехсот"},
	{400, "четыреста четырехсот"},
	{500, "пятьсот пятисот"},
	{600, "шестьсот шестисот"},
	{700, "семьсот семисот"},
	{800, "восемьсот восьмисот"},
	{900, "девятьсот девятисот"},
};

void number_fill(struct wordmap *m, struct arena *a)
{
	for (size_t i = 0; i < ARRAY_LEN(cardinals); i++) {
		struct str forms = str_of(cardinals[i].forms);

		while (forms.n) {
			struct str form = str_split(&forms, ' ');

			wordmap_put(m, arena_copy(a, form.p, form.n),
				(uint32_t)cardinals[i].value);
		}
	}
}

static struct str nominative(int value)
{
	for (size_t i = 0; i < ARRAY_LEN(cardinals); i++)
		if (cardinals[i].value == value) {
			struct str forms = str_of(cardinals[i].forms);

			return str_split(&forms, ' ');
		}
	return str_of("");
}

static void add_word(struct buf *b, struct str word)
{
	if (b->n)
		buf_char(b, ' ');
	buf_add(b, word.p, word.n);
}

static void add_unit(struct buf *b, int unit, enum number_gender gender)
{
	static const char *const ones[] = {"один", "одна", "одно"};

	if (unit == 1)
		add_word(b, str_of(ones[gender]));
	else if (unit == 2 && gender == NUMBER_FEMININE)
		add_word(b, str_of("две"));
	else
		add_word(b, nominative(unit));
}

/* 1 .. 999. */
static void add_triple(struct buf *b, int n, enum number_gender gender)
{
	if (n >= 100)
		add_word(b, nominative(n / 100 * 100));
	n %= 100;
	if (n >= 20) {
		add_word(b, nominative(n / 10 * 10));
		n %= 10;
	}
	if (n)
		add_unit(b, n, gender);
}

static const char *form_of(
	int n, const char *one, const char *few, const char *many)
{
	if (n % 100 / 10 == 1)
		return many;
	return n % 10 == 1 ? one : n % 10 >= 2 && n % 10 <= 4 ? few : many;
}

void number_words(struct buf *b, int64_t n, enum number_gender gender)
{
	struct buf out;

	buf_init(&out, b->home, 400);
	if (n >= 1000000) {
		int millions = (int)(n / 1000000);

		add_triple(&out, millions, NUMBER_MASCULINE);
		add_word(&out, str_of(form_of(millions, "миллион", "миллиона",
				       "миллионов")));
		n %= 1000000;
	}
	if (n >= 1000) {
		int thousands = (int)(n / 1000);

		add_triple(&out, thousands, NUMBER_FEMININE);
		add_word(&out, str_of(form_of(thousands, "тысяча", "тысячи",
				       "тысяч")));
		n %= 1000;
	}
	if (n || !out.n)
		add_triple(&out, (int)n, gender);
	if (!out.n)
		buf_text(&out, "ноль");
	buf_add(b, out.p, out.n);
}
