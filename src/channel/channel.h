#ifndef CHANNEL_CHANNEL_H
#define CHANNEL_CHANNEL_H
/*
 * channel/channel - how a message leaves, and how one comes in: one pair of
 * files a provider.
 *
 * An adapter only translates.  It never retries, sleeps, limits rates, checks
 * consent or quiet hours, opens the store or logs a text: app/outbox and
 * app/messenger do each once for all.  What it must do well is say what
 * happened: a message that may have been taken is UNCLEAR, and only one that
 * surely was not is DEFERRED.
 *
 * A channel that also receives is opened twice: one instance sends, the other
 * receives, each on a thread of its own.
 *
 * docs/howto-channel.md says how to add one.
 */
#include "base/arena.h"
#include "base/conf.h"

struct http_request;

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
	bool is_address_dead;  /* REFUSED: nothing will ever arrive there */
	const char *reason; /* a literal word for store and log; never NULL */
	char provider_id[CHANNEL_PROVIDER_ID_BYTES];
};

/* A button: it answers with a text, opens an address, or gives the phone. */
struct out_button {
	const char *text;
	const char *send; /* NULL: opens `url` */
	const char *url;
	bool gives_phone; /* neither: hands over the sender's own number */
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

enum in_kind {
	IN_NOTHING, /* of no use to us, but it counts: not to come again */
	IN_START,   /* the conversation is opened; `text`: the token, or "" */
	IN_TEXT,
	IN_PRESS,   /* a button of ours */
	IN_CONTACT, /* the sender's own number, by the platform's word */
	IN_CARD,    /* somebody's number: proves nothing */
	IN_EDITED,  /* an old text was changed */
	IN_OTHER,   /* picture, voice, sticker: nothing that can be read */
	IN_LEFT,    /* he has blocked us: nothing will arrive any more */
	IN_BACK,    /* ... and let us in again */
	IN_KINDS    /* how many */
};

/* What came in; texts live in the arena of the call. */
struct in_event {
	int64_t number; /* the platform's own: the same, the same event */
	enum in_kind kind;
	const char *address; /* as in out_msg; "" with IN_NOTHING */
	const char *text;    /* TEXT, PRESS; START: token; CONTACT: number */
	const char *answers; /* provider_id of what it answers; "" */
	int button;          /* PRESS: which of that message's; else -1 */
};

/* Takes one event.  False: it was not taken, and is to come again. */
typedef bool channel_emit_fn(
	void *ctx, const struct in_event *ev, struct err *e);

enum {
	CHANNEL_BUTTONS = 1,  /* shows buttons */
	CHANNEL_RECEIPTS = 2, /* tells of delivery, at once or later */
	CHANNEL_PHONE = 4,    /* its address is the patient's phone number */
	CHANNEL_ASKS = 8,     /* buttons may give the phone */
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

	/* Receiving; either may be NULL. */

	/*
	 * Takes the platform's own request.  Called by any thread, so it reads
	 * only what open() fixed.  *answer is the JSON to answer with.
	 * ERR_NOT_FOUND: the channel is not set to be called; ERR_DENIED: it
	 * was not the platform; ERR_INVALID; whatever `emit` says.
	 */
	bool (*webhook)(const struct channel *ch,
		const struct http_request *req, struct arena *a,
		channel_emit_fn *emit, void *ctx, const char **answer,
		struct err *e);
	/*
	 * Asks for events behind number `after` (0: all that wait), waits for
	 * some until `deadline_ms`, emits them in their order, and answers
	 * presses.  Whatever `emit` says ends it.  ERR_UNAVAILABLE: not
	 * reached, or asked to wait; ERR_DENIED: our settings are wrong;
	 * ERR_NOT_FOUND: the channel is not set to ask.
	 */
	bool (*poll)(struct channel *ch, int64_t after, int64_t deadline_ms,
		struct arena *a, channel_emit_fn *emit, void *ctx,
		struct err *e);
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
/* Refused, and so would everything be that is sent to this address. */
void outcome_dead(struct outcome *out, const char *reason);
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
