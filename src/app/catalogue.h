#ifndef APP_CATALOGUE_H
#define APP_CATALOGUE_H
/*
 * app/catalogue - each clinic's catalogue, read once and kept until it changes.
 *
 * The first look of a call asks the database for the clinic's version, so that
 * all processes see a change at once; further ones of the same call get the
 * same.  A snapshot that was replaced is kept for CATALOGUE_GRACE_S more, far
 * longer than any call lives: pointers into it are good until the end of the
 * call that took them.
 */
#include "app/call.h"
#include "core/catalogue.h"
#include "core/dialogue.h"

enum { CATALOGUE_GRACE_S = 900 };

struct zone;
struct catalogue_cache;

struct catalogue_cache *catalogue_cache_open(void);
void catalogue_cache_close(struct catalogue_cache *cache);

/* ERR_NOT_FOUND, field "clinic". */
MUST_USE bool app_catalogue(struct call *c, int64_t clinic_id,
	const struct catalogue **out, struct err *e);
/* By its name in addresses. */
MUST_USE bool app_catalogue_named(struct call *c, const char *slug,
	const struct catalogue **out, struct err *e);

/*
 * The clinic's own answers to patients' questions, of a catalogue taken by one
 * of the above.  They are read with it: who changes them raises its version.
 */
const struct dialogue_answer *app_catalogue_answers(
	const struct catalogue *catalogue, size_t *n);

struct clinic_name {
	const char *slug, *name;
};
/* All clinics of this server, in c->a: the demo's choice. */
MUST_USE bool app_clinics(struct call *c, const struct clinic_name **out,
	size_t *n, struct err *e);

/* The zone of a branch; ERR_INTERNAL: stored with no such zone. */
MUST_USE bool app_zone(struct call *c, const struct branch *b,
	const struct zone **out, struct err *e);

#endif
