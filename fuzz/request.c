/*
 * fuzz/request - what a stranger writes into a request: the first byte chooses
 * the reader, the rest is read by it.  Whatever is accepted is sound text.
 */
#include "http/request.h"
#include "http/edge.h"
#include "http/form.h"
#include "http/router.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

struct inner {
	int64_t price;
};
static const struct form_field inner_fields[] = {
	FORM_INT(struct inner, price, 0, 1000, FORM_REQUIRED),
	{0},
};

struct sample {
	const char *phone;
	int64_t age, id;
	bool has_consent;
	int kind;
	struct inner inner;
	const struct inner *rows;
	size_t rows_n;
};
static const char *const kinds[] = {"new", "old", NULL};
static const struct form_field sample_fields[] = {
	FORM_TEXT(struct sample, phone, 0, 30, 0),
	FORM_INT(struct sample, age, 0, 150, 0),
	FORM_ID(struct sample, id, 0),
	FORM_BOOL(struct sample, has_consent, 0),
	FORM_WORD(struct sample, kind, kinds, 0),
	FORM_OBJECT(struct sample, inner, inner_fields),
	FORM_LIST(struct sample, rows, inner_fields),
	{0},
};

static void read_body(
	struct arena *a, const char *type, const char *p, size_t n)
{
	struct http_pair header = {"Content-Type", type};
	struct http_request req = {.a = a,
		.headers = &header,
		.headers_n = 1,
		.body = p,
		.body_n = n,
		.query = ""};
	struct sample s = {0};
	struct err e = {ERR_NONE, "", ""};

	if (!form_read(&req, sample_fields, &s, &e)) {
		BUG_ON(e.kind == ERR_NONE);
		return;
	}
	BUG_ON(s.phone && !text_check(s.phone, strlen(s.phone), "", &e));
	BUG_ON(s.age < 0 || s.age > 150 || s.id < 0 || s.kind > 1);
}

static void split(struct arena *a, const char *p, size_t n)
{
	struct http_pair *pairs;
	size_t pairs_n;
	struct err e;

	if (!form_split(p, n, 64, a, &pairs, &pairs_n, &e))
		return;
	for (size_t i = 0; i < pairs_n; i++) {
		const char *value = pairs[i].value;

		BUG_ON(!text_check(value, strlen(value), "", &e));
	}
}

/* One header of every kind that is parsed, all with the same value. */
static void read_headers(struct arena *a, const char *text)
{
	struct http_pair headers[] = {{"Cookie", text},
		{"X-Forwarded-For", text}, {"Origin", text}, {"Host", text}};
	struct http_request req = {
		.a = a, .headers = headers, .headers_n = 4, .query = text};
	uint8_t peer[16] = {0};
	const char *cookie = http_cookie(&req, "session");
	const char *value;
	struct err e;

	BUG_ON(cookie && strchr(cookie, ';'));
	edge_forwarded(&req, peer);
	(void)!router_origin_is_ours(&req, NULL);
	if (http_query_text(&req, "a", "", &value, &e))
		BUG_ON(!text_check(value, strlen(value), "", &e));
}

static void check_edge(struct arena *a, char *text)
{
	struct edge_line line = {"POST", "/a", "HTTP/1.1"};
	struct http_pair headers[4] = {{"Host", "a.example"}};
	struct http_request req = {
		.a = a, .headers = headers, .headers_n = 1, .query = ""};
	struct str rest = str_of(text);

	line.target = arena_copy(a, rest.p, str_split(&rest, '\n').n);
	while (rest.p && req.headers_n < ARRAY_LEN(headers)) {
		struct str value = str_split(&rest, '\n');
		struct str name = str_split(&value, ':');

		headers[req.headers_n++] =
			(struct http_pair){arena_copy(a, name.p, name.n),
				arena_copy(a, value.p ? value.p : "", value.n)};
	}
	if (edge_check(&line, &req) != 0)
		return;
	BUG_ON(req.path[0] != '/' || strchr(req.path, ' '));
	BUG_ON(http_header(&req, "transfer-encoding"));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena a;
	char *text;

	if (n == 0)
		return 0;
	text = arena_copy(&a, bytes + 1, n - 1);
	switch (bytes[0] % 5) {
	case 0:
		read_body(&a, "application/json", text, n - 1);
		break;
	case 1:
		read_body(&a, "application/x-www-form-urlencoded", text, n - 1);
		break;
	case 2:
		split(&a, text, n - 1);
		break;
	case 3:
		read_headers(&a, text);
		break;
	case 4:
		check_edge(&a, text);
		break;
	}
	arena_reset(&a);
	return 0;
}
