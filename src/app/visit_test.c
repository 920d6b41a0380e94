#include "app/visit.h"

#include "app/slots.h"
#include "store/audit.h"
#include "store/patient.h"
#include "store/visit.h"
#include "test/desk.h"

enum { ME = 501, SOMEBODY = 502, DIALOGUE = 601 };

static const struct person anna = {
	.first = "Анна", .last = "Иванова", .phone = "+79001234567"};

static struct visit_wish therapy_at(int64_t start_at, int64_t doctor_id)
{
	return (struct visit_wish){
		.clinic_id = CLINIC_ID,
		.service_id = SERVICE_THERAPY,
		.doctor_id = doctor_id,
		.start_at = start_at,
	};
}

static bool try_hold(struct call *c, struct visit_wish wish, struct visit *v)
{
	return app_visit_hold(c,
		&(struct visit_hold_request){.wish = wish, .source = "site"}, v,
		&both.e);
}

static struct visit hold(struct call *c, struct visit_wish wish)
{
	struct visit v = {0};

	if (!try_hold(c, wish, &v))
		fail_msg("%s", both.e.text);
	return v;
}

static bool try_book(
	struct call *c, const struct visit_book_request *in, struct visit *v)
{
	return app_visit_book(c, in, v, &both.e);
}

static struct visit book_as(
	struct call *c, struct visit_wish wish, struct person person)
{
	struct visit v = {0};

	if (!try_book(c,
		    &(struct visit_book_request){
			    .wish = wish, .person = person, .source = "site"},
		    &v))
		fail_msg("%s: %s", both.e.field, both.e.text);
	return v;
}

static bool failed_with(enum err_kind kind, const char *field)
{
	return both.e.kind == kind && strcmp(both.e.field, field) == 0;
}

/* Everything of one visit agrees with itself; returns its number of cells. */
static size_t cells_of(const struct visit *v)
{
	const int64_t who[OCCUPANCY_RESOURCES] = {
		v->doctor_id, v->room_id, v->device_id};
	struct cells cells = {v->busy_from_at / OCCUPANCY_CELL_S,
		v->busy_to_at / OCCUPANCY_CELL_S};
	size_t n = 0;

	for (int64_t at = cells.first; at < cells.end; at++)
		for (int r = 0; r < OCCUPANCY_RESOURCES; r++) {
			const int64_t one[OCCUPANCY_RESOURCES] = {who[r]};
			const struct occupant *list;
			size_t list_n;

			CHECK(store_occupancy_look(&both.store, one,
				(struct cells){at, at + 1}, &both.a, &list,
				&list_n, &both.e));
			if (who[r] != 0 && list_n == 1 &&
				list[0].visit_id == v->id)
				n++;
		}
	return n;
}

static void test_hold_book_and_all_the_way(void)
{
	struct call c = desk_visitor(DESK_NOW, ME);
	struct call staff = desk_staff(DESK_TUESDAY_9);
	struct visit held =
		hold(&c, therapy_at(DESK_TUESDAY_9, DOCTOR_PETROVA));
	struct visit v;
	struct patient p;

	CHECK(held.state == VISIT_HELD && held.patient_id == 0);
	CHECK(held.doctor_id == DOCTOR_PETROVA && held.room_id != 0);
	CHECK(held.end_at == held.start_at + 30 * MINUTE);
	CHECK(held.busy_to_at == held.end_at + 5 * MINUTE);
	CHECK(held.price_kop == 300000);
	CHECK(cells_of(&held) == 2 * 7);

	CHECK(try_book(&c,
		&(struct visit_book_request){.hold_id = held.id,
			.wish.clinic_id = CLINIC_ID,
			.person = anna,
			.sex = SEX_FEMALE,
			.source = "site",
			.complaint = "болит голова"},
		&v));
	CHECK(v.id == held.id && v.state == VISIT_BOOKED);
	CHECK(v.booked_at == DESK_NOW && v.held_until == 0);
	CHECK(cells_of(&v) == 2 * 7);
	CHECK(store_patient_find(&both.store, CLINIC_ID, v.patient_id, false,
		&both.a, &p, &both.e));
	CHECK(p.state == PATIENT_KNOWN && p.sex == SEX_FEMALE);
	CHECK_TEXT(p.person.phone, "+79001234567");

	CHECK(app_visit_step(&c, v.id, VISIT_CONFIRM, &v, &both.e));
	CHECK(app_visit_step(&staff, v.id, VISIT_ARRIVE, &v, &both.e));
	CHECK(app_visit_step(&staff, v.id, VISIT_START, &v, &both.e));
	CHECK(app_visit_step(&staff, v.id, VISIT_FINISH, &v, &both.e));
	CHECK(v.state == VISIT_DONE && v.ended_at == DESK_TUESDAY_9);
	CHECK(!app_visit_step(&staff, v.id, VISIT_CANCEL, &v, &both.e));
	CHECK(failed_with(ERR_CONFLICT, "state"));
}

static void test_the_same_hold_books_once(void)
{
	struct call c = desk_visitor(DESK_NOW, ME);
	struct visit held =
		hold(&c, therapy_at(DESK_TUESDAY_9, DOCTOR_PETROVA));
	struct visit_book_request in = {.hold_id = held.id,
		.wish.clinic_id = CLINIC_ID,
		.person = anna,
		.source = "site"};
	struct visit one, two;

	CHECK(try_book(&c, &in, &one) && try_book(&c, &in, &two));
	CHECK(one.id == two.id && two.booked_at == one.booked_at);
}

static void test_a_taken_start_is_refused(void)
{
	struct call me = desk_visitor(DESK_NOW, ME);
	struct call other = desk_visitor(DESK_NOW, SOMEBODY);
	struct visit_wish wish = therapy_at(DESK_TUESDAY_9, DOCTOR_PETROVA);
	struct visit v;

	hold(&me, wish);
	CHECK(!try_hold(&other, wish, &v));
	CHECK(failed_with(ERR_CONFLICT, "start"));
	CHECK(!try_book(&other,
		&(struct visit_book_request){
			.wish = wish, .person = anna, .source = "site"},
		&v));
	CHECK(failed_with(ERR_CONFLICT, "start"));
	/* Any doctor will do: the other one is free. */
	wish.doctor_id = 0;
	v = hold(&other, wish);
	CHECK(v.doctor_id == DOCTOR_ORLOV);
}

/* As when the room was chosen before its taker was to be seen. */
static void test_a_lost_room_is_no_taken_start(void)
{
	struct call me = desk_visitor(DESK_NOW, ME);
	struct call other = desk_visitor(DESK_NOW, SOMEBODY);
	struct visit theirs =
		book_as(&other, therapy_at(DESK_TUESDAY_9, DOCTOR_ORLOV), anna);
	struct visit v;

	theirs.state = VISIT_CANCELLED; /* its cells stay taken */
	CHECK(store_visit_update(&both.store, &theirs, &both.e));
	CHECK(!try_hold(&me, therapy_at(DESK_TUESDAY_9, DOCTOR_PETROVA), &v));
	CHECK(both.e.kind == ERR_UNAVAILABLE);
	CHECK(!try_hold(&me, therapy_at(DESK_TUESDAY_9, DOCTOR_ORLOV), &v));
	CHECK(failed_with(ERR_CONFLICT, "start"));
}

static void test_an_outsider_has_one_hold(void)
{
	struct call me = desk_visitor(DESK_NOW, ME);
	struct call other = desk_visitor(DESK_NOW, SOMEBODY);
	struct visit_wish wish = therapy_at(DESK_TUESDAY_9, DOCTOR_PETROVA);
	struct visit again;

	hold(&me, wish);
	again = hold(&me, wish); /* his own hold is no obstacle */
	CHECK(cells_of(&again) == 2 * 7);
	wish.start_at += HOUR;
	hold(&me, wish);
	wish.start_at -= HOUR;
	hold(&other, wish);
}

static void test_a_hold_ends_by_time_and_by_will(void)
{
	struct call me = desk_visitor(DESK_NOW, ME);
	struct call late = desk_visitor(DESK_NOW + VISIT_HOLD_S, SOMEBODY);
	struct visit_wish wish = therapy_at(DESK_TUESDAY_9, DOCTOR_PETROVA);
	struct visit held = hold(&me, wish), v, other;

	me.now = late.now;
	CHECK(!try_book(&me,
		&(struct visit_book_request){.hold_id = held.id,
			.wish.clinic_id = CLINIC_ID,
			.person = anna,
			.source = "site"},
		&v));
	CHECK(failed_with(ERR_CONFLICT, "hold"));
	other = hold(&late, wish); /* over: taken away by who needs it */
	CHECK(app_visit_release(&me, other.id, &both.e)); /* not his: stays */
	CHECK(cells_of(&other) == 2 * 7);
	CHECK(app_visit_release(&late, other.id, &both.e));
	CHECK(cells_of(&other) == 0);
	CHECK(app_visit_release(&late, other.id, &both.e));
}

static void test_a_round_ends_what_is_over(void)
{
	struct call me = desk_visitor(DESK_NOW, ME);
	struct call other = desk_visitor(DESK_NOW + 60, SOMEBODY);
	struct call round = desk_call(DESK_NOW, app_system());
	struct visit one =
		hold(&me, therapy_at(DESK_TUESDAY_9, DOCTOR_PETROVA));
	struct visit two =
		hold(&other, therapy_at(DESK_TUESDAY_9, DOCTOR_ORLOV));
	int64_t next_at;

	CHECK(app_hold_round(&round, &next_at, &both.e));
	CHECK(next_at == one.held_until && cells_of(&one) == 14);
	round.now = one.held_until;
	CHECK(app_hold_round(&round, &next_at, &both.e));
	CHECK(next_at == two.held_until);
	CHECK(cells_of(&one) == 0 && cells_of(&two) == 14);
	round.now = two.held_until;
	CHECK(app_hold_round(&round, &next_at, &both.e));
	CHECK(next_at == round.now + VISIT_HOLD_S);
}

static void test_what_a_client_may_not_send(void)
{
	static const struct {
		int64_t start_at;
		int64_t service_id, doctor_id;
		enum err_kind kind;
		const char *field;
	} rows[] = {
		{DESK_NOW - DAY + HOUR, SERVICE_THERAPY, 0, ERR_CONFLICT,
			"start"}, /* past */
		{DESK_NOW + 30 * MINUTE, SERVICE_THERAPY, 0, ERR_CONFLICT,
			"start"}, /* notice */
		{DESK_TUESDAY_9 - HOUR, SERVICE_THERAPY, 0, ERR_CONFLICT,
			"start"}, /* not open */
		{DESK_TUESDAY_9 + 5 * MINUTE, SERVICE_THERAPY, 0, ERR_CONFLICT,
			"start"}, /* off the grid */
		{DESK_TUESDAY_9 + 1, SERVICE_THERAPY, 0, ERR_CONFLICT, "start"},
		{DESK_TUESDAY_9 + 60 * DAY, SERVICE_THERAPY, 0, ERR_CONFLICT,
			"start"}, /* horizon */
		{DESK_TUESDAY_9 + DAY, SERVICE_THERAPY, DOCTOR_PETROVA,
			ERR_CONFLICT, "start"}, /* absent */
		{DESK_TUESDAY_9, OTHER_SERVICE, 0, ERR_NOT_FOUND, "service"},
		{DESK_TUESDAY_9, SERVICE_THERAPY, OTHER_DOCTOR, ERR_NOT_FOUND,
			"doctor"},
		{DESK_TUESDAY_9, SERVICE_THERAPY, DOCTOR_SOMOV, ERR_NOT_FOUND,
			"doctor"},
		{INT64_MAX, SERVICE_THERAPY, 0, ERR_CONFLICT, "start"},
		{-1, SERVICE_THERAPY, 0, ERR_CONFLICT, "start"},
	};
	struct call c = desk_visitor(DESK_NOW, ME);
	struct visit v;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct visit_wish wish =
			therapy_at(rows[i].start_at, rows[i].doctor_id);

		wish.service_id = rows[i].service_id;
		CHECK_ROW(!try_hold(&c, wish, &v), i);
		CHECK_ROW(failed_with(rows[i].kind, rows[i].field), i);
	}
}

static void test_who_must_be_known(void)
{
	static const struct {
		struct person person;
		const char *field;
	} rows[] = {
		{{.phone = "+79001234567"}, "name"},
		{{.first = "Анна"}, "phone"},
		{{.first = "Анна", .phone = "89001234567"}, "phone"},
		{{.first = "Анна", .phone = "+7900"}, "phone"},
		{{.first = "Анна", .phone = "+7900123456x"}, "phone"},
		{{.first = "Анна",
			 .phone = "+79001234567",
			 .birth = "2026-02-31"},
			"birth"},
	};
	struct call c = desk_visitor(DESK_NOW, ME);
	struct visit v;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		CHECK_ROW(!try_book(&c,
				  &(struct visit_book_request){
					  .wish = therapy_at(DESK_TUESDAY_9, 0),
					  .person = rows[i].person,
					  .source = "site"},
				  &v),
			i);
		CHECK_ROW(failed_with(ERR_INVALID, rows[i].field), i);
	}
}

static void test_a_move_frees_the_old_time_only_then(void)
{
	struct call me = desk_visitor(DESK_NOW, ME);
	struct call other = desk_visitor(DESK_NOW, SOMEBODY);
	struct visit mine =
		book_as(&me, therapy_at(DESK_TUESDAY_9, DOCTOR_PETROVA), anna);
	struct visit v;

	hold(&other, therapy_at(DESK_TUESDAY_9 + HOUR, DOCTOR_PETROVA));
	CHECK(app_visit_step(&me, mine.id, VISIT_CONFIRM, &v, &both.e));
	CHECK(!app_visit_move(
		&me, mine.id, DESK_TUESDAY_9 + HOUR, 0, &v, &both.e));
	CHECK(failed_with(ERR_CONFLICT, "start"));
	CHECK(cells_of(&mine) == 14);

	/* Half an hour on: it overlaps its own old cells by the buffer. */
	CHECK(app_visit_move(
		&me, mine.id, DESK_TUESDAY_9 + 2 * HOUR, 0, &v, &both.e));
	CHECK(v.state == VISIT_BOOKED && v.revision == 1);
	CHECK(v.start_at == DESK_TUESDAY_9 + 2 * HOUR);
	CHECK(cells_of(&mine) == 0 && cells_of(&v) == 14);
	hold(&other, therapy_at(DESK_TUESDAY_9, DOCTOR_PETROVA));

	/* The same place again changes nothing. */
	CHECK(app_visit_move(
		&me, mine.id, v.start_at, DOCTOR_PETROVA, &v, &both.e));
	CHECK(v.revision == 1);
	/* To the other doctor at the same time. */
	CHECK(app_visit_move(
		&me, mine.id, v.start_at, DOCTOR_ORLOV, &v, &both.e));
	CHECK(v.doctor_id == DOCTOR_ORLOV && v.price_kop == 250000);
}

static void test_a_cancelled_time_is_free_again(void)
{
	struct call me = desk_visitor(DESK_NOW, ME);
	struct call other = desk_visitor(DESK_NOW, SOMEBODY);
	struct visit v =
		book_as(&me, therapy_at(DESK_TUESDAY_9, DOCTOR_PETROVA), anna);

	CHECK(app_visit_cancel(&me, v.id, &v, &both.e));
	CHECK(v.state == VISIT_CANCELLED && cells_of(&v) == 0);
	hold(&other, therapy_at(DESK_TUESDAY_9, DOCTOR_PETROVA));
	CHECK(!app_visit_cancel(&me, v.id, &v, &both.e));
	CHECK(failed_with(ERR_CONFLICT, "state"));
}

static void test_one_patient_is_in_one_place(void)
{
	struct call me = desk_visitor(DESK_NOW, ME);
	struct call other = desk_visitor(DESK_NOW, SOMEBODY);
	struct call staff = desk_staff(DESK_NOW);
	struct visit_book_request in = {
		.wish = therapy_at(DESK_TUESDAY_9, DOCTOR_ORLOV),
		.person = anna,
		.source = "site"};
	struct visit v = book_as(&me,
			     therapy_at(DESK_TUESDAY_9, DOCTOR_PETROVA), anna),
		     two;

	/* A stranger who types her phone learns nothing about her visits. */
	CHECK(!try_book(&other, &in, &two));
	CHECK(failed_with(ERR_CONFLICT, "start"));
	CHECK(!try_book(&staff, &in, &two));
	CHECK(failed_with(ERR_CONFLICT, "patient"));
	in.patient_id = v.patient_id;
	CHECK(!try_book(&staff, &in, &two));
	CHECK(failed_with(ERR_CONFLICT, "patient"));
	/* A relative with the same phone is somebody else. */
	in.patient_id = 0;
	in.person.first = "Пётр";
	in.person.last = "";
	CHECK(try_book(&staff, &in, &two));
	CHECK(two.patient_id != v.patient_id);
	/* And she herself an hour later is the same. */
	in.person = anna;
	in.wish.start_at += HOUR;
	CHECK(try_book(&other, &in, &two));
	CHECK(two.patient_id == v.patient_id);
	CHECK(!app_visit_move(
		&other, two.id, DESK_TUESDAY_9, DOCTOR_ORLOV, &two, &both.e));
}

static void test_a_phone_has_a_limit_for_outsiders(void)
{
	struct call me = desk_visitor(DESK_NOW, ME);
	struct call staff = desk_staff(DESK_NOW);
	struct visit_book_request in = {
		.wish = therapy_at(DESK_TUESDAY_9 + 5 * HOUR, DOCTOR_ORLOV),
		.person = anna,
		.source = "site"};
	struct visit v;

	for (int i = 0; i < VISITS_BOOKED_MAX; i++)
		book_as(&me,
			therapy_at(DESK_TUESDAY_9 + i * HOUR, DOCTOR_ORLOV),
			anna);
	CHECK(!try_book(&me, &in, &v));
	CHECK(failed_with(ERR_LIMIT, "phone"));
	CHECK(try_book(&staff, &in, &v));
}

static void test_for_whom_a_service_is(void)
{
	struct call me = desk_visitor(DESK_NOW, ME);
	struct visit_book_request in = {.wish = therapy_at(DESK_TUESDAY_9, 0),
		.person = anna,
		.sex = SEX_MALE,
		.source = "site"};
	struct visit v;

	in.wish.service_id = SERVICE_WOMEN;
	CHECK(!try_book(&me, &in, &v));
	CHECK(failed_with(ERR_INVALID, "service"));
	in.sex = SEX_FEMALE;
	in.person.birth = "2008-11-25"; /* 18 the day after */
	CHECK(!try_book(&me, &in, &v));
	CHECK(failed_with(ERR_INVALID, "service"));
	in.person.birth = "2008-11-24";
	CHECK(try_book(&me, &in, &v));
	CHECK(v.room_id == 0 && cells_of(&v) == 6);
}

static void test_a_foreign_visit_does_not_exist(void)
{
	struct call me = desk_visitor(DESK_NOW, ME);
	struct call other = desk_visitor(DESK_NOW, SOMEBODY);
	struct call stranger = desk_stranger(DESK_NOW);
	struct call link = desk_call(
		DESK_NOW, (struct principal){.kind = PRINCIPAL_PATIENT_LINK,
				  .clinic_id = CLINIC_ID,
				  .visit_id = 1});
	struct call *foreign[] = {&other, &stranger, &link};
	struct visit v = book_as(&me,
			     therapy_at(DESK_TUESDAY_9, DOCTOR_PETROVA), anna),
		     got;

	for (size_t i = 0; i < ARRAY_LEN(foreign); i++) {
		CHECK_ROW(!app_visit_get(foreign[i], v.id, &got, &both.e), i);
		CHECK_ROW(both.e.kind == ERR_NOT_FOUND, i);
		CHECK_ROW(
			!app_visit_cancel(foreign[i], v.id, &got, &both.e), i);
		CHECK_ROW(both.e.kind == ERR_NOT_FOUND, i);
		CHECK_ROW(!app_visit_move(foreign[i], v.id,
				  DESK_TUESDAY_9 + HOUR, 0, &got, &both.e),
			i);
		CHECK_ROW(both.e.kind == ERR_NOT_FOUND, i);
	}
	link.who.visit_id = v.id;
	CHECK(app_visit_get(&link, v.id, &got, &both.e));
	CHECK(!app_visit_step(&link, v.id, VISIT_ARRIVE, &got, &both.e));
	CHECK(both.e.kind == ERR_DENIED);
	CHECK(!app_visit_step(&me, v.id, VISIT_BOOK, &got, &both.e));
	CHECK(both.e.kind == ERR_INVALID);
	CHECK(!try_hold(&stranger, therapy_at(DESK_TUESDAY_9, 0), &got));
	CHECK(both.e.kind == ERR_NOT_FOUND);
}

static void test_everything_is_in_the_chain(void)
{
	struct call me = desk_visitor(DESK_NOW, ME);
	struct visit v =
		book_as(&me, therapy_at(DESK_TUESDAY_9, DOCTOR_PETROVA), anna);
	struct audit_verdict verdict;

	CHECK(app_visit_move(&me, v.id, DESK_TUESDAY_9 + HOUR, 0, &v, &both.e));
	CHECK(app_visit_step(&me, v.id, VISIT_CONFIRM, &v, &both.e));
	CHECK(app_visit_get(&me, v.id, &v, &both.e));
	CHECK(app_visit_cancel(&me, v.id, &v, &both.e));
	CHECK(audit_verify(&both.store, CLINIC_ID, NULL, 0, &verdict, &both.e));
	CHECK(verdict.is_whole && verdict.rows_n == 5);
}

DESK_MAIN(test_hold_book_and_all_the_way, test_the_same_hold_books_once,
	test_a_taken_start_is_refused, test_a_lost_room_is_no_taken_start,
	test_an_outsider_has_one_hold, test_a_hold_ends_by_time_and_by_will,
	test_a_round_ends_what_is_over, test_what_a_client_may_not_send,
	test_who_must_be_known, test_a_move_frees_the_old_time_only_then,
	test_a_cancelled_time_is_free_again, test_one_patient_is_in_one_place,
	test_a_phone_has_a_limit_for_outsiders, test_for_whom_a_service_is,
	test_a_foreign_visit_does_not_exist, test_everything_is_in_the_chain)
