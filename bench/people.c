#include "bench/people.h"

#include <string.h>

#include "bench/bench.h"

enum { CONNECTIONS = 64 };

/* Connection i looks after the persons i, i + 64 ... */
struct making {
	struct people *p;
	const char *consent;
	int person[CONNECTIONS];
	bool has_session[CONNECTIONS];
};

static bool next(void *ctx, int i, struct buf *request)
{
	struct making *m = ctx;

	if (m->person[i] >= m->p->n)
		return false;
	if (!m->has_session[i])
		buf_text(request,
			"GET /api/v1/session HTTP/1.1\r\nHost: bench\r\n\r\n");
	else
		people_post(&m->p->person[m->person[i]], "/api/v1/consents",
			m->consent, request);
	return true;
}

/* What stands between `before` and `end`. */
static void cut(
	const char *in, const char *before, char end, char *to, size_t room)
{
	const char *from = strstr(in, before);
	const char *stop = from ? strchr(from + strlen(before), end) : NULL;

	if (!stop || (size_t)(stop - from) - strlen(before) >= room)
		bench_stop("a session without a token");
	from += strlen(before);
	memcpy(to, from, (size_t)(stop - from));
	to[stop - from] = '\0';
}

static void answer(void *ctx, int i, const struct load_answer *got)
{
	struct making *m = ctx;
	struct person *one = &m->p->person[m->person[i]];

	if (got->status != (m->has_session[i] ? 204 : 200))
		bench_stop("no session, or no consent");
	if (!m->has_session[i]) {
		cut(got->head, "session=", ';', one->token, PERSON_TOKEN_MAX);
		cut(got->body, "\"csrf\":\"", '"', one->csrf, PERSON_CSRF_MAX);
	}
	m->has_session[i] = !m->has_session[i] && m->consent;
	if (!m->has_session[i])
		m->person[i] += CONNECTIONS;
}

void people_make(struct people *p, uint16_t port, int n, const char *consent)
{
	struct making m = {.p = p, .consent = consent};
	struct load_user user = {&m, next, answer};
	struct load *load = load_open(port, CONNECTIONS, 0);

	if (n > PEOPLE_MAX)
		bench_stop("too many people");
	p->n = n;
	for (int i = 0; i < CONNECTIONS; i++)
		m.person[i] = i;
	load_run(load, &user, 0);
	load_close(load);
}

void people_post(const struct person *p, const char *path, const char *json,
	struct buf *request)
{
	buf_print(request,
		"POST %s HTTP/1.1\r\nHost: bench\r\n"
		"Sec-Fetch-Site: same-origin\r\n"
		"Content-Type: application/json\r\n"
		"Cookie: session=%s\r\nX-Csrf-Token: %s\r\n"
		"Content-Length: %zu\r\n\r\n%s",
		path, p->token, p->csrf, strlen(json), json);
}
