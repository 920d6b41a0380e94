#include "app/outbox.h"

#include "app/plan.h"
#include "store/consent.h"
#include "store/outbox.h"
#include "store/visit.h"
#include "test/sending.h"

/* --- the life of a reminder ----------------------------------------------- */

static void test_a_week_of_one_visit(void)
{
	struct visit v = book(DESK_NOW, THURSDAY_15);
	struct call c = desk_visitor(DESK_NOW + 2 * DAY + 8 * HOUR, 501);
	struct plan_kinds kinds;
	int64_t at = 0;

	CHECK(app_plan_kinds(&c, &v, &kinds, &both.e));
	CHECK(kinds.tells_at_once && kinds.day_at == THURSDAY_15 - DAY &&
		kinds.hours_at == THURSDAY_15 - 2 * HOUR);
	CHECK(!kinds.day_is_evening && !kinds.hours_is_evening);

	CHECK(round_at(DESK_NOW).sent_n == 1);
	CHECK(holds(message(&v, 0, NULL),
		"Анна, вы записаны на приём к терапевту Орлову И."));
	CHECK(holds(message(&v, 0, NULL), "26 ноября в 15:00"));
	CHECK(holds(
		message(&v, 0, NULL), "https://clinic.example/zdorovie/v/"));

	CHECK(run_until(DESK_NOW + 1, THURSDAY_15 - DAY) == 0);
	CHECK(run_until(THURSDAY_15 - DAY, THURSDAY_15 - 2 * HOUR) == 1);
	CHECK(holds(message(&v, 0, &at), "напоминаем: завтра в 15:00"));
	CHECK(at == THURSDAY_15 - DAY);

	/* The patient confirms; the last one still comes. */
	c.who = (struct principal){.kind = PRINCIPAL_PATIENT_LINK,
		.clinic_id = CLINIC_ID,
		.visit_id = v.id};
	CHECK(app_visit_step(&c, v.id, VISIT_CONFIRM, &v, &both.e));
	CHECK(run_until(THURSDAY_15 - 2 * HOUR, THURSDAY_15 + 7 * DAY) == 1);
	CHECK(holds(message(&v, 0, &at), "ждём вас сегодня в 15:00"));
	CHECK(at == THURSDAY_15 - 2 * HOUR && messages_n(&v) == 3);
	CHECK(wire.sent_n == 3);
}

static void test_a_move_tells_both_times_and_drops_the_old(void)
{
	struct visit v = book(DESK_NOW, THURSDAY_15);
	struct call c = desk_visitor(DESK_NOW + HOUR, 501);

	CHECK(round_at(DESK_NOW).sent_n == 1);
	c.who = desk_staff(0).who;
	CHECK(app_visit_move(
		&c, v.id, THURSDAY_15 + DAY + HOUR, 0, &v, &both.e));
	CHECK(round_at(DESK_NOW + HOUR).sent_n == 1);
	CHECK(holds(message(&v, 0, NULL),
		"было 26 ноября в 15:00, теперь 27 ноября в 16:00"));
	/* Nothing at the old time, everything at the new one. */
	CHECK(run_until(DESK_NOW + HOUR + 1, THURSDAY_15 + HOUR) == 0);
	CHECK(run_until(THURSDAY_15 + HOUR, THURSDAY_15 + DAY + HOUR) == 2);
	CHECK(holds(message(&v, 1, NULL), "завтра в 16:00"));
}

/* A move whose plan was not told (an import): the gate finds the revision. */
static void test_a_stale_text_is_never_sent(void)
{
	struct visit v = book(DESK_NOW, THURSDAY_15);

	v.revision++;
	CHECK(store_visit_update(&both.store, &v, &both.e));
	CHECK(round_at(DESK_NOW).cancelled_n == 1);
	CHECK_TEXT(state(&v, "visit_booked"), "cancelled moved");
	CHECK(run_until(DESK_NOW, THURSDAY_15) == 0 && wire.sent_n == 0);
}

static void test_a_cancelled_visit_says_so_and_no_more(void)
{
	struct visit v = book(DESK_NOW, THURSDAY_15), again;
	struct call c = desk_staff(DESK_NOW + HOUR);

	CHECK(round_at(DESK_NOW).sent_n == 1);
	CHECK(app_visit_cancel(&c, v.id, &v, &both.e));
	CHECK(run_until(DESK_NOW + HOUR, THURSDAY_15 + DAY) == 1);
	CHECK(holds(message(&v, 0, NULL), "26 ноября в 15:00 отменён"));
	CHECK_TEXT(state(&v, "reminder_day"), "cancelled cancelled");

	/* The same time, booked again, is a visit like any other. */
	again = book(DESK_NOW + 2 * HOUR, THURSDAY_15);
	CHECK(again.patient_id == v.patient_id);
	CHECK(run_until(DESK_NOW + 2 * HOUR, THURSDAY_15) == 3);
}

static void test_late_bookings_promise_less(void)
{
	static const struct {
		int64_t ahead;
		bool day, hours;
	} rows[] = {
		{25 * HOUR, true, true},
		{23 * HOUR, false, true},
		{90 * MINUTE, false, false},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int64_t now = THURSDAY_15 + (int64_t)i * HOUR - rows[i].ahead;
		struct visit v = book(now, THURSDAY_15 + (int64_t)i * HOUR);
		struct call c = desk_visitor(now, 501);
		struct plan_kinds kinds;

		CHECK_ROW(app_plan_kinds(&c, &v, &kinds, &both.e), i);
		CHECK_ROW(kinds.tells_at_once, i);
		CHECK_ROW((kinds.day_at != 0) == rows[i].day, i);
		CHECK_ROW((kinds.hours_at != 0) == rows[i].hours, i);
	}
}

static void test_nobody_is_woken_but_who_asked(void)
{
	const int64_t night = DESK_NOW + 15 * HOUR; /* 23:00 */
	struct visit mine = book(night, THURSDAY_15);
	struct visit theirs = book_service(desk_staff(night), SERVICE_THERAPY,
		DOCTOR_ORLOV, THURSDAY_15 + HOUR, "+79007654321");
	struct outbox_round r = round_at(night);
	int64_t at = 0;

	CHECK(r.sent_n == 1 && r.postponed_n == 1);
	CHECK(messages_n(&mine) == 1 && messages_n(&theirs) == 0);
	CHECK(r.next_at == night + 9 * HOUR);
	CHECK(run_until(night, night + 10 * HOUR) == 1);
	message(&theirs, 0, &at);
	CHECK(at == DESK_NOW + DAY); /* 08:00 */
}

/* Ural is two hours ahead of Moscow: its patients sleep earlier. */
static void test_quiet_hours_are_the_patients(void)
{
	const int64_t evening = DESK_NOW + 11 * HOUR + 30 * MINUTE;
	struct visit v = book_service(desk_staff(evening), SERVICE_SCAN,
		DOCTOR_SOMOV, DESK_NOW + 2 * DAY + 4 * HOUR, anna.phone);
	struct outbox_round r = round_at(evening);

	CHECK(r.sent_n == 0 && r.postponed_n == 1);
	CHECK(r.next_at == DESK_NOW + 22 * HOUR); /* 08:00 there */
	CHECK_TEXT(state(&v, "visit_booked"), "queued quiet");
}

static void test_the_same_visit_entered_twice_is_told_once(void)
{
	struct visit v = book(DESK_NOW, THURSDAY_15), twin;
	struct call c = desk_staff(DESK_NOW);

	twin = v;
	twin.id = v.id + 1;
	CHECK(db_begin(both.store.db, &both.e));
	CHECK(app_plan_visit(&c, PLAN_BOOKED, &twin, v.start_at, &both.e));
	CHECK(db_commit(both.store.db, &both.e));
	CHECK(run_until(DESK_NOW, THURSDAY_15) == 3);
}

static void test_sensitive_services_are_told_thinly(void)
{
	struct visit v = book_service(desk_staff(DESK_NOW), SERVICE_WOMEN,
		DOCTOR_ORLOV, THURSDAY_15, anna.phone);

	(void)v;
	CHECK(round_at(DESK_NOW).sent_n == 1);
	CHECK(holds(message(&v, 0, NULL), "вы записаны на 26 ноября, 15:00."));
	CHECK(!strstr(message(&v, 0, NULL), "терапевт"));
}

/* --- trouble -------------------------------------------------------------- */

static void test_a_provider_that_is_down_delays_and_loses_nothing(void)
{
	struct visit v = book(DESK_NOW, THURSDAY_15);
	struct outbox_round r;
	int64_t now = DESK_NOW;

	wire.kind = OUTCOME_DEFERRED;
	for (int i = 0; i < 5; i++) {
		r = round_at(now);
		CHECK_ROW(r.deferred_n == 1 && r.next_at > now, i);
		now = r.next_at;
	}
	/* Five in a row: the channel rests, and is left alone. */
	CHECK(sender.lanes[0].window.down_until > 0);
	CHECK(wire.sent_n == 5);
	wire.kind = OUTCOME_ACCEPTED;
	CHECK(run_until(now, now + HOUR) == 1);
	CHECK(wire.sent_n == 6 && messages_n(&v) == 1);
	CHECK_TEXT(state(&v, "visit_booked"), "sent ");
}

static void test_a_channel_at_rest_is_not_touched(void)
{
	struct visit v = book(DESK_NOW, THURSDAY_15);
	struct outbox_round r;

	window_feed(&sender.lanes[0].window, 0, 5, 5, DESK_NOW);
	r = round_at(DESK_NOW);
	CHECK(r.postponed_n == 1 && wire.calls_n == 0);
	CHECK(r.next_at == DESK_NOW + WINDOW_DOWN_FIRST_S);
	CHECK_TEXT(state(&v, "visit_booked"), "queued down");
}

static void test_retry_after_is_kept(void)
{
	book(DESK_NOW, THURSDAY_15);
	wire.kind = OUTCOME_DEFERRED;
	wire.wait_s = 777;
	CHECK(round_at(DESK_NOW).next_at == DESK_NOW + 777);
}

static void test_what_may_have_gone_is_never_sent_again(void)
{
	struct visit v = book(DESK_NOW, THURSDAY_15);

	wire.kind = OUTCOME_UNCLEAR;
	CHECK(round_at(DESK_NOW).uncertain_n == 1);
	wire.kind = OUTCOME_ACCEPTED;
	CHECK(run_until(DESK_NOW, THURSDAY_15 - DAY) == 0);
	CHECK(wire.sent_n == 1);
	CHECK_TEXT(state(&v, "visit_booked"), "uncertain unanswered");
	CHECK(messages_n(&v) == 1); /* he may have it: it is shown */
}

static void test_a_receipt_settles_what_was_unclear(void)
{
	struct visit v = book(DESK_NOW, THURSDAY_15);
	struct call c = desk_call(DESK_NOW, app_system());
	struct outbox_row *rows;
	size_t n;

	wire.kind = OUTCOME_UNCLEAR;
	round_at(DESK_NOW);
	CHECK(store_outbox_of_visit(
		&both.store, CLINIC_ID, v.id, &both.a, &rows, &n, &both.e));
	CHECK(app_outbox_receipt(&c, CLINIC_ID, rows[0].id, false, &both.e));
	CHECK(store_outbox_find(&both.store, CLINIC_ID, rows[0].id, &both.a,
		&rows[0], &both.e));
	CHECK(rows[0].delivery.state == DELIVERY_SENT);
	CHECK(rows[0].delivery.receipt == RECEIPT_DELIVERED);
	CHECK(!app_outbox_receipt(
		&c, CLINIC_OTHER_ID, rows[0].id, true, &both.e));
	CHECK(both.e.kind == ERR_NOT_FOUND);
}

static void test_a_wrong_number_is_tried_once(void)
{
	struct visit v = book(DESK_NOW, THURSDAY_15);

	wire.kind = OUTCOME_REFUSED;
	CHECK(round_at(DESK_NOW).failed_n == 1);
	CHECK(run_until(DESK_NOW, DESK_NOW + HOUR) == 0 && wire.sent_n == 1);
	CHECK_TEXT(state(&v, "visit_booked"), "failed bad_number");
	CHECK(!window_is_down(&sender.lanes[0].window, DESK_NOW));
}

/* Whoever blocks the bot hears of his visit by the next way, at once. */
static void test_a_dead_address_gives_way_to_the_next_channel(void)
{
	struct visit v = book(DESK_NOW, THURSDAY_15);
	struct outbox_round r;

	open_bot(v.patient_id);
	wire.is_bot_blocked = true;
	r = round_at(DESK_NOW);
	CHECK(wire.bot_n == 1 && wire.sent_n == 0);
	CHECK(r.deferred_n == 1 && r.failed_n == 0 && r.next_at <= DESK_NOW);
	CHECK(round_at(DESK_NOW).sent_n == 1);
	CHECK(wire.bot_n == 1 && wire.sent_n == 1);
	CHECK_TEXT(state(&v, "visit_booked"), "sent ");
	/* Later ones do not try it again, though the bot would work now. */
	wire.is_bot_blocked = false;
	CHECK(run_until(DESK_NOW + 1, THURSDAY_15) == 2);
	CHECK(wire.bot_n == 1 && wire.sent_n == 3);
}

/* --- answers in a talk -----------------------------------------------------
 */

/* As a turn writes it: the message, and the row that brings it. */
static void put_answer(int64_t patient_id, int64_t id, const char *body)
{
	const struct outbox_row row = {.id = id,
		.clinic_id = CLINIC_ID,
		.patient_id = patient_id,
		.kind = OUTBOX_TALK_KIND,
		.channel = "telegram",
		.delivery = {DELIVERY_QUEUED, RECEIPT_NONE, 0, DESK_NOW,
			DESK_NOW + DAY},
		.reason = "",
		.provider_id = "",
		.is_asked = true,
		.created_at = DESK_NOW};
	const struct message_row m = {.id = id,
		.clinic_id = CLINIC_ID,
		.patient_id = patient_id,
		.channel = "telegram",
		.author = AUTHOR_BOT,
		.kind = "chat",
		.body = body,
		.at = DESK_NOW};

	CHECK(store_message_insert(&both.store, &m, &both.a, &both.e));
	CHECK(store_outbox_answer(&both.store, &row, &both.a, &both.e));
}

static const char *answer_state(int64_t id)
{
	struct outbox_row row;

	CHECK(store_outbox_find(
		&both.store, CLINIC_ID, id, &both.a, &row, &both.e));
	return arena_print(&both.a, "%s %s", delivery_name(row.delivery.state),
		row.reason);
}

/* Each queue takes its own, at night too, and says when its next is due. */
static void test_an_answer_has_a_queue_of_its_own(void)
{
	struct visit v = book(DESK_NOW, THURSDAY_15);
	size_t before;

	open_bot(v.patient_id);
	sender.queue = OUTBOX_TALK;
	put_answer(v.patient_id, 901,
		"{\"text\":\"Утром?\",\"buttons\":[{\"text\":\"Да\","
		"\"send\":\"да\"},{\"text\":\"Номер\","
		"\"gives_phone\":true}]}");
	put_answer(v.patient_id, 902, "no letter");
	before = messages_n(&v);
	CHECK(round_at(DESK_NOW + 14 * HOUR).sent_n == 1);
	CHECK(wire.bot_n == 1 && wire.sent_n == 0);
	CHECK(wire.buttons_n == 2);
	CHECK_TEXT(answer_state(901), "sent ");
	CHECK_TEXT(answer_state(902), "failed no_text");
	CHECK(messages_n(&v) == before); /* the turn has written it */
	CHECK(round_at(DESK_NOW + 14 * HOUR).next_at == INT64_MAX);
	CHECK_TEXT(state(&v, "visit_booked"), "queued ");
}

static void test_an_answer_to_whoever_left(void)
{
	struct visit v = book(DESK_NOW, THURSDAY_15);

	sender.queue = OUTBOX_TALK;
	put_answer(v.patient_id, 901, "{\"text\":\"Утром?\"}");
	CHECK(round_at(DESK_NOW).failed_n == 1);
	CHECK_TEXT(answer_state(901), "failed no_address");
	open_bot(v.patient_id);
	wire.is_bot_blocked = true;
	put_answer(v.patient_id, 902, "{\"text\":\"Утром?\"}");
	CHECK(round_at(DESK_NOW).failed_n == 1 && wire.bot_n == 1);
	CHECK_TEXT(answer_state(902), "failed blocked");
	put_answer(v.patient_id, 903, "{\"text\":\"Утром?\"}");
	CHECK(round_at(DESK_NOW).failed_n == 1 && wire.bot_n == 1);
}

static void test_who_said_stop_hears_no_more(void)
{
	struct visit v = book(DESK_NOW, THURSDAY_15);
	const struct consent stop = {.id = 9,
		.clinic_id = CLINIC_ID,
		.patient_id = v.patient_id,
		.purpose = "service",
		.channel = "",
		.version = "1",
		.text = "",
		.how = "button",
		.given_at = DESK_NOW - DAY};
	int64_t n;

	CHECK(store_consent_insert(&both.store, &stop, &both.e));
	CHECK(store_consent_withdraw(
		&both.store, v.patient_id, "service", DESK_NOW, &n, &both.e));
	CHECK(n == 1);
	CHECK(round_at(DESK_NOW).cancelled_n == 1);
	CHECK_TEXT(state(&v, "visit_booked"), "cancelled consent");
}

static void test_no_channel_reaches_him(void)
{
	struct visit v = book(DESK_NOW, THURSDAY_15);
	struct address dead = {.id = 5,
		.clinic_id = CLINIC_ID,
		.patient_id = v.patient_id,
		.channel = "phone",
		.value = "+79001234567",
		.proof = "typed",
		.heard_at = DESK_NOW,
		.dead_at = DESK_NOW};

	CHECK(store_address_put(&both.store, &dead, &both.a, &both.e));
	CHECK(round_at(DESK_NOW).failed_n == 1);
	CHECK_TEXT(state(&v, "visit_booked"), "failed no_address");
	CHECK(wire.calls_n == 0);
}

ENGINE_MAIN(start, desk_after, test_a_week_of_one_visit,
	test_a_move_tells_both_times_and_drops_the_old,
	test_a_stale_text_is_never_sent,
	test_a_cancelled_visit_says_so_and_no_more,
	test_late_bookings_promise_less, test_nobody_is_woken_but_who_asked,
	test_quiet_hours_are_the_patients,
	test_the_same_visit_entered_twice_is_told_once,
	test_sensitive_services_are_told_thinly,
	test_a_provider_that_is_down_delays_and_loses_nothing,
	test_a_channel_at_rest_is_not_touched, test_retry_after_is_kept,
	test_what_may_have_gone_is_never_sent_again,
	test_a_receipt_settles_what_was_unclear,
	test_a_wrong_number_is_tried_once,
	test_a_dead_address_gives_way_to_the_next_channel,
	test_an_answer_has_a_queue_of_its_own, test_an_answer_to_whoever_left,
	test_who_said_stop_hears_no_more, test_no_channel_reaches_him)
