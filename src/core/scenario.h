#ifndef CORE_SCENARIO_H
#define CORE_SCENARIO_H
/*
 * core/scenario - what is written to a patient about a visit, and when.
 *
 * Scenarios are data (data/scenarios), checked when they are loaded.  The
 * planning is pure: event, start, zone and now give a list of moments.  Whether
 * a planned message may then really leave is decided by core/gate at that
 * moment.
 */
#include "base/zone.h"

enum scenario_trigger {
	TRIGGER_BOOKED,
	TRIGGER_MOVED,
	TRIGGER_CANCELLED,
	TRIGGERS /* how many */
};

enum {
	SCENARIOS_MAX = 32,
	SCENARIO_CHANNELS_MAX = 12,
	SCENARIO_NAME_BYTES_MAX = 32,
};

struct scenario {
	const char *name;     /* "reminder_day": the kind of its messages */
	unsigned triggers;    /* 1 << enum scenario_trigger, added up */
	int before_s;         /* seconds before the start; 0: at once */
	int from_s;           /* of the wall's day; 0: whatever hour */
	int until_s;          /* seconds before the start that end it */
	bool is_counted;      /* under the cap of texts before a visit */
	const char *template; /* name of its template */
	const char *channels[SCENARIO_CHANNELS_MAX]; /* in order of wish */
	size_t channels_n;
};

struct scenarios {
	const struct scenario *all;
	size_t n;
};

/*
 * Reads the text of a scenario file; names live in `a`, `text` is not needed
 * afterwards.  ERR_INVALID names the line: unknown word or setting, a setting
 * twice, a name twice, a scenario without trigger, template or channels, an
 * `at once` one with hours, one that ends before it begins.
 */
MUST_USE bool scenarios_load(const char *text, size_t n, struct arena *a,
	struct scenarios *out, struct err *e);

/* The scenario of that name, or NULL. */
const struct scenario *scenario_find(
	const struct scenarios *s, const char *name);

struct scenario_moment {
	const struct scenario *scenario;
	int64_t at;         /* unix s UTC */
	int64_t expires_at; /* no attempt at or after this */
	bool is_evening;    /* moved to the evening before */
};

/*
 * Lists what `trigger` at `now` plans for a visit that starts at `start_at`
 * (unix s UTC).  `zone` is the patient's.  In order of the data file:
 *
 *  - at once: now, until the start;
 *  - `before`: exactly so long before the start.  If the visit starts earlier
 *    in the day than `from`, or that moment is in quiet hours, 18:00 of the
 *    evening before it instead (for a moment after 21:00: that same evening);
 *  - left out: a visit nearer than `before`, a moment that is over, one that
 *    the evening would bring behind its `until`, a second message of the same
 *    moment, everything for a start that is over.
 *
 * Returns how many of out[SCENARIOS_MAX] are filled.
 */
size_t scenario_plan(const struct scenarios *s, enum scenario_trigger trigger,
	int64_t start_at, const struct zone *zone, int64_t now,
	struct scenario_moment out[SCENARIOS_MAX]);

#endif
