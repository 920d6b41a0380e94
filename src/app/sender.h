#ifndef APP_SENDER_H
#define APP_SENDER_H
/*
 * app/sender - one worker's open channels, each with its window.  Lives as
 * long as the worker's thread, and belongs to it.
 */
#include "channel/channel.h"
#include "core/window.h"
#include "store/outbox.h"

enum { SENDER_LANES_MAX = 8 };

struct sender_lane {
	const struct channel_ops *ops;
	struct channel *ch;
	struct window window;
	int taken_n; /* of this round */
};

struct sender {
	struct sender_lane lanes[SENDER_LANES_MAX];
	size_t n;
	enum outbox_queue queue; /* what it takes; PLANNED unless it is set */
};

/* Its settings: which channels are opened. */
extern const struct conf_item sender_conf[];

enum { SENDER_CONF_MAX = 16 };

/*
 * Fills in its own table and those of all channels, a NULL behind them;
 * returns how many.
 */
size_t sender_conf_tables(const struct conf_item *out[SENDER_CONF_MAX]);

/*
 * Opens the channels of the setting outbox.channels ("phone http"); none is
 * allowed, then nothing is ever sent.  ERR_INVALID names the setting.
 */
MUST_USE bool sender_open(
	struct sender *s, const struct conf *conf, struct err *e);
void sender_close(struct sender *s);

/* NULL: not open here. */
struct sender_lane *sender_lane_named(struct sender *s, const char *name);

/* How many messages all lanes together may take at `now` (unix s UTC). */
int sender_room(const struct sender *s, int64_t now);

#endif
