#include "http/reply.h"

#include <strings.h>

static bool is_clean(const char *value)
{
	for (const char *p = value; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			return false;
	return true;
}

static struct http_pair *find(struct http_reply *r, const char *name)
{
	for (size_t i = 0; i < r->headers_n; i++)
		if (strcasecmp(r->headers[i].name, name) == 0)
			return &r->headers[i];
	return NULL;
}

static void add(struct http_reply *r, const char *name, const char *value)
{
	BUG_ON(!is_clean(value));
	BUG_ON(r->headers_n == HTTP_REPLY_HEADERS_MAX);
	r->headers[r->headers_n++] = (struct http_pair){name, value};
}

void http_reply_header(
	struct http_reply *r, const char *name, const char *value)
{
	struct http_pair *old = find(r, name);

	BUG_ON(!is_clean(value));
	if (old)
		old->value = value;
	else
		add(r, name, value);
}

void http_reply_default(
	struct http_reply *r, const char *name, const char *value)
{
	if (!find(r, name))
		add(r, name, value);
}

void http_reply_bytes(struct http_reply *r, int status, const char *type,
	const char *p, size_t n)
{
	r->status = status;
	r->body = p;
	r->body_n = n;
	http_reply_header(r, "Content-Type", type);
}

void http_reply_json(struct http_reply *r, int status, const struct buf *json)
{
	BUG_ON(json->is_over);
	http_reply_bytes(r, status, "application/json", json->p, json->n);
}

void http_reply_text(struct http_reply *r, int status, const char *text)
{
	http_reply_bytes(
		r, status, "text/plain; charset=utf-8", text, strlen(text));
}

/* A second slash or a backslash makes browsers read the path as a host. */
static bool is_our_path(const char *path)
{
	if (path[0] != '/' || path[1] == '/')
		return false;
	for (const char *p = path; *p; p++)
		if (*p <= ' ' || *p > '~' || *p == '\\')
			return false;
	return true;
}

bool http_reply_redirect(struct http_reply *r, const char *path, struct err *e)
{
	if (!is_our_path(path))
		return err_set(e, ERR_INVALID, "redirect outside");
	http_reply_header(r, "Location", path);
	http_reply_text(r, 303, "");
	return true;
}

static bool is_cookie_value(const char *value)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz"
				      "0123456789-_.";

	return value[strspn(value, allowed)] == '\0';
}

void http_reply_cookie(struct http_reply *r, const struct http_request *req,
	const char *name, const char *value, int64_t life_s,
	enum http_cookie_site site)
{
	const char *life = "";

	BUG_ON(!is_cookie_value(value));
	if (life_s)
		life = arena_print(req->a, "; Max-Age=%lld",
			(long long)(life_s > 0 ? life_s : 0));
	add(r, "Set-Cookie",
		arena_print(req->a,
			"%s%s=%s; Path=/; HttpOnly; SameSite=%s%s%s",
			req->is_https ? "__Host-" : "", name, value,
			site == HTTP_COOKIE_STRICT ? "Strict" : "Lax",
			req->is_https ? "; Secure" : "", life));
}
