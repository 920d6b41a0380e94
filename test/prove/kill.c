/*
 * prove-kill - kills the server at random moments while people book, move,
 * cancel and chat and messages leave, starts it again on the same data, and in
 * the end compares what stands with what was told (test/prove/kill.sh).
 *
 *    prove-kill --program P --sink S --folder F [--db A] [--rounds N]
 *               [--seed N] [--guests N]
 *
 * A round: start, SIGKILL, in one of four 0 to START_MS after exec, so that the
 * start itself is hit, else 0 to WORK_MS after the first answer.  Each
 * LONG_EVERY-th round waits until a message has left, too, and takes the times;
 * so does the last start.
 */
#include <signal.h>
#include <string.h>

#include "os/clock.h"
#include "test/prove/check.h"
#include "test/prove/guest.h"
#include "test/prove/server.h"

enum {
	START_MS = 250,
	WORK_MS = 500,
	LONG_EVERY = 10,
	TIMES_MAX = 10000,
	UP_WAIT_MS = 20000,
	RESUME_MS = 2000,
	SINK_LATE_MS = 20, /* so that kills find messages on their way */
	DOCTORS = 40,
};

struct run {
	struct server_options options;
	struct server server;
	struct sink sink;
	struct crowd *crowd;
	struct dice dice;
	char ledger[400];
	int64_t answered_ms[TIMES_MAX], left_ms[TIMES_MAX];
	size_t times_n;
	int64_t kills, start_kills;
	bool is_broken;
};

/* Waits for the next message to leave; its time since exec, -1: none did. */
static int64_t wait_for_message(struct run *r, int64_t bytes_before)
{
	while (proof_file_bytes(r->sink.ledger) == bytes_before) {
		if (clock_steady_ms() - r->server.started_ms > UP_WAIT_MS)
			return -1;
		proof_wait_ms(1);
	}
	return clock_steady_ms() - r->server.started_ms;
}

/* A start with the watch in hand. */
static void start_timed(struct run *r)
{
	int64_t bytes = proof_file_bytes(r->sink.ledger), answered;

	server_start(&r->server, &r->options);
	if (!server_is_up(&r->server, UP_WAIT_MS)) {
		r->is_broken = true;
		return;
	}
	answered = clock_steady_ms() - r->server.started_ms;
	crowd_point(r->crowd, r->server.port);
	if (r->times_n < TIMES_MAX) {
		r->answered_ms[r->times_n] = answered;
		r->left_ms[r->times_n++] = wait_for_message(r, bytes);
	}
}

/* A start that may be hit itself. */
static void start_hit(struct run *r)
{
	server_start(&r->server, &r->options);
	proof_wait_ms(dice_throw(&r->dice, START_MS));
	r->start_kills++;
}

static void start_to_work(struct run *r)
{
	server_start(&r->server, &r->options);
	if (!server_is_up(&r->server, UP_WAIT_MS))
		r->is_broken = true;
	crowd_point(r->crowd, r->server.port);
	proof_wait_ms(dice_throw(&r->dice, WORK_MS));
}

static void kill_now(struct run *r)
{
	if (child_ended(&r->server.child) != -1) {
		r->is_broken = true;
		return;
	}
	crowd_point(r->crowd, 0);
	child_end(&r->server.child, SIGKILL);
	r->kills++;
}

static void rounds(struct run *r, int64_t n)
{
	for (int64_t i = 0; i < n && !r->is_broken; i++) {
		if (i % LONG_EVERY == 0)
			start_timed(r);
		else if (dice_throw(&r->dice, 4) == 0)
			start_hit(r);
		else
			start_to_work(r);
		kill_now(r);
		if ((i + 1) % 100 == 0)
			proof_say("  %lld kills, %lld of them at the start; "
				  "%lld booked, %lld turns",
				(long long)r->kills, (long long)r->start_kills,
				(long long)crowd_counts(r->crowd)->booked,
				(long long)crowd_counts(r->crowd)->said);
	}
}

static int64_t due(struct place *p)
{
	return place_number(
		p, arena_print(&p->a,
			   "SELECT count(*) FROM outbox WHERE state = 'queued'"
			   " AND next_at <= %lld",
			   (long long)clock_now()));
}

/* Until everything that is due has left by the server that runs. */
static void drain(struct place *p)
{
	int64_t until = clock_steady_ms() + UP_WAIT_MS;

	place_open(p);
	while (due(p) > 0 && clock_steady_ms() < until) {
		arena_reset(&p->a);
		proof_wait_ms(50);
	}
	place_close(p);
}

static void say_percentiles(const char *what, int64_t *ms, size_t n)
{
	proof_say("  ms from exec to the first %s: median %lld, p90 %lld, p99 "
		  "%lld, longest %lld",
		what, (long long)proof_percentile(ms, n, 50),
		(long long)proof_percentile(ms, n, 90),
		(long long)proof_percentile(ms, n, 99),
		(long long)proof_percentile(ms, n, 100));
}

/* The median is judged: the others are those of the machine's other work. */
static void say_times(struct run *r)
{
	int64_t silent = 0;

	for (size_t i = 0; i < r->times_n; i++)
		silent += r->left_ms[i] < 0;
	say_percentiles("answer", r->answered_ms, r->times_n);
	say_percentiles("message", r->left_ms, r->times_n);
	proof_holds(silent == 0 && proof_percentile(r->left_ms, r->times_n,
					   50) < RESUME_MS,
		"half of %zu timed starts work again in %d ms, the others "
		"later: %lld do not",
		r->times_n, RESUME_MS, (long long)silent);
}

static void say_counts(struct run *r)
{
	struct crowd_counts *n = crowd_counts(r->crowd);

	proof_say("  acknowledged: %lld booked, %lld moved, %lld cancelled, "
		  "%lld turns; %lld refused, %lld unanswered, %lld busy",
		(long long)n->booked, (long long)n->moved, (long long)n->ended,
		(long long)n->said, (long long)n->refused,
		(long long)n->unanswered, (long long)n->busy);
	proof_holds(n->wrong == 0, "no answer was wrong: %lld were (%d)",
		(long long)n->wrong, n->last_wrong);
}

static void compare(struct run *r, struct place *p)
{
	int64_t asked, other;

	proof_holds(!r->is_broken,
		"it started each time: %lld kills, %lld of "
		"them at the start",
		(long long)r->kills, (long long)r->start_kills);
	if (r->is_broken)
		return;
	say_times(r);
	say_counts(r);
	other = crowd_repeat(r->crowd, r->ledger, &asked);
	proof_holds(other == 0,
		"%lld turns said again get the same answer: "
		"%lld do not",
		(long long)asked, (long long)other);
	drain(p);
	child_end(&r->server.child, SIGTERM);
	place_open(p);
	place_end_leases(p);
	check_ledger(p, r->ledger, -1);
	check_visits(p);
	check_messages(p, r->sink.ledger);
	check_audit(p);
	check_file(p);
	place_close(p);
}

int main(int argc, char **argv)
{
	static struct run r;
	const char *folder = proof_option(argc, argv, "--folder", NULL);
	int64_t rounds_n = proof_number(argc, argv, "--rounds", 1000);
	int64_t seed =
		proof_number(argc, argv, "--seed", clock_now_ms() % 1000000);
	char data[400], log[400], taken[400];
	struct place p = {
		.data = data, .db = proof_option(argc, argv, "--db", NULL)};

	if (!folder)
		proof_stop("--folder is wanted");
	snprintf(data, sizeof(data), "%s/data", folder);
	snprintf(log, sizeof(log), "%s/log", folder);
	snprintf(taken, sizeof(taken), "%s/sink", folder);
	snprintf(r.ledger, sizeof(r.ledger), "%s/ledger", folder);
	r.dice = dice_of((uint64_t)seed);
	proof_say("%lld kills on %s, seed %lld", (long long)rounds_n,
		p.db ? "PostgreSQL" : "SQLite", (long long)seed);
	place_open(&p);
	place_clinic(&p, DOCTORS, "Europe/Moscow");
	r.crowd = crowd_open(&p, (int)proof_number(argc, argv, "--guests", 6),
		(uint64_t)seed, r.ledger);
	place_close(&p);
	sink_start(&r.sink, proof_option(argc, argv, "--sink", ""), taken,
		SINK_LATE_MS);
	r.options = (struct server_options){
		.program = proof_option(argc, argv, "--program", ""),
		.data = p.data,
		.db = p.db,
		.sink_url = r.sink.url,
		.log = log};
	crowd_go(r.crowd);
	rounds(&r, rounds_n);
	if (!r.is_broken)
		start_timed(&r);
	crowd_halt(r.crowd);
	compare(&r, &p);
	crowd_close(r.crowd);
	child_end(&r.sink.child, SIGTERM);
	return proof_end();
}
