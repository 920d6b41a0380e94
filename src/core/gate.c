#include "core/gate.h"

#include "core/quiet.h"

static struct gate_answer say(enum gate_verdict verdict, enum gate_reason why)
{
	return (struct gate_answer){verdict, why, 0};
}

/* What a visit's state makes of a message about it that would stand. */
static enum gate_reason state_objects(enum visit_state state)
{
	switch (state) {
	case VISIT_BOOKED:
	case VISIT_CONFIRMED:
		return GATE_REASON_NONE;
	case VISIT_CANCELLED:
		return GATE_REASON_CANCELLED;
	case VISIT_HELD:
		return GATE_REASON_NO_VISIT;
	case VISIT_ARRIVED:
	case VISIT_STARTED:
	case VISIT_DONE:
	case VISIT_MISSED:
	case VISIT_STATES:
		break;
	}
	return GATE_REASON_ENDED;
}

/* A move that comes after the text was planned makes it stale; so does time. */
static enum gate_reason stale(const struct gate_facts *f)
{
	if (!f->has_visit)
		return GATE_REASON_NO_VISIT;
	if (f->tells_cancelled && f->state != VISIT_CANCELLED)
		return GATE_REASON_BOOKED;
	if (!f->tells_cancelled && state_objects(f->state) != GATE_REASON_NONE)
		return state_objects(f->state);
	if (f->revision != f->planned_revision)
		return GATE_REASON_MOVED;
	return f->start_at <= f->now ? GATE_REASON_PAST : GATE_REASON_NONE;
}

static bool is_permitted(const struct gate_facts *f)
{
	return !f->has_refused && (f->offer_names_channel || f->has_consent);
}

static bool is_just_asked(const struct gate_facts *f)
{
	return f->is_asked && f->now - f->created_at < GATE_ASKED_S;
}

static struct gate_answer wait_until(enum gate_reason why, int64_t until_at)
{
	return (struct gate_answer){GATE_POSTPONE, why, until_at};
}

struct gate_answer gate_ask(const struct gate_facts *f)
{
	enum gate_reason old = stale(f);

	if (old != GATE_REASON_NONE)
		return say(GATE_CANCEL, old);
	if (!is_permitted(f))
		return say(GATE_CANCEL, GATE_REASON_CONSENT);
	if (!f->has_address)
		return say(GATE_FAIL, GATE_REASON_NO_ADDRESS);
	if (f->is_counted && f->cap > 0 && f->counted_n >= f->cap)
		return say(GATE_CANCEL, GATE_REASON_CAP);
	if (quiet_is(f->zone, f->now) && !is_just_asked(f))
		return wait_until(
			GATE_REASON_QUIET, quiet_end(f->zone, f->now));
	if (f->is_channel_down)
		return wait_until(
			GATE_REASON_DOWN, f->channel_back_at > f->now
						  ? f->channel_back_at
						  : f->now + GATE_DOWN_WAIT_S);
	return say(GATE_SEND, GATE_REASON_NONE);
}

const char *gate_reason_name(enum gate_reason reason)
{
	static const char *const names[GATE_REASONS] = {
		[GATE_REASON_NONE] = "none",
		[GATE_REASON_NO_VISIT] = "no_visit",
		[GATE_REASON_MOVED] = "moved",
		[GATE_REASON_CANCELLED] = "cancelled",
		[GATE_REASON_ENDED] = "ended",
		[GATE_REASON_PAST] = "past",
		[GATE_REASON_BOOKED] = "booked",
		[GATE_REASON_CONSENT] = "consent",
		[GATE_REASON_NO_ADDRESS] = "no_address",
		[GATE_REASON_CAP] = "cap",
		[GATE_REASON_QUIET] = "quiet",
		[GATE_REASON_DOWN] = "down",
	};

	return names[reason];
}
