/*
 * Many want the same start at the same moment, over HTTP: one gets it, the
 * others learn that it is taken.
 */
#include "app/slots.h"
#include "base/civil.h"
#include "test/whole.h"

enum { CLIENTS = 64, TALKERS = 16 };

static struct guest guests[CLIENTS];

static const char *hold_body(int64_t start_at)
{
	return arena_print(&both.a,
		"{\"clinic\":\"zdorovie\",\"service\":\"%d\",\"doctor\":\"%d\","
		"\"start\":\"%s\"}",
		SERVICE_THERAPY, DOCTOR_ORLOV, whole_instant(start_at));
}

static bool is_taken(const struct http_answer *a)
{
	return a->status == 409 && strstr(a->body, "\"field\":\"start\"");
}

static void one_round(int64_t start_at, int round)
{
	static struct http_ask asks[CLIENTS];
	static struct http_answer answers[CLIENTS];
	const char *body = hold_body(start_at);
	int winners = 0;

	for (size_t i = 0; i < CLIENTS; i++)
		asks[i] =
			whole_ask(&guests[i], HTTP_POST, "/api/v1/holds", body);
	whole_send(asks, CLIENTS, answers);
	for (size_t i = 0; i < CLIENTS; i++) {
		if (answers[i].status == 201)
			winners++;
		else if (!is_taken(&answers[i]))
			fail_msg("round %d: %d %s", round, answers[i].status,
				answers[i].body);
	}
	CHECK_ROW(winners == 1, round);
}

static void test_one_of_sixty_four_holds_a_start(void)
{
	int rounds = WHOLE_TIMES(50, 5);
	const struct slot *slot;
	size_t n = whole_starts(
		&clinic_catalogue, SERVICE_THERAPY, DOCTOR_ORLOV, &slot);

	CHECK(n >= 2 * (size_t)rounds);
	for (size_t i = 0; i < CLIENTS; i++)
		guests[i] = whole_visitor();
	/* the buffer behind a start takes its neighbour too */
	for (int r = 0; r < rounds; r++)
		one_round(slot[2 * r].start_at, r);
	/* each winner keeps his last hold, with its cells, and nothing else */
	CHECK(desk_count("SELECT COUNT(*) FROM visit v WHERE NOT EXISTS (SELECT"
			 " 1 FROM occupancy o WHERE o.visit_id = v.id)") == 0);
	CHECK(desk_count(
		      "SELECT COUNT(*) FROM occupancy o WHERE NOT EXISTS"
		      " (SELECT 1 FROM visit v WHERE v.id = o.visit_id)") == 0);
	print_message("race: %d rounds of %d clients, one winner each\n",
		rounds, CLIENTS);
}

WHOLE_MAIN(test_one_of_sixty_four_holds_a_start)
