/*
 * What the language room does on its own sets (test/lang), on one thread: dates
 * read right and how fast, forms of names, and the models.  The goals are those
 * of docs/lang.md; npm's packages on the same lines are in peers/lang.mjs.
 */
#include "bench/bench.h"
#include "bench/models.h"
#include "lang/decline.h"
#include "lang/understand.h"
#include "os/clock.h"
#include "test/lang/show.h"

enum { ROWS_MAX = 2000, ROUNDS = 20, COLUMNS = 4, LINE_BYTES = 8192 };

struct table {
	const char *column[ROWS_MAX][COLUMNS];
	size_t n;
	struct when_context ctx;
};

static void set(struct table *t, const char *name, const char *value)
{
	struct err e;

	if (strcmp(name, "now") == 0)
		bench_stop_on(
			!civil_read_instant(value, "now", &t->ctx.now, &e), &e);
	else if (strcmp(name, "zone") == 0)
		bench_stop_on(!zone_find(NULL, value, &t->ctx.zone, &e), &e);
	else if (strcmp(name, "bias") == 0)
		t->ctx.bias = strcmp(value, "clinic") == 0 ? WHEN_CLINIC
							   : WHEN_NEUTRAL;
}

/* Columns parted by tabs, `@name value`, `#`: as test/lang/tsv.h says. */
static void read_table(const char *name, struct arena *a, struct table *out)
{
	char path[512], line[LINE_BYTES];
	FILE *f;

	snprintf(
		path, sizeof(path), "%s/test/lang/%s", ZABOTA_SOURCE_DIR, name);
	f = fopen(path, "r");
	if (!f)
		bench_stop(path);
	out->n = 0;
	while (fgets(line, sizeof(line), f) && out->n < ROWS_MAX) {
		struct str rest = str_trim(str_of(line));
		bool is_setting = line[0] == '@';

		if (!rest.n || line[0] == '#')
			continue;
		for (int i = 0; i < COLUMNS; i++) {
			struct str cell =
				str_split(&rest, is_setting ? ' ' : '\t');

			out->column[out->n][i] = arena_copy(a, cell.p, cell.n);
		}
		if (is_setting)
			set(out, out->column[out->n][0] + 1,
				out->column[out->n][1]);
		else
			out->n++;
	}
	fclose(f);
}

static void bench_dates(const struct bench *b, const struct lang *lang)
{
	static struct table t;
	struct arena a, call;
	size_t right = 0;
	int64_t from;
	double s;

	arena_init(&a);
	arena_init(&call);
	t = (struct table){.ctx = {.lang = lang, .zone = zone_utc()}};
	read_table("booking.tsv", &a, &t);
	for (size_t i = 0; i < t.n; i++) {
		right += strcmp(show_whens(&t.ctx, t.column[i][0], &call),
				 t.column[i][1]) == 0;
		arena_reset(&call);
	}
	bench_row(b, "booking phrases read right",
		100 * (double)right / (double)t.n, "%", goal_at_least(98));
	from = clock_steady_us();
	for (size_t k = 0; k < t.n * ROUNDS; k++) {
		const char *text = t.column[k % t.n][0];
		struct tokens cut = tokens_cut(text, strlen(text), &call);
		const struct when *when;

		when_find(&t.ctx, &cut, &call, &when);
		arena_reset(&call);
	}
	s = (double)(clock_steady_us() - from) / 1e6;
	bench_row(b, "dates: phrases", (double)(t.n * ROUNDS) / s, "/s",
		goal_at_least(300000));
	arena_release(&call);
	arena_release(&a);
}

static bool kind_of(const char *word, enum name_kind *out)
{
	static const char *const names[NAME_KINDS] = {
		[NAME_FIRST] = "first",
		[NAME_LAST] = "last",
		[NAME_MIDDLE] = "middle",
	};

	for (int i = 0; i < NAME_KINDS; i++)
		if (names[i] && strcmp(names[i], word) == 0) {
			*out = (enum name_kind)i;
			return true;
		}
	return false;
}

/* The names of decline.tsv in the five oblique cases. */
static void bench_forms(const struct bench *b)
{
	static struct table t;
	struct arena a, call;
	int64_t from;
	double forms = 0, s;

	arena_init(&a);
	arena_init(&call);
	read_table("decline.tsv", &a, &t);
	from = clock_steady_us();
	for (size_t k = 0; k < t.n * ROUNDS * ROUNDS; k++) {
		const char *const *row = t.column[k % t.n];
		enum sex sex = row[2][0] == 'f' ? SEX_FEMALE : SEX_MALE;
		enum name_kind kind;

		if (!kind_of(row[0], &kind))
			continue;
		for (int c = CASE_GENT; c < CASES; c++, forms++)
			decline_name(
				kind, row[1], sex, (enum grammar_case)c, &call);
		arena_reset(&call);
	}
	s = (double)(clock_steady_us() - from) / 1e6;
	bench_row(b, "inflections", forms / s, "/s", goal_at_least(3000000));
	arena_release(&call);
	arena_release(&a);
}

/* What fills a line of 1 MB, over and over. */
static const char *const fillings[] = {"запишите меня завтра в 15:00 ", ".",
	"@", "a", "a.", "1", "1 ", "+7", "15 и ", "в ", "не ", "собака ",
	"через день после ", "Иванов Иван ", "запишитеменя"};

typedef void read_fn(const struct when_context *ctx, const struct tokens *t,
	struct arena *a);

static void read_dates(
	const struct when_context *ctx, const struct tokens *t, struct arena *a)
{
	const struct when *when;

	when_find(ctx, t, a, &when);
}

static void read_phones(
	const struct when_context *ctx, const struct tokens *t, struct arena *a)
{
	const struct phone *phone;

	phone_find(ctx->lang, t, a, &phone);
}

static void read_names(
	const struct when_context *ctx, const struct tokens *t, struct arena *a)
{
	const struct name *name;

	name_find(ctx->lang, t, true, a, &name);
}

static void read_details(
	const struct when_context *ctx, const struct tokens *t, struct arena *a)
{
	const struct detail *detail;

	detail_find(t, zone_day(ctx->zone, ctx->now), a, &detail);
}

static void read_meaning(
	const struct when_context *ctx, const struct tokens *t, struct arena *a)
{
	const struct intent_guess *guess;

	redflag_find(ctx->lang, t);
	intent_find(ctx->lang, t, a, &guess);
}

/* One line of 1 MB at a time; the slowest filling, cut into tokens as well. */
static void bench_megabyte(const struct bench *b, const struct lang *lang)
{
	enum { LINE = 1 << 20 };
	static const struct {
		const char *name;
		read_fn *read;
	} part[] = {{"1 MB line: dates, worst", read_dates},
		{"1 MB line: phones, worst", read_phones},
		{"1 MB line: names, worst", read_names},
		{"1 MB line: details, worst", read_details},
		{"1 MB line: intents, red flags, worst", read_meaning}};
	struct when_context ctx = {
		.lang = lang, .zone = zone_utc(), .now = 1795417200};
	double worst[ARRAY_LEN(part)] = {0};
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < ARRAY_LEN(fillings); i++) {
		size_t n = strlen(fillings[i]);
		char *line = arena_take(&a, LINE + n + 1);

		for (size_t at = 0; at < LINE; at += n)
			memcpy(line + at, fillings[i], n);
		for (size_t k = 0; k < ARRAY_LEN(part); k++) {
			int64_t from = clock_steady_us();
			struct tokens t = tokens_cut(line, LINE, &a);
			double ms;

			part[k].read(&ctx, &t, &a);
			ms = (double)(clock_steady_us() - from) / 1000;
			worst[k] = ms > worst[k] ? ms : worst[k];
		}
		arena_reset(&a);
	}
	for (size_t k = 0; k < ARRAY_LEN(part); k++)
		bench_row(b, part[k].name, worst[k], "ms", goal_none());
	arena_release(&a);
}

void bench_lang(struct bench *b)
{
	const struct lang *lang;
	struct arena a;

	arena_init(&a);
	lang = lang_open(&a);
	bench_dates(b, lang);
	bench_forms(b);
	bench_megabyte(b, lang);
	bench_models(b);
	arena_release(&a);
}
