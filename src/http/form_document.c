#include "http/form.h"

static const char *const schema_types[FORM_TYPES] = {
	[FORM_TYPE_TEXT] = "string",
	[FORM_TYPE_INT] = "integer",
	[FORM_TYPE_BOOL] = "boolean",
	[FORM_TYPE_ID] = "string",
	[FORM_TYPE_TIME] = "integer",
	[FORM_TYPE_REAL] = "number",
	[FORM_TYPE_WORD] = "string",
	[FORM_TYPE_LIST] = "array",
};

static bool may_be_null(const struct form_field *f, bool is_view)
{
	if (f->flags & FORM_REQUIRED)
		return false;
	return !is_view || (f->flags & FORM_NULLABLE) ||
	       f->type == FORM_TYPE_TEXT;
}

static void put_type(
	struct json_out *w, const struct form_field *f, bool is_view)
{
	const char *type = schema_types[f->type];

	if (!may_be_null(f, is_view)) {
		json_put_text(w, "type", type);
		return;
	}
	json_open(w, "type", '[');
	json_put_text(w, NULL, type);
	json_put_text(w, NULL, "null");
	json_close(w, ']');
}

static void put_words(
	struct json_out *w, const struct form_field *f, bool is_view)
{
	json_open(w, "enum", '[');
	for (int i = 0; f->words[i]; i++)
		json_put_text(w, NULL, f->words[i]);
	if (may_be_null(f, is_view))
		json_put_null(w, NULL);
	json_close(w, ']');
}

/* JSON Schema counts characters, we bytes: only the upper bound is both. */
static void put_range(struct json_out *w, const struct form_field *f)
{
	if (f->type == FORM_TYPE_TEXT && f->max)
		json_put_int(w, "maxLength", f->max);
	if (f->type == FORM_TYPE_TEXT && f->min > 0)
		json_put_int(w, "minLength", 1);
	if (f->type == FORM_TYPE_INT && f->min < f->max) {
		json_put_int(w, "minimum", f->min);
		json_put_int(w, "maximum", f->max);
	}
	if (f->type == FORM_TYPE_ID)
		json_put_text(w, "pattern", "^[1-9][0-9]{0,18}$");
	if (f->type == FORM_TYPE_TIME)
		json_put_text(w, "format", "unix-time");
	if (f->type == FORM_TYPE_LIST && f->max)
		json_put_int(w, "maxItems", f->max);
}

static void put_field(
	struct json_out *w, const struct form_field *f, bool is_view);

static void put_items(
	struct json_out *w, const struct form_field *fields, bool is_view)
{
	struct form_field bare = fields[0];

	if (*bare.name) {
		form_document(w, "items", fields, is_view);
		return;
	}
	bare.name = "items";
	put_field(w, &bare, is_view);
}

static void put_maybe(struct json_out *w, const struct form_field *f)
{
	json_open(w, f->name, '{');
	json_open(w, "oneOf", '[');
	form_document(w, NULL, f->of, true);
	json_open(w, NULL, '{');
	json_put_text(w, "type", "null");
	json_close(w, '}');
	json_close(w, ']');
	json_close(w, '}');
}

static void put_field(
	struct json_out *w, const struct form_field *f, bool is_view)
{
	if (f->type == FORM_TYPE_OBJECT) {
		form_document(w, f->name, f->of, is_view);
		return;
	}
	if (f->type == FORM_TYPE_MAYBE) {
		put_maybe(w, f);
		return;
	}
	json_open(w, f->name, '{');
	put_type(w, f, is_view);
	put_range(w, f);
	if (f->type == FORM_TYPE_WORD)
		put_words(w, f, is_view);
	if (f->type == FORM_TYPE_LIST)
		put_items(w, f->of, is_view);
	json_close(w, '}');
}

void form_document(struct json_out *w, const char *key,
	const struct form_field *fields, bool is_view)
{
	json_open(w, key, '{');
	json_put_text(w, "type", "object");
	json_put_bool(w, "additionalProperties", false);
	json_open(w, "required", '[');
	for (const struct form_field *f = fields; f->name; f++)
		if (is_view || (f->flags & FORM_REQUIRED))
			json_put_text(w, NULL, f->name);
	json_close(w, ']');
	json_open(w, "properties", '{');
	for (const struct form_field *f = fields; f->name; f++)
		put_field(w, f, is_view);
	json_close(w, '}');
	json_close(w, '}');
}
