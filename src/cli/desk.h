#ifndef CLI_DESK_H
#define CLI_DESK_H
/*
 * cli/desk - a serving process: the installation, the app, the workers and the
 * HTTP face, opened and closed in one order.  For cli/serve, and for the tests
 * of the whole (test/whole.h).
 *
 *    conf -> home -> app -> (demo) -> workers -> live -> serve
 */
#include "api/serve.h"
#include "app/app.h"
#include "app/home.h"
#include "app/sender.h"
#include "app/stores.h"
#include "cli/worker.h"

struct desk_options {
	const char *data;   /* folder */
	const char *config; /* file; NULL: DATA/zabota.conf if there */
	bool is_demo;
};

struct desk {
	struct arena arena;
	struct conf *conf;
	struct home home;
	struct app app;
	struct stores *stores;
	struct sending *sending; /* NULL: no worker here */
	struct serve *serve;
	struct worker messenger, holds, sessions, erasing, live;
	int64_t erased_n;       /* of the erasing worker */
	bool has_home, has_app; /* opened so far */
};

/* All settings of this program. */
const struct conf_item *const *desk_conf_tables(void);

/*
 * Opens everything; desk_close also after a failure.  `set` are further
 * settings, name and value in turn, ending with NULL.
 */
MUST_USE bool desk_open(struct desk *d, const struct desk_options *o,
	const char *const *set, struct err *e);
void desk_close(struct desk *d);

/* "127.0.0.1:8080" with the port it really has, in d->arena. */
const char *desk_address(struct desk *d);

/* What the HTTP face asks of it; d->app and d->stores must stand. */
struct api_hooks desk_hooks(struct desk *d);

/*
 * Starts whoever sends: twins for each channel, and one for answers in a talk.
 * NULL, *e filled: not all could be.
 */
struct sending *sending_open(struct desk *d, struct err *e);
/* Waits for their rounds; NULL is allowed. */
void sending_close(struct sending *s);

/* Of the worker that asks the messenger. */
bool desk_messenger_round(void *ctx, struct call *c, const struct note *note,
	int64_t *next_at, struct err *e);

/* Makes the demo's clinics and their past if nothing is stored yet. */
MUST_USE bool desk_make_demo(struct desk *d, struct err *e);

#endif
