/*
 * channel/null - takes every message and sends none: benches, and clinics
 * that only want to see what would be sent.
 */
#include "channel/adapters.h"

static struct channel the_null = {&channel_null};

static const struct conf_item settings[] = {{0}};

static bool open_null(
	struct channel **out, const struct conf *conf, struct err *e)
{
	(void)conf;
	(void)e;
	*out = &the_null;
	return true;
}

static void close_null(struct channel *ch)
{
	(void)ch;
}

static void send_null(struct channel *ch, const struct out_msg *msgs, size_t n,
	int64_t deadline_ms, struct outcome *outcomes)
{
	(void)deadline_ms;
	for (size_t i = 0; i < n; i++)
		if (!channel_refuses(ch->ops, &msgs[i], &outcomes[i]))
			outcome_accepted(&outcomes[i], "null");
}

const struct channel_ops channel_null = {
	.name = "null",
	.can = CHANNEL_PHONE,
	.text_max = 4096,
	.conf = settings,
	.open = open_null,
	.close = close_null,
	.send_many = send_null,
};
