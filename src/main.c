/* zabota - one program; the first word says what it does. */
#include "cli/cli.h"

static void print_help(FILE *to)
{
	fputs("zabota " ZABOTA_VERSION
	      " - the communication desk of a clinic\n\n"
	      "usage: zabota COMMAND [arguments]\n\n",
		to);
	for (const struct command *c = cli_all; c->name; c++)
		fprintf(to, "  %-12s %s\n", c->name, c->help);
	fputs("  help         print this\n"
	      "  version      print the version\n\n"
	      "zabota COMMAND --help tells more.\n",
		to);
}

static int unknown(const char *name)
{
	const struct command *near = cli_nearest(name);

	fprintf(stderr, "zabota: no command \"%s\"", name);
	if (near)
		fprintf(stderr, "; did you mean \"%s\"?", near->name);
	fputs("\nzabota help lists them.\n", stderr);
	return CLI_BAD_USAGE;
}

static bool is_one_of(const char *word, const char *a, const char *b)
{
	return strcmp(word, a) == 0 || strcmp(word, b) == 0;
}

static bool asks_help(int argc, char **argv)
{
	for (int i = 0; i < argc; i++)
		if (strcmp(argv[i], "--help") == 0)
			return true;
	return false;
}

int main(int argc, char **argv)
{
	const struct command *c;

	if (argc < 2) {
		print_help(stderr);
		return CLI_BAD_USAGE;
	}
	if (is_one_of(argv[1], "help", "--help")) {
		print_help(stdout);
		return cli_close_output(CLI_DONE);
	}
	if (is_one_of(argv[1], "version", "--version")) {
		puts("zabota " ZABOTA_VERSION);
		return cli_close_output(CLI_DONE);
	}
	c = cli_find(argv[1]);
	if (!c)
		return unknown(argv[1]);
	if (asks_help(argc - 2, argv + 2)) {
		fputs(c->usage, stdout);
		return cli_close_output(CLI_DONE);
	}
	return c->run(argc - 1, argv + 1);
}
