#include "channel/http_outcome.h"

#include "base/json.h"
#include "base/text.h"

/* The provider's id of a message it took; NULL: none to be found. */
static const char *id_of(const struct http_answer *got, struct arena *a)
{
	const struct json *j;
	const char *id = NULL;
	struct err e;

	if (!json_parse(a, got->body, got->body_n, &j, &e) ||
		!json_get_text(j, "id", NULL, &id, &e) || !id || !id[0] ||
		strlen(id) >= CHANNEL_PROVIDER_ID_BYTES ||
		!text_check_line(id, strlen(id), "id", &e))
		return NULL;
	return id;
}

static void read_answer(
	const struct http_answer *got, struct arena *a, struct outcome *out)
{
	int wait_s = got->wait_s > 0 ? got->wait_s : 0;
	const char *id;

	if (got->status / 100 == 2) {
		id = id_of(got, a);
		if (id)
			outcome_accepted(out, id);
		else
			outcome_unclear(out, "no_id");
		return;
	}
	if (got->status == 429 || got->status == 503)
		outcome_deferred(out, wait_s,
			got->status == 429 ? "too_many" : "unavailable");
	else if (got->status == 401 || got->status == 403 ||
		 got->status / 100 == 3)
		outcome_deferred(out, SETTINGS_WAIT_S, "settings");
	else if (got->status / 100 == 4)
		outcome_refused(out, "refused");
	else
		outcome_unclear(out, "server_error");
}

bool http_outcome_unanswered(const struct http_answer *got, struct outcome *out)
{
	switch (got->end) {
	case HTTP_END_ANSWERED:
		break;
	case HTTP_END_NOT_SENT:
		outcome_deferred(out, 0, "not_reached");
		return true;
	case HTTP_END_REFUSED:
		outcome_deferred(out, SETTINGS_WAIT_S, "settings");
		return true;
	case HTTP_END_UNANSWERED:
		outcome_unclear(out, "unanswered");
		return true;
	}
	return false;
}

void http_outcome(
	const struct http_answer *got, struct arena *a, struct outcome *out)
{
	if (!http_outcome_unanswered(got, out))
		read_answer(got, a, out);
}
