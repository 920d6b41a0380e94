#ifndef CLI_CLI_H
#define CLI_CLI_H
/*
 * cli/cli - the sub-commands of the program as one table.  A command owns
 * standard input, output and error while it runs.
 *
 * To add one: a file cli/<name>.c with `int cli_<name>(int argc, char **argv)`,
 * its usage, their lines below, its row in cli/all.c.
 */
#include "base/base.h"

/* Exit statuses; a command may have no others. */
enum {
	CLI_DONE = 0,
	CLI_FAILED = 1,    /* it ran, and something did not succeed */
	CLI_BAD_USAGE = 2, /* it did not start: wrong arguments */
};

struct command {
	const char *name;
	/* argv[0] is the command's own name; returns the exit status. */
	int (*run)(int argc, char **argv);
	const char *help;  /* one line for `zabota help` */
	const char *usage; /* all of it, for --help anywhere behind its name */
};

extern const struct command cli_all[]; /* ends with {0} */

/* Finds a command; NULL if there is none of that name. */
const struct command *cli_find(const char *name);

/* The command whose name is nearest to a mistyped one; NULL if none is near. */
const struct command *cli_nearest(const char *name);

/* An option with a value behind it: --name VALUE. */
struct cli_option {
	const char *name;   /* "--data" */
	const char **value; /* where the value goes; borrowed from argv */
};

/*
 * Reads the option argv[*i] and the value behind it by `rows`, which end with
 * {0}; *i then stands at the value.  False, nothing changed: no such option, or
 * nothing behind it.
 */
bool cli_take_option(
	const struct cli_option *rows, int argc, char **argv, int *i);

/*
 * Flushes standard output.  Returns `status`, or CLI_FAILED with a line on
 * standard error if anything written there was lost (a full disk).
 */
int cli_close_output(int status);

int cli_audit(int argc, char **argv);
extern const char cli_audit_usage[];
int cli_chat(int argc, char **argv);
extern const char cli_chat_usage[];
int cli_clinic(int argc, char **argv);
extern const char cli_clinic_usage[];
int cli_docs(int argc, char **argv);
extern const char cli_docs_usage[];
int cli_lang(int argc, char **argv);
extern const char cli_lang_usage[];
int cli_patient(int argc, char **argv);
extern const char cli_patient_usage[];
int cli_rehearse(int argc, char **argv);
extern const char cli_rehearse_usage[];
int cli_serve(int argc, char **argv);
extern const char cli_serve_usage[];
int cli_learn(int argc, char **argv);
extern const char cli_learn_usage[];
int cli_slots(int argc, char **argv);
extern const char cli_slots_usage[];
int cli_staff(int argc, char **argv);
extern const char cli_staff_usage[];

#endif
