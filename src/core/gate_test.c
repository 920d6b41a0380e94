#include "core/gate.h"

#include "core/quiet.h"
#include "test/check.h"

/* UTC serves as the patient's zone: noon, and the start a day later. */
enum { NOON = 1800014400, START = NOON + 86400, NIGHT = NOON + 10 * 3600 };
_Static_assert(NOON % 86400 == 12 * 3600, "NOON is noon");

static struct gate_facts good(void)
{
	return (struct gate_facts){
		.now = NOON,
		.zone = zone_utc(),
		.has_visit = true,
		.state = VISIT_BOOKED,
		.start_at = START,
		.revision = 3,
		.planned_revision = 3,
		.created_at = NOON - 86400,
		.is_counted = true,
		.cap = GATE_CAP_DEFAULT,
		.offer_names_channel = true,
		.has_address = true,
	};
}

static void check(const struct gate_facts *f, enum gate_verdict verdict,
	enum gate_reason reason, long long row)
{
	struct gate_answer got = gate_ask(f);

	CHECK_ROW(got.verdict == verdict, row);
	CHECK_ROW(got.reason == reason, row);
	if (verdict == GATE_POSTPONE)
		CHECK_ROW(got.until_at > f->now, row);
	else
		CHECK_ROW(got.until_at == 0, row);
}

static void test_what_is_in_order_leaves(void)
{
	struct gate_facts f = good();

	check(&f, GATE_SEND, GATE_REASON_NONE, 0);
}

/* A row a state: about a standing visit, and "it is cancelled". */
static void test_every_state_of_the_visit(void)
{
	static const enum gate_reason want[VISIT_STATES][2] = {
		[VISIT_HELD] = {GATE_REASON_NO_VISIT, GATE_REASON_BOOKED},
		[VISIT_BOOKED] = {GATE_REASON_NONE, GATE_REASON_BOOKED},
		[VISIT_CONFIRMED] = {GATE_REASON_NONE, GATE_REASON_BOOKED},
		[VISIT_ARRIVED] = {GATE_REASON_ENDED, GATE_REASON_BOOKED},
		[VISIT_STARTED] = {GATE_REASON_ENDED, GATE_REASON_BOOKED},
		[VISIT_DONE] = {GATE_REASON_ENDED, GATE_REASON_BOOKED},
		[VISIT_MISSED] = {GATE_REASON_ENDED, GATE_REASON_BOOKED},
		[VISIT_CANCELLED] = {GATE_REASON_CANCELLED, GATE_REASON_NONE},
	};

	for (int s = 0; s < VISIT_STATES; s++)
		for (int tells = 0; tells < 2; tells++) {
			struct gate_facts f = good();
			enum gate_reason why = want[s][tells];

			f.state = (enum visit_state)s;
			f.tells_cancelled = tells;
			check(&f,
				why == GATE_REASON_NONE ? GATE_SEND
							: GATE_CANCEL,
				why, s * 10 + tells);
		}
}

static void test_freshness(void)
{
	struct gate_facts f = good();

	f.has_visit = false;
	check(&f, GATE_CANCEL, GATE_REASON_NO_VISIT, 0);
	f = good();
	f.planned_revision = 2;
	check(&f, GATE_CANCEL, GATE_REASON_MOVED, 1);
	f.planned_revision = 4;
	check(&f, GATE_CANCEL, GATE_REASON_MOVED, 2);
	f = good();
	f.start_at = f.now;
	check(&f, GATE_CANCEL, GATE_REASON_PAST, 3);
	f.start_at = f.now + 1;
	check(&f, GATE_SEND, GATE_REASON_NONE, 4);
}

static void test_consent_of_every_kind(void)
{
	for (int i = 0; i < 8; i++) {
		struct gate_facts f = good();
		bool may = i == 1 || i == 2 || i == 3;

		f.offer_names_channel = i & 1;
		f.has_consent = i & 2;
		f.has_refused = i & 4;
		check(&f, may ? GATE_SEND : GATE_CANCEL,
			may ? GATE_REASON_NONE : GATE_REASON_CONSENT, i);
	}
}

static void test_nowhere_to_write_is_a_failure(void)
{
	struct gate_facts f = good();

	f.has_address = false;
	check(&f, GATE_FAIL, GATE_REASON_NO_ADDRESS, 0);
}

static void test_the_cap(void)
{
	static const struct {
		bool is_counted;
		int sent, cap;
		bool leaves;
	} rows[] = {
		{true, 0, 2, true},
		{true, 1, 2, true},
		{true, 2, 2, false},
		{true, 3, 2, false},
		{false, 9, 2, true},
		{true, 9, 0, true},
		{true, 1, 1, false},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct gate_facts f = good();

		f.is_counted = rows[i].is_counted;
		f.counted_n = rows[i].sent;
		f.cap = rows[i].cap;
		check(&f, rows[i].leaves ? GATE_SEND : GATE_CANCEL,
			rows[i].leaves ? GATE_REASON_NONE : GATE_REASON_CAP,
			(long long)i);
	}
}

static void test_quiet_hours_but_for_what_was_just_asked(void)
{
	struct gate_facts f = good();

	f.now = NIGHT;
	check(&f, GATE_POSTPONE, GATE_REASON_QUIET, 0);
	CHECK(gate_ask(&f).until_at == quiet_end(zone_utc(), NIGHT));

	f.is_asked = true;
	f.created_at = NIGHT - GATE_ASKED_S + 1;
	check(&f, GATE_SEND, GATE_REASON_NONE, 1);
	f.created_at = NIGHT - GATE_ASKED_S;
	check(&f, GATE_POSTPONE, GATE_REASON_QUIET, 2);
	f.is_asked = false;
	f.created_at = NIGHT;
	check(&f, GATE_POSTPONE, GATE_REASON_QUIET, 3);
}

static void test_a_channel_that_is_down_waits(void)
{
	struct gate_facts f = good();

	f.is_channel_down = true;
	check(&f, GATE_POSTPONE, GATE_REASON_DOWN, 0);
	CHECK(gate_ask(&f).until_at == NOON + GATE_DOWN_WAIT_S);
	f.channel_back_at = NOON + 7;
	CHECK(gate_ask(&f).until_at == NOON + 7);
	f.channel_back_at = NOON;
	CHECK(gate_ask(&f).until_at == NOON + GATE_DOWN_WAIT_S);
}

/* Each gate is asked before all that stand behind it. */
static void test_the_order_of_the_gates(void)
{
	struct gate_facts f = good();

	f.now = NIGHT;
	f.is_channel_down = true;
	check(&f, GATE_POSTPONE, GATE_REASON_QUIET, 0);
	f.counted_n = 2;
	check(&f, GATE_CANCEL, GATE_REASON_CAP, 1);
	f.has_address = false;
	check(&f, GATE_FAIL, GATE_REASON_NO_ADDRESS, 2);
	f.has_refused = true;
	check(&f, GATE_CANCEL, GATE_REASON_CONSENT, 3);
	f.revision++;
	check(&f, GATE_CANCEL, GATE_REASON_MOVED, 4);
	f.state = VISIT_CANCELLED;
	check(&f, GATE_CANCEL, GATE_REASON_CANCELLED, 5);
	f.has_visit = false;
	check(&f, GATE_CANCEL, GATE_REASON_NO_VISIT, 6);
}

static void test_reasons_have_words(void)
{
	static const char *const words[GATE_REASONS] = {"none", "no_visit",
		"moved", "cancelled", "ended", "past", "booked", "consent",
		"no_address", "cap", "quiet", "down"};

	for (int i = 0; i < GATE_REASONS; i++)
		CHECK_TEXT(gate_reason_name((enum gate_reason)i), words[i]);
}

TEST_MAIN(test_what_is_in_order_leaves, test_every_state_of_the_visit,
	test_freshness, test_consent_of_every_kind,
	test_nowhere_to_write_is_a_failure, test_the_cap,
	test_quiet_hours_but_for_what_was_just_asked,
	test_a_channel_that_is_down_waits, test_the_order_of_the_gates,
	test_reasons_have_words)
