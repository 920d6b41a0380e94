/*
 * fuzz/page - an HTML page with values of any bytes: nothing of a value becomes
 * markup, wherever it stands.
 */
#include "http/page.h"
#include "fuzz/target.h"

struct row {
	const char *title;
};
struct sheet {
	const char *name;
	int64_t count;
	const struct row *rows;
	size_t rows_n;
};
static const struct form_field row_fields[] = {
	FORM_TEXT(struct row, title, 0, 100, 0),
	{0},
};
static const struct form_field sheet_fields[] = {
	FORM_TEXT(struct sheet, name, 0, 100, 0),
	FORM_INT(struct sheet, count, 0, 9, 0),
	FORM_LIST(struct sheet, rows, row_fields),
	{0},
};
static const struct http_pair parts[] = {
	{"sheet", "<p title=\"{{name}}\">{{name}}</p>{{#name}}<b/>{{/}}"
		  "{{#rows}}{{>row}}{{/}}{{^rows}}<i/>{{/}}"},
	{"row", "<u>{{title}}{{name}}</u>"},
	{0},
};

static size_t count(const char *text, char c)
{
	size_t n = 0;

	for (; (text = strchr(text, c)); text++)
		n++;
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena a;
	const char *text = arena_copy(&a, bytes, n);
	struct row rows[2] = {{text}, {"x"}};
	struct sheet s = {text, 3, rows, n % 3};
	size_t tags = (text[0] ? 3u : 2u) + (s.rows_n ? 2 * s.rows_n : 1);
	struct buf out;
	struct err e;

	buf_init(&out, &a, PAGE_BYTES_MAX);
	BUG_ON(!page_write(
		&out, parts, "sheet", sheet_fields, &s, "nonce", &e));
	BUG_ON(count(out.p, '<') != tags || count(out.p, '>') != tags);
	BUG_ON(count(out.p, '"') != 2 || count(out.p, '\''));
	BUG_ON(target_is_sound(text) && !target_is_sound(out.p));
	arena_reset(&a);
	return 0;
}
