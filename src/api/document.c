#include "api/document.h"

#include "api/policy.h"
#include "http/form.h"

static bool is_api(const struct route *r)
{
	return strncmp(r->path, "/api/", 5) == 0;
}

static void put_schema(struct json_out *w, const char *key,
	const struct form_field *fields, bool is_view)
{
	json_open(w, key, '{');
	json_open(w, "content", '{');
	json_open(w, "application/json", '{');
	form_document(w, "schema", fields, is_view);
	json_close(w, '}');
	json_close(w, '}');
	if (is_view)
		json_put_text(w, "description", "done");
	json_close(w, '}');
}

static void put_params(struct json_out *w, const char *path)
{
	json_open(w, "parameters", '[');
	for (const char *p = strchr(path, '{'); p; p = strchr(p + 1, '{')) {
		char name[40];

		snprintf(name, sizeof(name), "%.*s", (int)strcspn(p + 1, "*}"),
			p + 1);
		json_open(w, NULL, '{');
		json_put_text(w, "name", name);
		json_put_text(w, "in", "path");
		json_put_bool(w, "required", true);
		json_open(w, "schema", '{');
		json_put_text(w, "type", "string");
		json_close(w, '}');
		json_close(w, '}');
	}
	json_close(w, ']');
}

static void put_answers(struct json_out *w, const struct route *r)
{
	json_open(w, "responses", '{');
	if (r->out) {
		put_schema(w, "200", r->out, true);
	} else {
		json_open(w, "200", '{');
		json_put_text(w, "description", "done");
		json_close(w, '}');
	}
	json_open(w, "default", '{');
	json_put_text(w, "$ref", "#/components/responses/error");
	json_close(w, '}');
	json_close(w, '}');
}

static void put_route(struct json_out *w, const struct route *r)
{
	static const char *const keys[HTTP_METHODS] = {
		[HTTP_GET] = "get",
		[HTTP_HEAD] = "head",
		[HTTP_POST] = "post",
		[HTTP_PUT] = "put",
		[HTTP_PATCH] = "patch",
		[HTTP_DELETE] = "delete",
		[HTTP_OPTIONS] = "options",
	};

	json_open(w, keys[r->method], '{');
	json_put_text(w, "operationId", r->name);
	json_put_text(w, "x-policy", policy_name((enum policy)r->policy));
	put_params(w, r->path);
	if (r->in && !http_method_is_safe(r->method))
		put_schema(w, "requestBody", r->in, false);
	put_answers(w, r);
	json_close(w, '}');
}

/* The first row of a path writes all its methods; later rows nothing. */
static bool is_first_of_path(const struct router *r, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (strcmp(router_route(r, k)->path,
			    router_route(r, i)->path) == 0)
			return false;
	return true;
}

static void put_path(struct json_out *w, const struct router *r, size_t i)
{
	const char *path = router_route(r, i)->path;

	json_open(w, path, '{');
	for (size_t k = i; k < router_routes_n(r); k++)
		if (strcmp(router_route(r, k)->path, path) == 0)
			put_route(w, router_route(r, k));
	json_close(w, '}');
}

static void put_error(struct json_out *w)
{
	struct error {
		const char *kind, *field, *text;
	};
	struct body {
		struct error error;
	};
	static const struct form_field error_fields[] = {
		FORM_TEXT(struct error, kind, 0, 0, FORM_REQUIRED),
		FORM_TEXT(struct error, field, 0, 0, FORM_REQUIRED),
		FORM_TEXT(struct error, text, 0, 0, FORM_REQUIRED),
		{0},
	};
	static const struct form_field body_fields[] = {
		FORM_OBJECT(struct body, error, error_fields),
		{0},
	};

	json_open(w, "components", '{');
	json_open(w, "responses", '{');
	put_schema(w, "error", body_fields, true);
	json_close(w, '}');
	json_close(w, '}');
}

void document_openapi(struct json_out *w, const struct router *r)
{
	json_open(w, NULL, '{');
	json_put_text(w, "openapi", "3.1.0");
	json_open(w, "info", '{');
	json_put_text(w, "title", "Zabota");
	json_put_text(w, "version", ZABOTA_VERSION);
	json_close(w, '}');
	json_open(w, "paths", '{');
	for (size_t i = 0; i < router_routes_n(r); i++)
		if (is_api(router_route(r, i)) && is_first_of_path(r, i))
			put_path(w, r, i);
	json_close(w, '}');
	put_error(w);
	json_close(w, '}');
}

void document_routes(struct buf *out, const struct router *r)
{
	buf_text(out, "# Routes\n\nWritten from the tables by `./dev docs`.\n\n"
		      "| method | path | admits | limit | handler |\n"
		      "|---|---|---|---|---|\n");
	for (size_t i = 0; i < router_routes_n(r); i++) {
		const struct route *one = router_route(r, i);

		buf_print(out, "| %s | `%s` | %s | %s | `%s` |\n",
			http_method_name(one->method), one->path,
			policy_name((enum policy)one->policy),
			router_class(r, one->limit)->name, one->name);
	}
}
