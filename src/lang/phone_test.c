#include "lang/phone.h"

#include "base/buf.h"
#include "test/lang/tsv.h"

struct state {
	struct arena process, call;
	const struct lang *lang;
	int misses;
};

static const char *phones(struct state *s, const char *text)
{
	static const char *const problems[PHONE_PROBLEMS] = {
		"good", "too_short", "too_long", "unknown"};
	struct tokens t = tokens_cut(text, strlen(text), &s->call);
	const struct phone *phone;
	size_t n = phone_find(s->lang, &t, &s->call, &phone);
	struct buf b;

	buf_init(&b, &s->call, 2000);
	for (size_t i = 0; i < n; i++) {
		buf_print(&b, "%s%s", i ? "; " : "",
			phone[i].problem ? problems[phone[i].problem]
					 : phone[i].e164);
		if (phone[i].extension[0])
			buf_print(&b, " x%s", phone[i].extension);
	}
	return b.n ? b.p : "-";
}

static void check_row(const struct tsv_row *row, void *ctx)
{
	struct state *s = ctx;
	const char *got = phones(s, row->column[0]);

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

TEST_MAIN(test_the_table_of_phones, test_spans_and_mobiles)
