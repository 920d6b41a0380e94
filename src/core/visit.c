#include "core/visit.h"

static const struct {
	enum visit_state from;
	enum visit_event ev;
	enum visit_state to;
} arrows[] = {
	{VISIT_HELD, VISIT_BOOK, VISIT_BOOKED},
	{VISIT_BOOKED, VISIT_CONFIRM, VISIT_CONFIRMED},
	{VISIT_BOOKED, VISIT_ARRIVE, VISIT_ARRIVED},
	{VISIT_BOOKED, VISIT_MISS, VISIT_MISSED},
	{VISIT_BOOKED, VISIT_CANCEL, VISIT_CANCELLED},
	{VISIT_BOOKED, VISIT_MOVE, VISIT_BOOKED},
	{VISIT_CONFIRMED, VISIT_ARRIVE, VISIT_ARRIVED},
	{VISIT_CONFIRMED, VISIT_MISS, VISIT_MISSED},
	{VISIT_CONFIRMED, VISIT_CANCEL, VISIT_CANCELLED},
	{VISIT_CONFIRMED, VISIT_MOVE, VISIT_BOOKED},
	{VISIT_ARRIVED, VISIT_START, VISIT_STARTED},
	{VISIT_STARTED, VISIT_FINISH, VISIT_DONE},
	{VISIT_MISSED, VISIT_ARRIVE, VISIT_ARRIVED},
};

static const char *const state_names[VISIT_STATES] = {
	[VISIT_HELD] = "held",
	[VISIT_BOOKED] = "booked",
	[VISIT_CONFIRMED] = "confirmed",
	[VISIT_ARRIVED] = "arrived",
	[VISIT_STARTED] = "started",
	[VISIT_DONE] = "done",
	[VISIT_MISSED] = "missed",
	[VISIT_CANCELLED] = "cancelled",
};

static const char *const event_names[VISIT_EVENTS] = {
	[VISIT_BOOK] = "book",
	[VISIT_CONFIRM] = "confirm",
	[VISIT_ARRIVE] = "arrive",
	[VISIT_START] = "start",
	[VISIT_FINISH] = "finish",
	[VISIT_MISS] = "miss",
	[VISIT_CANCEL] = "cancel",
	[VISIT_MOVE] = "move",
};

/* NULL if the moment suits the event, else why not. */
static const char *moment_refuses(const struct visit *v, enum visit_event ev,
	int64_t now, bool is_its_day)
{
	switch (ev) {
	case VISIT_BOOK:
		return now < v->held_until ? NULL : "the hold is over";
	case VISIT_CONFIRM:
		return now < v->start_at ? NULL : "it has begun";
	case VISIT_MISS:
		return now >= v->start_at ? NULL : "it has not begun";
	case VISIT_ARRIVE:
		return is_its_day ? NULL : "another day";
	case VISIT_START:
	case VISIT_FINISH:
	case VISIT_CANCEL:
	case VISIT_MOVE:
	case VISIT_EVENTS:
		break;
	}
	return NULL;
}

static void stamp(struct visit *v, enum visit_event ev, int64_t now)
{
	switch (ev) {
	case VISIT_BOOK:
		v->booked_at = now;
		v->held_until = 0;
		break;
	case VISIT_CONFIRM:
		v->confirmed_at = now;
		break;
	case VISIT_MOVE:
		v->moved_at = now;
		v->confirmed_at = 0;
		v->revision++;
		break;
	case VISIT_FINISH:
	case VISIT_MISS:
	case VISIT_CANCEL:
		v->ended_at = now;
		break;
	case VISIT_ARRIVE: /* a missed one is open again */
		v->ended_at = 0;
		break;
	case VISIT_START:
	case VISIT_EVENTS:
		break;
	}
}

bool visit_step(struct visit *v, enum visit_event ev, int64_t now,
	bool is_its_day, struct err *e)
{
	for (size_t i = 0; i < ARRAY_LEN(arrows); i++) {
		const char *why;

		if (arrows[i].from != v->state || arrows[i].ev != ev)
			continue;
		why = moment_refuses(v, ev, now, is_its_day);
		if (why != NULL)
			return err_field(e, ERR_CONFLICT, "state",
				"visit: %s: %s", event_names[ev], why);
		v->state = arrows[i].to;
		stamp(v, ev, now);
		return true;
	}
	return err_field(e, ERR_CONFLICT, "state", "visit: %s while %s",
		event_names[ev], state_names[v->state]);
}

bool visit_can(const struct visit *v, enum visit_event ev, int64_t now,
	bool is_its_day)
{
	struct visit copy = *v;
	struct err e;

	return visit_step(&copy, ev, now, is_its_day, &e);
}

bool visit_state_occupies(enum visit_state state)
{
	return state != VISIT_CANCELLED;
}

bool visit_event_toward(enum visit_state state, enum visit_event *ev)
{
	for (size_t i = 0; i < ARRAY_LEN(arrows); i++)
		if (arrows[i].to == state) {
			*ev = arrows[i].ev;
			return true;
		}
	return false;
}

const char *visit_state_name(enum visit_state state)
{
	return state_names[state];
}

const char *visit_event_name(enum visit_event ev)
{
	return event_names[ev];
}

bool visit_state_named(const char *name, enum visit_state *out)
{
	for (int s = 0; s < VISIT_STATES; s++)
		if (strcmp(name, state_names[s]) == 0) {
			*out = (enum visit_state)s;
			return true;
		}
	return false;
}

bool visit_event_named(const char *name, enum visit_event *out)
{
	for (int ev = 0; ev < VISIT_EVENTS; ev++)
		if (strcmp(name, event_names[ev]) == 0) {
			*out = (enum visit_event)ev;
			return true;
		}
	return false;
}
