#include "app/outbox_round.h"
#include "app/plan.h"
#include "db/db_fault.h"
#include "store/consent.h"
#include "store/link.h"
#include "store/outbox.h"
#include "store/patient.h"
#include "store/vault.h"
#include "store/visit.h"
#include "test/sending.h"

/* --- between looking and claiming ------------------------------------------
 */

static struct round prepared(struct call *c)
{
	struct round r = {.s = &sender};

	CHECK(round_prepare(c, &r, &both.e));
	CHECK(r.ahead.n == 1 && r.ahead.items[0].is_written);
	return r;
}

static enum item_fate claimed(struct call *c, struct round *r)
{
	CHECK(round_claim(c, r, &both.e) && r->batch.n == 1);
	return r->batch.items[0].fate;
}

static void test_what_changed_meanwhile_is_seen_by_the_claim(void)
{
	struct visit v = book(DESK_NOW, THURSDAY_15);
	struct call c = desk_call(DESK_NOW, app_system());
	struct round r = prepared(&c);
	struct patient p;

	/* Another name, another text: it is written anew. */
	CHECK(store_patient_find(&both.store, CLINIC_ID, v.patient_id, false,
		&both.a, &p, &both.e));
	p.person.first = "Мария";
	p.person.phone = "+79005554433";
	CHECK(store_patient_update(
		&both.store, &p, DESK_NOW, &both.a, &both.e));
	CHECK(claimed(&c, &r) == ITEM_WAITS && messages_n(&v) == 0);
	r = prepared(&c);
	CHECK_TEXT(r.ahead.items[0].address, "+79005554433");
	CHECK(holds(r.ahead.items[0].letter.text, "Мария"));

	/* A moved visit is not told as it was. */
	v.revision++;
	CHECK(store_visit_update(&both.store, &v, &both.e));
	CHECK(claimed(&c, &r) == ITEM_CANCELLED && messages_n(&v) == 0);
	CHECK_TEXT(state(&v, "visit_booked"), "cancelled moved");
}

static void test_a_refusal_that_comes_meanwhile_counts(void)
{
	struct visit v = book(DESK_NOW, THURSDAY_15);
	struct call c = desk_call(DESK_NOW, app_system());
	struct round r = prepared(&c);
	const struct consent stop = {.id = 9,
		.clinic_id = CLINIC_ID,
		.patient_id = v.patient_id,
		.purpose = "service",
		.channel = "",
		.version = "1",
		.text = "",
		.how = "button",
		.given_at = DESK_NOW,
		.withdrawn_at = 0};
	int64_t n;

	CHECK(store_consent_insert(&both.store, &stop, &both.e));
	CHECK(store_consent_withdraw(
		&both.store, v.patient_id, "service", DESK_NOW, &n, &both.e));
	CHECK(claimed(&c, &r) == ITEM_CANCELLED && messages_n(&v) == 0);
}

static void test_who_was_erased_meanwhile_is_not_written_to(void)
{
	struct visit v = book(DESK_NOW, THURSDAY_15);
	struct call c = desk_call(DESK_NOW, app_system());
	struct round r = prepared(&c);

	CHECK(vault_erase(&both.store, v.patient_id, &both.e));
	CHECK(claimed(&c, &r) == ITEM_FAILED);
	CHECK_TEXT(state(&v, "visit_booked"), "failed no_address");
}

static void sweep_links(int64_t now)
{
	int64_t n;

	for (int part = 0; part < 256; part++)
		CHECK(store_link_sweep(
			&both.store, (uint8_t)part, now, &n, &both.e));
}

/* As it was planned before links were written with the plan. */
static void test_what_has_no_link_yet_brings_it(void)
{
	struct visit v = book(DESK_NOW, THURSDAY_15);
	struct call c = desk_call(DESK_NOW, app_system());
	struct outbox_row *rows, row;
	char token[LINK_TOKEN_SIZE];
	struct link_row opened;
	struct round r;
	bool is_new;
	size_t n;

	sweep_links(v.end_at + LINK_AFTER_S);
	store_link_token(&both.store, v.id, token);
	r = prepared(&c);
	CHECK(claimed(&c, &r) == ITEM_LEAVES);
	CHECK(!store_link_find(&both.store, token, DESK_NOW, &opened, &both.e));
	CHECK(store_outbox_of_visit(
		&both.store, CLINIC_ID, v.id, &both.a, &rows, &n, &both.e));
	row = rows[0];
	row.id++;
	row.kind = "visit_booked";
	row.delivery = (struct delivery){
		.next_at = DESK_NOW, .expires_at = v.start_at};
	row.is_linked = false;
	CHECK(store_outbox_insert(&both.store, &row, (struct outbox_key){1, 2},
		&both.a, &is_new, &both.e));
	r = prepared(&c);
	CHECK(claimed(&c, &r) == ITEM_LEAVES);
	CHECK(store_link_find(&both.store, token, DESK_NOW, &opened, &both.e));
	CHECK(opened.visit_id == v.id);
}

static void test_two_who_prepare_the_same_send_it_once(void)
{
	struct call c;
	struct round r, s;

	book(DESK_NOW, THURSDAY_15);
	c = desk_call(DESK_NOW, app_system());
	r = prepared(&c);
	s = prepared(&c);
	CHECK(claimed(&c, &r) == ITEM_LEAVES);
	CHECK(round_claim(&c, &s, &both.e) && s.batch.n == 0);
}

static void test_twins_prepare_different_messages(void)
{
	struct sender twin;
	struct held held;
	struct round r = {.s = &sender}, s = {.s = &twin};
	struct call c;

	book(DESK_NOW, THURSDAY_15);
	held_init(&held);
	sender.held = &held;
	twin = sender;
	twin.twin = 1;
	c = desk_call(DESK_NOW, app_system());
	CHECK(round_prepare(&c, &r, &both.e) && r.ahead.n == 1);
	CHECK(round_prepare(&c, &s, &both.e) && s.ahead.n == 0);
	CHECK(round_claim(&c, &r, &both.e));
	CHECK(held.of[0].n == 0);
	held_release(&held);
}

/* Whoever is due now does not wait behind a crowd that has been for long. */
static void test_the_newest_leaves_beside_the_oldest(void)
{
	enum { CROWD = 40 };
	struct visit v = book(DESK_NOW, THURSDAY_15), last;

	CHECK(db_begin(both.store.db, &both.e));
	for (int64_t i = 1; i < CROWD; i++) {
		struct call c = desk_staff(DESK_NOW);

		v.start_at += 300;
		CHECK(app_plan_visit(&c, PLAN_BOOKED, &v, v.start_at, &both.e));
	}
	CHECK(db_commit(both.store.db, &both.e));
	last = book_service(desk_visitor(DESK_NOW + 60, 502), SERVICE_SCAN,
		DOCTOR_SOMOV, DESK_NOW + 2 * DAY + 4 * HOUR, "+79007654321");
	CHECK(round_at(DESK_NOW + 60).sent_n == WINDOW_FIRST);
	CHECK_TEXT(state(&last, "visit_booked"), "sent ");
	CHECK(messages_n(&v) == WINDOW_FIRST - 1);
}

/* Another worker sends by that lane: it finds the message in its queue. */
static void test_what_is_not_ours_is_routed(void)
{
	struct visit v = book(DESK_NOW, THURSDAY_15);
	struct outbox_round r;

	open_bot(v.patient_id);
	sender.lanes[1].is_others = true;
	r = round_at(DESK_NOW);
	CHECK(r.sent_n == 0 && r.failed_n == 0 && r.postponed_n == 0);
	CHECK(r.next_at > DESK_NOW); /* none of ours is left */
	CHECK_TEXT(state(&v, "visit_booked"), "queued ");
	sender.lanes[0].is_others = true;
	sender.lanes[1].is_others = false;
	CHECK(round_at(DESK_NOW).sent_n == 1 && messages_n(&v) == 1);
	CHECK_TEXT(state(&v, "visit_booked"), "sent ");
}

/* A channel that was closed for good leaves nobody waiting. */
static void test_a_channel_that_is_gone_is_taken_over(void)
{
	struct visit v = book(DESK_NOW, THURSDAY_15);
	struct outbox_row *rows;
	size_t n;

	CHECK(store_outbox_of_visit(
		&both.store, CLINIC_ID, v.id, &both.a, &rows, &n, &both.e));
	for (size_t i = 0; i < n; i++) {
		rows[i].channel = "pigeon";
		CHECK(store_outbox_write(
			&both.store, &rows[i], DELIVERY_QUEUED, &both.e));
	}
	CHECK(round_at(DESK_NOW).sent_n == 1);
	CHECK_TEXT(state(&v, "visit_booked"), "sent ");
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
	const int64_t *ids;
	size_t n;

	CHECK(store_outbox_due(&both.store, OUTBOX_PLANNED, "", DESK_NOW, false,
		1, &both.a, &ids, &n, &both.e));
	CHECK(db_begin(both.store.db, &both.e));
	CHECK(store_outbox_lock(
		&both.store, ids, n, &both.a, &rows, &n, &both.e));
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

ENGINE_MAIN(start, desk_after, test_what_changed_meanwhile_is_seen_by_the_claim,
	test_a_refusal_that_comes_meanwhile_counts,
	test_who_was_erased_meanwhile_is_not_written_to,
	test_what_has_no_link_yet_brings_it,
	test_two_who_prepare_the_same_send_it_once,
	test_twins_prepare_different_messages,
	test_the_newest_leaves_beside_the_oldest,
	test_what_is_not_ours_is_routed,
	test_a_channel_that_is_gone_is_taken_over,
	test_without_channels_everything_waits,
	test_whoever_died_on_the_way_leaves_it_uncertain,
	test_a_crowd_is_told_in_one_round,
	test_a_broken_database_never_sends_twice,
	test_one_broken_call_never_sends_twice,
	test_a_commit_that_was_done_unseen_never_sends_twice,
	test_a_commit_that_was_lost_unseen_never_sends_twice)
