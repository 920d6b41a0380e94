#ifndef API_DOCUMENT_H
#define API_DOCUMENT_H
/*
 * api/document - docs/openapi.json and docs/routes.md, written from the tables
 * that the server runs on, so they cannot drift.
 */
#include "base/json.h"
#include "http/router.h"

/* Writes the whole OpenAPI 3.1 document of the routes under /api/. */
void document_openapi(struct json_out *w, const struct router *r);
/* Appends the Markdown table of all routes. */
void document_routes(struct buf *out, const struct router *r);

#endif
