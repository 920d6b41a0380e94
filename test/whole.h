#ifndef TEST_WHOLE_H
#define TEST_WHOLE_H
/*
 * test/whole - the program as its users meet it: the clinics of test/clinic
 * behind a real server on a loopback port, with real sessions.
 *
 *    struct guest g = whole_visitor();
 *    struct http_answer a = whole_post(&g, "/api/v1/holds", body);
 *
 * The wall clock starts each test at DESK_NOW.  Answers live in both.a.
 * ZABOTA_TEST_LIGHT in the environment, or a sanitizer, shortens what is only
 * repeated (WHOLE_TIMES).
 */
#include "app/session.h"
#include "app/slots.h"
#include "base/civil.h"
#include "cli/desk.h"
#include "http/client.h"
#include "lang/lang.h"
#include "os/clock.h"
#include "os/random.h"
#include "store/staff.h"
#include "test/desk.h"

#if defined(__SANITIZE_ADDRESS__)
#define WHOLE_IS_SLOW 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WHOLE_IS_SLOW 1
#endif
#endif
#ifndef WHOLE_IS_SLOW
#define WHOLE_IS_SLOW 0
#endif
/* How often to repeat, where a sanitizer makes each time ten times as long. */
#define WHOLE_TIMES(n, n_slow) (WHOLE_IS_SLOW ? (n_slow) : (n))

enum { WHOLE_CLIENTS_MAX = 64, WHOLE_WAIT_MS = 60000 };

static struct {
	struct desk desk; /* its app, stores and serve */
	struct http_client *client;
	struct arena lang_arena; /* of the process */
	const struct lang *lang;
	char base[40]; /* "http://127.0.0.1:PORT" */
} whole;

/* Somebody at a browser. */
struct guest {
	char token[SESSION_TOKEN_SIZE]; /* "": no cookie */
	char csrf[SESSION_CSRF_SIZE];
	int64_t id; /* of the principal */
};

static inline void whole_serve(void)
{
	static const char *const set[][2] = {{"http.listen", "127.0.0.1:0"},
		{"http.limits", "no"}, {"http.threads_n", "16"}};
	struct desk *d = &whole.desk;
	struct api_hooks hooks = desk_hooks(d);

	d->conf = conf_open(&both.a, desk_conf_tables());
	for (size_t i = 0; i < ARRAY_LEN(set); i++)
		CHECK(conf_set(d->conf, set[i][0], set[i][1], &both.e));
	if (!serve_open(d->conf, &hooks, &d->serve, &both.e))
		fail_msg("%s", both.e.text);
	snprintf(whole.base, sizeof(whole.base), "http://127.0.0.1:%u",
		(unsigned)serve_port(d->serve));
}

static inline void whole_before(void)
{
	static const struct http_client_settings client = {
		WHOLE_CLIENTS_MAX, WHOLE_CLIENTS_MAX, NULL};

	clock_set_offset_s(0);
	clock_set_offset_s(DESK_NOW - clock_now());
	both_before();
	desk_insert(&clinic_catalogue);
	desk_insert(&clinic_other);
	if (!whole.lang) {
		arena_init(&whole.lang_arena);
		whole.lang = lang_open(&whole.lang_arena);
	}
	app_init(&whole.desk.app, &(struct app_parts){
					  .storage = both.storage,
					  .keys = both.keys,
					  .lang = whole.lang,
					  .base_url = "https://clinic.example",
				  });
	whole.desk.stores = stores_open(both.storage);
	whole.client = http_client_open(&client);
	whole_serve();
}

static inline void whole_after(void)
{
	http_client_close(whole.client);
	serve_close(whole.desk.serve, 1000);
	stores_close(whole.desk.stores);
	app_release(&whole.desk.app);
	both_after();
	clock_set_offset_s(0);
}

/* A call beside the server, by the system unless `who` is changed. */
static inline struct call whole_call(void)
{
	return app_call(&whole.desk.app, &both.store, &both.a, clock_now(),
		app_system());
}

/* ---- who asks ----------------------------------------------------------- */

static inline struct guest whole_visitor(void)
{
	struct call c = whole_call();
	struct session s;
	struct guest g;

	if (!app_session_begin(&c, g.token, &s, &both.e))
		fail_msg("%s", both.e.text);
	app_session_csrf(&c, g.token, g.csrf);
	g.id = s.who.id;
	return g;
}

/* An employee of a clinic, signed in at `now`. */
static inline struct guest whole_staff_at(
	int64_t now, const struct catalogue *cat, enum role role)
{
	struct call c = whole_call();
	struct staff staff = {.id = random_id(),
		.clinic_id = cat->clinic.id,
		.name = "Сотрудник",
		.role = role,
		.resource_id = role == ROLE_DOCTOR ? cat->resources[0].id : 0,
		.password_hash = ""};
	struct session s;
	struct guest g;

	c.now = now;
	staff.login = role_name(role);
	if (!store_staff_of_role(&both.store, staff.clinic_id, role, &both.a,
		    &staff, &both.e))
		CHECK(store_staff_insert(&both.store, &staff, &both.e));
	whole.desk.app.parts.is_demo = true; /* its button needs no password */
	if (!app_session_demo(
		    &c, cat->clinic.slug, role, NULL, g.token, &s, &both.e))
		fail_msg("%s", both.e.text);
	whole.desk.app.parts.is_demo = false;
	app_session_csrf(&c, g.token, g.csrf);
	g.id = s.who.id;
	return g;
}

static inline struct guest whole_staff(
	const struct catalogue *cat, enum role role)
{
	return whole_staff_at(clock_now(), cat, role);
}

/* ---- asking ------------------------------------------------------------- */

/* As a browser of our own page does; `g` NULL: without cookies. */
static inline struct http_ask whole_ask(const struct guest *g,
	enum http_method method, const char *path, const char *body)
{
	struct http_pair *h = arena_new(&both.a, struct http_pair, 4);
	struct http_ask ask = {.method = method,
		.url = arena_print(&both.a, "%s%s", whole.base, path),
		.headers = h,
		.body = body,
		.body_n = body ? strlen(body) : 0,
		.answer_max = 4 << 20};

	h[ask.headers_n++] =
		(struct http_pair){"Sec-Fetch-Site", "same-origin"};
	if (body)
		h[ask.headers_n++] = (struct http_pair){"Content-Type",
			*body == '{' ? "application/json"
				     : "application/x-www-form-urlencoded"};
	if (!g || !g->token[0])
		return ask;
	h[ask.headers_n++] = (struct http_pair){
		"Cookie", arena_print(&both.a, "session=%s", g->token)};
	h[ask.headers_n++] = (struct http_pair){
		"X-Csrf-Token", arena_print(&both.a, "%s", g->csrf)};
	return ask;
}

/* Asks all at once; every one must be answered. */
static inline void whole_send(
	const struct http_ask *asks, size_t n, struct http_answer *answers)
{
	http_client_send(
		whole.client, asks, n, WHOLE_WAIT_MS, &both.a, answers);
	for (size_t i = 0; i < n; i++)
		if (answers[i].end != HTTP_END_ANSWERED)
			fail_msg("%s: %s", asks[i].url, answers[i].why.text);
}

static inline struct http_answer whole_send_one(const struct http_ask *ask)
{
	struct http_answer answer;

	whole_send(ask, 1, &answer);
	return answer;
}

static inline struct http_answer whole_post(
	const struct guest *g, const char *path, const char *body)
{
	struct http_ask ask = whole_ask(g, HTTP_POST, path, body);

	return whole_send_one(&ask);
}

static inline struct http_answer whole_get(
	const struct guest *g, const char *path)
{
	struct http_ask ask = whole_ask(g, HTTP_GET, path, NULL);

	return whole_send_one(&ask);
}

/* "2026-11-24T06:00:00Z" in both.a */
static inline const char *whole_instant(int64_t unix_s)
{
	struct civil t = civil_of_seconds(unix_s);

	return arena_print(&both.a, "%04d-%02d-%02dT%02d:%02d:00Z", t.year,
		t.month, t.day, t.hour, t.minute);
}

/* Free starts of a service and doctor in the next fortnight, soonest first. */
static inline size_t whole_starts(const struct catalogue *cat,
	int64_t service_id, int64_t doctor_id, const struct slot **out)
{
	struct call c = whole_call();
	struct slots_query q = {.clinic_id = cat->clinic.id,
		.service_id = service_id,
		.doctor_id = doctor_id,
		.from_at = clock_now() + DAY,
		.to_at = clock_now() + 15 * DAY,
		.limit = 500};
	size_t n;

	if (!app_slots_find(&c, &q, out, &n, &both.e))
		fail_msg("%s", both.e.text);
	return n;
}

/* ---- what is stored ----------------------------------------------------- */

enum { WHOLE_TABLES_MAX = 60, WHOLE_ROWS_MAX = 100000 };

static inline uint64_t whole_mix(uint64_t hash, const void *p, size_t n)
{
	const uint8_t *byte = p;

	for (size_t i = 0; i < n; i++)
		hash = (hash ^ byte[i]) * 0x100000001b3ULL;
	return hash;
}

static inline uint64_t whole_row(
	const char *table, const struct db_rows *r, int row)
{
	uint64_t hash = whole_mix(0xcbf29ce484222325ULL, table, strlen(table));

	for (int i = 0; i < r->columns; i++) {
		const struct db_value *v = &r->cells[row * r->columns + i];

		hash = whole_mix(hash, &v->type, sizeof(v->type));
		if (v->type == DB_INT)
			hash = whole_mix(hash, &v->i, sizeof(v->i));
		else if (v->type != DB_NULL)
			hash = whole_mix(hash, v->p, v->n);
	}
	return hash;
}

/*
 * One number for all rows of all tables but the audit's: equal if nothing
 * changed.  The order of rows does not count.
 */
static inline uint64_t whole_data(void)
{
	const char *sql =
		strcmp(engine.name, "sqlite") == 0
			? "SELECT name FROM sqlite_master WHERE type = 'table'"
			: "SELECT table_name::text FROM"
			  " information_schema.tables"
			  " WHERE table_schema = current_schema()";
	struct db_rows tables, rows;
	struct arena a;
	uint64_t sum = 0;

	arena_init(&a);
	if (!db_run(both.store.db, sql, DB_NO_ARGS, WHOLE_TABLES_MAX, &a,
		    &tables, &both.e))
		fail_msg("%s", both.e.text);
	CHECK(tables.n > 15);
	for (int t = 0; t < tables.n; t++) {
		const char *name = db_cell_text(&tables, t, 0);

		if (strncmp(name, "audit", 5) == 0)
			continue;
		CHECK(db_run(both.store.db,
			arena_print(&a, "SELECT * FROM %s", name), DB_NO_ARGS,
			WHOLE_ROWS_MAX, &a, &rows, &both.e));
		for (int r = 0; r < rows.n; r++)
			sum += whole_row(name, &rows, r);
	}
	arena_release(&a);
	return sum;
}

#define WHOLE_MAIN(...) ENGINE_MAIN(whole_before, whole_after, __VA_ARGS__)

#endif
