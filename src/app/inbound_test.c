#include "app/inbound.h"

#include "app/outbox.h"
#include "app/visit.h"
#include "db/db_fault.h"
#include "store/message.h"
#include "store/visit.h"
#include "test/desk.h"

/* Thursday 2026-11-26 15:00 in Moscow. */
enum { THURSDAY_15 = DESK_NOW + 3 * DAY + 7 * HOUR, ASKED = THURSDAY_15 - DAY };

static struct sender sender;
static struct channel phone;

static void start(void)
{
	desk_before();
	phone.ops = channel_named("phone");
	sender = (struct sender){.n = 1};
	sender.lanes[0] = (struct sender_lane){
		.ops = phone.ops, .ch = &phone, .window = window_made()};
}

static void round_at(int64_t now)
{
	struct call c = desk_call(now, app_system());
	struct outbox_round out;

	if (!app_outbox_round(&c, &sender, &out, &both.e))
		fail_msg("%s", both.e.text);
}

/* Booked on Monday, told, and reminded the day before. */
static struct visit reminded(void)
{
	struct call c = desk_visitor(DESK_NOW, 501);
	struct visit v = {0};

	CHECK(app_visit_book(&c,
		&(struct visit_book_request){
			.wish = {.clinic_id = CLINIC_ID,
				.service_id = SERVICE_THERAPY,
				.doctor_id = DOCTOR_ORLOV,
				.start_at = THURSDAY_15},
			.person = {.first = "Анна", .phone = "+79001234567"},
			.source = "site"},
		&v, &both.e));
	round_at(DESK_NOW);
	round_at(ASKED);
	return v;
}

static bool try_answer(struct call *c, const struct visit *v, const char *text,
	int64_t message_id, struct inbound_answer *out)
{
	return app_inbound(c,
		&(struct inbound){.clinic_id = CLINIC_ID,
			.patient_id = v->patient_id,
			.channel = "phone",
			.text = text,
			.message_id = message_id},
		out, &both.e);
}

static struct inbound_answer answer_at(
	int64_t now, const struct visit *v, const char *text)
{
	struct call c = desk_call(now, app_system());
	struct inbound_answer out = {0};

	if (!try_answer(&c, v, text, 0, &out))
		fail_msg("%s: %s", both.e.field, both.e.text);
	return out;
}

static const struct message_row *history(const struct visit *v, size_t *n)
{
	const struct message_row *rows;

	CHECK(store_message_of_patient(&both.store, CLINIC_ID, v->patient_id, 0,
		100, &both.a, &rows, n, &both.e));
	return rows;
}

static enum visit_state state_of(const struct visit *v)
{
	struct visit now;

	CHECK(store_visit_find(
		&both.store, CLINIC_ID, v->id, false, &both.a, &now, &both.e));
	return now.state;
}

static void test_yes_confirms(void)
{
	struct visit v = reminded();
	struct inbound_answer out = answer_at(ASKED + 60, &v, "Да, приду");
	const struct message_row *rows;
	size_t n;

	CHECK(!out.is_for_dialogue && out.reaction == REACTION_CONFIRM);
	CHECK(out.visit.state == VISIT_CONFIRMED);
	CHECK(state_of(&v) == VISIT_CONFIRMED);
	CHECK(strstr(out.text, "приём подтверждён. Ждём вас завтра в 15:00"));
	rows = history(&v, &n);
	CHECK(n == 4); /* booked, reminded, yes, thank you */
	CHECK(rows[2].author == AUTHOR_PATIENT && rows[3].author == AUTHOR_BOT);
	CHECK(strstr(rows[2].body, "Да, приду"));

	/* Twice is no harm. */
	out = answer_at(ASKED + 90, &v, "1");
	CHECK(out.visit.state == VISIT_CONFIRMED && out.text);
}

static void test_a_button_is_what_it_sends(void)
{
	struct visit v = reminded();
	struct call c = desk_call(ASKED, app_system());
	struct inbound_answer out;
	const struct message_row *rows;
	size_t n;

	rows = history(&v, &n);
	CHECK(strstr(rows[n - 1].body, "\"send\":\"Подтверждаю\""));
	CHECK(strstr(rows[n - 1].body, "\"send\":\"Отменяю запись\""));
	CHECK(try_answer(&c, &v, "Подтверждаю", rows[n - 1].id, &out));
	CHECK(out.visit.state == VISIT_CONFIRMED);
	CHECK(reaction_of("Отменяю запись", &both.a) == REACTION_CANCEL);
}

static void test_no_cancels_and_is_told_once(void)
{
	struct visit v = reminded();
	struct inbound_answer out = answer_at(ASKED + 60, &v, "Не приду");
	const struct message_row *rows;
	size_t n;

	CHECK(out.reaction == REACTION_CANCEL && out.text == NULL);
	CHECK(state_of(&v) == VISIT_CANCELLED);
	round_at(ASKED + 61);
	rows = history(&v, &n);
	CHECK(n == 4 && strstr(rows[3].body, "отменён"));
	round_at(THURSDAY_15 - 2 * HOUR);
	history(&v, &n);
	CHECK(n == 4);
	/* Whoever says yes after that learns how things stand. */
	out = answer_at(ASKED + 120, &v, "да");
	CHECK(strstr(out.text, "уже не действует"));
	CHECK(state_of(&v) == VISIT_CANCELLED);
}

static void test_move_gives_a_link(void)
{
	struct visit v = reminded();
	struct inbound_answer out = answer_at(ASKED + 60, &v, "2");

	CHECK(out.reaction == REACTION_MOVE);
	CHECK(strstr(out.text, "https://clinic.example/zdorovie/v/"));
	CHECK(strstr(out.body, "\"url\":\"https://clinic.example/zdorovie/v/"));
	CHECK(state_of(&v) == VISIT_BOOKED);
}

static void test_an_old_message_confirms_nothing_new(void)
{
	struct visit v = reminded();
	struct call c = desk_staff(ASKED + 60);
	struct inbound_answer out;

	CHECK(app_visit_move(&c, v.id, THURSDAY_15 + DAY, 0, &v, &both.e));
	/* The new time is not told yet: the yes is to the old one. */
	out = answer_at(ASKED + 61, &v, "да");
	CHECK(strstr(out.text, "уже изменилось"));
	CHECK(strstr(out.text, "27 ноября в 15:00"));
	CHECK(state_of(&v) == VISIT_BOOKED);
}

static void test_a_doubt_is_for_the_dialogue(void)
{
	struct visit v = reminded();
	struct inbound_answer out =
		answer_at(ASKED + 60, &v, "да, а парковка у вас есть?");
	size_t n;

	CHECK(out.is_for_dialogue && out.reaction == REACTION_NONE);
	history(&v, &n);
	CHECK(n == 2 && state_of(&v) == VISIT_BOOKED);
}

static void test_whose_message_is_it(void)
{
	struct visit v = reminded();
	struct call c = desk_call(ASKED, app_system());
	struct inbound_answer out;

	CHECK(!try_answer(&c, &v, "да", 12345, &out));
	CHECK(both.e.kind == ERR_NOT_FOUND);
	c = desk_stranger(ASKED);
	CHECK(!try_answer(&c, &v, "да", 0, &out));
	CHECK(both.e.kind == ERR_NOT_FOUND);
	CHECK(state_of(&v) == VISIT_BOOKED);
}

static void test_an_answer_is_all_or_nothing(void)
{
	struct visit v = reminded();

	for (int n = 1;; n++) {
		struct db_fault fault = {.fail_at = 0};
		struct storage *storage = both_open(&fault);
		struct inbound_answer out;
		struct store s;
		struct call c;
		size_t told_n;
		bool ok;

		CHECK(store_init(&s, storage, &both.e));
		c = app_call(&desk, &s, &both.a, ASKED + 60, app_system());
		fault = (struct db_fault){.fail_at = n, .for_ever = true};
		ok = try_answer(&c, &v, "да", 0, &out);
		store_release(&s);
		storage_close(storage);
		history(&v, &told_n);
		CHECK_ROW(told_n == (ok ? 4u : 2u), n);
		CHECK_ROW(state_of(&v) == (ok ? VISIT_CONFIRMED : VISIT_BOOKED),
			n);
		if (ok)
			break;
	}
}

ENGINE_MAIN(start, desk_after, test_yes_confirms,
	test_a_button_is_what_it_sends, test_no_cancels_and_is_told_once,
	test_move_gives_a_link, test_an_old_message_confirms_nothing_new,
	test_a_doubt_is_for_the_dialogue, test_whose_message_is_it,
	test_an_answer_is_all_or_nothing)
