#include "lang/restore.h"

#include "lang/token.h"
#include "test/lang/tsv.h"

enum { KINDS_OF_ONE_WORD = 3 };

static const char *const kinds[KINDS_OF_ONE_WORD] = {
	[NAME_FIRST] = "first", [NAME_LAST] = "last", [NAME_MIDDLE] = "middle"};

static bool has(const struct restored *r, size_t n, const char *nominative,
	enum sex sex, enum grammar_case c)
{
	for (size_t i = 0; i < n; i++)
		if (r[i].sex == sex && (r[i].cases & 1U << c) &&
			strcmp(r[i].nominative, nominative) == 0)
			return true;
	return false;
}

struct state {
	struct arena call;
	int misses, forms;
};

/* Whatever declines reads back, if only as one reading of several. */
static void check_row(const struct tsv_row *row, void *ctx)
{
	struct state *s = ctx;
	const char *low = token_fold(row->column[1], &s->call);
	enum sex sex = row->column[2][0] == 'm' ? SEX_MALE : SEX_FEMALE;
	struct str rest = str_of(row->column[3]);

	for (int kind = 0; kind < KINDS_OF_ONE_WORD; kind++)
		for (int c = CASE_GENT;
			c < CASES && !strpbrk(low, "- ") &&
			strcmp(row->column[0], kinds[kind]) == 0;
			c++) {
			struct str part = str_split(&rest, ',');
			const char *form = token_fold(
				arena_copy(&s->call, part.p, part.n), &s->call);
			struct restored r[RESTORED_MAX];
			size_t n = restore_name(
				(enum name_kind)kind, form, &s->call, r);

			s->forms++;
			if (has(r, n, low, sex, (enum grammar_case)c))
				continue;
			print_error("decline.tsv:%d: %s\n", row->line, form);
			s->misses++;
		}
	arena_reset(&s->call);
}

static void test_what_declines_reads_back(void)
{
	struct state s = {.misses = 0};

	arena_init(&s.call);
	tsv_read("decline.tsv", check_row, &s);
	CHECK(s.forms > 500 && s.misses == 0);
	arena_release(&s.call);
}

static void test_known_names_come_first(void)
{
	static const struct {
		enum name_kind kind;
		const char *form, *nominative;
		enum sex sex;
		unsigned cases;
	} rows[] = {
		{NAME_LAST, "толстого", "толстой", SEX_MALE,
			1U << CASE_GENT | 1U << CASE_ACCS},
		{NAME_LAST, "петровой", "петрова", SEX_FEMALE,
			1U << CASE_GENT | 1U << CASE_DATV | 1U << CASE_ABLT |
				1U << CASE_LOCT},
		{NAME_FIRST, "льву", "лев", SEX_MALE, 1U << CASE_DATV},
		{NAME_FIRST, "павла", "павел", SEX_MALE,
			1U << CASE_GENT | 1U << CASE_ACCS},
		{NAME_MIDDLE, "ильичу", "ильич", SEX_MALE, 1U << CASE_DATV},
		{NAME_LAST, "шевченко", "шевченко", SEX_MALE, CASES_ALL},
	};
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct restored r[RESTORED_MAX];
		size_t n = restore_name(rows[i].kind, rows[i].form, &a, r);

		CHECK_ROW(n > 0, i);
		CHECK_TEXT(r[0].nominative, rows[i].nominative);
		CHECK_ROW(r[0].sex == rows[i].sex, i);
		CHECK_ROW(r[0].cases == rows[i].cases, i);
	}
	arena_release(&a);
}

TEST_MAIN(test_what_declines_reads_back, test_known_names_come_first)
