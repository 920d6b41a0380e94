#ifndef API_THREAD_H
#define API_THREAD_H
/*
 * api/thread - messages as a phone shows them: who wrote, what, when, with
 * which buttons, and how far it got.
 */
#include "base/zone.h"
#include "http/form.h"

struct message_row;
struct outbox_row;

struct thread_button {
	const char *text, *send, *url;
};

struct thread_message {
	int64_t id;
	const char *channel, *author, *text, *at, *state;
	struct thread_button *buttons;
	size_t buttons_n;
};

extern const struct form_field thread_message_fields[];

/*
 * Shows one message; its delivery is looked up in `sent`, one without is taken
 * for read.  Lives in `a` and in *m.  ERR_INTERNAL: its stored body is broken.
 */
MUST_USE bool thread_message_view(const struct message_row *m,
	const struct outbox_row *sent, size_t sent_n, const struct zone *zone,
	struct arena *a, struct thread_message *out, struct err *e);

#endif
