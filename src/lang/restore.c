#include "lang/restore.h"

#include "lang/ending.h"

enum {
	WORD_BYTES_MAX = 80,
	TAIL_BYTES_MAX = 8, /* of a nominative in `tails` */
	STEM_BYTES_MIN = 2,
};

#define STR(text)                                                              \
	{                                                                      \
		text, sizeof(text) - 1                                         \
	}
#define TAIL(nomn, gent, datv, accs, ablt, loct)                               \
	{                                                                      \
		STR(nomn),                                                     \
		{                                                              \
			STR(gent), STR(datv), STR(accs), STR(ablt), STR(loct)  \
		}                                                              \
	}

/*
 * How a nominative ends and what the five oblique cases put in its place.
 * Only what to try: the tables of lang/ending say whether the nominative
 * declines so.  Of two that fit a form alike the upper one is likelier.
 */
static const struct tail {
	struct str nominative;
	struct str form[CASES - 1];
} tails[] = {
	TAIL("ий", "ого", "ому", "ого", "им", "ом"),
	TAIL("вой", "вого", "вому", "вого", "вым", "вом"),
	TAIL("ый", "ого", "ому", "ого", "ым", "ом"),
	TAIL("ой", "ого", "ому", "ого", "ым", "ом"),
	TAIL("ой", "ого", "ому", "ого", "им", "ом"),
	TAIL("ий", "его", "ему", "его", "им", "ем"),
	TAIL("ая", "ой", "ой", "ую", "ой", "ой"),
	TAIL("ая", "ей", "ей", "ую", "ей", "ей"),
	TAIL("яя", "ей", "ей", "юю", "ей", "ей"),
	TAIL("а", "ой", "ой", "у", "ой", "ой"),
	TAIL("", "а", "у", "а", "ым", "е"),
	TAIL("", "а", "у", "а", "ом", "е"),
	TAIL("", "а", "у", "а", "ем", "е"),
	TAIL("а", "ы", "е", "у", "ой", "е"),
	TAIL("а", "и", "е", "у", "ой", "е"),
	TAIL("а", "и", "е", "у", "ей", "е"),
	TAIL("а", "ы", "е", "у", "ей", "е"),
	TAIL("ия", "ии", "ии", "ию", "ией", "ии"),
	TAIL("я", "и", "е", "ю", "ей", "е"),
	TAIL("ий", "ия", "ию", "ия", "ием", "ии"),
	TAIL("й", "я", "ю", "я", "ем", "е"),
	TAIL("ь", "я", "ю", "я", "ем", "е"),
	TAIL("ь", "и", "и", "ь", "ью", "и"),
	TAIL("ец", "ца", "цу", "ца", "цем", "це"),
	TAIL("ец", "ца", "цу", "ца", "цом", "це"),
	TAIL("ец", "йца", "йцу", "йца", "йцем", "йце"),
	TAIL("ец", "ьца", "ьцу", "ьца", "ьцем", "ьце"),
	TAIL("ец", "ьца", "ьцу", "ьца", "ьцом", "ьце"),
	TAIL("яц", "йца", "йцу", "йца", "йцем", "йце"),
	TAIL("ок", "ка", "ку", "ка", "ком", "ке"),
	TAIL("ек", "ька", "ьку", "ька", "ьком", "ьке"),
	TAIL("ев", "ьва", "ьву", "ьва", "ьвом", "ьве"),
	TAIL("ел", "ла", "лу", "ла", "лом", "ле"),
	TAIL("ей", "ья", "ью", "ья", "ьем", "ье"),
};

/* Most endings differ in their last byte; some 170 are tried a word. */
static bool is_ended(struct str low, struct str end, size_t *stem_n)
{
	if (low.n < end.n + STEM_BYTES_MIN ||
		low.p[low.n - 1] != end.p[end.n - 1] ||
		memcmp(low.p + low.n - end.n, end.p, end.n) != 0)
		return false;
	*stem_n = low.n - end.n;
	return true;
}

/* Whether `forms` make `low` of the nominative in `c`; ё counts as е. */
static bool is_form(const struct ending_forms *forms, struct str nominative,
	struct str low, int c)
{
	size_t keep = nominative.n - 2U * forms->took[c - 1];
	struct str put = str_of(forms->put[c - 1]);

	if (forms->took[c - 1] * 2U > nominative.n || low.n != keep + put.n ||
		memcmp(low.p, nominative.p, keep) != 0)
		return false;
	for (size_t i = 0; i + 1 < put.n; i += 2) {
		bool is_yo = memcmp(put.p + i, "ё", 2) == 0;

		if (memcmp(low.p + keep + i, is_yo ? "е" : put.p + i, 2) != 0)
			return false;
	}
	return true;
}

struct gathering {
	struct restored *out;
	size_t n;
	struct arena *a;
};

/* Known readings stay before the others, each kind in the order of coming. */
static void add(struct gathering *g, struct restored r)
{
	size_t at = g->n;

	for (size_t i = 0; i < g->n; i++)
		if (g->out[i].sex == r.sex &&
			strcmp(g->out[i].nominative, r.nominative) == 0) {
			g->out[i].cases |= r.cases;
			return;
		}
	if (g->n == RESTORED_MAX)
		return;
	while (r.is_known && at > 0 && !g->out[at - 1].is_known) {
		g->out[at] = g->out[at - 1];
		at--;
	}
	g->out[at] = r;
	g->n++;
}

/* "Иванова" is known by "Иванов", "Толстая" by "Толстой". */
static bool is_known_by_his(struct str hers)
{
	static const char *const adjective[] = {"ий", "ой", "ый"};
	char his[WORD_BYTES_MAX];

	if (hers.n < 6)
		return false;
	if (memcmp(hers.p + hers.n - 2, "а", 2) == 0)
		return ending_find(ENDING_LAST, hers.p, hers.n - 2).is_word;
	memcpy(his, hers.p, hers.n);
	for (size_t i = 0; i < ARRAY_LEN(adjective); i++) {
		memcpy(his + hers.n - 4, adjective[i], 4);
		if (ending_find(ENDING_LAST, his, hers.n).is_word)
			return true;
	}
	return false;
}

static const enum ending_kind kinds[] = {
	[NAME_FIRST] = ENDING_FIRST,
	[NAME_LAST] = ENDING_LAST,
	[NAME_MIDDLE] = ENDING_MIDDLE,
};

static bool may_be(const struct ending *e, enum sex sex)
{
	return e->sex != (sex == SEX_MALE ? ENDING_HERS : ENDING_HIS);
}

/* The cases in which `nominative` of `sex` reads `low`. */
static unsigned cases_of(const struct ending *e, struct str nominative,
	struct str low, enum sex sex)
{
	int forms = e->forms[sex == SEX_FEMALE];
	bool is_same = low.n == nominative.n &&
		       memcmp(low.p, nominative.p, low.n) == 0;
	unsigned cases = is_same ? 1U << CASE_NOMN : 0;

	if (!may_be(e, sex))
		return 0;
	for (int c = CASE_GENT; c < CASES; c++)
		if (forms ? is_form(&ending_forms[forms], nominative, low, c)
			  : is_same)
			cases |= 1U << c;
	return cases;
}

static void try_nominative(struct gathering *g, enum name_kind kind,
	struct str nominative, struct str low)
{
	struct ending e = ending_find(kinds[kind], nominative.p, nominative.n);
	const char *text = NULL;
	bool is_known;

	for (enum sex sex = SEX_MALE; sex <= SEX_FEMALE; sex++) {
		unsigned cases = cases_of(&e, nominative, low, sex);

		if (!cases)
			continue;
		if (!text)
			text = arena_copy(g->a, nominative.p, nominative.n);
		is_known = e.is_word ||
			   (kind == NAME_LAST && e.sex == ENDING_HERS &&
				   is_known_by_his(nominative));
		add(g, (struct restored){text, sex, cases, is_known});
	}
}

size_t restore_name(enum name_kind kind, const char *low, struct arena *a,
	struct restored out[RESTORED_MAX])
{
	struct gathering g = {out, 0, a};
	struct str form = str_of(low);
	char word[WORD_BYTES_MAX];
	bool is_itself_first;
	size_t n;

	if (form.n + TAIL_BYTES_MAX > sizeof(word) || !form.n)
		return 0;
	/* "Россини" stays, "Зайцеву" was declined */
	is_itself_first = is_ended(form, str_of("и"), &n);
	if (is_itself_first)
		try_nominative(&g, kind, form, form);
	for (size_t i = 0; i < ARRAY_LEN(tails); i++)
		for (int c = 0; c < CASES - 1; c++) {
			struct str tail = tails[i].nominative;

			if (!is_ended(form, tails[i].form[c], &n))
				continue;
			memcpy(word, low, n);
			memcpy(word + n, tail.p, tail.n);
			try_nominative(
				&g, kind, (struct str){word, n + tail.n}, form);
		}
	if (!is_itself_first)
		try_nominative(&g, kind, form, form);
	return g.n;
}
