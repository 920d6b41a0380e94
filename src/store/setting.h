#ifndef STORE_SETTING_H
#define STORE_SETTING_H
/*
 * store/setting - a clinic's own settings, by name; clinic 0: the whole
 * server's.  Not for secrets.
 */
#include "store/store.h"

/* Into `a`; `otherwise` if it was never set. */
MUST_USE bool store_setting_text(struct store *s, int64_t clinic_id,
	const char *name, const char *otherwise, struct arena *a,
	const char **out, struct err *e);
/* A whole number; one that does not read gives `otherwise` too. */
MUST_USE bool store_setting_int(struct store *s, int64_t clinic_id,
	const char *name, int64_t otherwise, struct arena *a, int64_t *out,
	struct err *e);
MUST_USE bool store_setting_set(struct store *s, int64_t clinic_id,
	const char *name, const char *value, struct err *e);

#endif
