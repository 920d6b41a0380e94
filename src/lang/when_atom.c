#include "lang/when_atom.h"

#include "base/civil.h"

#define CLASS(name) WHEN_INDEX_##name

enum { YEAR_FIRST = 1900, YEAR_LAST = 2100, NUMBER_DIGITS_MAX = 4 };

/* Atoms being made: where we read, what stands already. */
struct maker {
	const struct when_words *w;
	const struct tokens *t;
	size_t at;
	struct when_atom *atom;
	size_t n;
};

static const struct token *peek(const struct maker *m, size_t ahead)
{
	static const struct token nothing = {.kind = TOKEN_KINDS, .low = ""};

	return m->at + ahead < m->t->n ? &m->t->token[m->at + ahead] : &nothing;
}

static const struct when_word *word_at(const struct maker *m, size_t ahead)
{
	const struct token *tok = peek(m, ahead);

	if (tok->kind != TOKEN_WORD)
		return NULL;
	return when_words_get(m->w, tok->low, tok->low_n, tok->letters);
}

static bool is_class_at(const struct maker *m, size_t ahead, int class)
{
	const struct when_word *word = word_at(m, ahead);

	return word && when_set_has(word->classes, class);
}

static bool was_class(const struct maker *m, int class)
{
	return m->n && when_set_has(m->atom[m->n - 1].classes, class);
}

static struct when_atom *add(struct maker *m, size_t tokens)
{
	struct when_atom *at = &m->atom[m->n++];

	at->first = (uint32_t)m->at;
	at->last = (uint32_t)(m->at + tokens - 1);
	at->is_glued = m->t->token[m->at].is_glued;
	m->at += tokens;
	return at;
}

static void add_number_classes(struct when_atom *at, int value, bool is_min2)
{
	at->value = value;
	when_set_add(&at->classes, CLASS(NUM));
	if (value <= 24)
		when_set_add(&at->classes, CLASS(HOURNUM));
	if (value >= 1 && value <= 31)
		when_set_add(&at->classes, CLASS(MDAYNUM));
	if (value <= 59 && is_min2)
		when_set_add(&at->classes, CLASS(MIN2));
	if (value >= YEAR_FIRST && value <= YEAR_LAST)
		when_set_add(&at->classes, CLASS(YEAR4));
}

/* Numbers: `n` digits glued behind `marks`; what separators join. */

static bool is_mark(const struct token *tok, uint32_t mark, bool glued)
{
	return tok->kind == TOKEN_MARK && tok->mark == mark &&
	       (!glued || tok->is_glued);
}

static bool is_digits(const struct token *tok, uint32_t least, uint32_t most)
{
	return tok->kind == TOKEN_NUMBER && tok->is_glued &&
	       tok->letters >= least && tok->letters <= most;
}

static bool is_dash(const struct token *tok)
{
	return tok->kind == TOKEN_MARK &&
	       (tok->mark == '-' ||
		       (tok->mark >= 0x2010 && tok->mark <= 0x2015));
}

static int wide_year(const struct token *tok)
{
	int y = (int)tok->number;

	return tok->letters == 2 ? y + (y < 70 ? 2000 : 1900) : y;
}

static void add_date(
	struct maker *m, size_t tokens, int day, int month, int year)
{
	struct when_atom *at = add(m, tokens);

	when_set_add(&at->classes, CLASS(DATE));
	at->parts[0] = day;
	at->parts[1] = month;
	at->parts[2] = year;
	at->is_broken = month < 1 || month > 12 || day < 1 ||
			day > civil_month_days(year ? year : 2000, month);
}

static void add_clock(
	struct maker *m, size_t tokens, int64_t hour, int64_t min, int64_t sec)
{
	struct when_atom *at = add(m, tokens);

	when_set_add(&at->classes, CLASS(CLOCK));
	at->value = (int)(hour * 3600 + min * 60 + (sec < 0 ? 0 : sec));
	at->has_seconds = sec >= 0;
	at->is_broken =
		hour > 24 || min > 59 || sec > 59 || at->value > 24 * 3600;
}

/* 20.03.2026, 20/03/26, 20-03-2026, 2026-03-20. */
static bool take_long_date(struct maker *m)
{
	const struct token *x = peek(m, 0), *y = peek(m, 2), *z = peek(m, 4);
	const struct token *mark = peek(m, 1);

	if (mark->kind != TOKEN_MARK || !mark->is_glued ||
		!is_digits(y, 1, 2) || !is_mark(peek(m, 3), mark->mark, true))
		return false;
	if (mark->mark != '.' && mark->mark != '/' && mark->mark != '-')
		return false;
	if (x->letters == 4 && mark->mark != '.' && is_digits(z, 1, 2)) {
		add_date(m, 5, (int)z->number, (int)y->number, (int)x->number);
		return true;
	}
	if (x->letters > 2 || !(is_digits(z, 2, 2) || is_digits(z, 4, 4)))
		return false;
	if (z->letters == 4 && z->number < YEAR_FIRST)
		return false;
	add_date(m, 5, (int)x->number, (int)y->number, wide_year(z));
	return true;
}

/* 15:30 and 15:30:20. */
static bool take_colon_clock(struct maker *m)
{
	const struct token *x = peek(m, 0), *y = peek(m, 2);

	if (x->letters > 2 || !is_mark(peek(m, 1), ':', true) ||
		!is_digits(y, 2, 2))
		return false;
	if (is_mark(peek(m, 3), ':', true) && is_digits(peek(m, 4), 2, 2))
		add_clock(m, 5, x->number, y->number, peek(m, 4)->number);
	else
		add_clock(m, 3, x->number, y->number, -1);
	return true;
}

static bool is_day_before(const struct maker *m)
{
	return was_class(m, CLASS(RELDAY)) || was_class(m, CLASS(WEEKDAY)) ||
	       was_class(m, CLASS(MONTH)) || was_class(m, CLASS(DATE)) ||
	       was_class(m, CLASS(PART));
}

/* Whether "17:15", "17.15" or "в 17:15" stands `ahead` tokens further on. */
static bool is_written_clock_at(const struct maker *m, size_t ahead)
{
	const struct token *hour, *mark;

	ahead += is_class_at(m, ahead, CLASS(IN));
	hour = peek(m, ahead);
	mark = peek(m, ahead + 1);
	return hour->kind == TOKEN_NUMBER && hour->letters <= 2 &&
	       (is_mark(mark, ':', true) || is_mark(mark, '.', true)) &&
	       is_digits(peek(m, ahead + 2), 2, 2);
}

/*
 * "10.30" can only be a clock, "25.03" only a date; "10.12" is a clock behind
 * "в" or a day, unless the clock is still to come ("пт 20.12 17:15") or its
 * minutes are rather a month ("пт 20.03"), and a date elsewhere.
 */
static bool take_dotted(struct maker *m)
{
	const struct token *x = peek(m, 0), *y = peek(m, 2);
	int64_t a = x->number, b = y->number;
	bool is_clock = a <= 24 && b <= 59;
	bool is_date = a >= 1 && a <= 31 && b >= 1 && b <= 12;

	if (x->letters > 2 || !is_mark(peek(m, 1), '.', true) ||
		!is_digits(y, 2, 2) || (!is_clock && !is_date))
		return false;
	if (is_mark(peek(m, 3), '.', true) && is_digits(peek(m, 4), 1, 9))
		return false;
	if (is_clock && is_date)
		is_clock = was_class(m, CLASS(IN)) ||
			   (is_day_before(m) && (b % 5 == 0 || b >= 10) &&
				   !is_written_clock_at(m, 3)) ||
			   is_class_at(m, 3, CLASS(PARTGEN));
	if (is_clock)
		add_clock(m, 3, a, b, -1);
	else
		add_date(m, 3, (int)a, (int)b, 0);
	return true;
}

/*
 * "25,03" and "14,30" by who finds no dot: a nought in front, or minutes that
 * can be no hour, tell it from a list ("10,12 марта") and a price.
 */
static bool take_comma(struct maker *m)
{
	const struct token *x = peek(m, 0), *y = peek(m, 2);
	bool is_nought = y->kind == TOKEN_NUMBER && y->low[0] == '0';
	bool is_in = was_class(m, CLASS(IN)) || is_day_before(m);

	if (x->letters > 2 || !is_mark(peek(m, 1), ',', true) ||
		!is_digits(y, 2, 2) || is_class_at(m, 3, CLASS(BLOCK)) ||
		is_class_at(m, 3, CLASS(MONTH)))
		return false;
	if (x->number <= 24 && y->number <= 59 && is_in &&
		(is_nought || y->number > 24 || y->number == 15))
		add_clock(m, 3, x->number, y->number, -1);
	else if (is_nought && x->number >= 1 && x->number <= 31 &&
		 y->number >= 1)
		add_date(m, 3, (int)x->number, (int)y->number, 0);
	else
		return false;
	return true;
}

/* 03.2026 and 2026-03. */
static bool take_month_year(struct maker *m)
{
	const struct token *x = peek(m, 0), *y = peek(m, 2);
	bool is_year_first = is_mark(peek(m, 1), '-', true);
	const struct token *month = is_year_first ? y : x;
	const struct token *year = is_year_first ? x : y;

	if ((!is_year_first && !is_mark(peek(m, 1), '.', true)) ||
		y->kind != TOKEN_NUMBER || !y->is_glued ||
		month->letters != 2 || month->number < 1 ||
		month->number > 12 || year->letters != 4 ||
		year->number < YEAR_FIRST || year->number > YEAR_LAST ||
		peek(m, 3)->is_glued)
		return false;
	add_date(m, 3, 0, (int)month->number, (int)year->number);
	m->atom[m->n - 1].is_broken = false;
	return true;
}

static bool take_slashed(struct maker *m)
{
	const struct token *x = peek(m, 0), *y = peek(m, 2);

	if (x->letters > 2 || !is_mark(peek(m, 1), '/', true) ||
		!is_digits(y, 1, 2) || x->number > 31 || y->number > 12 ||
		x->number < 1 || y->number < 1)
		return false;
	add_date(m, 3, (int)x->number, (int)y->number, 0);
	return true;
}

/*
 * "14-00" and "9-30" are clocks, "14-16" is from two to four: only minutes
 * that cannot be an hour decide, or a "в" in front and round minutes.
 */
static bool take_dashed_clock(struct maker *m)
{
	const struct token *x = peek(m, 0), *y = peek(m, 2);
	int64_t b = y->number;

	if (x->letters > 2 || !is_dash(peek(m, 1)) || !peek(m, 1)->is_glued ||
		!is_digits(y, 2, 2) || x->number > 24 || b > 59)
		return false;
	if (is_class_at(m, 3, CLASS(MONTH)) ||
		is_class_at(m, 3, CLASS(MDAYWORD)) || is_dash(peek(m, 3)))
		return false;
	if (b != 0 && b < 25 && !(b % 5 == 0 && was_class(m, CLASS(IN))))
		return false;
	add_clock(m, 3, x->number, b, -1);
	return true;
}

static bool is_ordinal_end(const struct token *tok)
{
	static const char *const ends[] = {"го", "ого", "его", "е", "ое", "й",
		"ый", "му", "ому", "м", "ья", "ая", "я", "ого", "ее", "ом",
		"ий"};

	return tok->kind == TOKEN_WORD && tok->is_glued &&
	       token_is_one_of(tok->low, ends, ARRAY_LEN(ends));
}

/* 18-го, 5е, 21-ого. */
static bool take_digit_ordinal(struct maker *m)
{
	const struct token *x = peek(m, 0);
	size_t dash = is_dash(peek(m, 1)) && peek(m, 1)->is_glued;
	struct when_atom *at;

	if (x->letters > 4 || !is_ordinal_end(peek(m, 1 + dash)))
		return false;
	if (!dash && was_class(m, CLASS(HOUR)))
		return false; /* "15ч15м" */
	at = add(m, 2 + dash);
	at->value = (int)x->number;
	when_set_add(&at->classes, CLASS(ORD));
	when_set_add(&at->classes, CLASS(ORDWORD));
	return true;
}

/* 3х, 5-ти: a number in one of its cases. */
static bool take_digit_cardinal(struct maker *m)
{
	static const char *const ends[] = {"х", "ех", "ти", "ми", "мя"};
	const struct token *x = peek(m, 0);
	size_t dash = is_dash(peek(m, 1)) && peek(m, 1)->is_glued;
	const struct token *end = peek(m, 1 + dash);

	if (x->letters > 2 || end->kind != TOKEN_WORD || !end->is_glued ||
		!token_is_one_of(end->low, ends, ARRAY_LEN(ends)))
		return false;
	add_number_classes(add(m, 2 + dash), (int)x->number, false);
	return true;
}

/* 2,5 and 1.5. */
static bool take_fraction(struct maker *m)
{
	const struct token *x = peek(m, 0), *y = peek(m, 2);
	struct when_atom *at;

	if (x->letters > 3 || !is_digits(y, 1, 1) ||
		(!is_mark(peek(m, 1), '.', true) &&
			!is_mark(peek(m, 1), ',', true)))
		return false;
	at = add(m, 3);
	at->value = (int)(x->number * 10 + y->number);
	when_set_add(&at->classes, CLASS(FRACTION));
	return true;
}

/* "в 1530" without a mark; 1900 to 2100 are years. */
static bool take_packed_clock(struct maker *m)
{
	const struct token *x = peek(m, 0);

	if (x->letters != 4 || !was_class(m, CLASS(IN)) ||
		(x->number >= YEAR_FIRST && x->number <= YEAR_LAST) ||
		x->number / 100 > 23 || x->number % 100 > 59)
		return false;
	add_clock(m, 1, x->number / 100, x->number % 100, -1);
	return true;
}

static void take_plain_number(struct maker *m)
{
	const struct token *x = peek(m, 0);
	bool is_counted =
		is_mark(peek(m, 1), '%', false) ||
		is_mark(peek(m, 1), 0x20BD, false) ||
		is_mark(peek(m, 1), 0xB0, false) ||
		(m->n && m->at &&
			is_mark(&m->t->token[m->at - 1], 0x2116, false));
	struct when_atom *at = add(m, 1);

	if (x->letters > NUMBER_DIGITS_MAX || is_counted) {
		when_set_add(&at->classes, CLASS(BLOCK));
		return;
	}
	add_number_classes(at, (int)x->number, x->letters == 2);
	if (x->letters == 2)
		when_set_add(&at->classes, CLASS(YEAR2));
}

static void take_number(struct maker *m)
{
	if (take_long_date(m) || take_month_year(m) || take_colon_clock(m) ||
		take_dotted(m) || take_slashed(m) || take_dashed_clock(m) ||
		take_digit_ordinal(m) || take_digit_cardinal(m) ||
		take_comma(m) || take_fraction(m) || take_packed_clock(m))
		return;
	take_plain_number(m);
}

/* Words. */

static int magnitude(int value)
{
	return value >= 100 ? 100 : value >= 20 ? 10 : 1;
}

/* What a number in words amounts to so far. */
struct sum {
	int value;
	int unit; /* magnitude of what was added last; less must follow */
	bool is_ordinal, is_date_form;
	bool had_zero;
	size_t words;
};

/* Adds one word, if it can follow: "двадцать три", not "три двадцать". */
static bool sum_word(struct sum *s, const struct when_word *word)
{
	bool is_ordinal = when_set_has(word->classes, CLASS(ORD));
	int v = word->value;

	if (s->is_ordinal ||
		(!is_ordinal && !when_set_has(word->classes, CLASS(NUM))))
		return false;
	if (v == 1000 && s->words && s->value < 10) {
		s->value *= 1000;
		s->unit = 1000;
	} else if (!s->words || (magnitude(v) < s->unit && v > 0 &&
					(v < 10 || s->unit > 10))) {
		s->had_zero = !s->words && v == 0;
		s->value += v;
		s->unit = v >= 1000 ? 1000 : magnitude(v);
	} else if (s->words == 1 && s->had_zero && v < 10) {
		s->value = v; /* "ноль пять", "ноль ноль" are minutes */
		s->unit = 0;
	} else {
		return false;
	}
	s->is_ordinal = is_ordinal;
	s->is_date_form = when_set_has(word->classes, CLASS(ORDWORD));
	s->words++;
	return true;
}

/* "без двадцати три" is twenty and three, "без двадцати трёх минут" is not. */
static bool is_minutes_alone(const struct maker *m)
{
	return was_class(m, CLASS(WITHOUT)) && !is_class_at(m, 2, CLASS(NUM)) &&
	       !is_class_at(m, 2, CLASS(MINUTE)) &&
	       !is_class_at(m, 2, CLASS(HOURONE));
}

static void sum_first(const struct maker *m, struct sum *s)
{
	*s = (struct sum){.unit = 10000};
	(void)sum_word(s, word_at(m, 0));
}

static bool take_number_words(struct maker *m)
{
	struct sum s = {.unit = 10000};
	const struct when_word *word;
	struct when_atom *at;

	while ((word = word_at(m, s.words)) != NULL)
		if (!sum_word(&s, word))
			break;
	if (!s.words)
		return false;
	if (s.words == 2 && is_minutes_alone(m))
		sum_first(m, &s);
	at = add(m, s.words);
	at->is_word = true;
	at->value = s.value;
	if (!s.is_ordinal) {
		add_number_classes(at, s.value,
			s.value >= 10 || (s.had_zero && s.words > 1));
		return true;
	}
	when_set_add(&at->classes, CLASS(ORD));
	if (s.is_date_form)
		when_set_add(&at->classes, CLASS(ORDWORD));
	if (s.value >= YEAR_FIRST && s.value <= YEAR_LAST)
		when_set_add(&at->classes, CLASS(YEAR4));
	return true;
}

/*
 * After "в 5" an unknown noun is what is counted ("в 5 клиниках"); these
 * endings belong to verbs and adverbs and so leave the hour an hour.
 */
static bool is_verbish(const struct token *tok)
{
	static const char *const ends[] = {"ть", "ся", "те", "ю", "ет", "ит",
		"но", "шо", "ло", "чше", "ок"};
	static const char *const words[] = {"хочу", "могу", "смогу", "приду",
		"буду", "пожалуйста", "подойду", "у", "и", "а", "но", "или",
		"ко", "да", "я", "мы", "есть", "для", "мне", "нам",
		"пожалуйста", "только", "же", "ли", "запись", "бы", "как", "то",
		"что", "если", "свободно", "прием", "врач", "доктор", "со", "о",
		"не", "из"};

	if (token_is_one_of(tok->low, words, ARRAY_LEN(words)))
		return true;
	if (tok->letters < 3)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		size_t n = strlen(ends[i]);

		if (tok->low_n > n &&
			memcmp(tok->low + tok->low_n - n, ends[i], n) == 0)
			return true;
	}
	return false;
}

/* "где-то", "где то" and "где-нибудь" are one word. */
static bool take_somewhere(struct maker *m)
{
	size_t dash = is_dash(peek(m, 1));

	if (strcmp(peek(m, 0)->low, "где") != 0 ||
		(strcmp(peek(m, 1 + dash)->low, "то") != 0 &&
			strcmp(peek(m, 1 + dash)->low, "нибудь") != 0))
		return false;
	when_set_add(&add(m, 2 + dash)->classes, CLASS(ABOUT));
	return true;
}

static void take_word(struct maker *m)
{
	const struct when_word *word;
	struct when_atom *at;

	if (take_number_words(m) || take_somewhere(m))
		return;
	word = word_at(m, 0);
	at = add(m, 1);
	if (word) {
		at->classes = word->classes;
		at->value = word->value;
		return;
	}
	when_set_add(&at->classes, CLASS(WORD));
	if (is_verbish(&m->t->token[at->first]))
		when_set_add(&at->classes, CLASS(VERBISH));
}

/* The dot of "пт." or "15 ч." ends a short word, not a sentence. */
static bool is_dot_of_short(const struct maker *m)
{
	static const int classes[] = {CLASS(WEEKDAY), CLASS(MONTH), CLASS(HOUR),
		CLASS(MINUTE), CLASS(YEAR), CLASS(NEXT), CLASS(WEEK),
		CLASS(DAY), CLASS(MONTHWORD)};

	if (!m->n || !is_mark(peek(m, 0), '.', true) ||
		m->t->token[m->at - 1].letters > 4)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(classes); i++)
		if (was_class(m, classes[i]))
			return true;
	return false;
}

static void take_mark(struct maker *m)
{
	const struct token *tok = peek(m, 0);
	struct when_atom *at;
	int class = CLASS(MARK);

	if (is_dot_of_short(m)) {
		m->at++;
		return;
	}
	at = add(m, 1);
	if (is_dash(tok))
		class = CLASS(DASH);
	else if (tok->mark == ',' || tok->mark == '(' || tok->mark == ')')
		class = CLASS(COMMA);
	else if (tok->mark == '.' || tok->mark == '!' || tok->mark == '?' ||
		 tok->mark == ';')
		class = CLASS(STOP);
	when_set_add(&at->classes, class);
}

size_t when_atoms(const struct when_words *w, const struct tokens *t,
	struct arena *a, struct when_atom **out)
{
	struct maker m = {.w = w, .t = t};

	m.atom = arena_new(a, struct when_atom, t->n + 1);
	while (m.at < t->n) {
		switch (t->token[m.at].kind) {
		case TOKEN_NUMBER:
			take_number(&m);
			break;
		case TOKEN_WORD:
			take_word(&m);
			break;
		case TOKEN_MARK:
		case TOKEN_KINDS:
			take_mark(&m);
			break;
		}
	}
	*out = m.atom;
	return m.n;
}
