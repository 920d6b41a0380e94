#include "test/prove/guest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/clock.h"
#include "test/prove/ask.h"

enum {
	DOWN_MS = 3, /* how often a guest looks whether it is up again */
	BUSY_MS = 50,
	HOT_STARTS = 8, /* starts that many want */
	HOT_PERCENT = 20,
};

struct held {
	int64_t id;
	int64_t start_at;
	int doctor;
};

struct guest {
	struct crowd *crowd;
	int number;
	struct pass visitor, staff;
	struct dice dice;
	struct asker asker;
	struct thread thread;
	bool has_consented;
	int phones_n, turns_n;
	struct held visits[GUEST_VISITS_MAX];
	int visits_n;
};

struct crowd {
	struct guest **all;
	int n;
	int64_t now, service_id, doctors[64];
	int doctors_n;
	int ledger;
	_Atomic int port;
	_Atomic bool must_halt;
	struct crowd_counts counts;
};

/* ---- the ledger --------------------------------------------------------- */

PRINTF_LIKE(3, 4)
static void note(struct guest *g, bool is_promise, const char *fmt, ...)
{
	char line[120];
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	if (write(g->crowd->ledger, line, (size_t)n) != n ||
		(is_promise && fdatasync(g->crowd->ledger) != 0))
		proof_stop("ledger: %s", strerror(errno));
}

static uint64_t hash_of(const char *p, size_t n)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)p[i]) * 0x100000001b3u;
	return h;
}

/* ---- asking ------------------------------------------------------------- */

static void count_status(struct crowd *c, int status)
{
	if (status == -1)
		atomic_fetch_add(&c->counts.unanswered, 1);
	else if (status == 409 || status == 429)
		atomic_fetch_add(&c->counts.refused, 1);
	else if (status == 503)
		atomic_fetch_add(&c->counts.busy, 1);
	else if (status / 100 != 2 && status != 0) {
		atomic_fetch_add(&c->counts.wrong, 1);
		atomic_store(&c->counts.last_wrong, status);
	}
}

/*
 * Posts until there is an answer: 503 and silence are asked again.  Returns
 * its status, or 0 when the crowd halts first.
 */
static int post(struct guest *g, const struct pass *who, const char *path,
	const char *body, struct http_answer *out)
{
	while (!atomic_load(&g->crowd->must_halt)) {
		int status = ask(&g->asker, atomic_load(&g->crowd->port), who,
			path, body, out);

		count_status(g->crowd, status);
		if (status > 0 && status != 503)
			return status;
		proof_wait_ms(status == 503 ? BUSY_MS : DOWN_MS);
	}
	return 0;
}

/* ---- what they do ------------------------------------------------------- */

/* Some starts are wanted by many. */
static int64_t some_start(struct guest *g)
{
	uint32_t all = PLACE_DAYS * PLACE_DAY_STARTS;
	bool is_hot = dice_throw(&g->dice, 100) < HOT_PERCENT;

	return place_start(g->crowd->now,
		(int)dice_throw(&g->dice, is_hot ? HOT_STARTS : all));
}

static void book(struct guest *g)
{
	struct crowd *c = g->crowd;
	int doctor = (int)dice_throw(&g->dice, (uint32_t)c->doctors_n);
	int64_t start = some_start(g), id;
	struct http_answer got;
	const char *body = arena_print(&g->asker.a,
		"{\"clinic\":\"" PLACE_CLINIC "\",\"service\":\"%lld\","
		"\"doctor\":\"%lld\",\"start\":\"%s\"}",
		(long long)c->service_id, (long long)c->doctors[doctor],
		ask_instant(&g->asker.a, start));

	if (post(g, &g->visitor, "/api/v1/holds", body, &got) != 201)
		return;
	id = ask_visit_id(&g->asker.a, &got);
	body = arena_print(&g->asker.a,
		"{\"clinic\":\"" PLACE_CLINIC "\",\"hold\":\"%lld\","
		"\"last\":\"Гостев\",\"first\":\"Пётр\","
		"\"phone\":\"+79%02d%07d\"}",
		(long long)id, g->number, g->phones_n++);
	if (post(g, &g->visitor, "/api/v1/visits", body, &got) != 201)
		return;
	note(g, true, "booked %lld %lld\n", (long long)id, (long long)start);
	atomic_fetch_add(&c->counts.booked, 1);
	if (g->visits_n < GUEST_VISITS_MAX)
		g->visits[g->visits_n++] = (struct held){id, start, doctor};
}

static void move(struct guest *g, struct held *v)
{
	int64_t start = some_start(g);
	struct http_answer got;
	const char *path = arena_print(
		&g->asker.a, "/api/v1/visits/%lld/move", (long long)v->id);
	const char *body = arena_print(&g->asker.a, "{\"start\":\"%s\"}",
		ask_instant(&g->asker.a, start));

	if (start == v->start_at)
		return; /* it would change nothing, and bring no message */
	note(g, false, "moving %lld %lld\n", (long long)v->id,
		(long long)start);
	if (post(g, &g->staff, path, body, &got) != 200)
		return;
	note(g, true, "moved %lld %lld\n", (long long)v->id, (long long)start);
	v->start_at = start;
	atomic_fetch_add(&g->crowd->counts.moved, 1);
}

static void end(struct guest *g, struct held *v)
{
	struct http_answer got;
	const char *path = arena_print(
		&g->asker.a, "/api/v1/visits/%lld/state", (long long)v->id);
	int64_t id = v->id;
	int status;

	*v = g->visits[--g->visits_n];
	note(g, false, "ending %lld 0\n", (long long)id);
	status = ask(&g->asker, atomic_load(&g->crowd->port), &g->staff, path,
		"{\"state\":\"cancelled\"}", &got);
	count_status(g->crowd, status);
	if (status != 200)
		return;
	note(g, true, "ended %lld 0\n", (long long)id);
	atomic_fetch_add(&g->crowd->counts.ended, 1);
}

static const char *turn_body(struct guest *g, int number)
{
	static const char *const texts[] = {"Здравствуйте",
		"Хочу записаться к терапевту", "А сколько стоит приём?",
		"Меня зовут Анна Гостева", "Где вы находитесь?", "на завтра",
		"Спасибо!", "Другое время"};

	return arena_print(&g->asker.a,
		"{\"clinic\":\"" PLACE_CLINIC "\",\"client_id\":\"g%d-%d\","
		"\"text\":\"%s\"}",
		g->number, number, texts[(size_t)number % ARRAY_LEN(texts)]);
}

static void say(struct guest *g)
{
	struct http_answer got;

	if (!g->has_consented) {
		g->has_consented =
			post(g, &g->visitor, "/api/v1/consents",
				"{\"clinic\":\"" PLACE_CLINIC
				"\",\"version\":\"" PLACE_NOTICE "\"}",
				&got) == 204;
		return;
	}
	if (post(g, &g->visitor, "/api/v1/chat", turn_body(g, g->turns_n),
		    &got) != 200)
		return;
	note(g, true, "said %d %d %016llx\n", g->number, g->turns_n,
		(unsigned long long)hash_of(got.body, got.body_n));
	g->turns_n++;
	atomic_fetch_add(&g->crowd->counts.said, 1);
}

static void act(struct guest *g)
{
	uint32_t what = dice_throw(&g->dice, 100);
	struct held *v = g->visits_n == 0 ? NULL
					  : &g->visits[dice_throw(&g->dice,
						    (uint32_t)g->visits_n)];

	if (what < 40 || !v)
		book(g);
	else if (what < 60)
		move(g, v);
	else if (what < 75)
		end(g, v);
	else
		say(g);
	arena_reset(&g->asker.a);
}

static void live(void *ctx)
{
	struct guest *g = ctx;

	while (!atomic_load(&g->crowd->must_halt)) {
		if (atomic_load(&g->crowd->port) == 0)
			proof_wait_ms(DOWN_MS);
		else
			act(g);
	}
}

/* ---- the crowd ---------------------------------------------------------- */

static struct guest *guest_open(
	struct crowd *c, struct place *p, int number, uint64_t seed)
{
	struct guest *g = calloc(1, sizeof(*g));

	if (!g)
		base_no_memory();
	g->crowd = c;
	g->number = number;
	g->dice = dice_of(seed * 1000 + (uint64_t)number);
	place_pass(p, false, &g->visitor);
	place_pass(p, true, &g->staff);
	asker_init(&g->asker);
	return g;
}

struct crowd *crowd_open(
	struct place *p, int n, uint64_t seed, const char *ledger)
{
	struct crowd *c = calloc(1, sizeof(*c));

	if (!c || !(c->all = calloc((size_t)n, sizeof(*c->all))))
		base_no_memory();
	c->now = clock_now();
	c->service_id = p->service_id;
	c->doctors_n = p->doctors_n;
	memcpy(c->doctors, p->doctors, sizeof(c->doctors));
	c->ledger =
		open(ledger, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (c->ledger < 0)
		proof_stop("%s: %s", ledger, strerror(errno));
	for (; c->n < n; c->n++)
		c->all[c->n] = guest_open(c, p, c->n, seed);
	return c;
}

void crowd_close(struct crowd *c)
{
	for (int i = 0; i < c->n; i++) {
		asker_release(&c->all[i]->asker);
		free(c->all[i]);
	}
	close(c->ledger);
	free(c->all);
	free(c);
}

void crowd_point(struct crowd *c, int port)
{
	atomic_store(&c->port, port);
}

void crowd_go(struct crowd *c)
{
	struct err e;

	atomic_store(&c->must_halt, false);
	for (int i = 0; i < c->n; i++)
		if (!thread_start(&c->all[i]->thread, live, c->all[i], &e))
			proof_stop("thread: %s", e.text);
}

void crowd_halt(struct crowd *c)
{
	atomic_store(&c->must_halt, true);
	for (int i = 0; i < c->n; i++)
		thread_join(&c->all[i]->thread);
}

struct crowd_counts *crowd_counts(struct crowd *c)
{
	return &c->counts;
}

int64_t crowd_repeat(struct crowd *c, const char *ledger, int64_t *asked)
{
	FILE *f = fopen(ledger, "r");
	unsigned long long hash;
	int guest, number;
	int64_t other = 0;
	char line[120];

	if (!f)
		proof_stop("%s: %s", ledger, strerror(errno));
	atomic_store(&c->must_halt, false);
	*asked = 0;
	while (fgets(line, sizeof(line), f)) {
		struct http_answer got;

		if (sscanf(line, "said %d %d %llx", &guest, &number, &hash) !=
				3 ||
			guest >= c->n)
			continue;
		++*asked;
		other += post(c->all[guest], &c->all[guest]->visitor,
				 "/api/v1/chat",
				 turn_body(c->all[guest], number),
				 &got) != 200 ||
			 hash_of(got.body, got.body_n) != hash;
		arena_reset(&c->all[guest]->asker.a);
	}
	fclose(f);
	return other;
}
