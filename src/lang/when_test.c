#include "lang/when.h"

#include "base/buf.h"
#include "os/zone.h"
#include "test/lang/tsv.h"

struct state {
	struct arena process, call;
	struct when_context ctx;
	int misses;
};

/* "2026-03-12T15:00", in the zone. */
static void put_instant(struct buf *b, const struct zone *zone, int64_t at)
{
	struct civil c;

	zone_local(zone, at, &c);
	buf_print(b, "%04d-%02d-%02d", c.year, c.month, c.day);
	if (c.hour || c.minute || c.second)
		buf_print(b, "T%02d:%02d", c.hour, c.minute);
	if (c.second)
		buf_print(b, ":%02d", c.second);
}

/*
 * A span as the tables write it: `~` about, `!` excluded, `>` after, `<`
 * before, the instant, `..` its end, and the grain.
 */
static void put_span(
	struct buf *b, const struct when_context *ctx, const struct when *w)
{
	static const char opens[] = {0, '>', '<'};

	if (w->is_invalid) {
		buf_text(b, "invalid");
		return;
	}
	if (w->is_negated)
		buf_char(b, '!');
	if (w->is_about)
		buf_char(b, '~');
	if (w->open)
		buf_char(b, opens[w->open]);
	put_instant(b, ctx->zone, w->from);
	if (w->has_to)
		buf_text(b, "..");
	if (w->has_to)
		put_instant(b, ctx->zone, w->to);
	buf_print(b, " %s", when_grain_name(w->grain));
}

static const char *spans(struct state *s, const char *text)
{
	struct tokens t = tokens_cut(text, strlen(text), &s->call);
	const struct when *when;
	size_t n = when_find(&s->ctx, &t, &s->call, &when);
	struct buf b;

	buf_init(&b, &s->call, 10000);
	for (size_t i = 0; i < n; i++) {
		CHECK(when[i].begin < when[i].end);
		if (i)
			buf_text(&b, "; ");
		put_span(&b, &s->ctx, &when[i]);
	}
	return b.n ? b.p : "-";
}

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
	got = spans(s, row->column[0]);
	if (strcmp(got, row->column[1]) != 0) {
		print_error("when.tsv:%d: %s\n  want %s\n  got  %s\n",
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
	s->ctx.lang = lang_open(&s->process);
}

static void close_state(struct state *s)
{
	arena_release(&s->call);
	arena_release(&s->process);
}

static void test_the_table_of_phrases(void)
{
	struct state s;

	open_state(&s);
	CHECK(tsv_read("when.tsv", check_row, &s) > 400);
	CHECK(s.misses == 0);
	close_state(&s);
}

TEST_MAIN(test_the_table_of_phrases)
