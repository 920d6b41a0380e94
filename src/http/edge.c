#include "http/edge.h"

#include <strings.h>

enum { LENGTH_DIGITS_MAX = 15 };

static const char letters_and_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					 "abcdefghijklmnopqrstuvwxyz"
					 "0123456789";

static bool is_alnum(char c)
{
	return c && strchr(letters_and_digits, c);
}

/* RFC 9110 section 5.6.2; a space before the colon fails here. */
static bool is_token(const char *s)
{
	if (!*s)
		return false;
	for (; *s; s++)
		if (!is_alnum(*s) && !strchr("!#$%&'*+-.^_`|~", *s))
			return false;
	return true;
}

static bool is_value(const char *s)
{
	for (; *s; s++)
		if (((unsigned char)*s < 0x20 && *s != '\t') || *s == 0x7f)
			return false;
	return true;
}

/* Only what RFC 3986 lets stand in a path and a query, so no two readers can
 * differ; `\` and `#` would make them. */
static bool is_target(const char *s)
{
	if (*s != '/')
		return false;
	for (; *s; s++)
		if (!is_alnum(*s) && !strchr("-._~!$&'()*+,;=:@%/?[]|", *s))
			return false;
	return true;
}

static bool is_host(const char *s)
{
	const char *colon;
	int64_t port;

	if (*s == '[') {
		size_t n = strspn(s + 1, "0123456789abcdefABCDEF:.");

		if (n == 0 || s[1 + n] != ']')
			return false;
		s += n + 2;
	} else {
		size_t n = 0;

		while (is_alnum(s[n]) || s[n] == '-' || s[n] == '.' ||
			s[n] == '_')
			n++;
		if (n == 0 || n > 253)
			return false;
		s += n;
	}
	colon = s;
	return *colon == '\0' ||
	       (*colon == ':' &&
		       text_to_int(str_of(colon + 1), 1, 65535, &port));
}

static size_t count(const struct http_request *req, const char *name)
{
	size_t n = 0;

	for (size_t i = 0; i < req->headers_n; i++)
		n += strcasecmp(req->headers[i].name, name) == 0;
	return n;
}

/* Headers on which we decide something: two of them are two answers. */
static bool has_doubles(const struct http_request *req)
{
	static const char *const once[] = {
		"host",
		"content-length",
		"content-type",
		"transfer-encoding",
		"authorization",
		"cookie",
		"origin",
		"sec-fetch-site",
		"x-csrf-token",
		"last-event-id",
	};

	for (size_t i = 0; i < ARRAY_LEN(once); i++)
		if (count(req, once[i]) > 1)
			return true;
	return false;
}

static bool are_headers_sound(const struct http_request *req)
{
	for (size_t i = 0; i < req->headers_n; i++)
		if (!is_token(req->headers[i].name) ||
			!is_value(req->headers[i].value))
			return false;
	return !has_doubles(req);
}

static bool is_host_sound(
	const struct http_request *req, const char *http_version)
{
	const char *host = http_header(req, "host");

	if (!host)
		return strcmp(http_version, "HTTP/1.0") == 0;
	return is_host(host);
}

static bool read_length(const char *s, size_t *out)
{
	size_t digits = strspn(s, "0123456789");
	size_t n = 0;

	if (digits == 0 || digits > LENGTH_DIGITS_MAX || s[digits])
		return false;
	for (; *s; s++)
		n = n * 10 + (size_t)(*s - '0');
	*out = n;
	return true;
}

/*
 * Chunked bodies are refused outright: browsers never send them, a front proxy
 * gives them a length, and the two ways of ending a body are the root of all
 * smuggling.
 */
static int check_body(struct http_request *req)
{
	const char *length = http_header(req, "content-length");
	const char *coding = http_header(req, "content-encoding");

	if (http_header(req, "transfer-encoding"))
		return length ? 400 : 411;
	if (length && !read_length(length, &req->body_announced_n))
		return 400;
	if (coding && strcasecmp(coding, "identity") != 0)
		return 415;
	return 0;
}

static void cut_target(const char *target, struct http_request *req)
{
	struct str rest = str_of(target);
	struct str path = str_split(&rest, '?');

	req->path = arena_copy(req->a, path.p, path.n);
	req->query = rest.p ? arena_copy(req->a, rest.p, rest.n) : "";
}

int edge_check(const struct edge_line *line, struct http_request *req)
{
	bool is_version_known = strcmp(line->version, "HTTP/1.1") == 0 ||
				strcmp(line->version, "HTTP/1.0") == 0;

	if (!is_version_known || !is_token(line->method) ||
		!is_target(line->target))
		return 400;
	if (!are_headers_sound(req) || !is_host_sound(req, line->version))
		return 400;
	if (!http_method_read(line->method, &req->method))
		return 405;
	cut_target(line->target, req);
	return check_body(req);
}

/* The bytes between a value and what follows it: the CRLF, each a NUL now. */
static const char *behind_line(const char *value)
{
	const char *end = value + strlen(value);

	return end[0] == '\0' && end[1] == '\0' ? end + 2 : NULL;
}

static bool follows(const char *name, const char *value)
{
	const char *p = name + strlen(name) + 1;

	while (p < value && (*p == ' ' || *p == '\t'))
		p++;
	return p == value;
}

bool edge_is_whole(const struct edge_line *line, size_t target_n,
	const struct http_pair *headers, size_t n, size_t block_n)
{
	const char *at = line->version;

	if (line->target != line->method + strlen(line->method) + 1 ||
		line->version != line->target + target_n + 1)
		return false;
	for (size_t i = 0; i < n; i++) {
		at = behind_line(at);
		if (!at || headers[i].name != at ||
			!follows(headers[i].name, headers[i].value))
			return false;
		at = headers[i].value;
	}
	at = behind_line(at);
	return at && at + 2 == line->method + block_n;
}

void edge_forwarded(const struct http_request *req, uint8_t peer[16])
{
	char text[HTTP_PEER_TEXT_BYTES];
	uint8_t found[16];
	const char *last = NULL;
	struct str rest, one = {NULL, 0};

	for (size_t i = 0; i < req->headers_n; i++)
		if (strcasecmp(req->headers[i].name, "x-forwarded-for") == 0)
			last = req->headers[i].value;
	rest = str_of(last ? last : "");
	while (rest.p)
		one = str_trim(str_split(&rest, ','));
	if (one.n == 0 || one.n >= sizeof(text))
		return;
	memcpy(text, one.p, one.n);
	text[one.n] = '\0';
	if (http_peer_read(text, found))
		memcpy(peer, found, sizeof(found));
}
