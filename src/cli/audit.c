#include "app/audit.h"
#include "app/home.h"
#include "cli/cli.h"
#include "os/clock.h"
#include "os/file.h"

enum { CHECKPOINT_BYTES_MAX = 4 << 20 };

const char cli_audit_usage[] =
	"usage: zabota audit verify [options]\n"
	"       zabota audit checkpoint [options] > FILE\n"
	"\n"
	"verify reads the whole audit log and says whether a row was changed,\n"
	"removed or forged; then the exit status is 1.  Rows cut off at the "
	"end\n"
	"show only against a checkpoint, taken earlier and kept elsewhere.\n"
	"\n"
	"  --data DIR         the data folder (data)\n"
	"  --db ADDRESS       the database, if it is not in the data folder\n"
	"  --key FILE         the master key, if it is not in the data folder\n"
	"  --checkpoint FILE  verify: what was noted must still be there\n"
	"  --help             print this\n";

struct options {
	struct home_options home;
	const char *checkpoint;
};

static bool read_options(int argc, char **argv, struct options *o)
{
	const struct cli_option rows[] = {
		{"--data", &o->home.folder},
		{"--db", &o->home.address},
		{"--key", &o->home.key_path},
		{"--checkpoint", &o->checkpoint},
		{0},
	};

	for (int i = 0; i < argc; i++)
		if (!cli_take_option(rows, argc, argv, &i))
			return false;
	return true;
}

static int failed(const struct err *e)
{
	fprintf(stderr, "zabota audit: %s\n", e->text);
	return CLI_FAILED;
}

static int verify(struct store *s, const struct options *o, struct arena *a)
{
	struct audit_verdict v;
	const char *text = NULL;
	size_t n = 0;
	struct err e;

	if (o->checkpoint != NULL &&
		!file_read(
			o->checkpoint, CHECKPOINT_BYTES_MAX, a, &text, &n, &e))
		return failed(&e);
	if (!app_audit_verify(s, text, n, &v, &e))
		return failed(&e);
	if (v.is_whole)
		printf("audit: whole, %lld rows in %lld chains\n",
			(long long)v.rows_n, (long long)v.chains_n);
	else
		printf("audit: BROKEN: row %lld of clinic %lld %s\n",
			(long long)v.bad_seq, (long long)v.bad_clinic,
			v.reason);
	return v.is_whole ? CLI_DONE : CLI_FAILED;
}

static int checkpoint(struct store *s, struct arena *a)
{
	struct buf text;
	struct err e;

	buf_init(&text, a, CHECKPOINT_BYTES_MAX);
	if (!app_audit_checkpoint(s, clock_now_us(), &text, &e))
		return failed(&e);
	fwrite(text.p, 1, text.n, stdout);
	return CLI_DONE;
}

static int run(const char *verb, const struct options *o)
{
	struct home home;
	struct store s;
	struct arena a;
	struct err e;
	int status;

	if (!home_init(&home, &o->home, clock_now(), &e))
		return failed(&e);
	if (!store_init(&s, home.storage, &e)) {
		home_release(&home);
		return failed(&e);
	}
	arena_init(&a);
	status = strcmp(verb, "verify") == 0 ? verify(&s, o, &a)
					     : checkpoint(&s, &a);
	arena_release(&a);
	store_release(&s);
	home_release(&home);
	return cli_close_output(status);
}

int cli_audit(int argc, char **argv)
{
	struct options o = {.home = {.folder = "data"}};

	if (argc < 2 ||
		(strcmp(argv[1], "verify") != 0 &&
			strcmp(argv[1], "checkpoint") != 0) ||
		!read_options(argc - 2, argv + 2, &o)) {
		fputs(cli_audit_usage, stderr);
		return CLI_BAD_USAGE;
	}
	return run(argv[1], &o);
}
