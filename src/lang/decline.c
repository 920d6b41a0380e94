#include "lang/decline.h"

#include "base/buf.h"
#include "base/limits.h"

enum { WORD_BYTES_MAX = 120 };

/*
 * A row: which names, whose, the endings it fits (`=` in front: the whole
 * word), and the five oblique cases: each `-` takes a letter off, the rest is
 * put on, `.` leaves the word as it is.  The first row that fits counts.
 */
enum {
	FIRST = 1 << NAME_FIRST,
	LAST = 1 << NAME_LAST,
	MIDDLE = 1 << NAME_MIDDLE,
	WORK = 1 << NAME_KINDS, /* professions */
	ANY = FIRST | LAST,
	MEN = 1 << SEX_MALE,
	WOMEN = 1 << SEX_FEMALE,
	ALL = MEN | WOMEN,
};

struct row {
	int kinds, sexes;
	const char *ends;
	const char *forms;
};

#define STAYS ". . . . ."

static const struct row rows[] = {
	/* patronymics */
	{MIDDLE, MEN, "ич", "а у а ем е"},
	{MIDDLE, WOMEN, "на", "-ы -е -у -ой -е"},
	{MIDDLE, ALL, "", STAYS},
	/* first names that lose a vowel or keep one */
	{FIRST, MEN, "=лев", "--ьва --ьву --ьва --ьвом --ьве"},
	{ANY | WORK, MEN, "=павел", "--ла --лу --ла --лом --ле"},
	{FIRST, MEN, "=пётр =петр", "---етра ---етру ---етра ---етром ---етре"},
	{FIRST, WOMEN, "=любовь", "-и -и . ю -и"},
	{FIRST, WOMEN, "=гюзель =нинель", "-и -и . ю -и"},
	/* surnames that do not decline, and parts of them */
	{LAST, ALL,
		"=бонч =абдул =ван =фон =тер =мелик =де =ла =дер =эль =аль"
		" =дель =да =ди =дю =ле =оглы =кызы =заде",
		STAYS},
	{LAST, ALL, "=дюма =тома =дега =люка =петипа =ферма =ришелье", STAYS},
	{LAST, ALL, "их ых", STAYS},
	{ANY, ALL, "о е ё и у ю ы э", STAYS},
	{LAST, ALL, "аа оа уа иа еа эа", STAYS},
	/* women */
	{LAST, WOMEN, "ова ева ёва ина ына", "-ой -ой -у -ой -ой"},
	{LAST, WOMEN, "жая шая чая щая", "--ей --ей --ую --ей --ей"},
	{LAST, WOMEN, "ая", "--ой --ой --ую --ой --ой"},
	{LAST, WOMEN, "яя", "--ей --ей --юю --ей --ей"},
	{LAST, WOMEN, "ска цка", "-ой -ой -у -ой -ой"},
	{FIRST | WORK, WOMEN, "ь", "-и -и . ю -и"},
	{ANY, WOMEN, "б в г д ж з й к л м н п р с т ф х ц ч ш щ ъ ь", STAYS},
	/* women's professions are adjectives or nouns */
	{WORK, WOMEN, "жая шая чая щая", "--ей --ей --ую --ей --ей"},
	{WORK, WOMEN, "ая", "--ой --ой --ую --ой --ой"},
	{WORK, WOMEN, "яя", "--ей --ей --юю --ей --ей"},
	/* men: adjectives */
	{LAST, MEN, "=цой =бой =кой =ной =чой =лой =сой =хой",
		"-я -ю -я -ем -е"},
	{LAST, MEN, "=топчий =бокий =палий =гаркавий", "-я -ю -я -ем -и"},
	{LAST | WORK, MEN, "гий кий хий ской цкой",
		"--ого --ому --ого --им --ом"},
	{LAST | WORK, MEN, "жий ший чий щий ний",
		"--его --ему --его --им --ем"},
	{LAST | WORK, MEN, "ый", "--ого --ому --ого --ым --ом"},
	{LAST | WORK, MEN, "гой кой хой жой шой чой щой",
		"--ого --ому --ого --им --ом"},
	{LAST | WORK, MEN, "ой", "--ого --ому --ого --ым --ом"},
	/* men: possessives; foreign ones take the noun's "ом" */
	{LAST, MEN,
		"=чаплин =дарвин =грин =кронин =гершвин =франклин =лин"
		" =клин =крин =цин =мин =шин =хин =чин =син =бин =дин"
		" =рабин =спин =финн =бов =гофф =цвейг =мартин =даррин",
		"а у а ом е"},
	{LAST, MEN, "ов ев ёв ин ын", "а у а ым е"},
	/* men: nouns with a vowel that comes and goes */
	{LAST, MEN, "=воробей =соловей =муравей =репей",
		"--ья --ью --ья --ьем --ье"},
	{LAST, MEN,
		"=козел =козёл =орел =орёл =осел =осёл =котел =котёл"
		" =дятел =щегол =посол =хохол =чехол",
		"--ла --лу --ла --лом --ле"},
	{LAST, MEN, "=заяц", "--йца --йцу --йца --йцем --йце"},
	{LAST, MEN, "знец трец жнец швец чтец ндец рдец здец лпец тнец",
		"а у а ом е"},
	{LAST, MEN, "аец оец иец еец уец", "--йца --йцу --йца --йцем --йце"},
	{LAST, MEN, "=палец", "--ьца --ьцу --ьца --ьцем --ьце"},
	{LAST, MEN, "=немец =перец ынец обец", "--ца --цу --ца --цем --це"},
	{LAST, MEN, "лец", "--ьца --ьцу --ьца --ьцом --ьце"},
	{LAST, MEN,
		"бец вец гец дец жец зец кец мец нец пец рец сец тец фец"
		" хец чец шец щец",
		"--ца --цу --ца --цом --це"},
	{LAST, MEN,
		"=блок =рок =дрок =сток =брок =крок =кок =бок =док =фок"
		" =шок =лок =ток =мок",
		"а у а ом е"},
	{LAST, MEN, "ок", "--ка --ку --ка --ком --ке"},
	/* men: the rest */
	{ANY, MEN, "ий", "-я -ю -я -ем -и"},
	{ANY | WORK, MEN, "й ь", "-я -ю -я -ем -е"},
	{ANY, MEN, "ж ш ч щ ц", "а у а ем е"},
	{WORK, MEN, "ж ш ч щ", "а у а ом е"},
	{WORK, MEN, "ец", "--ца --цу --ца --цом --це"},
	{ANY | WORK, MEN, "б в г д з к л м н п р с т ф х ц", "а у а ом е"},
	/* nouns in а and я, of men and women */
	{ANY | WORK, ALL, "ия", "-и -и -ю -ей -и"},
	{ANY | WORK, ALL, "га ка ха", "-и -е -у -ой -е"},
	{ANY | WORK, ALL, "жа ша ча ща", "-и -е -у -ей -е"},
	{ANY | WORK, ALL, "ца", "-ы -е -у -ей -е"},
	{ANY | WORK, ALL, "а", "-ы -е -у -ой -е"},
	{ANY | WORK, ALL, "я", "-и -е -ю -ей -е"},
};

static bool ends_with(const char *low, struct str end)
{
	size_t n = strlen(low);

	if (end.n && end.p[0] == '=')
		return n == end.n - 1 && memcmp(low, end.p + 1, n) == 0;
	return n >= end.n && memcmp(low + n - end.n, end.p, end.n) == 0;
}

static const struct row *find_row(const char *low, int kind, int sex)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str ends = str_of(rows[i].ends);

		if (!(rows[i].kinds & kind) || !(rows[i].sexes & sex))
			continue;
		do {
			if (ends_with(low, str_split(&ends, ' ')))
				return &rows[i];
		} while (ends.n);
	}
	return NULL;
}

static bool is_upper(const char *word, struct arena *a)
{
	const char *low = text_lower(a, word);
	const char *p = word, *end = word + strlen(word);
	uint32_t c = 0;

	while (p < end)
		c = text_next(&p, end);
	return text_length(word) > 1 && text_lower_char(c) != c &&
	       strcmp(low, word) != 0;
}

/* Capital letters, as in "ИВАНОВ"; the reverse of text_lower_char. */
static char *raise(const char *text, struct arena *a)
{
	const char *end = text + strlen(text);
	char *out = arena_take(a, (size_t)(end - text) + 1), *to = out;

	while (text < end) {
		uint32_t c = text_next(&text, end);

		if (c >= 0x430 && c <= 0x44F)
			c -= 0x20;
		to += text_put(to, c);
	}
	return out;
}

static const char *apply(
	const char *word, const char *form, size_t n, struct arena *a)
{
	size_t keep = strlen(word);
	const char *put;

	if (form[0] == '.')
		return word;
	while (n && form[0] == '-') {
		form++;
		n--;
		while (keep && (word[--keep] & 0xC0) == 0x80)
			;
	}
	put = arena_copy(a, form, n);
	if (is_upper(word, a))
		put = raise(put, a);
	return arena_print(a, "%.*s%s", (int)keep, word, put);
}

static const char *decline_word(const char *word, int kind, int sex,
	enum grammar_case c, struct arena *a)
{
	const struct row *row;
	struct str forms, form = {NULL, 0};

	if (c == CASE_NOMN || !word[0] || strlen(word) > WORD_BYTES_MAX)
		return word;
	row = find_row(text_lower(a, word), kind, sex);
	if (!row)
		return word;
	forms = str_of(row->forms);
	for (int i = 0; i < (int)c; i++)
		form = str_split(&forms, ' ');
	return apply(word, form.p, form.n, a);
}

/* Part by part: "Иванова-Петрова", "Анна-Мария". */
static const char *decline_double(const char *text, int kind, int sex,
	enum grammar_case c, struct arena *a)
{
	struct str rest = str_of(text);
	struct buf b;

	if (!strchr(text, '-'))
		return decline_word(text, kind, sex, c, a);
	buf_init(&b, a, NAME_BYTES_MAX * 4);
	while (rest.n) {
		struct str part = str_split(&rest, '-');

		if (b.n)
			buf_char(&b, '-');
		buf_text(&b, decline_word(arena_copy(a, part.p, part.n), kind,
				     sex, c, a));
	}
	return b.is_over ? text : b.p;
}

static const char *decline_part(enum name_kind kind, struct str part, int sex,
	enum grammar_case c, struct arena *a)
{
	return decline_double(
		arena_copy(a, part.p, part.n), 1 << kind, sex, c, a);
}

/* Фамилия Имя Отчество; what follows ("оглы") stays as it is. */
static const char *decline_full(
	const char *text, int sex, enum grammar_case c, struct arena *a)
{
	static const enum name_kind order[] = {
		NAME_LAST, NAME_FIRST, NAME_MIDDLE};
	struct str rest = str_trim(str_of(text));
	struct buf b;

	buf_init(&b, a, NAME_BYTES_MAX * 4);
	for (size_t i = 0; rest.n; i++) {
		struct str part = str_split(&rest, ' ');

		if (b.n)
			buf_char(&b, ' ');
		if (i < ARRAY_LEN(order))
			buf_text(&b, decline_part(order[i], part, sex, c, a));
		else
			buf_add(&b, part.p, part.n);
	}
	return b.is_over ? text : b.p;
}

const char *decline_name(const struct lang *lang, enum name_kind kind,
	const char *text, enum sex sex, enum grammar_case c, struct arena *a)
{
	int bit;

	if (sex == SEX_UNKNOWN)
		sex = name_sex(lang, kind, text, a);
	bit = sex == SEX_FEMALE ? WOMEN : MEN;
	if (kind == NAME_FULL)
		return decline_full(text, bit, c, a);
	return decline_double(text, 1 << kind, bit, c, a);
}

static bool has_end(const char *low, const char *const *ends, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (ends_with(low, str_of(ends[i])))
			return true;
	return false;
}

static int profession_sex(const char *low)
{
	static const char *const ends[] = {"а", "я", "сть"};

	return has_end(low, ends, ARRAY_LEN(ends)) ? WOMEN : MEN;
}

static bool is_adjective(const char *low)
{
	static const char *const ends[] = {"ый", "ий", "ой", "ая", "яя"};

	return has_end(low, ends, ARRAY_LEN(ends));
}

/* Adjectives and the first noun decline; its complement stays. */
const char *decline_profession(
	const char *text, enum grammar_case c, struct arena *a)
{
	struct str rest = str_of(text);
	bool is_done = false;
	struct buf b;

	buf_init(&b, a, NAME_BYTES_MAX * 4);
	while (rest.n) {
		struct str part = str_split(&rest, ' ');
		const char *word = arena_copy(a, part.p, part.n);
		const char *low = text_lower(a, word);

		if (b.n)
			buf_char(&b, ' ');
		if (is_done || is_upper(word, a))
			buf_text(&b, word);
		else
			buf_text(&b, decline_double(word, WORK,
					     profession_sex(low), c, a));
		is_done |= !is_adjective(low) ||
			   strncmp(low, "заведующ", strlen("заведующ")) == 0;
	}
	return b.is_over ? text : b.p;
}

const char *decline_initials(const struct lang *lang, const char *full,
	enum sex sex, enum grammar_case c, struct arena *a)
{
	struct str rest = str_trim(str_of(full));
	struct str last = str_split(&rest, ' ');
	struct buf b;

	if (sex == SEX_UNKNOWN)
		sex = name_sex(lang, NAME_FULL, full, a);
	buf_init(&b, a, NAME_BYTES_MAX * 4);
	buf_text(&b, decline_part(NAME_LAST, last,
			     sex == SEX_FEMALE ? WOMEN : MEN, c, a));
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

bool decline_case(const char *name, enum grammar_case *out)
{
	static const char *const names[CASES] = {
		"nomn", "gent", "datv", "accs", "ablt", "loct"};

	for (int i = 0; i < CASES; i++)
		if (strcmp(name, names[i]) == 0) {
			*out = (enum grammar_case)i;
			return true;
		}
	return false;
}
