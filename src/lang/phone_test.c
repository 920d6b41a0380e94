#include "lang/phone.h"

#include "test/lang/show.h"
#include "test/lang/tsv.h"

struct state {
	struct arena process, call;
	const struct lang *lang;
	int misses;
};

static void check_row(const struct tsv_row *row, void *ctx)
{
	struct state *s = ctx;
	const char *got = show_phones(s->lang, row->column[0], &s->call);

	if (strcmp(got, row->column[1]) != 0) {
		print_error("phone.tsv:%d: %s\n  want %s\n  got  %s\n",
			row->line, row->column[0], row->column[1], got);
		s->misses++;
	}
	arena_reset(&s->call);
}

static void open_state(struct state *s)
{
	*s = (struct state){.misses = 0};
	arena_init(&s->process);
	arena_init(&s->call);
	s->lang = lang_open(&s->process);
}

static void close_state(struct state *s)
{
	arena_release(&s->call);
	arena_release(&s->process);
}

static void test_the_table_of_phones(void)
{
	struct state s;

	open_state(&s);
	CHECK(tsv_read("phone.tsv", check_row, &s) > 40);
	CHECK(s.misses == 0);
	close_state(&s);
}

static void test_spans_and_mobiles(void)
{
	static const char text[] = "тел. 8 (495) 123-45-67 и +79001234567!";
	struct state s;
	struct tokens t;
	const struct phone *phone;

	open_state(&s);
	t = tokens_cut(text, strlen(text), &s.call);
	CHECK(phone_find(s.lang, &t, &s.call, &phone) == 2);
	CHECK(!phone[0].is_mobile && phone[1].is_mobile);
	CHECK(memcmp(text + phone[0].begin, "8 (495) 123-45-67", 17) == 0);
	CHECK(phone[0].end - phone[0].begin == 17);
	CHECK(phone[1].end - phone[1].begin == 12);
	close_state(&s);
}

/*
 * A long line of lone digits: each may begin a number of sixteen groups, and
 * none does.  What looked beyond those would never end.
 */
static void test_digits_without_end(void)
{
	static const char *const rows[] = {"1 ", "0 ", "+ ", "( "};
	enum { TEXT_BYTES = 1 << 16 };
	struct state s;

	open_state(&s);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		size_t n = strlen(rows[i]);
		char *text = arena_take(&s.call, TEXT_BYTES);
		const struct phone *phone;
		struct tokens t;

		for (size_t k = 0; k < TEXT_BYTES; k++)
			text[k] = rows[i][k % n];
		t = tokens_cut(text, TEXT_BYTES, &s.call);
		CHECK_ROW(phone_find(s.lang, &t, &s.call, &phone) == 0, i);
		arena_reset(&s.call);
	}
	close_state(&s);
}

TEST_MAIN(test_the_table_of_phones, test_spans_and_mobiles,
	test_digits_without_end)
