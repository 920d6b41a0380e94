#include "app/chat_rules.h"

#include "core/data.h"
#include "core/subject.h"
#include "os/clock.h"
#include "os/thread.h"

/* Longer than any call lives; then a replaced set is freed. */
enum { GRACE_MS = 900 * 1000 };

struct words {
	struct words *next;
	struct arena arena;
	const struct vocabulary *vocabulary;
	int64_t clinic_id;
	uint64_t print; /* of all names in it */
	int64_t retired_ms;
};

struct chat_rules {
	struct arena arena;
	struct script script;
	const struct lang *lang;
	struct mutex lock;
	struct words *first; /* newest first */
};

bool chat_rules_open(
	const struct lang *lang, struct chat_rules **out, struct err *e)
{
	const char *script = data_dialogue[0].text;
	struct chat_rules *rules = calloc(1, sizeof(*rules));

	if (rules == NULL)
		base_no_memory();
	arena_init(&rules->arena);
	if (!script_read(
		    &rules->arena, script, strlen(script), &rules->script, e)) {
		arena_release(&rules->arena);
		free(rules);
		return false;
	}
	rules->lang = lang;
	mutex_init(&rules->lock);
	*out = rules;
	return true;
}

static void words_close(struct words *w)
{
	arena_release(&w->arena);
	free(w);
}

void chat_rules_close(struct chat_rules *rules)
{
	if (rules == NULL)
		return;
	for (struct words *w = rules->first, *next; w != NULL; w = next) {
		next = w->next;
		words_close(w);
	}
	mutex_release(&rules->lock);
	arena_release(&rules->arena);
	free(rules);
}

const struct script *chat_rules_script(const struct chat_rules *rules)
{
	return &rules->script;
}

const struct lang *chat_rules_lang(const struct chat_rules *rules)
{
	return rules->lang;
}

/* FNV-1a; a change of the catalogue changes it, nobody chooses it. */
static uint64_t mix(uint64_t print, const char *text)
{
	for (; *text != '\0'; text++)
		print = (print ^ (unsigned char)*text) *
			UINT64_C(1099511628211);
	return (print ^ 1) * UINT64_C(1099511628211);
}

static uint64_t mix_id(uint64_t print, int64_t id)
{
	return (print ^ (uint64_t)id) * UINT64_C(1099511628211);
}

/* A catalogue's own address may come back with other rows in it, so that its
 * words are told apart by what they say. */
static uint64_t print_of(const struct catalogue *c)
{
	uint64_t print = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < c->services_n; i++) {
		const struct service *s = &c->services[i];

		print = mix_id(print, s->id * 2 + s->is_first_visit);
		print = mix(
			mix(mix(print, s->name), s->synonyms), s->profession);
	}
	for (size_t i = 0; i < c->resources_n; i++) {
		const struct resource *r = &c->resources[i];

		print = mix_id(print, r->id);
		print = mix(mix(mix(print, r->last), r->first), r->middle);
	}
	for (size_t i = 0; i < c->branches_n; i++) {
		print = mix_id(print, c->branches[i].id);
		print = mix(mix(print, c->branches[i].name),
			c->branches[i].address);
	}
	return print;
}

static struct words *words_open(const struct chat_rules *rules,
	const struct catalogue *catalogue, uint64_t print)
{
	struct words *w = calloc(1, sizeof(*w));

	if (w == NULL)
		base_no_memory();
	arena_init(&w->arena);
	w->clinic_id = catalogue->clinic.id;
	w->print = print;
	w->vocabulary = subject_vocabulary(
		&rules->script, catalogue, rules->lang, &w->arena);
	return w;
}

/* Under the lock: retires the clinic's older sets, frees the long retired. */
static void sweep(struct chat_rules *rules, const struct words *fresh)
{
	int64_t now_ms = clock_steady_ms();

	for (struct words **at = &rules->first; *at != NULL;) {
		struct words *w = *at;

		if (w != fresh && w->clinic_id == fresh->clinic_id &&
			w->retired_ms == 0)
			w->retired_ms = now_ms;
		if (w->retired_ms != 0 && now_ms - w->retired_ms > GRACE_MS) {
			*at = w->next;
			words_close(w);
		} else {
			at = &w->next;
		}
	}
}

const struct vocabulary *chat_rules_vocabulary(
	struct chat_rules *rules, const struct catalogue *catalogue)
{
	uint64_t print = print_of(catalogue);
	struct words *found = NULL;

	mutex_lock(&rules->lock);
	for (struct words *w = rules->first; w != NULL && !found; w = w->next)
		if (w->clinic_id == catalogue->clinic.id && w->print == print)
			found = w;
	if (found == NULL) {
		found = words_open(rules, catalogue, print);
		found->next = rules->first;
		rules->first = found;
		sweep(rules, found);
	}
	found->retired_ms = 0;
	mutex_unlock(&rules->lock);
	return found->vocabulary;
}
