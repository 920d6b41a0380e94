#include "lang/name_word.h"

#include "lang/ending.h"

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

/* One line: name, sex, short forms. */
static void read_line(struct lang *lang, struct name_tables *t, struct str line,
	struct arena *a)
{
	struct str form = str_split(&line, '\t');
	struct str sex = str_split(&line, '\t');
	struct first_name row = {
		.full = arena_copy(a, form.p, form.n),
		.sex = str_equal(sex, "m") ? SEX_MALE : SEX_FEMALE,
	};

	add_form(lang, t, row.full, row, a);
	while (line.n) {
		form = str_split(&line, ' ');
		add_form(lang, t, arena_copy(a, form.p, form.n), row, a);
	}
}

void name_tables_open(struct lang *lang, struct arena *a)
{
	struct name_tables *t = arena_new(a, struct name_tables, 1);
	struct str rest = str_of(lang_first_names_tsv);

	t->room = 2048;
	t->row = arena_new(a, struct first_name, t->room);
	lang->names = t;
	wordmap_init(&lang->first_names, a);
	while (rest.n) {
		struct str line = str_split(&rest, '\n');

		if (line.n && line.p[0] != '#')
			read_line(lang, t, line, a);
	}
}

const struct first_name *name_first_row(
	const struct lang *lang, const char *low)
{
	int64_t at = wordmap_get(&lang->first_names, low, strlen(low));

	return at == WORDMAP_NONE ? NULL : &lang->names->row[at];
}

size_t name_read_first(const struct lang *lang, const char *low,
	struct arena *a, struct restored out[RESTORED_MAX], bool *is_ours)
{
	size_t n = restore_name(NAME_FIRST, low, a, out), known = 0, ours = 0;

	while (known < n && out[known].is_known)
		known++;
	for (size_t i = 0; i < known; i++) {
		struct restored r = out[i];

		if (!name_first_row(lang, r.nominative))
			continue;
		for (size_t at = i; at > ours; at--)
			out[at] = out[at - 1];
		out[ours++] = r;
	}
	*is_ours = ours > 0;
	return ours ? ours : known;
}

/* "Ильич" and "Фомич" are the shortest. */
enum { MIDDLE_BYTES_MIN = 10, LAST_STEM_MIN = 4 };

/* In every case, and most words have none of them. */
static bool may_be_middle(const char *low)
{
	static const char *const signs[] = {"ич", "ыч", "вн", "чн", "шн"};

	for (size_t i = 0; i < ARRAY_LEN(signs); i++)
		if (strstr(low, signs[i]))
			return true;
	return false;
}

/*
 * By their endings in the nominative; restore_name would take any "-на" of any
 * word for one.
 */
size_t name_read_middle(
	const char *low, struct arena *a, struct restored out[RESTORED_MAX])
{
	static const char *const ends[] = {"ович", "евич", "ьич", "мич", "тич",
		"кич", "лыч", "ныч", "вич", "овна", "евна", "ична", "ишна"};
	size_t n, kept = 0;

	if (!may_be_middle(low))
		return 0;
	n = restore_name(NAME_MIDDLE, low, a, out);
	for (size_t i = 0; i < n; i++) {
		struct str word = str_of(out[i].nominative);
		bool is_one = false;

		for (size_t k = 0; k < ARRAY_LEN(ends); k++) {
			size_t end_n = strlen(ends[k]);

			is_one |= word.n >= MIDDLE_BYTES_MIN &&
				  memcmp(word.p + word.n - end_n, ends[k],
					  end_n) == 0;
		}
		if (is_one)
			out[kept++] = out[i];
	}
	return kept;
}

bool name_is_son(const char *low)
{
	static const char *const sons[] = {
		"оглы", "оглу", "углы", "улы", "уулу", "кызы", "гызы", "кизи"};

	return token_is_one_of(low, sons, ARRAY_LEN(sons));
}

static bool ends_in(const char *low, const char *const *ends, size_t n)
{
	size_t low_n = strlen(low);

	for (size_t i = 0; i < n; i++) {
		size_t end_n = strlen(ends[i]);

		if (low_n >= end_n + LAST_STEM_MIN &&
			memcmp(low + low_n - end_n, ends[i], end_n) == 0)
			return true;
	}
	return false;
}

bool name_is_known_last(const char *low, struct arena *a)
{
	struct restored r[RESTORED_MAX];

	return restore_name(NAME_LAST, low, a, r) && r[0].is_known;
}

bool name_is_last(const char *low, struct arena *a)
{
	static const char *const sure[] = {"ов", "ев", "ин", "ын", "ова", "ева",
		"ина", "ына", "ский", "цкий", "ская", "цкая"};
	struct restored r[RESTORED_MAX];
	size_t n = restore_name(NAME_LAST, low, a, r);

	if (strcmp(low, "заде") == 0) /* "Расул-заде" */
		return true;
	for (size_t i = 0; i < n; i++)
		if (r[i].is_known ||
			ends_in(r[i].nominative, sure, ARRAY_LEN(sure)))
			return true;
	return false;
}

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
	"зовите", "утром", "днем", "вечером", "звать", "записать", "будет",
	"ул", "любой", "любую", "серый", "серого", "ген", "милой",
	"понедельник", "вторник", "среду", "четверг", "пятницу", "субботу",
	"от", "есть", "просто", "зачем", "почему", "вам", "вас", "какая",
	"какой", "разница", "скажу"};

bool name_is_stranger(const char *low)
{
	return token_is_one_of(low, strangers, ARRAY_LEN(strangers));
}

bool name_is_word_too(const char *low)
{
	static const char *const words[] = {"вера", "веры", "вере", "веру",
		"верой", "надежда", "надежды", "надежде", "надежду", "любовь",
		"любви", "любовью", "слава", "славы", "славе", "славу", "роза",
		"розы", "розе", "розу", "роз", "лилия", "лилии", "марта",
		"марте", "марту", "мая", "поле", "поля", "полю", "тема", "теме",
		"темой", "тему", "костью", "кости", "света", "свете", "свету",
		"свет", "гена", "гены", "аля", "жара", "жаром", "жору", "боре",
		"тома", "томе", "гора", "горы", "гору", "мира", "мире", "мир",
		"рая", "рае", "лев", "льва", "роман", "романа", "ник", "майя",
		"майе", "злата", "ада", "аде", "луна", "лада", "заря", "рома",
		"ромом"};

	return token_is_one_of(low, words, ARRAY_LEN(words));
}

bool name_is_introducer(const char *low)
{
	static const char *const words[] = {"зовут", "звать", "зовите", "имя",
		"я", "пациент", "пациента", "пациентка", "пациентку", "фио",
		"меня"};

	return token_is_one_of(low, words, ARRAY_LEN(words));
}

bool name_is_calling(const char *low)
{
	static const char *const words[] = {"зовут", "звать", "зовите"};

	return token_is_one_of(low, words, ARRAY_LEN(words));
}

unsigned name_cases_behind(const char *low)
{
	static const struct {
		const char *word;
		unsigned cases;
	} rows[] = {
		{"к", 1U << CASE_DATV},
		{"ко", 1U << CASE_DATV},
		{"у", 1U << CASE_GENT},
		{"для", 1U << CASE_GENT},
		{"от", 1U << CASE_GENT},
		{"до", 1U << CASE_GENT},
		{"без", 1U << CASE_GENT},
		{"с", 1U << CASE_GENT | 1U << CASE_ABLT},
		{"со", 1U << CASE_GENT | 1U << CASE_ABLT},
		{"о", 1U << CASE_LOCT},
		{"об", 1U << CASE_LOCT},
		{"запишите", 1U << CASE_ACCS},
		{"запиши", 1U << CASE_ACCS},
		{"записать", 1U << CASE_ACCS},
		{"отмените", 1U << CASE_ACCS},
		{"зовут", 1U << CASE_NOMN | 1U << CASE_ABLT},
		{"врачу", 1U << CASE_DATV},
		{"доктору", 1U << CASE_DATV},
		{"врача", 1U << CASE_GENT | 1U << CASE_ACCS},
		{"доктора", 1U << CASE_GENT | 1U << CASE_ACCS},
		{"пациента", 1U << CASE_GENT | 1U << CASE_ACCS},
		{"пациентку", 1U << CASE_ACCS},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (strcmp(low, rows[i].word) == 0)
			return rows[i].cases;
	return CASES_ALL;
}
