#ifndef APP_LETTER_H
#define APP_LETTER_H
/*
 * app/letter - the text and buttons of one message about a visit, as they read
 * at this moment.
 */
#include "app/call.h"
#include "channel/channel.h"
#include "core/catalogue.h"
#include "core/template.h"
#include "store/target.h"

struct letter_about {
	const struct catalogue *catalogue;
	const struct target_visit *visit;
	const struct patient *patient;
	const struct zone *zone; /* of the visit's branch: app_letter_place */
	int64_t was_at;          /* start before a move; 0 */
};

enum { LETTER_BUTTONS_MAX = 8 };

struct letter {
	const char *text;
	struct out_button buttons[LETTER_BUTTONS_MAX];
	size_t buttons_n;
	const char *body; /* both as JSON, as messages are stored */
};

/* Fills about->zone.  ERR_INTERNAL: the branch or its zone is not known. */
MUST_USE bool app_letter_place(
	struct call *c, struct letter_about *about, struct err *e);

/*
 * Writes it, thin if the clinic or the service asks for that; in c->a.  The
 * link in it opens once app_link_keep has been called for the visit.
 * ERR_INVALID, field = the variable that has no value; ERR_TOO_LARGE;
 * ERR_INTERNAL: the visit does not fit the catalogue.
 */
MUST_USE bool app_letter_write(struct call *c, const struct template *t,
	const struct letter_about *about, const struct channel_ops *ops,
	struct letter *out, struct err *e);

/* Writes l->body from its text and buttons, and reads it back; in c->a. */
MUST_USE bool app_letter_body(struct call *c, struct letter *l, struct err *e);
MUST_USE bool app_letter_read(
	struct call *c, const char *body, struct letter *out, struct err *e);

#endif
