#include "app/sender.h"

#include "base/text.h"

const struct conf_item sender_conf[] = {
	{.name = "outbox.channels",
		.type = CONF_TEXT,
		.otherwise = "",
		.max = 200,
		.help = "Channels that messages may leave by, blanks between; "
			"empty: none."},
	{0},
};

size_t sender_conf_tables(const struct conf_item *out[SENDER_CONF_MAX])
{
	size_t n = 0;

	out[n++] = sender_conf;
	for (int i = 0; channel_all[i]; i++)
		if (channel_all[i]->conf && n < SENDER_CONF_MAX - 1)
			out[n++] = channel_all[i]->conf;
	out[n] = NULL;
	return n;
}

static const struct channel_ops *ops_named(struct str name)
{
	for (int i = 0; channel_all[i]; i++)
		if (str_equal(name, channel_all[i]->name))
			return channel_all[i];
	return NULL;
}

static bool add_lane(struct sender *s, const struct conf *conf, struct str name,
	struct err *e)
{
	struct sender_lane *lane = &s->lanes[s->n];
	const struct channel_ops *ops = ops_named(name);

	if (!ops || s->n == SENDER_LANES_MAX)
		return err_field(e, ERR_INVALID, "outbox.channels",
			"no such channel, or too many");
	if (!ops->open(&lane->ch, conf, e))
		return false;
	lane->ops = ops;
	lane->window = window_made();
	s->n++;
	return true;
}

bool sender_open(struct sender *s, const struct conf *conf, struct err *e)
{
	struct str rest = str_of(conf_text(conf, "outbox.channels"));

	*s = (struct sender){.n = 0};
	while (rest.p) {
		struct str name = str_trim(str_split(&rest, ' '));

		if (name.n > 0 && !add_lane(s, conf, name, e)) {
			sender_close(s);
			return false;
		}
	}
	return true;
}

void sender_close(struct sender *s)
{
	for (size_t i = 0; i < s->n; i++)
		s->lanes[i].ops->close(s->lanes[i].ch);
	s->n = 0;
}

struct sender_lane *sender_lane_named(struct sender *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->lanes[i].ops->name, name) == 0)
			return &s->lanes[i];
	return NULL;
}

int sender_room(const struct sender *s, int64_t now)
{
	int room = 0;

	for (size_t i = 0; i < s->n; i++)
		room += window_room(&s->lanes[i].window, now);
	return room;
}
