#include "core/script.h"

#include <string.h>

#include "base/json.h"
#include "base/limits.h"

static const char *const say_names[SAYS] = {
#define SCRIPT_TEXT_NAME(id, name) [id] = (name),
	SCRIPT_TEXTS(SCRIPT_TEXT_NAME)
#undef SCRIPT_TEXT_NAME
};

static const char *const fill_names[FILLS] = {
	[FILL_NOTHING] = "nothing",
	[FILL_CONTACT] = "contact",
	[FILL_NAME] = "name",
	[FILL_PHONE] = "phone",
	[FILL_SUBJECT] = "subject",
	[FILL_WHEN] = "when",
	[FILL_OFFER] = "offer",
	[FILL_WHICH] = "which",
	[FILL_SURE] = "sure",
};

static const char *const then_names[THENS] = {
	[THEN_RESUME] = "resume",
	[THEN_HAND] = "hand",
	[THEN_STAY] = "stay",
};

static const char *const phrase_names[PHRASES] = {
	[PHRASE_REFUSE_PHONE] = "refuse_phone",
	[PHRASE_RELATIVE] = "relative",
	[PHRASE_KEEP] = "keep",
	[PHRASE_SAME] = "same",
	[PHRASE_BOTH] = "both",
	[PHRASE_DISCOUNT] = "discount",
	[PHRASE_CONTINUE] = "continue",
};

static const char *const hint_names[HINTS] = {
	[HINT_NONE] = "none",
	[HINT_NAME] = "name",
	[HINT_PHONE] = "phone",
	[HINT_SUBJECT] = "subject",
	[HINT_WHEN] = "when",
	[HINT_CHOICE] = "choice",
	[HINT_YES_NO] = "yes_no",
};

/* Every variable that the engine may give; a text with another is wrong. */
static const char *const variables[] = {
	"branch",
	"check",
	"date",
	"first",
	"hello",
	"limit",
	"list",
	"name",
	"new",
	"old",
	"phone",
	"plan",
	"preparation",
	"price",
	"profession",
	"service",
	"what",
	"when",
	"why",
};

static const char *const languages[] = {"ru", "en"};

/* Index of `name`, or -1. */
static int named(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(names[i], name) == 0)
			return (int)i;
	return -1;
}

static bool wrong(struct err *e, const char *what, const char *name)
{
	return err_set(e, ERR_INVALID, "script: %s: %.60s", what, name);
}

static int text_named(const struct script *s, const char *id)
{
	for (size_t i = 0; i < s->texts_n; i++)
		if (strcmp(s->text[i].id, id) == 0)
			return (int)i;
	return -1;
}

/* The bits of the variables in a text; false names an unknown one. */
static bool text_variables(
	const char *text, const char *id, uint64_t *bits, struct err *e)
{
	*bits = 0;
	while ((text = strchr(text, '{')) != NULL) {
		size_t n = strcspn(++text, "}");
		char name[32];
		int at;

		snprintf(name, sizeof(name), "%.*s", (int)n, text);
		at = named(variables, ARRAY_LEN(variables), name);
		if (at < 0 || text[n] != '}')
			return wrong(e, "unknown variable in text", id);
		*bits |= UINT64_C(1) << at;
	}
	return true;
}

static bool read_text(
	const struct json *j, struct script_text *out, struct err *e)
{
	uint64_t bits[2];

	out->id = j->key;
	for (int i = 0; i < 2; i++) {
		const struct json *as = json_get(j, languages[i]);

		if (as == NULL || as->kind != JSON_KIND_TEXT || !as->text[0])
			return wrong(e, "text lacks a language", j->key);
		out->as[i] = as->text;
		if (!text_variables(as->text, j->key, &bits[i], e))
			return false;
	}
	if (bits[0] != bits[1])
		return wrong(e, "languages differ in variables", j->key);
	return true;
}

/* The engine's own texts come first, in the order of the enum. */
static bool read_texts(
	struct arena *a, const struct json *j, struct script *s, struct err *e)
{
	struct script_text *text;
	size_t n = SAYS;

	if (j == NULL || j->kind != JSON_KIND_OBJECT)
		return wrong(e, "not an object", "texts");
	text = arena_new(a, struct script_text, j->n + SAYS);
	for (size_t i = 0; i < j->n; i++) {
		int at = named(say_names, SAYS, j->child[i].key);

		if (!read_text(&j->child[i], &text[at < 0 ? (int)n : at], e))
			return false;
		n += at < 0;
	}
	for (int i = 0; i < SAYS; i++)
		if (text[i].id == NULL)
			return wrong(e, "no text", say_names[i]);
	s->text = text;
	s->texts_n = n;
	return true;
}

static bool read_buttons(struct arena *a, const struct json *list, size_t n,
	struct script_step *step, struct err *e)
{
	struct script_button *button = arena_new(a, struct script_button, n);

	for (size_t i = 0; i < n; i++) {
		for (int l = 0; l < 2; l++)
			if (!json_get_text(&list[i], languages[l], "",
				    &button[i].label[l], e))
				return false;
		if (!json_get_text(&list[i], "send", "", &button[i].send, e))
			return false;
		if (!button[i].label[0][0] || !button[i].label[1][0] ||
			!button[i].send[0])
			return wrong(e, "incomplete button in step", step->id);
	}
	step->button = button;
	step->buttons_n = n;
	return true;
}

static bool read_step(struct arena *a, const struct json *j,
	const struct script *s, struct script_step *out, struct err *e)
{
	static const char *const known[] = {"id", "fills", "may_wait", "ask",
		"hint", "buttons", "next", NULL};
	const char *fills, *ask, *hint;
	const struct json *list;
	size_t n;
	int at;

	if (!json_only(j, known, e) ||
		!json_get_text(j, "id", "", &out->id, e) ||
		!json_get_text(j, "fills", "", &fills, e) ||
		!json_get_bool(j, "may_wait", false, &out->may_wait, e) ||
		!json_get_text(j, "ask", "", &ask, e) ||
		!json_get_text(j, "hint", "none", &hint, e) ||
		!json_get_list(j, "buttons", &list, &n, e))
		return false;
	out->fill = script_fill_named(fills);
	if (out->fill == FILL_NOTHING)
		return wrong(e, "step fills nothing known", out->id);
	out->ask = text_named(s, ask);
	if (out->ask < 0)
		return wrong(e, "step asks no known text", out->id);
	at = named(hint_names, HINTS, hint);
	if (at < 0)
		return wrong(e, "unknown hint in step", out->id);
	out->hint = (enum understand_hint)at;
	return read_buttons(a, list, n, out, e);
}

static int step_named(const struct script *s, const char *id)
{
	for (size_t i = 0; i < s->steps_n; i++)
		if (strcmp(s->step[i].id, id) == 0)
			return (int)i;
	return -1;
}

/* Every `next` exists, and nobody walks in circles. */
static bool link_steps(const struct json *list, struct script_step *step,
	const struct script *s, struct err *e)
{
	for (size_t i = 0; i < s->steps_n; i++) {
		const char *next;

		if (!json_get_text(&list[i], "next", "end", &next, e))
			return false;
		step[i].next = step_named(s, next);
		if (step[i].next < 0 && strcmp(next, "end") != 0)
			return wrong(e, "no step to go to from", step[i].id);
	}
	for (size_t i = 0; i < s->steps_n; i++) {
		int at = (int)i;

		for (size_t n = 0; at >= 0; n++, at = step[at].next)
			if (n > s->steps_n)
				return wrong(
					e, "path without end from", step[i].id);
	}
	return true;
}

static bool read_steps(
	struct arena *a, const struct json *j, struct script *s, struct err *e)
{
	const struct json *list;
	struct script_step *step;
	const char *start;

	if (!json_get_list(j, "steps", &list, &s->steps_n, e) ||
		!json_get_text(j, "start", "", &start, e))
		return false;
	s->step = step = arena_new(a, struct script_step, s->steps_n);
	for (size_t i = 0; i < s->steps_n; i++)
		step[i].id = "";
	for (size_t i = 0; i < s->steps_n; i++) {
		struct script_step one = {0};

		if (!read_step(a, &list[i], s, &one, e))
			return false;
		if (!one.id[0] || step_named(s, one.id) >= 0)
			return wrong(e, "nameless or doubled step", one.id);
		if (script_step_for(s, one.fill) != NULL)
			return wrong(e, "two steps fill the same", one.id);
		step[i] = one;
	}
	for (int fill = FILL_NOTHING + 1; fill < FILLS; fill++)
		if (script_step_for(s, (enum script_fill)fill) == NULL)
			return wrong(e, "no step fills", fill_names[fill]);
	s->start = step_named(s, start);
	if (s->start < 0)
		return wrong(e, "no step to start at", start);
	return link_steps(list, step, s, e);
}

static bool read_answers(const struct json *j, struct script *s, struct err *e)
{
	for (int i = 0; i < INTENTS; i++)
		s->answer[i] = (struct script_answer){-1, THEN_RESUME};
	if (j == NULL || j->kind != JSON_KIND_OBJECT)
		return wrong(e, "not an object", "answers");
	for (size_t i = 0; i < j->n; i++) {
		const char *text, *then;
		int intent = 0, t;

		while (intent < INTENTS &&
			strcmp(intent_name((enum intent)intent),
				j->child[i].key) != 0)
			intent++;
		if (intent == INTENTS)
			return wrong(e, "unknown intent", j->child[i].key);
		if (!json_get_text(&j->child[i], "text", "", &text, e) ||
			!json_get_text(
				&j->child[i], "then", "resume", &then, e))
			return false;
		s->answer[intent].text = text_named(s, text);
		t = named(then_names, THENS, then);
		if (s->answer[intent].text < 0 || t < 0)
			return wrong(e, "wrong answer to", j->child[i].key);
		s->answer[intent].then = (enum script_then)t;
	}
	return true;
}

/* A list of texts under `key`, at least one. */
static bool read_words(struct arena *a, const struct json *j, const char *key,
	const char *const **out, size_t *n, struct err *e)
{
	const struct json *list;
	const char **word;

	if (!json_get_list(j, key, &list, n, e))
		return false;
	word = arena_new(a, const char *, *n);
	for (size_t i = 0; i < *n; i++) {
		if (list[i].kind != JSON_KIND_TEXT || !list[i].text[0])
			return wrong(e, "a word is no text in", key);
		word[i] = list[i].text;
	}
	*out = word;
	return *n > 0 ? true : wrong(e, "no words in", key);
}

static bool read_phrases(
	struct arena *a, const struct json *j, struct script *s, struct err *e)
{
	for (int i = 0; i < PHRASES; i++)
		if (!read_words(a, j, phrase_names[i], &s->phrase[i].word,
			    &s->phrase[i].n, e))
			return false;
	return true;
}

static bool read_symptoms(
	struct arena *a, const struct json *j, struct script *s, struct err *e)
{
	const struct json *list;
	struct script_symptom *symptom;

	if (!json_get_list(j, "symptoms", &list, &s->symptoms_n, e))
		return false;
	s->symptom = symptom =
		arena_new(a, struct script_symptom, s->symptoms_n);
	for (size_t i = 0; i < s->symptoms_n; i++)
		if (!read_words(a, &list[i], "professions",
			    &symptom[i].profession, &symptom[i].professions_n,
			    e) ||
			!read_words(a, &list[i], "words", &symptom[i].word,
				&symptom[i].words_n, e))
			return false;
	return true;
}

/* A text that nobody says is a mistake in its name. */
static bool check_all_texts_used(const struct script *s, struct err *e)
{
	for (size_t t = SAYS; t < s->texts_n; t++) {
		bool is_used = false;

		for (size_t i = 0; i < s->steps_n; i++)
			is_used |= s->step[i].ask == (int)t;
		for (int i = 0; i < INTENTS; i++)
			is_used |= s->answer[i].text == (int)t;
		if (!is_used)
			return wrong(e, "nobody says text", s->text[t].id);
	}
	return true;
}

bool script_read(struct arena *a, const char *p, size_t n, struct script *out,
	struct err *e)
{
	const struct json *j;

	return json_parse(a, p, n, &j, e) && script_read_json(a, j, out, e);
}

bool script_read_json(struct arena *a, const struct json *j, struct script *out,
	struct err *e)
{
	static const char *const known[] = {"steps", "start", "answers",
		"phrases", "symptoms", "specialities", "texts", NULL};
	struct script s = {0};

	if (!json_only(j, known, e) ||
		!read_texts(a, json_get(j, "texts"), &s, e) ||
		!read_steps(a, j, &s, e) ||
		!read_answers(json_get(j, "answers"), &s, e) ||
		!read_phrases(a, json_get(j, "phrases"), &s, e) ||
		!read_symptoms(a, j, &s, e) ||
		!read_words(a, j, "specialities", &s.specialities.word,
			&s.specialities.n, e) ||
		!check_all_texts_used(&s, e))
		return false;
	*out = s;
	return true;
}

const struct script_step *script_step_for(
	const struct script *s, enum script_fill fill)
{
	for (size_t i = 0; i < s->steps_n; i++)
		if (s->step[i].fill == fill)
			return &s->step[i];
	return NULL;
}

static const char *value_of(
	const struct script_var *vars, const char *name, size_t n)
{
	for (; vars != NULL && vars->name != NULL; vars++)
		if (strlen(vars->name) == n && memcmp(vars->name, name, n) == 0)
			return vars->value != NULL ? vars->value : "";
	return "";
}

const char *script_say(const struct script *s, int text, bool is_english,
	const struct script_var *vars, struct arena *a)
{
	const char *p = s->text[text].as[is_english ? 1 : 0];
	struct buf b;

	buf_init(&b, a, SCRIPT_TEXT_BYTES_MAX);
	while (*p != '\0') {
		size_t plain = strcspn(p, "{"), n;

		buf_add(&b, p, plain);
		p += plain;
		if (*p == '\0')
			break;
		n = strcspn(++p, "}");
		buf_text(&b, value_of(vars, p, n));
		p += n + (p[n] == '}');
	}
	/* An empty variable at an end leaves its blank. */
	while (b.n > 0 && b.p[b.n - 1] == ' ')
		b.p[--b.n] = '\0';
	return b.p + strspn(b.p, " ");
}

const char *script_fill_name(enum script_fill fill)
{
	return fill_names[fill];
}

enum script_fill script_fill_named(const char *name)
{
	int at = named(fill_names, FILLS, name);

	return at < 0 ? FILL_NOTHING : (enum script_fill)at;
}
