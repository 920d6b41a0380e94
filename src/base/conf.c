#include "base/conf.h"

#include "base/text.h"

enum { NEAREST_EDITS_MAX = 3, NAME_MAX_BYTES = 63 };

struct value {
	const struct conf_item *item;
	const char *text;
	int64_t i;
};

struct conf {
	struct arena *a;
	struct value *value;
	size_t n;
};

static struct value *find(const struct conf *c, struct str name)
{
	for (size_t i = 0; i < c->n; i++)
		if (str_equal(name, c->value[i].item->name))
			return &c->value[i];
	return NULL;
}

/* Levenshtein distance over one row of the table. */
static size_t distance(struct str a, const char *b)
{
	size_t row[NAME_MAX_BYTES + 1];
	size_t m = strlen(b);

	if (a.n > NAME_MAX_BYTES || m > NAME_MAX_BYTES)
		return NAME_MAX_BYTES;
	for (size_t k = 0; k <= m; k++)
		row[k] = k;
	for (size_t i = 1; i <= a.n; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t k = 1; k <= m; k++) {
			size_t best = corner + (a.p[i - 1] != b[k - 1]);

			corner = row[k];
			if (corner + 1 < best)
				best = corner + 1;
			if (row[k - 1] + 1 < best)
				best = row[k - 1] + 1;
			row[k] = best;
		}
	}
	return row[m];
}

static bool unknown(const struct conf *c, struct str name, struct err *e)
{
	size_t best_n = NEAREST_EDITS_MAX + 1;
	const char *best = NULL;
	char field[NAME_MAX_BYTES + 1];

	for (size_t i = 0; i < c->n; i++) {
		size_t d = distance(name, c->value[i].item->name);

		if (d < best_n) {
			best_n = d;
			best = c->value[i].item->name;
		}
	}
	snprintf(field, sizeof(field), "%.*s", (int)name.n, name.p);
	if (best)
		return err_field(e, ERR_NOT_FOUND, field,
			"unknown setting; did you mean %s?", best);
	return err_field(e, ERR_NOT_FOUND, field, "unknown setting");
}

static bool parse(const struct conf_item *item, struct str text,
	struct value *v, struct arena *a, struct err *e)
{
	int64_t i = 0;

	switch (item->type) {
	case CONF_TEXT:
		if (item->max && (int64_t)text.n > item->max)
			return err_field(e, ERR_INVALID, item->name,
				"longer than %lld bytes", (long long)item->max);
		break;
	case CONF_INT:
		if (!text_to_int(text, item->min, item->max, &i))
			return err_field(e, ERR_INVALID, item->name,
				"not a whole number from %lld to %lld",
				(long long)item->min, (long long)item->max);
		break;
	case CONF_BOOL:
		if (!str_equal(text, "yes") && !str_equal(text, "no"))
			return err_field(
				e, ERR_INVALID, item->name, "not yes or no");
		i = str_equal(text, "yes");
		break;
	case CONF_TYPES:
		BUG_ON(true);
	}
	*v = (struct value){item, arena_copy(a, text.p, text.n), i};
	return true;
}

static bool set(struct conf *c, struct str name, struct str text,
	struct value *scratch, struct err *e)
{
	struct value *v = find(c, name);

	if (!v)
		return unknown(c, name, e);
	return parse(v->item, text, scratch + (v - c->value), c->a, e);
}

struct conf *conf_open(struct arena *a, const struct conf_item *const *tables)
{
	struct conf *c = arena_new(a, struct conf, 1);
	size_t n = 0;

	for (size_t t = 0; tables[t]; t++)
		for (const struct conf_item *it = tables[t]; it->name; it++)
			n++;
	*c = (struct conf){a, arena_new(a, struct value, n), 0};
	for (size_t t = 0; tables[t]; t++)
		for (const struct conf_item *it = tables[t]; it->name; it++) {
			struct err e;

			BUG_ON(!parse(it, str_of(it->otherwise),
				&c->value[c->n++], a, &e));
		}
	return c;
}

bool conf_read(struct conf *c, const char *text, size_t n, struct err *e)
{
	struct value *scratch = arena_new(c->a, struct value, c->n);
	struct str rest = {text, n};
	int line_n = 0;

	memcpy(scratch, c->value, c->n * sizeof(*scratch));
	while (rest.p) {
		struct str value = str_split(&rest, '\n');
		struct str name;

		line_n++;
		value = str_trim(value);
		if (!value.n || value.p[0] == '#')
			continue;
		name = str_trim(str_split(&value, '='));
		if (!value.p)
			return err_set(e, ERR_INVALID,
				"line %d: not `name = value`", line_n);
		value = str_trim(value);
		if (!text_check(value.p, value.n, "", e))
			return err_set(e, ERR_INVALID,
				"line %d: not UTF-8, or a control character",
				line_n);
		if (!set(c, name, value, scratch, e)) {
			enum err_kind kind = e->kind;
			char field[sizeof(e->field)];

			memcpy(field, e->field, sizeof(field));
			return err_field(e, kind, field, "line %d: %s: %s",
				line_n, field, e->text);
		}
	}
	c->value = scratch;
	return true;
}

bool conf_set(
	struct conf *c, const char *name, const char *value, struct err *e)
{
	return set(c, str_of(name), str_of(value), c->value, e);
}

static const struct value *get(
	const struct conf *c, const char *name, enum conf_type type)
{
	const struct value *v = find(c, str_of(name));

	BUG_ON(!v || v->item->type != type);
	return v;
}

const char *conf_text(const struct conf *c, const char *name)
{
	return get(c, name, CONF_TEXT)->text;
}

int64_t conf_int(const struct conf *c, const char *name)
{
	return get(c, name, CONF_INT)->i;
}

bool conf_bool(const struct conf *c, const char *name)
{
	return get(c, name, CONF_BOOL)->i != 0;
}

void conf_show(const struct conf *c, struct buf *out)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct value *v = &c->value[i];
		bool is_hidden = (v->item->flags & CONF_SECRET) && *v->text;

		buf_print(out, "%s = %s\n", v->item->name,
			is_hidden ? "***" : v->text);
	}
}

void conf_document(const struct conf *c, struct buf *out)
{
	static const char *const types[CONF_TYPES] = {
		[CONF_TEXT] = "text",
		[CONF_INT] = "number",
		[CONF_BOOL] = "yes/no",
	};

	buf_text(out, "| setting | type | default | range | meaning |\n"
		      "|---|---|---|---|---|\n");
	for (size_t i = 0; i < c->n; i++) {
		const struct conf_item *it = c->value[i].item;

		buf_print(out, "| `%s` | %s | `%s` | ", it->name,
			types[it->type], it->otherwise);
		if (it->type == CONF_INT)
			buf_print(out, "%lld–%lld", (long long)it->min,
				(long long)it->max);
		buf_print(out, " | %s%s |\n", it->help,
			it->flags & CONF_SECRET ? " Secret." : "");
	}
}
