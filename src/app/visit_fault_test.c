/*
 * What happens when the n-th call of the database fails, for every n: a use
 * case does all or nothing.
 */
#include "app/visit.h"
#include "db/db_fault.h"
#include "os/thread.h"
#include "store/audit.h"
#include "store/visit.h"
#include "test/desk.h"

enum { ME = 501, N_MAX = 400, LAST_CALLS = 4, THREADS = 16, ROUNDS = 5 };

static const struct person anna = {
	.first = "Анна", .last = "Иванова", .phone = "+79001234567"};

typedef bool act_fn(struct call *c, int64_t visit_id, struct err *e);

static bool act_hold(struct call *c, int64_t visit_id, struct err *e)
{
	struct visit v;

	(void)visit_id;
	return app_visit_hold(c,
		&(struct visit_hold_request){
			.wish = {CLINIC_ID, SERVICE_THERAPY, DOCTOR_PETROVA, 0,
				DESK_TUESDAY_9 + HOUR},
			.source = "site"},
		&v, e);
}

static bool act_book(struct call *c, int64_t visit_id, struct err *e)
{
	struct visit v;

	(void)visit_id;
	return app_visit_book(c,
		&(struct visit_book_request){
			.wish = {CLINIC_ID, SERVICE_THERAPY, DOCTOR_PETROVA, 0,
				DESK_TUESDAY_9 + HOUR},
			.person = {.first = "Пётр", .phone = "+79001234599"},
			.complaint = "кашель",
			.source = "site"},
		&v, e);
}

static bool act_book_held(struct call *c, int64_t visit_id, struct err *e)
{
	struct visit v;

	return app_visit_book(c,
		&(struct visit_book_request){.hold_id = visit_id,
			.wish.clinic_id = CLINIC_ID,
			.person = {.first = "Пётр", .phone = "+79001234599"},
			.source = "site"},
		&v, e);
}

static bool act_move(struct call *c, int64_t visit_id, struct err *e)
{
	struct visit v;

	return app_visit_move(c, visit_id, DESK_TUESDAY_9 + 2 * HOUR, 0, &v, e);
}

static bool act_cancel(struct call *c, int64_t visit_id, struct err *e)
{
	struct visit v;

	return app_visit_cancel(c, visit_id, &v, e);
}

/* A visit to act on: held or booked, by ME. */
static int64_t prepare(bool is_held)
{
	struct call c = desk_visitor(DESK_NOW, ME);
	struct visit_wish wish = {
		CLINIC_ID, SERVICE_THERAPY, DOCTOR_PETROVA, 0, DESK_TUESDAY_9};
	struct visit v = {0};
	bool ok = is_held ? app_visit_hold(&c,
				    &(struct visit_hold_request){
					    .wish = wish, .source = "site"},
				    &v, &both.e)
			  : app_visit_book(&c,
				    &(struct visit_book_request){.wish = wish,
					    .person = anna,
					    .source = "site"},
				    &v, &both.e);

	if (!ok)
		fail_msg("%s", both.e.text);
	return v.id;
}

/* Whether it was a commit that broke; see db/db_fault. */
static bool is_commit(const struct err *e)
{
	return strstr(e->text, "a commit") != NULL;
}

/*
 * Breaks call how.fail_at in the way of `how`, then the one behind it, until
 * a run has fewer calls than that; returns how many it has then.  A yes is all
 * and a no is nothing; who cannot know has the one or the other.
 */
static int every_call(act_fn *act, bool is_held, struct db_fault how)
{
	struct db_fault fault = {0};
	struct storage *storage = both_open(&fault);
	struct store store;
	struct desk_sight all = {0};
	int uncertain_n = 0;

	CHECK(store_init(&store, storage, &both.e));
	for (int n = how.fail_at;; how.fail_at = ++n) {
		int64_t id = prepare(is_held);
		struct desk_sight before = desk_look(), after;
		struct call c = desk_visitor(DESK_NOW, ME);
		struct err e = {0};
		bool ok, is_nothing;

		CHECK(n < N_MAX);
		c.store = &store;
		fault = how;
		ok = act(&c, id, &e);
		fault.fail_at = 0;
		after = desk_look();
		is_nothing = memcmp(&before, &after, sizeof(after)) == 0;
		if (!ok)
			CHECK_ROW(
				e.kind == (how.kind == DB_FAULT_REFUSE ||
								  !is_commit(&e)
							  ? ERR_UNAVAILABLE
							  : ERR_UNCERTAIN),
				n);
		uncertain_n += !ok && e.kind == ERR_UNCERTAIN;
		if (!ok && !(how.kind == DB_FAULT_UNCERTAIN_DONE &&
				   is_commit(&e))) {
			CHECK_ROW(is_nothing, n);
		} else {
			after.audited -= before.audited;
			if (all.audited == 0)
				all = after;
			CHECK_ROW(after.audited == 1, n);
			CHECK_ROW(memcmp(&all, &after, sizeof(all)) == 0, n);
		}
		desk_clear();
		if (fault.calls < n)
			break;
	}
	CHECK(all.audited == 1); /* it has succeeded at least once */
	CHECK((uncertain_n > 0) == (how.kind != DB_FAULT_REFUSE));
	store_release(&store);
	storage_close(storage);
	return fault.calls;
}

static void every_way(act_fn *act, bool is_held)
{
	static const enum db_fault_kind ways[] = {
		DB_FAULT_UNCERTAIN_DONE, DB_FAULT_UNCERTAIN_LOST};
	int calls_n;

	every_call(act, is_held, (struct db_fault){.fail_at = 1});
	calls_n = every_call(act, is_held,
		(struct db_fault){.fail_at = 1, .for_ever = true});
	/* only a commit, which comes late, can be uncertain */
	for (size_t i = 0; i < ARRAY_LEN(ways); i++)
		every_call(act, is_held,
			(struct db_fault){.kind = ways[i],
				.fail_at = calls_n - LAST_CALLS});
}

static void test_holding(void)
{
	every_way(act_hold, true);
}

static void test_booking(void)
{
	every_way(act_book, true);
}

static void test_booking_a_hold(void)
{
	every_way(act_book_held, true);
}

static void test_moving(void)
{
	every_way(act_move, false);
}

static void test_cancelling(void)
{
	every_way(act_cancel, false);
}

/* ---- Sixteen want the same start. ---- */

struct racer {
	struct thread thread;
	struct store store;
	struct arena a;
	int64_t id, start_at, now;
	bool is_booking, is_winner;
	struct err e;
};

static void race(void *ctx)
{
	struct racer *r = ctx;
	struct call c = app_call(&desk, &r->store, &r->a, r->now,
		(struct principal){.kind = PRINCIPAL_VISITOR, .id = r->id});
	struct visit_wish wish = {
		CLINIC_ID, SERVICE_THERAPY, DOCTOR_PETROVA, 0, r->start_at};
	struct visit v;
	char phone[20];

	snprintf(phone, sizeof(phone), "+7900%07lld", (long long)r->id);
	r->is_winner =
		r->is_booking
			? app_visit_book(&c,
				  &(struct visit_book_request){.wish = wish,
					  .person = {.first = "Анна",
						  .phone = phone},
					  .source = "site"},
				  &v, &r->e)
			: app_visit_hold(&c,
				  &(struct visit_hold_request){
					  .wish = wish, .source = "site"},
				  &v, &r->e);
}

static void one_round(struct racer *racers, int64_t start_at)
{
	int winners = 0;

	for (int i = 0; i < THREADS; i++) {
		racers[i].start_at = start_at;
		racers[i].is_booking = i % 2 == 0;
		CHECK(thread_start(
			&racers[i].thread, race, &racers[i], &both.e));
	}
	for (int i = 0; i < THREADS; i++)
		thread_join(&racers[i].thread);
	for (int i = 0; i < THREADS; i++) {
		winners += racers[i].is_winner;
		if (!racers[i].is_winner && racers[i].e.kind != ERR_CONFLICT)
			fail_msg("%s", racers[i].e.text);
		if (!racers[i].is_winner)
			CHECK_TEXT(racers[i].e.field, "start");
	}
	CHECK(winners == 1);
}

static void test_one_of_sixteen_wins(void)
{
	static struct racer racers[THREADS];

	for (int i = 0; i < THREADS; i++) {
		racers[i] = (struct racer){.id = 1000 + i, .now = DESK_NOW};
		arena_init(&racers[i].a);
		CHECK(store_init(&racers[i].store, both.storage, &both.e));
	}
	/* an hour apart: a booked visit keeps its buffer too; four a morning,
	 * on Tuesday and on Thursday */
	for (int r = 0; r < ROUNDS; r++)
		one_round(racers, DESK_TUESDAY_9 + (r % 4) * 60 * MINUTE +
					  r / 4 * 2 * 1440 * MINUTE);
	for (int i = 0; i < THREADS; i++) {
		store_release(&racers[i].store);
		arena_release(&racers[i].a);
	}
	CHECK(desk_look().bare_visits == 0);
}

/*
 * In the last second of a hold its owner books while somebody else, a second
 * later by his clock, takes the time away: one of them has it, with all its
 * cells.
 */
static void book_in_time(void *ctx)
{
	struct racer *r = ctx;
	struct call c = app_call(&desk, &r->store, &r->a, r->now,
		(struct principal){.kind = PRINCIPAL_VISITOR, .id = ME});

	r->is_winner = act_book_held(&c, r->id, &r->e);
}

static void test_the_last_second_of_a_hold(void)
{
	static struct racer racers[2];

	for (int i = 0; i < 2; i++) {
		arena_init(&racers[i].a);
		CHECK(store_init(&racers[i].store, both.storage, &both.e));
	}
	for (int n = 0; n < 2 * ROUNDS; n++) {
		racers[0].id = prepare(true);
		racers[0].now = DESK_NOW + VISIT_HOLD_S - 1;
		racers[1].id = 1001;
		racers[1].start_at = DESK_TUESDAY_9;
		racers[1].now = DESK_NOW + VISIT_HOLD_S;
		CHECK(thread_start(
			&racers[0].thread, book_in_time, &racers[0], &both.e));
		CHECK(thread_start(
			&racers[1].thread, race, &racers[1], &both.e));
		thread_join(&racers[0].thread);
		thread_join(&racers[1].thread);
		CHECK_ROW(racers[0].is_winner != racers[1].is_winner, n);
		CHECK_ROW(desk_look().visits == 1, n);
		CHECK_ROW(desk_look().bare_visits == 0, n);
		CHECK_ROW(desk_look().cells == 14, n);
		desk_clear();
	}
	for (int i = 0; i < 2; i++) {
		store_release(&racers[i].store);
		arena_release(&racers[i].a);
	}
}

DESK_MAIN(test_holding, test_booking, test_booking_a_hold, test_moving,
	test_cancelling, test_one_of_sixteen_wins,
	test_the_last_second_of_a_hold)
