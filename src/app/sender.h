#ifndef APP_SENDER_H
#define APP_SENDER_H
/*
 * app/sender - one worker's open channels, each with its window.  Lives as
 * long as the worker's thread, and belongs to it.
 *
 * What is planned is sent by two workers a channel, twins: one looks, decides
 * and writes letters while the other has the database's one writer.
 */
#include "channel/channel.h"
#include "core/window.h"
#include "os/thread.h"
#include "store/outbox.h"

enum {
	SENDER_LANES_MAX = 8,
	OUTBOX_ROUND_MAX = 1000, /* messages of one round */
	/* A round is over so soon that who is due next need not wait long. */
	ROUND_MS = 60,
	PACE_MIN = 16,
	QUICK_MS = 5,   /* a round that was sent in no more was at once */
	TURN_MS = 1000, /* who waits longer for his twin begins anew */
};

struct sender_lane {
	const struct channel_ops *ops;
	struct channel *ch;
	struct window window;
	int taken_n;    /* of this round */
	bool is_others; /* sent by other workers; `ch` is NULL */
};

/* What twins are preparing at the moment. */
struct held_ids {
	int64_t ids[OUTBOX_ROUND_MAX]; /* in order */
	size_t n;
};
struct held {
	struct mutex m;
	struct held_ids of[2];
	/* Where sending takes no time it is held from claim to settling: who
	 * has claimed would else stand behind his twin's claim to settle. */
	struct mutex turn;
};

void held_init(struct held *h);
void held_release(struct held *h);

struct sender {
	struct sender_lane lanes[SENDER_LANES_MAX];
	size_t n;
	enum outbox_queue queue; /* what it takes; PLANNED unless it is set */
	struct held *held;       /* shared with its twin; NULL: it has none */
	int twin;                /* 0 or 1 */
	bool is_quick;           /* its last round was sent at once */
	int pace_n; /* as many as a round does in ROUND_MS; 0: not known */
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
/* As sender_open; only lane `mine` of them is this one's to send by. */
MUST_USE bool sender_open_lane(
	struct sender *s, const struct conf *conf, size_t mine, struct err *e);
void sender_close(struct sender *s);

/* NULL: not open here. */
struct sender_lane *sender_lane_named(struct sender *s, const char *name);

/* Notes that a round of `n` messages took so long: the next ones shall be no
 * longer than ROUND_MS. */
void sender_pace(struct sender *s, size_t n, int64_t took_ms);

/* How many messages its own lanes together may take at `now` (unix s UTC), at
 * most OUTBOX_ROUND_MAX. */
int sender_room(const struct sender *s, int64_t now);

#endif
