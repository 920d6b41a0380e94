#include "bench/bench.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/json.h"
#include "os/clock.h"
#include "os/file.h"

enum { LINE_BYTES_MAX = 4096, NAME_BYTES = 80 };

/* ---- stopping ----------------------------------------------------------- */

void bench_stop(const char *why)
{
	fflush(stdout);
	fprintf(stderr, "bench: %s\n", why);
	exit(1);
}

void bench_stop_on(bool failed, const struct err *e)
{
	if (failed)
		bench_stop(e->text);
}

/* ---- figures ------------------------------------------------------------ */

struct goal goal_none(void)
{
	return (struct goal){0};
}

struct goal goal_at_most(double value)
{
	return (struct goal){'<', value};
}

struct goal goal_at_least(double value)
{
	return (struct goal){'>', value};
}

static bool is_reached(struct goal g, double value)
{
	return g.is == '<' ? value <= g.value : value >= g.value;
}

static void print_json(const struct bench *b, const char *name, double value,
	const char *unit, struct goal g)
{
	struct arena a;
	struct buf line;

	arena_init(&a);
	buf_init(&line, &a, LINE_BYTES_MAX);
	buf_print(&line,
		"{\"bench\":\"%s\",\"name\":\"%s\",\"value\":%.6g,"
		"\"unit\":\"%s\",\"goal\":",
		b->name, name, value, unit);
	if (g.is)
		buf_print(&line, "%.6g,\"verdict\":\"%s\"}", g.value,
			is_reached(g, value) ? "reached" : "missed");
	else
		buf_text(&line, "null,\"verdict\":null}");
	puts(line.p);
	arena_release(&a);
}

/* Three significant digits, or the whole number. */
static const char *number(double value, char to[32])
{
	int digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;

	snprintf(to, 32, "%.*f", digits, value);
	return to;
}

static void print_line(const struct bench *b, const char *name, double value,
	const char *unit, struct goal g)
{
	char figure[32], goal[32];

	printf("%-8s %-46s %10s %-8s", b->name, name, number(value, figure),
		unit);
	if (g.is)
		printf(" %s= %-8s %5.2f %s", g.is == '<' ? "<" : ">",
			number(g.value, goal),
			g.value != 0 ? value / g.value : 0,
			is_reached(g, value) ? "reached" : "MISSED");
	putchar('\n');
}

void bench_row(const struct bench *b, const char *what, double value,
	const char *unit, struct goal goal)
{
	char name[NAME_BYTES];

	snprintf(name, sizeof(name), "%s%s%s", b->engine,
		*b->engine ? ": " : "", what);
	(b->is_json ? print_json : print_line)(b, name, value, unit, goal);
	fflush(stdout);
}

void bench_spread(const struct bench *b, const char *what,
	const struct spread *s, struct goal p50, struct goal p99)
{
	const struct {
		const char *name;
		double value;
		struct goal goal;
	} rows[] = {
		{"p50", spread_at(s, 0.5), p50},
		{"p99", spread_at(s, 0.99), p99},
		{"max", (double)s->max, goal_none()},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char name[NAME_BYTES];

		snprintf(name, sizeof(name), "%s %s", what, rows[i].name);
		bench_row(b, name, rows[i].value / 1000, "ms", rows[i].goal);
	}
}

/* ---- a place to run ----------------------------------------------------- */

/* Everything that the program has made there. */
static void empty_database(const struct bench *b)
{
	static const char sql[] =
		"DROP SCHEMA IF EXISTS vault CASCADE;"
		"DROP SCHEMA public CASCADE; CREATE SCHEMA public";
	struct database *d;
	struct db *db;
	struct err e;

	bench_stop_on(!database_open(b->address, NULL, &d, &e), &e);
	bench_stop_on(!db_open(d, &db, &e), &e);
	bench_stop_on(!db_begin(db, &e) || !db_script(db, sql, &e) ||
			      !db_commit(db, &e),
		&e);
	db_close(db);
	database_close(d);
}

void bench_home(const struct bench *b, struct home *out)
{
	struct home_options o = {
		.folder = b->folder, .address = b->address, .may_make = true};
	struct err e;

	bench_stop_on(!file_remove_folder(b->folder, &e), &e);
	if (b->address)
		empty_database(b);
	bench_stop_on(!home_init(out, &o, clock_now(), &e), &e);
}
