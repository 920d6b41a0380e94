#ifndef BASE_JSON_H
#define BASE_JSON_H
/*
 * base/json - JSON in (parsed by jansson, then copied into an arena) and JSON
 * out (a writer over struct buf).
 *
 * In: RFC 8259, UTF-8 only, duplicate keys refused, bounded by size, depth and
 * node count.  Out: the writer puts the commas; keys are literals of ours.
 */
#include "base/buf.h"

enum json_kind {
	JSON_KIND_NULL,
	JSON_KIND_BOOL,
	JSON_KIND_INT,
	JSON_KIND_REAL,
	JSON_KIND_TEXT,
	JSON_KIND_LIST,
	JSON_KIND_OBJECT,
	JSON_KINDS /* how many */
};

struct json {
	enum json_kind kind;
	const char *key;  /* its name inside an object, else NULL */
	int64_t i;        /* JSON_KIND_INT; JSON_KIND_BOOL: 0 or 1 */
	double real;      /* JSON_KIND_REAL; JSON_KIND_INT as a real */
	const char *text; /* JSON_KIND_TEXT */
	const struct json
		*child; /* JSON_KIND_LIST, JSON_KIND_OBJECT: n of them */
	size_t n;
};

/*
 * Parses one whole document of `n` bytes into `a`.  ERR_INVALID says where it
 * is broken; ERR_TOO_LARGE: over JSON_IN_BYTES_MAX, _DEPTH_MAX or _NODES_MAX.
 */
MUST_USE bool json_parse(struct arena *a, const char *p, size_t n,
	const struct json **out, struct err *e);

/* The member `key` of an object; NULL if absent or `j` is not an object. */
const struct json *json_get(const struct json *j, const char *key);

/*
 * ERR_INVALID, naming the key, if the object has one that is not in `known`
 * (ends with NULL), or `j` is not an object.
 */
MUST_USE bool json_only(
	const struct json *j, const char *const *known, struct err *e);

/*
 * Typed members.  Each: absent or null gives `otherwise`, another type or
 * a value outside the range gives ERR_INVALID with field = key.
 */
MUST_USE bool json_get_int(const struct json *j, const char *key, int64_t min,
	int64_t max, int64_t otherwise, int64_t *out, struct err *e);
MUST_USE bool json_get_bool(const struct json *j, const char *key,
	bool otherwise, bool *out, struct err *e);
/* The text is borrowed from the parsed document. */
MUST_USE bool json_get_text(const struct json *j, const char *key,
	const char *otherwise, const char **out, struct err *e);
/* A list; absent gives n = 0. */
MUST_USE bool json_get_list(const struct json *j, const char *key,
	const struct json **child, size_t *n, struct err *e);

/* A writer.  `key` is NULL inside a list and for the outermost value. */
struct json_out {
	struct buf *b;
	bool needs_comma;
};

void json_open(struct json_out *w, const char *key, char bracket); /* { or [ */
void json_close(struct json_out *w, char bracket);                 /* } or ] */
/* A NULL text is written as null. */
void json_put_text(struct json_out *w, const char *key, const char *text);
void json_put_int(struct json_out *w, const char *key, int64_t i);
void json_put_real(struct json_out *w, const char *key, double real);
void json_put_bool(struct json_out *w, const char *key, bool yes);
void json_put_null(struct json_out *w, const char *key);
/* An id as a decimal string: browsers cannot hold 64-bit integers. */
void json_put_id(struct json_out *w, const char *key, int64_t id);
/* A parsed value as it stands, `key` in place of its own. */
void json_put(struct json_out *w, const char *key, const struct json *j);

#endif
