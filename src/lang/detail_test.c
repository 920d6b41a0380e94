#include "lang/detail.h"

#include "base/buf.h"
#include "base/civil.h"
#include "test/lang/tsv.h"

struct state {
	struct arena call;
	int misses;
};

static void check_detail(const struct tsv_row *row, void *ctx)
{
	struct state *s = ctx;
	const char *text = row->column[0], *want = row->column[1];
	struct tokens t = tokens_cut(text, strlen(text), &s->call);
	const struct detail *d;
	size_t n = detail_find(&t, civil_day(2026, 11, 23), &s->call, &d);
	uint32_t behind = 0;
	struct buf b;

	buf_init(&b, &s->call, 1000);
	for (size_t i = 0; i < n; i++) {
		CHECK(d[i].begin >= behind && d[i].begin < d[i].end);
		behind = d[i].end;
		buf_print(&b, "%s%s=%s%s", i ? "; " : "",
			detail_name(d[i].kind), d[i].value,
			d[i].is_good ? "" : "!");
	}
	CHECK(behind <= strlen(text));
	if (strcmp(want, b.n ? b.p : "-") != 0) {
		print_error("detail.tsv:%d: %s\n  want %s\n  got  %s\n",
			row->line, text, want, b.n ? b.p : "-");
		s->misses++;
	}
	arena_reset(&s->call);
}

static void test_details(void)
{
	struct state s = {.misses = 0};

	arena_init(&s.call);
	CHECK(tsv_read("detail.tsv", check_detail, &s) >= 40);
	CHECK(s.misses == 0);
	arena_release(&s.call);
}

TEST_MAIN(test_details)
