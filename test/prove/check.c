#include "test/prove/check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "app/audit.h"
#include "core/delivery.h"
#include "core/visit.h"
#include "os/clock.h"
#include "test/prove/proof.h"

enum { LINE_BYTES_MAX = 120, CELL_S = 300 };

/* ---- the ledger --------------------------------------------------------- */

enum deed { BOOKED, MOVING, MOVED, ENDING, ENDED, SAID, DEEDS };
static const char *const deed_names[DEEDS] = {
	"booked", "moving", "moved", "ending", "ended", "said"};

struct line {
	int64_t visit_id; /* SAID: of the guest */
	int64_t start_at; /* SAID: number of the turn */
	enum deed deed;
	int64_t at; /* byte in the ledger */
};

struct lines {
	struct line *all;
	size_t n, max;
};

static void add_line(struct lines *l, const struct line *line)
{
	if (l->n == l->max) {
		l->max = l->max ? 2 * l->max : 4096;
		l->all = realloc(l->all, l->max * sizeof(*l->all));
		if (!l->all)
			base_no_memory();
	}
	l->all[l->n++] = *line;
}

static int by_visit(const void *one, const void *other)
{
	const struct line *x = one, *y = other;

	if (x->visit_id != y->visit_id)
		return x->visit_id < y->visit_id ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

/* Turns in `said`, all else by visit and time in `visits`. */
static void read_ledger(
	const char *path, struct lines *visits, struct lines *said)
{
	FILE *f = fopen(path, "r");
	char text[LINE_BYTES_MAX], name[LINE_BYTES_MAX];
	struct line line = {.at = 0};

	if (!f)
		proof_stop("%s: %s", path, strerror(errno));
	for (; fgets(text, sizeof(text), f); line.at = ftell(f)) {
		long long id, start;

		if (sscanf(text, "%100s %lld %lld", name, &id, &start) != 3)
			proof_stop("%s: a torn line", path);
		line.visit_id = id;
		line.start_at = start;
		for (line.deed = BOOKED; line.deed < DEEDS; line.deed++)
			if (strcmp(name, deed_names[line.deed]) == 0)
				break;
		add_line(line.deed == SAID ? said : visits, &line);
	}
	fclose(f);
	if (visits->n)
		qsort(visits->all, visits->n, sizeof(*visits->all), by_visit);
}

/* ---- what stands -------------------------------------------------------- */

struct standing {
	int64_t id, doctor_id, start_at, end_at, cells;
	bool is_live; /* neither cancelled nor missed */
	bool is_held;
	unsigned told; /* messages planned: 1 booked, 2 moved, 4 cancelled */
};

struct standings {
	struct standing *all;
	size_t n;
	struct arena a;
};

static bool take_visit(
	void *ctx, const struct db_value *cell, int columns, struct err *e)
{
	struct standings *s = ctx;
	const char *state = cell[4].p;

	(void)columns, (void)e;
	s->all[s->n++] = (struct standing){
		.id = cell[0].i,
		.doctor_id = cell[1].i,
		.start_at = cell[2].i,
		.end_at = cell[3].i,
		.is_live = strcmp(state, "cancelled") != 0 &&
			   strcmp(state, "missed") != 0,
		.is_held = strcmp(state, "held") == 0,
		.cells = cell[5].i,
		.told = (unsigned)(cell[6].i != 0) |
			(unsigned)(cell[7].i != 0) << 1 |
			(unsigned)(cell[8].i != 0) << 2,
	};
	return true;
}

#define TOLD(kind)                                                             \
	", (SELECT count(*) FROM outbox m WHERE m.visit_id = v.id"             \
	" AND m.kind = '" kind "')"
#define TOLD_BOOKED TOLD("visit_booked")
#define TOLD_MOVED TOLD("visit_moved")
#define TOLD_ENDED TOLD("visit_cancelled")

static const char sql_visits[] =
	"SELECT v.id, v.doctor_id, v.start_at, v.end_at, v.state,"
	" (SELECT count(*) FROM occupancy o WHERE o.visit_id = "
	"v.id)" TOLD_BOOKED TOLD_MOVED TOLD_ENDED " FROM visit v ORDER BY v.id";

static void read_visits(struct place *p, struct standings *s)
{
	int64_t n = place_number(p, "SELECT count(*) FROM visit");

	*s = (struct standings){.n = 0};
	arena_init(&s->a);
	s->all = arena_new(&s->a, struct standing, (size_t)n);
	if (!db_each(p->store.db, sql_visits, DB_NO_ARGS, take_visit, s, &p->e))
		proof_stop("visits: %s", p->e.text);
}

static const struct standing *standing_of(const struct standings *s, int64_t id)
{
	size_t from = 0, to = s->n;

	while (from < to) {
		size_t mid = (from + to) / 2;

		if (s->all[mid].id == id)
			return &s->all[mid];
		if (s->all[mid].id < id)
			from = mid + 1;
		else
			to = mid;
	}
	return NULL;
}

/* ---- told and standing -------------------------------------------------- */

static bool is_promise(enum deed deed)
{
	return deed == BOOKED || deed == MOVED || deed == ENDED;
}

static bool fits(const struct standing *v, const struct line *l)
{
	if (l->deed == ENDING || l->deed == ENDED)
		return !v->is_live;
	return v->is_live && v->start_at == l->start_at;
}

/*
 * Whether a visit stands as its n lines allow: as the last promise before
 * `bytes` says, or as anything that was asked after it.
 */
static bool visit_stands(const struct standings *s, const struct line *l,
	size_t n, int64_t bytes, bool *is_promised)
{
	const struct standing *v = standing_of(s, l[0].visit_id);
	size_t last = n;
	unsigned told = 0;

	for (size_t i = 0; i < n && l[i].at < bytes; i++)
		if (is_promise(l[i].deed)) {
			last = i;
			told |= l[i].deed == BOOKED  ? 1u
				: l[i].deed == MOVED ? 2u
						     : 4u;
		}
	*is_promised = last < n;
	if (!*is_promised)
		return true;
	if (!v || (v->told & told) != told)
		return false;
	for (size_t i = last; i < n; i++)
		if (fits(v, &l[i]))
			return true;
	return false;
}

static int64_t missing_visits(struct place *p, const struct lines *l,
	int64_t bytes, int64_t *promised)
{
	struct standings s;
	int64_t missing = 0;

	read_visits(p, &s);
	*promised = 0;
	for (size_t i = 0, n; i < l->n; i += n) {
		bool is_promised;

		for (n = 1; i + n < l->n &&
			    l->all[i + n].visit_id == l->all[i].visit_id;)
			n++;
		missing +=
			!visit_stands(&s, &l->all[i], n, bytes, &is_promised);
		*promised += is_promised;
	}
	arena_release(&s.a);
	return missing;
}

static const char sql_turn[] = "SELECT 1 FROM turn WHERE client_id = $1";

static int64_t missing_turns(struct place *p, const struct lines *l,
	int64_t bytes, int64_t *promised)
{
	struct arena a;
	struct db_rows r;
	int64_t missing = 0;

	arena_init(&a);
	*promised = 0;
	for (size_t i = 0; i < l->n && l->all[i].at < bytes; i++) {
		const char *id = arena_print(&a, "g%lld-%lld",
			(long long)l->all[i].visit_id,
			(long long)l->all[i].start_at);

		if (!db_run(p->store.db, sql_turn, DB_ARGS(db_text(id)), 2, &a,
			    &r, &p->e))
			proof_stop("turn: %s", p->e.text);
		missing += r.n != 1;
		++*promised;
		arena_reset(&a);
	}
	arena_release(&a);
	return missing;
}

struct missing {
	int64_t visits, of_visits, turns, of_turns;
};

static struct missing look(struct place *p, const char *ledger, int64_t bytes)
{
	struct lines visits = {0}, said = {0};
	struct missing m;

	if (bytes < 0)
		bytes = INT64_MAX;
	read_ledger(ledger, &visits, &said);
	m.visits = missing_visits(p, &visits, bytes, &m.of_visits);
	m.turns = missing_turns(p, &said, bytes, &m.of_turns);
	free(visits.all);
	free(said.all);
	return m;
}

void check_ledger(struct place *p, const char *ledger, int64_t bytes)
{
	struct missing m = look(p, ledger, bytes);

	proof_holds(m.visits == 0,
		"%lld acknowledged visits stand as they were told, with their "
		"messages: %lld do not",
		(long long)m.of_visits, (long long)m.visits);
	proof_holds(m.turns == 0,
		"%lld acknowledged turns of the chat are kept: %lld are not",
		(long long)m.of_turns, (long long)m.turns);
}

int64_t check_missing(
	struct place *p, const char *ledger, int64_t bytes, int64_t *of)
{
	struct missing m = look(p, ledger, bytes);

	*of = m.of_visits + m.of_turns;
	return m.visits + m.turns;
}

/* ---- double bookings ---------------------------------------------------- */

static int by_doctor(const void *one, const void *other)
{
	const struct standing *x = one, *y = other;

	if (x->doctor_id != y->doctor_id)
		return x->doctor_id < y->doctor_id ? -1 : 1;
	return (x->start_at > y->start_at) - (x->start_at < y->start_at);
}

/* A hold that is over keeps its cells until somebody needs them. */
static bool has_its_cells(const struct standing *v)
{
	int64_t want = v->is_live ? (v->end_at - v->start_at) / CELL_S : 0;

	return v->cells == want || (v->is_held && v->cells == 0);
}

struct clashes {
	int64_t live, twice, bad_cells;
};

static struct clashes find_clashes(struct place *p)
{
	struct clashes n = {0};
	struct standings s;
	const struct standing *before = NULL;

	read_visits(p, &s);
	if (s.n)
		qsort(s.all, s.n, sizeof(*s.all), by_doctor);
	for (size_t i = 0; i < s.n; i++) {
		const struct standing *v = &s.all[i];

		n.bad_cells += !has_its_cells(v);
		if (!v->is_live || v->is_held)
			continue;
		n.twice += before && before->doctor_id == v->doctor_id &&
			   before->end_at > v->start_at;
		before = v;
		n.live++;
	}
	arena_release(&s.a);
	return n;
}

void check_visits(struct place *p)
{
	struct clashes n = find_clashes(p);

	proof_holds(n.twice == 0, "%lld visits: %lld starts are double booked",
		(long long)n.live, (long long)n.twice);
	proof_holds(n.bad_cells == 0,
		"every visit has its cells and no other: %lld do not",
		(long long)n.bad_cells);
}

/* ---- messages ----------------------------------------------------------- */

struct taken {
	int64_t *ids; /* ascending */
	size_t n;
	/* of the outbox's rows */
	int64_t of_state[DELIVERY_STATES];
	int64_t lost, twice, unasked, waiting, seen, now;
};

static int by_id(const void *one, const void *other)
{
	int64_t x = *(const int64_t *)one, y = *(const int64_t *)other;

	return (x > y) - (x < y);
}

static void read_sink(const char *path, struct taken *t)
{
	FILE *f = fopen(path, "r");
	size_t max = (size_t)proof_file_bytes(path) / 2 + 1;
	char line[LINE_BYTES_MAX];

	t->ids = calloc(max, sizeof(*t->ids));
	if (!f || !t->ids)
		proof_stop("%s: %s", path, strerror(errno));
	while (t->n < max && fgets(line, sizeof(line), f))
		t->ids[t->n++] = strtoll(line, NULL, 10);
	fclose(f);
	qsort(t->ids, t->n, sizeof(*t->ids), by_id);
}

/* How often the sink took it. */
static int64_t times(const struct taken *t, int64_t id)
{
	const int64_t *at = bsearch(&id, t->ids, t->n, sizeof(*t->ids), by_id);
	const int64_t *end = t->ids + t->n;
	int64_t n = 0;

	for (; at && at > t->ids && at[-1] == id;)
		at--;
	for (; at && at < end && *at == id; at++)
		n++;
	return n;
}

static bool compare(
	void *ctx, const struct db_value *cell, int columns, struct err *e)
{
	struct taken *t = ctx;
	int64_t n = times(t, cell[0].i);
	enum delivery_state state;

	(void)columns;
	if (!delivery_named(cell[1].p, &state, e))
		return false;
	t->of_state[state]++;
	t->seen += n > 0;
	t->twice += n > 1;
	t->lost += state == DELIVERY_SENT && n == 0;
	t->unasked +=
		n > 0 && state != DELIVERY_SENT && state != DELIVERY_UNCERTAIN;
	t->waiting += state == DELIVERY_SENDING ||
		      (state == DELIVERY_QUEUED && cell[2].i <= t->now);
	return true;
}

void check_messages(struct place *p, const char *sink_ledger)
{
	struct taken t = {.now = clock_now() - 5};
	int64_t different = 0;

	read_sink(sink_ledger, &t);
	for (size_t i = 0; i < t.n; i++)
		different += i == 0 || t.ids[i] != t.ids[i - 1];
	if (!db_each(p->store.db, "SELECT id, state, next_at FROM outbox",
		    DB_NO_ARGS, compare, &t, &p->e))
		proof_stop("outbox: %s", p->e.text);
	proof_say("  messages: %lld sent, %lld uncertain, %lld planned for "
		  "later, %lld cancelled, %lld failed; the sink took %zu",
		(long long)t.of_state[DELIVERY_SENT],
		(long long)t.of_state[DELIVERY_UNCERTAIN],
		(long long)t.of_state[DELIVERY_QUEUED],
		(long long)t.of_state[DELIVERY_CANCELLED],
		(long long)t.of_state[DELIVERY_FAILED], t.n);
	proof_holds(t.twice == 0, "no message was sent twice: %lld were",
		(long long)t.twice);
	proof_holds(t.lost == 0, "every sent message arrived: %lld did not",
		(long long)t.lost);
	proof_holds(t.unasked == 0 && different == t.seen,
		"nothing arrived that is not sent or uncertain: %lld did",
		(long long)(t.unasked + different - t.seen));
	proof_holds(t.waiting == 0, "nothing that is due waits: %lld do",
		(long long)t.waiting);
	proof_holds(t.of_state[DELIVERY_FAILED] == 0, "none failed");
	free(t.ids);
}

/* ---- the rest ----------------------------------------------------------- */

static bool audit_is_whole(struct place *p, int64_t *rows_n)
{
	struct audit_verdict v;

	if (!app_audit_verify(&p->store, NULL, 0, &v, &p->e))
		proof_stop("audit: %s", p->e.text);
	*rows_n = v.rows_n;
	return v.is_whole;
}

void check_audit(struct place *p)
{
	int64_t rows_n;
	bool is_whole = audit_is_whole(p, &rows_n);

	proof_holds(is_whole, "the audit chain of %lld rows is whole",
		(long long)rows_n);
}

static bool file_is_sound(const char *path)
{
	sqlite3 *raw = NULL;
	sqlite3_stmt *stmt = NULL;
	bool ok = sqlite3_open(path, &raw) == SQLITE_OK &&
		  sqlite3_prepare_v2(raw, "PRAGMA integrity_check", -1, &stmt,
			  NULL) == SQLITE_OK &&
		  sqlite3_step(stmt) == SQLITE_ROW &&
		  strcmp((const char *)sqlite3_column_text(stmt, 0), "ok") == 0;

	sqlite3_finalize(stmt);
	sqlite3_close(raw);
	return ok;
}

static bool files_are_sound(struct place *p)
{
	return file_is_sound(arena_print(&p->a, "%s/zabota.db", p->data)) &&
	       file_is_sound(arena_print(&p->a, "%s/keys.db", p->data));
}

void check_file(struct place *p)
{
	if (!p->db)
		proof_holds(
			files_are_sound(p), "SQLite finds both files sound");
}

bool check_is_sound(struct place *p)
{
	struct clashes n = find_clashes(p);
	int64_t rows_n;

	return n.twice == 0 && n.bad_cells == 0 && audit_is_whole(p, &rows_n) &&
	       (p->db || files_are_sound(p));
}
