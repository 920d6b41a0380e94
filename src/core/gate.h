#ifndef CORE_GATE_H
#define CORE_GATE_H
/*
 * core/gate - may this planned message leave now?  Asked at the moment of
 * sending, never before; pure.
 *
 * The only place that decides consent, quiet hours, caps and freshness.  In
 * this order; the first that objects has the word:
 *
 *    fresh      the message still speaks of the visit as it is
 *    consent    the offer names the channel, or the patient agreed to it
 *    reachable  the patient has a living address on an open channel
 *    cap        not too many texts before one visit
 *    quiet      not at night, unless the patient has just asked for it
 *    channel    the channel is not down at the moment
 */
#include "base/zone.h"
#include "core/visit.h"

enum gate_verdict {
	GATE_SEND,
	GATE_POSTPONE, /* not before until_at */
	GATE_CANCEL,   /* there is nothing to say any more */
	GATE_FAIL,     /* it ought to be said and cannot: a person looks */
	GATE_VERDICTS  /* how many */
};

enum gate_reason {
	GATE_REASON_NONE,
	GATE_REASON_NO_VISIT,   /* it is not there, or only held */
	GATE_REASON_MOVED,      /* another revision counts */
	GATE_REASON_CANCELLED,  /* the visit is */
	GATE_REASON_ENDED,      /* arrived, done, missed */
	GATE_REASON_PAST,       /* the start is over */
	GATE_REASON_BOOKED,     /* it says "cancelled", the visit stands */
	GATE_REASON_CONSENT,    /* none for this purpose and channel */
	GATE_REASON_NO_ADDRESS, /* nowhere to write to */
	GATE_REASON_CAP,        /* had enough texts */
	GATE_REASON_QUIET,      /* the patient sleeps */
	GATE_REASON_DOWN,       /* the channel does not answer */
	GATE_REASONS            /* how many */
};

enum {
	GATE_CAP_DEFAULT = 2,  /* counted texts before a visit */
	GATE_ASKED_S = 3600,   /* so long something was "just asked for" */
	GATE_DOWN_WAIT_S = 60, /* when a channel is down, ask again */
};

struct gate_facts {
	int64_t now;             /* unix s UTC */
	const struct zone *zone; /* the patient's */

	bool has_visit; /* the row is there */
	enum visit_state state;
	int64_t start_at;         /* of the visit as it stands */
	int64_t revision;         /* of the visit as it stands */
	int64_t planned_revision; /* of the visit when this was planned */
	bool tells_cancelled;     /* the message says it is cancelled */

	bool is_asked;      /* the patient's own act brought it */
	int64_t created_at; /* when it was planned */

	bool is_counted; /* under the cap */
	int counted_n;   /* counted texts sent for this visit */
	int cap;         /* most of them; 0: no cap */

	bool offer_names_channel; /* the contract covers service texts */
	bool has_consent;         /* the patient agreed to it himself */
	bool has_refused;         /* ... or forbade it: outweighs both */

	bool has_address;        /* living, on a channel of the scenario */
	bool is_channel_down;    /* the breaker is open */
	int64_t channel_back_at; /* when it may be tried; 0: not known */
};

struct gate_answer {
	enum gate_verdict verdict;
	enum gate_reason reason; /* NONE with SEND */
	int64_t until_at;        /* POSTPONE: unix s UTC, after now */
};

struct gate_answer gate_ask(const struct gate_facts *f);

/* Stable lower-case word for store and log, e.g. "no_address". */
const char *gate_reason_name(enum gate_reason reason);

#endif
