#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H
/*
 * bench/bench - the frame of the benches: where one runs, and how its figures
 * are printed beside their goals.
 *
 *    ./dev bench [NAME...] [--json]
 *
 *    a row a figure:  what it is, value, unit, goal, ratio to it, verdict
 *    --json:          {"bench","name","value","unit","goal","verdict"} a line
 *
 * A missed goal is a row that says so; the exit status stays 0, for speed is
 * no test.  To add a bench: a file with a function, a row in bench/main.c.
 */
#include "app/home.h"
#include "bench/spread.h"

struct bench {
	const char *name;    /* of the running bench */
	const char *engine;  /* "sqlite", "postgresql"; "" where it is once */
	const char *address; /* of the database; NULL: SQLite in `folder` */
	const char *folder;  /* empty, on a real disk, gone afterwards */
	const char *program; /* zabota of the same build */
	double commit_us;    /* this machine's durable commit, this engine */
	bool is_json;
};

typedef void bench_fn(struct bench *b);
bench_fn bench_guard, bench_slots, bench_visit, bench_race, bench_chat,
	bench_memory, bench_growth, bench_lang, bench_outbox, bench_waiting,
	bench_crowded;

/* Measures the machine itself: fsync, durable commit, bare HTTP answer. */
void bench_machine(struct bench *b);

/* ---- figures ------------------------------------------------------------ */

struct goal {
	char is; /* '<': at most, '>': at least, 0: no goal */
	double value;
};
struct goal goal_none(void);
struct goal goal_at_most(double value);
struct goal goal_at_least(double value);

/* Prints one figure; `what` names it within its bench, the engine is added. */
void bench_row(const struct bench *b, const char *what, double value,
	const char *unit, struct goal goal);

/* Percentiles of durations in microseconds: rows "WHAT p50", "p99", "max". */
void bench_spread(const struct bench *b, const char *what,
	const struct spread *s, struct goal p50, struct goal p99);

/* ---- stopping ----------------------------------------------------------- */

/* A bench that cannot go on ends the program with status 1. */
void bench_stop_on(bool failed, const struct err *e);
void bench_stop(const char *why);

/* ---- a place to run ----------------------------------------------------- */

/*
 * Empties the folder and, on PostgreSQL, the database; then opens a new
 * installation in it.  Ends with home_release.
 */
void bench_home(const struct bench *b, struct home *out);

#endif
