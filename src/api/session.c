/* Who is at the browser: the visitor's cookie, signing in and out. */
#include "app/session.h"

#include "api/api.h"
#include "api/routes.h"
#include "api/view.h"
#include "app/app.h"
#include "app/catalogue.h"

struct clinic_ref {
	const char *slug, *name;
};

static const struct form_field clinic_ref_fields[] = {
	FORM_TEXT(struct clinic_ref, slug, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct clinic_ref, name, 0, 0, FORM_REQUIRED),
	{0},
};

struct staff_ref {
	int64_t id;
	const char *name, *role;
};

static const struct form_field staff_ref_fields[] = {
	FORM_ID(struct staff_ref, id, 0),
	FORM_TEXT(struct staff_ref, name, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct staff_ref, role, 0, 0, FORM_REQUIRED),
	{0},
};

struct session_view {
	const char *principal, *csrf;
	bool is_demo;
	const struct clinic_ref *clinics; /* demo only */
	size_t clinics_n;
	const struct clinic_ref *clinic;
	const struct staff_ref *staff;
};

static const struct form_field session_fields[] = {
	FORM_TEXT(struct session_view, principal, 0, 0, FORM_REQUIRED),
	FORM_TEXT(struct session_view, csrf, 0, 0, FORM_REQUIRED),
	FORM_BOOL(struct session_view, is_demo, 0),
	FORM_LIST(struct session_view, clinics, clinic_ref_fields),
	FORM_MAYBE(struct session_view, clinic, clinic_ref_fields),
	FORM_MAYBE(struct session_view, staff, staff_ref_fields),
	{0},
};

/* A demo's visitor chooses between its clinics; elsewhere nobody is told. */
static bool list_clinics(struct call *c, struct session_view *v, struct err *e)
{
	const struct clinic_name *names;
	struct clinic_ref *refs;
	size_t n;

	if (!c->app->parts.is_demo)
		return true;
	if (!app_clinics(c, &names, &n, e))
		return false;
	refs = arena_new(c->a, struct clinic_ref, n);
	for (size_t i = 0; i < n; i++)
		refs[i] = (struct clinic_ref){names[i].slug, names[i].name};
	v->clinics = refs;
	v->clinics_n = n;
	return true;
}

static bool reply_session(struct call *c, const struct session *s,
	const char *token, struct err *e)
{
	char csrf[SESSION_CSRF_SIZE];
	struct clinic_ref clinic = {s->clinic_slug, s->clinic_name};
	struct staff_ref staff = {
		s->who.id, s->staff_name, role_name(s->who.role)};
	struct session_view v = {
		.principal = principal_name(s->who.kind),
		.csrf = csrf,
		.is_demo = c->app->parts.is_demo,
	};

	app_session_csrf(c, token, csrf);
	if (s->who.kind == PRINCIPAL_STAFF) {
		v.clinic = &clinic;
		v.staff = &staff;
	}
	return list_clinics(c, &v, e) &&
	       view_reply(c, 200, session_fields, &v, e);
}

/* The token is the secret: only this cookie and its hash ever hold it. */
static void set_cookie(struct call *c, const char *token, int64_t life_s)
{
	http_reply_cookie(c->reply, c->request, API_SESSION_COOKIE, token,
		life_s, HTTP_COOKIE_LAX);
}

static bool get_session(struct call *c, struct err *e)
{
	const char *token = http_cookie(c->request, API_SESSION_COOKIE);
	char fresh[SESSION_TOKEN_SIZE];
	struct session s;

	if (token && app_session_find(c, token, &s, e))
		return reply_session(c, &s, token, e);
	if (token && e->kind != ERR_LOGIN)
		return false;
	if (!app_session_begin(c, fresh, &s, e))
		return false;
	set_cookie(c, arena_text(c->a, fresh), SESSION_VISITOR_LIFE_S);
	return reply_session(c, &s, fresh, e);
}

struct sign_in {
	const char *clinic, *login, *password;
};

static const struct form_field sign_in_fields[] = {
	FORM_TEXT(struct sign_in, clinic, 1, 64, FORM_REQUIRED),
	FORM_TEXT(struct sign_in, login, 1, 40, FORM_REQUIRED),
	FORM_TEXT(struct sign_in, password, 1, 200, FORM_REQUIRED),
	{0},
};

static bool post_session(struct call *c, struct err *e)
{
	const char *old = http_cookie(c->request, API_SESSION_COOKIE);
	char token[SESSION_TOKEN_SIZE];
	struct sign_in in = {0};
	struct session s;

	if (!form_read(c->request, sign_in_fields, &in, e) ||
		!app_session_sign_in(
			c, in.clinic, in.login, in.password, old, token, &s, e))
		return false;
	set_cookie(c, arena_text(c->a, token), SESSION_STAFF_LIFE_S);
	return reply_session(c, &s, token, e);
}

static bool delete_session(struct call *c, struct err *e)
{
	const char *token = http_cookie(c->request, API_SESSION_COOKIE);

	if (token && !app_session_end(c, token, e))
		return false;
	set_cookie(c, "", -1);
	return view_reply_none(c);
}

struct demo_sign_in {
	const char *clinic, *role;
};

static const struct form_field demo_sign_in_fields[] = {
	FORM_TEXT(struct demo_sign_in, clinic, 1, 64, FORM_REQUIRED),
	FORM_TEXT(struct demo_sign_in, role, 1, 20, FORM_REQUIRED),
	{0},
};

static bool post_demo_sign_in(struct call *c, struct err *e)
{
	const char *old = http_cookie(c->request, API_SESSION_COOKIE);
	char token[SESSION_TOKEN_SIZE];
	struct demo_sign_in in = {0};
	struct session s;

	if (!form_read(c->request, demo_sign_in_fields, &in, e) ||
		!app_session_demo(
			c, in.clinic, role_named(in.role), old, token, &s, e))
		return false;
	set_cookie(c, arena_text(c->a, token), SESSION_STAFF_LIFE_S);
	return reply_session(c, &s, token, e);
}

const struct route session_routes[] = {
	ROUTE(GET, "/api/v1/session", MAY_ALL, LIMIT_READ, get_session,
		.out = session_fields),
	ROUTE(POST, "/api/v1/session", MAY_ALL, LIMIT_LOGIN, post_session,
		.in = sign_in_fields, .out = session_fields),
	ROUTE(DELETE, "/api/v1/session", MAY_ALL, LIMIT_WRITE, delete_session),
	ROUTE(POST, "/api/v1/demo/sign-in", MAY_ALL, LIMIT_LOGIN,
		post_demo_sign_in, .in = demo_sign_in_fields,
		.out = session_fields),
	{0},
};
