#include "http/request.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <strings.h>

#include "http/form.h"

enum { QUERY_PAIRS_MAX = 64 };

static const char *const method_names[HTTP_METHODS] = {
	[HTTP_GET] = "GET",
	[HTTP_HEAD] = "HEAD",
	[HTTP_POST] = "POST",
	[HTTP_PUT] = "PUT",
	[HTTP_PATCH] = "PATCH",
	[HTTP_DELETE] = "DELETE",
	[HTTP_OPTIONS] = "OPTIONS",
};

const char *http_method_name(enum http_method m)
{
	return method_names[m];
}

bool http_method_read(const char *name, enum http_method *out)
{
	for (int m = 0; m < HTTP_METHODS; m++)
		if (strcmp(method_names[m], name) == 0) {
			*out = (enum http_method)m;
			return true;
		}
	return false;
}

bool http_method_is_safe(enum http_method m)
{
	return m == HTTP_GET || m == HTTP_HEAD || m == HTTP_OPTIONS;
}

const char *http_header(const struct http_request *req, const char *name)
{
	for (size_t i = 0; i < req->headers_n; i++)
		if (strcasecmp(req->headers[i].name, name) == 0)
			return req->headers[i].value;
	return NULL;
}

const char *http_param(const struct http_request *req, const char *name)
{
	for (size_t i = 0; i < req->params_n; i++)
		if (strcmp(req->params[i].name, name) == 0)
			return req->params[i].value;
	base_bug(__FILE__, __LINE__, "the route has this {name}");
}

/* The name is ours; what the browser sent is compared to it byte by byte. */
static bool cookie_is(struct str name, const char *prefix, const char *want)
{
	size_t n = strlen(prefix);

	return name.n > n && memcmp(name.p, prefix, n) == 0 &&
	       str_equal((struct str){name.p + n, name.n - n}, want);
}

const char *http_cookie(const struct http_request *req, const char *name)
{
	const char *header = http_header(req, "cookie");
	const char *prefix = req->is_https ? "__Host-" : "";
	const char *found = NULL;
	struct str rest = str_of(header ? header : "");

	while (rest.p && rest.n) {
		struct str value = str_trim(str_split(&rest, ';'));
		struct str key = str_trim(str_split(&value, '='));

		if (!value.p || !cookie_is(key, prefix, name))
			continue;
		if (found)
			return NULL;
		found = arena_copy(req->a, value.p, value.n);
	}
	return found;
}

bool http_query_text(const struct http_request *req, const char *name,
	const char *otherwise, const char **out, struct err *e)
{
	struct http_pair *pairs;
	size_t n;

	if (!form_split(req->query, strlen(req->query), QUERY_PAIRS_MAX, req->a,
		    &pairs, &n, e)) {
		if (strcmp(e->field, name) != 0)
			e->field[0] = '\0';
		return false;
	}
	*out = otherwise;
	for (size_t i = 0; i < n; i++)
		if (strcmp(pairs[i].name, name) == 0)
			*out = pairs[i].value;
	return true;
}

bool http_query_int(const struct http_request *req, const char *name,
	int64_t min, int64_t max, int64_t otherwise, int64_t *out,
	struct err *e)
{
	const char *text;

	if (!http_query_text(req, name, NULL, &text, e))
		return false;
	if (!text) {
		*out = otherwise;
		return true;
	}
	return text_to_int(str_of(text), min, max, out) ||
	       err_field(e, ERR_INVALID, name, "not a number in range");
}

static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};

void http_peer_text(const uint8_t peer[16], char to[HTTP_PEER_TEXT_BYTES])
{
	bool is_four = memcmp(peer, mapped, sizeof(mapped)) == 0;

	if (!inet_ntop(is_four ? AF_INET : AF_INET6, peer + (is_four ? 12 : 0),
		    to, HTTP_PEER_TEXT_BYTES))
		to[0] = '\0';
}

bool http_peer_read(const char *text, uint8_t peer[16])
{
	uint8_t four[4], six[16];

	if (inet_pton(AF_INET, text, four) == 1) {
		memcpy(peer, mapped, sizeof(mapped));
		memcpy(peer + sizeof(mapped), four, sizeof(four));
		return true;
	}
	if (inet_pton(AF_INET6, text, six) != 1)
		return false;
	memcpy(peer, six, sizeof(six));
	return true;
}
