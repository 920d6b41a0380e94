/* The routes of the desk over a real app: what is shown, to whom, and what an
 * act leaves behind. */
#include "app/visit.h"
#include "base/json.h"
#include "test/face.h"

static struct visit booked(void)
{
	struct call c = desk_visitor(DESK_NOW, 501);
	struct visit v = {0};

	if (!app_visit_book(&c,
		    &(struct visit_book_request){
			    .wish = {CLINIC_ID, SERVICE_THERAPY, DOCTOR_PETROVA,
				    0, DESK_TUESDAY_9},
			    .person = {.last = "Иванова",
				    .first = "Зоя",
				    .phone = "+79001234567"},
			    .dialogue_id = 501,
			    .source = "site",
			    .complaint = "болит горло"},
		    &v, &both.e))
		fail_msg("%s", both.e.text);
	return v;
}

/* Every one of `parts` (ends with NULL) stands in the answer, with 200. */
static void check_parts(const struct http_reply *r, const char *const *parts)
{
	CHECK(r->status == 200);
	for (size_t i = 0; parts[i]; i++) {
		if (!strstr(r->body, parts[i]))
			print_error("%s\nnot in %s\n", parts[i], r->body);
		CHECK_ROW(strstr(r->body, parts[i]), i);
	}
}

static struct http_reply visit_asked(
	enum http_method method, int64_t id, const char *act, const char *body)
{
	return face_ask(method,
		arena_print(
			&both.a, "/api/v1/visits/%lld%s", (long long)id, act),
		body);
}

static void test_who_may_see(void)
{
	static const struct {
		const char *target;
		const char *roles; /* owner, administrator, doctor, marketer,
				      auditor; + may */
	} rows[] = {
		{"/api/v1/schedule", "+++--"},
		{"/api/v1/visits/1", "+++--"},
		{"/api/v1/explain?service=4001&start=2026-11-24T09:00:00Z",
			"+++--"},
		{"/api/v1/report/owner?from=2026-11-01&to=2026-11-24", "++-+-"},
		{"/api/v1/audit", "+---+"},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		face.who = (struct principal){0};
		CHECK_ROW(face_get(rows[i].target).status == 401, i);
		for (int role = ROLE_OWNER; role < ROLES; role++) {
			bool may = rows[i].roles[role - ROLE_OWNER] == '+';

			face_sign_in((enum role)role);
			CHECK_ROW(
				(face_get(rows[i].target).status != 403) == may,
				i);
		}
	}
}

static void test_the_day_as_json(void)
{
	static const char *const parts[] = {"\"date\":\"2026-11-24\"",
		"\"today\":\"2026-11-23\"", "\"name\":\"на Здоровья, 5\"",
		"\"name\":\"Петрова Анна Андреевна\"",
		"\"open\":[{\"from\":\"2026-11-24T09:00:00+03:00\",\"to\":"
		"\"2026-11-24T13:00:00+03:00\"}]",
		"\"open_min\":240", "\"busy_min\":30",
		"\"start\":\"2026-11-24T09:00:00+03:00\"",
		"\"state\":\"booked\"", "\"service\":\"Приём терапевта\"",
		"\"price_rub\":3000",
		"\"can\":[\"confirm\",\"cancel\",\"move\"]",
		"\"name\":\"Иванова Зоя\"",
		"\"counts\":{\"held\":0,\"booked\":1", NULL};
	const struct json *j;
	struct http_reply r;

	booked();
	face_sign_in(ROLE_ADMINISTRATOR);
	r = face_get("/api/v1/schedule?branch=2001&date=2026-11-24");
	check_parts(&r, parts);
	CHECK(!strstr(r.body, "9001234567")); /* masked */
	CHECK(json_parse(&both.a, r.body, r.body_n, &j, &both.e));
	CHECK(face_get("/api/v1/schedule").status == 200);
	CHECK(face_get("/api/v1/schedule?date=2026-02-31").status == 400);
	CHECK(face_get("/api/v1/schedule?branch=2101").status == 404);
}

static void test_a_card_tells_its_history(void)
{
	static const char *const parts[] = {"\"complaint\":\"болит горло\"",
		"\"history\":[{\"at\":\"2026-11-23T08:00:00+03:00\","
		"\"what\":\"booked\",\"who\":\"site\"},"
		"{\"at\":\"2026-11-23T09:00:00+03:00\",\"what\":\"confirmed\","
		"\"who\":\"\"}]",
		"\"state\":\"confirmed\"", "\"messages\":[", NULL};
	struct visit v = booked();
	struct http_reply r;

	face_sign_in(ROLE_ADMINISTRATOR);
	face.now = DESK_NOW + HOUR;
	CHECK(visit_asked(
		      HTTP_POST, v.id, "/state", "{\"state\":\"confirmed\"}")
			.status == 200);
	r = visit_asked(HTTP_GET, v.id, "", NULL);
	check_parts(&r, parts);
	/* Another clinic's desk sees none of it. */
	face.who.clinic_id = CLINIC_OTHER_ID;
	CHECK(visit_asked(HTTP_GET, v.id, "", NULL).status == 404);
	CHECK(visit_asked(
		      HTTP_POST, v.id, "/state", "{\"state\":\"cancelled\"}")
			.status == 404);
}

static void test_states_and_moves(void)
{
	static const struct {
		const char *act, *body;
		int status;
		const char *part;
	} rows[] = {
		{"/state", "{\"state\":\"done\"}", 409, "\"field\":\"state\""},
		{"/state", "{\"state\":\"held\"}", 400, "\"field\":\"state\""},
		{"/state", "{\"state\":\"gone\"}", 400, "\"field\":\"state\""},
		{"/state", "{}", 400, "\"field\":\"state\""},
		{"/move", "{\"start\":\"2026-11-24T10:00:00+03:00\"}", 200,
			"{\"visit\":{"},
		{"/move",
			"{\"start\":\"2026-11-24T14:00:00+03:00\","
			"\"doctor\":\"3002\"}",
			200, "\"doctor\":{\"id\":\"3002\""},
		{"/move",
			"{\"start\":\"2026-11-24T03:00:00+03:00\","
			"\"doctor\":\"3002\"}",
			409, "\"field\":\"start\""},
		{"/move", "{\"start\":\"soon, very soon\"}", 400,
			"\"field\":\"start\""},
		{"/state", "{\"state\":\"cancelled\"}", 200,
			"\"state\":\"cancelled\""},
		{"/state", "{\"state\":\"confirmed\"}", 409,
			"\"field\":\"state\""},
	};
	struct visit v = booked();

	face_sign_in(ROLE_OWNER);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct http_reply r =
			visit_asked(HTTP_POST, v.id, rows[i].act, rows[i].body);

		if (r.status != rows[i].status)
			print_error("row %zu: %s\n", i, r.body);
		CHECK_ROW(r.status == rows[i].status, i);
		CHECK_ROW(strstr(r.body, rows[i].part), i);
	}
}

static void test_why_a_time_is_not_offered(void)
{
	static const struct {
		const char *start, *reason;
	} rows[] = {
		{"2026-11-24T09:00:00%2B03:00", "\"reason\":\"busy\""},
		{"2026-11-24T10:00:00%2B03:00", "\"reason\":\"offered\""},
		{"2026-11-24T03:00:00%2B03:00", "\"reason\":\"outside-hours\""},
	};

	booked();
	face_sign_in(ROLE_DOCTOR);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct http_reply r = face_get(arena_print(&both.a,
			"/api/v1/explain?service=4001&doctor=3001&start=%s",
			rows[i].start));

		CHECK_ROW(r.status == 200, i);
		CHECK_ROW(strstr(r.body, rows[i].reason), i);
		CHECK_ROW(!strstr(r.body, "\"text\":\"\""), i);
	}
}

static void test_the_owner_s_report(void)
{
	static const char *const parts[] = {"\"from\":\"2026-11-23\"",
		"\"booked\":1", "\"share_by_bot\":", "\"first_answer_ms\":null",
		"\"no_show\":{\"before\":0.15,\"after\":0", "\"formula\":\"",
		"\"days\":[{\"date\":\"2026-11-23\",\"booked\":1",
		"\"heat\":[[0,0,0,0,0,0,0,0,1,0,", NULL};
	const struct json *j, *heat;
	struct http_reply r;
	size_t n;

	booked();
	face_sign_in(ROLE_OWNER);
	r = face_get("/api/v1/report/owner?from=2026-11-23&to=2026-11-24");
	check_parts(&r, parts);
	CHECK(json_parse(&both.a, r.body, r.body_n, &j, &both.e));
	CHECK(json_get_list(j, "heat", &heat, &n, &both.e) && n == 7);
	CHECK(face_get("/api/v1/report/owner?from=2026-11-24&to=2026-11-23")
			.status == 400);
	CHECK(face_get("/api/v1/report/owner").status == 400);
}

static void test_the_audit_is_paged_and_audited(void)
{
	struct http_reply r;

	booked();
	face_sign_in(ROLE_AUDITOR);
	r = face_get("/api/v1/audit?n=1");
	CHECK(r.status == 200 && strstr(r.body, "\"n\":1}"));
	CHECK(strstr(r.body, "\"action\":\"visit.book\""));
	CHECK(strstr(r.body, "посетитель"));
	r = face_get("/api/v1/audit?n=1");
	CHECK(strstr(r.body, "\"action\":\"audit.read\""));
	CHECK(strstr(r.body, "\"seq\":2") && strstr(r.body, "сотрудник"));
	r = face_get("/api/v1/audit?before=2");
	CHECK(strstr(r.body, "\"n\":1}") && strstr(r.body, "\"seq\":1,"));
	CHECK(face_get("/api/v1/audit?n=201").status == 400);
	face.who.clinic_id = CLINIC_OTHER_ID;
	CHECK(strstr(face_get("/api/v1/audit").body, "\"n\":0}"));
}

FACE_MAIN(test_who_may_see, test_the_day_as_json, test_a_card_tells_its_history,
	test_states_and_moves, test_why_a_time_is_not_offered,
	test_the_owner_s_report, test_the_audit_is_paged_and_audited)
