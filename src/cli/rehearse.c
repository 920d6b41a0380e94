/*
 * zabota rehearse: dialogue files (cli/rehearsal) played against the demo
 * clinic, or against an installation's own settings, before patients meet them.
 */
#include "app/catalogue.h"
#include "base/civil.h"
#include "cli/cli.h"
#include "cli/conversation.h"
#include "cli/rehearsal.h"
#include "core/wording.h"
#include "os/file.h"

enum { FILE_BYTES_MAX = 1 << 20 };

const char cli_rehearse_usage[] =
	"usage: zabota rehearse FILE...\n"
	"\n"
	"Plays dialogue files: \"> patient\", \"< clinic\" (… is a wildcard),\n"
	"@clinic, @now, @expect slot=value, @expect-not text, # comment.\n"
	"Exit status 1 if anything was missed.\n"
	"\n"
	"slots: name, phone, service, profession, doctor, branch, day, clock,\n"
	"question, visits, handed, alarm, complaint\n";

struct rehearsal {
	struct conversation v;
	const char *path;
	int line;
	const char *clinic;
	bool has_begun;
	struct chat_answer answer;
	size_t next; /* message of the answer that the next `<` looks at */
	bool is_missed;
	struct arena a; /* of one file */
};

/* --- what was said ------------------------------------------------------- */

/* Messages from..to of the answer as one plain text. */
static const char *joined(struct rehearsal *r, size_t from, size_t to)
{
	struct buf b;

	buf_init(&b, &r->a, REHEARSAL_TEXT_BYTES_MAX);
	for (size_t i = from; i < to; i++)
		buf_print(&b, "%s%s", i > from ? " " : "",
			rehearsal_plain(&r->a, r->answer.message[i].text));
	return b.p;
}

static void miss(struct rehearsal *r, const char *what, const char *expected)
{
	printf("%s:%d: %s\n  expected: %s\n", r->path, r->line, what, expected);
	for (size_t i = 0; i < r->answer.messages_n; i++)
		printf("  got:      %s\n", r->answer.message[i].text);
	if (r->answer.messages_n == 0)
		printf("  got:      (nothing)\n");
	r->is_missed = true;
}

/* --- the lines of a file ------------------------------------------------- */

static void failed(struct rehearsal *r, const struct err *e)
{
	printf("%s:%d: %s\n", r->path, r->line, e->text);
	r->is_missed = true;
}

static void begin(struct rehearsal *r)
{
	struct err e;

	if (r->has_begun)
		return;
	r->has_begun = true;
	r->next = 0;
	if (!conversation_begin(&r->v, r->clinic, &r->answer, &e))
		failed(r, &e);
}

static void patient_says(struct rehearsal *r, const char *text)
{
	struct err e;

	begin(r);
	r->answer = (struct chat_answer){0};
	r->next = 0;
	if (!conversation_say(&r->v, text, &r->answer, &e))
		failed(r, &e);
}

static void clinic_says(struct rehearsal *r, const char *text)
{
	const char *pattern = rehearsal_plain(&r->a, text);
	size_t n;

	begin(r);
	n = r->answer.messages_n;
	for (size_t i = r->next; i < n; i++)
		if (rehearsal_matches(pattern, joined(r, i, i + 1))) {
			r->next = i + 1;
			return;
		}
	for (size_t i = r->next; i < n; i++)
		if (rehearsal_matches(pattern, joined(r, i, n))) {
			r->next = n;
			return;
		}
	miss(r, "not said", text);
}

static void expect_not(struct rehearsal *r, const char *text)
{
	const char *all = joined(r, 0, r->answer.messages_n);

	if (strstr(all, rehearsal_plain(&r->a, text)) != NULL)
		miss(r, "said, but must not be", text);
}

static const char *slot_of_catalogue(struct rehearsal *r, const char *slot,
	const struct frame *f, const struct catalogue *c)
{
	int service = catalogue_service(c, f->service_id);
	int doctor = catalogue_resource(c, f->doctor_id);
	int branch = catalogue_branch(c, f->branch_id);

	if (strcmp(slot, "service") == 0)
		return service < 0 ? "" : c->services[service].name;
	if (strcmp(slot, "profession") == 0)
		return service < 0 ? "" : c->services[service].profession;
	if (strcmp(slot, "doctor") == 0)
		return doctor < 0 ? ""
				  : wording_short_name(
					    &c->resources[doctor], &r->a);
	if (strcmp(slot, "branch") == 0)
		return branch < 0 ? "" : c->branches[branch].name;
	return NULL;
}

static const char *slot_of_wish(
	struct rehearsal *r, const char *slot, const struct wish *wish)
{
	char first[CIVIL_TEXT_BYTES], last[CIVIL_TEXT_BYTES];

	if (strcmp(slot, "day") == 0) {
		if (!wish->has_day)
			return "";
		civil_write_date(first, wish->day_first);
		civil_write_date(last, wish->day_last);
		return wish->day_first == wish->day_last
			       ? arena_text(&r->a, first)
			       : arena_print(&r->a, "%s..%s", first, last);
	}
	if (strcmp(slot, "clock") == 0)
		return !wish->has_clock
			       ? ""
			       : arena_print(&r->a, "%02d:%02d-%02d:%02d",
					 wish->clock_from / 60,
					 wish->clock_from % 60,
					 wish->clock_to / 60,
					 wish->clock_to % 60);
	return NULL;
}

/* What the dialogue knows under this name; NULL: there is no such slot. */
static const char *slot_value(struct rehearsal *r, const char *slot,
	const struct frame *f, const struct catalogue *c)
{
	const char *value = slot_of_catalogue(r, slot, f, c);

	if (value == NULL)
		value = slot_of_wish(r, slot, &f->wish);
	if (value != NULL)
		return value;
	if (strcmp(slot, "name") == 0)
		return rehearsal_plain(
			&r->a, arena_print(&r->a, "%s%s%s%s%s", f->last,
				       f->last[0] ? " " : "", f->first,
				       f->middle[0] ? " " : "", f->middle));
	if (strcmp(slot, "phone") == 0)
		return f->phone;
	if (strcmp(slot, "complaint") == 0)
		return f->complaint;
	if (strcmp(slot, "question") == 0)
		return script_fill_name(f->question);
	if (strcmp(slot, "visits") == 0)
		return arena_print(&r->a, "%zu", f->visits_n);
	if (strcmp(slot, "handed") == 0)
		return f->is_handed ? "yes" : "no";
	if (strcmp(slot, "alarm") == 0)
		return f->is_alarm ? "yes" : "no";
	return NULL;
}

static void expect(struct rehearsal *r, const char *text)
{
	struct str rest = str_of(text), slot = str_split(&rest, '=');
	const char *name = arena_copy(&r->a, slot.p, slot.n);
	const char *want = rest.p == NULL ? "" : rest.p, *got;
	const struct catalogue *c;
	struct call call = conversation_call(&r->v);
	struct frame f;
	struct err e;

	call.a = &r->a;
	begin(r);
	if (!app_catalogue(&call, r->v.peer.clinic_id, &c, &e) ||
		!app_chat_frame(&call, &r->v.peer, &f, &e)) {
		failed(r, &e);
		return;
	}
	got = slot_value(r, name, &f, c);
	if (got == NULL) {
		miss(r, "no such slot", name);
	} else if (!rehearsal_matches(rehearsal_plain(&r->a, want),
			   rehearsal_plain(&r->a, got))) {
		printf("%s:%d: %s\n  expected: %s\n  got:      %s\n", r->path,
			r->line, name, want, got);
		r->is_missed = true;
	}
}

static void set_now(struct rehearsal *r, const char *text)
{
	const char *moscow = arena_print(&r->a, "%s+03:00", text);
	struct err e;

	if (!civil_read_instant(text, "now", &r->v.now, &e) &&
		!civil_read_instant(moscow, "now", &r->v.now, &e))
		failed(r, &e);
}

static void play_line(struct rehearsal *r, const char *line)
{
	const char *rest;

	switch (rehearsal_read(line, &rest)) {
	case REHEARSAL_NOTHING:
		return;
	case REHEARSAL_PATIENT:
		patient_says(r, rest);
		return;
	case REHEARSAL_CLINIC:
		clinic_says(r, rest);
		return;
	case REHEARSAL_EXPECT:
		expect(r, rest);
		return;
	case REHEARSAL_EXPECT_NOT:
		expect_not(r, rest);
		return;
	case REHEARSAL_NOW:
		set_now(r, rest);
		return;
	case REHEARSAL_WITH:
		r->clinic = arena_text(&r->a, rest);
		return;
	case REHEARSAL_WRONG:
		miss(r, "not a line of a dialogue", line);
		return;
	}
}

static void play(struct rehearsal *r, const char *text)
{
	struct str rest = str_of(text);

	while (rest.p != NULL && !r->is_missed) {
		struct str line = str_split(&rest, '\n');

		if (line.n > 0 && line.p[line.n - 1] == '\r')
			line.n--;
		r->line++;
		play_line(r, arena_copy(&r->a, line.p, line.n));
	}
}

static bool play_file(struct rehearsal *r, const char *path)
{
	const char *text;
	size_t n;
	struct err e;

	arena_reset(&r->a);
	r->path = path;
	r->line = 0;
	r->has_begun = r->is_missed = false;
	r->clinic = "zdorovie";
	r->answer = (struct chat_answer){0};
	r->v.now = CONVERSATION_DEMO_NOW;
	if (!file_read(path, FILE_BYTES_MAX, &r->a, &text, &n, &e))
		failed(r, &e);
	else
		play(r, text);
	if (r->has_begun && !conversation_undo(&r->v, &e))
		failed(r, &e);
	printf("%s %s\n", r->is_missed ? "MISS" : "ok  ", path);
	return !r->is_missed;
}

static int rehearse(struct rehearsal *r, int n, char **paths)
{
	int passed = 0;

	for (int i = 0; i < n; i++)
		passed += play_file(r, paths[i]);
	printf("rehearsed %d dialogues: %d passed, %d missed\n", n, passed,
		n - passed);
	return passed == n ? CLI_DONE : CLI_FAILED;
}

int cli_rehearse(int argc, char **argv)
{
	struct conversation_options o = {
		.is_demo = true, .now = CONVERSATION_DEMO_NOW};
	struct rehearsal r = {0};
	struct err e;
	int status;

	if (argc < 2 || argv[1][0] == '-') {
		fputs(cli_rehearse_usage, stderr);
		return CLI_BAD_USAGE;
	}
	if (!conversation_init(&r.v, &o, &e)) {
		fprintf(stderr, "zabota rehearse: %s\n", e.text);
		return CLI_FAILED;
	}
	arena_init(&r.a);
	status = rehearse(&r, argc - 1, argv + 1);
	arena_release(&r.a);
	conversation_release(&r.v);
	return cli_close_output(status);
}
