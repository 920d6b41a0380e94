#ifndef APP_APP_H
#define APP_APP_H
/*
 * app/app - what the process opens once and every call shares; and setting a
 * call up.  Holds handles and caches, never state of the product.
 */
#include "app/call.h"
#include "core/messages.h"
#include "store/store.h"

struct lang;
struct conf;
struct catalogue_cache;
struct password_gate;
struct chat_rules;
struct messenger;

/* What main has opened; all of it must live longer than the app. */
struct app_parts {
	struct storage *storage;
	const struct crypto_keys *keys;
	const struct lang *lang; /* NULL where no dialogue is held */
	const struct conf *conf; /* NULL: defaults */
	/* Before the path of links in messages: "https://clinic.example",
	 * without a slash at the end. */
	const char *base_url;
	const char *zone_folder; /* NULL: the system's */
	bool is_demo;
};

struct app {
	struct app_parts parts;
	struct catalogue_cache *catalogues;
	struct password_gate *passwords;
	struct messages messages;          /* scenarios and templates */
	struct arena own;                  /* where they live */
	struct chat_rules *chat;           /* NULL where there is no lang */
	const struct messenger *messenger; /* main sets it; NULL: none */
};

void app_init(struct app *app, const struct app_parts *parts);
void app_release(struct app *app);

/*
 * Sets up a call of `who` at `now` (unix s UTC) with this thread's store; the
 * caller resets `a` when the call ends.  The request id is new.
 */
struct call app_call(struct app *app, struct store *store, struct arena *a,
	int64_t now, struct principal who);

/* As store_health: ERR_UNAVAILABLE while nothing can be stored. */
MUST_USE bool app_health(struct call *c, struct err *e);

/* The principal of our own rounds and commands. */
struct principal app_system(void);

#endif
