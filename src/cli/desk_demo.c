/* The demo's clinics: made once, from data files, with a past. */
#include "app/catalogue.h"
#include "app/demo.h"
#include "app/history.h"
#include "app/seed.h"
#include "base/log.h"
#include "cli/desk.h"
#include "cli/progress.h"
#include "os/clock.h"

static bool is_made(struct call *c, bool *yes, struct err *e)
{
	const struct clinic_name *names;
	size_t n;

	if (!app_clinics(c, &names, &n, e))
		return false;
	*yes = n > 0;
	return true;
}

/* `number` keeps the ids of the two apart. */
static bool seed(struct call *c, const char *name, uint64_t number,
	int64_t *clinic_id, struct err *e)
{
	struct seed_options options = {.seed = number};

	return app_seed_demo(c, name, &options, clinic_id, e);
}

static void show(void *ctx, int64_t done, int64_t of)
{
	progress_show(ctx, done, of);
}

static bool make(struct call *c, struct err *e)
{
	static const struct history_options large = {.patients_n = 2000,
		.days_back = 90,
		.days_ahead = 21,
		.seed = 20261123};
	static const struct history_options small = {.patients_n = 150,
		.days_back = 30,
		.days_ahead = 14,
		.seed = 7};
	struct progress p = progress_start("клиника «Здоровье»: история");
	struct history_counts n;
	int64_t first, second;
	bool ok;

	ok = seed(c, "clinic", 1, &first, e) &&
	     seed(c, "second", 2, &second, e) &&
	     app_history_make(c, first, &large, show, &p, &n, e) &&
	     app_history_make(c, second, &small, NULL, NULL, &n, e);
	if (ok)
		progress_end(&p);
	return ok;
}

bool desk_make_demo(struct desk *d, struct err *e)
{
	struct store *store;
	struct arena a;
	bool made = false;
	bool ok;

	if (!stores_take(d->stores, &store, e))
		return false;
	arena_init(&a);
	struct call c = app_call(&d->app, store, &a, clock_now(), app_system());

	ok = app_demo_start(&c, e) && is_made(&c, &made, e) &&
	     (made || make(&c, e));
	arena_release(&a);
	stores_give(d->stores, store);
	return ok;
}
