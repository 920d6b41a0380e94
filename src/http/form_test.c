#include "http/form.h"

#include "test/check.h"

static const char *const kinds[] = {"new", "old", NULL};

struct inner {
	int64_t price;
};
static const struct form_field inner_fields[] = {
	FORM_INT(struct inner, price, 0, 1000, FORM_REQUIRED),
	{0},
};

struct sample {
	const char *phone;
	int64_t age;
	bool has_consent;
	int64_t service_id;
	int64_t start_at;
	int kind;
	struct inner inner;
	const struct inner *rows;
	size_t rows_n;
};
static const struct form_field sample_fields[] = {
	FORM_TEXT(struct sample, phone, 2, 12, FORM_REQUIRED),
	FORM_INT(struct sample, age, 0, 150, 0),
	FORM_BOOL(struct sample, has_consent, 0),
	FORM_ID(struct sample, service_id, FORM_NULLABLE),
	FORM_TIME(struct sample, start_at, FORM_NULLABLE),
	FORM_WORD(struct sample, kind, kinds, 0),
	FORM_OBJECT(struct sample, inner, inner_fields),
	FORM_LIST(struct sample, rows, inner_fields),
	{0},
};

static const struct http_pair json_type[] = {
	{"Content-Type", "application/json; charset=utf-8"}};
static const struct http_pair form_type[] = {
	{"Content-Type", "application/x-www-form-urlencoded"}};
static const struct http_pair text_type[] = {{"Content-Type", "text/plain"}};

static struct http_request request(
	struct arena *a, const struct http_pair *type, const char *body)
{
	return (struct http_request){
		.a = a,
		.headers = type,
		.headers_n = 1,
		.body = body,
		.body_n = strlen(body),
		.query = "",
	};
}

static void test_json_fills_the_struct(void)
{
	struct arena a;
	struct sample s = {0};
	struct err e;
	struct http_request req;

	arena_init(&a);
	req = request(&a, json_type,
		"{\"phone\":\"+79\",\"age\":30,\"has_consent\":true,"
		"\"service_id\":\"77\",\"start_at\":1000,\"kind\":\"old\","
		"\"inner\":{\"price\":5},\"rows\":[{\"price\":1},{\"price\":2}"
		"]}");
	CHECK(form_read(&req, sample_fields, &s, &e));
	CHECK_TEXT(s.phone, "+79");
	CHECK(s.age == 30 && s.has_consent && s.service_id == 77);
	CHECK(s.start_at == 1000 && s.kind == 1 && s.inner.price == 5);
	CHECK(s.rows_n == 2 && s.rows[1].price == 2);
	arena_release(&a);
}

static void test_wrong_json_names_the_field(void)
{
	static const struct {
		const char *body, *field;
	} rows[] = {
		{"{}", "phone"},
		{"{\"phone\":null}", "phone"},
		{"{\"phone\":5}", "phone"},
		{"{\"phone\":\"1\"}", "phone"},
		{"{\"phone\":\"1234567890123\"}", "phone"},
		{"{\"phone\":\"12\\u0007\"}", "phone"},
		{"{\"phone\":\"12\",\"age\":151}", "age"},
		{"{\"phone\":\"12\",\"age\":\"5\"}", "age"},
		{"{\"phone\":\"12\",\"age\":1.5}", "age"},
		{"{\"phone\":\"12\",\"has_consent\":1}", "has_consent"},
		{"{\"phone\":\"12\",\"service_id\":7}", "service_id"},
		{"{\"phone\":\"12\",\"service_id\":\"0\"}", "service_id"},
		{"{\"phone\":\"12\",\"service_id\":\"-1\"}", "service_id"},
		{"{\"phone\":\"12\",\"service_id\":\"7x\"}", "service_id"},
		{"{\"phone\":\"12\",\"service_id\":\"9223372036854775808\"}",
			"service_id"},
		{"{\"phone\":\"12\",\"kind\":\"older\"}", "kind"},
		{"{\"phone\":\"12\",\"inner\":{\"price\":1001}}", "price"},
		{"{\"phone\":\"12\",\"inner\":{}}", "price"},
		{"{\"phone\":\"12\",\"rows\":[{\"price\":-1}]}", "price"},
		{"{\"phone\":\"12\",\"rows\":{}}", "rows"},
		{"{\"phone\":\"12\",\"admin\":true}", "admin"},
		{"{\"phone\":\"12\",\"Анна\":true}", ""},
		{"{\"phone\":\"12\",\"+79001234567\":true}", ""},
		{"{\"phone\":\"12\",\"inner\":{\"price\":1,\"x\":1}}", "x"},
		{"[]", ""},
		{"", ""},
		{"{\"phone\":\"12\"", ""},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena a;
		struct sample s = {.age = 9};
		struct err e;
		struct http_request req;

		arena_init(&a);
		req = request(&a, json_type, rows[i].body);
		CHECK_ROW(!form_read(&req, sample_fields, &s, &e), i);
		CHECK_ROW(e.kind == ERR_INVALID, i);
		CHECK_ROW(strcmp(e.field, rows[i].field) == 0, i);
		CHECK_ROW(s.age == 9 && !s.phone, i);
		arena_release(&a);
	}
}

static void test_urlencoded_forms(void)
{
	static const struct {
		const char *body;
		bool is_good;
		const char *phone, *field;
	} rows[] = {
		{"phone=%2B79&age=", true, "+79", ""},
		{"phone=a+b&csrf_token=x", true, "a b", ""},
		{"phone=%D0%B6&has_consent=on&kind=new", true, "ж", ""},
		{"&phone=12&&", true, "12", ""},
		{"", false, NULL, "phone"},
		{"phone=", false, NULL, "phone"},
		{"phone=12&phone=13", false, NULL, "phone"},
		{"phone=%D0", false, NULL, "phone"},
		{"phone=%0", false, NULL, "phone"},
		{"phone=%zz", false, NULL, "phone"},
		{"phone=1%002", false, NULL, "phone"},
		{"phone=12&age=x", false, NULL, "age"},
		{"phone=12&inner=x", false, NULL, "inner"},
		{"phone=12&admin=1", false, NULL, "admin"},
		{"phone=12&%ff=1", false, NULL, ""},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena a;
		struct sample s = {0};
		struct err e;
		struct http_request req;
		bool ok;

		arena_init(&a);
		req = request(&a, form_type, rows[i].body);
		ok = form_read(&req, sample_fields, &s, &e);
		CHECK_ROW(ok == rows[i].is_good, i);
		if (ok)
			CHECK_TEXT(s.phone, rows[i].phone);
		else
			CHECK_TEXT(e.field, rows[i].field);
		arena_release(&a);
	}
}

/* A page of another site can send text/plain without asking us first. */
static void test_other_types_are_refused(void)
{
	struct arena a;
	struct sample s;
	struct err e;
	struct http_request req;

	arena_init(&a);
	req = request(&a, text_type, "{\"phone\":\"12\"}");
	CHECK(!form_read(&req, sample_fields, &s, &e));
	CHECK_TEXT(e.field, "content_type");
	arena_release(&a);
}

static void test_query_values(void)
{
	struct arena a;
	struct http_request req;
	struct err e;
	const char *text;
	int64_t i;

	arena_init(&a);
	req = request(&a, json_type, "");
	req.query = "q=%D0%B6+1&n=7&n2=x";
	CHECK(http_query_text(&req, "q", "", &text, &e));
	CHECK_TEXT(text, "ж 1");
	CHECK(http_query_text(&req, "none", "otherwise", &text, &e));
	CHECK_TEXT(text, "otherwise");
	CHECK(http_query_int(&req, "n", 1, 9, 0, &i, &e) && i == 7);
	CHECK(!http_query_int(&req, "n", 1, 6, 0, &i, &e));
	CHECK(!http_query_int(&req, "n2", 1, 6, 0, &i, &e));
	CHECK_TEXT(e.field, "n2");
	arena_release(&a);
}

static void test_cookies(void)
{
	static const struct {
		const char *header;
		bool is_https;
		const char *want;
	} rows[] = {
		{"session=abc", false, "abc"},
		{"a=1; session=abc; b=2", false, "abc"},
		{"a=1;session=abc", false, "abc"},
		{"__Host-session=abc", true, "abc"},
		{"session=abc", true, NULL},
		{"__Host-session=abc", false, NULL},
		{"session=a; session=b", false, NULL},
		{"xsession=a", false, NULL},
		{"session", false, NULL},
		{"session=", false, ""},
		{"", false, NULL},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct arena a;
		struct http_pair header = {"cookie", rows[i].header};
		struct http_request req;
		const char *got;

		arena_init(&a);
		req = request(&a, &header, "");
		req.is_https = rows[i].is_https;
		got = http_cookie(&req, "session");
		CHECK_ROW((got != NULL) == (rows[i].want != NULL), i);
		if (got)
			CHECK_TEXT(got, rows[i].want);
		arena_release(&a);
	}
}

static void test_what_is_written_reads_back(void)
{
	static const struct inner rows[] = {{3}, {4}};
	struct sample s = {.phone = "<\"ж\">",
		.age = 7,
		.kind = 1,
		.inner = {5},
		.rows = rows,
		.rows_n = 2};
	struct sample back = {0};
	struct arena a;
	struct buf b;
	struct json_out w;
	struct http_request req;
	struct err e;

	arena_init(&a);
	buf_init(&b, &a, 1000);
	w = (struct json_out){.b = &b};
	form_write(&w, NULL, sample_fields, &s);
	CHECK(strstr(b.p, "\"service_id\":null"));
	req = request(&a, json_type, b.p);
	CHECK(form_read(&req, sample_fields, &back, &e));
	CHECK_TEXT(back.phone, s.phone);
	CHECK(back.age == 7 && back.kind == 1 && back.rows_n == 2);
	CHECK(back.rows[1].price == 4);
	arena_release(&a);
}

static void test_the_document_is_the_table(void)
{
	struct arena a;
	struct buf b;
	struct json_out w;
	const struct json *j;
	struct err e;

	arena_init(&a);
	buf_init(&b, &a, 4000);
	w = (struct json_out){.b = &b};
	form_document(&w, NULL, sample_fields, false);
	CHECK(json_parse(&a, b.p, b.n, &j, &e));
	CHECK(json_get(j, "required")->n == 1);
	CHECK(json_get(j, "properties")->n == ARRAY_LEN(sample_fields) - 1);
	CHECK(strstr(b.p, "\"enum\":[\"new\",\"old\",null]"));
	CHECK(strstr(b.p, "\"maximum\":150"));
	arena_release(&a);
}

struct pair_view {
	const int64_t *ids;
	size_t ids_n;
	const struct pair_view *other;
};
static const struct form_field bare_id[] = {FORM_BARE(ID), {0}};
static const struct form_field other_fields[] = {
	FORM_LIST(struct pair_view, ids, bare_id),
	{0},
};
static const struct form_field pair_fields[] = {
	FORM_LIST(struct pair_view, ids, bare_id),
	FORM_MAYBE(struct pair_view, other, other_fields),
	{0},
};

static void test_bare_values_and_what_may_be_absent(void)
{
	static const int64_t ids[] = {5, 7};
	struct pair_view inner = {ids, 2, NULL};
	struct pair_view rows[] = {{ids, 1, &inner}, {NULL, 0, NULL}};
	struct arena a;
	struct buf b;
	struct json_out w = {.b = &b};

	arena_init(&a);
	buf_init(&b, &a, 10000);
	form_write(&w, NULL, pair_fields, &rows[0]);
	form_write(&w, NULL, pair_fields, &rows[1]);
	CHECK_TEXT(b.p, "{\"ids\":[\"5\"],\"other\":{\"ids\":[\"5\",\"7\"]}},"
			"{\"ids\":[],\"other\":null}");
	form_document(&w, NULL, pair_fields, true);
	CHECK(strstr(b.p, "\"items\":{\"type\":\"string\""));
	CHECK(strstr(b.p, "{\"type\":\"null\"}"));
	arena_release(&a);
}

struct row_view {
	const int64_t *cells;
	size_t cells_n;
};
static const struct form_field bare_int[] = {FORM_BARE(INT), {0}};
static const struct form_field row_fields[] = {
	FORM_BARE_LIST(struct row_view, cells, bare_int),
	{0},
};
struct grid_view {
	double share;
	const struct row_view *rows;
	size_t rows_n;
};
static const struct form_field grid_fields[] = {
	FORM_REAL(struct grid_view, share),
	FORM_LIST(struct grid_view, rows, row_fields),
	{0},
};

static void test_shares_and_lists_of_lists(void)
{
	static const int64_t cells[] = {1, 2};
	const struct row_view rows[] = {{cells, 2}, {NULL, 0}};
	struct grid_view grid = {0.5, rows, 2};
	struct arena a;
	struct buf b;
	struct json_out w = {.b = &b};

	arena_init(&a);
	buf_init(&b, &a, 10000);
	form_write(&w, NULL, grid_fields, &grid);
	CHECK_TEXT(b.p, "{\"share\":0.5,\"rows\":[[1,2],[]]}");
	form_document(&w, NULL, grid_fields, true);
	CHECK(strstr(b.p, "\"share\":{\"type\":\"number\"}"));
	CHECK(strstr(b.p, "\"items\":{\"type\":\"array\",\"items\":{\"type\":"
			  "\"integer\""));
	arena_release(&a);
}

TEST_MAIN(test_shares_and_lists_of_lists, test_json_fills_the_struct,
	test_bare_values_and_what_may_be_absent,
	test_wrong_json_names_the_field, test_urlencoded_forms,
	test_other_types_are_refused, test_query_values, test_cookies,
	test_what_is_written_reads_back, test_the_document_is_the_table)
