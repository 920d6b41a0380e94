#ifndef API_API_H
#define API_API_H
/*
 * api/api - the HTTP face put together: the routes, who asks, how errors look,
 * what is counted and logged.  Hand its router's handler to http_server_open.
 */
#include "app/call.h"
#include "http/live.h"
#include "http/router.h"

/* What `main` supplies; each may be called on any server thread. */
struct api_hooks {
	void *ctx;
	/*
	 * Fills app, store, now and id of a fresh call, for this thread.
	 * ERR_UNAVAILABLE: no database; then end() is not called.
	 */
	bool (*begin)(void *ctx, struct call *c, struct err *e);
	/* Gives back what begin() took. */
	void (*end)(void *ctx, struct call *c);
	/*
	 * Who holds this session cookie: fills c->who and *csrf_token (in
	 * c->a).  ERR_LOGIN: nobody, the request goes on as a visitor's.
	 * NULL: there are no sessions.
	 */
	bool (*session)(void *ctx, struct call *c, const char *token,
		const char **csrf_token, struct err *e);
	/* Whose `Authorization: Bearer` key this is; ERR_LOGIN ends the
	 * request.  NULL: there are no keys. */
	bool (*key)(void *ctx, struct call *c, const char *key, struct err *e);
	/* Whether the process can do its work; NULL: it can. */
	bool (*health)(void *ctx, struct call *c, struct err *e);
};

/* The name of the session cookie, for http_cookie and http_reply_cookie. */
#define API_SESSION_COOKIE "session"

/* Topics of live; a group is a clinic. */
enum api_topic {
	TOPIC_CHAT,     /* key: the visitor; about: his dialogue */
	TOPIC_SCHEDULE, /* events of the desk's day */
	TOPIC_DEMO,     /* clock and phones */
};

struct http_static;
struct api;

struct api_settings {
	const struct route *const *tables; /* route_tables, or a test's own */
	const char *origin; /* public address; NULL: the Host header counts */
	bool no_limits;     /* request rates are not limited */
	const struct http_static *pages; /* the built UI; NULL: none */
};

struct api *api_open(
	const struct api_settings *s, const struct api_hooks *hooks);
void api_close(struct api *api);
struct router *api_router(struct api *api);

/* Who watches; shut it before the server closes. */
struct live *api_live(struct api *api);

/* Of the api that made this call; no pages: NULL. */
const struct http_static *api_pages(const struct call *c);
struct live *api_live_of(const struct call *c);
/* Asks the hook. */
MUST_USE bool api_health(struct call *c, struct err *e);

/*
 * Sends what is new in a dialogue (0: in any) to those who watch it; on the
 * thread that hears CHAT_TOPIC.
 */
void api_tell_chat(struct live *live, struct call *c, int64_t dialogue_id);

#endif
