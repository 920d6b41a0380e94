#include "cli/desk.h"

#include "api/api.h"
#include "app/chat.h"
#include "app/demo.h"
#include "app/erase.h"
#include "app/messenger.h"
#include "app/outbox.h"
#include "app/session.h"
#include "app/visit.h"
#include "base/limits.h"
#include "cli/desk_live.h"
#include "lang/lang.h"
#include "os/clock.h"
#include "os/file.h"
#include "os/random.h"

enum { STOP_WAIT_MS = 5000 };

static const struct conf_item desk_conf[] = {
	{"db.address", CONF_TEXT, "", 0, 1000, CONF_SECRET,
		"Database: sqlite:FILE or postgresql:CONNINFO; empty: "
		"zabota.db in the data folder."},
	{"roles", CONF_TEXT, "web worker", 0, 40, 0,
		"What this process does: web, worker or both."},
	{0},
};

const struct conf_item *const *desk_conf_tables(void)
{
	static const struct conf_item *tables[3 + SENDER_CONF_MAX];

	tables[0] = serve_conf_tables[0];
	tables[1] = serve_conf_tables[1];
	tables[2] = desk_conf;
	sender_conf_tables(tables + 3);
	return tables;
}

static bool has_role(const struct desk *d, const char *role)
{
	struct str rest = str_of(conf_text(d->conf, "roles"));

	while (rest.p)
		if (str_equal(str_split(&rest, ' '), role))
			return true;
	return false;
}

/* ---- opening, part by part ---------------------------------------------- */

static bool read_file(struct desk *d, const char *path, struct err *e)
{
	const char *text;
	size_t n;

	return file_read(path, CONF_FILE_BYTES_MAX, &d->arena, &text, &n, e) &&
	       conf_read(d->conf, text, n, e);
}

static bool configure(struct desk *d, const struct desk_options *o,
	const char *const *set, struct err *e)
{
	const char *path = o->config;

	d->conf = conf_open(&d->arena, desk_conf_tables());
	if (o->is_demo && !conf_set(d->conf, "outbox.channels", "phone", e))
		return false;
	if (!path)
		path = arena_print(&d->arena, "%s/zabota.conf", o->data);
	if ((o->config || file_exists(path)) && !read_file(d, path, e))
		return false;
	for (; *set; set += 2)
		if (!conf_set(d->conf, set[0], set[1], e))
			return false;
	return true;
}

static bool open_home(
	struct desk *d, const struct desk_options *o, struct err *e)
{
	const char *address = conf_text(d->conf, "db.address");
	struct home_options h = {
		.folder = o->data,
		.address = *address ? address : NULL,
		.may_make = true,
	};

	d->has_home = home_init(&d->home, &h, clock_now(), e);
	return d->has_home;
}

/* What stands before links in messages; a demo's is where it listens. */
static const char *base_url(struct desk *d, bool is_demo)
{
	const char *origin = conf_text(d->conf, "http.origin");
	const char *listen = conf_text(d->conf, "http.listen");
	size_t n = strlen(listen);
	bool has_port = n > 2 && strcmp(listen + n - 2, ":0") != 0;

	if (*origin || !is_demo || !has_port)
		return origin;
	return arena_print(&d->arena, "http://%s", listen);
}

static bool open_app(
	struct desk *d, const struct desk_options *o, struct err *e)
{
	struct app_parts parts = {
		.storage = d->home.storage,
		.keys = d->home.keys,
		.lang = lang_open(&d->arena),
		.conf = d->conf,
		.base_url = base_url(d, o->is_demo),
		.is_demo = o->is_demo,
	};

	app_init(&d->app, &parts);
	d->has_app = true;
	d->stores = stores_open(d->home.storage);
	return app_messenger_open(d->conf, &d->arena, &d->app.messenger, e);
}

/* ---- requests ----------------------------------------------------------- */

static bool begin(void *ctx, struct call *c, struct err *e)
{
	struct desk *d = ctx;
	struct store *store;

	if (!stores_take(d->stores, &store, e))
		return false;
	c->app = &d->app;
	c->store = store;
	c->now = clock_now();
	c->id = random_id();
	return true;
}

static void end(void *ctx, struct call *c)
{
	struct desk *d = ctx;

	stores_give(d->stores, c->store);
}

static bool session(void *ctx, struct call *c, const char *token,
	const char **csrf_token, struct err *e)
{
	char *csrf = arena_take(c->a, SESSION_CSRF_SIZE);
	struct session s;

	(void)ctx;
	if (!app_session_find(c, token, &s, e))
		return false;
	c->who = s.who;
	app_session_csrf(c, token, csrf);
	*csrf_token = csrf;
	return true;
}

static bool health(void *ctx, struct call *c, struct err *e)
{
	(void)ctx;
	return app_health(c, e);
}

struct api_hooks desk_hooks(struct desk *d)
{
	return (struct api_hooks){d, begin, end, session, NULL, health};
}

/* ---- workers ------------------------------------------------------------ */

static bool hold_round(void *ctx, struct call *c, const struct note *note,
	int64_t *next_at, struct err *e)
{
	(void)ctx;
	(void)note;
	return app_hold_round(c, next_at, e);
}

static bool session_round(void *ctx, struct call *c, const struct note *note,
	int64_t *next_at, struct err *e)
{
	(void)ctx;
	(void)note;
	return app_session_round(c, next_at, e);
}

/* A webhook brings what comes by itself. */
static bool asks_messenger(const struct desk *d)
{
	return d->app.messenger &&
	       strcmp(conf_text(d->conf, "channel.telegram.mode"), "poll") == 0;
}

static bool start_workers(struct desk *d, struct err *e)
{
	static const char *const hold_topics[] = {DEMO_TOPIC, NULL};
	static const char *const no_topics[] = {NULL};

	d->messenger = (struct worker){.name = "messenger",
		.app = &d->app,
		.storage = d->home.storage,
		.topics = no_topics,
		.round = desk_messenger_round};
	d->holds = (struct worker){.name = "holds",
		.app = &d->app,
		.storage = d->home.storage,
		.topics = hold_topics,
		.round = hold_round};
	d->sessions = (struct worker){.name = "sessions",
		.app = &d->app,
		.storage = d->home.storage,
		.topics = hold_topics,
		.round = session_round};
	d->sending = sending_open(d, e);
	return d->sending &&
	       (!asks_messenger(d) || worker_start(&d->messenger, e)) &&
	       worker_start(&d->holds, e) && worker_start(&d->sessions, e);
}

static bool erase_round(void *ctx, struct call *c, const struct note *note,
	int64_t *next_at, struct err *e)
{
	(void)note;
	return app_erase_round(c, ctx, next_at, e);
}

/* In whatever role: each process has keys in its memory. */
static bool start_erasing(struct desk *d, struct err *e)
{
	static const char *const topics[] = {ERASE_TOPIC, DEMO_TOPIC, NULL};

	d->erasing = (struct worker){.name = "erasing",
		.app = &d->app,
		.storage = d->home.storage,
		.topics = topics,
		.round = erase_round,
		.ctx = &d->erased_n};
	return worker_start(&d->erasing, e);
}

static bool start_web(struct desk *d, struct err *e)
{
	static const char *const topics[] = {
		CHAT_TOPIC, VISIT_TOPIC, PHONE_TOPIC, DEMO_TOPIC, NULL};
	struct api_hooks hooks = desk_hooks(d);

	if (!serve_open(d->conf, &hooks, &d->serve, e))
		return false;
	d->live = (struct worker){.name = "live",
		.app = &d->app,
		.storage = d->home.storage,
		.topics = topics,
		.round = desk_live_round,
		.ctx = serve_live(d->serve)};
	return worker_start(&d->live, e);
}

const char *desk_address(struct desk *d)
{
	const char *listen = conf_text(d->conf, "http.listen");
	const char *colon = strrchr(listen, ':');

	return arena_print(&d->arena, "%.*s:%u", (int)(colon - listen), listen,
		(unsigned)serve_port(d->serve));
}

bool desk_open(struct desk *d, const struct desk_options *o,
	const char *const *set, struct err *e)
{
	*d = (struct desk){0};
	arena_init(&d->arena);
	if (!configure(d, o, set, e) || !open_home(d, o, e))
		return false;
	return open_app(d, o, e) && (!o->is_demo || desk_make_demo(d, e)) &&
	       start_erasing(d, e) &&
	       (!has_role(d, "worker") || start_workers(d, e)) &&
	       (!has_role(d, "web") || start_web(d, e));
}

void desk_close(struct desk *d)
{
	worker_stop(&d->live);
	serve_close(d->serve, STOP_WAIT_MS);
	sending_close(d->sending);
	worker_stop(&d->messenger);
	worker_stop(&d->holds);
	worker_stop(&d->sessions);
	worker_stop(&d->erasing);
	stores_close(d->stores);
	app_messenger_close(d->app.messenger);
	if (d->has_app)
		app_release(&d->app);
	if (d->has_home)
		home_release(&d->home);
	arena_release(&d->arena);
}
