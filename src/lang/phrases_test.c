#include "base/civil.h"
#include "test/lang/show.h"
#include "test/lang/tsv.h"

/*
 * The sets of test/lang that were written apart from the code: each row reads
 * as expected, or stands in the file of known misses beside its set.  A miss
 * that is cured must leave that file, and the bounds below go down with it.
 */
enum {
	KNOWN_MAX = 200,
	BOOKING_MISSES = 4,
	PHONE_NAME_MISSES = 0,
	BOOKING_ROWS = 340,
	PHONE_NAME_ROWS = 320,
};

struct state {
	struct arena process, call;
	struct when_context ctx;
	bool is_name_expected;
	const char *set;
	const char *known[KNOWN_MAX];
	bool is_seen[KNOWN_MAX];
	int known_n, surprises;
};

static void note_known(const struct tsv_row *row, void *ctx)
{
	struct state *s = ctx;

	CHECK(s->known_n < KNOWN_MAX);
	s->known[s->known_n++] = arena_text(&s->process, row->column[0]);
}

static bool is_known(struct state *s, const char *text)
{
	for (int i = 0; i < s->known_n; i++)
		if (strcmp(s->known[i], text) == 0)
			return s->is_seen[i] = true;
	return false;
}

static void judge(struct state *s, const struct tsv_row *row, const char *want,
	const char *got)
{
	bool is_right = strcmp(want, got) == 0;

	if (is_right != is_known(s, row->column[0]))
		return;
	if (is_right)
		print_error("%s:%d: %s: read well, no longer a known miss\n",
			s->set, row->line, row->column[0]);
	else
		print_error("%s:%d: %s\n  want %s\n  got  %s\n", s->set,
			row->line, row->column[0], want, got);
	s->surprises++;
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
		s->is_name_expected = strcmp(value, "yes") == 0;
	else
		CHECK(strcmp(name, "a setting that we know") == 0);
}

static void check_booking(const struct tsv_row *row, void *ctx)
{
	struct state *s = ctx;

	if (row->is_setting)
		set(s, row->column[0], row->column[1]);
	else
		judge(s, row, row->column[1],
			show_whens(&s->ctx, row->column[0], &s->call));
	arena_reset(&s->call);
}

static void check_phone_name(const struct tsv_row *row, void *ctx)
{
	struct state *s = ctx;
	const char *text = row->column[0], *phones, *names;

	if (row->is_setting) {
		set(s, row->column[0], row->column[1]);
		return;
	}
	phones = show_phones(s->ctx.lang, text, &s->call);
	names = show_names(s->ctx.lang, text, s->is_name_expected, &s->call);
	judge(s, row,
		arena_print(&s->call, "%s  %s", row->column[1], row->column[2]),
		arena_print(&s->call, "%s  %s", phones, names));
	arena_reset(&s->call);
}

static void check_set(const char *set, const char *misses, int most,
	tsv_row_fn *each, int least)
{
	struct state s = {.set = set};

	arena_init(&s.process);
	arena_init(&s.call);
	s.ctx.lang = lang_open(&s.process);
	tsv_read(misses, note_known, &s);
	CHECK(s.known_n == most);
	CHECK(tsv_read(set, each, &s) >= least);
	CHECK(s.surprises == 0);
	for (int i = 0; i < s.known_n; i++)
		CHECK_ROW(s.is_seen[i], i);
	arena_release(&s.call);
	arena_release(&s.process);
}

static void test_booking(void)
{
	check_set("booking.tsv", "booking_misses.tsv", BOOKING_MISSES,
		check_booking, BOOKING_ROWS);
}

static void test_phones_and_names(void)
{
	check_set("phone_name.tsv", "phone_name_misses.tsv", PHONE_NAME_MISSES,
		check_phone_name, PHONE_NAME_ROWS);
}

TEST_MAIN(test_booking, test_phones_and_names)
