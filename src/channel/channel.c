#include "channel/channel.h"

#include "base/text.h"

const struct channel_ops *channel_named(const char *name)
{
	for (int i = 0; channel_all[i]; i++)
		if (strcmp(channel_all[i]->name, name) == 0)
			return channel_all[i];
	return NULL;
}

void outcome_accepted(struct outcome *out, const char *provider_id)
{
	*out = (struct outcome){.kind = OUTCOME_ACCEPTED, .reason = "accepted"};
	snprintf(out->provider_id, sizeof(out->provider_id), "%s", provider_id);
}

void outcome_deferred(struct outcome *out, int wait_s, const char *reason)
{
	*out = (struct outcome){.kind = OUTCOME_DEFERRED,
		.wait_s = wait_s,
		.is_provider_down = true,
		.reason = reason};
}

void outcome_refused(struct outcome *out, const char *reason)
{
	*out = (struct outcome){.kind = OUTCOME_REFUSED, .reason = reason};
}

void outcome_dead(struct outcome *out, const char *reason)
{
	outcome_refused(out, reason);
	out->is_address_dead = true;
}

void outcome_unclear(struct outcome *out, const char *reason)
{
	*out = (struct outcome){.kind = OUTCOME_UNCLEAR,
		.is_provider_down = true,
		.reason = reason};
}

const char *outcome_name(enum outcome_kind kind)
{
	static const char *const names[OUTCOMES] = {
		[OUTCOME_ACCEPTED] = "accepted",
		[OUTCOME_DEFERRED] = "deferred",
		[OUTCOME_REFUSED] = "refused",
		[OUTCOME_UNCLEAR] = "unclear",
	};

	return names[kind];
}

bool channel_refuses(const struct channel_ops *ops, const struct out_msg *m,
	struct outcome *out)
{
	if (m->address == NULL || m->address[0] == '\0') {
		outcome_refused(out, "no_address");
		return true;
	}
	if (text_length(m->text) > ops->text_max) {
		outcome_refused(out, "too_long");
		return true;
	}
	return false;
}
