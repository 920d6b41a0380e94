#include "app/app.h"

#include "app/catalogue.h"
#include "app/chat.h"
#include "app/password.h"
#include "os/random.h"

void app_init(struct app *app, const struct app_parts *parts)
{
	struct err e;

	*app = (struct app){
		.parts = *parts,
		.catalogues = catalogue_cache_open(),
		.passwords = password_gate_open(),
	};
	/* They are inside the program: broken ones are our own bug. */
	arena_init(&app->own);
	BUG_ON(!messages_load(&app->own, &app->messages, &e));
	if (parts->lang != NULL)
		BUG_ON(!chat_rules_open(parts->lang, &app->chat, &e));
}

void app_release(struct app *app)
{
	chat_rules_close(app->chat);
	catalogue_cache_close(app->catalogues);
	password_gate_close(app->passwords);
	arena_release(&app->own);
	*app = (struct app){0};
}

struct call app_call(struct app *app, struct store *store, struct arena *a,
	int64_t now, struct principal who)
{
	return (struct call){
		.app = app,
		.store = store,
		.a = a,
		.now = now,
		.id = random_id(),
		.who = who,
	};
}

bool app_health(struct call *c, struct err *e)
{
	return store_health(c->store, c->now, e);
}

struct principal app_system(void)
{
	return (struct principal){.kind = PRINCIPAL_SYSTEM};
}
