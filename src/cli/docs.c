#include "api/api.h"
#include "api/document.h"
#include "api/routes.h"
#include "api/serve.h"
#include "cli/cli.h"
#include "cli/desk.h"

enum { DOCUMENT_BYTES_MAX = 8 << 20 };

const char cli_docs_usage[] =
	"usage: zabota docs openapi|routes|config > FILE\n"
	"\n"
	"Writes a document from the tables that the program itself runs on.\n";

static void write_config(struct buf *out, struct arena *a)
{
	conf_document(conf_open(a, desk_conf_tables()), out);
}

static bool write_one(const char *what, struct buf *out, struct arena *a)
{
	static const struct api_hooks none = {0};
	struct api_settings s = {.tables = route_tables};
	struct api *api = api_open(&s, &none);
	struct json_out w = {.b = out};
	bool is_known = true;

	if (strcmp(what, "openapi") == 0)
		document_openapi(&w, api_router(api));
	else if (strcmp(what, "routes") == 0)
		document_routes(out, api_router(api));
	else if (strcmp(what, "config") == 0)
		write_config(out, a);
	else
		is_known = false;
	api_close(api);
	return is_known;
}

int cli_docs(int argc, char **argv)
{
	struct arena a;
	struct buf out;
	int status = CLI_DONE;

	arena_init(&a);
	buf_init(&out, &a, DOCUMENT_BYTES_MAX);
	if (argc != 2 || !write_one(argv[1], &out, &a)) {
		fputs(cli_docs_usage, stderr);
		status = CLI_BAD_USAGE;
	} else {
		BUG_ON(out.is_over);
		fwrite(out.p, 1, out.n, stdout);
		if (out.n && out.p[out.n - 1] != '\n')
			putchar('\n');
		status = cli_close_output(CLI_DONE);
	}
	arena_release(&a);
	return status;
}
