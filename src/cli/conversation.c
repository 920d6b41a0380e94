#include "cli/conversation.h"

#include "app/catalogue.h"
#include "app/seed.h"
#include "app/visit.h"
#include "lang/lang.h"
#include "os/file.h"

enum { TEXT_TAKES_S = 5 };

struct call conversation_call(struct conversation *v)
{
	return app_call(&v->app, &v->store, &v->call, v->now, app_system());
}

static bool seed(struct conversation *v, const char *name, uint64_t number,
	struct err *e)
{
	struct call c = conversation_call(v);
	struct seed_options options = {.seed = number, .with_visits = true};
	int64_t clinic_id;

	return app_seed_demo(&c, name, &options, &clinic_id, e);
}

static bool open_all(struct conversation *v,
	const struct conversation_options *o, struct err *e)
{
	struct home_options home = o->home;

	if (o->is_demo) {
		if (!file_temporary_folder(&v->arena, &v->temporary, e))
			return false;
		home = (struct home_options){
			.folder = v->temporary, .may_make = true};
	}
	if (!home_init(&v->home, &home, v->now, e))
		return false;
	v->is_open = true;
	if (!store_init(&v->store, v->home.storage, e))
		return false;
	app_init(&v->app, &(struct app_parts){.storage = v->home.storage,
				  .keys = v->home.keys,
				  .lang = lang_open(&v->arena),
				  .base_url = "https://clinic.example",
				  .is_demo = o->is_demo});
	return !o->is_demo ||
	       (seed(v, "clinic", 1, e) && seed(v, "second", 2, e));
}

bool conversation_init(struct conversation *v,
	const struct conversation_options *options, struct err *e)
{
	*v = (struct conversation){.now = options->now};
	arena_init(&v->arena);
	arena_init(&v->call);
	v->peer =
		(struct chat_peer){.channel = "terminal", .source = "terminal"};
	if (open_all(v, options, e))
		return true;
	conversation_release(v);
	return false;
}

void conversation_release(struct conversation *v)
{
	struct err e;

	if (v->app.catalogues != NULL)
		app_release(&v->app);
	if (v->store.db != NULL)
		store_release(&v->store);
	if (v->is_open)
		home_release(&v->home);
	if (v->temporary != NULL && !file_remove_folder(v->temporary, &e))
		fprintf(stderr, "zabota: %s\n", e.text);
	arena_release(&v->call);
	arena_release(&v->arena);
}

/* The clinic of that name, or the first there is. */
static bool find_clinic(struct conversation *v, const char *slug, struct err *e)
{
	struct call c = conversation_call(v);
	const struct catalogue *catalogue;
	const struct clinic_name *name;
	size_t n;

	if (slug == NULL && v->peer.clinic_id != 0)
		return true;
	if (slug == NULL) {
		if (!app_clinics(&c, &name, &n, e))
			return false;
		if (n == 0)
			return err_set(e, ERR_NOT_FOUND, "no clinic here");
		slug = name[0].slug;
	}
	if (!app_catalogue_named(&c, slug, &catalogue, e))
		return false;
	v->peer.clinic_id = catalogue->clinic.id;
	return true;
}

bool conversation_begin(struct conversation *v, const char *slug,
	struct chat_answer *out, struct err *e)
{
	const struct catalogue *catalogue;
	struct call c;

	arena_reset(&v->call);
	if (!find_clinic(v, slug, e))
		return false;
	c = conversation_call(v);
	v->peer.id = arena_print(
		&v->arena, "terminal-%lld", (long long)v->texts_n++);
	return app_catalogue(&c, v->peer.clinic_id, &catalogue, e) &&
	       app_chat_history(&c, &v->peer, 0, out, e) &&
	       app_chat_consent(&c, &v->peer, catalogue->clinic.notice_version,
		       "terminal", e);
}

bool conversation_say(struct conversation *v, const char *text,
	struct chat_answer *out, struct err *e)
{
	struct call c;
	const char *id;

	arena_reset(&v->call);
	v->now += TEXT_TAKES_S;
	c = conversation_call(v);
	id = arena_print(&v->call, "%lld", (long long)v->texts_n++);
	return app_chat_turn(&c, &v->peer, id, text, strlen(text), out, e);
}

bool conversation_undo(struct conversation *v, struct err *e)
{
	struct call c;
	struct frame f;

	arena_reset(&v->call);
	c = conversation_call(v);
	if (!app_chat_frame(&c, &v->peer, &f, e))
		return false;
	if (f.hold_id != 0 && !app_visit_release(&c, f.hold_id, e))
		return false;
	for (size_t i = 0; i < f.visits_n; i++) {
		struct visit visit;

		c.who.clinic_id = v->peer.clinic_id;
		if (!app_visit_cancel(&c, f.visit[i].id, &visit, e))
			return false;
	}
	return true;
}
