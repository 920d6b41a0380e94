#ifndef HTTP_SETTINGS_H
#define HTTP_SETTINGS_H
/*
 * http/settings - the rows of the config file for the server.
 */
#include "base/conf.h"
#include "http/server.h"

extern const struct conf_item http_conf[]; /* ends with name NULL */

/*
 * Reads the rows into *out; texts live in `a` or in `conf`.  ERR_INVALID with
 * the row's name as field: `http.listen` is not address:port, or `http.origin`
 * is not an address like https://desk.example.
 */
MUST_USE bool http_settings_read(const struct conf *conf, struct arena *a,
	struct http_server_settings *out, struct err *e);

/* `http.origin`; NULL when it is not set: then the Host header counts. */
const char *http_settings_origin(const struct conf *conf);

#endif
