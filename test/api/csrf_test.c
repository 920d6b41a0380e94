/*
 * Requests that another site's page could make a browser send: refused, and
 * nothing is changed.  And whatever is only asked for changes nothing.
 */
#include "api/api.h"
#include "test/api/policy.h"

enum attack {
	ATTACK_NO_TOKEN,
	ATTACK_OTHER_TOKEN,
	ATTACK_CROSS_SITE,
	ATTACK_SAME_SITE, /* another host of the same registered domain */
	ATTACK_ORIGIN,
	ATTACK_NULL_ORIGIN,
	ATTACK_TEXT_PLAIN,
	ATTACKS
};

enum { HEADERS_MAX = 6 };

/* The page behind a link has no session: its secret is in the path, so there
 * is no token to be stolen or to be shown.  A platform brings its own. */
static bool is_by_token(const struct policy_row *row)
{
	return strstr(row->route, "{token}") != NULL ||
	       strncmp(row->route, "/hooks/", strlen("/hooks/")) == 0;
}

static void replace(struct http_ask *ask, const char *name, const char *value)
{
	struct http_pair *h = arena_new(&both.a, struct http_pair, HEADERS_MAX);
	size_t n = 0;

	for (size_t i = 0; i < ask->headers_n; i++)
		if (strcmp(ask->headers[i].name, name) != 0)
			h[n++] = ask->headers[i];
	if (value)
		h[n++] = (struct http_pair){name, value};
	ask->headers = h;
	ask->headers_n = n;
}

static void arm(struct http_ask *ask, enum attack attack)
{
	static struct guest other;

	switch (attack) {
	case ATTACK_NO_TOKEN:
		replace(ask, "X-Csrf-Token", NULL);
		break;
	case ATTACK_OTHER_TOKEN:
		other = whole_visitor();
		replace(ask, "X-Csrf-Token", other.csrf);
		break;
	case ATTACK_CROSS_SITE:
		replace(ask, "Sec-Fetch-Site", "cross-site");
		break;
	case ATTACK_SAME_SITE:
		replace(ask, "Sec-Fetch-Site", "same-site");
		break;
	case ATTACK_ORIGIN:
		replace(ask, "Sec-Fetch-Site", NULL);
		replace(ask, "Origin", "https://evil.example");
		break;
	case ATTACK_NULL_ORIGIN:
		replace(ask, "Sec-Fetch-Site", NULL);
		replace(ask, "Origin", "null");
		break;
	case ATTACK_TEXT_PLAIN:
		replace(ask, "Content-Type", "text/plain");
		break;
	case ATTACKS:
		break;
	}
}

static bool applies(const struct policy_row *row, enum attack attack)
{
	if (attack == ATTACK_TEXT_PLAIN)
		return row->body != NULL;
	if (attack == ATTACK_NO_TOKEN || attack == ATTACK_OTHER_TOKEN)
		return !is_by_token(row);
	return true;
}

static enum http_method method_of(const struct policy_row *row)
{
	enum http_method m;

	CHECK(http_method_read(row->method, &m));
	return m;
}

/* Whom the route would serve: the visitor, else the owner. */
static struct guest friend_of(const struct policy_row *row)
{
	struct guest g;

	if (row->verdict[PERSON_VISITOR][OBJECT_OWN] / 100 > 3)
		return whole_staff(&clinic_catalogue, ROLE_OWNER);
	g = whole_visitor();
	struct call c = whole_call();

	c.who = (struct principal){.kind = PRINCIPAL_VISITOR, .id = g.id};
	policy_chat(&c, &clinic_catalogue, NULL);
	return g;
}

static int attack_row(const struct policy_row *row)
{
	int n = 0;

	for (int k = 0; k < ATTACKS; k++) {
		enum attack attack = (enum attack)k;
		struct guest g = friend_of(row);
		const char *target = policy_fill(row->target, OBJECT_OWN, &g);
		struct http_ask ask = whole_ask(&g, method_of(row), target,
			row->body ? policy_fill(row->body, OBJECT_OWN, &g)
				  : NULL);
		struct http_answer a;
		uint64_t before;

		if (!applies(row, attack))
			continue;
		arm(&ask, attack);
		before = whole_data();
		a = whole_send_one(&ask);
		if (attack == ATTACK_TEXT_PLAIN ? a.status / 100 != 4
						: a.status != 403)
			fail_msg("%s %s, attack %d: %d %s", row->method,
				row->route, k, a.status, a.body);
		if (whole_data() != before)
			fail_msg("%s %s, attack %d: changed", row->method,
				row->route, k);
		n++;
	}
	return n;
}

static void test_another_site_changes_nothing(void)
{
	int n = 0;

	policy_world();
	for (size_t i = 0; i < policy_file.n; i++)
		if (!http_method_is_safe(method_of(&policy_file.rows[i])))
			n += attack_row(&policy_file.rows[i]);
	CHECK(n > 30);
	print_message("csrf: %d attacks refused\n", n);
}

/* Ten times, as a messenger's preview robot would. */
static void ask_row(const struct policy_row *row)
{
	struct guest g = friend_of(row);
	const char *target = policy_fill(row->target, OBJECT_OWN, &g);
	struct http_ask ask = whole_ask(&g, HTTP_GET, target, NULL);
	uint64_t before = whole_data();

	for (int i = 0; i < 10; i++)
		whole_send_one(&ask);
	if (whole_data() != before)
		fail_msg("GET %s changed something", row->route);
}

static void test_asking_changes_nothing(void)
{
	policy_world();
	for (size_t i = 0; i < policy_file.n; i++) {
		const struct policy_row *row = &policy_file.rows[i];

		if (http_method_is_safe(method_of(row)) &&
			!strstr(row->route, "/events"))
			ask_row(row);
	}
}

/* Signing a browser in under the attacker's name is refused as well. */
static void test_signing_in_from_another_site_is_refused(void)
{
	struct http_ask ask = whole_ask(NULL, HTTP_POST, "/api/v1/session",
		"{\"clinic\":\"zdorovie\",\"login\":\"owner\","
		"\"password\":\"a good password\"}");

	replace(&ask, "Sec-Fetch-Site", "cross-site");
	CHECK(whole_send_one(&ask).status == 403);
}

/* No parameter or header turns one method into another. */
static void test_no_method_override(void)
{
	struct guest g = whole_visitor();
	struct http_ask ask =
		whole_ask(&g, HTTP_GET, "/api/v1/session?_method=DELETE", NULL);

	replace(&ask, "X-HTTP-Method-Override", "DELETE");
	CHECK(whole_send_one(&ask).status == 200);
	ask = whole_ask(&g, HTTP_GET, "/api/v1/session", NULL);
	CHECK(strstr(whole_send_one(&ask).body, g.csrf) != NULL);
}

WHOLE_MAIN(test_another_site_changes_nothing, test_asking_changes_nothing,
	test_signing_in_from_another_site_is_refused, test_no_method_override)
