#include "core/visit.h"

#include "test/check.h"

enum { START = 1000000, BEFORE = START - 60, AFTER = START + 60 };

static struct visit a_visit(enum visit_state state)
{
	return (struct visit){
		.state = state,
		.start_at = START,
		.end_at = START + 1800,
		.held_until = START + 3600,
		.source = "site",
	};
}

/* A row a state, a column an event; upper case letters are states. */
static void every_pair(
	int64_t now, bool is_its_day, const char *const want[VISIT_STATES])
{
	static const char letter[] = "HBCASDMX";

	for (int s = 0; s < VISIT_STATES; s++)
		for (int ev = 0; ev < VISIT_EVENTS; ev++) {
			struct visit v = a_visit((enum visit_state)s);
			struct err e = {0};
			bool ok = visit_step(
				&v, (enum visit_event)ev, now, is_its_day, &e);

			CHECK_ROW((ok ? letter[v.state] : '.') == want[s][ev],
				s * 10 + ev);
			CHECK_ROW(ok || e.kind == ERR_CONFLICT, s);
			CHECK_ROW(ok || (int)v.state == s, s);
		}
}

static void test_every_pair_before_the_start(void)
{
	static const char *const want[VISIT_STATES] = {
		"B.......", /* book confirm arrive start finish miss cancel move
			     */
		".CA...XB", /* booked */
		"..A...XB", /* confirmed */
		"...S....", /* arrived */
		"....D...", /* started */
		"........", /* done */
		"..A.....", /* missed */
		"........", /* cancelled */
	};

	every_pair(BEFORE, true, want);
}

static void test_every_pair_after_the_start_on_another_day(void)
{
	static const char *const want[VISIT_STATES] = {
		"B.......",
		".....MXB",
		".....MXB",
		"...S....",
		"....D...",
		"........",
		"........",
		"........",
	};

	every_pair(AFTER, false, want);
}

static void test_a_hold_ends_in_time(void)
{
	struct visit v = a_visit(VISIT_HELD);
	struct err e;

	CHECK(!visit_step(&v, VISIT_BOOK, v.held_until, true, &e));
	CHECK(visit_step(&v, VISIT_BOOK, v.held_until - 1, true, &e));
	CHECK(v.booked_at == START + 3599 && v.held_until == 0);
	CHECK(v.confirmed_at == 0 && v.ended_at == 0 && v.revision == 0);
}

/* At the start itself it has begun. */
static void test_the_start_belongs_to_the_visit(void)
{
	struct visit v = a_visit(VISIT_BOOKED);

	CHECK(visit_can(&v, VISIT_CONFIRM, START - 1, true));
	CHECK(!visit_can(&v, VISIT_CONFIRM, START, true));
	CHECK(!visit_can(&v, VISIT_MISS, START - 1, true));
	CHECK(visit_can(&v, VISIT_MISS, START, true));
}

static void test_a_move_takes_the_confirmation_back(void)
{
	struct visit v = a_visit(VISIT_BOOKED);
	struct err e;

	CHECK(visit_step(&v, VISIT_CONFIRM, BEFORE, false, &e));
	CHECK(v.confirmed_at == BEFORE && v.revision == 0);
	CHECK(visit_step(&v, VISIT_MOVE, BEFORE + 1, false, &e));
	CHECK(v.state == VISIT_BOOKED && v.confirmed_at == 0);
	CHECK(v.revision == 1 && v.moved_at == BEFORE + 1);
	CHECK(v.ended_at == 0);
}

static void test_who_comes_late_is_not_missing(void)
{
	struct visit v = a_visit(VISIT_BOOKED);
	struct err e;

	CHECK(visit_step(&v, VISIT_MISS, AFTER, true, &e));
	CHECK(v.ended_at == AFTER && visit_state_occupies(v.state));
	CHECK(!visit_state_occupies(VISIT_CANCELLED));
	CHECK(!visit_can(&v, VISIT_ARRIVE, AFTER, false));
	CHECK(visit_can(&v, VISIT_ARRIVE, AFTER, true));
	CHECK(visit_step(&v, VISIT_ARRIVE, AFTER, true, &e));
	CHECK(v.ended_at == 0 && visit_state_occupies(v.state));
}

/* They stand in databases: a renamed one is a row that nobody reads again. */
static void test_names_stay_and_come_back(void)
{
	static const char *const states[VISIT_STATES] = {"held", "booked",
		"confirmed", "arrived", "started", "done", "missed",
		"cancelled"};
	static const char *const events[VISIT_EVENTS] = {"book", "confirm",
		"arrive", "start", "finish", "miss", "cancel", "move"};
	enum visit_state state = VISIT_DONE;
	enum visit_event ev = VISIT_MOVE;

	for (int s = 0; s < VISIT_STATES; s++) {
		CHECK_TEXT(visit_state_name((enum visit_state)s), states[s]);
		CHECK_ROW(visit_state_named(states[s], &state), s);
		CHECK_ROW((int)state == s, s);
		CHECK_ROW(
			visit_event_toward(state, &ev) == (s != VISIT_HELD), s);
	}
	for (int i = 0; i < VISIT_EVENTS; i++) {
		CHECK_TEXT(visit_event_name((enum visit_event)i), events[i]);
		CHECK_ROW(visit_event_named(events[i], &ev), i);
		CHECK_ROW((int)ev == i, i);
	}
	CHECK(!visit_state_named("gone", &state));
	CHECK(!visit_event_named("", &ev));
	CHECK(visit_event_toward(VISIT_BOOKED, &ev) && ev == VISIT_BOOK);
}

TEST_MAIN(test_every_pair_before_the_start,
	test_every_pair_after_the_start_on_another_day,
	test_a_hold_ends_in_time, test_the_start_belongs_to_the_visit,
	test_a_move_takes_the_confirmation_back,
	test_who_comes_late_is_not_missing, test_names_stay_and_come_back)
