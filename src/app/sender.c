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
	bool is_mine, struct err *e)
{
	struct sender_lane *lane = &s->lanes[s->n];
	const struct channel_ops *ops = ops_named(name);

	if (!ops || s->n == SENDER_LANES_MAX)
		return err_field(e, ERR_INVALID, "outbox.channels",
			"no such channel, or too many");
	if (is_mine && !ops->open(&lane->ch, conf, e))
		return false;
	lane->is_others = !is_mine;
	lane->ops = ops;
	lane->window = window_made();
	s->n++;
	return true;
}

enum { ALL_MINE = SENDER_LANES_MAX };

static bool open_lanes(
	struct sender *s, const struct conf *conf, size_t mine, struct err *e)
{
	struct str rest = str_of(conf_text(conf, "outbox.channels"));

	*s = (struct sender){.n = 0};
	while (rest.p) {
		struct str name = str_trim(str_split(&rest, ' '));

		if (name.n > 0 &&
			!add_lane(s, conf, name,
				mine == ALL_MINE || mine == s->n, e)) {
			sender_close(s);
			return false;
		}
	}
	return true;
}

bool sender_open(struct sender *s, const struct conf *conf, struct err *e)
{
	return open_lanes(s, conf, ALL_MINE, e);
}

bool sender_open_lane(
	struct sender *s, const struct conf *conf, size_t mine, struct err *e)
{
	return open_lanes(s, conf, mine, e);
}

void sender_close(struct sender *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (!s->lanes[i].is_others)
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

void held_init(struct held *h)
{
	*h = (struct held){.of = {{.n = 0}}};
	mutex_init(&h->m);
	mutex_init(&h->turn);
}

void held_release(struct held *h)
{
	mutex_release(&h->turn);
	mutex_release(&h->m);
}

void sender_pace(struct sender *s, size_t n, int64_t took_ms)
{
	int64_t pace = (int64_t)n * ROUND_MS / (took_ms > 0 ? took_ms : 1);

	/* Few at once say little about many. */
	if (took_ms < ROUND_MS && pace < s->pace_n * 2)
		pace = s->pace_n * 2;
	if (pace > OUTBOX_ROUND_MAX)
		pace = OUTBOX_ROUND_MAX;
	s->pace_n = pace < PACE_MIN ? PACE_MIN : (int)pace;
}

int sender_room(const struct sender *s, int64_t now)
{
	int room = 0, most = s->pace_n > 0 ? s->pace_n : OUTBOX_ROUND_MAX;

	for (size_t i = 0; i < s->n; i++)
		if (!s->lanes[i].is_others)
			room += window_room(&s->lanes[i].window, now);
	return room < most ? room : most;
}
