/*
 * Webhooks: a platform brings what its users do.  It is known by the secret
 * that it brings; neither session nor key of ours counts.
 */
#include "api/routes.h"
#include "api/view.h"
#include "app/messenger.h"

static bool post_telegram(struct call *c, struct err *e)
{
	const char *answer;

	if (!app_messenger_hook(c, "telegram", http_param(c->request, "clinic"),
		    &answer, e))
		return false;
	http_reply_bytes(
		c->reply, 200, "application/json", answer, strlen(answer));
	return true;
}

const struct route hook_routes[] = {
	ROUTE(POST, "/hooks/telegram/{clinic}", MAY_HOOK, LIMIT_HOOK,
		post_telegram, .is_by_token = true),
	{0},
};
