#include "http/form.h"

#include <strings.h>

#include "base/limits.h"

enum { FORM_PAIRS_MAX = 200 };

/* ---- decoding ----------------------------------------------------------- */

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static bool read_escape(const char *p, const char *end, char *out)
{
	int high, low;

	if (end - p < 3)
		return false;
	high = hex_digit(p[1]);
	low = hex_digit(p[2]);
	if (high < 0 || low < 0)
		return false;
	*out = (char)(high * 16 + low);
	return true;
}

bool form_decode(struct str s, bool is_form, struct arena *a, const char **out,
	struct err *e)
{
	char *to = arena_take(a, s.n + 1);
	const char *end = s.p + s.n;
	size_t n = 0;

	for (const char *p = s.p; p < end; p++) {
		to[n] = *p;
		if (is_form && *p == '+')
			to[n] = ' ';
		if (*p == '%') {
			if (!read_escape(p, end, &to[n]))
				return err_set(
					e, ERR_INVALID, "bad percent sign");
			p += 2;
		}
		n++;
	}
	if (!text_check(to, n, "", e))
		return false;
	*out = to;
	return true;
}

static bool has_name(const struct http_pair *pairs, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(pairs[i].name, name) == 0)
			return true;
	return false;
}

static bool add_pair(struct str part, struct arena *a, struct http_pair *pairs,
	size_t *n, struct err *e)
{
	struct str value = part;
	struct str name = str_split(&value, '=');
	struct http_pair pair = {"", ""};

	if (!form_decode(name, true, a, &pair.name, e))
		return false;
	if (value.p && !form_decode(value, true, a, &pair.value, e))
		return err_field(
			e, ERR_INVALID, pair.name, "bad escape or UTF-8");
	if (has_name(pairs, *n, pair.name))
		return err_field(e, ERR_INVALID, pair.name, "twice");
	pairs[(*n)++] = pair;
	return true;
}

bool form_split(const char *p, size_t n, size_t max, struct arena *a,
	struct http_pair **out, size_t *out_n, struct err *e)
{
	struct http_pair *pairs;
	struct str rest = {p, n};
	size_t parts_n = 1, found_n = 0;

	for (size_t i = 0; i < n; i++)
		parts_n += p[i] == '&';
	if (parts_n > max)
		return err_set(e, ERR_TOO_LARGE, "over %zu fields", max);
	pairs = arena_new(a, struct http_pair, parts_n);
	while (rest.p) {
		struct str part = str_split(&rest, '&');

		if (part.n && !add_pair(part, a, pairs, &found_n, e))
			return false;
	}
	*out = pairs;
	*out_n = found_n;
	return true;
}

/* ---- one value ---------------------------------------------------------- */

static void *member(const struct form_field *f, void *base)
{
	return (char *)base + f->at;
}

static bool set_text(
	const struct form_field *f, const char *text, void *to, struct err *e)
{
	size_t n = strlen(text);

	if (!text_check(text, n, f->name, e))
		return false;
	if ((int64_t)n < f->min || (int64_t)n > f->max)
		return err_field(e, ERR_INVALID, f->name,
			"%zu bytes, not %lld to %lld", n, (long long)f->min,
			(long long)f->max);
	memcpy(member(f, to), &text, sizeof(text));
	return true;
}

static void range(const struct form_field *f, int64_t *min, int64_t *max)
{
	*min = f->type == FORM_TYPE_INT ? f->min : f->type == FORM_TYPE_ID;
	*max = f->type == FORM_TYPE_INT ? f->max : INT64_MAX;
}

static bool set_int(
	const struct form_field *f, int64_t i, void *to, struct err *e)
{
	int64_t min, max;

	range(f, &min, &max);
	if (i < min || i > max)
		return err_field(e, ERR_INVALID, f->name, "out of range");
	memcpy(member(f, to), &i, sizeof(i));
	return true;
}

static bool set_number_text(
	const struct form_field *f, const char *text, void *to, struct err *e)
{
	int64_t i;

	if (!text_to_int(str_of(text), INT64_MIN, INT64_MAX, &i))
		return err_field(e, ERR_INVALID, f->name, "not a number");
	return set_int(f, i, to, e);
}

static bool set_word(
	const struct form_field *f, const char *text, void *to, struct err *e)
{
	for (int i = 0; f->words[i]; i++)
		if (strcmp(f->words[i], text) == 0) {
			memcpy(member(f, to), &i, sizeof(i));
			return true;
		}
	return err_field(e, ERR_INVALID, f->name, "not one of its words");
}

/* A checkbox sends its value or nothing. */
static bool set_bool_text(
	const struct form_field *f, const char *text, void *to, struct err *e)
{
	bool yes = strcmp(text, "1") == 0 || strcmp(text, "on") == 0 ||
		   strcmp(text, "true") == 0;

	if (!yes && strcmp(text, "0") != 0 && strcmp(text, "false") != 0)
		return err_field(e, ERR_INVALID, f->name, "not yes or no");
	memcpy(member(f, to), &yes, sizeof(yes));
	return true;
}

static bool wrong_type(const struct form_field *f, struct err *e)
{
	return err_field(e, ERR_INVALID, f->name, "wrong type");
}

/* ---- JSON in ------------------------------------------------------------ */

static bool read_object(const struct json *j, const struct form_field *fields,
	void *to, struct arena *a, struct err *e);

static bool read_list(const struct form_field *f, const struct json *j,
	void *to, struct arena *a, struct err *e)
{
	char *rows = arena_take_n(a, j->n, f->each_bytes);

	if (f->max && (int64_t)j->n > f->max)
		return err_field(e, ERR_INVALID, f->name, "over %lld rows",
			(long long)f->max);
	for (size_t i = 0; i < j->n; i++)
		if (!read_object(&j->child[i], f->of, rows + i * f->each_bytes,
			    a, e))
			return false;
	memcpy(member(f, to), &rows, sizeof(rows));
	memcpy((char *)to + f->count_at, &j->n, sizeof(j->n));
	return true;
}

static bool read_json_value(const struct form_field *f, const struct json *j,
	void *to, struct arena *a, struct err *e)
{
	bool yes = j->i != 0;

	switch (f->type) {
	case FORM_TYPE_TEXT:
		return j->kind == JSON_KIND_TEXT
			       ? set_text(f, arena_text(a, j->text), to, e)
			       : wrong_type(f, e);
	case FORM_TYPE_INT:
	case FORM_TYPE_TIME:
		return j->kind == JSON_KIND_INT ? set_int(f, j->i, to, e)
						: wrong_type(f, e);
	case FORM_TYPE_BOOL:
		if (j->kind != JSON_KIND_BOOL)
			return wrong_type(f, e);
		memcpy(member(f, to), &yes, sizeof(yes));
		return true;
	case FORM_TYPE_ID:
		return j->kind == JSON_KIND_TEXT
			       ? set_number_text(f, j->text, to, e)
			       : wrong_type(f, e);
	case FORM_TYPE_WORD:
		return j->kind == JSON_KIND_TEXT ? set_word(f, j->text, to, e)
						 : wrong_type(f, e);
	case FORM_TYPE_OBJECT:
		return read_object(j, f->of, member(f, to), a, e);
	case FORM_TYPE_LIST:
		return j->kind == JSON_KIND_LIST ? read_list(f, j, to, a, e)
						 : wrong_type(f, e);
	case FORM_TYPE_REAL:
	case FORM_TYPE_MAYBE:
	case FORM_TYPE_NONE:
	case FORM_TYPES:
		break;
	}
	return wrong_type(f, e);
}

static const struct form_field *find(
	const struct form_field *fields, const char *name)
{
	for (const struct form_field *f = fields; f->name; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}

/*
 * A stranger's key as the field of an error: a mistyped word of ours helps
 * whoever typed it, any other text is his own and is not repeated.
 */
static const char *strange_key(const char *key)
{
	size_t n = strspn(key, "abcdefghijklmnopqrstuvwxyz_");

	return n < 30 && key[n] == '\0' ? key : "";
}

static bool refuse_unknown(
	const struct json *j, const struct form_field *fields, struct err *e)
{
	for (size_t i = 0; i < j->n; i++)
		if (!find(fields, j->child[i].key))
			return err_field(e, ERR_INVALID,
				strange_key(j->child[i].key),
				"unknown field, number %zu", i + 1);
	return true;
}

static bool read_object(const struct json *j, const struct form_field *fields,
	void *to, struct arena *a, struct err *e)
{
	if (j->kind != JSON_KIND_OBJECT)
		return err_set(e, ERR_INVALID, "not an object");
	if (!refuse_unknown(j, fields, e))
		return false;
	for (const struct form_field *f = fields; f->name; f++) {
		const struct json *value = json_get(j, f->name);

		if (value && value->kind != JSON_KIND_NULL) {
			if (!read_json_value(f, value, to, a, e))
				return false;
		} else if (f->flags & FORM_REQUIRED) {
			return err_field(e, ERR_INVALID, f->name, "missing");
		}
	}
	return true;
}

/* ---- url-encoded in ----------------------------------------------------- */

static bool read_pair_value(
	const struct form_field *f, const char *text, void *to, struct err *e)
{
	switch (f->type) {
	case FORM_TYPE_TEXT:
		return set_text(f, text, to, e);
	case FORM_TYPE_INT:
	case FORM_TYPE_TIME:
	case FORM_TYPE_ID:
		return set_number_text(f, text, to, e);
	case FORM_TYPE_BOOL:
		return set_bool_text(f, text, to, e);
	case FORM_TYPE_WORD:
		return set_word(f, text, to, e);
	case FORM_TYPE_OBJECT:
	case FORM_TYPE_LIST:
	case FORM_TYPE_REAL:
	case FORM_TYPE_MAYBE:
	case FORM_TYPE_NONE:
	case FORM_TYPES:
		break;
	}
	return wrong_type(f, e);
}

static const char *pair_value(
	const struct http_pair *pairs, size_t n, const struct form_field *f)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(pairs[i].name, f->name) == 0)
			/* An empty input of a page is one left out. */
			return *pairs[i].value ? pairs[i].value : NULL;
	return NULL;
}

static bool read_pairs(struct str s, const struct form_field *fields, void *to,
	struct arena *a, struct err *e)
{
	struct http_pair *pairs;
	size_t n;

	if (!form_split(s.p, s.n, FORM_PAIRS_MAX, a, &pairs, &n, e)) {
		/* A name that is not ours is a stranger's text. */
		if (!find(fields, e->field))
			e->field[0] = '\0';
		return false;
	}
	for (size_t i = 0; i < n; i++)
		if (!find(fields, pairs[i].name) &&
			strcmp(pairs[i].name, "csrf_token") != 0)
			return err_field(e, ERR_INVALID,
				strange_key(pairs[i].name),
				"unknown field, number %zu", i + 1);
	for (const struct form_field *f = fields; f->name; f++) {
		const char *value = pair_value(pairs, n, f);

		if (value) {
			if (!read_pair_value(f, value, to, e))
				return false;
		} else if (f->flags & FORM_REQUIRED) {
			return err_field(e, ERR_INVALID, f->name, "missing");
		}
	}
	return true;
}

/* ---- whole bodies ------------------------------------------------------- */

static size_t value_bytes(const struct form_field *f)
{
	size_t n = 0;

	switch (f->type) {
	case FORM_TYPE_TEXT:
	case FORM_TYPE_LIST:
	case FORM_TYPE_MAYBE:
		return sizeof(void *);
	case FORM_TYPE_INT:
	case FORM_TYPE_ID:
	case FORM_TYPE_TIME:
		return sizeof(int64_t);
	case FORM_TYPE_REAL:
		return sizeof(double);
	case FORM_TYPE_BOOL:
		return sizeof(bool);
	case FORM_TYPE_WORD:
		return sizeof(int);
	case FORM_TYPE_OBJECT:
		for (const struct form_field *i = f->of; i->name; i++)
			if (i->at + value_bytes(i) > n)
				n = i->at + value_bytes(i);
		return n;
	case FORM_TYPE_NONE:
	case FORM_TYPES:
		break;
	}
	return 0;
}

static size_t struct_bytes(const struct form_field *fields)
{
	size_t n = 0;

	for (const struct form_field *f = fields; f->name; f++) {
		if (f->at + value_bytes(f) > n)
			n = f->at + value_bytes(f);
		if (f->type == FORM_TYPE_LIST &&
			f->count_at + sizeof(size_t) > n)
			n = f->count_at + sizeof(size_t);
	}
	return n;
}

static bool has_type(const struct http_request *req, const char *want)
{
	const char *type = http_header(req, "content-type");
	struct str rest = str_of(type ? type : "");
	struct str first = str_trim(str_split(&rest, ';'));

	return first.n == strlen(want) &&
	       strncasecmp(first.p, want, first.n) == 0;
}

static bool read_body(const struct http_request *req,
	const struct form_field *fields, void *to, struct err *e)
{
	const struct json *j;

	if (has_type(req, "application/json"))
		return json_parse(req->a, req->body, req->body_n, &j, e) &&
		       read_object(j, fields, to, req->a, e);
	if (has_type(req, "application/x-www-form-urlencoded"))
		return read_pairs((struct str){req->body, req->body_n}, fields,
			to, req->a, e);
	return err_field(e, ERR_INVALID, "content_type",
		"neither JSON nor an url-encoded form");
}

/* Read beside the target first, so that a failure leaves it alone. */
bool form_read(const struct http_request *req, const struct form_field *fields,
	void *to, struct err *e)
{
	size_t n = struct_bytes(fields);
	void *read = arena_take(req->a, n);

	if (!read_body(req, fields, read, e))
		return false;
	memcpy(to, read, n);
	return true;
}

bool form_read_query(const struct http_request *req,
	const struct form_field *fields, void *to, struct err *e)
{
	size_t n = struct_bytes(fields);
	void *read = arena_take(req->a, n);

	if (!read_pairs(str_of(req->query), fields, read, req->a, e))
		return false;
	memcpy(to, read, n);
	return true;
}

/* ---- out ---------------------------------------------------------------- */

static int64_t get_int(const struct form_field *f, const void *from)
{
	int64_t i;

	memcpy(&i, (const char *)from + f->at, sizeof(i));
	return i;
}

static void write_value(
	struct json_out *w, const struct form_field *f, const void *from);

/* One element: an object, or the bare value of a table of FORM_BARE. */
static void write_element(
	struct json_out *w, const struct form_field *fields, const void *from)
{
	struct form_field bare = fields[0];

	if (*bare.name) {
		form_write(w, NULL, fields, from);
		return;
	}
	bare.name = NULL;
	write_value(w, &bare, from);
}

static void write_maybe(
	struct json_out *w, const struct form_field *f, const void *from)
{
	const void *inner;

	memcpy(&inner, (const char *)from + f->at, sizeof(inner));
	if (inner)
		form_write(w, f->name, f->of, inner);
	else
		json_put_null(w, f->name);
}

static void write_list(
	struct json_out *w, const struct form_field *f, const void *from)
{
	const char *rows;
	size_t n;

	memcpy(&rows, (const char *)from + f->at, sizeof(rows));
	memcpy(&n, (const char *)from + f->count_at, sizeof(n));
	json_open(w, f->name, '[');
	for (size_t i = 0; i < n; i++)
		write_element(w, f->of, rows + i * f->each_bytes);
	json_close(w, ']');
}

static void write_number(
	struct json_out *w, const struct form_field *f, const void *from)
{
	int64_t i = get_int(f, from);

	if (i == 0 && (f->flags & FORM_NULLABLE))
		json_put_null(w, f->name);
	else if (f->type == FORM_TYPE_ID)
		json_put_id(w, f->name, i);
	else
		json_put_int(w, f->name, i);
}

static void write_value(
	struct json_out *w, const struct form_field *f, const void *from)
{
	const char *at = (const char *)from + f->at;
	const char *text;
	double real;
	bool yes;
	int word;

	switch (f->type) {
	case FORM_TYPE_TEXT:
		memcpy(&text, at, sizeof(text));
		json_put_text(w, f->name, text);
		break;
	case FORM_TYPE_INT:
	case FORM_TYPE_ID:
	case FORM_TYPE_TIME:
		write_number(w, f, from);
		break;
	case FORM_TYPE_REAL:
		memcpy(&real, at, sizeof(real));
		json_put_real(w, f->name, real);
		break;
	case FORM_TYPE_BOOL:
		memcpy(&yes, at, sizeof(yes));
		json_put_bool(w, f->name, yes);
		break;
	case FORM_TYPE_WORD:
		memcpy(&word, at, sizeof(word));
		json_put_text(w, f->name, f->words[word]);
		break;
	case FORM_TYPE_OBJECT:
		form_write(w, f->name, f->of, at);
		break;
	case FORM_TYPE_LIST:
		write_list(w, f, from);
		break;
	case FORM_TYPE_MAYBE:
		write_maybe(w, f, from);
		break;
	case FORM_TYPE_NONE:
	case FORM_TYPES:
		break;
	}
}

void form_write(struct json_out *w, const char *key,
	const struct form_field *fields, const void *from)
{
	json_open(w, key, '{');
	for (const struct form_field *f = fields; f->name; f++)
		write_value(w, f, from);
	json_close(w, '}');
}
