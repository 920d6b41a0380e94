#ifndef LANG_SHIPPED_H
#define LANG_SHIPPED_H
/*
 * lang/shipped - the models that come inside the program.
 *
 * They are trained from data/lang when it is built (docs/lang-data.md says what
 * the labels mean): "intents", "urgency", "tone", "topic", "specialist".
 */
#include "lang/model.h"

/* What the build writes: rows up to one without a name. */
struct shipped {
	const char *name;
	const char *bytes;
	size_t n;
};
extern const struct shipped shipped_models[];

/*
 * Makes the model `name` ready; it lives in `a`.  NULL: none of that name, as
 * in the program that trains them.
 */
const struct model_view *shipped_model(const char *name, struct arena *a);

#endif
