/* The doors of the messenger: polling, webhooks, and links into it. */
#include <string.h>

#include "app/app.h"
#include "app/catalogue.h"
#include "app/chat.h"
#include "app/messenger.h"
#include "app/transaction.h"
#include "base/conf.h"
#include "os/random.h"
#include "store/inbound.h"
#include "store/invitation.h"

/* --- opening -------------------------------------------------------------- */

/* One bot an installation: the first messenger that is set. */
bool app_messenger_open(const struct conf *conf, struct arena *a,
	const struct messenger **out, struct err *e)
{
	const struct channel_ops *ops = channel_named("telegram");
	struct messenger *m = arena_new(a, struct messenger, 1);

	*out = NULL;
	m->ops = ops;
	m->clinic = conf_text(conf, "channel.telegram.clinic");
	m->bot = conf_text(conf, "channel.telegram.bot");
	if (*m->clinic == '\0')
		return true;
	if (!ops->open(&m->ch, conf, e))
		return false;
	*out = m;
	return true;
}

void app_messenger_close(const struct messenger *m)
{
	if (m)
		m->ops->close(m->ch);
}

static bool of_clinic(struct call *c, const char *clinic,
	const struct messenger **m, const struct catalogue **cat, struct err *e)
{
	*m = c->app->messenger;
	if (!*m || strcmp((*m)->clinic, clinic) != 0)
		return err_field(
			e, ERR_NOT_FOUND, "clinic", "it has no messenger");
	return app_catalogue_named(c, clinic, cat, e);
}

/* --- receiving ------------------------------------------------------------ */

struct door {
	struct call *c;
	int64_t clinic_id;
	const char *channel;
	int64_t (*now)(void); /* NULL: the call's moment */
};

/* Each event is a call of its own. */
static bool emit(void *ctx, const struct in_event *ev, struct err *e)
{
	struct door *door = ctx;
	struct arena a;
	bool ok;

	arena_init(&a);
	struct call c = app_call(door->c->app, door->c->store, &a,
		door->now ? door->now() : door->c->now, app_system());

	ok = app_messenger_take(&c, door->clinic_id, door->channel, ev, e);
	arena_release(&a);
	return ok;
}

bool app_messenger_poll(struct call *c, int64_t deadline_ms,
	int64_t (*now)(void), struct err *e)
{
	const struct catalogue *cat;
	const struct messenger *m;
	struct door door = {.c = c, .now = now};
	int64_t after;

	if (!c->app->messenger)
		return err_set(e, ERR_NOT_FOUND, "no messenger is set");
	if (!of_clinic(c, c->app->messenger->clinic, &m, &cat, e) ||
		!store_inbound_last(c->store, cat->clinic.id, m->ops->name,
			c->now, c->a, &after, e))
		return false;
	door.clinic_id = cat->clinic.id;
	door.channel = m->ops->name;
	return m->ops->poll(m->ch, after, deadline_ms, c->a, emit, &door, e);
}

bool app_messenger_hook(struct call *c, const char *channel, const char *clinic,
	const char **answer, struct err *e)
{
	const struct catalogue *cat;
	const struct messenger *m;
	struct door door = {.c = c};

	if (!of_clinic(c, clinic, &m, &cat, e))
		return false;
	if (strcmp(m->ops->name, channel) != 0)
		return err_set(e, ERR_NOT_FOUND, "no such messenger");
	door.clinic_id = cat->clinic.id;
	door.channel = m->ops->name;
	return m->ops->webhook(m->ch, c->request, c->a, emit, &door, answer, e);
}

/* --- inviting ------------------------------------------------------------- */

bool app_messenger_invites(const struct call *c, const char *clinic)
{
	const struct messenger *m = c->app->messenger;

	return m && *m->bot && strcmp(m->clinic, clinic) == 0;
}

struct inviting {
	const char *token;
	struct invitation in;
};

static bool invite(struct call *c, void *ctx, struct err *e)
{
	const struct inviting *i = ctx;

	return store_invitation_insert(c->store, i->token, &i->in, c->now, e) &&
	       app_audit(c, i->in.clinic_id, "messenger.invite", "patient",
		       &i->in.patient_id, 1, e);
}

static bool check_invites(
	const struct call *c, const char *clinic, struct err *e)
{
	return app_messenger_invites(c, clinic) ||
	       err_field(e, ERR_NOT_FOUND, "clinic", "it has no messenger");
}

static bool make_invitation(struct call *c, const struct invitation *in,
	const char **url, struct err *e)
{
	char token[RANDOM_TOKEN_SIZE];
	struct inviting i = {token, *in};

	i.in.expires_at = c->now + INVITATION_S;
	random_token(token);
	if (!app_transaction(c, invite, &i, e))
		return false;
	*url = arena_print(c->a, "https://t.me/%s?start=%s",
		c->app->messenger->bot, token);
	return true;
}

bool app_messenger_invite_holder(
	struct call *c, const char *clinic, const char **url, struct err *e)
{
	const struct invitation in = {
		.clinic_id = c->who.clinic_id, .patient_id = c->who.id};

	BUG_ON(c->who.kind != PRINCIPAL_PATIENT_LINK);
	return check_invites(c, clinic, e) && make_invitation(c, &in, url, e);
}

bool app_messenger_invite(struct call *c, const struct chat_peer *peer,
	const char *clinic, const char **url, struct err *e)
{
	struct dialogue_row d;
	struct invitation in;

	if (!check_invites(c, clinic, e))
		return false;
	if (!store_dialogue_by_peer(c->store, peer->clinic_id, peer->channel,
		    peer->id, c->a, &d, e))
		return e->kind == ERR_NOT_FOUND
			       ? err_field(
					 e, ERR_DENIED, "consent", "not given")
			       : false;
	in = (struct invitation){.clinic_id = peer->clinic_id,
		.patient_id = d.patient_id,
		.dialogue_id = d.id};
	return make_invitation(c, &in, url, e);
}
