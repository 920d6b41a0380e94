#include "core/template_case.h"

#include "base/buf.h"
#include "base/text.h"

enum { WORD_BYTES_MAX = 400 };

/* An ending in the nominative and what stands in its place. */
struct ending {
	const char *nomn;
	const char *other[TEMPLATE_CASES]; /* [CASE_NOMN] is not used */
};

/* The first that fits counts; "" is any consonant.  NULL: stays as it is. */
static const struct ending men[] = {
	{"их", {NULL}},
	{"ых", {NULL}},
	{"ский", {0, "ского", "скому", "ского", "ским", "ском"}},
	{"цкий", {0, "цкого", "цкому", "цкого", "цким", "цком"}},
	{"кий", {0, "кого", "кому", "кого", "ким", "ком"}},
	{"ый", {0, "ого", "ому", "ого", "ым", "ом"}},
	{"ской", {0, "ского", "скому", "ского", "ским", "ском"}},
	{"той", {0, "того", "тому", "того", "тым", "том"}},
	{"ов", {0, "ова", "ову", "ова", "овым", "ове"}},
	{"ев", {0, "ева", "еву", "ева", "евым", "еве"}},
	{"ёв", {0, "ёва", "ёву", "ёва", "ёвым", "ёве"}},
	{"ин", {0, "ина", "ину", "ина", "иным", "ине"}},
	{"ын", {0, "ына", "ыну", "ына", "ыным", "ыне"}},
	{"ий", {0, "ия", "ию", "ия", "ием", "ии"}},
	{"ец", {0, "ца", "цу", "ца", "цом", "це"}},
	{"й", {0, "я", "ю", "я", "ем", "е"}},
	{"ь", {0, "я", "ю", "я", "ем", "е"}},
	{"иа", {NULL}},
	{"ца", {0, "цы", "це", "цу", "цей", "це"}},
	{"га", {0, "ги", "ге", "гу", "гой", "ге"}},
	{"ка", {0, "ки", "ке", "ку", "кой", "ке"}},
	{"ха", {0, "хи", "хе", "ху", "хой", "хе"}},
	{"а", {0, "ы", "е", "у", "ой", "е"}},
	{"я", {0, "и", "е", "ю", "ей", "е"}},
	{"ч", {0, "ча", "чу", "ча", "чем", "че"}},
	{"ш", {0, "ша", "шу", "ша", "шем", "ше"}},
	{"щ", {0, "ща", "щу", "ща", "щем", "ще"}},
	{"ж", {0, "жа", "жу", "жа", "жем", "же"}},
	{"", {0, "а", "у", "а", "ом", "е"}},
};

static const struct ending women[] = {
	{"ова", {0, "овой", "овой", "ову", "овой", "овой"}},
	{"ева", {0, "евой", "евой", "еву", "евой", "евой"}},
	{"ёва", {0, "ёвой", "ёвой", "ёву", "ёвой", "ёвой"}},
	{"ина", {0, "иной", "иной", "ину", "иной", "иной"}},
	{"ына", {0, "ыной", "ыной", "ыну", "ыной", "ыной"}},
	{"ая", {0, "ой", "ой", "ую", "ой", "ой"}},
	{"яя", {0, "ей", "ей", "юю", "ей", "ей"}},
	{"иа", {NULL}},
	{"ца", {0, "цы", "це", "цу", "цей", "це"}},
	{"га", {0, "ги", "ге", "гу", "гой", "ге"}},
	{"ка", {0, "ки", "ке", "ку", "кой", "ке"}},
	{"ха", {0, "хи", "хе", "ху", "хой", "хе"}},
	{"а", {0, "ы", "е", "у", "ой", "е"}},
	{"я", {0, "и", "е", "ю", "ей", "е"}},
};

static const struct ending nouns[] = {
	{"ый", {0, "ого", "ому", "ого", "ым", "ом"}},
	{"кий", {0, "кого", "кому", "кого", "ким", "ком"}},
	{"ой", {0, "ого", "ому", "ого", "ым", "ом"}},
	{"ий", {0, "его", "ему", "его", "им", "ем"}},
	{"ая", {0, "ой", "ой", "ую", "ой", "ой"}},
	{"ь", {0, "я", "ю", "я", "ем", "е"}},
	{"ка", {0, "ки", "ке", "ку", "кой", "ке"}},
	{"а", {0, "ы", "е", "у", "ой", "е"}},
	{"ч", {0, "ча", "чу", "ча", "чом", "че"}},
	{"", {0, "а", "у", "а", "ом", "е"}},
};

static bool ends_with_consonant(const char *word, size_t n)
{
	static const char consonants[] = "бвгджзклмнпрстфхцчшщ";

	for (size_t i = 0; i < sizeof(consonants) - 1 && n >= 2; i += 2)
		if (memcmp(word + n - 2, consonants + i, 2) == 0)
			return true;
	return false;
}

static bool fits(const struct ending *e, const char *word, size_t n)
{
	size_t end_n = strlen(e->nomn);

	if (end_n == 0)
		return ends_with_consonant(word, n);
	return n > end_n && memcmp(word + n - end_n, e->nomn, end_n) == 0;
}

static void put_word(struct buf *b, const struct ending *list, size_t list_n,
	struct str word, enum template_case to)
{
	for (size_t i = 0; i < list_n; i++) {
		if (!fits(&list[i], word.p, word.n))
			continue;
		if (!list[i].other[to])
			break;
		buf_add(b, word.p, word.n - strlen(list[i].nomn));
		buf_text(b, list[i].other[to]);
		return;
	}
	buf_add(b, word.p, word.n);
}

const char *case_last(
	const char *last, enum sex sex, enum template_case to, struct arena *a)
{
	bool is_woman = sex == SEX_FEMALE;
	struct str rest = str_of(last);
	struct buf b;

	if (to == CASE_NOMN || sex == SEX_UNKNOWN)
		return last;
	buf_init(&b, a, WORD_BYTES_MAX);
	while (rest.p) {
		put_word(&b, is_woman ? women : men,
			is_woman ? ARRAY_LEN(women) : ARRAY_LEN(men),
			str_split(&rest, '-'), to);
		if (rest.p)
			buf_char(&b, '-');
	}
	return b.is_over ? last : b.p;
}

static bool is_adjective(struct str word)
{
	static const char *const ends[] = {"ый", "ий", "ой", "ая"};

	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		if (word.n > 4 && memcmp(word.p + word.n - 4, ends[i], 4) == 0)
			return true;
	return false;
}

/* «детский хирург» declines whole, of «врач УЗИ» only the first word does. */
const char *case_profession(
	const char *profession, enum template_case to, struct arena *a)
{
	struct str rest = str_of(profession);
	bool goes_on = true;
	struct buf b;

	if (to == CASE_NOMN)
		return profession;
	buf_init(&b, a, WORD_BYTES_MAX);
	while (rest.p && goes_on) {
		size_t n = strcspn(rest.p, " -");
		struct str word = {rest.p, n < rest.n ? n : rest.n};
		char next = rest.p[word.n];

		put_word(&b, nouns, ARRAY_LEN(nouns), word, to);
		goes_on = next == '-' || is_adjective(word);
		if (next != '\0')
			buf_char(&b, next);
		str_split(&rest, next == '-' ? '-' : ' ');
	}
	if (rest.p)
		buf_add(&b, rest.p, rest.n);
	return b.is_over ? profession : b.p;
}
