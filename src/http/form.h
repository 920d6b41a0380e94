#ifndef HTTP_FORM_H
#define HTTP_FORM_H
/*
 * http/form - tables of fields: what a request may hold, what an answer holds,
 * and the same in OpenAPI.
 *
 * One row is one member of a C struct.  The reader refuses unknown keys, wrong
 * types and values out of range, naming the field; the writer prints the
 * struct; the document prints the row.  So the three cannot drift apart.
 *
 *	struct visit_request { int64_t service_id; const char *phone; };
 *	static const struct form_field visit_request_fields[] = {
 *		FORM_ID(struct visit_request, service_id, FORM_REQUIRED),
 *		FORM_TEXT(struct visit_request, phone, 5, 30, FORM_REQUIRED),
 *		{0},
 *	};
 */
#include "base/json.h"
#include "http/request.h"

enum form_type {
	FORM_TYPE_NONE,   /* ends a table */
	FORM_TYPE_TEXT,   /* const char *; min..max are bytes of UTF-8 */
	FORM_TYPE_INT,    /* int64_t in min..max */
	FORM_TYPE_BOOL,   /* bool */
	FORM_TYPE_ID,     /* int64_t, in JSON a decimal string; 1.. */
	FORM_TYPE_TIME,   /* int64_t unix s UTC, in JSON a number */
	FORM_TYPE_REAL,   /* views: double, finite */
	FORM_TYPE_WORD,   /* int: index into `words`, in JSON the word */
	FORM_TYPE_OBJECT, /* an embedded struct with its own table */
	FORM_TYPE_LIST,   /* const struct *, its count a size_t at count_at;
			     of FORM_BARE: values without a struct */
	FORM_TYPE_MAYBE,  /* views: const struct *; NULL is null */
	FORM_TYPES        /* how many */
};

enum {
	FORM_REQUIRED = 1, /* reader: must be there, and not null */
	FORM_NULLABLE = 2, /* writer: 0 of ID or TIME is written as null */
};

struct form_field {
	const char *name;
	enum form_type type;
	size_t at; /* offset in the struct */
	int64_t min, max;
	unsigned flags;
	const char *const *words;    /* FORM_TYPE_WORD; ends with NULL */
	const struct form_field *of; /* OBJECT, LIST: the inner table */
	size_t count_at;             /* LIST: offset of the size_t */
	size_t each_bytes;           /* LIST: size of one struct */
};

#define FORM_TEXT(type_, member, min_, max_, flags_)                           \
	{                                                                      \
		.name = #member, .type = FORM_TYPE_TEXT,                       \
		.at = offsetof(type_, member), .min = (min_), .max = (max_),   \
		.flags = (flags_)                                              \
	}
#define FORM_INT(type_, member, min_, max_, flags_)                            \
	{                                                                      \
		.name = #member, .type = FORM_TYPE_INT,                        \
		.at = offsetof(type_, member), .min = (min_), .max = (max_),   \
		.flags = (flags_)                                              \
	}
#define FORM_BOOL(type_, member, flags_)                                       \
	{                                                                      \
		.name = #member, .type = FORM_TYPE_BOOL,                       \
		.at = offsetof(type_, member), .flags = (flags_)               \
	}
#define FORM_ID(type_, member, flags_)                                         \
	{                                                                      \
		.name = #member, .type = FORM_TYPE_ID,                         \
		.at = offsetof(type_, member), .flags = (flags_)               \
	}
#define FORM_TIME(type_, member, flags_)                                       \
	{                                                                      \
		.name = #member, .type = FORM_TYPE_TIME,                       \
		.at = offsetof(type_, member), .flags = (flags_)               \
	}
#define FORM_REAL(type_, member)                                               \
	{                                                                      \
		.name = #member, .type = FORM_TYPE_REAL,                       \
		.at = offsetof(type_, member), .flags = FORM_REQUIRED          \
	}
#define FORM_WORD(type_, member, words_, flags_)                               \
	{                                                                      \
		.name = #member, .type = FORM_TYPE_WORD,                       \
		.at = offsetof(type_, member), .words = (words_),              \
		.flags = (flags_)                                              \
	}
#define FORM_OBJECT(type_, member, of_)                                        \
	{                                                                      \
		.name = #member, .type = FORM_TYPE_OBJECT,                     \
		.at = offsetof(type_, member), .of = (of_)                     \
	}
/* The count is the member `<member>_n`. */
#define FORM_LIST(type_, member, of_)                                          \
	{                                                                      \
		.name = #member, .type = FORM_TYPE_LIST,                       \
		.at = offsetof(type_, member), .of = (of_),                    \
		.count_at = offsetof(type_, member##_n),                       \
		.each_bytes = sizeof(*((type_ *)0)->member)                    \
	}

/* A view's object that may be absent: the member is a pointer. */
#define FORM_MAYBE(type_, member, of_)                                         \
	{                                                                      \
		.name = #member, .type = FORM_TYPE_MAYBE,                      \
		.at = offsetof(type_, member), .of = (of_)                     \
	}
/* The whole table of a view's list of bare values: {FORM_BARE(ID), {0}}. */
#define FORM_BARE(kind_)                                                       \
	{                                                                      \
		.name = "", .type = FORM_TYPE_##kind_, .flags = FORM_REQUIRED  \
	}
/* The same of lists within the list: one struct a row, [[1, 2], [3]]. */
#define FORM_BARE_LIST(type_, member, of_)                                     \
	{                                                                      \
		.name = "", .type = FORM_TYPE_LIST, .flags = FORM_REQUIRED,    \
		.at = offsetof(type_, member), .of = (of_),                    \
		.count_at = offsetof(type_, member##_n),                       \
		.each_bytes = sizeof(*((type_ *)0)->member)                    \
	}

/*
 * Reads a body by its Content-Type (ERR_INVALID, field "content_type", for
 * others): application/json, or (for pages without
 * scripts) application/x-www-form-urlencoded.  `to` is the struct of the table,
 * written up to its last field; absent fields are 0 or NULL.  Texts live in
 * req->a.  Lists and objects are read from JSON only.  A form's key
 * `csrf_token` is the router's and passed over.
 * ERR_INVALID with the field's name, or "" for the whole; *to unchanged.
 */
MUST_USE bool form_read(const struct http_request *req,
	const struct form_field *fields, void *to, struct err *e);
/* The query by the same tables. */
MUST_USE bool form_read_query(const struct http_request *req,
	const struct form_field *fields, void *to, struct err *e);

/* Appends the struct as an object; `key` as in base/json. */
void form_write(struct json_out *w, const char *key,
	const struct form_field *fields, const void *from);

/*
 * Appends the table as a JSON Schema object (OpenAPI 3.1) under `key`.  What is
 * read requires what the table requires; a view has all of its fields, and
 * those without FORM_REQUIRED may be null where C has NULL.
 */
void form_document(struct json_out *w, const char *key,
	const struct form_field *fields, bool is_view);

/*
 * Splits `a=1&b=2` into decoded pairs in `a`, at most `max`.  ERR_INVALID: bad
 * percent sign, bad UTF-8, control bytes, a name twice (field = the name when
 * it is sound); ERR_TOO_LARGE: more than `max`.
 */
MUST_USE bool form_split(const char *p, size_t n, size_t max, struct arena *a,
	struct http_pair **out, size_t *out_n, struct err *e);
/* Decodes percent signs (and '+' when is_form); checks as text_check. */
MUST_USE bool form_decode(struct str s, bool is_form, struct arena *a,
	const char **out, struct err *e);

#endif
