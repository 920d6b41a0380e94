#include "lang/name.h"

#include "lang/decline.h"
#include "lang/ending.h"
#include "lang/lang_tables.h"

/*
 * A word is a *first name* if the table has it (any case, short forms too), a
 * *patronymic* by its ending, a *surname* only beside one of those, or where a
 * name is expected.  So "завтра к кардиологу" holds no name, whatever its
 * letters look like.
 */
enum { FORMS_MAX = 12 };

struct first_name {
	const char *full;  /* "Екатерина" */
	const char *other; /* of the other sex with this form; NULL if none */
	enum sex sex;
	bool is_both; /* a short form of men and women: Саша, Женя */
	bool is_nominative;
};

struct name_tables {
	struct first_name *row;
	size_t n, room;
};

static void add_form(struct lang *lang, struct name_tables *t, const char *form,
	struct first_name row, struct arena *a)
{
	const char *low = token_fold(form, a);
	int64_t at = wordmap_get(&lang->first_names, low, strlen(low));

	if (at != WORDMAP_NONE) {
		struct first_name *same = &t->row[at];

		if (same->sex != row.sex && !same->is_both)
			same->other = row.full;
		same->is_both |= same->sex != row.sex;
		return;
	}
	if (t->n == t->room) {
		struct first_name *bigger =
			arena_new(a, struct first_name, t->room * 2);

		memcpy(bigger, t->row, t->n * sizeof(*bigger));
		t->row = bigger;
		t->room *= 2;
	}
	t->row[t->n] = row;
	wordmap_put(&lang->first_names, low, (uint32_t)t->n++);
}

/* One line: name, sex, short forms; all the nominatives. */
static void read_line(struct lang *lang, struct name_tables *t, struct str line,
	bool is_oblique, struct arena *a)
{
	struct str full = str_split(&line, '\t');
	struct str sex = str_split(&line, '\t');
	struct first_name row = {
		.full = arena_copy(a, full.p, full.n),
		.sex = str_equal(sex, "m") ? SEX_MALE : SEX_FEMALE,
		.is_nominative = !is_oblique,
	};
	struct str forms = line;
	const char *one = row.full;

	for (;;) {
		for (int c = is_oblique ? CASE_GENT : CASE_NOMN;
			c < (is_oblique ? CASES : CASE_GENT); c++)
			add_form(lang, t,
				decline_name(NAME_FIRST, one, row.sex,
					(enum grammar_case)c, a),
				row, a);
		if (!forms.n)
			return;
		full = str_split(&forms, ' ');
		one = arena_copy(a, full.p, full.n);
	}
}

/* Nominatives of all names come first: "Александра" is a woman. */
void name_tables_open(struct lang *lang, struct arena *a)
{
	struct name_tables *t = arena_new(a, struct name_tables, 1);

	t->room = 1024;
	t->row = arena_new(a, struct first_name, t->room);
	lang->names = t;
	wordmap_init(&lang->first_names, a);
	for (int pass = 0; pass < 2; pass++) {
		struct str rest = str_of(lang_first_names_tsv);

		while (rest.n) {
			struct str line = str_split(&rest, '\n');

			if (line.n && line.p[0] != '#')
				read_line(lang, t, line, pass == 1, a);
		}
	}
}

static const struct first_name *find_first(
	const struct lang *lang, const char *low, size_t n)
{
	int64_t at = wordmap_get(&lang->first_names, low, n);

	return at == WORDMAP_NONE ? NULL : &lang->names->row[at];
}

/* Endings with the sex they show and how the nominative is made again. */
struct tail {
	const char *end;
	enum sex sex;
	const char *nominative; /* in place of `end` */
};

static const struct tail middles[] = {
	{"ович", SEX_MALE, "ович"},
	{"евич", SEX_MALE, "евич"},
	{"ьич", SEX_MALE, "ьич"},
	{"мич", SEX_MALE, "мич"},
	{"тич", SEX_MALE, "тич"},
	{"кич", SEX_MALE, "кич"},
	{"ьича", SEX_MALE, "ьич"},
	{"ьичу", SEX_MALE, "ьич"},
	{"ьичем", SEX_MALE, "ьич"},
	{"мича", SEX_MALE, "мич"},
	{"мичу", SEX_MALE, "мич"},
	{"мичем", SEX_MALE, "мич"},
	{"тича", SEX_MALE, "тич"},
	{"тичу", SEX_MALE, "тич"},
	{"тичем", SEX_MALE, "тич"},
	{"кича", SEX_MALE, "кич"},
	{"кичу", SEX_MALE, "кич"},
	{"кичем", SEX_MALE, "кич"},
	{"ович"
	 "а",
		SEX_MALE, "ович"},
	{"евич"
	 "а",
		SEX_MALE, "евич"},
	{"ович"
	 "у",
		SEX_MALE, "ович"},
	{"евич"
	 "у",
		SEX_MALE, "евич"},
	{"ович"
	 "ем",
		SEX_MALE, "ович"},
	{"евич"
	 "ем",
		SEX_MALE, "евич"},
	{"овна", SEX_FEMALE, "овна"},
	{"евна", SEX_FEMALE, "евна"},
	{"ична", SEX_FEMALE, "ична"},
	{"овны", SEX_FEMALE, "овна"},
	{"евны", SEX_FEMALE, "евна"},
	{"ичны", SEX_FEMALE, "ична"},
	{"овне", SEX_FEMALE, "овна"},
	{"евне", SEX_FEMALE, "евна"},
	{"ичне", SEX_FEMALE, "ична"},
	{"овну", SEX_FEMALE, "овна"},
	{"евну", SEX_FEMALE, "евна"},
	{"ичну", SEX_FEMALE, "ична"},
	{"овной", SEX_FEMALE, "овна"},
	{"евной", SEX_FEMALE, "евна"},
	{"ичной", SEX_FEMALE, "ична"},
	{"овной", SEX_FEMALE, "овна"},
	{"кызы", SEX_FEMALE, "кызы"},
	{"оглы", SEX_MALE, "оглы"},
};

static const struct tail lasts[] = {
	{"ский", SEX_MALE, ""},
	{"цкий", SEX_MALE, ""},
	{"ская", SEX_FEMALE, ""},
	{"цкая", SEX_FEMALE, ""},
	{"ов", SEX_MALE, ""},
	{"ев", SEX_MALE, ""},
	{"ёв", SEX_MALE, ""},
	{"ин", SEX_MALE, ""},
	{"ын", SEX_MALE, ""},
	{"ова", SEX_FEMALE, ""},
	{"ева", SEX_FEMALE, ""},
	{"ёва", SEX_FEMALE, ""},
	{"ина", SEX_FEMALE, ""},
	{"ына", SEX_FEMALE, ""},
	{"ая", SEX_FEMALE, ""},
	{"яя", SEX_FEMALE, ""},
	{"ый", SEX_MALE, ""},
	{"ий", SEX_MALE, ""},
	{"ой", SEX_MALE, ""},
};

static const struct tail *find_end(const struct tail *list, size_t n,
	const char *low, size_t low_n, size_t least)
{
	for (size_t i = 0; i < n; i++) {
		size_t end_n = strlen(list[i].end);

		if (low_n >= end_n + least &&
			memcmp(low + low_n - end_n, list[i].end, end_n) == 0)
			return &list[i];
	}
	return NULL;
}

static const struct tail *find_middle(const char *low)
{
	return find_end(middles, ARRAY_LEN(middles), low, strlen(low), 2);
}

/* What a word may be in a name. */
enum role { ROLE_NONE, ROLE_FIRST, ROLE_MIDDLE, ROLE_INITIAL, ROLE_OTHER };

/* Words that stand beside names and are none. */
static const char *const strangers[] = {"я", "мы", "вы", "он", "она", "меня",
	"мне", "зовут", "это", "имя", "фамилия", "отчество", "здравствуйте",
	"добрый", "день", "вечер", "утро", "привет", "доброе", "пожалуйста",
	"запишите", "хочу", "записаться", "на", "к", "ко", "у", "с", "в", "и",
	"да", "нет", "телефон", "номер", "мой", "моя", "тел", "пациент",
	"пациентка", "врач", "врачу", "доктор", "доктору", "завтра", "сегодня",
	"прием", "можно", "нужно", "для", "по", "не", "а", "но", "же", "ли",
	"спасибо", "хорошо", "ок", "сын", "дочь", "сына", "дочку", "ребенка",
	"мужа", "жену", "маму", "папу", "год", "лет", "года", "рождения", "как",
	"или", "что", "где", "когда", "сколько", "до", "после", "буду",
	"зовите", "утром", "днем", "вечером", "звать", "записать", "зовут",
	"будет", "ул", "любой", "любую", "марта", "марте", "марту", "мая",
	"поле", "поля", "тема", "теме", "темой", "костью", "веры", "верой",
	"надежды", "славы", "розы", "роз", "света", "свете", "серый", "серого",
	"ген", "гена", "гены", "милой", "полю", "аля", "жара", "жаром", "боре",
	"тома", "томе", "гора", "горы", "мира", "мире", "понедельник",
	"вторник", "среду", "четверг", "пятницу", "субботу", "от", "есть",
	"просто", "зачем", "почему", "вам", "вас", "какая", "какой", "разница",
	"скажу"};

static bool is_stranger(const char *low)
{
	for (size_t i = 0; i < ARRAY_LEN(strangers); i++)
		if (strcmp(low, strangers[i]) == 0)
			return true;
	return false;
}

struct finder {
	const struct lang *lang;
	const struct tokens *t;
	struct arena *a;
	bool is_expected;
};

/* "Рашид оглы" is one patronymic of two words. */
static bool is_turkic_son(const struct tokens *t, size_t at)
{
	return at < t->n && (strcmp(t->token[at].low, "оглы") == 0 ||
				    strcmp(t->token[at].low, "кызы") == 0);
}

/* "Ильич" and "Фомич" are the shortest. */
static bool is_middle(const struct token *tok)
{
	return tok->kind == TOKEN_WORD && find_middle(tok->low) &&
	       (tok->letters >= 6 ||
		       (tok->letters == 5 && memcmp(tok->low + tok->low_n - 4,
						     "ич", 4) == 0));
}

/*
 * "Света" and "Вера" are words as well: such a one is a name where it is all
 * that was said, or in front of a patronymic.
 */
static bool is_first(const struct finder *f, size_t at)
{
	const struct token *tok = &f->t->token[at];
	const struct first_name *row =
		find_first(f->lang, tok->low, tok->low_n);

	if (!row)
		return false;
	return !is_stranger(tok->low) || (f->t->n == 1 && row->is_nominative) ||
	       (at + 1 < f->t->n && is_middle(tok + 1));
}

static enum role role_of(const struct finder *f, size_t at)
{
	const struct token *tok;

	if (at >= f->t->n)
		return ROLE_NONE;
	tok = &f->t->token[at];
	if (tok->kind != TOKEN_WORD)
		return ROLE_NONE;
	if (is_turkic_son(f->t, at + 1))
		return ROLE_MIDDLE;
	if (is_middle(tok))
		return ROLE_MIDDLE;
	if (is_first(f, at))
		return ROLE_FIRST;
	if (tok->letters == 1 && at + 1 < f->t->n &&
		f->t->token[at + 1].mark == '.')
		return ROLE_INITIAL;
	if (tok->letters < 2 || is_stranger(tok->low))
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

/* One past the parts that hyphens join to the word at `at`. */
static size_t word_end(const struct finder *f, size_t at)
{
	if (is_turkic_son(f->t, at + 1))
		return at + 2;
	while (at + 2 < f->t->n && f->t->token[at + 1].mark == '-' &&
		f->t->token[at + 1].is_glued && f->t->token[at + 2].is_glued &&
		f->t->token[at + 2].kind == TOKEN_WORD)
		at += 2;
	return at + 1;
}

static const char *capital_parts(const char *text, struct arena *a)
{
	struct str rest = str_of(text);
	const char *out = "";

	while (rest.n) {
		struct str part = str_split(&rest, '-');

		out = arena_print(a, "%s%s%s", out, out[0] ? "-" : "",
			capital(arena_copy(a, part.p, part.n), a));
	}
	return out;
}

/*
 * A surname beside a first name in an oblique case is turned back: "Ивановой
 * Анны" is Иванова.  Only the common endings, and only when the first name was
 * not in the nominative.
 */
static const char *last_nominative(
	const char *last, enum sex sex, struct arena *a)
{
	static const struct {
		const char *end, *nominative;
		enum sex sex;
	} rows[] = {
		{"овой", "ова", SEX_FEMALE},
		{"евой", "ева", SEX_FEMALE},
		{"иной", "ина", SEX_FEMALE},
		{"ову", "ова", SEX_FEMALE},
		{"еву", "ева", SEX_FEMALE},
		{"ину", "ина", SEX_FEMALE},
		{"ской", "ская", SEX_FEMALE},
		{"скую", "ская", SEX_FEMALE},
		{"цкой", "цкая", SEX_FEMALE},
		{"цкую", "цкая", SEX_FEMALE},
		{"ова", "ов", SEX_MALE},
		{"ева", "ев", SEX_MALE},
		{"ина", "ин", SEX_MALE},
		{"ову", "ов", SEX_MALE},
		{"еву", "ев", SEX_MALE},
		{"ину", "ин", SEX_MALE},
		{"овым", "ов", SEX_MALE},
		{"евым", "ев", SEX_MALE},
		{"ского", "ский", SEX_MALE},
		{"скому", "ский", SEX_MALE},
		{"ским", "ский", SEX_MALE},
		{"цкого", "цкий", SEX_MALE},
		{"цкому", "цкий", SEX_MALE},
		{"цким", "цкий", SEX_MALE},
	};
	size_t n = strlen(last);

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		size_t end_n = strlen(rows[i].end);

		if (rows[i].sex == sex && n > end_n + 2 &&
			strcmp(last + n - end_n, rows[i].end) == 0)
			return arena_print(a, "%.*s%s", (int)(n - end_n), last,
				rows[i].nominative);
	}
	return last;
}

/* "к Смирновой О.И.": initials show no case, the preposition does. */
static const char *last_behind_preposition(
	const struct token *before, const char *last, struct arena *a)
{
	static const char *const genitive[] = {"у", "для", "от", "с"};
	bool is_toward =
		strcmp(before->low, "к") == 0 || strcmp(before->low, "ко") == 0;
	bool is_oblique = is_toward;
	const char *back = last;

	for (size_t i = 0; i < ARRAY_LEN(genitive); i++)
		is_oblique |= strcmp(before->low, genitive[i]) == 0;
	if (is_toward)
		back = last_nominative(last, SEX_MALE, a);
	if (is_oblique && back == last)
		back = last_nominative(last, SEX_FEMALE, a);
	return back;
}

struct parts {
	size_t first, middle, last; /* token + 1; 0: none */
	size_t initials[2];
	size_t begin, end; /* tokens [begin, end) */
};

static bool is_word_at(const struct finder *f, size_t at, const char *word)
{
	return at < f->t->n && strcmp(f->t->token[at].low, word) == 0;
}

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

/* Takes the words of one name at `at`: at most one of each role. */
static void take_parts(const struct finder *f, size_t at, struct parts *p)
{
	*p = (struct parts){.begin = at, .end = at};
	while (at < f->t->n) {
		size_t label = at > p->begin ? label_end(f, at) : 0;
		enum role role = role_of(f, label ? label : at);

		if (label)
			at = label;
		if (role == ROLE_FIRST && p->first && !p->last)
			role = ROLE_OTHER; /* a surname like a first name */
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
		at = role == ROLE_INITIAL ? at + 2 : word_end(f, at);
		p->end = at;
	}
}

static bool is_name_end(const char *low)
{
	return find_end(lasts, ARRAY_LEN(lasts), low, strlen(low), 4) != NULL;
}

/* Whether an unknown word may be taken for a surname here. */
static bool is_last_likely(const struct finder *f, const struct parts *p)
{
	const struct token *tok = &f->t->token[p->last - 1];

	if (p->initials[0] || f->is_expected || is_labelled_last(f, p))
		return true;
	if (tok->is_capital || is_name_end(tok->low))
		return true;
	/* "дзюба артем сергеевич", but not "у Андрея Павловича есть" */
	return p->middle && !f->t->token[p->middle - 1].is_capital;
}

static const char *middle_nominative(
	const char *text, enum sex *sex, struct arena *a)
{
	const char *low = token_fold(text, a);
	const struct tail *e = find_middle(low);
	size_t n = strlen(text);

	if (!e)
		return text;
	*sex = e->sex;
	return arena_print(
		a, "%.*s%s", (int)(n - strlen(e->end)), text, e->nominative);
}

static void fill_sex(struct name *out)
{
	if (out->sex == SEX_UNKNOWN && out->first[0])
		out->sex = name_sex(NAME_FIRST, out->first);
	if (out->sex == SEX_UNKNOWN && out->last[0])
		out->sex = name_sex(NAME_LAST, out->last);
}

/* `sex` is what the patronymic shows: "Валентину Петровну" is a woman. */
static const char *full_first(const struct finder *f, size_t at,
	const struct first_name *row, enum sex sex)
{
	if (row->other && sex != SEX_UNKNOWN)
		return sex == row->sex ? row->full : row->other;
	if (row->is_both && row->is_nominative)
		return capital(written(f, at, at), f->a);
	return row->full;
}

static void fill(
	const struct finder *f, const struct parts *p, struct name *out)
{
	bool is_nominative = true;

	*out = (struct name){.begin = f->t->token[p->begin].begin,
		.end = f->t->token[p->end - 1].end,
		.last = "",
		.first = "",
		.middle = ""};
	if (p->middle && is_turkic_son(f->t, p->middle))
		out->middle = arena_print(f->a, "%s %s",
			capital(written(f, p->middle - 1, p->middle - 1), f->a),
			f->t->token[p->middle].low);
	else if (p->middle)
		out->middle = middle_nominative(
			capital(written(f, p->middle - 1, p->middle - 1), f->a),
			&out->sex, f->a);
	if (p->first) {
		const struct token *tok = &f->t->token[p->first - 1];
		const struct first_name *row =
			find_first(f->lang, tok->low, tok->low_n);

		is_nominative = row->is_nominative;
		out->first = full_first(f, p->first - 1, row, out->sex);
		if (out->sex == SEX_UNKNOWN && !row->is_both)
			out->sex = row->sex;
	}
	if (p->last)
		out->last = capital_parts(
			written(f, p->last - 1, word_end(f, p->last - 1) - 1),
			f->a);
	fill_sex(out);
	if (p->last && !is_nominative)
		out->last = last_nominative(out->last, out->sex, f->a);
	if (p->last && !p->first && p->initials[0] && p->begin)
		out->last = last_behind_preposition(
			&f->t->token[p->begin - 1], out->last, f->a);
	if (!p->first && p->initials[0])
		out->first = arena_print(f->a, "%s.",
			capital(written(f, p->initials[0] - 1,
					p->initials[0] - 1),
				f->a));
	if (!p->middle && p->initials[1])
		out->middle = arena_print(f->a, "%s.",
			capital(written(f, p->initials[1] - 1,
					p->initials[1] - 1),
				f->a));
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
	struct finder f = {lang, t, a, is_expected};
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
	const struct first_name *row = find_first(lang, low, strlen(low));

	if (!row || !row->is_nominative || row->is_both)
		return capital(first, a);
	return row->full;
}
