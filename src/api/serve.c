#include "api/serve.h"

#include "api/routes.h"
#include "http/server.h"
#include "http/settings.h"
#include "http/static.h"

const struct conf_item serve_conf[] = {
	{"http.pages", CONF_TEXT, "", 0, 1000, 0,
		"Folder of the built pages; empty: the API alone."},
	{0},
};
const struct conf_item *const serve_conf_tables[] = {
	http_conf, serve_conf, NULL};

struct serve {
	struct arena arena;
	struct http_static *pages;
	struct api *api;
	struct http_server *server;
};

static bool read_pages(struct serve *s, const struct conf *conf, struct err *e)
{
	const char *folder = conf_text(conf, "http.pages");

	if (!*folder)
		return true;
	s->pages = http_static_read(folder, e);
	return s->pages != NULL;
}

static bool start(struct serve *s, const struct conf *conf,
	const struct api_hooks *hooks, struct err *e)
{
	struct http_server_settings hs;
	struct api_settings as = {.tables = route_tables,
		.origin = http_settings_origin(conf),
		.no_limits = !conf_bool(conf, "http.limits")};
	struct http_handler h;

	if (!http_settings_read(conf, &s->arena, &hs, e) ||
		!read_pages(s, conf, e))
		return false;
	as.pages = s->pages;
	s->api = api_open(&as, hooks);
	h = router_handler(api_router(s->api));
	s->server = http_server_open(&hs, &h, e);
	return s->server != NULL;
}

bool serve_open(const struct conf *conf, const struct api_hooks *hooks,
	struct serve **out, struct err *e)
{
	struct serve *s = calloc(1, sizeof(*s));

	if (!s)
		base_no_memory();
	arena_init(&s->arena);
	if (!start(s, conf, hooks, e)) {
		serve_close(s, 0);
		return false;
	}
	*out = s;
	return true;
}

struct live *serve_live(struct serve *s)
{
	return api_live(s->api);
}

uint16_t serve_port(const struct serve *s)
{
	return http_server_port(s->server);
}

void serve_close(struct serve *s, int64_t wait_ms)
{
	if (!s)
		return;
	if (s->api)
		live_shut(api_live(s->api));
	http_server_close(s->server, wait_ms);
	api_close(s->api);
	http_static_close(s->pages);
	arena_release(&s->arena);
	free(s);
}
