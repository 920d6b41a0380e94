#include "lang/when.h"

#include "base/civil.h"
#include "test/lang/show.h"
#include "test/lang/tsv.h"

struct state {
	struct arena process, call;
	struct when_context ctx;
	const char *file;
	int misses;
};

static void set(struct state *s, const char *name, const char *value)
{
	struct err e;

	if (strcmp(name, "now") == 0)
		CHECK(civil_read_instant(value, "now", &s->ctx.now, &e));
	else if (strcmp(name, "zone") == 0)
		CHECK(zone_find(NULL, value, &s->ctx.zone, &e));
	else if (strcmp(name, "bias") == 0)
		s->ctx.bias = strcmp(value, "clinic") == 0 ? WHEN_CLINIC
							   : WHEN_NEUTRAL;
	else if (strcmp(name, "expected") == 0)
		s->ctx.is_expected = strcmp(value, "yes") == 0;
	else
		CHECK(strcmp(name, "a setting that we know") == 0);
}

static void check_row(const struct tsv_row *row, void *ctx)
{
	struct state *s = ctx;
	const char *got;

	if (row->is_setting) {
		set(s, row->column[0], row->column[1]);
		return;
	}
	got = show_whens(&s->ctx, row->column[0], &s->call);
	if (strcmp(got, row->column[1]) != 0) {
		print_error("%s:%d: %s\n  want %s\n  got  %s\n", s->file,
			row->line, row->column[0], row->column[1], got);
		s->misses++;
	}
	arena_reset(&s->call);
}

static void open_state(struct state *s, const char *file)
{
	*s = (struct state){.file = file};
	arena_init(&s->process);
	arena_init(&s->call);
	s->ctx.lang = lang_open(&s->process);
}

static void close_state(struct state *s)
{
	arena_release(&s->call);
	arena_release(&s->process);
}

static void check_table(const char *file, int rows_least)
{
	struct state s;

	open_state(&s, file);
	CHECK(tsv_read(file, check_row, &s) > rows_least);
	CHECK(s.misses == 0);
	close_state(&s);
}

static void test_the_table_of_phrases(void)
{
	check_table("when.tsv", 400);
}

static void test_the_kinds_of_phrases_read_neutrally(void)
{
	check_table("calendar.tsv", 400);
}

TEST_MAIN(test_the_table_of_phrases, test_the_kinds_of_phrases_read_neutrally)
