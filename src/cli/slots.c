#include "base/civil.h"
#include "base/json.h"
#include "base/limits.h"
#include "cli/cli.h"
#include "cli/slots_case.h"

const char cli_slots_usage[] =
	"usage: zabota slots [--explain INSTANT] < cases.jsonl\n"
	"\n"
	"Reads one availability case a line (JSON) from standard input and\n"
	"writes one answer a line, in the same order: the bookable starts, or\n"
	"{\"error\":\"...\"} for a bad case; then the exit status is 1.\n"
	"\n"
	"  --explain INSTANT  also say why that start (2026-11-21T12:30:00Z)\n"
	"                     is not offered, and by which resource\n"
	"  --help             print this\n"
	"\n"
	"The format is described in docs/availability.md.\n";

/*
 * Reads one line into `line`, which has room for `max` + 1 bytes, and sets *n
 * to its length without the line end; a longer line is read to its end but
 * gives *n = max + 1, which the JSON reader refuses.  False: no more lines.
 */
static bool read_line(FILE *in, char *line, size_t max, size_t *n)
{
	int c = getc(in);

	*n = 0;
	if (c == EOF)
		return false;
	for (; c != EOF && c != '\n'; c = getc(in))
		if (*n <= max)
			line[(*n)++] = (char)c;
	return true;
}

static bool is_blank(const char *line, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strchr(" \t\r", line[i]) || !line[i])
			return false;
	return true;
}

static void put_error(const struct err *e, struct arena *a, struct buf *out)
{
	struct json_out w = {.b = out};
	const char *text = e->text;

	if (e->field[0])
		text = arena_print(a, "%s: %s", e->field, e->text);
	buf_init(out, a, CASE_ANSWER_BYTES_MAX);
	json_open(&w, NULL, '{');
	json_put_text(&w, "error", text);
	json_close(&w, '}');
}

/* Answers every line; false if a case was bad. */
static bool answer_all(FILE *in, FILE *to, const int64_t *explain)
{
	struct arena process, call;
	char *line;
	size_t n;
	bool all_good = true;

	arena_init(&process);
	arena_init(&call);
	line = arena_take(&process, JSON_IN_BYTES_MAX + 1);
	while (read_line(in, line, JSON_IN_BYTES_MAX, &n)) {
		struct buf out;
		struct err e;

		if (n <= JSON_IN_BYTES_MAX && is_blank(line, n))
			continue;
		buf_init(&out, &call, CASE_ANSWER_BYTES_MAX);
		if (!slots_case_answer(line, n, explain, &call, &out, &e)) {
			put_error(&e, &call, &out);
			all_good = false;
		}
		fwrite(out.p, 1, out.n, to);
		putc('\n', to);
		/* The other end may wait for this answer to ask the next. */
		fflush(to);
		arena_reset(&call);
	}
	arena_release(&call);
	arena_release(&process);
	return all_good && !ferror(in);
}

int cli_slots(int argc, char **argv)
{
	int64_t start;
	struct err e;
	const int64_t *explain = NULL;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--explain") != 0 || i + 1 == argc) {
			fputs(cli_slots_usage, stderr);
			return CLI_BAD_USAGE;
		}
		if (!civil_read_instant(argv[++i], "--explain", &start, &e)) {
			fprintf(stderr, "zabota slots: --explain: %s\n",
				e.text);
			return CLI_BAD_USAGE;
		}
		explain = &start;
	}
	return cli_close_output(
		answer_all(stdin, stdout, explain) ? CLI_DONE : CLI_FAILED);
}
