#include "base/json.h"
#include "base/zone.h"
#include "cli/cli.h"
#include "cli/examples.h"
#include "lang/decline.h"
#include "lang/shipped.h"
#include "lang/understand.h"
#include "os/zone.h"

const char cli_lang_usage[] =
	"usage: zabota lang FILTER [options] < lines\n"
	"\n"
	"Reads one input a line from standard input and writes one answer a\n"
	"line, in the same order.\n"
	"\n"
	"  when --now INSTANT [--zone NAME] [--bias clinic|none]\n"
	"      dates and times of a text\n"
	"  phone [--region RU]\n"
	"      telephone numbers of a text, in E.164\n"
	"  name [--expected]\n"
	"      people's names of a text, in the nominative\n"
	"  decline --kind first|last|middle|full|profession\n"
	"      lines `word<TAB>m|f|-<TAB>case`; cases are nomn gent datv accs\n"
	"      ablt loct\n"
	"  gender --kind first|last|middle|full\n"
	"      m, f, or - if a name can be both\n"
	"  classify --model NAME|FILE [--top 3]\n"
	"      labels with their scores; accept says whether the text belongs\n"
	"      to any class; NAME is intents, urgency, tone, topic or\n"
	"      specialist\n"
	"  eval --model NAME|FILE --test FILE [--jsonl TEXTKEY,LABELKEY]\n"
	"      how well a model does on labelled lines\n"
	"  entities --now INSTANT [--zone NAME]\n"
	"      everything at once, as the dialogue sees it\n";

enum {
	LINE_BYTES_MAX = 4 << 20, /* a longer line is cut here */
	ANSWER_BYTES_MAX = 64 << 20,
	KIND_PROFESSION = NAME_KINDS,
	TOP_MAX = 20,
};

struct filter {
	struct arena process, call;
	const struct lang *lang;
	int64_t now;
	const struct zone *zone;
	enum when_bias bias;
	bool is_name_expected;
	int kind; /* enum name_kind, or KIND_PROFESSION */
	const struct model_view *model;
	size_t top;
	const char *test, *jsonl;
};

typedef void filter_fn(struct filter *f, char *line, struct buf *out);

/* A zone that is always `offset_s` east of UTC, as TZif (RFC 8536). */
static bool fixed_zone(
	struct filter *f, int offset_s, const struct zone **out, struct err *e)
{
	static const char head[] = "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				   "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				   "\0\0\0\1\0\0\0\4"
				   "\0\0\0\0\0\0UTC";
	char bytes[256];
	size_t n = 0;

	for (int part = 0; part < 2; part++) {
		memcpy(bytes + n, head, sizeof(head));
		n += sizeof(head);
	}
	for (int i = 0; i < 4; i++) /* the offset of the only type */
		bytes[n - 10 + (size_t)i] =
			(char)((uint32_t)offset_s >> (24 - 8 * i));
	n += (size_t)snprintf(bytes + n, sizeof(bytes) - n, "\n\n");
	return zone_parse(&f->process, "offset", bytes, n, out, e);
}

/* The offset at the end of an instant: "+03:00", "Z". */
static int offset_of(const char *instant)
{
	size_t n = strlen(instant);
	const char *at = instant + n - 6;

	if (n < 7 || (at[0] != '+' && at[0] != '-'))
		return 0;
	return ((at[1] - '0') * 600 + (at[2] - '0') * 60 + (at[4] - '0') * 10 +
		       (at[5] - '0')) *
	       60 * (at[0] == '-' ? -1 : 1);
}

static bool set_now(struct filter *f, const char *value, struct err *e)
{
	if (!civil_read_instant(value, "now", &f->now, e))
		return false;
	return f->zone || fixed_zone(f, offset_of(value), &f->zone, e);
}

static bool set_bias(struct filter *f, const char *value, struct err *e)
{
	if (strcmp(value, "clinic") == 0)
		f->bias = WHEN_CLINIC;
	else if (strcmp(value, "none") == 0)
		f->bias = WHEN_NEUTRAL;
	else
		return err_set(e, ERR_INVALID, "--bias is clinic or none");
	return true;
}

static bool set_kind(struct filter *f, const char *value, struct err *e)
{
	static const char *const names[] = {
		"first", "last", "middle", "full", "profession"};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(value, names[i]) == 0) {
			f->kind = (int)i;
			return true;
		}
	return err_set(e, ERR_INVALID, "--kind %s is unknown", value);
}

static bool set_zone(struct filter *f, const char *value, struct err *e)
{
	return zone_find(NULL, value, &f->zone, e);
}

static bool set_region(struct filter *f, const char *value, struct err *e)
{
	(void)f;
	return strcmp(value, "RU") == 0 ||
	       err_set(e, ERR_INVALID, "--region: only RU");
}

static bool set_model(struct filter *f, const char *value, struct err *e)
{
	f->model = shipped_model(value, &f->process);
	return f->model || examples_model(value, &f->process, &f->model, e);
}

static bool set_top(struct filter *f, const char *value, struct err *e)
{
	int64_t top;

	if (!text_to_int(str_of(value), 1, TOP_MAX, &top))
		return err_set(e, ERR_INVALID, "--top is 1..%d", TOP_MAX);
	f->top = (size_t)top;
	return true;
}

static bool set_test(struct filter *f, const char *value, struct err *e)
{
	(void)e;
	f->test = value;
	return true;
}

static bool set_jsonl(struct filter *f, const char *value, struct err *e)
{
	(void)e;
	f->jsonl = value;
	return true;
}

static void put_instant(
	struct json_out *w, const char *key, const struct filter *f, int64_t at)
{
	char text[CIVIL_TEXT_BYTES];

	json_put_text(
		w, key, civil_write_offset(text, at, zone_offset(f->zone, at)));
}

static void put_span(struct json_out *w, struct filter *f, const char *line,
	uint32_t begin, uint32_t end)
{
	json_put_text(w, "text",
		arena_copy(&f->call, line + begin, (size_t)(end - begin)));
}

static void put_when(struct json_out *w, struct filter *f, const char *line,
	const struct when *when)
{
	static const char *const opens[] = {NULL, "after", "before"};

	json_open(w, NULL, '{');
	put_span(w, f, line, when->begin, when->end);
	if (when->is_invalid) {
		json_put_bool(w, "invalid", true);
		json_close(w, '}');
		return;
	}
	put_instant(w, "from", f, when->from);
	if (when->has_to)
		put_instant(w, "to", f, when->to);
	else
		json_put_null(w, "to");
	json_put_text(w, "grain", when_grain_name(when->grain));
	if (when->open)
		json_put_text(w, "open", opens[when->open]);
	if (when->is_about)
		json_put_bool(w, "about", true);
	if (when->is_negated)
		json_put_bool(w, "negated", true);
	json_close(w, '}');
}

static void put_whens(struct json_out *w, struct filter *f, const char *line,
	const struct when *when, size_t n)
{
	json_open(w, "spans", '[');
	for (size_t i = 0; i < n; i++)
		if (f->bias != WHEN_CLINIC || !when[i].is_past)
			put_when(w, f, line, &when[i]);
	json_close(w, ']');
}

static void put_phones(struct json_out *w, struct filter *f, const char *line,
	const struct phone *phone, size_t n)
{
	json_open(w, "phones", '[');
	for (size_t i = 0; i < n; i++) {
		if (phone[i].problem)
			continue;
		json_open(w, NULL, '{');
		put_span(w, f, line, phone[i].begin, phone[i].end);
		json_put_text(w, "e164", phone[i].e164);
		if (phone[i].extension[0])
			json_put_text(w, "extension", phone[i].extension);
		json_close(w, '}');
	}
	json_close(w, ']');
}

static const char *text_or_null(const char *text)
{
	return text[0] ? text : NULL;
}

static void put_names(struct json_out *w, struct filter *f, const char *line,
	const struct name *name, size_t n)
{
	json_open(w, "names", '[');
	for (size_t i = 0; i < n; i++) {
		json_open(w, NULL, '{');
		put_span(w, f, line, name[i].begin, name[i].end);
		json_put_text(w, "last", text_or_null(name[i].last));
		json_put_text(w, "first", text_or_null(name[i].first));
		if (strcmp(name[i].called, name[i].first) != 0)
			json_put_text(w, "called", name[i].called);
		json_put_text(w, "middle", text_or_null(name[i].middle));
		json_close(w, '}');
	}
	json_close(w, ']');
}

/* {"emails":[{"text":…,"value":…}],"births":[…],"policies":[…]} */
static void put_details(struct json_out *w, struct filter *f, const char *line,
	const struct understanding *u)
{
	static const char *const keys[DETAIL_KINDS] = {
		"emails", "births", "policies"};

	for (int kind = 0; kind < DETAIL_KINDS; kind++) {
		json_open(w, keys[kind], '[');
		for (size_t i = 0; i < u->details_n; i++) {
			const struct detail *d = &u->detail[i];

			if ((int)d->kind != kind)
				continue;
			json_open(w, NULL, '{');
			put_span(w, f, line, d->begin, d->end);
			json_put_text(w, "value", d->value);
			if (kind == DETAIL_POLICY)
				json_put_bool(w, "valid", d->is_good);
			json_close(w, '}');
		}
		json_close(w, ']');
	}
}

static void run_when(struct filter *f, char *line, struct buf *out)
{
	struct when_context ctx = {f->lang, f->now, f->zone, f->bias, false};
	struct tokens t = tokens_cut(line, strlen(line), &f->call);
	struct json_out w = {.b = out};
	const struct when *when;
	size_t n = when_find(&ctx, &t, &f->call, &when);

	json_open(&w, NULL, '{');
	put_whens(&w, f, line, when, n);
	json_close(&w, '}');
}

static void run_phone(struct filter *f, char *line, struct buf *out)
{
	struct tokens t = tokens_cut(line, strlen(line), &f->call);
	struct json_out w = {.b = out};
	const struct phone *phone;
	size_t n = phone_find(f->lang, &t, &f->call, &phone);

	json_open(&w, NULL, '{');
	put_phones(&w, f, line, phone, n);
	json_close(&w, '}');
}

static void run_name(struct filter *f, char *line, struct buf *out)
{
	struct tokens t = tokens_cut(line, strlen(line), &f->call);
	struct json_out w = {.b = out};
	const struct name *name;
	size_t n = name_find(f->lang, &t, f->is_name_expected, &f->call, &name);

	json_open(&w, NULL, '{');
	put_names(&w, f, line, name, n);
	json_close(&w, '}');
}

static void run_decline(struct filter *f, char *line, struct buf *out)
{
	struct str rest = str_of(line);
	struct str text = str_split(&rest, '\t');
	struct str sex = str_split(&rest, '\t');
	const char *word = arena_copy(&f->call, text.p, text.n);
	enum grammar_case c;

	if (!rest.n || !decline_case(rest, &c))
		buf_text(out, "?");
	else if (f->kind == KIND_PROFESSION)
		buf_text(out, decline_profession(word, c, &f->call));
	else
		buf_text(out, decline_name((enum name_kind)f->kind, word,
				      str_equal(sex, "m")   ? SEX_MALE
				      : str_equal(sex, "f") ? SEX_FEMALE
							    : SEX_UNKNOWN,
				      c, &f->call));
}

static void run_gender(struct filter *f, char *line, struct buf *out)
{
	static const char *const names[SEXES] = {"-", "m", "f"};

	buf_text(out, names[name_sex((enum name_kind)f->kind, line)]);
}

static void run_classify(struct filter *f, char *line, struct buf *out)
{
	struct model_guess guess[TOP_MAX];
	struct json_out w = {.b = out};
	float margin;
	bool accept;
	size_t n = model_score(
		f->model, line, f->top, &f->call, guess, &accept, &margin);

	json_open(&w, NULL, '{');
	json_open(&w, "labels", '[');
	for (size_t i = 0; i < n; i++) {
		json_open(&w, NULL, '[');
		json_put_text(&w, NULL, guess[i].label);
		json_put_real(&w, NULL, (double)guess[i].score);
		json_close(&w, ']');
	}
	json_close(&w, ']');
	json_put_bool(&w, "accept", accept);
	json_put_real(&w, "margin", (double)margin);
	json_close(&w, '}');
}

static void run_entities(struct filter *f, char *line, struct buf *out)
{
	struct lang_context ctx = {f->lang, f->now, f->zone, NULL, HINT_NONE};
	struct json_out w = {.b = out};
	struct understanding u;

	understand(&ctx, line, &f->call, &u);
	json_open(&w, NULL, '{');
	json_open(&w, "intents", '[');
	for (size_t i = 0; i < u.intents_n; i++) {
		json_open(&w, NULL, '[');
		json_put_text(&w, NULL, intent_name(u.intent[i].intent));
		json_put_int(&w, NULL, u.intent[i].score);
		json_close(&w, ']');
	}
	json_close(&w, ']');
	json_put_text(
		&w, "redflag", u.redflag ? redflag_name(u.redflag) : NULL);
	json_put_bool(&w, "grave", u.may_be_grave);
	json_put_text(&w, "specialist", u.specialist);
	put_whens(&w, f, line, u.when, u.whens_n);
	put_phones(&w, f, line, u.phone, u.phones_n);
	put_names(&w, f, line, u.name, u.names_n);
	put_details(&w, f, line, &u);
	json_put_int(&w, "choice", u.choice);
	json_put_bool(&w, "correction", u.is_correction);
	json_put_bool(&w, "question", u.is_question);
	json_close(&w, '}');
}

static const struct {
	const char *name;
	filter_fn *run;
	bool needs_now, needs_kind;
} filters[] = {
	{"when", run_when, true, false},
	{"phone", run_phone, false, false},
	{"name", run_name, false, false},
	{"decline", run_decline, false, true},
	{"gender", run_gender, false, true},
	{"entities", run_entities, true, false},
	{"classify", run_classify, false, false},
	{"eval", NULL, false, false},
};

static const struct {
	const char *name;
	bool (*set)(struct filter *f, const char *value, struct err *e);
} options[] = {
	{"--zone", set_zone},
	{"--now", set_now},
	{"--bias", set_bias},
	{"--kind", set_kind},
	{"--region", set_region},
	{"--model", set_model},
	{"--top", set_top},
	{"--test", set_test},
	{"--jsonl", set_jsonl},
};

static bool read_option(
	struct filter *f, int argc, char **argv, int *at, struct err *e)
{
	if (strcmp(argv[*at], "--expected") == 0) {
		f->is_name_expected = true;
		return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(options); i++) {
		if (strcmp(argv[*at], options[i].name) != 0)
			continue;
		if (*at + 1 == argc)
			return err_set(
				e, ERR_INVALID, "%s needs a value", argv[*at]);
		return options[i].set(f, argv[++*at], e);
	}
	return err_set(e, ERR_INVALID, "unknown option %s", argv[*at]);
}

/* The filters read texts up to their NUL; a line is read to its end. */
static void blank_nuls(char *line, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (line[i] == '\0')
			line[i] = ' ';
}

/* Answers every line of standard input. */
static void run_lines(struct filter *f, filter_fn *run)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	while ((n = getline(&line, &room, stdin)) >= 0) {
		struct buf out;

		if (n && line[n - 1] == '\n')
			line[--n] = '\0';
		blank_nuls(line, (size_t)n);
		if (n > LINE_BYTES_MAX)
			line[LINE_BYTES_MAX] = '\0';
		buf_init(&out, &f->call, ANSWER_BYTES_MAX);
		run(f, line, &out);
		buf_char(&out, '\n');
		fwrite(out.p, 1, out.n, stdout);
		arena_reset(&f->call);
	}
	free(line);
}

static int fail_usage(const char *text)
{
	fprintf(stderr, "zabota lang: %s\n\n%s", text, cli_lang_usage);
	return CLI_BAD_USAGE;
}

/* `lang eval`: no filter, one table of figures. */
static int run_eval(struct filter *f)
{
	struct scores scores = {.model = f->model};
	struct examples test;
	struct err e;

	if (!f->test)
		return fail_usage("--test is needed");
	if (!examples_read(f->test, f->jsonl, &f->process, &test, &e) ||
		!examples_score(&test, &f->process, &scores, &e)) {
		fprintf(stderr, "zabota lang: %s\n", e.text);
		return CLI_FAILED;
	}
	scores_print(&scores, stdout);
	return cli_close_output(CLI_DONE);
}

static int run_filter(struct filter *f, size_t which, int argc, char **argv)
{
	struct err e;

	for (int i = 2; i < argc; i++)
		if (!read_option(f, argc, argv, &i, &e))
			return fail_usage(e.text);
	if (filters[which].needs_now && !f->zone)
		return fail_usage("--now is needed");
	if (filters[which].needs_kind && f->kind < 0)
		return fail_usage("--kind is needed");
	if (filters[which].run == run_gender && f->kind == KIND_PROFESSION)
		return fail_usage("a profession has no sex");
	if ((!filters[which].run || filters[which].run == run_classify) &&
		!f->model)
		return fail_usage("--model is needed");
	if (!filters[which].run)
		return run_eval(f);
	run_lines(f, filters[which].run);
	return cli_close_output(CLI_DONE);
}

int cli_lang(int argc, char **argv)
{
	struct filter f = {.kind = -1, .bias = WHEN_CLINIC, .top = 3};
	int status = -1;

	if (argc < 2) {
		fputs(cli_lang_usage, stderr);
		return CLI_BAD_USAGE;
	}
	arena_init(&f.process);
	arena_init(&f.call);
	f.lang = lang_open(&f.process);
	for (size_t i = 0; i < ARRAY_LEN(filters); i++)
		if (strcmp(argv[1], filters[i].name) == 0)
			status = run_filter(&f, i, argc, argv);
	if (status < 0)
		status = fail_usage("no such filter");
	arena_release(&f.call);
	arena_release(&f.process);
	return status;
}
