#include "core/delivery.h"

#include "test/check.h"

enum { NOW = 1000000, DAY_S = 86400, LATER = NOW + DAY_S };

static struct delivery made(enum delivery_state state, int tries)
{
	return (struct delivery){state, RECEIPT_NONE, tries, NOW, LATER};
}

/* The whole machine at a glance: a row a state, a column an event. */
static void test_every_pair(void)
{
	static const char letter[] = "qsSFUC";
	static const char *const want[DELIVERY_STATES] = {
		"s....qC.", /* queued: claim, accept, refuse, unclear, defer,
			       postpone, cancel, divert */
		".SFUq..q", /* sending */
		"........", /* sent */
		"........", /* failed */
		"........", /* uncertain */
		"........", /* cancelled */
	};

	for (int s = 0; s < DELIVERY_STATES; s++)
		for (int ev = 0; ev < DELIVERY_EVENTS; ev++) {
			struct delivery d = made((enum delivery_state)s, 1);
			struct err e = {ERR_NONE, "", ""};
			bool ok = delivery_step(
				&d, (enum delivery_event)ev, NOW, 60, &e);
			char got = ok ? letter[d.state] : '.';

			CHECK_ROW(got == want[s][ev], s * 10 + ev);
			CHECK_ROW(ok || e.kind == ERR_CONFLICT, s * 10 + ev);
			CHECK_ROW(ok || (int)d.state == s, s * 10 + ev);
		}
}

static void test_claim_waits_its_turn_and_counts(void)
{
	struct delivery d = made(DELIVERY_QUEUED, 1);
	struct err e = {0};

	CHECK(!delivery_step(&d, DELIVERY_CLAIM, NOW - 1, 0, &e));
	CHECK(e.kind == ERR_CONFLICT);
	CHECK(d.state == DELIVERY_QUEUED && d.tries == 1);
	CHECK(delivery_step(&d, DELIVERY_CLAIM, NOW, 0, &e));
	CHECK(d.state == DELIVERY_SENDING && d.tries == 2);

	d = made(DELIVERY_QUEUED, 1);
	d.expires_at = NOW;
	CHECK(delivery_step(&d, DELIVERY_CLAIM, NOW, 0, &e));
	CHECK(d.state == DELIVERY_FAILED && d.tries == 1);
}

static void test_a_diverted_one_is_due_at_once(void)
{
	struct delivery d = made(DELIVERY_SENDING, 3);
	struct err e;

	CHECK(delivery_step(&d, DELIVERY_DIVERT, NOW + 5, 900, &e));
	CHECK(d.state == DELIVERY_QUEUED && d.next_at == NOW + 5);
	CHECK(d.tries == 3);
	d = made(DELIVERY_SENDING, 3);
	CHECK(delivery_step(&d, DELIVERY_DIVERT, LATER, 0, &e));
	CHECK(d.state == DELIVERY_FAILED);
}

static void test_defer_backs_off_then_gives_up(void)
{
	static const struct {
		int tries, wait_s, due_s; /* due_s < 0: gives up */
	} rows[] = {
		{1, 0, 30},
		{2, 0, 60},
		{7, 0, 1920},
		{8, 0, 3600},
		{9999, 0, 3600},
		{1, 120, 120},
		{1, DAY_S - 1, DAY_S - 1},
		{1, DAY_S, -1},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct delivery d = made(DELIVERY_SENDING, rows[i].tries);
		struct err e;
		bool ok = delivery_step(
			&d, DELIVERY_DEFER, NOW, rows[i].wait_s, &e);

		CHECK_ROW(ok && d.tries == rows[i].tries, i);
		if (rows[i].due_s < 0) {
			CHECK_ROW(d.state == DELIVERY_FAILED, i);
			continue;
		}
		CHECK_ROW(d.state == DELIVERY_QUEUED, i);
		CHECK_ROW(d.next_at == NOW + rows[i].due_s, i);
	}
}

static void test_postpone_counts_no_try_and_keeps_to_the_end(void)
{
	struct delivery d = made(DELIVERY_QUEUED, 3);
	struct err e;

	CHECK(delivery_step(&d, DELIVERY_POSTPONE, NOW, 5, &e));
	CHECK(d.state == DELIVERY_QUEUED && d.tries == 3);
	CHECK(d.next_at == NOW + 5);
	CHECK(delivery_step(&d, DELIVERY_POSTPONE, NOW, DAY_S, &e));
	CHECK(d.state == DELIVERY_FAILED);
}

/* Providers report in any order; the end is the same. */
static void test_receipts_only_grow(void)
{
	struct delivery d = made(DELIVERY_SENT, 1);
	struct err e;

	CHECK(delivery_receive(&d, RECEIPT_READ, &e));
	CHECK(d.receipt == RECEIPT_READ);
	CHECK(delivery_receive(&d, RECEIPT_DELIVERED, &e));
	CHECK(d.receipt == RECEIPT_READ && d.state == DELIVERY_SENT);
}

static void test_a_receipt_is_proof(void)
{
	static const enum delivery_event answers[] = {DELIVERY_ACCEPT,
		DELIVERY_REFUSE, DELIVERY_UNCLEAR, DELIVERY_DEFER};

	for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
		struct delivery before = made(DELIVERY_SENDING, 1);
		struct delivery after = before;
		struct err e;

		CHECK_ROW(delivery_receive(&before, RECEIPT_DELIVERED, &e), i);
		CHECK_ROW(before.state == DELIVERY_SENDING, i);
		CHECK_ROW(delivery_step(&before, answers[i], NOW, 0, &e), i);
		CHECK_ROW(before.state == DELIVERY_SENT, i);

		CHECK_ROW(delivery_step(&after, answers[i], NOW, 0, &e), i);
		CHECK_ROW(delivery_receive(&after, RECEIPT_DELIVERED, &e), i);
		CHECK_ROW(after.state == DELIVERY_SENT, i);
		CHECK_ROW(after.receipt == before.receipt, i);
	}
}

static void test_no_receipt_for_what_never_left(void)
{
	struct delivery d = made(DELIVERY_QUEUED, 0);
	struct err e;

	CHECK(!delivery_receive(&d, RECEIPT_READ, &e));
	CHECK(e.kind == ERR_CONFLICT && d.receipt == RECEIPT_NONE);
	d = made(DELIVERY_CANCELLED, 1);
	e.kind = ERR_NONE;
	CHECK(!delivery_receive(&d, RECEIPT_READ, &e));
	CHECK(e.kind == ERR_CONFLICT && d.receipt == RECEIPT_NONE);
	CHECK(d.state == DELIVERY_CANCELLED);
	d = made(DELIVERY_UNCERTAIN, 1);
	CHECK(delivery_receive(&d, RECEIPT_NONE, &e));
	CHECK(d.state == DELIVERY_UNCERTAIN);
}

/* They stand in databases: a renamed one is a row that nobody reads again. */
static void test_names_stay_and_come_back(void)
{
	static const char *const states[DELIVERY_STATES] = {"queued", "sending",
		"sent", "failed", "uncertain", "cancelled"};
	static const char *const receipts[RECEIPTS] = {
		"none", "delivered", "read"};
	enum delivery_state s;
	enum receipt r;
	struct err e;

	for (int i = 0; i < DELIVERY_STATES; i++) {
		CHECK_TEXT(delivery_name((enum delivery_state)i), states[i]);
		CHECK_ROW(delivery_named(states[i], &s, &e), i);
		CHECK_ROW((int)s == i, i);
	}
	for (int i = 0; i < RECEIPTS; i++) {
		CHECK_TEXT(receipt_name((enum receipt)i), receipts[i]);
		CHECK_ROW(receipt_named(receipts[i], &r, &e), i);
		CHECK_ROW((int)r == i, i);
	}
	e.kind = ERR_NONE;
	CHECK(!delivery_named("Sent", &s, &e) && e.kind == ERR_INTERNAL);
	e.kind = ERR_NONE;
	CHECK(!receipt_named("", &r, &e) && e.kind == ERR_INTERNAL);
}

TEST_MAIN(test_every_pair, test_claim_waits_its_turn_and_counts,
	test_a_diverted_one_is_due_at_once, test_defer_backs_off_then_gives_up,
	test_postpone_counts_no_try_and_keeps_to_the_end,
	test_receipts_only_grow, test_a_receipt_is_proof,
	test_no_receipt_for_what_never_left, test_names_stay_and_come_back)
