#include "api/api.h"

#include "api/counters.h"
#include "api/errors.h"
#include "api/policy.h"
#include "api/routes.h"
#include "base/log.h"

struct api {
	struct api_hooks hooks;
	const struct http_static *pages;
	struct router *router;
	struct live *live;
};

/* The call and what the hooks must be told at its end. */
struct begun {
	struct call call; /* first: found back from it by a cast */
	bool is_begun;
	const struct api *api;
};

static bool is_english(const struct http_request *req)
{
	const char *language = http_header(req, "accept-language");

	return language && strncmp(language, "en", 2) == 0;
}

static bool read_key(struct api *api, struct call *c, struct err *e)
{
	static const char scheme[] = "Bearer ";
	const char *header = http_header(c->request, "authorization");

	if (!header || !api->hooks.key)
		return true;
	if (strncmp(header, scheme, sizeof(scheme) - 1) != 0)
		return err_set(e, ERR_LOGIN, "not a bearer key");
	return api->hooks.key(
		api->hooks.ctx, c, header + sizeof(scheme) - 1, e);
}

static bool read_session(
	struct api *api, struct call *c, const char **csrf_token, struct err *e)
{
	const char *token = http_cookie(c->request, API_SESSION_COOKIE);

	if (!token || !api->hooks.session || c->who.kind != PRINCIPAL_VISITOR)
		return true;
	/* An old cookie is no reason to refuse a public page. */
	return api->hooks.session(api->hooks.ctx, c, token, csrf_token, e) ||
	       e->kind == ERR_LOGIN;
}

/* Kind and id in one number: people of different kinds never share it. */
static uint64_t person_of(const struct principal *who)
{
	if (who->kind == PRINCIPAL_VISITOR || who->id == 0)
		return 0;
	return (uint64_t)who->id * PRINCIPAL_KINDS + (uint64_t)who->kind;
}

static bool admit(void *ctx, const struct route *r, struct http_request *req,
	struct http_reply *reply, struct admission *out, struct err *e)
{
	struct api *api = ctx;
	struct begun *b = arena_new(req->a, struct begun, 1);
	struct call *c = &b->call;

	b->api = api;
	c->a = req->a;
	c->request = req;
	c->reply = reply;
	c->is_english = is_english(req);
	out->call = c;
	if (!api->hooks.begin(api->hooks.ctx, c, e))
		return false;
	b->is_begun = true;
	if (!r->is_by_token &&
		(!read_key(api, c, e) ||
			!read_session(api, c, &out->csrf_token, e)))
		return false;
	out->person = person_of(&c->who);
	out->is_private = c->who.kind != PRINCIPAL_VISITOR;
	return policy_admits((enum policy)r->policy, &c->who, e);
}

static void refuse(void *ctx, struct call *c, const struct http_request *req,
	struct http_reply *reply, const struct err *e)
{
	(void)ctx;
	if (errors_status(e->kind) >= 500)
		log_event(LOG_ERROR, "http.failed",
			LOG_INT("call", c ? c->id : 0),
			LOG_WORD("kind", err_name(e->kind)),
			LOG_WORD("field", e->field), LOG_WORD("text", e->text));
	errors_reply(reply, req, c ? c->is_english : is_english(req), e);
}

static void done(void *ctx, struct call *c, const struct route *r,
	const struct http_request *req, const struct http_reply *reply)
{
	struct api *api = ctx;
	struct begun *b = (struct begun *)c;

	counters_add_status(reply->status);
	log_event(LOG_DEBUG, "http.done", LOG_INT("call", c ? c->id : 0),
		LOG_WORD("method", http_method_name(req->method)),
		LOG_WORD("route", r ? r->name : NULL),
		LOG_INT("status", reply->status));
	if (b && b->is_begun)
		api->hooks.end(api->hooks.ctx, c);
}

struct api *api_open(
	const struct api_settings *set, const struct api_hooks *hooks)
{
	struct api *api = calloc(1, sizeof(*api));
	struct router_settings s = {
		.origin = set->origin,
		.classes = route_limits,
		.no_limits = set->no_limits,
	};
	struct router_hooks h = {api, admit, refuse, done};

	if (!api)
		base_no_memory();
	api->hooks = *hooks;
	api->pages = set->pages;
	api->live = live_open();
	api->router = router_open(set->tables, &s, &h);
	return api;
}

void api_close(struct api *api)
{
	if (!api)
		return;
	router_close(api->router);
	live_close(api->live);
	free(api);
}

struct router *api_router(struct api *api)
{
	return api->router;
}

const struct http_static *api_pages(const struct call *c)
{
	return ((const struct begun *)c)->api->pages;
}

struct live *api_live(struct api *api)
{
	return api->live;
}

bool api_health(struct call *c, struct err *e)
{
	const struct api_hooks *hooks = &((const struct begun *)c)->api->hooks;

	return !hooks->health || hooks->health(hooks->ctx, c, e);
}

struct live *api_live_of(const struct call *c)
{
	return ((const struct begun *)c)->api->live;
}
