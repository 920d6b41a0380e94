#ifndef CHANNEL_CHANNEL_H
#define CHANNEL_CHANNEL_H
/*
 * channel/channel - how a message leaves: one pair of files a provider.
 *
 * An adapter only translates.  It never retries, sleeps, limits rates, checks
 * consent or quiet hours, opens the store or logs a text: app/outbox does each
 * once for all.  What it must do well is say what happened: a message that may
 * have been taken is UNCLEAR, and only one that surely was not is DEFERRED.
 *
 * docs/howto-channel.md says how to add one.
 */
#include "base/conf.h"

enum outcome_kind {
	OUTCOME_ACCEPTED, /* the provider took it; provider_id is set */
	OUTCOME_DEFERRED, /* not taken; again after wait_s */
	OUTCOME_REFUSED,  /* never will be: bad address, blocked, too long */
	OUTCOME_UNCLEAR,  /* sent but unanswered: it may have been taken */
	OUTCOMES          /* how many */
};

enum { CHANNEL_PROVIDER_ID_BYTES = 64 };

struct outcome {
	enum outcome_kind kind;
	int wait_s;            /* DEFERRED: at least so long; 0: no wish */
	bool is_delivered;     /* ACCEPTED, and the phone has it already */
	bool is_provider_down; /* DEFERRED, UNCLEAR: not this message's fault */
	const char *reason; /* a literal word for store and log; never NULL */
	char provider_id[CHANNEL_PROVIDER_ID_BYTES];
};

/* A button: either it answers with a text, or it opens an address. */
struct out_button {
	const char *text;
	const char *send; /* NULL: opens `url` */
	const char *url;
};

/* One message; everything is borrowed for the call. */
struct out_msg {
	int64_t id;          /* the same at every attempt: idempotency */
	const char *kind;    /* "reminder_day" */
	const char *address; /* E.164, or the channel's own */
	const char *text;
	const struct out_button *buttons;
	size_t buttons_n;
};

enum {
	CHANNEL_BUTTONS = 1,  /* shows buttons */
	CHANNEL_RECEIPTS = 2, /* tells of delivery, at once or later */
	CHANNEL_PHONE = 4,    /* its address is the patient's phone number */
};

struct channel; /* an adapter's own struct begins with `ops` */

struct channel_ops {
	const char *name;             /* "telegram": config, store, API */
	unsigned can;                 /* CHANNEL_BUTTONS | ... */
	size_t text_max;              /* longest text in code points */
	const struct conf_item *conf; /* its settings; ends with {0} */

	/*
	 * Checks settings, allocates; connects on first send.  ERR_INVALID
	 * names the setting.  The caller owns *out until close.
	 */
	bool (*open)(
		struct channel **out, const struct conf *conf, struct err *e);
	/* Frees all; never fails; NULL is a no-op. */
	void (*close)(struct channel *ch);
	/*
	 * Tries each of `n` messages once and returns by `deadline_ms`
	 * (clock_steady_ms); fills every outcomes[i].  Many may be on their
	 * way at a time.
	 */
	void (*send_many)(struct channel *ch, const struct out_msg *msgs,
		size_t n, int64_t deadline_ms, struct outcome *outcomes);
};

struct channel {
	const struct channel_ops *ops;
};

/* All that this program has; ends with NULL. */
extern const struct channel_ops *const channel_all[];

/* NULL: none of that name. */
const struct channel_ops *channel_named(const char *name);

/* Fill *out; `reason` is a literal. */
void outcome_accepted(struct outcome *out, const char *provider_id);
void outcome_deferred(struct outcome *out, int wait_s, const char *reason);
void outcome_refused(struct outcome *out, const char *reason);
void outcome_unclear(struct outcome *out, const char *reason);

/* "accepted", "deferred" ... as logged. */
const char *outcome_name(enum outcome_kind kind);

/*
 * Refuses a message whose text is longer than the channel carries or whose
 * address is empty: true, and *out is filled.  For adapters, before they send.
 */
bool channel_refuses(const struct channel_ops *ops, const struct out_msg *m,
	struct outcome *out);

#endif
