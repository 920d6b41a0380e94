#include "http/page.h"

#include "http/router.h"
#include "os/random.h"

/* A struct and its table; outside it, the one that it is an element of. */
struct frame {
	const struct form_field *fields;
	const void *from; /* NULL: nothing is shown, names are checked */
	const struct frame *outer;
};

struct walk {
	struct buf *out;
	const struct http_pair *parts;
	const char *nonce;
	int depth;
	struct err *e;
};

/* What stands between {{ and }}. */
struct tag {
	char kind; /* one of "#^/>", or 0: a value */
	struct str name;
	const char *end; /* behind the braces */
};

/* A name and where its value is. */
struct found {
	const struct form_field *field;
	const void *from;
};

static bool wrong(struct walk *w, const char *what, struct str name)
{
	return err_set(w->e, ERR_INTERNAL, "page: %s: %.*s", what, (int)name.n,
		name.p);
}

static bool read_tag(
	struct walk *w, const char *text, const char *open, struct tag *out)
{
	const char *close = strstr(open, "}}");
	struct tag tag = {.name = {open + 2, 0}};

	if (!close)
		return wrong(w, "a tag left open", str_of("}}"));
	tag.end = close + 2;
	tag.name.n = (size_t)(close - tag.name.p);
	if (tag.name.n > 0 && strchr("#^/>", *tag.name.p)) {
		tag.kind = *tag.name.p++;
		tag.name.n--;
	}
	if (tag.kind == 0 && open > text && open[-1] == '=')
		return wrong(w, "an attribute without quotes", tag.name);
	*out = tag;
	return true;
}

/* Where nothing is shown, the frames around have no values either. */
static bool find(struct walk *w, const struct frame *f, struct str name,
	struct found *out)
{
	bool is_shown = f->from != NULL;

	for (; f; f = f->outer)
		for (const struct form_field *one = f->fields; one->name; one++)
			if (str_equal(name, one->name)) {
				*out = (struct found){
					one, is_shown ? f->from : NULL};
				return true;
			}
	return wrong(w, "no such name", name);
}

static const char *text_of(const struct found *v)
{
	const char *text;

	memcpy(&text, (const char *)v->from + v->field->at, sizeof(text));
	return text ? text : "";
}

static bool truth_of(const struct found *v)
{
	bool truth;

	memcpy(&truth, (const char *)v->from + v->field->at, sizeof(truth));
	return truth;
}

static int64_t number_of(const struct found *v)
{
	int64_t number;

	memcpy(&number, (const char *)v->from + v->field->at, sizeof(number));
	return number;
}

static const char *rows_of(const struct found *v, size_t *n)
{
	const char *rows;

	memcpy(&rows, (const char *)v->from + v->field->at, sizeof(rows));
	memcpy(n, (const char *)v->from + v->field->count_at, sizeof(*n));
	return rows;
}

/* How often its section stands; a field of no such kind is our mistake. */
static bool count(struct walk *w, const struct found *v, size_t *n)
{
	switch (v->field->type) {
	case FORM_TYPE_TEXT:
		*n = v->from && *text_of(v);
		return true;
	case FORM_TYPE_BOOL:
		*n = v->from && truth_of(v);
		return true;
	case FORM_TYPE_INT:
	case FORM_TYPE_ID:
		*n = v->from && number_of(v) != 0;
		return true;
	case FORM_TYPE_LIST:
		*n = 0;
		if (v->from)
			rows_of(v, n);
		return true;
	case FORM_TYPE_NONE:
	case FORM_TYPE_TIME:
	case FORM_TYPE_REAL:
	case FORM_TYPE_WORD:
	case FORM_TYPE_OBJECT:
	case FORM_TYPE_MAYBE:
	case FORM_TYPES:
		break;
	}
	return wrong(w, "not for a section", str_of(v->field->name));
}

/* In texts and in quoted attributes alike. */
static void put_escaped(struct buf *out, const char *text)
{
	for (; *text; text++) {
		const char *name = text_html((unsigned char)*text);

		if (name)
			buf_text(out, name);
		else
			buf_char(out, *text);
	}
}

static bool put_value(struct walk *w, const struct found *v)
{
	enum form_type type = v->field->type;

	if (type == FORM_TYPE_TEXT) {
		if (v->from)
			put_escaped(w->out, text_of(v));
		return true;
	}
	if (type != FORM_TYPE_INT && type != FORM_TYPE_ID)
		return wrong(w, "not a value", str_of(v->field->name));
	if (v->from)
		buf_print(w->out, "%lld", (long long)number_of(v));
	return true;
}

static bool walk(struct walk *w, const char **at, const struct frame *f,
	bool is_section);

/*
 * One {{#name}} or {{^name}} up to its {{/}}; *at stands behind the tag.  What
 * is not shown is walked all the same, once, with nothing in it.
 */
static bool section(struct walk *w, const char **at, const struct frame *f,
	const struct tag *tag)
{
	const char *begin = *at, *rows = NULL;
	struct frame inner = *f;
	struct found v;
	size_t n, i = 0;

	if (!find(w, f, tag->name, &v) || !count(w, &v, &n))
		return false;
	if (tag->kind == '^')
		n = f->from && n == 0;
	else if (v.field->type == FORM_TYPE_LIST)
		inner = (struct frame){v.field->of, NULL, f};
	if (inner.outer == f && n > 0)
		rows = rows_of(&v, &n);
	do {
		*at = begin;
		if (rows)
			inner.from = rows + i * v.field->each_bytes;
		else
			inner.from = n > 0 ? f->from : NULL;
		if (!walk(w, at, &inner, true))
			return false;
	} while (++i < n);
	return true;
}

static bool part(struct walk *w, struct str name, const struct frame *f)
{
	for (const struct http_pair *p = w->parts; p->name; p++)
		if (str_equal(name, p->name)) {
			const char *at = p->value;

			return walk(w, &at, f, false);
		}
	return wrong(w, "no such part", name);
}

static bool value(struct walk *w, const struct frame *f, struct str name)
{
	struct found v;

	if (str_equal(name, "nonce")) {
		if (f->from)
			buf_text(w->out, w->nonce);
		return true;
	}
	return find(w, f, name, &v) && put_value(w, &v);
}

static bool follow(struct walk *w, const char **at, const struct frame *f,
	const struct tag *tag)
{
	if (tag->kind == '#' || tag->kind == '^')
		return section(w, at, f, tag);
	return tag->kind == '>' ? part(w, tag->name, f)
				: value(w, f, tag->name);
}

static bool walk(
	struct walk *w, const char **at, const struct frame *f, bool is_section)
{
	const char *text = *at, *open;
	struct tag tag;

	if (++w->depth > PAGE_DEPTH_MAX)
		return wrong(w, "too deep", str_of("sections"));
	while ((open = strstr(*at, "{{")) != NULL) {
		if (f->from)
			buf_add(w->out, *at, (size_t)(open - *at));
		if (!read_tag(w, text, open, &tag))
			return false;
		*at = tag.end;
		if (tag.kind == '/') {
			w->depth--;
			return is_section ||
			       wrong(w, "nothing to close", tag.name);
		}
		if (!follow(w, at, f, &tag))
			return false;
	}
	if (f->from)
		buf_text(w->out, *at);
	w->depth--;
	return !is_section || wrong(w, "a section left open", str_of(text));
}

bool page_check(const struct http_pair *parts, const char *name,
	const struct form_field *fields, struct err *e)
{
	struct walk w = {.parts = parts, .e = e};
	struct frame f = {fields, NULL, NULL};

	return part(&w, str_of(name), &f);
}

bool page_write(struct buf *out, const struct http_pair *parts,
	const char *name, const struct form_field *fields, const void *from,
	const char *nonce, struct err *e)
{
	struct walk w = {out, parts, nonce, 0, e};
	struct frame f = {fields, from, NULL};

	return part(&w, str_of(name), &f) && buf_done(out, e);
}

bool page_reply(struct http_reply *reply, struct arena *a, int status,
	const struct http_pair *parts, const char *name,
	const struct form_field *fields, const void *from, struct err *e)
{
	char nonce[RANDOM_TOKEN_SIZE];
	struct buf b;

	random_token(nonce);
	buf_init(&b, a, PAGE_BYTES_MAX);
	if (!page_write(&b, parts, name, fields, from, nonce, e))
		return false;
	http_reply_bytes(reply, status, "text/html; charset=utf-8", b.p, b.n);
	http_reply_header(
		reply, "Content-Security-Policy", router_page_policy(a, nonce));
	http_reply_header(reply, "Referrer-Policy", "same-origin");
	http_reply_header(reply, "X-Robots-Tag", "noindex, nofollow");
	http_reply_header(reply, "Cache-Control", "no-store");
	return true;
}
