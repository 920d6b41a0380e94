/*
 * Broken, oversized and hostile requests: a 4xx that names the reason and the
 * field, in Russian, and not a byte stored.
 */
#include "base/json.h"
#include "store/patient.h"
#include "test/whole.h"

enum { HUGE_BYTES = 100 * 1024, LONG_BYTES = 20 * 1024 };

/* Puts `n` times `c` in place of a '#'. */
static const char *stretch(const char *text, char c, size_t n)
{
	const char *at = strchr(text, '#');
	char *many = arena_take(&both.a, n + 1);

	memset(many, c, n);
	many[n] = '\0';
	return arena_print(
		&both.a, "%.*s%s%s", (int)(at - text), text, many, at + 1);
}

static struct guest consented(void)
{
	struct guest g = whole_visitor();

	CHECK(whole_post(&g, "/api/v1/consents",
		      "{\"clinic\":\"zdorovie\",\"version\":\"1\"}")
			.status == 204);
	return g;
}

static bool is_russian(const char *text)
{
	for (; *text; text++)
		if ((*text & 0xff) == 0xd0 || (*text & 0xff) == 0xd1)
			return true;
	return false;
}

/* The answer says what is wrong: kind, field (NULL: any), a sentence. */
static void check_refusal(
	const struct http_answer *a, int status, const char *field, size_t row)
{
	const char *got_field, *text, *kind;
	const struct json *j, *error;

	if (a->status != status)
		fail_msg("row %zu: %d %s", row, a->status, a->body);
	CHECK_ROW(json_parse(&both.a, a->body, a->body_n, &j, &both.e), row);
	error = json_get(j, "error");
	CHECK_ROW(error != NULL, row);
	CHECK_ROW(json_get_text(error, "kind", "", &kind, &both.e), row);
	CHECK_ROW(json_get_text(error, "field", "", &got_field, &both.e), row);
	CHECK_ROW(json_get_text(error, "text", "", &text, &both.e), row);
	CHECK_ROW(*kind != '\0' && is_russian(text), row);
	if (field && strcmp(field, got_field) != 0)
		fail_msg("row %zu: field %s, not %s", row, got_field, field);
}

struct bad_row {
	const char *body;
	int status;
	const char *field; /* NULL: any */
};

static void check_rows(const struct guest *g, const char *path,
	const struct bad_row *rows, size_t n)
{
	uint64_t before = whole_data();

	for (size_t i = 0; i < n; i++) {
		struct http_answer a = whole_post(g, path, rows[i].body);

		check_refusal(&a, rows[i].status, rows[i].field, i);
		CHECK_ROW(whole_data() == before, i);
	}
}

#define TURN(id, text)                                                         \
	"{\"clinic\":\"zdorovie\",\"client_id\":\"" id "\",\"text\":\"" text   \
	"\"}"

static void test_bad_turns(void)
{
	const struct guest g = consented();
	const struct bad_row rows[] = {
		{stretch(TURN("1", "#"), 'a', HUGE_BYTES), 413, NULL},
		{stretch(TURN("1", "#"), 'a', LONG_BYTES), 413, "text"},
		{TURN("1", ""), 400, "text"},
		{TURN("1", "\xff"), 400, NULL},
		{TURN("1", "\xc0\xaf"), 400, NULL},
		{TURN("1", "\xed\xa0\x80"), 400, NULL},
		{TURN("1", "\xf4\x90\x80\x80"), 400, NULL},
		{TURN("1", "\xd0"), 400, NULL},
		{TURN("1", "\\u0000"), 400, NULL},
		{TURN("1", "\\ud800"), 400, NULL},
		{TURN("1", "\\u0007"), 400, "text"},
		{TURN("", "привет"), 400, "client_id"},
		{stretch(TURN("#", "привет"), 'a', 65), 400, "client_id"},
		{"{\"clinic\":\"zdorovie\",\"text\":\"привет\"}", 400,
			"client_id"},
		{"{\"clinic\":\"zdorovie\",\"client_id\":\"1\"}", 400, "text"},
		{"{\"clinic\":\"zdorovie\",\"client_id\":\"1\",\"text\":7}",
			400, "text"},
		{"{\"clinic\":\"zdorovie\",\"client_id\":\"1\",\"text\":null}",
			400, "text"},
		{"{\"clinic\":\"zdorovie\",\"client_id\":\"1\",\"text\":\"a\","
		 "\"admin\":true}",
			400, "admin"},
		{"{\"clinic\":\"zdorovie\",\"client_id\":\"1\",\"text\":\"a\","
		 "\"text\":\"b\"}",
			400, NULL},
		{"{\"clinic\":\"zdorovie\",\"client_id\":\"1\",\"text\":\"при",
			400, NULL},
		{"{", 400, NULL},
		{stretch("{\"clinic\":#", '[', 5000), 400, NULL},
		{"{\"clinic\":\"netu\",\"client_id\":\"1\",\"text\":\"a\"}",
			404, "clinic"},
	};

	check_rows(&g, "/api/v1/chat", rows, ARRAY_LEN(rows));
}

static void test_other_types_of_body(void)
{
	static const char *const types[] = {"text/plain", "text/html",
		"multipart/form-data; boundary=x", "application/xml", ""};
	const struct guest g = consented();
	uint64_t before = whole_data();

	for (size_t i = 0; i < ARRAY_LEN(types); i++) {
		struct http_ask ask = whole_ask(
			&g, HTTP_POST, "/api/v1/chat", TURN("1", "привет"));
		struct http_pair headers[8];
		struct http_answer a;

		memcpy(headers, ask.headers,
			ask.headers_n * sizeof(headers[0]));
		CHECK(strcmp(headers[1].name, "Content-Type") == 0);
		headers[1].value = types[i];
		ask.headers = headers;
		a = whole_send_one(&ask);
		CHECK_ROW(a.status >= 400 && a.status < 500, i);
		CHECK_ROW(is_russian(a.body), i);
	}
	CHECK(whole_data() == before);
}

/* ---- holding and booking ------------------------------------------------ */

#define HOLD(start)                                                            \
	"{\"clinic\":\"zdorovie\",\"service\":\"4001\",\"start\":\"" start "\"}"

static void test_bad_holds(void)
{
	const struct guest g = whole_visitor();
	static const struct bad_row rows[] = {
		{HOLD("2026-02-31T10:00:00+03:00"), 400, "start"},
		{HOLD("2026-13-01T10:00:00+03:00"), 400, "start"},
		{HOLD("2026-11-24T25:00:00+03:00"), 400, "start"},
		{HOLD("2026-11-24T10:00:00"), 400, "start"},
		{HOLD("завтра в десять!!!!!"), 400, "start"},
		{HOLD("2020-11-24T10:00:00+03:00"), 409, "start"},
		{HOLD("2026-11-23T08:30:00+03:00"), 409, "start"},
		{HOLD("2026-11-24T10:07:00+03:00"), 409, "start"},
		{HOLD("2026-11-24T03:00:00+03:00"), 409, "start"},
		{HOLD("9999-11-24T10:00:00+03:00"), 409, "start"},
		{"{\"clinic\":\"zdorovie\",\"service\":4001,"
		 "\"start\":\"2026-11-24T10:00:00+03:00\"}",
			400, "service"},
		{"{\"clinic\":\"zdorovie\",\"service\":\"-1\","
		 "\"start\":\"2026-11-24T10:00:00+03:00\"}",
			400, "service"},
		{"{\"clinic\":\"zdorovie\",\"service\":"
		 "\"99999999999999999999\","
		 "\"start\":\"2026-11-24T10:00:00+03:00\"}",
			400, "service"},
	};

	check_rows(&g, "/api/v1/holds", rows, ARRAY_LEN(rows));
}

static const char *book(const char *hold, const char *first, const char *phone)
{
	struct buf b;
	struct json_out w = {.b = &b};

	buf_init(&b, &both.a, 8192);
	json_open(&w, NULL, '{');
	json_put_text(&w, "clinic", "zdorovie");
	json_put_text(&w, "hold", hold);
	json_put_text(&w, "first", first);
	json_put_text(&w, "phone", phone);
	json_close(&w, '}');
	return b.p;
}

/* Holds a start and returns the hold's id as text. */
static const char *held_at(const struct guest *g, int hour)
{
	struct http_answer a = whole_post(g, "/api/v1/holds",
		arena_print(
			&both.a, HOLD("2026-11-24T%02d:00:00+03:00"), hour));
	const struct json *j;
	const char *id;

	CHECK(a.status == 201);
	CHECK(json_parse(&both.a, a.body, a.body_n, &j, &both.e));
	CHECK(json_get_text(j, "visit_id", "", &id, &both.e));
	return id;
}

static void test_bad_bookings(void)
{
	const struct guest g = whole_visitor();
	const char *hold = held_at(&g, 12);
	const char *long_name = stretch("#", 'a', 101);
	const struct bad_row rows[] = {
		{book(hold, "Анна", "12345678"), 400, "phone"},
		{book(hold, "Анна", "+7900123"), 400, "phone"},
		{book(hold, "Анна", "телефон"), 400, "phone"},
		{book(hold, "Анна", "+7900123456789012"), 400, "phone"},
		{book(hold, "Анна", "+7 900 123-45-67'"), 400, "phone"},
		{book(hold, "", "+79001234567"), 400, "first"},
		{book(hold, long_name, "+79001234567"), 400, "first"},
		{book(hold, "Ан\tна", "+79001234567"), 400, NULL},
		{book(hold, "Ан\nна", "+79001234567"), 400, NULL},
		{book(hold,
			 "\xe2\x80\xae"
			 "аннА",
			 "+79001234567"),
			400, NULL},
		{book("0", "Анна", "+79001234567"), 400, "hold"},
		{book("1", "Анна", "+79001234567"), 409, "hold"},
		{book("'; DROP TABLE visit;--", "Анна", "+79001234567"), 400,
			"hold"},
	};

	check_rows(&g, "/api/v1/visits", rows, ARRAY_LEN(rows));
}

/* SQL and HTML are names like others: stored and given back as they are. */
static void test_hostile_names_are_only_names(void)
{
	static const char *const names[] = {"Robert'); DROP TABLE visit;--",
		"<script>alert(1)</script>", "О'Нил", "{{phone}}",
		"=cmd|' /C calc'!A0"};

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct guest g = whole_visitor();
		struct http_answer a = whole_post(&g, "/api/v1/visits",
			book(held_at(&g, 12 + (int)i), names[i],
				arena_print(&both.a, "+7900765432%zu", i)));
		const struct patient *p;
		struct call c = whole_call();
		size_t n;

		CHECK_ROW(a.status == 201, i);
		CHECK(store_patient_by_phone(&both.store, CLINIC_ID,
			arena_print(&both.a, "+7900765432%zu", i), c.a, &p, &n,
			&both.e));
		CHECK_ROW(n == 1, i);
		CHECK_TEXT(p->person.first, names[i]);
	}
	CHECK(desk_count("SELECT COUNT(*) FROM visit") == ARRAY_LEN(names));
}

static void test_bad_windows_of_slots(void)
{
	static const struct {
		const char *query;
		int status;
		const char *field;
	} rows[] = {
		{"clinic=zdorovie&service=4001&from=2026-02-31", 400, "from"},
		{"clinic=zdorovie&service=4001&from=31.02.2026", 400, "from"},
		{"clinic=zdorovie&service=4001&days=0", 400, "days"},
		{"clinic=zdorovie&service=4001&days=32", 400, "days"},
		{"clinic=zdorovie&service=4001&days=1e3", 400, "days"},
		{"clinic=zdorovie&service=", 400, "service"},
		{"clinic=zdorovie", 400, "service"},
		{"clinic=zdorovie&service=4001&service=4002", 400, "service"},
		{"clinic=zdorovie&service=4001&other=1", 400, "other"},
		{"clinic=%ff&service=4001", 400, NULL},
		{"clinic=%zz&service=4001", 400, NULL},
		{"clinic=netu&service=4001", 404, "clinic"},
	};
	const struct guest g = whole_visitor();

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct http_answer a =
			whole_get(&g, arena_print(&both.a, "/api/v1/slots?%s",
					      rows[i].query));

		check_refusal(&a, rows[i].status, rows[i].field, i);
	}
}

WHOLE_MAIN(test_bad_turns, test_other_types_of_body, test_bad_holds,
	test_bad_bookings, test_hostile_names_are_only_names,
	test_bad_windows_of_slots)
