/*
 * zabota-bench - runs the benches by name, each on every engine at hand:
 * SQLite always, PostgreSQL when ZABOTA_TEST_PG is its address (which
 * packaging/with-postgres.sh sets; with ZABOTA_PG_DURABLE it keeps its
 * promises to the disk, without which no figure counts).
 */
#include <stdlib.h>
#include <string.h>

#include "bench/bench.h"
#include "os/clock.h"

static const struct {
	const char *name;
	bench_fn *run;
	bool is_once; /* no database in it */
} benches[] = {
	{"guard", bench_guard, false},
	{"slots", bench_slots, false},
	{"visit", bench_visit, false},
	{"race", bench_race, false},
	{"chat", bench_chat, false},
	{"memory", bench_memory, false},
	{"growth", bench_growth, false},
	{"lang", bench_lang, true},
	{"outbox", bench_outbox, false},
	{"waiting", bench_waiting, false},
	{"crowded", bench_crowded, false},
};

static const char usage[] =
	"usage: zabota-bench ZABOTA FOLDER [--json] [NAME...]\n"
	"ZABOTA is the program to measure, FOLDER an empty one on a real "
	"disk;\n"
	"without a NAME all run:\n";

struct options {
	struct bench bench;
	const char *engine; /* the only one; NULL: all */
	const char *names[ARRAY_LEN(benches)];
	size_t names_n;
};

static bool is_known(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(benches); i++)
		if (strcmp(benches[i].name, name) == 0)
			return true;
	return strcmp(name, "machine") == 0;
}

static bool is_wanted(const struct options *o, const char *name)
{
	for (size_t i = 0; i < o->names_n; i++)
		if (strcmp(o->names[i], name) == 0)
			return true;
	return o->names_n == 0;
}

static bool read_options(int argc, char **argv, struct options *o)
{
	if (argc < 3)
		return false;
	o->bench.program = argv[1];
	o->bench.folder = argv[2];
	for (int i = 3; i < argc; i++) {
		if (strcmp(argv[i], "--json") == 0)
			o->bench.is_json = true;
		else if (strcmp(argv[i], "--on") == 0 && i + 1 < argc)
			o->engine = argv[++i];
		else if (is_known(argv[i]) && o->names_n < ARRAY_LEN(o->names))
			o->names[o->names_n++] = argv[i];
		else
			return false;
	}
	return true;
}

static void run(struct bench *b, const char *name, bench_fn *fn)
{
	int64_t from_ms = clock_steady_ms();

	b->name = name;
	fn(b);
	if (!b->is_json)
		printf("%-8s %lld s\n\n", name,
			(long long)(clock_steady_ms() - from_ms + 500) / 1000);
}

static void run_all(struct options *o, bool is_once)
{
	run(&o->bench, "machine", bench_machine);
	for (size_t i = 0; i < ARRAY_LEN(benches); i++)
		if (benches[i].is_once == is_once &&
			is_wanted(o, benches[i].name))
			run(&o->bench, benches[i].name, benches[i].run);
}

static void run_engine(struct options *o, const char *name, const char *address)
{
	if (o->engine && strcmp(o->engine, name) != 0)
		return;
	o->bench.engine = name;
	o->bench.address = address;
	run_all(o, false);
}

static void run_engines(struct options *o)
{
	const char *address = getenv("ZABOTA_TEST_PG");

	o->bench.engine = "";
	run_all(o, true);
	run_engine(o, "sqlite", NULL);
	if (address)
		run_engine(o, "postgresql", address);
	else
		fputs("bench: no PostgreSQL: ZABOTA_TEST_PG is not set\n",
			stderr);
}

int main(int argc, char **argv)
{
	struct options o = {0};

	if (!read_options(argc, argv, &o)) {
		fputs(usage, stderr);
		for (size_t i = 0; i < ARRAY_LEN(benches); i++)
			fprintf(stderr, "  %s\n", benches[i].name);
		return 2;
	}
	run_engines(&o);
	return 0;
}
