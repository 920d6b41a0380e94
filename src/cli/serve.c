/* zabota serve - answers patients, books, reminds, until it is told to stop. */
#include "base/civil.h"
#include "base/log.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/desk.h"
#include "os/clock.h"
#include "os/signal.h"

enum { SETS_MAX = 64 };

const char cli_serve_usage[] =
	"usage: zabota serve [options]\n"
	"\n"
	"Serves the clinic's pages and API, and sends what is due, until it "
	"is\n"
	"told to stop (SIGTERM, Ctrl-C).  The log goes to standard error: one "
	"line\n"
	"an event, without names, numbers or texts of patients.\n"
	"\n"
	"  --data DIR         data folder, made at the first start (data)\n"
	"  --listen HOST:PORT numeric address to listen on (127.0.0.1:8080)\n"
	"  --db ADDRESS       sqlite:FILE or postgresql:CONNINFO (SQLite in "
	"the\n"
	"                     data folder)\n"
	"  --origin URL       public address, e.g. https://desk.example\n"
	"  --pages DIR        folder of the built pages\n"
	"  --roles \"web worker\"  what this process does\n"
	"  --config FILE      settings (zabota.conf in the data folder)\n"
	"  --set NAME=VALUE   any setting of docs/config.md\n"
	"  --demo             a demo clinic with a clock that can be turned\n"
	"  --help             print this\n";

struct options {
	struct desk_options desk;
	const char *set[2 * SETS_MAX + 1]; /* name, value, ..., NULL */
	size_t set_n;
	struct arena a;
};

static bool add(struct options *o, const char *name, const char *value)
{
	if (o->set_n + 2 > 2 * SETS_MAX)
		return false;
	o->set[o->set_n++] = name;
	o->set[o->set_n++] = value;
	return true;
}

/* "name=value" of --set. */
static bool add_pair(struct options *o, const char *pair)
{
	struct str value = str_of(pair);
	struct str name = str_split(&value, '=');

	return value.p && add(o, arena_copy(&o->a, name.p, name.n), value.p);
}

static bool read_option(struct options *o, const char *name, const char *value)
{
	static const char *const settings[][2] = {
		{"--listen", "http.listen"},
		{"--db", "db.address"},
		{"--origin", "http.origin"},
		{"--pages", "http.pages"},
		{"--roles", "roles"},
	};
	const struct {
		const char *name;
		const char **value;
	} plain[] = {
		{"--data", &o->desk.data},
		{"--config", &o->desk.config},
	};

	for (size_t i = 0; i < ARRAY_LEN(settings); i++)
		if (strcmp(name, settings[i][0]) == 0)
			return add(o, settings[i][1], value);
	for (size_t i = 0; i < ARRAY_LEN(plain); i++)
		if (strcmp(name, plain[i].name) == 0) {
			*plain[i].value = value;
			return true;
		}
	return strcmp(name, "--set") == 0 && add_pair(o, value);
}

static bool read_options(int argc, char **argv, struct options *o)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--demo") == 0) {
			o->desk.is_demo = true;
			continue;
		}
		if (i + 1 == argc || !read_option(o, argv[i], argv[i + 1])) {
			fprintf(stderr, "zabota serve: what is \"%s\"?\n",
				argv[i]);
			return false;
		}
		i++;
	}
	return true;
}

/* One call a line, so that lines of several threads never mix. */
static void write_log(enum log_level level, const char *line)
{
	char at[CIVIL_TEXT_BYTES];

	(void)level;
	fprintf(stderr, "%s %s\n", civil_write_utc(at, clock_now()), line);
}

static int serve(const struct options *o)
{
	struct desk d;
	struct err e;

	log_init(write_log, LOG_INFO);
	signals_block();
	if (!desk_open(&d, &o->desk, o->set, &e)) {
		desk_close(&d);
		fprintf(stderr, "zabota serve: %s%s%s\n", e.field,
			*e.field ? ": " : "", e.text);
		return CLI_FAILED;
	}
	if (d.serve) {
		printf("http://%s/\n", desk_address(&d));
		fflush(stdout);
	}
	while (signals_wait() != SIGNAL_STOP)
		;
	desk_close(&d);
	return cli_close_output(CLI_DONE);
}

int cli_serve(int argc, char **argv)
{
	struct options o = {.desk = {.data = "data"}};
	int status;

	arena_init(&o.a);
	if (read_options(argc, argv, &o)) {
		status = serve(&o);
	} else {
		fputs(cli_serve_usage, stderr);
		status = CLI_BAD_USAGE;
	}
	arena_release(&o.a);
	return status;
}
