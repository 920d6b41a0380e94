/*
 * prove-power - cuts the power while the server works, again and again
 * (test/prove/power.sh).
 *
 *    prove-power --program P --folder F [--careless LIBRARY] [--rounds N]
 *                [--seed N]
 *
 * F/ext4 is an ext4 in the file F/xfs/disk.img.  A reflink copy of that file is
 * what a disk holds at that moment: whatever the system still keeps in memory
 * is not in it.  Each copy is mounted at F/cut, which replays ext4's journal,
 * and opened, which replays SQLite's log; what had been acknowledged before the
 * copy must be there, and the program must start on it.  The server meanwhile
 * works on.
 *
 * --careless: preloaded into the server, to see that the rig finds a loss.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/clock.h"
#include "test/prove/check.h"
#include "test/prove/guest.h"
#include "test/prove/server.h"

enum { UP_WAIT_MS = 30000, BETWEEN_MS = 200, DOCTORS = 40, WARM_MS = 1000 };

struct run {
	const char *folder, *program;
	struct server server;
	struct crowd *crowd;
	struct dice dice;
	char ledger[400], disk[400], copy[400], mounted[400], data[400];
	char log[400];
	/* of all cuts */
	int64_t promises, missing, lossy, unsound, unstarted;
};

static void must_run(const char *const *words)
{
	pid_t pid = fork();
	int status = -1;

	if (pid == 0) {
		execvp(words[0], (char *const *)(uintptr_t)words);
		_exit(127);
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (status != 0)
		proof_stop("%s %s: status %d", words[0], words[1], status);
}

/* Returns the bytes of the ledger that the copy must know of. */
static int64_t cut(struct run *r)
{
	int64_t bytes = proof_file_bytes(r->ledger);

	must_run((const char *const[]){
		"cp", "--reflink=always", r->disk, r->copy, NULL});
	return bytes;
}

static bool starts(struct run *r)
{
	struct server_options o = {
		.program = r->program, .data = r->data, .log = r->log};
	struct server s;
	bool ok;

	server_start(&s, &o);
	ok = server_is_up(&s, UP_WAIT_MS);
	child_end(&s.child, SIGKILL);
	return ok;
}

static void look(struct run *r, int64_t bytes)
{
	struct place p = {.data = r->data};
	int64_t of, missing;

	must_run((const char *const[]){
		"mount", "-o", "loop", r->copy, r->mounted, NULL});
	place_open(&p);
	missing = check_missing(&p, r->ledger, bytes, &of);
	r->unsound += !check_is_sound(&p);
	place_close(&p);
	r->promises += of;
	r->missing += missing;
	r->lossy += missing > 0;
	r->unstarted += !starts(r);
	must_run((const char *const[]){"umount", r->mounted, NULL});
	unlink(r->copy);
}

static void cuts(struct run *r, int64_t n)
{
	proof_wait_ms(WARM_MS);
	for (int64_t i = 0; i < n; i++) {
		proof_wait_ms(dice_throw(&r->dice, BETWEEN_MS));
		look(r, cut(r));
		if ((i + 1) % 20 == 0)
			proof_say("  %lld cuts, %lld lost something; %lld "
				  "booked, %lld turns",
				(long long)i + 1, (long long)r->lossy,
				(long long)crowd_counts(r->crowd)->booked,
				(long long)crowd_counts(r->crowd)->said);
	}
}

static void prepare(struct run *r, uint64_t seed)
{
	static char data[400];
	struct place p = {.data = data};

	snprintf(data, sizeof(data), "%s/ext4/data", r->folder);
	snprintf(r->data, sizeof(r->data), "%s/cut/data", r->folder);
	snprintf(r->ledger, sizeof(r->ledger), "%s/ledger", r->folder);
	snprintf(r->disk, sizeof(r->disk), "%s/xfs/disk.img", r->folder);
	snprintf(r->copy, sizeof(r->copy), "%s/xfs/cut.img", r->folder);
	snprintf(r->mounted, sizeof(r->mounted), "%s/cut", r->folder);
	snprintf(r->log, sizeof(r->log), "%s/log", r->folder);
	r->dice = dice_of(seed);
	place_open(&p);
	place_clinic(&p, DOCTORS, "Europe/Moscow");
	r->crowd = crowd_open(&p, 6, seed, r->ledger);
	place_close(&p);
}

static void serve(struct run *r, const char *careless)
{
	char data[400], preload[400];
	const char *env[] = {preload, NULL};
	struct server_options o = {.program = r->program,
		.data = data,
		.log = r->log,
		.env = careless ? env : NULL};

	snprintf(data, sizeof(data), "%s/ext4/data", r->folder);
	snprintf(preload, sizeof(preload), "LD_PRELOAD=%s",
		careless ? careless : "");
	server_start(&r->server, &o);
	if (!server_is_up(&r->server, UP_WAIT_MS))
		proof_stop("the server does not start");
	crowd_point(r->crowd, r->server.port);
	crowd_go(r->crowd);
}

static void judge(const struct run *r, int64_t n, bool is_control)
{
	if (is_control) {
		proof_holds(r->lossy > 0,
			"a careless program lost %lld of %lld promises in %lld "
			"of %lld cuts: the rig finds a loss",
			(long long)r->missing, (long long)r->promises,
			(long long)r->lossy, (long long)n);
		return;
	}
	proof_holds(r->missing == 0,
		"%lld cuts, %lld promises looked at: %lld were lost",
		(long long)n, (long long)r->promises, (long long)r->missing);
	proof_holds(r->unsound == 0,
		"after each the files, the audit chain and the visits are "
		"sound: %lld times not",
		(long long)r->unsound);
	proof_holds(r->unstarted == 0,
		"the program starts on each: %lld times not",
		(long long)r->unstarted);
}

int main(int argc, char **argv)
{
	static struct run r;
	const char *careless = proof_option(argc, argv, "--careless", NULL);
	int64_t n = proof_number(argc, argv, "--rounds", 200);
	int64_t seed =
		proof_number(argc, argv, "--seed", clock_now_ms() % 1000000);

	r.folder = proof_option(argc, argv, "--folder", NULL);
	r.program = proof_option(argc, argv, "--program", "");
	if (!r.folder)
		proof_stop("--folder is wanted");
	proof_say("%lld power cuts%s, seed %lld", (long long)n,
		careless ? " with synchronous=NORMAL" : "", (long long)seed);
	prepare(&r, (uint64_t)seed);
	serve(&r, careless);
	cuts(&r, n);
	crowd_halt(r.crowd);
	child_end(&r.server.child, SIGKILL);
	judge(&r, n, careless != NULL);
	crowd_close(r.crowd);
	return proof_end();
}
