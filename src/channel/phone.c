/*
 * channel/phone - the phone of the demo.  It takes every message and has it at
 * once; the page that shows the phone reads the history of messages, so there
 * is nothing else to do here.
 */
#include "channel/adapters.h"

static struct channel the_phone = {&channel_phone};

static const struct conf_item settings[] = {{0}};

static bool open_phone(
	struct channel **out, const struct conf *conf, struct err *e)
{
	(void)conf;
	(void)e;
	*out = &the_phone;
	return true;
}

static void close_phone(struct channel *ch)
{
	(void)ch;
}

static void send_phone(struct channel *ch, const struct out_msg *msgs, size_t n,
	int64_t deadline_ms, struct outcome *outcomes)
{
	(void)deadline_ms;
	for (size_t i = 0; i < n; i++) {
		if (channel_refuses(ch->ops, &msgs[i], &outcomes[i]))
			continue;
		outcome_accepted(&outcomes[i], "phone");
		outcomes[i].is_delivered = true;
	}
}

const struct channel_ops channel_phone = {
	.name = "phone",
	.can = CHANNEL_BUTTONS | CHANNEL_RECEIPTS | CHANNEL_PHONE,
	.text_max = 1000, /* as a long SMS of about fifteen parts */
	.conf = settings,
	.open = open_phone,
	.close = close_phone,
	.send_many = send_phone,
};
