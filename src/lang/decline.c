#include "lang/decline.h"

#include "base/buf.h"
#include "base/limits.h"
#include "lang/ending.h"

/* What a declined word can gain, in bytes. */
enum { GAIN_MAX = sizeof(ending_forms[0].put[0]) };

static bool is_capital(uint32_t c)
{
	return text_lower_char(c) != c;
}

/* "ИВАНОВ": its last letter is a capital, and not its only one. */
static bool is_capitals(struct str word)
{
	const char *last = word.p + word.n;

	while (last > word.p && (*--last & 0xC0) == 0x80)
		;
	return last > word.p && is_capital(text_next(&last, word.p + word.n));
}

enum { SHORT_BYTES_MAX = 6 };

/* "УЗИ", but "ВРАЧ" is a word that somebody wrote in capitals. */
static bool is_abbreviation(struct str word)
{
	return word.n <= SHORT_BYTES_MAX && is_capitals(word);
}

/* Capital letters; the reverse of text_lower_char. */
static char *put_raised(char *to, const char *text)
{
	const char *end = text + strlen(text);

	while (text < end) {
		uint32_t c = text_next(&text, end);

		if (c >= 0x430 && c <= 0x44F)
			c -= 0x20;
		else if (c == 0x451)
			c = 0x401;
		to += text_put(to, c);
	}
	return to;
}

static char *put(char *to, struct str text)
{
	memcpy(to, text.p, text.n);
	return to + text.n;
}

static struct str without_letters(struct str word, int letters)
{
	for (; letters && word.n; letters--)
		while (--word.n && (word.p[word.n] & 0xC0) == 0x80)
			;
	return word;
}

static int forms_of(enum ending_kind kind, struct str word, enum sex sex)
{
	return ending_find(kind, word.p, word.n).forms[sex == SEX_FEMALE];
}

static char *put_forms(
	char *to, struct str word, int forms, enum grammar_case c)
{
	const struct ending_forms *f = &ending_forms[forms];

	if (!forms || c == CASE_NOMN)
		return put(to, word);
	to = put(to, without_letters(word, f->took[c - 1]));
	if (is_capitals(word))
		return put_raised(to, f->put[c - 1]);
	return put(to, str_of(f->put[c - 1]));
}

/*
 * What stands before a hyphen: a man's first name stays unless it is told to
 * decline ("Жан-Жака", "Ахмед-хана"; "Карла-Густава"), all else declines unless
 * it is told to stay ("Бонч-Бруевича"; "Римского-Корсакова").
 */
static int front_forms(enum ending_kind kind, struct str part, enum sex sex)
{
	int forms = forms_of(ENDING_FRONT, part, sex);

	if (kind == ENDING_WORK)
		return is_abbreviation(part) ? 0 : forms_of(kind, part, sex);
	if (forms || (kind == ENDING_FIRST && sex != SEX_FEMALE))
		return forms;
	return forms_of(kind, part, sex);
}

/* Cuts the first part off, up to a hyphen or a blank, which is left in *rest.
 */
static struct str cut_part(struct str *rest)
{
	struct str part = {rest->p, 0};

	while (part.n < rest->n && part.p[part.n] != '-' &&
		part.p[part.n] != ' ')
		part.n++;
	*rest = (struct str){rest->p + part.n, rest->n - part.n};
	return part;
}

/* A word, or several of one kind: "Иванова-Петрова", "ван Гог". */
static char *put_words(char *to, struct str words, enum ending_kind kind,
	enum sex sex, enum grammar_case c)
{
	for (;;) {
		struct str part = cut_part(&words);

		if (!words.n)
			return put_forms(
				to, part, forms_of(kind, part, sex), c);
		to = put_forms(to, part, front_forms(kind, part, sex), c);
		*to++ = words.p[0];
		words = (struct str){words.p + 1, words.n - 1};
	}
}

/* Room for `text` declined, however many words it has. */
static char *room_for(const char *text, struct arena *a)
{
	size_t n = strlen(text), words = 1;

	for (const char *p = text; *p; p++)
		words += *p == ' ' || *p == '-';
	return arena_take(a, n + words * GAIN_MAX + 1);
}

static bool is_patronymic(struct str word)
{
	return ending_find(ENDING_MIDDLE, word.p, word.n).sex != ENDING_UNKNOWN;
}

/* "оглы", "кызы": a word of its own behind the father's name. */
static bool is_son(struct str word)
{
	struct ending e = ending_find(ENDING_MIDDLE, word.p, word.n);

	return e.sex != ENDING_UNKNOWN && !e.forms[0] && !e.forms[1];
}

static bool is_first_name(struct str word)
{
	return ending_find(ENDING_FIRST, word.p, word.n).is_word;
}

enum { FULL_WORDS_MAX = 8 };

struct full {
	struct str word[FULL_WORDS_MAX];
	enum ending_kind kind[FULL_WORDS_MAX];
	size_t n;
};

/*
 * Says which word is what: Фамилия Имя Отчество, unless the patronymic stands
 * elsewhere ("Анна Андреевна Петрова"), or the first word of two is a first
 * name and the second is none.  A surname and a patronymic may have two words.
 */
static void sort_words(struct full *f)
{
	size_t first = 1, i = f->n;

	while (--i > 0 && !is_patronymic(f->word[i]))
		;
	if (i > 0)
		first = i - 1;
	if (i > 1 && is_son(f->word[i]))
		f->kind[--first + 1] = ENDING_MIDDLE;
	if (i > 0)
		f->kind[i] = ENDING_MIDDLE;
	else if (f->n == 2 && is_first_name(f->word[0]) &&
		 !is_first_name(f->word[1]))
		first = 0;
	else if (f->n > 2 && forms_of(ENDING_FRONT, f->word[0], SEX_FEMALE))
		first = 2; /* "ван Гог Винсент" */
	if (first < f->n)
		f->kind[first] = ENDING_FIRST;
}

/* Words beyond FULL_WORDS_MAX belong to the last one. */
static void cut_full(struct full *f, const char *text)
{
	struct str rest = str_trim(str_of(text));

	for (f->n = 0; rest.n; f->kind[f->n++] = ENDING_LAST) {
		f->word[f->n] = f->n + 1 < FULL_WORDS_MAX
					? str_split(&rest, ' ')
					: rest;
		if (f->n + 1 == FULL_WORDS_MAX)
			rest.n = 0;
		rest = str_trim(rest);
	}
	if (f->n)
		sort_words(f);
}

/* The words from `i` on that are of one kind, as they stand in the text. */
static struct str same_kind(const struct full *f, size_t *i)
{
	struct str words = f->word[*i];
	enum ending_kind kind = f->kind[*i];

	while (++*i < f->n && f->kind[*i] == kind)
		words.n = (size_t)(f->word[*i].p + f->word[*i].n - words.p);
	return words;
}

static char *put_full(
	char *to, const struct full *f, enum sex sex, enum grammar_case c)
{
	for (size_t i = 0; i < f->n;) {
		enum ending_kind kind = f->kind[i];

		if (i)
			*to++ = ' ';
		to = put_words(to, same_kind(f, &i), kind, sex, c);
	}
	return to;
}

const char *decline_name(enum name_kind kind, const char *text, enum sex sex,
	enum grammar_case c, struct arena *a)
{
	static const enum ending_kind kinds[] = {
		[NAME_FIRST] = ENDING_FIRST,
		[NAME_LAST] = ENDING_LAST,
		[NAME_MIDDLE] = ENDING_MIDDLE,
	};
	char *out = room_for(text, a);
	struct full full;

	if (sex == SEX_UNKNOWN)
		sex = name_sex(kind, text);
	if (kind == NAME_FULL) {
		cut_full(&full, text);
		put_full(out, &full, sex, c);
	} else {
		put_words(out, str_of(text), kinds[kind], sex, c);
	}
	return out;
}

static bool has_end(struct str word, const char *const *ends, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t end_n = strlen(ends[i]);

		if (word.n >= end_n &&
			memcmp(word.p + word.n - end_n, ends[i], end_n) == 0)
			return true;
	}
	return false;
}

static enum sex work_sex(struct str word)
{
	static const char *const ends[] = {"а", "я", "сть"};

	return has_end(word, ends, ARRAY_LEN(ends)) ? SEX_FEMALE : SEX_MALE;
}

static bool is_adjective(struct str word)
{
	static const char *const ends[] = {"ый", "ий", "ой", "ая", "яя"};
	static const char chief[] = "заведующ";

	return has_end(word, ends, ARRAY_LEN(ends)) &&
	       (word.n < sizeof(chief) - 1 ||
		       memcmp(word.p, chief, sizeof(chief) - 1) != 0);
}

/* "гигиенист стоматологический"; "врач ультразвуковой …" is a genitive. */
static bool is_adjective_behind(struct str word)
{
	static const char *const ends[] = {"ый", "ий", "ая", "яя"};

	return has_end(word, ends, ARRAY_LEN(ends));
}

/*
 * Adjectives and the first noun decline, and adjectives behind it; its
 * complement stays.
 */
const char *decline_profession(
	const char *text, enum grammar_case c, struct arena *a)
{
	struct str rest = str_of(text);
	char *out = room_for(text, a), *to = out;
	bool is_behind = false;

	while (rest.n) {
		struct str left = rest, word = str_split(&rest, ' ');

		if (is_behind && !is_adjective_behind(word)) {
			put(to, left);
			break;
		}
		if (is_abbreviation(word))
			to = put(to, word);
		else
			to = put_words(
				to, word, ENDING_WORK, work_sex(word), c);
		if (rest.p)
			*to++ = ' ';
		is_behind |= !is_adjective(word);
	}
	return out;
}

const char *decline_initials(
	const char *full, enum sex sex, enum grammar_case c, struct arena *a)
{
	struct str rest = str_trim(str_of(full));
	struct str last = str_split(&rest, ' ');
	struct buf b;

	if (sex == SEX_UNKNOWN)
		sex = name_sex(NAME_FULL, full);
	buf_init(&b, a, NAME_BYTES_MAX * 4);
	buf_text(&b, decline_name(NAME_LAST, arena_copy(a, last.p, last.n), sex,
			     c, a));
	while (rest.n) {
		struct str part = str_split(&rest, ' ');
		const char *p = part.p;

		if (!part.n)
			continue;
		text_next(&p, part.p + part.n);
		buf_print(&b, "\xC2\xA0%.*s.", (int)(p - part.p), part.p);
	}
	return b.is_over ? full : b.p;
}

bool decline_case(struct str name, enum grammar_case *out)
{
	static const char *const names[CASES] = {
		"nomn", "gent", "datv", "accs", "ablt", "loct"};

	for (int i = 0; i < CASES; i++)
		if (str_equal(name, names[i])) {
			*out = (enum grammar_case)i;
			return true;
		}
	return false;
}
