#include "app/catalogue.h"

#include <string.h>

#include "app/app.h"
#include "base/json.h"
#include "os/clock.h"
#include "os/thread.h"
#include "os/zone.h"
#include "store/clinic.h"
#include "store/setting.h"

struct snapshot {
	struct catalogue catalogue; /* first: found back from it by a cast */
	const struct dialogue_answer *answer;
	size_t answers_n;
	struct snapshot *next;
	struct arena arena;
	int64_t version;
	int64_t retired_ms; /* steady clock; 0: in use */
};

struct catalogue_cache {
	struct mutex lock;
	struct snapshot *first; /* newest first; one in use a clinic */
};

struct catalogue_cache *catalogue_cache_open(void)
{
	struct catalogue_cache *cache = calloc(1, sizeof(*cache));

	if (cache == NULL)
		base_no_memory();
	mutex_init(&cache->lock);
	return cache;
}

static void snapshot_close(struct snapshot *s)
{
	arena_release(&s->arena);
	free(s);
}

void catalogue_cache_close(struct catalogue_cache *cache)
{
	if (cache == NULL)
		return;
	for (struct snapshot *s = cache->first, *next; s != NULL; s = next) {
		next = s->next;
		snapshot_close(s);
	}
	mutex_release(&cache->lock);
	free(cache);
}

static const struct catalogue *kept(
	struct catalogue_cache *cache, int64_t clinic_id, int64_t version)
{
	const struct catalogue *found = NULL;

	mutex_lock(&cache->lock);
	for (struct snapshot *s = cache->first; s != NULL; s = s->next)
		if (s->retired_ms == 0 && s->version == version &&
			s->catalogue.clinic.id == clinic_id)
			found = &s->catalogue;
	mutex_unlock(&cache->lock);
	return found;
}

/* Puts `fresh` first, retires its forerunners and frees the long retired. */
static void keep(struct catalogue_cache *cache, struct snapshot *fresh)
{
	int64_t now_ms = clock_steady_ms();

	mutex_lock(&cache->lock);
	fresh->next = cache->first;
	cache->first = fresh;
	for (struct snapshot **at = &fresh->next; *at != NULL;) {
		struct snapshot *s = *at;

		if (s->retired_ms == 0 &&
			s->catalogue.clinic.id == fresh->catalogue.clinic.id)
			s->retired_ms = now_ms;
		if (s->retired_ms != 0 &&
			now_ms - s->retired_ms > CATALOGUE_GRACE_S * 1000) {
			*at = s->next;
			snapshot_close(s);
		} else {
			at = &s->next;
		}
	}
	mutex_unlock(&cache->lock);
}

/* {"insurance": "Работаем с ДМС …"} */
static bool load_answers(
	struct call *c, struct snapshot *s, int64_t clinic_id, struct err *e)
{
	struct dialogue_answer *answer;
	const struct json *j;
	const char *text;

	if (!store_setting_text(c->store, clinic_id, "chat.answers", "{}",
		    &s->arena, &text, e) ||
		!json_parse(&s->arena, text, strlen(text), &j, e))
		return false;
	answer = arena_new(&s->arena, struct dialogue_answer, j->n);
	for (size_t i = 0; i < j->n; i++)
		if (j->child[i].kind == JSON_KIND_TEXT)
			answer[s->answers_n++] = (struct dialogue_answer){
				j->child[i].key, j->child[i].text};
	s->answer = answer;
	return true;
}

/* The snapshot of a version, read if nobody has it; noted in the call. */
static bool take(struct call *c, int64_t clinic_id, int64_t version,
	const struct catalogue **out, struct err *e)
{
	struct catalogue_cache *cache = c->app->catalogues;
	const struct catalogue *found = kept(cache, clinic_id, version);
	struct snapshot *fresh;

	if (found != NULL) {
		c->catalogue = *out = found;
		return true;
	}
	fresh = calloc(1, sizeof(*fresh));
	if (fresh == NULL)
		base_no_memory();
	arena_init(&fresh->arena);
	fresh->version = version;
	if (!store_catalogue_load(
		    c->store, clinic_id, &fresh->arena, &fresh->catalogue, e) ||
		!load_answers(c, fresh, clinic_id, e)) {
		snapshot_close(fresh);
		return false;
	}
	keep(cache, fresh);
	c->catalogue = *out = &fresh->catalogue;
	return true;
}

bool app_catalogue(struct call *c, int64_t clinic_id,
	const struct catalogue **out, struct err *e)
{
	int64_t version;

	if (c->catalogue != NULL && c->catalogue->clinic.id == clinic_id) {
		*out = c->catalogue;
		return true;
	}
	return store_clinic_version(c->store, clinic_id, &version, e) &&
	       take(c, clinic_id, version, out, e);
}

bool app_catalogue_named(struct call *c, const char *slug,
	const struct catalogue **out, struct err *e)
{
	struct clinic_row row;

	if (c->catalogue != NULL &&
		strcmp(c->catalogue->clinic.slug, slug) == 0) {
		*out = c->catalogue;
		return true;
	}
	return store_clinic_find(c->store, slug, c->a, &row, e) &&
	       take(c, row.id, row.version, out, e);
}

const struct dialogue_answer *app_catalogue_answers(
	const struct catalogue *catalogue, size_t *n)
{
	const struct snapshot *s = (const struct snapshot *)catalogue;

	*n = s->answers_n;
	return s->answer;
}

bool app_clinics(struct call *c, const struct clinic_name **out, size_t *n,
	struct err *e)
{
	const struct clinic_row *rows;
	struct clinic_name *list;
	size_t rows_n;

	if (!store_clinic_list(c->store, c->a, &rows, &rows_n, e))
		return false;
	list = arena_new(c->a, struct clinic_name, rows_n);
	for (size_t i = 0; i < rows_n; i++)
		list[i] = (struct clinic_name){rows[i].slug, rows[i].name};
	*out = list;
	*n = rows_n;
	return true;
}

bool app_zone(struct call *c, const struct branch *b, const struct zone **out,
	struct err *e)
{
	if (zone_find(c->app->parts.zone_folder, b->zone, out, e))
		return true;
	return err_set(e, ERR_INTERNAL, "branch: no zone of that name");
}
