/*
 * fuzz/edge - a target and header lines of any bytes as the server meets them:
 * what the edge lets through is a plain path, has nothing that a second parser
 * could read differently, and finds a page or none.
 */
#include "http/edge.h"
#include "fuzz/target.h"
#include "http/static.h"

/* `target LF name: value LF ...`; the server library has cut them apart. */
static void read_lines(struct edge_line *line, struct http_request *req,
	struct http_pair *headers, size_t max, const char *text)
{
	struct str rest = str_of(text), target = str_split(&rest, '\n');

	line->target = arena_copy(req->a, target.p, target.n);
	while (rest.p && req->headers_n < max) {
		struct str value = str_split(&rest, '\n');
		struct str name = str_split(&value, ':');

		headers[req->headers_n++] = (struct http_pair){
			arena_copy(req->a, name.p, name.n),
			arena_copy(req->a, value.p ? value.p : "", value.n)};
	}
}

static void serve(const struct http_request *req)
{
	static const struct http_static_file files[] = {
		{"assets/a-1.js", "one", 3},
		{"assets/a-1.js.gz", "packed", 6},
		{"icon.svg", "<svg/>", 6},
		{0},
	};
	static struct http_static *pages;
	struct http_reply reply = {0};
	struct err e;

	if (!pages)
		pages = http_static_open(files);
	if (http_static_serve(pages, req, &reply, &e))
		BUG_ON(reply.status != 200 && reply.status != 304);
	else
		BUG_ON(e.kind != ERR_NOT_FOUND);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const char *const methods[] = {"GET", "POST", "HEAD", "BREW"};
	static struct arena a;
	struct edge_line line = {.version = "HTTP/1.1"};
	struct http_pair headers[6] = {{"Host", "a.example"}};
	struct http_request req = {
		.a = &a, .headers = headers, .headers_n = 1, .query = ""};
	int status;

	if (n == 0)
		return 0;
	line.method = methods[bytes[0] % 4];
	req.headers_n = bytes[0] / 4 % 2;
	read_lines(&line, &req, headers, ARRAY_LEN(headers),
		arena_copy(&a, bytes + 1, n - 1));
	status = edge_check(&line, &req);
	if (status == 0) {
		BUG_ON(req.path[0] != '/' || strpbrk(req.path, " ?#\r\n"));
		BUG_ON(http_header(&req, "transfer-encoding"));
		BUG_ON(!http_header(&req, "host"));
		serve(&req);
	} else {
		BUG_ON(status != 400 && status != 405 && status != 411 &&
			status != 415);
	}
	arena_reset(&a);
	return 0;
}
