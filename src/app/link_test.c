#include "app/link.h"

#include "app/visit.h"
#include "store/link.h"
#include "test/desk.h"

static struct visit booked(void)
{
	struct call c = desk_visitor(DESK_NOW, 501);
	struct visit v = {0};

	if (!app_visit_book(&c,
		    &(struct visit_book_request){
			    .wish = {CLINIC_ID, SERVICE_THERAPY, DOCTOR_PETROVA,
				    0, DESK_TUESDAY_9},
			    .person = {.first = "Анна",
				    .phone = "+79001234567"},
			    .source = "site"},
		    &v, &both.e))
		fail_msg("%s", both.e.text);
	return v;
}

static const char *token_of(const struct visit *v)
{
	static const char head[] = "https://clinic.example/zdorovie/v/";
	struct call c = desk_call(DESK_NOW, app_system());
	const char *url;

	CHECK(app_link_make(&c, v, &url, &both.e));
	CHECK(strncmp(url, head, sizeof(head) - 1) == 0);
	CHECK(strlen(url + sizeof(head) - 1) == 22);
	return url + sizeof(head) - 1;
}

static void test_a_link_opens_its_visit_alone(void)
{
	struct visit v = booked();
	const char *token = token_of(&v);
	struct call c = desk_visitor(DESK_NOW, 0);
	struct link_view view;

	CHECK_TEXT(token_of(&v), token);
	CHECK(app_link_open(&c, "zdorovie", token, &view, &both.e));
	CHECK(view.visit.id == v.id && view.can_confirm && view.can_move);
	CHECK(view.doctor->id == DOCTOR_PETROVA);
	CHECK(c.who.kind == PRINCIPAL_PATIENT_LINK && c.who.visit_id == v.id);
	CHECK(!app_link_open(&c, "chuzhaya", token, &view, &both.e));
	CHECK(both.e.kind == ERR_NOT_FOUND);
	CHECK(!app_link_open(
		&c, "zdorovie", "AAAAAAAAAAAAAAAAAAAAAA", &view, &both.e));
	CHECK(both.e.kind == ERR_NOT_FOUND);
	c.now = v.end_at + LINK_AFTER_S;
	CHECK(!app_link_open(&c, "zdorovie", token, &view, &both.e));
	CHECK(both.e.kind == ERR_NOT_FOUND);
}

/* It goes out in messages, which leave later and write none. */
static void test_a_booked_visit_has_its_link(void)
{
	struct visit v = booked();
	char token[LINK_TOKEN_SIZE], next[LINK_TOKEN_SIZE];
	struct call c = desk_visitor(DESK_NOW, 0);
	struct link_view view;

	store_link_token(&both.store, v.id, token);
	store_link_token(&both.store, v.id + 1, next);
	CHECK(strcmp(token, next) != 0);
	CHECK(app_link_open(&c, "zdorovie", token, &view, &both.e));
	CHECK(view.visit.id == v.id);
	CHECK(!app_link_open(&c, "zdorovie", next, &view, &both.e));
	CHECK(both.e.kind == ERR_NOT_FOUND);
}

static void test_a_link_confirms_moves_and_cancels(void)
{
	struct visit v = booked();
	const char *token = token_of(&v);
	struct call c = desk_visitor(DESK_NOW, 0);
	const struct slot *times;
	struct link_view view;
	size_t n;

	CHECK(app_link_act(
		&c, "zdorovie", token, VISIT_CONFIRM, 0, 0, &view, &both.e));
	CHECK(view.visit.state == VISIT_CONFIRMED && !view.can_confirm);
	CHECK(app_link_times(&c, &view, 5, &times, &n, &both.e));
	CHECK(n == 5 && times[0].start_at < times[4].start_at);
	for (size_t i = 0; i < n; i++)
		CHECK_ROW(times[i].doctor_id == DOCTOR_PETROVA, i);
	CHECK(app_link_act(&c, "zdorovie", token, VISIT_MOVE,
		DESK_TUESDAY_9 + 3 * DAY + HOUR, DOCTOR_PETROVA, &view,
		&both.e));
	CHECK(view.visit.state == VISIT_BOOKED && view.visit.revision == 1);
	/* It lives as long as the visit that was moved. */
	c.now = v.end_at + LINK_AFTER_S;
	CHECK(app_link_open(&c, "zdorovie", token, &view, &both.e));
	c.now = DESK_NOW;
	CHECK(!app_link_act(
		&c, "zdorovie", token, VISIT_ARRIVE, 0, 0, &view, &both.e));
	CHECK(both.e.kind == ERR_DENIED);
	CHECK(app_link_act(
		&c, "zdorovie", token, VISIT_CANCEL, 0, 0, &view, &both.e));
	CHECK(view.visit.state == VISIT_CANCELLED && !view.can_cancel);
}

static void test_nothing_is_undone_once_it_has_begun(void)
{
	struct visit v = booked();
	const char *token = token_of(&v);
	struct call c = desk_visitor(v.start_at, 0);
	struct link_view view;

	CHECK(app_link_open(&c, "zdorovie", token, &view, &both.e));
	CHECK(!view.can_confirm && !view.can_cancel && !view.can_move);
	CHECK(!app_link_act(
		&c, "zdorovie", token, VISIT_CANCEL, 0, 0, &view, &both.e));
	CHECK(both.e.kind == ERR_CONFLICT);
	CHECK(!app_link_act(&c, "zdorovie", token, VISIT_MOVE,
		DESK_TUESDAY_9 + DAY * 2, 0, &view, &both.e));
	CHECK(both.e.kind == ERR_CONFLICT);
}

/* How many links a sweep of every part finds over at `now`. */
static int64_t swept(int64_t now)
{
	int64_t all = 0, n;

	for (int part = 0; part < 256; part++) {
		CHECK(store_link_sweep(
			&both.store, (uint8_t)part, now, &n, &both.e));
		all += n;
	}
	return all;
}

static void test_what_is_over_is_swept(void)
{
	struct visit v = booked();
	const char *token = token_of(&v);
	struct call c = desk_visitor(DESK_NOW, 0);
	struct link_view view;

	CHECK(swept(v.end_at + LINK_AFTER_S - 1) == 0);
	CHECK(app_link_open(&c, "zdorovie", token, &view, &both.e));
	CHECK(swept(v.end_at + LINK_AFTER_S) == 1);
	CHECK(!app_link_open(&c, "zdorovie", token, &view, &both.e));
	CHECK(both.e.kind == ERR_NOT_FOUND);
}

DESK_MAIN(test_what_is_over_is_swept, test_a_link_opens_its_visit_alone,
	test_a_booked_visit_has_its_link,
	test_a_link_confirms_moves_and_cancels,
	test_nothing_is_undone_once_it_has_begun)
