/* The pages behind links, over a real app: what they show, and that only POST
 * changes anything. */
#include "api/link_page.h"

#include "app/messenger.h"
#include "app/visit.h"
#include "test/face.h"

enum { TUESDAY_10 = DESK_TUESDAY_9 + HOUR };

static struct visit booked_at(int64_t start_at, const char *phone)
{
	struct call c = desk_visitor(DESK_NOW, 501);
	struct visit v = {0};

	if (!app_visit_book(&c,
		    &(struct visit_book_request){
			    .wish = {CLINIC_ID, SERVICE_THERAPY, DOCTOR_PETROVA,
				    0, start_at},
			    .person = {.last = "Иванова",
				    .first = "Зоя",
				    .phone = phone},
			    .source = "site"},
		    &v, &both.e))
		fail_msg("%s", both.e.text);
	return v;
}

/* The path of a link to a visit: "/zdorovie/v/..." */
static const char *path_of(const struct visit *v)
{
	struct call c = desk_call(DESK_NOW, app_system());
	const char *url;

	CHECK(app_link_make(&c, v, &url, &both.e));
	return url + strlen("https://clinic.example");
}

static const char *booked(void)
{
	struct visit v = booked_at(DESK_TUESDAY_9, "+79001234567");

	return path_of(&v);
}

static const char *with(const char *path, const char *query)
{
	return arena_print(&both.a, "%s%s", path, query);
}

static int count(const char *text, const char *part)
{
	int n = 0;

	while ((text = strstr(text, part)) != NULL) {
		text += strlen(part);
		n++;
	}
	return n;
}

/* Follows the redirect of a POST. */
static struct http_reply acted(const char *path, const char *body)
{
	struct http_reply r = face_ask(HTTP_POST, path, body);

	CHECK(r.status == 303);
	return face_get(face_header(&r, "Location"));
}

static void test_templates_fit_their_table(void)
{
	static const char *const names[] = {"visit", "gone", "notice"};
	struct err e = {ERR_NONE, "", ""};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (!page_check(
			    link_page_parts, names[i], link_page_fields, &e))
			fail_msg("%s: %s", names[i], e.text);
}

static void test_the_visit_without_its_patient(void)
{
	static const char *const parts[] = {"<html lang=\"ru\">",
		"Вы записаны на приём", "Завтра, 24 ноября", ">9:00<",
		"Приём терапевта", "Петрова Анна Андреевна", "терапевт",
		"ул. Здоровья, 5", "у метро", "3 000 ₽", "Подтвердить",
		"?ask=move", "?ask=cancel", "href=\"tel:+7"};
	struct http_reply r = face_get(booked());

	CHECK(r.status == 200);
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (!strstr(r.body, parts[i]))
			print_error("%s\n", parts[i]);
		CHECK_ROW(strstr(r.body, parts[i]), i);
	}
	CHECK(!strstr(r.body, "Зоя") && !strstr(r.body, "Иванова"));
	CHECK(!strstr(r.body, "900") && !strstr(r.body, "<script"));
	CHECK(!strstr(r.body, "src="));
	CHECK_TEXT(face_header(&r, "Cache-Control"), "no-store");
	CHECK_TEXT(face_header(&r, "Referrer-Policy"), "same-origin");
	CHECK(strstr(face_header(&r, "X-Robots-Tag"), "noindex"));
	CHECK(strstr(face_header(&r, "Content-Security-Policy"),
		"script-src 'self'; style-src 'self' 'nonce-"));
}

/* Messengers open links by themselves, with parameters of their own. */
static void test_looking_changes_nothing(void)
{
	static const char *const queries[] = {"", "?ask=move", "?ask=cancel",
		"?note=cancelled", "?action=cancel", "?utm_source=sms&x=%zz",
		"?ask=cancel&ask=cancel", "?was=1&note=moved", "?note=none",
		"?action=confirm"};
	const char *path = booked();
	struct desk_sight before = desk_look(), after;

	for (size_t i = 0; i < ARRAY_LEN(queries); i++) {
		CHECK_ROW(face_get(with(path, queries[i])).status == 200, i);
		CHECK_ROW(face_ask(HTTP_HEAD, with(path, queries[i]), NULL)
					  .status == 200,
			i);
	}
	after = desk_look();
	CHECK(after.audited > before.audited); /* reading is told there */
	after.audited = before.audited;
	CHECK(memcmp(&before, &after, sizeof(after)) == 0);
	CHECK(strstr(face_get(path).body, "Вы записаны на приём"));
}

static void test_confirming(void)
{
	const char *path = booked();
	struct http_reply r = acted(path, "action=confirm");

	CHECK(strstr(r.body, "Спасибо, мы вас ждём!"));
	CHECK(strstr(r.body, "Запись подтверждена"));
	CHECK(!strstr(r.body, "value=\"confirm\""));
	/* Pressed twice: nothing is wrong. */
	r = acted(path, "action=confirm");
	CHECK(strstr(r.body, "Спасибо, мы вас ждём!"));
	CHECK(!strstr(r.body, "note warn"));
}

static void test_cancelling_is_asked_once_more(void)
{
	const char *path = booked();
	struct http_reply r = face_get(with(path, "?ask=cancel"));

	CHECK(strstr(r.body, "Отменить запись?"));
	CHECK(strstr(r.body, "завтра, 24 ноября, в 9:00"));
	CHECK(strstr(r.body, "value=\"cancel\""));
	CHECK(!strstr(face_get(path).body, "value=\"cancel\""));
	r = acted(path, "action=cancel");
	CHECK(strstr(r.body, "Готово, запись отменена."));
	CHECK(strstr(r.body, "<h1>Запись отменена</h1>"));
	CHECK(!strstr(r.body, "?ask="));
	/* What can no longer be asked is not. */
	r = face_get(with(path, "?ask=move"));
	CHECK(strstr(r.body, "<h1>Запись отменена</h1>"));
	r = acted(path, "action=confirm");
	CHECK(strstr(r.body, "note warn"));
}

static void test_moving_shows_times_and_tells_both(void)
{
	const char *path = booked();
	struct http_reply r = face_get(with(path, "?ask=move"));
	int n = count(r.body, "type=\"radio\"");

	CHECK(n > 10 && n <= 40);
	CHECK(count(r.body, "<fieldset>") >= 2);
	CHECK(strstr(r.body, "<legend>Завтра, 24 ноября</legend>"));
	CHECK(strstr(r.body, "value=\"2026-11-24T10:00:00+03:00,3001\""));
	/* Not the time that is being left. */
	CHECK(!strstr(r.body, "value=\"2026-11-24T09:00:00+03:00,"));
	r = acted(path, "action=move&start=2026-11-24T10:00:00%2B03:00,3001");
	CHECK(strstr(r.body,
		"Приём перенесён: было завтра, 24 ноября, в 9:00, теперь "
		"завтра, 24 ноября, в 10:00."));
	CHECK(strstr(r.body, ">10:00<"));
	/* To another doctor, and a plain instant for the same one. */
	r = acted(path, "action=move&start=2026-11-24T14:00:00%2B03:00,3002");
	CHECK(strstr(r.body, "Орлов Иван Петрович"));
	r = acted(path, "action=move&start=2026-11-24T15:00:00%2B03:00");
	CHECK(strstr(r.body, "Орлов Иван Петрович"));
	CHECK(strstr(r.body, ">15:00<"));
}

static void test_a_time_just_taken(void)
{
	const char *path = booked();
	struct http_reply r;

	booked_at(TUESDAY_10, "+79001234568");
	r = acted(path, "action=move&start=2026-11-24T10:00:00%2B03:00,3001");
	CHECK(strstr(r.body, "только что заняли"));
	CHECK(strstr(r.body, "type=\"radio\""));
	CHECK(!strstr(r.body, "value=\"2026-11-24T10:00:00+03:00,3001\""));
}

static void test_a_wrong_form_does_nothing(void)
{
	static const char *const bodies[] = {"", "action=book", "action=move",
		"action=move&start=tomorrow",
		"action=move&start=2026-11-24T10:00:00%2B03:00,x",
		"action=move&start=2026-11-24T10:00:00.0000000000000%2B03:00",
		"action=confirm&more=1", "{\"action\":\"confirm\"}x"};
	const char *path = booked();
	struct desk_sight before = desk_look(), after;

	for (size_t i = 0; i < ARRAY_LEN(bodies); i++)
		CHECK_ROW(
			face_ask(HTTP_POST, path, bodies[i]).status == 400, i);
	after = desk_look();
	CHECK(memcmp(&before, &after, sizeof(after)) == 0);
}

static void test_a_link_that_is_over(void)
{
	const char *path = booked();
	struct http_reply r;

	face.now = DESK_TUESDAY_9 + HOUR;
	r = face_get(path);
	CHECK(strstr(r.body, "Время приёма прошло"));
	CHECK(!strstr(r.body, "?ask=") && !strstr(r.body, "<form"));
	r = acted(path, "action=cancel");
	CHECK(strstr(r.body, "note warn"));
	face.now = DESK_TUESDAY_9 + 3 * DAY;
	r = face_get(path);
	CHECK(r.status == 404 && strstr(r.body, "больше не действует"));
	CHECK(strstr(r.body, "href=\"tel:+7"));
	r = face_ask(HTTP_POST, path, "action=confirm");
	CHECK(r.status == 404 && strstr(r.body, "больше не действует"));
	r = face_get("/zdorovie/v/AAAAAAAAAAAAAAAAAAAAAA");
	CHECK(r.status == 404 && strstr(r.body, "href=\"tel:+7"));
	r = face_get("/nirgends/v/AAAAAAAAAAAAAAAAAAAAAA");
	CHECK(r.status == 404 && !strstr(r.body, "<html"));
}

/* Who may post: our own page, whatever cookie the browser has besides. */
static void test_whose_form_counts(void)
{
	static const struct {
		const char *name, *value;
		int status;
	} rows[] = {
		{"Sec-Fetch-Site", "cross-site", 403},
		{"Origin", "https://evil.example", 403},
		{"Sec-Fetch-Site", "same-origin", 303},
		{"Origin", "https://clinic.example", 303},
		{"X-None", "an old browser", 303},
	};
	const char *path = booked();

	face_sign_in(ROLE_MARKETER);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct http_pair headers[] = {
			{"Host", "clinic.example"},
			{"Content-Type", "application/x-www-form-urlencoded"},
			{"Cookie", "session=abc"},
			{rows[i].name, rows[i].value},
			{0},
		};
		struct http_reply r = face_ask_with(
			HTTP_POST, path, headers, "action=confirm");

		CHECK_ROW(r.status == rows[i].status, i);
		r = face_get(path);
		CHECK_ROW(!strstr(r.body, "Запись подтверждена") ==
				  (rows[i].status == 403),
			i);
	}
}

static void test_the_notice(void)
{
	struct http_reply r = face_get("/zdorovie/notice");

	CHECK(r.status == 200);
	CHECK(strstr(r.body, "О персональных данных"));
	CHECK(strstr(r.body, clinic_catalogue.clinic.notice_version));
	CHECK(!strstr(r.body, "/zdorovie/notice"));
	CHECK(face_get("/nirgends/notice").status == 404);
}

/* A thin visit tells when and where, and whom to call. */
static void test_a_thin_page_tells_no_more(void)
{
	struct visit v = booked_at(DESK_TUESDAY_9, "+79001234567");
	struct call c = desk_call(DESK_NOW, app_system());
	struct catalogue thin = clinic_catalogue;
	struct link_view view = {.visit = v,
		.catalogue = &thin,
		.service = &thin.services[0],
		.doctor = &thin.resources[0],
		.branch = &thin.branches[0],
		.zone = zone_utc()};
	struct link_page p = {0};

	thin.clinic.is_thin = true;
	link_page_visit(&p, &c, &view);
	CHECK(!p.service && !p.doctor && !p.profession && !p.price);
	CHECK(!p.preparation && p.address && p.when && p.tel);
	thin.clinic.is_thin = false;
	link_page_visit(&p, &c, &view);
	CHECK(p.service && p.doctor && p.profession && p.price);
}

/* The page of a message leads into the messenger, if the clinic has one. */
static void test_the_way_into_the_messenger(void)
{
	static const struct messenger bot = {
		.clinic = "zdorovie", .bot = "our_bot"};
	const char *path = booked();
	struct http_reply r;

	CHECK(!strstr(face_get(path).body, "Telegram"));
	r = acted(path, "action=telegram"); /* a form made by hand */
	CHECK(strstr(r.body, "note warn") && desk_rows("invitation") == 0);
	desk.messenger = &bot;
	CHECK(strstr(face_get(path).body, "value=\"telegram\""));
	CHECK(desk_rows("invitation") == 0);
	r = face_ask(HTTP_POST, path, "action=telegram");
	CHECK(r.status == 200 && desk_rows("invitation") == 1);
	CHECK(strstr(r.body, "href=\"https://t.me/our_bot?start="));
	CHECK(strstr(r.body, "Запустить"));
	CHECK(!strstr(r.body, "Зоя") && !strstr(r.body, "value=\"cancel\""));
	acted(path, "action=cancel");
	CHECK(!strstr(face_get(path).body, "value=\"telegram\""));
	desk.messenger = NULL;
}

FACE_MAIN(test_templates_fit_their_table, test_the_visit_without_its_patient,
	test_looking_changes_nothing, test_confirming,
	test_cancelling_is_asked_once_more,
	test_moving_shows_times_and_tells_both, test_a_time_just_taken,
	test_a_wrong_form_does_nothing, test_a_link_that_is_over,
	test_whose_form_counts, test_the_notice, test_a_thin_page_tells_no_more,
	test_the_way_into_the_messenger)
