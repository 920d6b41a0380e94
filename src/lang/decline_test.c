#include "lang/decline.h"

#include "base/buf.h"
#include "test/lang/tsv.h"

/* test/lang/decline.tsv and sex.tsv, and what no row can say. */
struct state {
	struct arena call;
	int misses;
};

static void want(struct state *s, const char *file, const struct tsv_row *row,
	const char *wanted, const char *got)
{
	if (strcmp(got, wanted) == 0)
		return;
	print_error("%s:%d: %s\n  want %s\n  got  %s\n", file, row->line,
		row->column[1], wanted, got);
	s->misses++;
}

static bool read_kind(const char *text, enum name_kind *out)
{
	static const char *const kinds[] = {"first", "last", "middle", "full"};

	for (int i = 0; i < NAME_KINDS; i++)
		if (strcmp(text, kinds[i]) == 0) {
			*out = (enum name_kind)i;
			return true;
		}
	return false;
}

static const char *form_of(
	struct state *s, const struct tsv_row *row, enum grammar_case c)
{
	const char *sex = row->column[2];
	enum name_kind kind;

	if (!read_kind(row->column[0], &kind))
		return decline_profession(row->column[1], c, &s->call);
	return decline_name(kind, row->column[1],
		sex[0] == 'm'   ? SEX_MALE
		: sex[0] == 'f' ? SEX_FEMALE
				: SEX_UNKNOWN,
		c, &s->call);
}

static void check_decline(const struct tsv_row *row, void *ctx)
{
	struct state *s = ctx;
	struct buf b;

	buf_init(&b, &s->call, 2000);
	for (int c = CASE_GENT; c < CASES; c++)
		buf_print(&b, "%s%s", c == CASE_GENT ? "" : ",",
			form_of(s, row, (enum grammar_case)c));
	want(s, "decline.tsv", row, row->column[3], b.p);
	want(s, "decline.tsv", row, row->column[1], form_of(s, row, CASE_NOMN));
	arena_reset(&s->call);
}

static void check_sex(const struct tsv_row *row, void *ctx)
{
	static const char *const names[SEXES] = {"-", "m", "f"};
	struct state *s = ctx;
	enum name_kind kind;

	CHECK(read_kind(row->column[0], &kind));
	want(s, "sex.tsv", row, row->column[2],
		names[name_sex(kind, row->column[1])]);
}

static void check_table(const char *name, tsv_row_fn *each, int least)
{
	struct state s = {.misses = 0};

	arena_init(&s.call);
	CHECK(tsv_read(name, each, &s) >= least);
	CHECK(s.misses == 0);
	arena_release(&s.call);
}

static void test_declension(void)
{
	check_table("decline.tsv", check_decline, 200);
}

static void test_sex(void)
{
	check_table("sex.tsv", check_sex, 90);
}

static void test_initials(void)
{
	struct arena a;

	arena_init(&a);
	CHECK_TEXT(decline_initials("Петрова Анна Андреевна", SEX_UNKNOWN,
			   CASE_DATV, &a),
		"Петровой\xC2\xA0А.\xC2\xA0А.");
	CHECK_TEXT(decline_initials("Цой Виктор", SEX_MALE, CASE_ABLT, &a),
		"Цоем\xC2\xA0В.");
	CHECK_TEXT(
		decline_initials("Шмидт", SEX_FEMALE, CASE_GENT, &a), "Шмидт");
	arena_release(&a);
}

/* Whatever the bytes are, the nominative stays and nothing breaks. */
static void test_any_bytes_come_back(void)
{
	static const char *const rows[] = {"", "-", "--", " ", "\xD0", "\x80",
		"\xD1\x8F", "Smith", "а", "-а", "а-", "\xD0\x98\xCC\x86", "12",
		"Ы Ы Ы Ы Ы Ы Ы Ы Ы Ы Ы Ы"};
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		for (int kind = 0; kind < NAME_KINDS; kind++)
			for (int c = 0; c < CASES; c++) {
				const char *got = decline_name(
					(enum name_kind)kind, rows[i],
					SEX_UNKNOWN, (enum grammar_case)c, &a);

				CHECK_ROW(c != CASE_NOMN || kind == NAME_FULL ||
						  strcmp(got, rows[i]) == 0,
					i);
			}
	arena_release(&a);
}

TEST_MAIN(test_declension, test_sex, test_initials, test_any_bytes_come_back)
