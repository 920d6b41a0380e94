#ifndef CORE_VISIT_H
#define CORE_VISIT_H
/*
 * core/visit - the life of one appointment.  Pure: no clock, no I/O.
 *
 *    HELD --book--> BOOKED --confirm--> CONFIRMED
 *                   |  |  \            /  |  |
 *                   |  |   --arrive-->|<--   |
 *                   |  |           ARRIVED --start--> STARTED --finish--> DONE
 *                   |  |              ^
 *                   |  |           arrive, on the same day only
 *                   |  |              |
 *                   |  +--miss------> MISSED      (from CONFIRMED as well)
 *                   +-----cancel----> CANCELLED   (from CONFIRMED as well)
 *
 *    move: BOOKED -> BOOKED, CONFIRMED -> BOOKED; revision + 1
 *
 * A hold that runs out or is given up leaves no row, so it has no arrow.
 * What the bot calls «запись подтверждена» is BOOKED; CONFIRMED is the
 * patient's own answer to a reminder.
 */
#include "base/err.h"

enum visit_state {
	VISIT_HELD,
	VISIT_BOOKED,
	VISIT_CONFIRMED,
	VISIT_ARRIVED,
	VISIT_STARTED,
	VISIT_DONE,
	VISIT_MISSED,
	VISIT_CANCELLED,
	VISIT_STATES /* how many */
};

enum visit_event {
	VISIT_BOOK,
	VISIT_CONFIRM,
	VISIT_ARRIVE,
	VISIT_START,
	VISIT_FINISH,
	VISIT_MISS,
	VISIT_CANCEL,
	VISIT_MOVE,
	VISIT_EVENTS /* how many */
};

struct visit {
	int64_t id;
	int64_t clinic_id;
	int64_t patient_id; /* 0 only in VISIT_HELD */
	int64_t service_id;
	int64_t branch_id;
	int64_t doctor_id;
	int64_t room_id;   /* 0: the service needs none */
	int64_t device_id; /* 0: the service needs none */
	int64_t start_at;  /* unix s UTC, whole 5 minutes */
	int64_t end_at;    /* unix s UTC, exclusive; without buffers */
	enum visit_state state;
	int64_t revision; /* 0, grows with every move */
	/* What the cells of occupancy cover: start and end with buffers. */
	int64_t busy_from_at, busy_to_at;
	int64_t held_until;  /* unix s UTC; 0 unless VISIT_HELD */
	int64_t holder_id;   /* principal that holds; 0: the system */
	const char *source;  /* "site", "telegram", "desk" ...: who booked */
	int64_t dialogue_id; /* in which it was booked; 0: in none */
	int64_t price_kop;
	/* Unix s UTC of the last such event; 0: never. */
	int64_t booked_at, confirmed_at, moved_at, ended_at;
	int64_t created_at;
};

/*
 * Applies `ev` at `now` (unix s UTC).  `is_its_day`: the branch's date of
 * `now` is the date of the visit.  Sets state, revision and the time of the
 * event; where a move goes (start, doctor, room) the caller writes.
 *
 * ERR_CONFLICT, *v unchanged: the diagram has no such arrow from this state;
 * BOOK at or after held_until; CONFIRM at or after the start; MISS before the
 * start; ARRIVE on another day.
 */
MUST_USE bool visit_step(struct visit *v, enum visit_event ev, int64_t now,
	bool is_its_day, struct err *e);

/* Whether visit_step would do it. */
bool visit_can(const struct visit *v, enum visit_event ev, int64_t now,
	bool is_its_day);

/*
 * The state keeps its time: its cells of occupancy stand.  Only a cancelled
 * visit gives them back; a missed one may still arrive.
 */
bool visit_state_occupies(enum visit_state state);

/*
 * The event that leads to `state` (CONFIRM to confirmed); false for held,
 * which none reaches.
 */
MUST_USE bool visit_event_toward(enum visit_state state, enum visit_event *ev);

/* Stable lower-case names, as stored, logged and sent: "booked", "book". */
const char *visit_state_name(enum visit_state state);
const char *visit_event_name(enum visit_event ev);
/* False, *out untouched: no such name. */
MUST_USE bool visit_state_named(const char *name, enum visit_state *out);
MUST_USE bool visit_event_named(const char *name, enum visit_event *out);

#endif
