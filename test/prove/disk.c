/*
 * prove-disk - a disk that is full, and an fsync that fails
 * (test/prove/disk.sh).
 *
 *    prove-disk full  --program P --sink S --folder F --data D [--rounds N]
 *    prove-disk fsync --program P --sink S --folder F --data D [--rounds N]
 *
 * full: D lies on a small file system of its own.  A round fills it to the last
 * byte while people work, looks what the server says, and makes room again; the
 * server runs through.
 *
 * fsync: a round starts the server under strace, which lets the n-th fdatasync
 * fail with EIO; the server must end itself, and what was told must stand.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/clock.h"
#include "test/prove/ask.h"
#include "test/prove/check.h"
#include "test/prove/guest.h"
#include "test/prove/server.h"

enum { UP_WAIT_MS = 20000, WORK_MS = 300, SEEN_MS = 10000, DOCTORS = 40 };

struct run {
	struct server_options options;
	struct server server;
	struct sink sink;
	struct crowd *crowd;
	struct place place;
	char ledger[400], filler[400];
};

static void start(struct run *r)
{
	server_start(&r->server, &r->options);
	if (!server_is_up(&r->server, UP_WAIT_MS))
		proof_stop("the server does not start");
	crowd_point(r->crowd, r->server.port);
}

/* ---- full --------------------------------------------------------------- */

/* Writes until nothing more fits. */
static void fill(struct run *r)
{
	static const char block[4096] = "full";
	int fd = open(
		r->filler, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	size_t n = sizeof(block);

	while (n > 0)
		if (write(fd, block, n) < 0)
			n = errno == ENOSPC ? n / 2 : 0;
	close(fd);
}

/* Whether a GET is answered so, with `word` in it. */
static bool get_is(
	struct run *r, const char *path, int status, const char *word)
{
	struct http_answer got;
	struct asker k;
	bool is;

	asker_init(&k);
	is = ask(&k, r->server.port, NULL, path, NULL, &got) == status &&
	     strstr(got.body, word);
	asker_release(&k);
	return is;
}

/* Until a counter has grown by `more`; false: it does not. */
static bool grows(_Atomic int64_t *count, int64_t more)
{
	int64_t want = atomic_load(count) + more;
	int64_t until = clock_steady_ms() + SEEN_MS;

	while (atomic_load(count) < want) {
		if (clock_steady_ms() > until)
			return false;
		proof_wait_ms(5);
	}
	return true;
}

static bool health_is(struct run *r, int status, const char *word)
{
	int64_t until = clock_steady_ms() + SEEN_MS;

	while (!get_is(r, "/healthz", status, word)) {
		if (clock_steady_ms() > until)
			return false;
		proof_wait_ms(20);
	}
	return true;
}

struct full_counts {
	int64_t refused, told_so, read, red, green, went_on;
};

static void full_round(struct run *r, struct full_counts *n)
{
	struct crowd_counts *c = crowd_counts(r->crowd);
	const char *slots = arena_print(&r->place.a,
		"/api/v1/slots?clinic=" PLACE_CLINIC "&service=%lld",
		(long long)r->place.service_id);

	proof_wait_ms(WORK_MS);
	fill(r);
	n->refused += grows(&c->busy, 20);
	n->told_so += health_is(r, 503, "нет места на диске");
	n->read += get_is(r, slots, 200, "starts");
	n->red += health_is(r, 503, "");
	unlink(r->filler);
	n->went_on += grows(&c->booked, 3);
	n->green += health_is(r, 200, "ok");
}

static void full(struct run *r, int64_t rounds)
{
	struct full_counts n = {0};

	start(r);
	for (int64_t i = 0; i < rounds; i++)
		full_round(r, &n);
	proof_holds(n.refused == rounds,
		"full %lld times: writes were refused with 503 %lld times",
		(long long)rounds, (long long)n.refused);
	proof_holds(n.told_so == rounds && n.red == rounds,
		"health said 503 and why %lld times", (long long)n.told_so);
	proof_holds(n.read == rounds, "free times could be read %lld times",
		(long long)n.read);
	proof_holds(n.went_on == rounds && n.green == rounds,
		"with room again work went on %lld times, without a new start",
		(long long)n.went_on);
	proof_holds(
		child_ended(&r->server.child) == -1, "the server ran through");
}

/* ---- fsync -------------------------------------------------------------- */

static void fsync_fails(struct run *r, int64_t rounds)
{
	int64_t ended = 0, worked = 0;

	for (int64_t i = 0; i < rounds; i++) {
		char inject[80];
		const char *wrapper[] = {"/usr/bin/strace", "-f", "-qq",
			"--seccomp-bpf", "-o", "/dev/null", "-e",
			"trace=fdatasync,fsync", "-e", inject, NULL};
		int64_t until = clock_steady_ms() + SEEN_MS;
		int status = -1;

		snprintf(inject, sizeof(inject),
			"inject=fdatasync,fsync:error=EIO:when=%lld",
			(long long)i + 1);
		r->options.wrapper = wrapper;
		server_start(&r->server, &r->options);
		if (server_is_up(&r->server, UP_WAIT_MS))
			crowd_point(r->crowd, r->server.port);
		while (status == -1 && clock_steady_ms() < until) {
			status = child_ended(&r->server.child);
			proof_wait_ms(2);
		}
		crowd_point(r->crowd, 0);
		ended += status != -1 && WIFSIGNALED(status) &&
			 WTERMSIG(status) == SIGABRT;
		child_end(&r->server.child, SIGKILL);
	}
	r->options.wrapper = NULL;
	start(r);
	worked = grows(&crowd_counts(r->crowd)->booked, 3);
	proof_holds(ended == rounds,
		"fsync failed %lld times, the 1st to the %lldth of a start: "
		"the server ended itself %lld times",
		(long long)rounds, (long long)rounds, (long long)ended);
	proof_holds(worked, "work went on after a new start");
}

/* ---- both --------------------------------------------------------------- */

static void compare(struct run *r)
{
	struct crowd_counts *n = crowd_counts(r->crowd);
	struct place *p = &r->place;

	proof_say("  acknowledged: %lld booked, %lld moved, %lld cancelled, "
		  "%lld turns; %lld times busy",
		(long long)n->booked, (long long)n->moved, (long long)n->ended,
		(long long)n->said, (long long)n->busy);
	proof_holds(n->wrong == 0, "no answer was wrong: %lld were (%d)",
		(long long)n->wrong, n->last_wrong);
	place_open(p);
	place_end_leases(p);
	check_ledger(p, r->ledger, -1);
	check_visits(p);
	check_audit(p);
	check_file(p);
	place_close(p);
}

int main(int argc, char **argv)
{
	static struct run r;
	const char *folder = proof_option(argc, argv, "--folder", NULL);
	int64_t seed =
		proof_number(argc, argv, "--seed", clock_now_ms() % 1000000);
	int64_t rounds = proof_number(argc, argv, "--rounds", 20);
	char log[400], taken[400];
	bool is_full = argc > 1 && strcmp(argv[1], "full") == 0;

	r.place.data = proof_option(argc, argv, "--data", NULL);
	if (!folder || !r.place.data)
		proof_stop("--folder and --data are wanted");
	snprintf(log, sizeof(log), "%s/log", folder);
	snprintf(taken, sizeof(taken), "%s/sink", folder);
	snprintf(r.ledger, sizeof(r.ledger), "%s/ledger", folder);
	snprintf(r.filler, sizeof(r.filler), "%s/filler", r.place.data);
	proof_say("%s, seed %lld",
		is_full ? "a full disk" : "an fsync that fails",
		(long long)seed);
	place_open(&r.place);
	place_clinic(&r.place, DOCTORS, "Europe/Moscow");
	r.crowd = crowd_open(&r.place, 6, (uint64_t)seed, r.ledger);
	place_close(&r.place);
	sink_start(&r.sink, proof_option(argc, argv, "--sink", ""), taken, 0);
	r.options = (struct server_options){
		.program = proof_option(argc, argv, "--program", ""),
		.data = r.place.data,
		.sink_url = r.sink.url,
		.log = log};
	arena_init(&r.place.a);
	crowd_go(r.crowd);
	(is_full ? full : fsync_fails)(&r, rounds);
	crowd_halt(r.crowd);
	child_end(&r.server.child, SIGTERM);
	compare(&r);
	crowd_close(r.crowd);
	child_end(&r.sink.child, SIGTERM);
	return proof_end();
}
