#include "core/template.h"

#include "core/template_word.h"

enum piece_kind {
	PIECE_TEXT,
	PIECE_VALUE,
	PIECE_SECTION, /* stands until `end` if the variable has a value */
	PIECE_INVERSE, /* ... if it has none */
	PIECE_KINDS    /* how many */
};

struct piece {
	enum piece_kind kind;
	struct str text; /* PIECE_TEXT */
	struct template_use use;
	size_t end; /* sections: the first piece behind it */
};

struct body {
	const struct piece *pieces; /* NULL: the template has no such text */
	size_t n;
};

enum tongue { TONGUE_RU, TONGUE_EN, TONGUES };

struct template
{
	const char *name;
	enum template_button buttons[TEMPLATE_BUTTONS];
	size_t buttons_n;
	struct body body[TEMPLATE_FORMS][TONGUES];
};

static const char *const button_names[TEMPLATE_BUTTONS] = {
	[BUTTON_CONFIRM] = "confirm",
	[BUTTON_MOVE] = "move",
	[BUTTON_CANCEL] = "cancel",
};

static const struct {
	const char *name;
	enum template_form form;
	enum tongue tongue;
} heads[] = {
	{"[full]", TEMPLATE_FULL, TONGUE_RU},
	{"[thin]", TEMPLATE_THIN, TONGUE_RU},
	{"[full en]", TEMPLATE_FULL, TONGUE_EN},
	{"[thin en]", TEMPLATE_THIN, TONGUE_EN},
};

/* --- reading one text ---------------------------------------------------- */

struct parser {
	struct arena *a;
	struct piece *pieces;
	size_t n;
	size_t open[TEMPLATE_DEPTH_MAX]; /* sections not yet closed */
	size_t open_n;
};

static struct piece *add_piece(struct parser *p, enum piece_kind kind)
{
	if (p->n == TEMPLATE_PIECES_MAX)
		return NULL;
	p->pieces[p->n].kind = kind;
	return &p->pieces[p->n++];
}

static bool close_section(struct parser *p)
{
	if (p->open_n == 0)
		return false;
	p->pieces[p->open[--p->open_n]].end = p->n;
	return true;
}

static bool open_section(
	struct parser *p, enum piece_kind kind, struct str name)
{
	struct piece *section = add_piece(p, kind);

	if (!section || p->open_n == TEMPLATE_DEPTH_MAX)
		return false;
	p->open[p->open_n++] = p->n - 1;
	return template_variable_read(name, &section->use.variable);
}

/* What stands between {{ and }}. */
static bool read_tag(struct parser *p, struct str tag)
{
	struct str rest = {tag.p + 1, tag.n ? tag.n - 1 : 0};
	struct piece *value;

	if (tag.n > 0 && tag.p[0] == '/')
		return rest.n == 0 && close_section(p);
	if (tag.n > 0 && tag.p[0] == '#')
		return open_section(p, PIECE_SECTION, rest);
	if (tag.n > 0 && tag.p[0] == '^')
		return open_section(p, PIECE_INVERSE, rest);
	value = add_piece(p, PIECE_VALUE);
	return value && template_use_read(tag, &value->use);
}

static bool add_text(struct parser *p, const char *from, const char *to)
{
	struct piece *text;

	if (from == to)
		return true;
	text = add_piece(p, PIECE_TEXT);
	if (text)
		text->text = (struct str){from, (size_t)(to - from)};
	return text != NULL;
}

/* The text is NUL-terminated; pieces borrow from it. */
static bool read_body(struct parser *p, const char *text)
{
	const char *at;

	while ((at = strstr(text, "{{")) != NULL) {
		const char *end = strstr(at, "}}");
		struct str tag = {at + 2, end ? (size_t)(end - at - 2) : 0};

		if (!end || !add_text(p, text, at) || !read_tag(p, tag))
			return false;
		text = end + 2;
	}
	return p->open_n == 0 && !strstr(text, "}}") &&
	       add_text(p, text, text + strlen(text));
}

/* --- reading the file ---------------------------------------------------- */

struct reader {
	struct arena *a;
	struct template *t;
	struct body *body; /* the one whose lines come now; NULL: none */
	struct buf text;   /* its lines, joined */
	bool is_broken;    /* the last line was empty: a line break */
};

static bool end_body(struct reader *r)
{
	struct parser p = {.a = r->a};

	if (!r->body)
		return true;
	p.pieces = arena_new(r->a, struct piece, TEMPLATE_PIECES_MAX);
	if (r->text.n == 0 || !read_body(&p, r->text.p))
		return false;
	r->body->pieces = p.pieces;
	r->body->n = p.n;
	return true;
}

static bool begin_body(struct reader *r, struct str head)
{
	if (!end_body(r))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
		if (!str_equal(head, heads[i].name))
			continue;
		r->body = &r->t->body[heads[i].form][heads[i].tongue];
		buf_init(&r->text, r->a, TEMPLATE_BYTES_MAX);
		r->is_broken = false;
		return r->body->pieces == NULL;
	}
	return false;
}

static bool add_button(struct template *t, struct str word)
{
	for (int b = 0; b < TEMPLATE_BUTTONS; b++)
		if (str_equal(word, button_names[b]) &&
			t->buttons_n < TEMPLATE_BUTTONS) {
			t->buttons[t->buttons_n++] = (enum template_button)b;
			return true;
		}
	return false;
}

static bool read_setting(struct template *t, struct str line)
{
	struct str word = str_split(&line, ' ');

	if (!str_equal(word, "buttons") || !line.p || t->buttons_n > 0)
		return false;
	while (line.p)
		if (!add_button(t, str_split(&line, ' ')))
			return false;
	return true;
}

static bool read_text_line(struct reader *r, struct str line)
{
	if (line.n == 0) {
		r->is_broken = r->text.n > 0;
		return true;
	}
	if (r->text.n > 0)
		buf_char(&r->text, r->is_broken ? '\n' : ' ');
	r->is_broken = false;
	return buf_add(&r->text, line.p, line.n);
}

static bool read_line(struct reader *r, struct str line)
{
	line = str_trim(line);
	if (line.n > 0 && line.p[0] == '#')
		return true;
	if (line.n > 0 && line.p[0] == '[')
		return begin_body(r, line);
	if (r->body)
		return read_text_line(r, line);
	return line.n == 0 || read_setting(r->t, line);
}

bool template_load(const char *name, const char *text, size_t n,
	struct arena *a, const struct template **out, struct err *e)
{
	struct template *t = arena_new(a, struct template, 1);
	struct reader r = {.a = a, .t = t};
	struct str rest = {text, n};
	int line = 1;

	t->name = arena_text(a, name);
	if (n > TEMPLATE_BYTES_MAX)
		return err_set(e, ERR_INVALID, "template %s: too long", name);
	if (!text_check(text, n, "template", e))
		return false;
	for (; rest.p; line++)
		if (!read_line(&r, str_split(&rest, '\n')))
			return err_set(e, ERR_INVALID,
				"template %s: not understood before or in "
				"line %d",
				name, line);
	if (!end_body(&r) || !t->body[TEMPLATE_FULL][TONGUE_RU].pieces ||
		!t->body[TEMPLATE_THIN][TONGUE_RU].pieces)
		return err_set(e, ERR_INVALID,
			"template %s: the last text, [full] or [thin]", name);
	*out = t;
	return true;
}

const char *template_name(const struct template *t)
{
	return t->name;
}

size_t template_buttons(
	const struct template *t, enum template_button out[TEMPLATE_BUTTONS])
{
	memcpy(out, t->buttons, sizeof(t->buttons));
	return t->buttons_n;
}

const struct template *template_find(
	const struct templates *all, const char *name)
{
	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->all[i]->name, name) == 0)
			return all->all[i];
	return NULL;
}

/* --- writing ------------------------------------------------------------- */

struct writer {
	enum template_target target;
	struct buf out;
	size_t chars_n;
	uint32_t last; /* the character (or its end) written last; 0: none */
};

static void put_char(struct writer *w, uint32_t c)
{
	const char *name = w->target == TEMPLATE_HTML ? text_html(c) : NULL;
	char bytes[4];

	w->chars_n++;
	w->last = c;
	if (name)
		buf_text(&w->out, name);
	else
		buf_add(&w->out, bytes, text_put(bytes, c));
}

/* Whether it is the second blank, or the first of all: a section left out must
 * not leave its own. */
static bool is_spare(const struct writer *w, uint32_t c)
{
	return c == ' ' && (w->last == ' ' || w->last == 0);
}

static void put_own_html(struct writer *w, struct str s)
{
	const char *p = s.p;

	while (p < s.p + s.n) {
		uint32_t c = text_next(&p, s.p + s.n);

		if (!is_spare(w, c))
			put_char(w, c);
	}
}

/* The text was checked when it was read: whole runs of it are copied. */
static void put_own(struct writer *w, struct str s)
{
	const char *run = s.p, *end = s.p + s.n;

	if (w->target == TEMPLATE_HTML) {
		put_own_html(w, s);
		return;
	}
	for (const char *p = s.p; p < end; p++) {
		if (is_spare(w, (unsigned char)*p)) {
			buf_add(&w->out, run, (size_t)(p - run));
			run = p + 1;
			continue;
		}
		w->chars_n += (*p & 0xC0) != 0x80;
		w->last = (unsigned char)*p;
	}
	buf_add(&w->out, run, (size_t)(end - run));
}

static size_t chars_of(enum template_variable v)
{
	return v == VARIABLE_PATIENT || v == VARIABLE_DOCTOR
		       ? TEMPLATE_NAME_CHARS_MAX
		       : TEMPLATE_VALUE_CHARS_MAX;
}

static void put_value(struct writer *w, const char *value, size_t chars_max)
{
	const char *end = value + strlen(value);

	for (size_t n = 0; value < end; n++) {
		uint32_t c = text_next(&value, end);

		if (n == chars_max) {
			put_char(w, 0x2026); /* … */
			return;
		}
		put_char(w, text_is_layout(c) ? ' ' : c);
	}
}

static const struct body *body_of(const struct template *t,
	enum template_form form, const struct template_values *v)
{
	const struct body *english = &t->body[form][TONGUE_EN];

	return v->is_english && english->pieces ? english
						: &t->body[form][TONGUE_RU];
}

static bool put_piece(struct writer *w, const struct piece *p,
	const struct template_values *v, struct arena *a, struct err *e)
{
	if (p->kind == PIECE_TEXT) {
		put_own(w, p->text);
		return true;
	}
	if (!template_has(v, p->use.variable))
		return err_field(e, ERR_INVALID,
			template_variable_name(p->use.variable),
			"template: a variable without a value");
	put_value(w, template_word(v, p->use, a), chars_of(p->use.variable));
	return true;
}

bool template_write(const struct template *t, enum template_form form,
	enum template_target target, const struct template_values *v,
	size_t chars_max, struct arena *a, const char **out, struct err *e)
{
	const struct body *body = body_of(t, form, v);
	struct template_values seen = *v;
	struct writer w = {.target = target};

	seen.is_english = body == &t->body[form][TONGUE_EN];
	buf_init(&w.out, a, TEMPLATE_TEXT_CHARS_MAX * 6);
	for (size_t i = 0; i < body->n; i++) {
		const struct piece *p = &body->pieces[i];

		if (p->kind == PIECE_TEXT || p->kind == PIECE_VALUE) {
			if (!put_piece(&w, p, &seen, a, e))
				return false;
		} else if (template_has(v, p->use.variable) !=
			   (p->kind == PIECE_SECTION)) {
			i = p->end - 1;
		}
	}
	if (w.chars_n > chars_max || w.chars_n > TEMPLATE_TEXT_CHARS_MAX)
		return err_set(e, ERR_TOO_LARGE, "template %s: %zu characters",
			t->name, w.chars_n);
	if (!buf_done(&w.out, e))
		return false;
	*out = w.out.p;
	return true;
}

/* --- lint ---------------------------------------------------------------- */

/* Words that order people about, or were left in by mistake; lower case. */
static const struct {
	const char *word, *warning;
} unwanted[] = {
	{"обязаны", "commands: say what the patient may do"},
	{"немедленно", "commands: say what the patient may do"},
	{"явитесь", "commands: invite instead"},
	{"явиться", "commands: invite instead"},
	{"необходимо прийти", "commands: invite instead"},
	{"уважаемый клиент", "impersonal: use {{patient}}"},
	{"уважаемый пациент", "impersonal: use {{patient}}"},
	{"xxx", "a place-holder was left"},
	{"lorem", "a place-holder was left"},
	{"todo", "a place-holder was left"},
	{"[имя", "a place-holder was left"},
	{"<имя", "a place-holder was left"},
	{"{", "a single brace: a variable is {{name}}"},
};

struct linter {
	struct arena *a;
	const char **list;
	size_t n;
};

enum { LINT_WARNINGS_MAX = 32 };

static void warn(struct linter *l, const char *body, const char *warning)
{
	if (l->n < LINT_WARNINGS_MAX)
		l->list[l->n++] = arena_print(l->a, "%s: %s", body, warning);
}

static bool is_shouted(const char *text)
{
	size_t letters = 0, capitals = 0;
	const char *end = text + strlen(text);

	while (text < end) {
		uint32_t c = text_next(&text, end);
		bool is_big = text_lower_char(c) != c;

		capitals += is_big;
		letters += is_big || (c >= 0x430 && c <= 0x451);
	}
	return letters >= 12 && capitals * 2 > letters;
}

static void lint_words(struct linter *l, const char *head, struct str s)
{
	const char *text = arena_copy(l->a, s.p, s.n);
	const char *low = text_lower(l->a, text);

	for (size_t i = 0; i < ARRAY_LEN(unwanted); i++)
		if (strstr(low, unwanted[i].word))
			warn(l, head, unwanted[i].warning);
	if (is_shouted(text))
		warn(l, head, "capitals throughout");
}

static void lint_body(struct linter *l, const char *head,
	enum template_form form, const struct body *body)
{
	unsigned used = 0;

	for (size_t i = 0; i < body->n; i++) {
		const struct piece *p = &body->pieces[i];

		if (p->kind == PIECE_TEXT) {
			lint_words(l, head, p->text);
			continue;
		}
		used |= 1u << p->use.variable;
		if (form == TEMPLATE_THIN &&
			template_variable_tells(p->use.variable))
			warn(l, head, "thin, and tells what the visit is for");
	}
	if (!(used & 1u << VARIABLE_PATIENT))
		warn(l, head, "impersonal: use {{patient}}");
	if (!(used & (1u << VARIABLE_LINK | 1u << VARIABLE_PHONE)))
		warn(l, head, "no way to react: use {{link}} or {{phone}}");
}

size_t template_lint(
	const struct template *t, struct arena *a, const char *const **warnings)
{
	struct linter l = {a, arena_new(a, const char *, LINT_WARNINGS_MAX), 0};

	for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
		const struct body *body =
			&t->body[heads[i].form][heads[i].tongue];

		if (body->pieces)
			lint_body(&l, heads[i].name, heads[i].form, body);
	}
	*warnings = l.list;
	return l.n;
}
