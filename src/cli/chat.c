/*
 * zabota chat: a conversation with a clinic in the terminal.  A line is a
 * message; the clinic's messages are printed a line each, without prefix.
 */
#include "base/civil.h"
#include "base/limits.h"
#include "cli/cli.h"
#include "cli/conversation.h"
#include "os/clock.h"

const char cli_chat_usage[] =
	"usage: zabota chat --demo [options]\n"
	"       zabota chat --data DIR [options]\n"
	"\n"
	"Talks with a clinic as a patient does: a line is a message.\n"
	"\n"
	"  --demo          a throw-away clinic on Monday, 23 November 2026,\n"
	"                  10:00 in Moscow; agrees to the notice by itself\n"
	"  --clinic NAME   which clinic (zdorovie, ulybka in the demo)\n"
	"  --data DIR      the data folder of an installation\n"
	"  --db ADDRESS    the database, if it is not in the data folder\n"
	"  --key FILE      the master key, if it is not in the data folder\n"
	"  --now TIME      another moment, e.g. 2026-11-27T19:30:00+03:00\n"
	"  --help          print this\n";

static bool read_now(const char *text, int64_t *now)
{
	struct err e;

	if (civil_read_instant(text, "now", now, &e))
		return true;
	fprintf(stderr, "zabota chat: --now: %s\n", e.text);
	return false;
}

static bool read_options(int argc, char **argv, struct conversation_options *o)
{
	const char *now = NULL;
	const struct cli_option rows[] = {
		{"--clinic", &o->clinic},
		{"--data", &o->home.folder},
		{"--db", &o->home.address},
		{"--key", &o->home.key_path},
		{"--now", &now},
		{0},
	};

	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--demo") == 0)
			o->is_demo = true;
		else if (!cli_take_option(rows, argc, argv, &i))
			return false;
	o->now = o->is_demo ? CONVERSATION_DEMO_NOW : clock_now();
	if (now != NULL && !read_now(now, &o->now))
		return false;
	return o->is_demo || o->home.folder != NULL;
}

static void print_answer(const struct chat_answer *answer)
{
	for (size_t i = 0; i < answer->messages_n; i++)
		puts(answer->message[i].text);
	fflush(stdout);
}

/* What a patient sees when his text could not be taken at all. */
static const char *excuse(const struct err *e)
{
	if (e->kind == ERR_TOO_LARGE)
		return "Сообщение слишком длинное. Напишите, пожалуйста, "
		       "коротко: к кому и когда вас записать?";
	if (e->kind == ERR_INVALID)
		return "Не получилось прочитать сообщение. Напишите, "
		       "пожалуйста, ещё раз обычным текстом.";
	if (e->kind == ERR_LIMIT)
		return "Слишком много сообщений сразу. Подождите, "
		       "пожалуйста, минуту.";
	return NULL;
}

static bool say(struct conversation *v, const char *line)
{
	struct chat_answer answer;
	struct err e;

	if (conversation_say(v, line, &answer, &e)) {
		print_answer(&answer);
		return true;
	}
	if (excuse(&e) != NULL) {
		puts(excuse(&e));
		fflush(stdout);
		return true;
	}
	fprintf(stderr, "zabota chat: %s\n", e.text);
	return false;
}

static int talk(struct conversation *v, const char *clinic)
{
	struct chat_answer answer;
	struct err e;
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	bool ok = true;

	if (!conversation_begin(v, clinic, &answer, &e)) {
		fprintf(stderr, "zabota chat: %s\n", e.text);
		return CLI_FAILED;
	}
	print_answer(&answer);
	while (ok && (n = getline(&line, &room, stdin)) >= 0) {
		while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
			line[--n] = '\0';
		ok = say(v, line);
	}
	free(line);
	return ok ? CLI_DONE : CLI_FAILED;
}

int cli_chat(int argc, char **argv)
{
	struct conversation_options o = {0};
	struct conversation v;
	struct err e;
	int status;

	if (!read_options(argc, argv, &o)) {
		fputs(cli_chat_usage, stderr);
		return CLI_BAD_USAGE;
	}
	if (!conversation_init(&v, &o, &e)) {
		fprintf(stderr, "zabota chat: %s\n", e.text);
		return CLI_FAILED;
	}
	status = talk(&v, o.clinic);
	conversation_release(&v);
	return cli_close_output(status);
}
