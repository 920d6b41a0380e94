/*
 * Many want the same start at the same moment, over HTTP: one gets it, the
 * others learn that it is taken.
 */
#include "app/link.h"
#include "app/slots.h"
#include "app/visit.h"
#include "base/civil.h"
#include "test/whole.h"

enum { CLIENTS = 64, MOVERS = 8 };

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

/* ---- moving ------------------------------------------------------------- */

/* Books a visit of its own patient; returns the path of its link. */
static const char *booked(int64_t start_at, int i)
{
	struct call c = whole_call();
	struct visit_book_request in = {
		.wish = {CLINIC_ID, SERVICE_THERAPY, DOCTOR_ORLOV, 0, start_at},
		.person = {.first = "Анна",
			.phone = arena_print(&both.a, "+7900123%04d", i)},
		.source = "site"};
	struct visit v;
	const char *url;

	c.who = (struct principal){
		.kind = PRINCIPAL_VISITOR, .id = random_id()};
	if (!app_visit_book(&c, &in, &v, &both.e))
		fail_msg("%s", both.e.text);
	c.who = app_system();
	CHECK(app_link_make(&c, &v, &url, &both.e));
	return strstr(url, "/zdorovie/");
}

static int64_t visits_at(int64_t start_at)
{
	return desk_count(arena_print(&both.a,
		"SELECT COUNT(*) FROM visit WHERE start_at = %lld",
		(long long)start_at));
}

/* Several visits move to one free start: one comes, the others stay. */
static void one_move(const char *const *path, const int64_t *from_at,
	int64_t to_at, int round)
{
	const char *body = arena_print(
		&both.a, "action=move&start=%s", whole_instant(to_at));
	struct http_ask asks[MOVERS];
	struct http_answer answers[MOVERS];
	int stayed = 0;

	for (size_t i = 0; i < MOVERS; i++)
		asks[i] = whole_ask(NULL, HTTP_POST, path[i], body);
	whole_send(asks, MOVERS, answers);
	for (size_t i = 0; i < MOVERS; i++) {
		CHECK_ROW(answers[i].status == 303, round);
		stayed += visits_at(from_at[i]) == 1;
	}
	CHECK_ROW(visits_at(to_at) == 1, round);
	CHECK_ROW(stayed == MOVERS - 1, round);
}

static void test_of_visits_that_move_to_one_start_one_comes(void)
{
	int rounds = WHOLE_TIMES(8, 2);
	const struct slot *slot;
	size_t next = 0, n = whole_starts(&clinic_catalogue, SERVICE_THERAPY,
				 DOCTOR_ORLOV, &slot);

	CHECK(n >= 2 * (size_t)rounds * (MOVERS + 1));
	for (int r = 0; r < rounds; r++) {
		const char *path[MOVERS];
		int64_t from_at[MOVERS];

		for (int i = 0; i < MOVERS; i++, next += 2) {
			from_at[i] = slot[next].start_at;
			path[i] = booked(from_at[i], r * MOVERS + i);
		}
		one_move(path, from_at, slot[next].start_at, r);
		next += 2;
	}
	print_message("race: %d rounds of %d moves\n", rounds, MOVERS);
}

WHOLE_MAIN(test_one_of_sixty_four_holds_a_start,
	test_of_visits_that_move_to_one_start_one_comes)
