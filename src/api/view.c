#include "api/view.h"

static bool finish(
	struct call *c, int status, const struct buf *b, struct err *e)
{
	if (!buf_done(b, e))
		return false;
	http_reply_json(c->reply, status, b);
	return true;
}

bool view_reply(struct call *c, int status, const struct form_field *fields,
	const void *from, struct err *e)
{
	struct buf b;
	struct json_out w = {.b = &b};

	buf_init(&b, c->a, VIEW_BYTES_MAX);
	form_write(&w, NULL, fields, from);
	return finish(c, status, &b, e);
}

bool view_reply_rows(struct call *c, const struct form_field *fields,
	const void *rows, size_t n, size_t each_bytes, struct err *e)
{
	struct buf b;
	struct json_out w = {.b = &b};

	buf_init(&b, c->a, VIEW_BYTES_MAX);
	json_open(&w, NULL, '{');
	json_open(&w, "rows", '[');
	for (size_t i = 0; i < n; i++)
		form_write(
			&w, NULL, fields, (const char *)rows + i * each_bytes);
	json_close(&w, ']');
	json_put_int(&w, "n", (int64_t)n);
	json_close(&w, '}');
	return finish(c, 200, &b, e);
}

bool view_reply_none(struct call *c)
{
	http_reply_text(c->reply, 204, "");
	return true;
}

bool view_param_id(
	const struct call *c, const char *name, int64_t *out, struct err *e)
{
	if (text_to_int(
		    str_of(http_param(c->request, name)), 1, INT64_MAX, out))
		return true;
	return err_set(e, ERR_NOT_FOUND, "not an id");
}
