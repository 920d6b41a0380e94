#include "lang/name.h"

#include "base/buf.h"
#include "base/limits.h"
#include "lang/ending.h"
#include "lang/name_word.h"

/*
 * A word is a *first name* if the tables have it (in any case, short forms
 * too), a *patronymic* by its ending, a *surname* only beside one of those, or
 * where a name is expected.  So "завтра к кардиологу" holds no name, whatever
 * its letters look like.  The words of one name agree in sex and case; that
 * tells how each reads in the nominative.
 */

/* What a word may be in a name. */
enum role { ROLE_NONE, ROLE_FIRST, ROLE_MIDDLE, ROLE_INITIAL, ROLE_OTHER };

/*
 * What is known of a token as a first name: nothing, but it was said to be one
 * ("меня зовут Гульчехра"); a name that needs a sign beside it; one of ours.
 */
enum firstness { FIRST_UNSEEN, FIRST_NOT, FIRST_SAID, FIRST_RARE, FIRST_OURS };

struct finder {
	const struct lang *lang;
	const struct tokens *t;
	struct arena *a;
	bool is_expected;
	uint8_t *firstness; /* of each token */
};

static bool is_word(const struct finder *f, size_t at)
{
	return at < f->t->n && f->t->token[at].kind == TOKEN_WORD;
}

static bool is_word_at(const struct finder *f, size_t at, const char *word)
{
	return at < f->t->n && strcmp(f->t->token[at].low, word) == 0;
}

static bool is_hyphen(const struct finder *f, size_t at)
{
	return at + 1 < f->t->n && f->t->token[at].mark == '-' &&
	       f->t->token[at].is_glued && f->t->token[at + 1].is_glued &&
	       is_word(f, at + 1);
}

/* "Рашид оглы", "Рашид-оглы": one patronymic of two words; 0 or its end. */
static size_t son_end(const struct finder *f, size_t at)
{
	if (is_word(f, at + 1) && name_is_son(f->t->token[at + 1].low))
		return at + 2;
	if (is_hyphen(f, at + 1) && name_is_son(f->t->token[at + 2].low))
		return at + 3;
	return 0;
}

static bool is_middle(const struct finder *f, size_t at)
{
	struct restored r[RESTORED_MAX];

	return is_word(f, at) &&
	       (son_end(f, at) ||
		       name_read_middle(f->t->token[at].low, f->a, r) > 0);
}

/* Behind "зовут" whatever is no surname is a first name. */
static bool is_said(const struct finder *f, size_t at)
{
	return at && name_is_calling(f->t->token[at - 1].low) &&
	       f->t->token[at].letters > 1 &&
	       !name_is_stranger(f->t->token[at].low) &&
	       (f->t->token[at].is_capital || !is_word(f, at + 1) ||
		       name_is_last(f->t->token[at + 1].low, f->a)) &&
	       !name_is_last(f->t->token[at].low, f->a);
}

static enum firstness look_first(const struct finder *f, size_t at)
{
	struct restored r[RESTORED_MAX];
	bool is_ours;

	if (name_read_first(f->lang, f->t->token[at].low, f->a, r, &is_ours))
		return is_ours ? FIRST_OURS : FIRST_RARE;
	return is_said(f, at) ? FIRST_SAID : FIRST_NOT;
}

static enum firstness firstness(const struct finder *f, size_t at)
{
	if (!is_word(f, at))
		return FIRST_NOT;
	if (f->firstness[at] == FIRST_UNSEEN)
		f->firstness[at] = (uint8_t)look_first(f, at);
	return (enum firstness)f->firstness[at];
}

/* A capital in the middle of a sentence that is not all in capitals. */
static bool is_capital_inside(const struct finder *f, size_t at)
{
	const struct token *tok = &f->t->token[at];
	uint32_t before = at ? tok[-1].mark : '.';

	if (!tok->is_capital || before == '.' || before == '!' ||
		before == '?' || before == '\n')
		return false;
	return tok->end - tok->begin == tok->low_n && tok->letters > 1 &&
	       !(f->t->text[tok->end - 2] == '\xD0' &&
		       (unsigned char)f->t->text[tok->end - 1] < 0xB0);
}

static bool is_last_at(const struct finder *f, size_t at)
{
	return is_word(f, at) && f->t->token[at].letters > 1 &&
	       !name_is_stranger(f->t->token[at].low) &&
	       !name_is_word_too(f->t->token[at].low) &&
	       name_is_last(f->t->token[at].low, f->a);
}

/* "ул Ленина", "на Розы": a place is called after somebody. */
static bool is_place(const struct finder *f, size_t at)
{
	static const char *const words[] = {"ул", "улица", "улице", "улицу",
		"проспект", "проспекте", "пр", "площадь", "площади", "метро",
		"м", "станция", "станции", "г", "город", "городе", "на", "в",
		"во", "из", "имени", "им"};
	size_t before = at && f->t->token[at - 1].mark == '.' ? at - 1 : at;

	for (size_t i = 0; before && i < ARRAY_LEN(words); i++)
		if (is_word_at(f, before - 1, words[i]))
			return true;
	return false;
}

/* "Жан-Пьер Дюпон": a sentence does not go on with a capital. */
static bool is_beside_capital(const struct finder *f, size_t at)
{
	size_t next = is_hyphen(f, at + 1) ? at + 3 : at + 1;

	return f->t->token[at].is_capital && is_word(f, next) &&
	       is_capital_inside(f, next) &&
	       !name_is_stranger(f->t->token[next].low);
}

/*
 * "Света" and "Вера" are words as well, and a rare name may be one that we do
 * not think of: such a one needs a sign beside it.
 */
static bool is_first_shown(const struct finder *f, size_t at)
{
	if (is_middle(f, at + 1) || (at && is_middle(f, at - 1)) ||
		(at && name_is_introducer(f->t->token[at - 1].low)))
		return true;
	if (is_place(f, at))
		return false;
	return (f->is_expected && !is_word(f, at + 1)) ||
	       (is_capital_inside(f, at) &&
		       !name_is_known_last(f->t->token[at].low, f->a)) ||
	       is_last_at(f, at + 1) || is_beside_capital(f, at) ||
	       (at && is_last_at(f, at - 1));
}

/* "Вера" is all that was said; "веры" would be no answer. */
static bool is_alone(const struct finder *f, size_t at)
{
	return f->t->n == 1 && name_first_row(f->lang, f->t->token[at].low);
}

static bool is_first(const struct finder *f, size_t at)
{
	enum firstness how = firstness(f, at);
	const char *low;

	if (how <= FIRST_NOT)
		return false;
	if (is_hyphen(f, at + 1) && firstness(f, at + 2) <= FIRST_NOT)
		return false; /* "Расул-заде" */
	low = f->t->token[at].low;
	if (name_is_stranger(low))
		return false;
	if (how == FIRST_SAID || (how == FIRST_OURS && !name_is_word_too(low)))
		return true;
	if (how == FIRST_RARE && f->t->n == 1 && is_last_at(f, at))
		return false; /* "Ким" */
	return is_alone(f, at) || is_first_shown(f, at);
}

/* "Ли Виктор": the particle never stands in front, nor with a capital. */
static bool is_li(const struct finder *f, size_t at)
{
	return is_word_at(f, at, "ли") && f->t->token[at].is_capital &&
	       firstness(f, at + 1) == FIRST_OURS;
}

/* Two capitals behind a surname, "Зайцева Ю В", are initials without dots. */
static bool is_bare_initial(const struct finder *f, size_t at)
{
	const struct token *tok = f->t->token;
	bool is_second = at && tok[at - 1].letters == 1;
	size_t first = is_second ? at - 1 : at;

	return first && first + 1 < f->t->n && tok[first].letters == 1 &&
	       tok[first + 1].letters == 1 && tok[first].is_capital &&
	       tok[first + 1].is_capital && tok[first - 1].is_capital &&
	       is_last_at(f, first - 1);
}

static enum role role_of(const struct finder *f, size_t at)
{
	const struct token *tok;

	if (!is_word(f, at))
		return ROLE_NONE;
	tok = &f->t->token[at];
	if (is_middle(f, at))
		return ROLE_MIDDLE;
	if (is_first(f, at))
		return ROLE_FIRST;
	if (tok->letters == 1 && at + 1 < f->t->n &&
		f->t->token[at + 1].mark == '.')
		return ROLE_INITIAL;
	if (is_bare_initial(f, at))
		return ROLE_INITIAL;
	if (is_li(f, at))
		return ROLE_OTHER;
	if (tok->letters < 2 || name_is_stranger(tok->low) ||
		name_is_word_too(tok->low))
		return ROLE_NONE;
	return ROLE_OTHER;
}

/* With a capital, as it was written otherwise. */
static const char *capital(const char *word, struct arena *a)
{
	const char *p = word, *end = word + strlen(word);
	char first[5] = "";
	const char *rest = text_lower(a, word);
	uint32_t c;

	if (p == end)
		return "";
	c = text_lower_char(text_next(&p, end));
	if ((c >= 0x430 && c <= 0x44F) || (c >= 'a' && c <= 'z'))
		c -= 0x20;
	else if (c == 0x451)
		c = 0x401;
	text_put(first, c);
	return arena_print(a, "%s%s", first, rest + (p - word));
}

/* The text of a token and of what a hyphen joins to it. */
static const char *written(const struct finder *f, size_t first, size_t last)
{
	uint32_t begin = f->t->token[first].begin;

	return arena_copy(
		f->a, f->t->text + begin, f->t->token[last].end - begin);
}

/* One past the parts of the word at `at`: those behind hyphens, "оглы". */
static size_t word_end(const struct finder *f, size_t at)
{
	size_t son = son_end(f, at);

	if (son)
		return son;
	while (is_hyphen(f, at + 1))
		at += 2;
	return at + 1;
}

/* Nobody has a longer one; the rest of a chain of hyphens is left out. */
static void add_part(struct buf *b, const char *part)
{
	if (b->n)
		buf_char(b, '-');
	buf_text(b, part);
}

static const char *capital_parts(const char *text, struct arena *a)
{
	struct str rest = str_of(text);
	struct buf b;

	buf_init(&b, a, NAME_BYTES_MAX);
	while (rest.n && !b.is_over) {
		struct str part = str_split(&rest, '-');

		add_part(&b, capital(arena_copy(a, part.p, part.n), a));
	}
	return b.p;
}

struct parts {
	size_t first, middle, last; /* token + 1; 0: none */
	size_t initials[2];
	size_t begin, end; /* tokens [begin, end) */
};

/* "имя", "фамилия" or "отчество", with a comma in front or without. */
static size_t label_end(const struct finder *f, size_t at)
{
	if (at < f->t->n && f->t->token[at].mark == ',')
		at++;
	if (is_word_at(f, at, "имя") || is_word_at(f, at, "фамилия") ||
		is_word_at(f, at, "отчество"))
		return at + 1;
	return 0;
}

static bool is_labelled_last(const struct finder *f, const struct parts *p)
{
	return p->last > 1 && is_word_at(f, p->last - 2, "фамилия");
}

/* Whether an unknown word may be taken for a surname here. */
static bool is_last_likely(const struct finder *f, const struct parts *p)
{
	const struct token *tok = &f->t->token[p->last - 1];

	if (p->initials[0] || f->is_expected || is_labelled_last(f, p))
		return true;
	if (tok->is_capital || is_last_at(f, p->last - 1))
		return true;
	/* "дзюба артем сергеевич", but not "у Андрея Павловича есть" */
	return p->middle && !f->t->token[p->middle - 1].is_capital;
}

/* The word in front of the first name, taken for a surname, is none. */
static bool is_no_last(const struct finder *f, const struct parts *p)
{
	return p->first && p->last < p->first &&
	       word_end(f, p->last - 1) == p->first - 1 &&
	       !is_last_likely(f, p);
}

/* Takes the words of one name at `at`: at most one of each role. */
static void take_parts(const struct finder *f, size_t at, struct parts *p)
{
	*p = (struct parts){.begin = at, .end = at};
	while (at < f->t->n) {
		size_t label = at > p->begin ? label_end(f, at) : 0;
		enum role role = role_of(f, label ? label : at);

		if (label)
			at = label;
		if (role == ROLE_FIRST && p->first && !p->last) {
			if (firstness(f, at) > firstness(f, p->first - 1)) {
				p->last = p->first; /* "Ким Виктор" */
				p->first = 0;
			} else {
				role = ROLE_OTHER; /* "Иван Марк" */
			}
		}
		if (role == ROLE_OTHER && p->last && is_no_last(f, p)) {
			p->begin = p->first - 1; /* "передайте Анне …" */
			p->last = 0;
		}
		if (role == ROLE_FIRST && !p->first)
			p->first = at + 1;
		else if (role == ROLE_MIDDLE && !p->middle)
			p->middle = at + 1;
		else if (role == ROLE_OTHER && !p->last)
			p->last = at + 1;
		else if (role == ROLE_INITIAL && !p->initials[1])
			p->initials[p->initials[0] != 0] = at + 1;
		else
			return;
		if (role == ROLE_INITIAL)
			at += at + 1 < f->t->n &&
					      f->t->token[at + 1].mark == '.'
				      ? 2
				      : 1;
		else
			at = word_end(f, at);
		p->end = at;
	}
}

/* The readings of the parts of a name, and what they agree on. */
struct readings {
	struct restored first[RESTORED_MAX], middle[RESTORED_MAX];
	size_t first_n, middle_n;
	unsigned cases[SEXES]; /* by sex: in which both can stand */
	unsigned last[SEXES];  /* and the surname, where it declines */
};

static unsigned cases_of(const struct restored *r, size_t n, enum sex sex)
{
	unsigned cases = 0;

	for (size_t i = 0; i < n; i++)
		if (r[i].sex == sex)
			cases |= r[i].cases;
	return cases;
}

static enum sex son_sex(const struct finder *f, const struct parts *p)
{
	size_t end = p->middle ? son_end(f, p->middle - 1) : 0;

	return end ? name_sex(NAME_MIDDLE, f->t->token[end - 1].low)
		   : SEX_UNKNOWN;
}

/* "Саше Ивановой": the surname shows the sex that the first name does not. */
static void read_last(
	const struct finder *f, const struct parts *p, struct readings *r)
{
	struct restored last[RESTORED_MAX];
	size_t at = p->last ? word_end(f, p->last - 1) - 1 : 0;
	size_t n = p->last ? restore_name(
				     NAME_LAST, f->t->token[at].low, f->a, last)
			   : 0;

	r->last[SEX_MALE] = r->last[SEX_FEMALE] = 0;
	for (size_t i = 0; i < n; i++)
		if (last[i].cases != CASES_ALL)
			r->last[last[i].sex] |= last[i].cases;
}

static void read_parts(
	const struct finder *f, const struct parts *p, struct readings *r)
{
	enum sex son = son_sex(f, p);
	bool is_ours;

	r->first_n = r->middle_n = 0;
	if (p->first)
		r->first_n =
			name_read_first(f->lang, f->t->token[p->first - 1].low,
				f->a, r->first, &is_ours);
	if (p->middle && son == SEX_UNKNOWN)
		r->middle_n = name_read_middle(
			f->t->token[p->middle - 1].low, f->a, r->middle);
	read_last(f, p, r);
	for (enum sex sex = SEX_MALE; sex < SEXES; sex++) {
		r->cases[sex] = son && son != sex ? 0 : CASES_ALL;
		if (r->first_n)
			r->cases[sex] &= cases_of(r->first, r->first_n, sex);
		if (r->middle_n)
			r->cases[sex] &= cases_of(r->middle, r->middle_n, sex);
	}
	/* "Валентина Петровне": the patronymic is right, the rest a slip */
	if (r->middle_n && !r->cases[SEX_MALE] && !r->cases[SEX_FEMALE])
		for (enum sex sex = SEX_MALE; sex < SEXES; sex++)
			r->cases[sex] = cases_of(r->middle, r->middle_n, sex);
}

/* The cases that the word in front of the name calls for. */
static unsigned cases_asked(const struct finder *f, const struct parts *p)
{
	return p->begin && is_word(f, p->begin - 1)
		       ? name_cases_behind(f->t->token[p->begin - 1].low)
		       : CASES_ALL;
}

/*
 * The sex and the cases of the name: the nominative if it can be one, else what
 * the word in front asks for, else what the first reading says.
 */
static enum sex choose(struct readings *r, unsigned asked, unsigned *cases)
{
	unsigned his = r->cases[SEX_MALE], hers = r->cases[SEX_FEMALE];
	unsigned nominative = 1U << CASE_NOMN;
	enum sex sex = SEX_UNKNOWN;

	if (!(asked & nominative) && (his | hers) & asked) {
		his &= asked;
		hers &= asked;
	}
	if ((his | hers) & nominative) {
		his &= nominative;
		hers &= nominative;
	}
	if (!his == !hers) {
		if ((r->last[SEX_MALE] & his) && !(r->last[SEX_FEMALE] & hers))
			hers = 0;
		else if ((r->last[SEX_FEMALE] & hers) &&
			 !(r->last[SEX_MALE] & his))
			his = 0;
	}
	if (!his != !hers)
		sex = his ? SEX_MALE : SEX_FEMALE;
	else if (r->first_n && !(his & hers & nominative))
		sex = r->first[0].sex;
	*cases = sex == SEX_MALE ? his : sex == SEX_FEMALE ? hers : his | hers;
	return sex;
}

/*
 * A folded nominative as it was written: its letters as far as the form has the
 * same, with a capital.  Folding keeps the bytes of Cyrillic letters.
 */
static const char *spelled(
	const struct finder *f, size_t at, const char *nominative)
{
	const struct token *tok = &f->t->token[at];
	size_t same = 0;

	if (tok->end - tok->begin != tok->low_n)
		return capital(nominative, f->a);
	while (same < tok->low_n && tok->low[same] == nominative[same])
		same++;
	while (same && (nominative[same] & 0xC0) == 0x80)
		same--;
	return capital(arena_print(f->a, "%.*s%s", (int)same,
			       f->t->text + tok->begin, nominative + same),
		f->a);
}

/* The first reading of `sex` in one of `cases`, NULL if none has. */
static const struct restored *pick(
	const struct restored *r, size_t n, enum sex sex, unsigned cases)
{
	for (size_t i = 0; i < n; i++)
		if ((sex == SEX_UNKNOWN || r[i].sex == sex) &&
			(r[i].cases & cases))
			return &r[i];
	return NULL;
}

static const char *full_of(const struct first_name *row, enum sex sex)
{
	if (sex == SEX_UNKNOWN)
		return row->is_both ? NULL : row->full;
	return sex != row->sex && row->other ? row->other : row->full;
}

/* The first name, full and as it was said: "Екатерина", "Катя". */
static void fill_first(const struct finder *f, size_t at,
	const struct readings *r, unsigned cases, struct name *out)
{
	const struct restored *one =
		pick(r->first, r->first_n, out->sex, cases);
	const struct first_name *row;
	const char *full = NULL;

	if (!r->first_n) { /* was only said to be one */
		out->first = out->called = capital(written(f, at, at), f->a);
		return;
	}
	if (!one)
		one = &r->first[0];
	row = name_first_row(f->lang, one->nominative);
	if (row)
		full = full_of(row, out->sex);
	out->called = spelled(f, at, one->nominative);
	out->first = full ? full : out->called;
}

/* "Анна-Мария": both parts are first names, and neither is a short one. */
static void fill_second_first(
	const struct finder *f, size_t at, unsigned cases, struct name *out)
{
	struct restored r[RESTORED_MAX];
	const struct restored *one;
	bool is_ours;
	size_t n;

	if (!is_hyphen(f, at + 1) || firstness(f, at + 2) <= FIRST_NOT)
		return;
	n = name_read_first(
		f->lang, f->t->token[at + 2].low, f->a, r, &is_ours);
	if (!n)
		return;
	one = pick(r, n, out->sex, cases);
	out->called = arena_print(f->a, "%s-%s", out->called,
		spelled(f, at + 2, one ? one->nominative : r[0].nominative));
	out->first = out->called;
}

static void fill_middle(const struct finder *f, size_t at,
	const struct readings *r, unsigned cases, struct name *out)
{
	const struct restored *one;
	size_t son = son_end(f, at);

	if (son) {
		out->middle = arena_print(f->a, "%s %s",
			capital(written(f, at, at), f->a),
			f->t->token[son - 1].low);
		return;
	}
	one = pick(r->middle, r->middle_n, out->sex, cases);
	out->middle = spelled(f, at, (one ? one : &r->middle[0])->nominative);
}

/* Each part of the surname in the case of the name. */
static void fill_last(
	const struct finder *f, size_t at, unsigned cases, struct name *out)
{
	size_t end = word_end(f, at);
	struct restored r[RESTORED_MAX];
	struct buf b;

	if (cases & 1U << CASE_NOMN) {
		out->last = capital_parts(written(f, at, end - 1), f->a);
		return;
	}
	buf_init(&b, f->a, NAME_BYTES_MAX);
	for (; at < end && !b.is_over; at += 2) {
		const char *low = f->t->token[at].low;
		size_t n = restore_name(NAME_LAST, low, f->a, r);
		const struct restored *one = pick(r, n, out->sex, cases);

		add_part(&b, spelled(f, at, one ? one->nominative : low));
	}
	out->last = b.p;
}

static const char *initial(const struct finder *f, size_t at)
{
	return arena_print(f->a, "%s.", capital(written(f, at, at), f->a));
}

static void fill(
	const struct finder *f, const struct parts *p, struct name *out)
{
	struct readings r;
	unsigned cases, asked = cases_asked(f, p);

	*out = (struct name){.begin = f->t->token[p->begin].begin,
		.end = f->t->token[p->end - 1].end,
		.last = "",
		.first = "",
		.called = "",
		.middle = ""};
	read_parts(f, p, &r);
	out->sex = choose(&r, asked, &cases);
	if (p->middle)
		fill_middle(f, p->middle - 1, &r, cases, out);
	if (p->first) {
		fill_first(f, p->first - 1, &r, cases, out);
		fill_second_first(f, p->first - 1, cases, out);
	}
	if (p->last)
		fill_last(f, p->last - 1, p->first || p->middle ? cases : asked,
			out);
	if (!p->first && p->initials[0])
		out->first = out->called = initial(f, p->initials[0] - 1);
	if (!p->middle && p->initials[1])
		out->middle = initial(f, p->initials[1] - 1);
	if (out->sex == SEX_UNKNOWN && out->last[0])
		out->sex = name_sex(NAME_LAST, out->last);
}

/* Leaves out a word at either end that is no surname after all. */
static bool trim(const struct finder *f, struct parts *p)
{
	bool is_sure = p->first || p->middle;

	if (p->last && !is_last_likely(f, p)) {
		size_t at = p->last - 1;

		p->last = 0;
		if (at == p->begin)
			p->begin = word_end(f, at);
		else if (word_end(f, at) == p->end)
			p->end = at;
	}
	if (p->begin >= p->end)
		return false;
	if (p->last && is_labelled_last(f, p))
		return true;
	return is_sure || (p->initials[0] && p->last) ||
	       (f->is_expected && p->last && !p->initials[0]);
}

size_t name_find(const struct lang *lang, const struct tokens *t,
	bool is_expected, struct arena *a, const struct name **out)
{
	struct finder f = {lang, t, a, is_expected, arena_take(a, t->n)};
	struct name *name = NULL;
	size_t n = 0, at = 0;

	while (at < t->n) {
		struct parts p;

		take_parts(&f, at, &p);
		if (p.end == at || !trim(&f, &p)) {
			at = p.end > at ? word_end(&f, at) : at + 1;
			continue;
		}
		if (!name)
			name = arena_new(a, struct name, t->n + 1);
		fill(&f, &p, &name[n++]);
		at = p.end > at ? p.end : at + 1;
	}
	*out = name;
	return n;
}

static enum sex sex_of(enum ending_kind kind, struct str word)
{
	static const enum sex sexes[] = {
		[ENDING_UNKNOWN] = SEX_UNKNOWN,
		[ENDING_HIS] = SEX_MALE,
		[ENDING_HERS] = SEX_FEMALE,
		[ENDING_BOTH] = SEX_UNKNOWN,
	};

	return sexes[ending_find(kind, word.p, word.n).sex];
}

/*
 * The patronymic says most, then the first name, then the surname; the last two
 * stand in either order.
 */
static enum sex full_sex(const char *text)
{
	struct str rest = str_of(text), word[2] = {{"", 0}, {"", 0}};
	enum sex sex = SEX_UNKNOWN;
	bool is_first;

	for (size_t n = 0; rest.n;) {
		struct str one = str_split(&rest, ' ');

		if (one.n && n < ARRAY_LEN(word))
			word[n] = one;
		/* the first word may be a surname like a patronymic */
		if (one.n && n++ > 0 && sex == SEX_UNKNOWN)
			sex = sex_of(ENDING_MIDDLE, one);
	}
	is_first = !word[1].n ||
		   ending_find(ENDING_FIRST, word[0].p, word[0].n).is_word;
	if (sex == SEX_UNKNOWN && word[1].n)
		sex = sex_of(ENDING_FIRST, word[1]);
	if (sex == SEX_UNKNOWN && is_first)
		sex = sex_of(ENDING_FIRST, word[0]);
	for (size_t i = 0; i < 2 && sex == SEX_UNKNOWN; i++)
		sex = sex_of(ENDING_LAST, word[i]);
	return sex;
}

/* A double name that is not known whole is what its parts agree on. */
static enum sex first_sex(struct str word)
{
	enum sex sex = sex_of(ENDING_FIRST, word), back;
	struct str front;

	if (ending_find(ENDING_FIRST, word.p, word.n).is_word)
		return sex;
	front = str_split(&word, '-');
	if (!word.p)
		return sex;
	sex = sex_of(ENDING_FIRST, front);
	back = sex_of(ENDING_FIRST, word);
	return sex == back || back == SEX_UNKNOWN ? sex : SEX_UNKNOWN;
}

enum sex name_sex(enum name_kind kind, const char *text)
{
	switch (kind) {
	case NAME_FIRST:
		return first_sex(str_of(text));
	case NAME_LAST: /* the part behind a hyphen says it */
		return sex_of(ENDING_LAST, str_of(text));
	case NAME_MIDDLE:
		return sex_of(ENDING_MIDDLE, str_of(text));
	case NAME_FULL:
	case NAME_KINDS:
		break;
	}
	return full_sex(text);
}

const char *name_full_first(
	const struct lang *lang, const char *first, struct arena *a)
{
	const char *low = token_fold(first, a);
	const struct first_name *row = name_first_row(lang, low);

	if (!row || row->is_both)
		return capital(first, a);
	return row->full;
}
