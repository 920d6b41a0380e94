#include "cli/cli.h"

enum { NAME_MAX_CHARS = 31, NEAR_EDITS = 2 };

const struct command *cli_find(const char *name)
{
	for (const struct command *c = cli_all; c->name; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

static int smaller(int a, int b)
{
	return a < b ? a : b;
}

/* Levenshtein's distance, row by row; both at most NAME_MAX_CHARS long. */
static int edits(const char *a, const char *b)
{
	int row[NAME_MAX_CHARS + 1];
	int n = (int)strlen(b);

	for (int j = 0; j <= n; j++)
		row[j] = j;
	for (int i = 1; a[i - 1]; i++) {
		int diagonal = row[0];

		row[0] = i;
		for (int j = 1; j <= n; j++) {
			int replaced = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			row[j] = smaller(
				replaced, 1 + smaller(row[j], row[j - 1]));
		}
	}
	return row[n];
}

const struct command *cli_nearest(const char *name)
{
	const struct command *best = NULL;
	int fewest = NEAR_EDITS + 1;

	if (strlen(name) > NAME_MAX_CHARS)
		return NULL;
	for (const struct command *c = cli_all; c->name; c++) {
		int n = edits(name, c->name);

		if (n < fewest && n < (int)strlen(c->name)) {
			best = c;
			fewest = n;
		}
	}
	return best;
}

bool cli_take_option(
	const struct cli_option *rows, int argc, char **argv, int *i)
{
	for (; rows->name && *i + 1 < argc; rows++)
		if (strcmp(argv[*i], rows->name) == 0) {
			*rows->value = argv[++*i];
			return true;
		}
	return false;
}

int cli_close_output(int status)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	fputs("zabota: cannot write the output\n", stderr);
	return CLI_FAILED;
}
