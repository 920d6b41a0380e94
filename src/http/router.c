#include "http/router.h"

#include <assert.h>

#include "http/form.h"
#include "os/crypto.h"
#include "os/random.h"

enum {
	ROUTES_MAX = 500,
	SHAPE_MAX = 32, /* segments of a pattern */
	ALLOW_BYTES_MAX = 80,
	FORM_PAIRS_MAX = 200,
};

/* A row with what is worked out once: see `shape`. */
struct entry {
	const struct route *route;
	/*
	 * A letter a segment: a literal, b {name}, c {name*}.  In the order of
	 * this text the more exact pattern comes first.
	 */
	char shape[SHAPE_MAX + 1];
};

struct router {
	struct router_settings set;
	struct router_hooks hooks;
	struct limit *limit;
	int classes_n;
	size_t n;
	const struct route *routes[ROUTES_MAX]; /* in the order of the tables */
	struct entry entries[ROUTES_MAX];       /* the exact before the wide */
};

/* What head() found and body() goes on with. */
struct passage {
	const struct route *route;
	struct admission admission;
};

/* ---- patterns ----------------------------------------------------------- */

static bool is_param(struct str s)
{
	return s.n > 2 && s.p[0] == '{' && s.p[s.n - 1] == '}';
}

static bool is_rest(struct str s)
{
	return is_param(s) && s.p[s.n - 2] == '*';
}

static char letter(struct str segment)
{
	if (is_rest(segment))
		return 'c';
	return is_param(segment) ? 'b' : 'a';
}

static void make_shape(struct entry *en)
{
	struct str rest = str_of(en->route->path);
	size_t n = 0;

	BUG_ON(en->route->path[0] != '/');
	str_split(&rest, '/');
	while (rest.p) {
		struct str segment = str_split(&rest, '/');

		BUG_ON(n == SHAPE_MAX);
		BUG_ON(is_rest(segment) && rest.p);
		en->shape[n++] = letter(segment);
	}
}

static bool is_same_text(struct str a, struct str b)
{
	return a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
}

/* True if both patterns fit the same paths, whatever their names. */
static bool is_same_pattern(const struct entry *a, const struct entry *b)
{
	struct str rest_a = str_of(a->route->path);
	struct str rest_b = str_of(b->route->path);

	if (strcmp(a->shape, b->shape) != 0)
		return false;
	while (rest_a.p) {
		struct str one = str_split(&rest_a, '/');
		struct str other = str_split(&rest_b, '/');

		if (letter(one) == 'a' && !is_same_text(one, other))
			return false;
	}
	return true;
}

static void keep_param(struct http_request *req, struct str name,
	size_t suffix_n, const char *value)
{
	BUG_ON(req->params_n == HTTP_PARAMS_MAX);
	req->params[req->params_n++] = (struct http_pair){
		arena_copy(req->a, name.p + 1, name.n - suffix_n - 1), value};
}

/* Fits one segment; a {name} that does not decode fits nothing. */
static bool fit_segment(
	struct http_request *req, struct str pattern, struct str segment)
{
	const char *value;
	struct err e;

	if (!is_param(pattern))
		return is_same_text(pattern, segment);
	if (segment.n == 0 || !form_decode(segment, false, req->a, &value, &e))
		return false;
	keep_param(req, pattern, 1, value);
	return true;
}

static bool fit(struct http_request *req, const struct route *r)
{
	struct str pattern = str_of(r->path), path = str_of(req->path);

	req->params_n = 0;
	while (pattern.p && path.p) {
		struct str one;

		one = str_split(&pattern, '/');
		if (is_rest(one)) {
			keep_param(req, one, 2,
				arena_copy(req->a, path.p, path.n));
			return true;
		}
		if (!fit_segment(req, one, str_split(&path, '/')))
			return false;
	}
	return !pattern.p && !path.p;
}

/* ---- finding ------------------------------------------------------------ */

static bool serves(const struct route *r, enum http_method m)
{
	return r->method == m || (m == HTTP_HEAD && r->method == HTTP_GET);
}

/* Sets *route, or fills `allowed` with a bit a method that the path has. */
static bool find(const struct router *r, struct http_request *req,
	const struct route **route, unsigned *allowed)
{
	*allowed = 0;
	for (size_t i = 0; i < r->n; i++) {
		const struct route *one = r->entries[i].route;

		if (!fit(req, one))
			continue;
		if (serves(one, req->method)) {
			*route = one;
			return true;
		}
		/* A {name*} fits everything: that is no sign of a path. */
		if (strchr(r->entries[i].shape, 'c'))
			continue;
		*allowed |= 1u << one->method;
		if (one->method == HTTP_GET)
			*allowed |= 1u << HTTP_HEAD;
	}
	return false;
}

static const char *allow_text(struct arena *a, unsigned allowed)
{
	struct buf b;

	buf_init(&b, a, ALLOW_BYTES_MAX);
	for (int m = 0; m < HTTP_METHODS; m++)
		if (allowed & 1u << m) {
			buf_text(&b, http_method_name((enum http_method)m));
			buf_text(&b, ", ");
		}
	buf_text(&b, "OPTIONS");
	return b.p;
}

/* ---- headers of every answer -------------------------------------------- */

/* Trusted Types: the browser itself refuses to make markup of a text. */
#define POLICY_BEFORE_STYLE                                                    \
	"default-src 'none'; script-src 'self'; style-src 'self'"
#define POLICY_BEHIND_STYLE                                                    \
	"; img-src 'self' data:; font-src 'self'; connect-src 'self'; "        \
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "        \
	"require-trusted-types-for 'script'"

const char *router_page_policy(struct arena *a, const char *style_nonce)
{
	return arena_print(a, "%s 'nonce-%s'%s", POLICY_BEFORE_STYLE,
		style_nonce, POLICY_BEHIND_STYLE);
}

void router_secure(struct http_reply *reply, bool is_private, bool is_https)
{
	static const struct http_pair rows[] = {
		{"Content-Security-Policy",
			POLICY_BEFORE_STYLE POLICY_BEHIND_STYLE},
		{"X-Content-Type-Options", "nosniff"},
		{"Referrer-Policy", "no-referrer"},
		{"Cross-Origin-Opener-Policy", "same-origin"},
		{"Cross-Origin-Resource-Policy", "same-origin"},
		{"Permissions-Policy",
			"camera=(), geolocation=(), microphone=(), payment=()"},
		{"Cache-Control", "no-store"},
	};

	if (is_private)
		http_reply_header(reply, "Cache-Control", "no-store");
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		http_reply_default(reply, rows[i].name, rows[i].value);
	if (is_https)
		http_reply_default(reply, "Strict-Transport-Security",
			"max-age=31536000; includeSubDomains");
}

/* ---- CSRF --------------------------------------------------------------- */

static bool is_host_of(const char *origin, const char *host)
{
	static const char *const schemes[] = {"https://", "http://"};

	for (size_t i = 0; i < ARRAY_LEN(schemes); i++) {
		size_t n = strlen(schemes[i]);

		if (strncmp(origin, schemes[i], n) == 0)
			return host && strcmp(origin + n, host) == 0;
	}
	return false;
}

/*
 * Whoever sends neither header is no browser of this decade; if it carries
 * a cookie session all the same, the token is asked for later.
 */
bool router_origin_is_ours(const struct http_request *req, const char *origin)
{
	const char *site = http_header(req, "sec-fetch-site");
	const char *from = http_header(req, "origin");

	if (site)
		return strcmp(site, "same-origin") == 0 ||
		       strcmp(site, "none") == 0;
	if (!from)
		return true;
	return origin ? strcmp(from, origin) == 0
		      : is_host_of(from, http_header(req, "host"));
}

static const char *token_of_form(const struct http_request *req)
{
	const char *type = http_header(req, "content-type");
	struct http_pair *pairs;
	struct err e;
	size_t n;

	if (!type || strncmp(type, "application/x-www-form-urlencoded", 33))
		return NULL;
	if (!form_split(req->body, req->body_n, FORM_PAIRS_MAX, req->a, &pairs,
		    &n, &e))
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (strcmp(pairs[i].name, "csrf_token") == 0)
			return pairs[i].value;
	return NULL;
}

static bool check_token(
	const struct http_request *req, const char *want, struct err *e)
{
	const char *got = http_header(req, "x-csrf-token");

	if (http_method_is_safe(req->method) || !want)
		return true;
	if (!got)
		got = token_of_form(req);
	if (got && strlen(got) == strlen(want) &&
		crypto_equal(got, want, strlen(want)))
		return true;
	return err_field(
		e, ERR_DENIED, "csrf_token", "missing or another session's");
}

/* ---- the way of a request ----------------------------------------------- */

static void refuse(struct router *r, struct call *c, const struct route *route,
	struct http_request *req, struct http_reply *reply, const struct err *e)
{
	r->hooks.refuse(r->hooks.ctx, c, req, reply, e);
	router_secure(reply, true, req->is_https);
	r->hooks.done(r->hooks.ctx, c, route, req, reply);
}

static void refuse_method(struct router *r, struct http_request *req,
	struct http_reply *reply, unsigned allowed)
{
	struct err e;

	err_field(&e, ERR_INVALID, "method", "not a method of this path");
	http_reply_header(reply, "Allow", allow_text(req->a, allowed));
	r->hooks.refuse(r->hooks.ctx, NULL, req, reply, &e);
	reply->status = 405;
	if (req->method == HTTP_OPTIONS)
		http_reply_text(reply, 204, "");
	router_secure(reply, false, req->is_https);
	r->hooks.done(r->hooks.ctx, NULL, NULL, req, reply);
}

static bool take_limit(struct router *r, const struct route *route,
	uint64_t key, int factor, struct http_request *req,
	struct http_reply *reply, struct err *e)
{
	const struct limit_class *c = &r->set.classes[route->limit];
	int wait_s;

	if (r->set.no_limits ||
		limit_take(r->limit, key, c, factor, req->at_ms, &wait_s))
		return true;
	http_reply_header(
		reply, "Retry-After", arena_print(req->a, "%d", wait_s));
	return err_set(e, ERR_LIMIT, "rate of class %s", c->name);
}

static bool check_origin(
	const struct router *r, const struct http_request *req, struct err *e)
{
	if (http_method_is_safe(req->method) ||
		router_origin_is_ours(req, r->set.origin))
		return true;
	return err_field(e, ERR_DENIED, "origin", "another site's page");
}

static bool on_head(void *ctx, struct http_request *req,
	struct http_reply *reply, size_t *body_max)
{
	struct router *r = ctx;
	struct passage *p = arena_new(req->a, struct passage, 1);
	unsigned allowed;
	struct err e;

	req->state = p;
	if (!find(r, req, &p->route, &allowed)) {
		if (allowed) {
			refuse_method(r, req, reply, allowed);
			return false;
		}
		err_set(&e, ERR_NOT_FOUND, "no such path");
	} else if (take_limit(r, p->route,
			   limit_key_peer(r->limit, p->route->limit, req->peer),
			   1, req, reply, &e) &&
		   check_origin(r, req, &e)) {
		*body_max = http_method_is_safe(req->method)
				    ? 0
				    : r->set.classes[p->route->limit].body_max;
		return true;
	}
	refuse(r, NULL, p->route, req, reply, &e);
	return false;
}

static bool admit(struct router *r, struct passage *p, struct http_request *req,
	struct http_reply *reply, struct err *e)
{
	struct admission *ad = &p->admission;
	const struct limit_class *c = &r->set.classes[p->route->limit];

	if (!r->hooks.admit(r->hooks.ctx, p->route, req, reply, ad, e) ||
		!check_token(req, ad->csrf_token, e))
		return false;
	return !ad->person ||
	       take_limit(r, p->route,
		       limit_key_id(r->limit, p->route->limit, ad->person),
		       c->person_factor, req, reply, e);
}

static void on_body(
	void *ctx, struct http_request *req, struct http_reply *reply)
{
	struct router *r = ctx;
	struct passage *p = req->state;
	struct err e;

	if (!admit(r, p, req, reply, &e) ||
		!p->route->handle(p->admission.call, &e)) {
		refuse(r, p->admission.call, p->route, req, reply, &e);
		return;
	}
	router_secure(reply, p->admission.is_private, req->is_https);
	r->hooks.done(r->hooks.ctx, p->admission.call, p->route, req, reply);
}

static void on_too_large(
	void *ctx, struct http_request *req, struct http_reply *reply)
{
	struct passage *p = req->state;
	struct err e;

	err_set(&e, ERR_TOO_LARGE, "request body");
	refuse(ctx, NULL, p->route, req, reply, &e);
}

struct http_handler router_handler(struct router *r)
{
	return (struct http_handler){r, on_head, on_body, on_too_large};
}

/* ---- tables ------------------------------------------------------------- */

static void check_entry(const struct router *r, const struct entry *en)
{
	const struct route *route = en->route;

	BUG_ON(route->policy <= 0 || !route->handle);
	BUG_ON(route->limit < 0 || route->limit >= r->classes_n);
	for (size_t i = 0; i < r->n; i++)
		BUG_ON(r->entries[i].route->method == route->method &&
			is_same_pattern(&r->entries[i], en));
}

/* Sorted by insertion: once, at start, over some hundred rows. */
static void add(struct router *r, const struct route *route)
{
	struct entry en = {.route = route};
	size_t i = r->n;

	BUG_ON(r->n == ROUTES_MAX);
	make_shape(&en);
	check_entry(r, &en);
	for (; i > 0 && strcmp(r->entries[i - 1].shape, en.shape) > 0; i--)
		r->entries[i] = r->entries[i - 1];
	r->entries[i] = en;
	r->routes[r->n++] = route;
}

struct router *router_open(const struct route *const *tables,
	const struct router_settings *s, const struct router_hooks *hooks)
{
	struct router *r = calloc(1, sizeof(*r));
	uint64_t seed;

	if (!r)
		base_no_memory();
	r->set = *s;
	r->hooks = *hooks;
	while (s->classes[r->classes_n].name)
		r->classes_n++;
	for (; *tables; tables++)
		for (const struct route *one = *tables; one->path; one++)
			add(r, one);
	random_bytes(&seed, sizeof(seed));
	r->limit = limit_open(seed);
	return r;
}

void router_close(struct router *r)
{
	if (!r)
		return;
	limit_close(r->limit);
	free(r);
}

size_t router_routes_n(const struct router *r)
{
	return r->n;
}

const struct route *router_route(const struct router *r, size_t i)
{
	BUG_ON(i >= r->n);
	return r->routes[i];
}

const struct limit_class *router_class(const struct router *r, int limit)
{
	BUG_ON(limit < 0 || limit >= r->classes_n);
	return &r->set.classes[limit];
}
