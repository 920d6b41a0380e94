#include "app/outbox.h"

#include "app/plan.h"
#include "app/visit.h"
#include "base/json.h"
#include "db/db_fault.h"
#include "store/address.h"
#include "store/consent.h"
#include "store/message.h"
#include "store/outbox.h"
#include "store/visit.h"
#include "test/desk.h"

/* --- a channel that does as it is told ------------------------------------ */

static struct {
	enum outcome_kind kind;
	int wait_s;
	int calls_n, sent_n; /* attempts that reached it */
	bool is_bot_blocked; /* the messenger says so of everybody */
	int bot_n;           /* attempts that reached the messenger */
	size_t buttons_n;    /* of the last of them */
} wire;

static struct channel wire_channel;
static void wire_close(struct channel *ch)
{
	(void)ch;
}

static void wire_send(struct channel *ch, const struct out_msg *msgs, size_t n,
	int64_t deadline_ms, struct outcome *outcomes)
{
	(void)ch;
	(void)deadline_ms;
	wire.calls_n++;
	for (size_t i = 0; i < n; i++) {
		wire.sent_n++;
		CHECK(msgs[i].address[0] == '+' && msgs[i].text[0]);
		if (wire.kind == OUTCOME_ACCEPTED)
			outcome_accepted(&outcomes[i], "w");
		else if (wire.kind == OUTCOME_DEFERRED)
			outcome_deferred(&outcomes[i], wire.wait_s, "busy");
		else if (wire.kind == OUTCOME_REFUSED)
			outcome_refused(&outcomes[i], "bad_number");
		else
			outcome_unclear(&outcomes[i], "unanswered");
	}
}

static const struct channel_ops wire_ops = {
	.name = "phone",
	.can = CHANNEL_BUTTONS | CHANNEL_PHONE,
	.text_max = 1000,
	.close = wire_close,
	.send_many = wire_send,
};

static struct channel bot_channel;

static void bot_send(struct channel *ch, const struct out_msg *msgs, size_t n,
	int64_t deadline_ms, struct outcome *outcomes)
{
	(void)ch;
	(void)deadline_ms;
	for (size_t i = 0; i < n; i++) {
		wire.bot_n++;
		wire.buttons_n = msgs[i].buttons_n;
		CHECK_TEXT(msgs[i].address, "7001");
		if (wire.is_bot_blocked)
			outcome_dead(&outcomes[i], "blocked");
		else
			outcome_accepted(&outcomes[i], "71");
	}
}

static const struct channel_ops bot_ops = {
	.name = "telegram",
	.can = CHANNEL_BUTTONS,
	.text_max = 4096,
	.close = wire_close,
	.send_many = bot_send,
};

static struct sender sender;

/* A second lane, and where he is on it. */
static void open_bot(int64_t patient_id)
{
	const struct address at = {.id = 1,
		.clinic_id = CLINIC_ID,
		.patient_id = patient_id,
		.channel = "telegram",
		.value = "7001",
		.proof = "link",
		.heard_at = DESK_NOW};

	bot_channel.ops = &bot_ops;
	sender.lanes[sender.n++] = (struct sender_lane){
		.ops = &bot_ops, .ch = &bot_channel, .window = window_made()};
	CHECK(store_address_put(&both.store, &at, &both.a, &both.e));
}

static void start(void)
{
	desk_before();
	memset(&wire, 0, sizeof(wire));
	wire_channel.ops = &wire_ops;
	sender = (struct sender){.n = 1};
	sender.lanes[0] = (struct sender_lane){
		.ops = &wire_ops, .ch = &wire_channel, .window = window_made()};
}

/* --- what the tests say --------------------------------------------------- */

static const struct person anna = {
	.first = "Анна", .last = "Иванова", .phone = "+79001234567"};

static struct visit book_service(struct call c, int64_t service, int64_t doctor,
	int64_t start_at, const char *phone)
{
	struct person p = anna;
	struct visit v = {0};

	p.phone = phone;
	if (!app_visit_book(&c,
		    &(struct visit_book_request){
			    .wish = {.clinic_id = CLINIC_ID,
				    .service_id = service,
				    .doctor_id = doctor,
				    .start_at = start_at},
			    .person = p,
			    .sex = SEX_FEMALE,
			    .source = "site"},
		    &v, &both.e))
		fail_msg("%s: %s", both.e.field, both.e.text);
	return v;
}

static struct visit book(int64_t now, int64_t start_at)
{
	return book_service(desk_visitor(now, 501), SERVICE_THERAPY,
		DOCTOR_ORLOV, start_at, anna.phone);
}

static struct outbox_round round_at(int64_t now)
{
	struct call c = desk_call(now, app_system());
	struct outbox_round out = {0};

	if (!app_outbox_round(&c, &sender, &out, &both.e))
		fail_msg("%s: %s", both.e.field, both.e.text);
	return out;
}

/* Runs all rounds until `until`, as the loop of main does; how many sent. */
static int run_until(int64_t from, int64_t until)
{
	int sent_n = 0;

	for (int64_t now = from; now < until;) {
		struct outbox_round r = round_at(now);

		sent_n += r.sent_n;
		if (r.next_at >= until)
			break;
		now = r.next_at > now ? r.next_at : now + 1;
	}
	return sent_n;
}

/* The patient's n-th message from the end, 0 the last; its text. */
static const char *message(const struct visit *v, size_t back, int64_t *at)
{
	const struct message_row *rows;
	const struct json *j;
	const char *text;
	size_t n;

	CHECK(store_message_of_patient(&both.store, CLINIC_ID, v->patient_id, 0,
		100, &both.a, &rows, &n, &both.e));
	if (back >= n)
		return "";
	CHECK(json_parse(&both.a, rows[n - 1 - back].body,
		strlen(rows[n - 1 - back].body), &j, &both.e));
	CHECK(json_get_text(j, "text", "", &text, &both.e));
	if (at)
		*at = rows[n - 1 - back].at;
	return text;
}

static size_t messages_n(const struct visit *v)
{
	const struct message_row *rows;
	size_t n;

	CHECK(store_message_of_patient(&both.store, CLINIC_ID, v->patient_id, 0,
		100, &both.a, &rows, &n, &both.e));
	return n;
}

/* State and reason of the visit's row of that kind, the newest one. */
static const char *state(const struct visit *v, const char *kind)
{
	const char *found = "none";
	struct outbox_row *rows;
	size_t n;

	CHECK(store_outbox_of_visit(
		&both.store, CLINIC_ID, v->id, &both.a, &rows, &n, &both.e));
	for (size_t i = 0; i < n; i++)
		if (strcmp(rows[i].kind, kind) == 0)
			found = arena_print(&both.a, "%s %s",
				delivery_name(rows[i].delivery.state),
				rows[i].reason);
	return found;
}

static bool holds(const char *text, const char *part)
{
	if (strstr(text, part))
		return true;
	print_error("«%s» is not in «%s»\n", part, text);
	return false;
}

/* Thursday 2026-11-26 15:00 in Moscow. */
enum { THURSDAY_15 = DESK_NOW + 3 * DAY + 7 * HOUR };

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

/* Nothing open: nothing is sent, and nothing is lost either. */
static void test_without_channels_everything_waits(void)
{
	struct visit v = book(DESK_NOW, THURSDAY_15);

	sender.n = 0;
	CHECK(round_at(DESK_NOW).next_at == INT64_MAX);
	CHECK_TEXT(state(&v, "visit_booked"), "queued ");
}

static void test_whoever_died_on_the_way_leaves_it_uncertain(void)
{
	struct visit v = book(DESK_NOW, THURSDAY_15);
	struct outbox_row *rows;
	struct outbox_round r;
	size_t n;

	CHECK(db_begin(both.store.db, &both.e));
	CHECK(store_outbox_due(&both.store, OUTBOX_PLANNED, DESK_NOW, 1,
		&both.a, &rows, &n, &both.e));
	CHECK(delivery_step(
		&rows[0].delivery, DELIVERY_CLAIM, DESK_NOW, 0, &both.e));
	rows[0].lease_until = DESK_NOW + 180;
	CHECK(store_outbox_write(
		&both.store, &rows[0], DELIVERY_QUEUED, &both.e));
	CHECK(db_commit(both.store.db, &both.e));

	r = round_at(DESK_NOW + 60);
	CHECK(r.uncertain_n == 0 && r.next_at == DESK_NOW + 180);
	r = round_at(DESK_NOW + 180);
	CHECK(r.uncertain_n == 1);
	CHECK_TEXT(state(&v, "visit_booked"), "uncertain lost");
	CHECK(wire.sent_n == 0);
}

/* More than are told one by one: the round still ends well. */
static void test_a_crowd_is_told_in_one_round(void)
{
	enum { CROWD = 80 };
	struct call c = desk_staff(DESK_NOW);
	struct visit v = book(DESK_NOW, THURSDAY_15);

	CHECK(db_begin(both.store.db, &both.e));
	for (int64_t i = 1; i < CROWD; i++) {
		v.start_at += 300;
		CHECK(app_plan_visit(&c, PLAN_BOOKED, &v, v.start_at, &both.e));
	}
	CHECK(db_commit(both.store.db, &both.e));
	sender.lanes[0].window.size = 1000;
	CHECK(round_at(DESK_NOW).sent_n == CROWD);
	CHECK(wire.calls_n == 1);
}

/* The n-th free time of the scanner, from tomorrow on; 30 November is closed.
 */
static int64_t nth_start(int n)
{
	int day = 1 + n / 5;

	return DESK_NOW + (day < 7 ? day : day + 1) * DAY + (n % 5) * HOUR;
}

/* One round through a database that breaks as told. */
static bool broken_round(struct db_fault how, int64_t now, int *calls_n)
{
	struct db_fault fault = {.fail_at = 0};
	struct storage *storage = both_open(&fault);
	struct outbox_round out;
	struct store s;
	struct call c;
	bool ok;

	CHECK(store_init(&s, storage, &both.e));
	c = app_call(&desk, &s, &both.a, now, app_system());
	fault = how;
	ok = app_outbox_round(&c, &sender, &out, &both.e);
	*calls_n = fault.calls;
	store_release(&s);
	storage_close(storage);
	return ok;
}

/*
 * Whatever database call fails, at most one attempt ever reaches the wire; and
 * none only if nobody can know: then the row says so.
 */
static void every_fault(struct db_fault how)
{
	for (int n = 1, calls_n = n; calls_n >= n; n++) {
		int64_t now = DESK_NOW + n * MINUTE;
		struct visit v = book_service(desk_staff(now), SERVICE_SCAN,
			DOCTOR_SOMOV, nth_start(n),
			arena_print(&both.a, "+7900%07d", n));
		const char *after;
		bool ok;

		wire.sent_n = 0;
		how.fail_at = n;
		ok = broken_round(how, now, &calls_n);
		CHECK_ROW(ok || calls_n >= n, n);
		if (ok || (how.kind == DB_FAULT_REFUSE && wire.sent_n == 0))
			CHECK_TEXT(state(&v, "visit_booked"),
				ok ? "sent " : "queued ");
		run_until(now + 1, now + 10 * MINUTE);
		CHECK_ROW(wire.sent_n <= 1, n);
		/* a refusal is certain: then it is always tried */
		CHECK_ROW(wire.sent_n == 1 || how.kind != DB_FAULT_REFUSE, n);
		after = state(&v, "visit_booked");
		if (strcmp(after, "uncertain lost") != 0) {
			CHECK_TEXT(after, "sent ");
			CHECK_ROW(wire.sent_n == 1, n);
		} else {
			CHECK_ROW(!ok, n);
		}
		CHECK_ROW(messages_n(&v) <= 1, n);
	}
}

static void test_a_broken_database_never_sends_twice(void)
{
	every_fault((struct db_fault){.for_ever = true});
}

static void test_one_broken_call_never_sends_twice(void)
{
	every_fault((struct db_fault){0});
}

static void test_a_commit_that_was_done_unseen_never_sends_twice(void)
{
	every_fault((struct db_fault){.kind = DB_FAULT_UNCERTAIN_DONE});
}

static void test_a_commit_that_was_lost_unseen_never_sends_twice(void)
{
	every_fault((struct db_fault){.kind = DB_FAULT_UNCERTAIN_LOST});
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
	test_who_said_stop_hears_no_more, test_no_channel_reaches_him,
	test_without_channels_everything_waits,
	test_whoever_died_on_the_way_leaves_it_uncertain,
	test_a_crowd_is_told_in_one_round,
	test_a_broken_database_never_sends_twice,
	test_one_broken_call_never_sends_twice,
	test_a_commit_that_was_done_unseen_never_sends_twice,
	test_a_commit_that_was_lost_unseen_never_sends_twice)
