#include "base/json.h"

#include <jansson.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/text.h"

struct copying {
	struct arena *a;
	size_t nodes_n;
	struct err *e;
};

static bool copy(struct copying *c, json_t *from, int depth, struct json *to);

static bool copy_list(
	struct copying *c, json_t *from, int depth, struct json *to)
{
	size_t n = json_array_size(from);
	struct json *child = arena_new(c->a, struct json, n);

	to->kind = JSON_KIND_LIST;
	to->child = child;
	to->n = n;
	for (size_t i = 0; i < n; i++)
		if (!copy(c, json_array_get(from, i), depth, child + i))
			return false;
	return true;
}

static bool copy_object(
	struct copying *c, json_t *from, int depth, struct json *to)
{
	struct json *child =
		arena_new(c->a, struct json, json_object_size(from));
	const char *key;
	json_t *value;
	size_t i = 0;

	to->kind = JSON_KIND_OBJECT;
	to->child = child;
	to->n = json_object_size(from);
	json_object_foreach(from, key, value)
	{
		child[i].key = arena_text(c->a, key);
		if (!copy(c, value, depth, child + i))
			return false;
		i++;
	}
	return true;
}

static bool copy(struct copying *c, json_t *from, int depth, struct json *to)
{
	if (++c->nodes_n > JSON_NODES_MAX)
		return err_set(c->e, ERR_TOO_LARGE, "json: over %d values",
			JSON_NODES_MAX);
	if (depth >= JSON_DEPTH_MAX)
		return err_set(c->e, ERR_TOO_LARGE, "json: nested over %d deep",
			JSON_DEPTH_MAX);
	switch (json_typeof(from)) {
	case JSON_OBJECT:
		return copy_object(c, from, depth + 1, to);
	case JSON_ARRAY:
		return copy_list(c, from, depth + 1, to);
	case JSON_STRING:
		to->kind = JSON_KIND_TEXT;
		to->text = arena_copy(c->a, json_string_value(from),
			json_string_length(from));
		return true;
	case JSON_INTEGER:
		to->kind = JSON_KIND_INT;
		to->i = json_integer_value(from);
		to->real = (double)to->i;
		return true;
	case JSON_REAL:
		to->kind = JSON_KIND_REAL;
		to->real = json_real_value(from);
		return true;
	case JSON_TRUE:
	case JSON_FALSE:
		to->kind = JSON_KIND_BOOL;
		to->i = json_is_true(from);
		return true;
	case JSON_NULL:
		to->kind = JSON_KIND_NULL;
		return true;
	}
	return err_set(c->e, ERR_INTERNAL, "json: unknown type");
}

/*
 * jansson's lexer (2.14, lex_save) does not look whether its buffer grew: for
 * want of memory it would drop a letter of a text and go on.
 */
static void *take_memory(size_t n)
{
	void *p = malloc(n);

	if (!p)
		base_no_memory();
	return p;
}

static void set_up_jansson(void)
{
	json_set_alloc_funcs(take_memory, free);
}

/*
 * U+2028 and U+2029 are legal in JSON but end a line in old JavaScript; `<`
 * would close a script element.  Both are written as escapes.
 */
static bool needs_escape(uint32_t c)
{
	return c < 0x20 || c == '"' || c == '\\' || c == '<' || c == 0x2028 ||
	       c == 0x2029 || c == 0xFFFD;
}

/* Behind the ASCII and the two-byte characters (Cyrillic) that stand as they
 * are, which is nearly all that is ever written. */
static const char *skip_plain(const char *p, const char *end)
{
	for (;;) {
		const unsigned char *u = (const unsigned char *)p;

		if (p < end && u[0] < 0x80 && !needs_escape(u[0]))
			p++;
		else if (end - p >= 2 && u[0] >= 0xC2 && u[0] < 0xE0 &&
			 (u[1] & 0xC0) == 0x80)
			p += 2;
		else
			return p;
	}
}

/* --- texts alone --------------------------------------------------------- */

enum { PLAIN_MEMBERS_MAX = 16 };

/* What stands in quotes, nothing of it escaped; NULL: it is something else. */
static const char *plain_text(struct arena *a, const char **p, const char *end)
{
	const char *from, *to;

	if (*p == end || **p != '"')
		return NULL;
	from = *p + 1;
	to = skip_plain(from, end);
	if (to == end || *to != '"')
		return NULL;
	*p = to + 1;
	return arena_copy(a, from, (size_t)(to - from));
}

/* One member, not named as one before it. */
static bool plain_member(struct arena *a, const char **p, const char *end,
	struct json *members, size_t n)
{
	struct json *m = &members[n];

	*m = (struct json){
		.kind = JSON_KIND_TEXT, .key = plain_text(a, p, end)};
	if (!m->key || *p == end || **p != ':')
		return false;
	for (size_t i = 0; i < n; i++)
		if (strcmp(members[i].key, m->key) == 0)
			return false;
	++*p;
	m->text = plain_text(a, p, end);
	return m->text != NULL;
}

/*
 * {"a":"b","c":"d"} without blanks, as we store persons by the thousand: read
 * at once, for jansson makes a tree of its own first.  False: it is something
 * else, and jansson's.
 */
static bool parse_plain(
	struct arena *a, const char *p, size_t n, struct json *top)
{
	struct json members[PLAIN_MEMBERS_MAX], *child;
	const char *end = p + n;
	size_t k = 0;

	if (n == 0 || *p != '{')
		return false;
	do {
		p++;
		if (k == PLAIN_MEMBERS_MAX ||
			!plain_member(a, &p, end, members, k))
			return false;
		k++;
	} while (p < end && *p == ',');
	if (end - p != 1 || *p != '}')
		return false;
	child = arena_new(a, struct json, k);
	memcpy(child, members, k * sizeof(*child));
	*top = (struct json){.kind = JSON_KIND_OBJECT, .child = child, .n = k};
	return true;
}

bool json_parse(struct arena *a, const char *p, size_t n,
	const struct json **out, struct err *e)
{
	static pthread_once_t set_up = PTHREAD_ONCE_INIT;
	struct copying c = {.a = a, .e = e};
	struct json *top = arena_new(a, struct json, 1);
	json_error_t why;
	json_t *from;
	bool ok;

	if (n > JSON_IN_BYTES_MAX)
		return err_set(e, ERR_TOO_LARGE, "json: over %d bytes",
			JSON_IN_BYTES_MAX);
	if (parse_plain(a, p, n, top)) {
		*out = top;
		return true;
	}
	pthread_once(&set_up, set_up_jansson);
	from = json_loadb(p, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
	/* jansson quotes the input in its text, so only the place is told */
	if (!from)
		return err_set(e, ERR_INVALID,
			"json: broken at line %d, column %d", why.line,
			why.column);
	ok = copy(&c, from, 0, top);
	json_decref(from);
	if (ok)
		*out = top;
	return ok;
}

const struct json *json_get(const struct json *j, const char *key)
{
	if (!j || j->kind != JSON_KIND_OBJECT)
		return NULL;
	for (size_t i = 0; i < j->n; i++)
		if (strcmp(j->child[i].key, key) == 0)
			return &j->child[i];
	return NULL;
}

bool json_only(const struct json *j, const char *const *known, struct err *e)
{
	if (j->kind != JSON_KIND_OBJECT)
		return err_set(e, ERR_INVALID, "json: not an object");
	for (size_t i = 0; i < j->n; i++) {
		const char *const *k = known;

		while (*k && strcmp(*k, j->child[i].key) != 0)
			k++;
		if (!*k)
			return err_field(
				e, ERR_INVALID, j->child[i].key, "unknown key");
	}
	return true;
}

/* NULL also for a member that is null: to us both mean "not given". */
static const struct json *given(const struct json *j, const char *key)
{
	const struct json *m = json_get(j, key);

	return m && m->kind != JSON_KIND_NULL ? m : NULL;
}

bool json_get_int(const struct json *j, const char *key, int64_t min,
	int64_t max, int64_t otherwise, int64_t *out, struct err *e)
{
	const struct json *m = given(j, key);

	if (m && m->kind != JSON_KIND_INT)
		return err_field(e, ERR_INVALID, key, "not a whole number");
	if (m && (m->i < min || m->i > max))
		return err_field(e, ERR_INVALID, key, "outside %lld to %lld",
			(long long)min, (long long)max);
	*out = m ? m->i : otherwise;
	return true;
}

bool json_get_bool(const struct json *j, const char *key, bool otherwise,
	bool *out, struct err *e)
{
	const struct json *m = given(j, key);

	if (m && m->kind != JSON_KIND_BOOL)
		return err_field(e, ERR_INVALID, key, "not true or false");
	*out = m ? m->i != 0 : otherwise;
	return true;
}

bool json_get_text(const struct json *j, const char *key, const char *otherwise,
	const char **out, struct err *e)
{
	const struct json *m = given(j, key);

	if (m && m->kind != JSON_KIND_TEXT)
		return err_field(e, ERR_INVALID, key, "not a text");
	*out = m ? m->text : otherwise;
	return true;
}

bool json_get_list(const struct json *j, const char *key,
	const struct json **child, size_t *n, struct err *e)
{
	const struct json *m = given(j, key);

	if (m && m->kind != JSON_KIND_LIST)
		return err_field(e, ERR_INVALID, key, "not a list");
	*child = m ? m->child : NULL;
	*n = m ? m->n : 0;
	return true;
}

static void put_quoted(struct buf *b, const char *text)
{
	const char *end = text + strlen(text);
	const char *run = text;

	buf_char(b, '"');
	while ((text = skip_plain(text, end)) < end) {
		const char *at = text;
		uint32_t c = text_next(&text, end);

		if (!needs_escape(c))
			continue;
		buf_add(b, run, (size_t)(at - run));
		run = text;
		if (c == '"' || c == '\\')
			buf_print(b, "\\%c", (char)c);
		else if (c == '\n')
			buf_text(b, "\\n");
		else
			buf_print(b, "\\u%04x", c);
	}
	buf_add(b, run, (size_t)(end - run));
	buf_char(b, '"');
}

static void start(struct json_out *w, const char *key)
{
	if (w->needs_comma)
		buf_char(w->b, ',');
	w->needs_comma = true;
	if (key) {
		put_quoted(w->b, key);
		buf_char(w->b, ':');
	}
}

void json_open(struct json_out *w, const char *key, char bracket)
{
	start(w, key);
	buf_char(w->b, bracket);
	w->needs_comma = false;
}

void json_close(struct json_out *w, char bracket)
{
	buf_char(w->b, bracket);
	w->needs_comma = true;
}

void json_put_text(struct json_out *w, const char *key, const char *text)
{
	start(w, key);
	if (text)
		put_quoted(w->b, text);
	else
		buf_text(w->b, "null");
}

void json_put_int(struct json_out *w, const char *key, int64_t i)
{
	start(w, key);
	buf_print(w->b, "%lld", (long long)i);
}

/*
 * JSON has no infinity and no NaN; both become null.  Nor is there a zero below
 * zero: "-0" would be read as the whole number 0.
 */
void json_put_real(struct json_out *w, const char *key, double real)
{
	start(w, key);
	if (isfinite(real))
		buf_print(w->b, "%.10g", real == 0 ? 0 : real);
	else
		buf_text(w->b, "null");
}

void json_put_bool(struct json_out *w, const char *key, bool yes)
{
	start(w, key);
	buf_text(w->b, yes ? "true" : "false");
}

void json_put_null(struct json_out *w, const char *key)
{
	json_put_text(w, key, NULL);
}

void json_put_id(struct json_out *w, const char *key, int64_t id)
{
	start(w, key);
	buf_print(w->b, "\"%lld\"", (long long)id);
}

void json_put(struct json_out *w, const char *key, const struct json *j)
{
	switch (j->kind) {
	case JSON_KIND_NULL:
		json_put_null(w, key);
		break;
	case JSON_KIND_BOOL:
		json_put_bool(w, key, j->i != 0);
		break;
	case JSON_KIND_INT:
		json_put_int(w, key, j->i);
		break;
	case JSON_KIND_REAL:
		json_put_real(w, key, j->real);
		break;
	case JSON_KIND_TEXT:
		json_put_text(w, key, j->text);
		break;
	case JSON_KIND_LIST:
	case JSON_KIND_OBJECT:
	case JSON_KINDS:
		json_open(w, key, j->kind == JSON_KIND_OBJECT ? '{' : '[');
		for (size_t i = 0; i < j->n; i++)
			json_put(w, j->child[i].key, &j->child[i]);
		json_close(w, j->kind == JSON_KIND_OBJECT ? '}' : ']');
		break;
	}
}
