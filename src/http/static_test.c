#include "http/static.h"

#include <sys/stat.h>
#include <unistd.h>

#include "os/file.h"
#include "test/check.h"

#define FILE_ROW(path, text)                                                   \
	{                                                                      \
		path, text, sizeof(text) - 1                                   \
	}
static const struct http_static_file files[] = {
	FILE_ROW("index.html", "<style nonce={{nonce}}>{{nonce}}{{nonce"),
	FILE_ROW("assets/app-1a2b.js", "let a"),
	FILE_ROW("assets/app-1a2b.js.gz", "packed"),
	FILE_ROW("assets/app-3c.css", "a{}"),
	FILE_ROW("favicon.svg", "<svg/>"),
	{0},
};

static const char *reply_header(const struct http_reply *r, const char *name)
{
	for (size_t i = 0; i < r->headers_n; i++)
		if (strcmp(r->headers[i].name, name) == 0)
			return r->headers[i].value;
	return "";
}

/* The status, or the kind of the error as a negative number. */
static int get(const struct http_static *s, struct arena *a, const char *path,
	const char *name, const char *value, struct http_reply *reply)
{
	struct http_pair header = {name, value};
	struct http_request req = {
		.a = a, .path = path, .headers = &header, .headers_n = 1};
	struct err e;

	*reply = (struct http_reply){0};
	if (!http_static_serve(s, &req, reply, &e))
		return -(int)e.kind;
	return reply->status;
}

static void test_what_each_path_gives(void)
{
	static const struct {
		const char *path;
		int want;
		const char *type, *caching;
	} rows[] = {
		{"/", 200, "text/html; charset=utf-8", "no-store"},
		{"/index.html", 200, "text/html; charset=utf-8", "no-store"},
		{"/schedule/today", 200, "text/html; charset=utf-8",
			"no-store"},
		{"/assets/app-1a2b.js", 200, "text/javascript; charset=utf-8",
			"public, max-age=31536000, immutable"},
		{"/assets/app-3c.css", 200, "text/css; charset=utf-8",
			"public, max-age=31536000, immutable"},
		{"/favicon.svg", 200, "image/svg+xml", "no-cache"},
		{"/assets/none.js", -ERR_NOT_FOUND, "", ""},
		{"/../etc/passwd.txt", -ERR_NOT_FOUND, "", ""},
		{"/assets/%61pp-3c.css", -ERR_NOT_FOUND, "", ""},
		{"/api/v1/none", -ERR_NOT_FOUND, "", ""},
		{"//favicon.svg", -ERR_NOT_FOUND, "", ""},
	};
	struct http_static *s = http_static_open(files);

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct http_reply r;
		struct arena a;

		arena_init(&a);
		CHECK_ROW(
			get(s, &a, rows[i].path, "A", "b", &r) == rows[i].want,
			i);
		CHECK_TEXT(reply_header(&r, "Content-Type"), rows[i].type);
		CHECK_TEXT(reply_header(&r, "Cache-Control"), rows[i].caching);
		arena_release(&a);
	}
	http_static_close(s);
}

static void test_gzip_and_etag(void)
{
	static const struct {
		const char *name, *value, *body;
	} rows[] = {
		{"Accept-Encoding", "gzip, br", "packed"},
		{"Accept-Encoding", "br;q=1, gzip;q=0.5", "packed"},
		{"Accept-Encoding", "gzip;q=0", "let a"},
		{"Accept-Encoding", "xgzip", "let a"},
		{"A", "b", "let a"},
	};
	struct http_static *s = http_static_open(files);
	struct http_reply r, again;
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		CHECK_ROW(get(s, &a, "/assets/app-1a2b.js", rows[i].name,
				  rows[i].value, &r) == 200,
			i);
		CHECK_ROW(r.body_n == strlen(rows[i].body), i);
		CHECK_ROW(memcmp(r.body, rows[i].body, r.body_n) == 0, i);
	}
	CHECK(get(s, &a, "/assets/app-1a2b.js", "If-None-Match",
		      reply_header(&r, "ETag"), &again) == 304);
	CHECK(again.body_n == 0);
	CHECK(get(s, &a, "/assets/app-3c.css", "If-None-Match",
		      reply_header(&r, "ETag"), &again) == 200);
	arena_release(&a);
	http_static_close(s);
}

static void test_each_page_has_its_own_nonce(void)
{
	struct http_static *s = http_static_open(files);
	struct http_reply one, two;
	struct arena a;
	char want[100];

	arena_init(&a);
	CHECK(get(s, &a, "/", "A", "b", &one) == 200);
	CHECK(get(s, &a, "/", "A", "b", &two) == 200);
	CHECK(strcmp(one.body, two.body) != 0);
	snprintf(want, sizeof(want), "style-src 'self' 'nonce-%.22s'",
		one.body + strlen("<style nonce="));
	CHECK(strstr(reply_header(&one, "Content-Security-Policy"), want));
	/* An unfinished mark at the end stays as it is. */
	CHECK_TEXT(one.body + one.body_n - 7, "{{nonce");
	arena_release(&a);
	http_static_close(s);
}

static void test_a_folder_is_read_whole(void)
{
	char folder[] = "/tmp/zabota-static-XXXXXX", path[100];
	struct http_static *s;
	struct http_reply r;
	struct arena a;
	struct err e;

	arena_init(&a);
	CHECK(mkdtemp(folder) != NULL);
	snprintf(path, sizeof(path), "%s/assets", folder);
	CHECK(mkdir(path, 0700) == 0);
	snprintf(path, sizeof(path), "%s/assets/a.js", folder);
	CHECK(file_write(path, "js", 2, 0600, &e));
	s = http_static_read(folder, &e);
	CHECK(s != NULL);
	CHECK(get(s, &a, "/assets/a.js", "A", "b", &r) == 200);
	CHECK(r.body_n == 2);
	CHECK(get(s, &a, "/", "A", "b", &r) == -ERR_NOT_FOUND);
	http_static_close(s);
	CHECK(file_remove(path, &e));
	snprintf(path, sizeof(path), "%s/assets", folder);
	rmdir(path);
	rmdir(folder);
	CHECK(!http_static_read(folder, &e));
	CHECK(e.kind == ERR_NOT_FOUND);
	arena_release(&a);
}

TEST_MAIN(test_what_each_path_gives, test_gzip_and_etag,
	test_each_page_has_its_own_nonce, test_a_folder_is_read_whole)
