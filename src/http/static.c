#include "http/static.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

#include "http/router.h"
#include "os/file.h"
#include "os/random.h"

enum { PATH_BYTES_MAX = 1024, DEPTH_MAX = 8, PAGE_BYTES_MAX = 1 << 20 };

struct entry {
	struct http_static_file file;
	const char *type, *etag;
	const struct entry *packed; /* the same file with .gz behind */
};

struct http_static {
	struct arena arena;
	struct entry *entries; /* sorted by path */
	size_t n;
	size_t bytes; /* read from the folder so far */
	const struct entry *index;
};

static const char *type_of(const char *path)
{
	static const struct {
		const char *end, *type;
	} rows[] = {
		{".html", "text/html; charset=utf-8"},
		{".js", "text/javascript; charset=utf-8"},
		{".css", "text/css; charset=utf-8"},
		{".json", "application/json"},
		{".svg", "image/svg+xml"},
		{".png", "image/png"},
		{".jpg", "image/jpeg"},
		{".webp", "image/webp"},
		{".ico", "image/x-icon"},
		{".woff2", "font/woff2"},
		{".txt", "text/plain; charset=utf-8"},
		{".webmanifest", "application/manifest+json"},
	};
	size_t n = strlen(path);

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		size_t end = strlen(rows[i].end);

		if (n > end && strcmp(path + n - end, rows[i].end) == 0)
			return rows[i].type;
	}
	return "application/octet-stream";
}

/* FNV-1a: tells versions apart, guards nothing. */
static const char *etag_of(struct arena *a, const char *p, size_t n)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)p[i]) * 0x100000001b3u;
	return arena_print(a, "\"%016llx\"", (unsigned long long)h);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->file.path,
		((const struct entry *)b)->file.path);
}

static const struct entry *find(const struct http_static *s, const char *path)
{
	struct entry key = {.file.path = path};

	if (!s->n)
		return NULL;
	return bsearch(&key, s->entries, s->n, sizeof(key), by_path);
}

/* Fills in what is worked out once; the entries are all there. */
static void prepare(struct http_static *s)
{
	qsort(s->entries, s->n, sizeof(*s->entries), by_path);
	for (size_t i = 0; i < s->n; i++) {
		struct entry *en = &s->entries[i];

		en->type = type_of(en->file.path);
		en->etag = etag_of(&s->arena, en->file.p, en->file.n);
		en->packed =
			find(s, arena_print(&s->arena, "%s.gz", en->file.path));
	}
	s->index = find(s, "index.html");
}

static struct http_static *start(void)
{
	struct http_static *s = calloc(1, sizeof(*s));

	if (!s)
		base_no_memory();
	arena_init(&s->arena);
	s->entries = arena_new(&s->arena, struct entry, HTTP_STATIC_FILES_MAX);
	return s;
}

struct http_static *http_static_open(const struct http_static_file *files)
{
	struct http_static *s = start();

	for (; files->path; files++) {
		BUG_ON(s->n == HTTP_STATIC_FILES_MAX);
		s->entries[s->n++].file = *files;
	}
	prepare(s);
	return s;
}

void http_static_close(struct http_static *s)
{
	if (!s)
		return;
	arena_release(&s->arena);
	free(s);
}

/* ---- a folder ----------------------------------------------------------- */

static bool read_one(struct http_static *s, const char *full, const char *path,
	struct err *e)
{
	struct http_static_file f = {.path = arena_text(&s->arena, path)};

	if (s->n == HTTP_STATIC_FILES_MAX)
		return err_set(e, ERR_TOO_LARGE, "too many pages");
	if (!file_read(full, HTTP_STATIC_BYTES_MAX - s->bytes, &s->arena, &f.p,
		    &f.n, e))
		return false;
	s->bytes += f.n;
	s->entries[s->n++].file = f;
	return true;
}

static bool read_folder(struct http_static *s, const char *folder,
	const char *prefix, int depth, struct err *e);

static bool read_name(struct http_static *s, const char *folder,
	const char *prefix, const char *name, int depth, struct err *e)
{
	char full[PATH_BYTES_MAX], path[PATH_BYTES_MAX];
	struct stat st;

	if (snprintf(full, sizeof(full), "%s/%s", folder, name) >=
			(int)sizeof(full) ||
		snprintf(path, sizeof(path), "%s%s", prefix, name) >=
			(int)sizeof(path) - 1)
		return err_set(e, ERR_TOO_LARGE, "a page's path");
	if (stat(full, &st) != 0)
		return err_set(e, ERR_UNAVAILABLE, "stat: errno %d", errno);
	if (S_ISREG(st.st_mode))
		return read_one(s, full, path, e);
	if (!S_ISDIR(st.st_mode))
		return true;
	memcpy(path + strlen(path), "/", 2);
	return read_folder(s, full, path, depth + 1, e);
}

static bool read_folder(struct http_static *s, const char *folder,
	const char *prefix, int depth, struct err *e)
{
	DIR *d = depth < DEPTH_MAX ? opendir(folder) : NULL;
	struct dirent *one;
	bool ok = true;

	if (!d)
		return err_set(e, ERR_NOT_FOUND, "no folder of pages");
	while (ok && (one = readdir(d)) != NULL)
		if (one->d_name[0] != '.')
			ok = read_name(
				s, folder, prefix, one->d_name, depth, e);
	closedir(d);
	return ok;
}

struct http_static *http_static_read(const char *folder, struct err *e)
{
	struct http_static *s = start();

	if (!read_folder(s, folder, "", 0, e)) {
		http_static_close(s);
		return NULL;
	}
	prepare(s);
	return s;
}

/* ---- serving ------------------------------------------------------------ */

static bool accepts_gzip(const struct http_request *req)
{
	const char *header = http_header(req, "accept-encoding");
	struct str rest = str_of(header ? header : "");

	while (rest.p) {
		struct str weight = str_split(&rest, ',');
		struct str name = str_trim(str_split(&weight, ';'));

		if (str_equal(name, "gzip"))
			return !weight.p || !str_equal(str_trim(weight), "q=0");
	}
	return false;
}

static bool is_known(const struct http_request *req, const char *etag)
{
	const char *header = http_header(req, "if-none-match");

	return header && strstr(header, etag);
}

static void reply_file(const struct entry *en, const struct http_request *req,
	struct http_reply *reply)
{
	const struct entry *sent = en;

	if (en->packed) {
		http_reply_header(reply, "Vary", "Accept-Encoding");
		if (accepts_gzip(req))
			sent = en->packed;
	}
	http_reply_header(reply, "ETag", sent->etag);
	http_reply_header(reply, "Cache-Control",
		strncmp(en->file.path, "assets/", 7) == 0
			? "public, max-age=31536000, immutable"
			: "no-cache");
	if (is_known(req, sent->etag)) {
		reply->status = 304;
		return;
	}
	if (sent != en)
		http_reply_header(reply, "Content-Encoding", "gzip");
	http_reply_bytes(reply, 200, en->type, sent->file.p, sent->file.n);
}

/* The browser keeps no copy, so a nonce is never seen twice. */
static bool reply_page(const struct http_static *s,
	const struct http_request *req, struct http_reply *reply, struct err *e)
{
	static const char mark[] = "{{nonce}}";
	const char *p = s->index->file.p;
	const char *end = p + s->index->file.n;
	char nonce[RANDOM_TOKEN_SIZE];
	struct buf b;

	random_token(nonce);
	buf_init(&b, req->a, PAGE_BYTES_MAX);
	for (; p < end; p++) {
		size_t left = (size_t)(end - p);

		if (left >= sizeof(mark) - 1 &&
			memcmp(p, mark, sizeof(mark) - 1) == 0) {
			buf_text(&b, nonce);
			p += sizeof(mark) - 2;
		} else {
			buf_char(&b, *p);
		}
	}
	if (!buf_done(&b, e))
		return false;
	http_reply_bytes(reply, 200, s->index->type, b.p, b.n);
	http_reply_header(reply, "Cache-Control", "no-store");
	http_reply_header(reply, "Content-Security-Policy",
		router_page_policy(req->a, nonce));
	return true;
}

/* A name without a dot is a page of the application, not a file. */
static bool is_page(const char *path)
{
	const char *last = strrchr(path, '/');

	return strncmp(path, "/api/", 5) != 0 &&
	       !strchr(last ? last : path, '.');
}

bool http_static_serve(const struct http_static *s,
	const struct http_request *req, struct http_reply *reply, struct err *e)
{
	const struct entry *en = find(s, req->path + 1);

	if (s->index && (en == s->index || (!en && is_page(req->path))))
		return reply_page(s, req, reply, e);
	if (!en)
		return err_set(e, ERR_NOT_FOUND, "no such page");
	reply_file(en, req, reply);
	return true;
}
