#ifndef CORE_DIALOGUE_H
#define CORE_DIALOGUE_H
/*
 * core/dialogue - one conversation with a patient, step by step.  Pure: the
 * clock, the free times and the bookings come in as events, what is to be done
 * goes out as actions.
 *
 *    patient's text --EVENT_SAID--> step --ACTION_SAY--> to the patient
 *                                    |
 *              app does it  <--ACTION_FIND, HOLD, BOOK, MOVE, CANCEL...
 *                   \--EVENT_FREE, HELD, BOOKED, TAKEN...--> step ...
 *
 * A step ends with at most one action that asks for an event; app performs the
 * actions in their order and feeds the result into the next step of the same
 * turn.  Never diagnoses, never invents a price, always offers a person.
 */
#include "base/zone.h"
#include "core/frame.h"

/* What the clinic itself answers to questions its catalogue cannot: ДМС,
 * payment, documents.  By the intent's name. */
struct dialogue_answer {
	const char *intent;
	const char *text;
};

struct dialogue_world {
	const struct script *script;
	const struct catalogue *catalogue;
	const struct lang *lang;         /* for cases of names */
	const struct zone *const *zones; /* one a branch of the catalogue */
	const struct dialogue_answer *answer;
	size_t answers_n;
	int64_t now; /* unix s UTC */
	bool is_english;
};

enum dialogue_event_kind {
	EVENT_SAID,      /* the patient's text, understood */
	EVENT_FREE,      /* the free times asked for with ACTION_FIND */
	EVENT_HELD,      /* visit.id keeps the chosen time */
	EVENT_BOOKED,    /* visit; plan */
	EVENT_MOVED,     /* visit as it is now; plan */
	EVENT_CANCELLED, /* visit.id */
	EVENT_CONFIRMED, /* visit.id */
	EVENT_TAKEN,     /* the time is no longer free */
	EVENT_CLASH,     /* the patient has another visit at that time */
	EVENT_FAILED,    /* could not be done: a person must help */
	DIALOGUE_EVENTS  /* how many */
};

/* What the plan of messages really holds for a visit. */
enum {
	PLANNED_LINK = 1,  /* a message at once, with the link */
	PLANNED_DAY = 2,   /* a reminder 24 hours before */
	PLANNED_EVE = 4,   /* or on the evening before */
	PLANNED_HOURS = 8, /* and 2 hours before */
	PLANNED_HERE = 16, /* all of it on the channel of the dialogue */
};

struct dialogue_event {
	enum dialogue_event_kind kind;
	const char *text; /* SAID */
	const struct understanding *said;
	const struct offer *free; /* FREE: in order of time */
	size_t free_n;
	struct frame_visit visit;
	unsigned plan; /* PLANNED_ */
};

enum dialogue_action_kind {
	ACTION_SAY,
	ACTION_FIND,     /* the free times of a service in a window */
	ACTION_HOLD,     /* keep f->offer[0] while the patient is asked */
	ACTION_BOOK,     /* f->offer[0] for the patient of the frame */
	ACTION_MOVE,     /* visit_id to f->offer[0] */
	ACTION_CANCEL,   /* visit_id */
	ACTION_CONFIRM,  /* visit_id */
	ACTION_RELEASE,  /* give up the hold visit_id; brings no event */
	ACTION_HAND,     /* call a person; brings no event */
	DIALOGUE_ACTIONS /* how many */
};

enum dialogue_hand {
	HAND_ASKED,    /* the patient wants a person */
	HAND_ALARM,    /* a red flag: at once */
	HAND_QUESTION, /* only the clinic's people know the answer */
	HAND_COMPLAINT,
	HAND_WAITLIST, /* no time was free */
	HAND_TROUBLE,  /* the program could not */
	HANDS          /* how many */
};

struct dialogue_button {
	const char *label;
	const char *send; /* what a press says */
};

enum {
	DIALOGUE_BUTTONS_MAX = 6,
	DIALOGUE_ACTIONS_MAX = 8, /* of one step */
	DIALOGUE_STEPS_MAX = 8,   /* of one turn */
};

struct dialogue_action {
	enum dialogue_action_kind kind;
	const char *text; /* SAY */
	struct dialogue_button button[DIALOGUE_BUTTONS_MAX];
	size_t buttons_n;
	int64_t service_id;     /* FIND */
	int64_t from_at, to_at; /* FIND: where starts lie, unix s UTC */
	int64_t visit_id; /* MOVE, CANCEL, CONFIRM, RELEASE; FIND: moving */
	enum dialogue_hand hand;
};

struct dialogue_out {
	struct dialogue_action action[DIALOGUE_ACTIONS_MAX];
	size_t n;
};

/*
 * Applies one event to *f and says what is to be done.  Texts live in `a` or
 * in the script.
 */
void dialogue_step(const struct dialogue_world *w, struct frame *f,
	const struct dialogue_event *ev, struct arena *a,
	struct dialogue_out *out);

/* The first word of the clinic: the greeting with the first question.  Sets
 * what was asked. */
const char *dialogue_greeting(
	const struct dialogue_world *w, struct frame *f, struct arena *a);

/* How the next text is to be read. */
enum understand_hint dialogue_hint(
	const struct dialogue_world *w, const struct frame *f);

/* Stable lower-case name, as in the audit: "alarm". */
const char *dialogue_hand_name(enum dialogue_hand hand);

#endif
