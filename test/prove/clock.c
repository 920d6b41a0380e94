/*
 * prove-clock - clocks that jump, and zones that change theirs
 * (test/prove/clock.sh).
 *
 *    prove-clock zones --folder F [--seed N]
 *    prove-clock jumps --program P --sink S --folder F --faketime LIBRARY
 *                [--step HOURS]
 *
 * zones: in each zone a clinic whose visits stand around a change of its clock;
 * time is a parameter and goes on in steps, back by two hours, ahead by one.
 *
 * jumps: the clock of the running server jumps by libfaketime: two hours ahead
 * and back, day after day, in the end 400 days.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/catalogue.h"
#include "app/outbox.h"
#include "app/visit.h"
#include "cli/desk.h"
#include "os/clock.h"
#include "os/zone.h"
#include "test/prove/ask.h"
#include "test/prove/check.h"
#include "test/prove/guest.h"
#include "test/prove/proof.h"
#include "test/prove/server.h"

enum { HOUR_S = 3600, DAY_S = 86400, UP_WAIT_MS = 20000, JUMP_MS = 700 };

/* What became of the reminders of a place. */
struct fates {
	const struct zone *zone;
	int64_t sent, unsent, at_night, too_late, again;
};

/* Between 21:00 and 08:00 of the wall. */
static bool is_night(const struct zone *zone, int64_t at)
{
	struct civil t;

	zone_local(zone, at, &t);
	return t.hour >= 21 || t.hour < 8;
}

static bool look(
	void *ctx, const struct db_value *cell, int columns, struct err *e)
{
	struct fates *f = ctx;
	bool is_sent = strcmp(cell[0].p, "sent") == 0;

	(void)columns, (void)e;
	f->sent += is_sent;
	f->unsent += !is_sent;
	f->at_night += is_sent && is_night(f->zone, cell[1].i);
	f->too_late += is_sent && cell[1].i >= cell[2].i;
	f->again += cell[3].i > 1;
	return true;
}

static struct fates fates_of(struct place *p, const char *zone)
{
	static const char sql[] =
		"SELECT m.state, m.sent_at, v.start_at, m.tries FROM outbox m"
		" JOIN visit v ON v.id = m.visit_id WHERE m.kind IN"
		" ('reminder_day', 'reminder_hours')"
		" AND m.state <> 'cancelled'";
	struct fates f = {0};

	if (!zone_find(NULL, zone, &f.zone, &p->e) ||
		!db_each(p->store.db, sql, DB_NO_ARGS, look, &f, &p->e))
		proof_stop("%s: %s", zone, p->e.text);
	return f;
}

/* ---- zones -------------------------------------------------------------- */

/* Days on which each zone changes its clock, unix days: a gap and a fold. */
static const struct {
	const char *zone;
	int64_t day;
	const char *what;
} changes[] = {
	{"Europe/Berlin", 20905, "gap"},
	{"Europe/Berlin", 21122, "fold"},
	{"America/New_York", 20891, "gap"},
	{"America/New_York", 21129, "fold"},
	{"Australia/Lord_Howe", 20912, "fold of 30 minutes"},
	{"Australia/Lord_Howe", 21094, "gap of 30 minutes"},
	{"America/Santiago", 20912, "fold at midnight"},
	{"America/Santiago", 21066, "gap at midnight"},
	{"Asia/Kathmandu", 20906, "none, 5:45"},
	{"Europe/Moscow", 20906, "none"},
};

static int64_t book_all(struct place *p, int64_t now, const struct zone *zone)
{
	struct call c = app_call(&p->app, &p->store, &p->a, now, app_system());
	int64_t first = zone_day(zone, now) + 1, n = 0;

	for (int64_t day = first; day < first + 5; day++)
		for (int half = 16; half < 40; half++) {
			struct visit_book_request in = {
				.wish = {.clinic_id = p->clinic_id,
					.service_id = p->service_id,
					.start_at = zone_at(
						zone, day, half * 1800)},
				.person = {.first = "Анна",
					.phone = arena_print(&p->a, "+79%09lld",
						(long long)n)},
				.source = "site"};
			struct visit v;

			n += app_visit_book(&c, &in, &v, &p->e);
		}
	return n;
}

static void play(struct place *p, int64_t now, struct dice *d)
{
	struct conf *conf = conf_open(&p->a, desk_conf_tables());
	int64_t end = now + 8 * DAY_S;
	struct sender sender;
	struct arena a;

	if (!conf_set(conf, "outbox.channels", "null", &p->e) ||
		!sender_open(&sender, conf, &p->e))
		proof_stop("sender: %s", p->e.text);
	arena_init(&a);
	while (now < end + 400 * DAY_S) {
		struct call c =
			app_call(&p->app, &p->store, &a, now, app_system());
		struct outbox_round round;
		uint32_t what = dice_throw(d, 100);

		if (!app_outbox_round(&c, &sender, &round, &p->e))
			proof_stop("round: %s", p->e.text);
		arena_reset(&a);
		now += 60 + dice_throw(d, 20 * 60);
		if (what < 3)
			now -= 2 * HOUR_S;
		else if (what < 6)
			now += HOUR_S;
		if (now > end)
			now += 100 * DAY_S;
	}
	arena_release(&a);
	sender_close(&sender);
}

static void zones(const char *folder, uint64_t seed)
{
	struct dice d = dice_of(seed);

	for (size_t i = 0; i < ARRAY_LEN(changes); i++) {
		char data[400];
		struct place p = {.data = data};
		const struct zone *zone;
		int64_t now = (changes[i].day - 3) * DAY_S, booked;
		struct fates f;

		snprintf(data, sizeof(data), "%s/%zu", folder, i);
		place_open(&p);
		place_clinic(&p, 1, changes[i].zone);
		if (!zone_find(NULL, changes[i].zone, &zone, &p.e))
			proof_stop("%s", p.e.text);
		booked = book_all(&p, now, zone);
		play(&p, now, &d);
		f = fates_of(&p, changes[i].zone);
		proof_holds(booked == 120 && f.sent > booked && f.unsent == 0 &&
				    f.again == 0,
			"%s, %s: %lld visits, each of %lld reminders left "
			"once: %lld did not, %lld tried again",
			changes[i].zone, changes[i].what, (long long)booked,
			(long long)f.sent, (long long)f.unsent,
			(long long)f.again);
		proof_holds(f.at_night == 0 && f.too_late == 0,
			"%lld of them at night, %lld after the visit",
			(long long)f.at_night, (long long)f.too_late);
		place_close(&p);
	}
}

/* ---- jumps -------------------------------------------------------------- */

struct run {
	struct server_options options;
	struct server server;
	struct sink sink;
	struct place place;
	struct crowd *crowd;
	struct pass staff;
	char clock[400], ledger[400];
};

static void jump(struct run *r, int64_t offset_s)
{
	FILE *f = fopen(r->clock, "w");

	if (!f || fprintf(f, "%+lld\n", (long long)offset_s) < 0 ||
		fclose(f) != 0)
		proof_stop("%s: %s", r->clock, strerror(errno));
	proof_wait_ms(JUMP_MS);
}

static int status_of(struct run *r, const struct pass *who, const char *path)
{
	struct http_answer got;
	struct asker k;
	int status;

	asker_init(&k);
	status = ask(&k, r->server.port, who, path, NULL, &got);
	asker_release(&k);
	return status;
}

static void jumps(struct run *r, int step)
{
	static const char desk[] = "/api/v1/schedule";
	bool was_in, is_in;
	struct fates f;

	jump(r, 0);
	server_start(&r->server, &r->options);
	if (!server_is_up(&r->server, UP_WAIT_MS))
		proof_stop("the server does not start");
	crowd_point(r->crowd, r->server.port);
	crowd_go(r->crowd);
	proof_wait_ms(3000);
	crowd_halt(r->crowd);
	was_in = status_of(r, &r->staff, desk) == 200;
	for (int hour = step; hour < 4 * 24; hour += step) {
		jump(r, hour * HOUR_S);
		if (hour % 24 == step)
			jump(r, (hour - 2) * HOUR_S);
	}
	is_in = status_of(r, &r->staff, desk) == 200;
	jump(r, 400 * DAY_S);
	proof_holds(was_in && !is_in, "a session ends by the clock");
	proof_holds(child_ended(&r->server.child) == -1 &&
			    status_of(r, NULL, "/healthz") == 200,
		"the server runs on, 400 days later");
	child_end(&r->server.child, SIGTERM);
	place_open(&r->place);
	f = fates_of(&r->place, "Europe/Moscow");
	proof_holds(f.sent > 0 && f.again == 0,
		"%lld reminders left, %lld of them twice; %lld came too late "
		"to be sent",
		(long long)f.sent, (long long)f.again, (long long)f.unsent);
	proof_holds(f.at_night == 0 && f.too_late == 0,
		"%lld of them at night, %lld after the visit",
		(long long)f.at_night, (long long)f.too_late);
	proof_holds(
		place_number(&r->place,
			"SELECT count(*) FROM visit WHERE state = 'held'") == 0,
		"no hold is left");
	check_audit(&r->place);
	place_close(&r->place);
}

static void prepare(struct run *r, int argc, char **argv)
{
	static char data[400], log[400], taken[400], preload[400], at[440];
	static const char *env[] = {preload, at, "FAKETIME_NO_CACHE=1",
		"FAKETIME_DONT_FAKE_MONOTONIC=1", NULL};
	const char *folder = proof_option(argc, argv, "--folder", "");

	snprintf(data, sizeof(data), "%s/data", folder);
	snprintf(log, sizeof(log), "%s/log", folder);
	snprintf(taken, sizeof(taken), "%s/sink", folder);
	snprintf(r->clock, sizeof(r->clock), "%s/clock", folder);
	snprintf(r->ledger, sizeof(r->ledger), "%s/ledger", folder);
	snprintf(preload, sizeof(preload), "LD_PRELOAD=%s",
		proof_option(argc, argv, "--faketime", ""));
	snprintf(at, sizeof(at), "FAKETIME_TIMESTAMP_FILE=%s", r->clock);
	r->place.data = data;
	place_open(&r->place);
	place_clinic(&r->place, 2, "Europe/Moscow");
	place_pass(&r->place, true, &r->staff);
	r->crowd = crowd_open(&r->place, 4, 1, r->ledger);
	place_close(&r->place);
	sink_start(&r->sink, proof_option(argc, argv, "--sink", ""), taken, 0);
	r->options = (struct server_options){
		.program = proof_option(argc, argv, "--program", ""),
		.data = data,
		.sink_url = r->sink.url,
		.env = env,
		.log = log};
}

int main(int argc, char **argv)
{
	static struct run r;
	int64_t seed =
		proof_number(argc, argv, "--seed", clock_now_ms() % 1000000);

	if (argc > 1 && strcmp(argv[1], "zones") == 0) {
		proof_say("zones, seed %lld", (long long)seed);
		zones(proof_option(argc, argv, "--folder", ""), (uint64_t)seed);
		return proof_end();
	}
	proof_say("a clock that jumps");
	prepare(&r, argc, argv);
	jumps(&r, (int)proof_number(argc, argv, "--step", 1));
	crowd_close(r.crowd);
	child_end(&r.sink.child, SIGTERM);
	return proof_end();
}
