#include "api/api.h"
#include "api/routes.h"
#include "http/static.h"

/* Files and pages of the browser's side; open to all, they hold no data. */
static bool get_page(struct call *c, struct err *e)
{
	const struct http_static *pages = api_pages(c);

	if (!pages)
		return err_set(e, ERR_NOT_FOUND, "no pages are installed");
	return http_static_serve(pages, c->request, c->reply, e);
}

const struct route page_routes[] = {
	ROUTE(GET, "/{path*}", MAY_ALL, LIMIT_FILES, get_page),
	{0},
};
