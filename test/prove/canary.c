/*
 * prove-canary - names, phones and texts that stand nowhere, and a patient who
 * is forgotten (test/prove/canary.sh).
 *
 *    prove-canary --program P --sink S --folder F [--db A --files D]
 *                 [--rounds N]
 *
 * N people book and chat over HTTP with names, phones and texts that begin like
 * no other.  Then no file of the data (--files: of PostgreSQL's too), no log,
 * no argument and no variable of the server may hold a beginning of them.
 * Afterwards some are erased while the server runs.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "os/clock.h"
#include "os/file.h"
#include "store/message.h"
#include "store/patient.h"
#include "store/vault.h"
#include "test/prove/ask.h"
#include "test/prove/check.h"
#include "test/prove/proof.h"
#include "test/prove/scan.h"
#include "test/prove/server.h"

/* How every name, phone and text begins. */
#define LAST "Канарейкин"
#define FIRST "Кенарь"
#define PHONE "79995551"
#define SAID "канареечное"
static const char *const canaries[] = {
	LAST, FIRST, PHONE, SAID, "999-555-1", "канарейкин", "кенарь", NULL};

enum {
	DOCTORS = 40,
	UP_WAIT_MS = 20000,
	FORGET_MS = 10000,
	ERASED = 3,
	BYTES_MAX = 1 << 20,
};

struct run {
	struct server_options options;
	struct server server;
	struct sink sink;
	struct place place;
	struct asker asker;
	struct pass staff, *passes;
	int64_t n, *visits, booked, said;
	const char *folder, *files;
	char log[400], old[400], phone[ERASED][20];
};

static void start(struct run *r)
{
	server_start(&r->server, &r->options);
	if (!server_is_up(&r->server, UP_WAIT_MS))
		proof_stop("the server does not start");
}

/* ---- people ------------------------------------------------------------- */

/* A number in letters, as names have no digits. */
static const char *letters(struct arena *a, int64_t i)
{
	static const char *const letter[] = {
		"а", "б", "в", "г", "д", "е", "ж", "з", "и", "к"};

	return arena_print(a, "%s%s%s", letter[i / 100 % 10],
		letter[i / 10 % 10], letter[i % 10]);
}

static const char *phone_of(struct arena *a, int64_t i)
{
	return arena_print(a, "+" PHONE "%03lld", (long long)i);
}

static int64_t book(struct run *r, int64_t i)
{
	struct asker *k = &r->asker;
	struct place *p = &r->place;
	int64_t id;
	struct http_answer got;
	const char *body = arena_print(&k->a,
		"{\"clinic\":\"" PLACE_CLINIC "\",\"service\":\"%lld\","
		"\"doctor\":\"%lld\",\"start\":\"%s\"}",
		(long long)p->service_id,
		(long long)p->doctors[i % p->doctors_n],
		ask_instant(&k->a,
			place_start(clock_now(), (int)(i / p->doctors_n))));

	if (ask(k, r->server.port, &r->passes[i], "/api/v1/holds", body,
		    &got) != 201)
		return 0;
	id = ask_visit_id(&k->a, &got);
	body = arena_print(&k->a,
		"{\"clinic\":\"" PLACE_CLINIC "\",\"hold\":\"%lld\","
		"\"last\":\"" LAST "%s\",\"first\":\"" FIRST "%s\","
		"\"phone\":\"%s\"}",
		(long long)id, letters(&k->a, i), letters(&k->a, i),
		phone_of(&k->a, i));
	return ask(k, r->server.port, &r->passes[i], "/api/v1/visits", body,
		       &got) == 201
		       ? id
		       : 0;
}

static bool say(struct run *r, int64_t i, int number, const char *text)
{
	struct http_answer got;
	const char *body = arena_print(&r->asker.a,
		"{\"clinic\":\"" PLACE_CLINIC "\",\"client_id\":\"%d\","
		"\"text\":\"%s\"}",
		number, text);

	return ask(&r->asker, r->server.port, &r->passes[i], "/api/v1/chat",
		       body, &got) == 200;
}

static bool chat(struct run *r, int64_t i)
{
	struct arena *a = &r->asker.a;
	struct http_answer got;

	return ask(&r->asker, r->server.port, &r->passes[i], "/api/v1/consents",
		       "{\"clinic\":\"" PLACE_CLINIC
		       "\",\"version\":\"" PLACE_NOTICE "\"}",
		       &got) == 204 &&
	       say(r, i, 1,
		       arena_print(
			       a, "У меня " SAID " горло %s", letters(a, i))) &&
	       say(r, i, 2,
		       arena_print(a, "Я " LAST "%s " FIRST "%s, %s",
			       letters(a, i), letters(a, i), phone_of(a, i)));
}

static void live(struct run *r)
{
	for (int64_t i = 0; i < r->n; i++) {
		r->visits[i] = book(r, i);
		r->booked += r->visits[i] != 0;
		r->said += chat(r, i);
		arena_reset(&r->asker.a);
	}
	proof_holds(r->booked == r->n && r->said == r->n,
		"%lld people booked, %lld chatted", (long long)r->booked,
		(long long)r->said);
}

/* ---- where they might stand --------------------------------------------- */

static void scan_process(struct scan *s, int pid, const char *what)
{
	char path[60];
	struct arena a;
	const char *p;
	struct err e;
	size_t n;

	arena_init(&a);
	snprintf(path, sizeof(path), "/proc/%d/%s", pid, what);
	if (file_read(path, BYTES_MAX, &a, &p, &n, &e))
		scan_bytes(s, path, p, n, canaries);
	arena_release(&a);
}

static void look_everywhere(struct run *r, const char *when)
{
	struct scan s = {0};

	if (r->place.db) {
		struct err e;

		place_open(&r->place);
		if (!db_do(r->place.store.db, "CHECKPOINT", DB_NO_ARGS, NULL,
			    &e))
			proof_stop("checkpoint: %s", e.text);
		place_close(&r->place);
	}
	scan_tree(&s, r->place.data, canaries);
	scan_tree(&s, r->log, canaries);
	if (r->files)
		scan_tree(&s, r->files, canaries);
	if (r->server.child.pid) {
		scan_process(&s, (int)r->server.child.pid, "cmdline");
		scan_process(&s, (int)r->server.child.pid, "environ");
	}
	proof_holds(s.hits == 0, "%s: %lld files, %lld KB, %lld canaries %s",
		when, (long long)s.files, (long long)s.bytes / 1024,
		(long long)s.hits, s.where);
}

/* ---- erasing ------------------------------------------------------------ */

static bool erase(struct run *r, const char *phone)
{
	const char *words[] = {r->options.program, "patient", "erase", "--data",
		r->place.data, "--clinic", PLACE_CLINIC, "--phone", phone,
		"--yes", r->place.db ? "--db" : NULL, r->place.db, NULL};
	pid_t pid = fork();
	int status = -1;

	if (pid == 0) {
		execv(words[0], (char *const *)(uintptr_t)words);
		_exit(127);
	}
	return waitpid(pid, &status, 0) == pid && status == 0;
}

/* Whether the desk's card of a visit shows a canary. */
static bool is_shown(struct run *r, int64_t visit_id)
{
	struct http_answer got;
	const char *path = arena_print(
		&r->asker.a, "/api/v1/visits/%lld", (long long)visit_id);
	bool is = ask(&r->asker, r->server.port, &r->staff, path, NULL, &got) ==
			  200 &&
		  strstr(got.body, LAST);

	arena_reset(&r->asker.a);
	return is;
}

static void erase_some(struct run *r)
{
	int64_t shown_before = 0, erased = 0, shown_after = ERASED;
	int64_t until;

	for (int i = 0; i < ERASED; i++) {
		shown_before += is_shown(r, r->visits[i]);
		snprintf(r->phone[i], sizeof(r->phone[i]), "%s",
			phone_of(&r->asker.a, i));
	}
	for (int i = 0; i < ERASED; i++)
		erased += erase(r, r->phone[i]);
	proof_holds(shown_before == ERASED && erased == ERASED,
		"%d patients were shown, and %lld erased by the command",
		ERASED, (long long)erased);
	until = clock_steady_ms() + FORGET_MS;
	while (shown_after > 0 && clock_steady_ms() < until) {
		proof_wait_ms(100);
		shown_after = 0;
		for (int i = 0; i < ERASED; i++)
			shown_after += is_shown(r, r->visits[i]);
	}
	proof_holds(shown_after == 0,
		"the running server shows none of them any more, after "
		"%lld ms",
		(long long)(clock_steady_ms() - until + FORGET_MS));
	proof_holds(is_shown(r, r->visits[ERASED]), "it shows the others");
}

/* Of how many visits' patients anything can be read in these data. */
static int64_t readable(struct run *r, const char *data, int from, int n)
{
	struct place p = {.data = data, .db = r->place.db};
	int64_t found = 0;

	place_open(&p);
	for (int i = from; i < from + n; i++) {
		const struct message_row *m;
		struct patient who;
		size_t m_n;
		int64_t id = place_number(&p,
			arena_print(&p.a,
				"SELECT patient_id FROM visit WHERE id = %lld",
				(long long)r->visits[i]));

		if (!store_patient_find(
			    &p.store, p.clinic_id, id, false, &p.a, &who, &p.e))
			proof_stop("patient: %s", p.e.text);
		found += who.person.last[0] != '\0' ||
			 who.person.phone[0] != '\0' ||
			 (store_message_of_patient(&p.store, p.clinic_id, id, 0,
				  10, &p.a, &m, &m_n, &p.e) &&
				 m_n > 0);
	}
	place_close(&p);
	return found;
}

static void copy(const char *from, const char *to)
{
	pid_t pid = fork();
	int status = -1;

	if (pid == 0) {
		execlp("cp", "cp", "-a", from, to, (char *)NULL);
		_exit(127);
	}
	if (waitpid(pid, &status, 0) != pid || status != 0)
		proof_stop("cp %s %s", from, to);
}

/* The old copy under today's keys; today's data under the old keys. */
static void restore(struct run *r)
{
	const char *keys =
		arena_print(&r->asker.a, "%s/keys.db", r->place.data);
	const char *old_keys = arena_print(&r->asker.a, "%s/keys.db", r->old);
	const char *aside = arena_print(&r->asker.a, "%s/old.keys", r->folder);

	proof_holds(readable(r, r->old, 0, ERASED) == ERASED,
		"a copy from before can be read with its own keys");
	copy(old_keys, aside);
	copy(keys, old_keys);
	proof_holds(readable(r, r->old, 0, ERASED) == 0 &&
			    readable(r, r->old, ERASED, 1) == 1,
		"with today's keys it opens nothing of the erased, and the "
		"others");
	copy(aside, keys);
	start(r);
	proof_wait_ms(500);
	child_end(&r->server.child, SIGTERM);
	place_open(&r->place);
	proof_holds(place_number(&r->place,
			    "SELECT count(*) FROM patient WHERE state ="
			    " 'erased'") == ERASED,
		"they are still marked as erased");
	for (int i = 0; i < ERASED; i++) {
		bool stands = true;
		int64_t id = place_number(&r->place,
			arena_print(&r->place.a,
				"SELECT patient_id FROM visit WHERE id = %lld",
				(long long)r->visits[i]));

		proof_holds(
			vault_has(&r->place.store, id, &stands, &r->place.e) &&
				!stands,
			"a key that an old copy brought back is gone again");
	}
	place_close(&r->place);
}

static void erase_all(struct run *r)
{
	bool is_sqlite = !r->place.db;

	if (is_sqlite) {
		child_end(&r->server.child, SIGTERM);
		copy(r->place.data, r->old);
		start(r);
	}
	proof_holds(readable(r, r->place.data, 0, ERASED) == ERASED,
		"before, all can be read");
	erase_some(r);
	look_everywhere(r, "after erasing");
	child_end(&r->server.child, SIGTERM);
	proof_holds(readable(r, r->place.data, 0, ERASED) == 0,
		"nothing of the erased can be read");
	if (is_sqlite)
		restore(r);
	place_open(&r->place);
	proof_holds(place_number(&r->place,
			    "SELECT count(*) FROM outbox m JOIN patient p ON"
			    " p.id = m.patient_id WHERE p.state = 'erased'"
			    " AND m.state IN ('queued', 'sending')") == 0,
		"nothing waits to be sent to them");
	place_end_leases(&r->place);
	check_messages(&r->place, r->sink.ledger);
	check_audit(&r->place);
	place_close(&r->place);
}

int main(int argc, char **argv)
{
	static struct run r;
	static char data[400], taken[400];

	r.folder = proof_option(argc, argv, "--folder", NULL);
	r.files = proof_option(argc, argv, "--files", NULL);
	r.n = proof_number(argc, argv, "--rounds", 1000);
	if (!r.folder || r.n <= ERASED || r.n > 1000)
		proof_stop("--folder and 4 to 1000 --rounds are wanted");
	snprintf(data, sizeof(data), "%s/data", r.folder);
	snprintf(taken, sizeof(taken), "%s/sink", r.folder);
	snprintf(r.log, sizeof(r.log), "%s/log", r.folder);
	snprintf(r.old, sizeof(r.old), "%s/old", r.folder);
	r.place = (struct place){
		.data = data, .db = proof_option(argc, argv, "--db", NULL)};
	proof_say("%lld canaries on %s", (long long)r.n,
		r.place.db ? "PostgreSQL" : "SQLite");
	for (size_t i = 0; canaries[i]; i++)
		proof_holds(scan_works(canaries[i]),
			"the scan finds \"%s\" in every form", canaries[i]);
	r.passes = calloc((size_t)r.n, sizeof(*r.passes));
	r.visits = calloc((size_t)r.n, sizeof(*r.visits));
	place_open(&r.place);
	place_clinic(&r.place, DOCTORS, "Europe/Moscow");
	place_pass(&r.place, true, &r.staff);
	for (int64_t i = 0; i < r.n; i++)
		place_pass(&r.place, false, &r.passes[i]);
	place_close(&r.place);
	sink_start(&r.sink, proof_option(argc, argv, "--sink", ""), taken, 0);
	r.options = (struct server_options){
		.program = proof_option(argc, argv, "--program", ""),
		.data = data,
		.db = r.place.db,
		.sink_url = r.sink.url,
		.log = r.log};
	asker_init(&r.asker);
	start(&r);
	live(&r);
	look_everywhere(&r, "while the server runs");
	erase_all(&r);
	asker_release(&r.asker);
	child_end(&r.sink.child, SIGTERM);
	return proof_end();
}
