#ifndef API_SERVE_H
#define API_SERVE_H
/*
 * api/serve - the HTTP face as one thing to open and close: pages, routes and
 * server, from the config file's rows.
 */
#include "api/api.h"
#include "base/conf.h"

/* The rows of the server and of the pages; both end with name NULL. */
extern const struct conf_item serve_conf[];
extern const struct conf_item *const serve_conf_tables[]; /* ends with NULL */

struct serve;

/*
 * Reads the pages and starts serving; signals must be blocked already, for the
 * server's threads inherit that.  ERR_INVALID a setting, ERR_NOT_FOUND the
 * folder of pages, ERR_UNAVAILABLE the address.
 */
MUST_USE bool serve_open(const struct conf *conf, const struct api_hooks *hooks,
	struct serve **out, struct err *e);

/* Who watches; for the thread that hears the database's notes. */
struct live *serve_live(struct serve *s);

/* The port it listens on. */
uint16_t serve_port(const struct serve *s);

/* Lets running requests finish for at most `wait_ms`.  NULL is fine. */
void serve_close(struct serve *s, int64_t wait_ms);

#endif
