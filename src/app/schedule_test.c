#include "app/schedule.h"

#include "app/report.h"
#include "app/visit.h"
#include "base/civil.h"
#include "store/audit.h"
#include "store/setting.h"
#include "test/desk.h"

static struct visit booked(
	int64_t start_at, int64_t doctor_id, const char *phone, int64_t at)
{
	struct call c = desk_visitor(at, 501);
	struct visit v = {0};

	if (!app_visit_book(&c,
		    &(struct visit_book_request){
			    .wish = {CLINIC_ID, SERVICE_THERAPY, doctor_id, 0,
				    start_at},
			    .person = {.first = "Анна",
				    .last = "Иванова",
				    .phone = phone},
			    .dialogue_id = 501,
			    .source = "site"},
		    &v, &both.e))
		fail_msg("%s", both.e.text);
	return v;
}

static const struct schedule_doctor *column(
	const struct schedule *s, int64_t doctor_id)
{
	for (size_t i = 0; i < s->doctors_n; i++)
		if (s->doctors[i].doctor->id == doctor_id)
			return &s->doctors[i];
	fail();
	return NULL;
}

static void test_the_day_of_a_branch(void)
{
	struct visit one = booked(
		DESK_TUESDAY_9, DOCTOR_PETROVA, "+79001234567", DESK_NOW);
	struct call c = desk_staff(DESK_NOW);
	const struct schedule_doctor *petrova;
	struct audit_verdict before, after;
	struct schedule s;

	booked(DESK_TUESDAY_9 + HOUR, DOCTOR_ORLOV, "+79001234568", DESK_NOW);
	CHECK(audit_verify(&both.store, CLINIC_ID, NULL, 0, &before, &both.e));
	if (!app_schedule(&c, CLINIC_ID, BRANCH_MOSCOW, civil_day(2026, 11, 24),
		    &s, &both.e))
		fail_msg("%s", both.e.text);
	CHECK(s.doctors_n == 2 && s.today == civil_day(2026, 11, 23));
	CHECK(s.counts[VISIT_BOOKED] == 2);
	petrova = column(&s, DOCTOR_PETROVA);
	CHECK(petrova->open_min == 240 && petrova->busy_min == 30);
	CHECK(petrova->visits_n == 1);
	CHECK(petrova->visits[0].visit.id == one.id);
	CHECK_TEXT(petrova->visits[0].patient_name, "Иванова Анна");
	CHECK_TEXT(petrova->visits[0].patient_phone, "+7 ··· ···-··-67");
	CHECK_TEXT(petrova->visits[0].service, "Приём терапевта");
	CHECK(petrova->visits[0].can[VISIT_CONFIRM]);
	CHECK(!petrova->visits[0].can[VISIT_ARRIVE]); /* tomorrow */
	CHECK(audit_verify(&both.store, CLINIC_ID, NULL, 0, &after, &both.e));
	CHECK(after.rows_n == before.rows_n + 1); /* one row a reading */
}

static void test_days_off_and_other_branches(void)
{
	struct call c = desk_staff(DESK_NOW);
	struct call stranger = desk_stranger(DESK_NOW);
	struct schedule s;

	CHECK(app_schedule(&c, CLINIC_ID, BRANCH_MOSCOW,
		civil_day(2026, 11, 25), &s, &both.e));
	CHECK(column(&s, DOCTOR_PETROVA)->open_min == 0); /* absent */
	CHECK(app_schedule(&c, CLINIC_ID, BRANCH_MOSCOW,
		civil_day(2026, 11, 27), &s, &both.e));
	CHECK(column(&s, DOCTOR_PETROVA)->open_min == 60); /* override */
	CHECK(app_schedule(&c, CLINIC_ID, BRANCH_URAL, civil_day(2026, 11, 30),
		&s, &both.e));
	CHECK(s.doctors_n == 1 && s.doctors[0].open_min == 0); /* closed */
	CHECK(app_schedule(&c, CLINIC_ID, 0, SCHEDULE_TODAY, &s, &both.e));
	CHECK(s.branch->id == BRANCH_MOSCOW && s.day == s.today);
	CHECK(!app_schedule(&c, CLINIC_ID, OTHER_BRANCH, 0, &s, &both.e));
	CHECK(both.e.kind == ERR_NOT_FOUND);
	CHECK(!app_schedule(
		&stranger, CLINIC_ID, BRANCH_MOSCOW, 0, &s, &both.e));
	CHECK(both.e.kind == ERR_NOT_FOUND);
}

static void test_a_card_holds_the_complaint(void)
{
	struct call c = desk_staff(DESK_NOW);
	struct visit_card card;
	struct visit v;

	CHECK(app_visit_book(&c,
		&(struct visit_book_request){
			.wish = {CLINIC_ID, SERVICE_THERAPY, 0, 0,
				DESK_TUESDAY_9},
			.person = {.first = "Анна", .phone = "+79001234567"},
			.complaint = "болит голова",
			.source = "desk"},
		&v, &both.e));
	CHECK(app_visit_card(&c, v.id, &card, &both.e));
	CHECK_TEXT(card.complaint, "болит голова");
	CHECK_TEXT(card.shown.patient_name, "Анна");
}

static void test_the_owner_s_numbers(void)
{
	/* At nine in the evening of Monday, for Tuesday. */
	int64_t night = DESK_NOW + 13 * HOUR;
	struct visit missed =
		booked(DESK_TUESDAY_9, DOCTOR_PETROVA, "+79001234567", night);
	struct visit gone = booked(
		DESK_TUESDAY_9 + HOUR, DOCTOR_PETROVA, "+79001234568", night);
	struct call staff = desk_staff(DESK_TUESDAY_9);
	struct call late = desk_staff(DESK_TUESDAY_9 + 12 * HOUR);
	struct report_owner r;
	struct visit v;

	CHECK(app_visit_cancel(&staff, gone.id, &v, &both.e));
	CHECK(app_visit_book(&staff,
		&(struct visit_book_request){
			.wish = {CLINIC_ID, SERVICE_THERAPY, DOCTOR_PETROVA, 0,
				DESK_TUESDAY_9 + HOUR},
			.person = {.first = "Пётр", .phone = "+79001234569"},
			.source = "desk"},
		&v, &both.e));
	CHECK(app_visit_step(&late, missed.id, VISIT_MISS, &v, &both.e));
	if (!app_report_owner(&late, CLINIC_ID, civil_day(2026, 11, 23),
		    civil_day(2026, 11, 24), &r, &both.e))
		fail_msg("%s", both.e.text);
	CHECK(r.booked == 3 && r.booked_by_bot == 2 && r.booked_at_night == 2);
	CHECK(r.cancelled == 1 && r.missed == 1 && r.done == 0);
	CHECK(r.freed == 1 && r.filled == 1);
	CHECK(r.days_n == 2 && r.days[0].booked == 2 && r.days[0].by_bot == 2);
	CHECK(r.days[1].booked == 1 && r.days[1].missed == 1);
	CHECK(r.heat[0][21] == 2 && r.heat[1][9] == 1);
	CHECK(r.saved.no_shows_prevented == 0); /* 15 % of two, less one */
	CHECK(r.saved.hours_rub == 33000 && r.saved.total_rub == 33000);
	CHECK(r.no_show_after > 0.49 && r.no_show_after < 0.51);

	CHECK(store_setting_set(&both.store, CLINIC_ID,
		"report.no_show_before_percent", "100", &both.e));
	CHECK(app_report_owner(&late, CLINIC_ID, civil_day(2026, 11, 23),
		civil_day(2026, 11, 24), &r, &both.e));
	CHECK(r.saved.no_shows_prevented == 1);
	CHECK(r.saved.prevented_rub == 3000 && r.saved.total_rub == 36000);
	CHECK(!app_report_owner(&late, CLINIC_ID, 2, 1, &r, &both.e));
	CHECK(both.e.kind == ERR_INVALID);
}

DESK_MAIN(test_the_day_of_a_branch, test_days_off_and_other_branches,
	test_a_card_holds_the_complaint, test_the_owner_s_numbers)
