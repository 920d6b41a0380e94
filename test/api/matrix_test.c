/*
 * Who x route x method x object over two clinics: the answers are those of
 * policy.tsv, and nobody ever sees a word of a foreign record.
 */
#include "api/api.h"
#include "test/api/policy.h"
#include "test/wire.h"

enum { METHODS_N = 7 };

static const char *const methods[METHODS_N] = {
	"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"};

static int cells_n, deviations_n;

/* ---- who ---------------------------------------------------------------- */

/* The ways of being nobody: what is sent instead of a good cookie. */
enum nobody {
	NOBODY_BARE,
	NOBODY_EXPIRED,
	NOBODY_DISMISSED,
	NOBODY_FORGED,
	NOBODY_KEY,
	NOBODIES
};
static struct guest expired, dismissed;
static struct guest standing[PERSONS]; /* for what changes nothing */

static void make_nobodies(void)
{
	expired = whole_staff_at(clock_now() - SESSION_STAFF_LIFE_S - 1,
		&clinic_catalogue, ROLE_AUDITOR);
	dismissed = whole_staff(&clinic_catalogue, ROLE_MARKETER);
	CHECK(db_do(both.store.db,
		"UPDATE staff SET dismissed_at = $1, login = 'gone'"
		" WHERE id = $2",
		DB_ARGS(db_int(clock_now() - 1), db_int(dismissed.id)), NULL,
		&both.e));
}

static const char *cookie_headers(const struct guest *g)
{
	return arena_print(&both.a,
		"Cookie: session=%s\r\nX-Csrf-Token: %s\r\n", g->token,
		g->csrf);
}

static const char *nobody_headers(enum nobody kind)
{
	struct guest forged = {
		.token = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};

	switch (kind) {
	case NOBODY_BARE:
		return "";
	case NOBODY_EXPIRED:
		return cookie_headers(&expired);
	case NOBODY_DISMISSED:
		return cookie_headers(&dismissed);
	case NOBODY_FORGED:
		return cookie_headers(&forged);
	case NOBODY_KEY:
		return "Authorization: Bearer wrong\r\n";
	case NOBODIES:
		break;
	}
	return NULL;
}

/* A fresh session of that kind of person; the visitor is the holder. */
static struct guest person(enum policy_person p)
{
	if (p == PERSON_VISITOR || p == PERSON_ANOTHER)
		return whole_visitor();
	if (p == PERSON_STRANGER)
		return whole_staff(&clinic_other, ROLE_OWNER);
	return whole_staff(&clinic_catalogue, role_named(policy_persons[p]));
}

/* ---- one cell ----------------------------------------------------------- */

static bool sees(enum policy_person p, size_t clinic)
{
	return clinic == 0 ? p >= PERSON_OWNER && p <= PERSON_AUDITOR
			   : p == PERSON_STRANGER;
}

static bool shows(const struct wire_answer *a, const struct policy_canary *c)
{
	for (size_t i = 0; i < ARRAY_LEN(c->seen); i++)
		if (strstr(a->text, c->seen[i]))
			return true;
	return false;
}

static void deviate(const char *method, const char *target,
	enum policy_person p, enum policy_object o, const char *what)
{
	static const char *const objects[] = {
		"own", "other", "absent", "garbage"};

	deviations_n++;
	print_error("%s %s by %s, object %s: %s\n", method, target,
		policy_persons[p], objects[o], what);
}

static struct wire_answer ask(const char *method, const char *target,
	const char *who, const char *body)
{
	const char *type = !body          ? ""
			   : *body == '{' ? "Content-Type: application/json\r\n"
					  : "Content-Type: application/"
					    "x-www-form-urlencoded\r\n";
	const char *headers = arena_print(
		&both.a, "Sec-Fetch-Site: same-origin\r\n%s%s", who, type);

	return wire_ask(serve_port(whole.desk.serve), method, target, headers,
		body ? body : "", body ? strlen(body) : 0, &both.a);
}

static void cell(const struct policy_row *row, enum policy_person p,
	const char *who, const struct guest *holder, enum policy_object o)
{
	int want = row->verdict[p][o];
	const char *target = policy_fill(row->target, o, holder);
	struct wire_answer a = ask(row->method, target, who,
		row->body ? policy_fill(row->body, o, holder) : NULL);

	cells_n++;
	if (a.status != want)
		deviate(row->method, target, p, o,
			arena_print(&both.a, "%d, not %d: %s", a.status, want,
				strstr(a.text, "\r\n\r\n")));
	for (size_t i = 0; i < ARRAY_LEN(policy_canaries); i++)
		if (!sees(p, i) && shows(&a, &policy_canaries[i]))
			deviate(row->method, target, p, o, "a foreign record");
}

/* A visitor has agreed to the notice of the clinic asked about. */
static void agree(const struct guest *g)
{
	struct call c = whole_call();

	c.who = (struct principal){.kind = PRINCIPAL_VISITOR, .id = g->id};
	policy_chat(&c, &clinic_catalogue, NULL);
}

static void known(const struct policy_row *row, enum policy_person p,
	enum policy_object o)
{
	bool is_safe = strcmp(row->method, "GET") == 0;
	struct guest g = is_safe ? standing[p] : person(p);
	struct guest holder =
		p == PERSON_VISITOR || is_safe ? g : whole_visitor();

	if (p == PERSON_VISITOR && !is_safe)
		agree(&g);
	cell(row, p, cookie_headers(&g), &holder, o);
}

static void row_cells(const struct policy_row *row)
{
	int objects_n = policy_has_object(row) ? OBJECTS : 1;
	struct guest holder = whole_visitor();

	for (int o = 0; o < objects_n; o++) {
		for (int i = 0; i < NOBODIES; i++)
			cell(row, PERSON_NOBODY, nobody_headers((enum nobody)i),
				&holder, (enum policy_object)o);
		for (int p = PERSON_VISITOR; p < PERSONS; p++)
			known(row, (enum policy_person)p,
				(enum policy_object)o);
	}
}

/* ---- methods that a path does not have ---------------------------------- */

static bool has_method(const char *method, const char *route)
{
	if (strcmp(method, "HEAD") == 0)
		method = "GET";
	return policy_find(method, route) != NULL;
}

static int other_status(const char *method, const struct policy_row *row)
{
	if (strchr(row->route, '*'))
		return 404; /* it fits everything: that is no sign of a path */
	if (strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0)
		return 404; /* the pages are asked, and have none */
	return strcmp(method, "OPTIONS") == 0 ? 204 : 405;
}

static void other_methods(const struct policy_row *row)
{
	struct guest holder = whole_visitor();
	const char *target = policy_fill(row->target, OBJECT_OWN, &holder);

	for (size_t m = 0; m < METHODS_N; m++) {
		int want = other_status(methods[m], row);

		if (has_method(methods[m], row->route))
			continue;
		for (int p = 0; p < PERSONS; p++) {
			struct wire_answer a = ask(methods[m], target,
				p == PERSON_NOBODY
					? ""
					: cookie_headers(&standing[p]),
				NULL);

			cells_n++;
			if (a.status != want)
				deviate(methods[m], target,
					(enum policy_person)p, OBJECT_OWN,
					arena_print(&both.a, "%d, not %d",
						a.status, want));
		}
	}
}

/* ---- the table of the server against the file --------------------------- */

static void check_rows(struct router *r)
{
	for (size_t i = 0; i < router_routes_n(r); i++) {
		const struct route *one = router_route(r, i);
		const char *method = http_method_name(one->method);

		if (policy_find(method, one->path))
			continue;
		deviations_n++;
		print_error("%s %s: no row in test/api/policy.tsv\n", method,
			one->path);
	}
	for (size_t i = 0; i < policy_file.n; i++) {
		const struct policy_row *row = &policy_file.rows[i];
		bool found = false;

		for (size_t k = 0; k < router_routes_n(r); k++) {
			const struct route *one = router_route(r, k);

			found |= strcmp(one->path, row->route) == 0 &&
				 strcmp(http_method_name(one->method),
					 row->method) == 0;
		}
		if (!found)
			deviate(row->method, row->route, PERSON_NOBODY,
				OBJECT_OWN, "no such route");
	}
}

static bool is_first_of_route(size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (strcmp(policy_file.rows[k].route,
			    policy_file.rows[i].route) == 0)
			return false;
	return true;
}

/* Whoever may see a canary does: else its absence elsewhere says nothing. */
static void check_canaries(void)
{
	for (size_t i = 0; i < ARRAY_LEN(policy_clinics); i++) {
		const struct policy_clinic *k = &policy_clinics[i];
		struct wire_answer a = ask("GET",
			arena_print(&both.a, "/api/v1/chat?clinic=%s",
				k->cat->clinic.slug),
			cookie_headers(&k->guest), NULL);

		CHECK(shows(&a, &policy_canaries[i]));
		CHECK(!shows(&a, &policy_canaries[1 - i]));
	}
}

static void test_everybody_asks_everything(void)
{
	struct api_hooks hooks = desk_hooks(&whole.desk);
	struct api *api = api_open(
		&(struct api_settings){.tables = route_tables}, &hooks);

	cells_n = deviations_n = 0;
	policy_world();
	check_canaries();
	make_nobodies();
	for (int p = PERSON_VISITOR; p < PERSONS; p++)
		standing[p] = person((enum policy_person)p);
	agree(&standing[PERSON_VISITOR]);
	check_rows(api_router(api));
	api_close(api);
	for (size_t i = 0; i < policy_file.n; i++) {
		row_cells(&policy_file.rows[i]);
		if (is_first_of_route(i))
			other_methods(&policy_file.rows[i]);
	}
	print_message(
		"matrix: %d cells, %d deviations\n", cells_n, deviations_n);
	CHECK(deviations_n == 0);
}

WHOLE_MAIN(test_everybody_asks_everything)
