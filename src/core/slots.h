#ifndef CORE_SLOTS_H
#define CORE_SLOTS_H
/*
 * core/slots - the search of bookable starts.  Pure: no clock, no I/O; the
 * rules are those of docs/availability.md.
 *
 *    resource   open hours - busy visits grown by buffers   = its free time
 *    member     resources that serve together (a doctor, or a doctor with the
 *               own room): free when all of them are
 *    group      members of which one is enough (any doctor; any room)
 *    visit      one member of *every* group for the whole length
 *
 * "Doctor and room" is one group of one member of two resources; "any doctor"
 * one group of many members; "this room and any doctor" two groups.
 *
 *    slots_open      -> struct slots, free times worked out once
 *    slots_starts    -> every start offered
 *    slots_serve     -> who would serve a start, least loaded first
 *    slots_explain   -> why a start is not offered
 */
#include "core/hours.h"

enum {
	SLOTS_GROUPS_MAX = 8,
	SLOTS_STARTS_MAX = 100000, /* of one answer */
};

struct slots_busy {
	int64_t start, end;            /* unix s UTC */
	int own_before_s, own_after_s; /* that visit's own buffers */
	bool is_absence; /* takes every seat, whatever the capacity */
};

struct slots_resource {
	const char *name; /* for people; not used by the search */
	struct hours hours;
	const struct slots_busy *busy; /* any order; ascending is fastest */
	size_t busy_n;
};

struct slots_member {
	const int *resources; /* indices into slots_case.resources */
	size_t resources_n;
	int duration_s; /* 0: the service's; counts in group 0 only */
};

struct slots_group {
	const struct slots_member *members;
	size_t n;
};

enum { SLOTS_EVERYBODY = -1 };

/* Somebody else is deciding about this time.  It hides starts that it
 * overlaps without moving the grid. */
struct slots_hold {
	int64_t start, end, expires_at; /* unix s UTC */
	int resource;                   /* index, or SLOTS_EVERYBODY */
};

struct slots_service {
	int duration_s; /* 1.. */
	int step_s;     /* 1..; ignored by SLOTS_GRID */
	int offset_s;   /* added to a gap's first candidate and to the step */
	int notice_s;   /* no start sooner than this after now */
	int buffer_before_s, buffer_after_s;
	bool has_buffers_inside; /* the buffers too must lie in open hours */
	/* 1: a visit takes its time.  More: visits leave the grid alone, and
	 * a start stays while fewer than that many overlap it. */
	int capacity;
};

enum slots_mode {
	SLOTS_HOUR_GRID,   /* up to the hour's grid that divides the step */
	SLOTS_MAX_FIT,     /* the same where no start is lost by it */
	SLOTS_GRID,        /* every interval_min past the hour */
	SLOTS_RANGE_START, /* steps from each gap's start */
	SLOTS_MODES        /* how many */
};

struct slots_alignment {
	enum slots_mode mode;
	const struct zone *zone; /* whose wall the grid is on */
	int interval_min;        /* SLOTS_GRID: 1.. */
	int offset_min;          /* SLOTS_GRID */
	bool has_strict_future;  /* not at now + notice itself either */
};

enum slots_horizon_kind {
	SLOTS_ENDLESS,
	SLOTS_ROLLING,          /* today and `days` more */
	SLOTS_ROLLING_BOOKABLE, /* the first `days` days that have a start */
	SLOTS_RANGE,            /* from_day..to_day */
	SLOTS_HORIZONS          /* how many */
};

struct slots_horizon {
	enum slots_horizon_kind kind;
	const struct zone *zone; /* whose days are counted */
	int days;
	bool is_business_only;    /* SLOTS_ROLLING: count Monday to Friday */
	int64_t from_day, to_day; /* SLOTS_RANGE, both included */
};

struct slots_limits {
	const struct zone *zone;
	int per_day;                    /* visits a local day; -1: no limit */
	int minutes_per_day;            /* -1: no limit */
	const struct interval *counted; /* visits that count, any order */
	size_t counted_n;
};

/* Everything a search looks at.  Borrowed until the arena's reset. */
struct slots_case {
	bool has_now; /* false: no past, no notice, no rolling horizon */
	int64_t now;  /* unix s UTC */
	struct interval window; /* starts and ends of visits lie in it */
	struct slots_service service;
	struct slots_alignment alignment;
	struct slots_horizon horizon;
	struct slots_limits limits;
	const struct slots_resource *resources;
	size_t resources_n;
	struct slots_group groups[SLOTS_GROUPS_MAX];
	size_t groups_n;
	const struct slots_hold *holds; /* of others only */
	size_t holds_n;
	const struct hours *restriction; /* a visit lies in it whole; or NULL */
};

struct slots; /* a case with its free times; lives in the arena */

/*
 * Works out the free times of a case.  Cannot fail: indices and zones must be
 * right (BUG_ON), times outside the window do no harm.  A case without groups
 * has no starts.
 */
struct slots *slots_open(const struct slots_case *q, struct arena *a);

/*
 * Every start offered, ascending; in the arena of slots_open.  ERR_TOO_LARGE:
 * more than SLOTS_STARTS_MAX.
 */
MUST_USE bool slots_starts(
	struct slots *s, const int64_t **out, size_t *n, struct err *e);

/* The case's open windows less what is busy, joined over its alternatives. */
struct intervals slots_free(struct slots *s);

/*
 * Who would serve a start: fills member[g] with the index of one free member
 * of each group, the one whose first resource has the least busy time in the
 * window (the first of equals), and *duration_s with the visit's length.
 * `wanted` names members that must be taken, -1 where any will do; NULL: any.
 * False: nobody, or not the wanted ones.  Looks at free time and holds only:
 * ask for starts that slots_starts has offered.
 */
bool slots_serve(struct slots *s, int64_t start, const int *wanted,
	int member[SLOTS_GROUPS_MAX], int *duration_s);

/* In the order in which they are looked at. */
enum slots_reason {
	SLOTS_CLOSED,        /* the date is closed */
	SLOTS_OUTSIDE_HOURS, /* the visit is not within open hours */
	SLOTS_BUSY,          /* another visit is then */
	SLOTS_BUFFER,        /* a visit or closing time is too near */
	SLOTS_PAST,
	SLOTS_NOTICE,
	SLOTS_HORIZON, /* beyond it, or outside the window asked for */
	SLOTS_HELD,    /* somebody else is deciding about it */
	SLOTS_LIMIT,
	SLOTS_RESTRICTION,
	SLOTS_OFF_GRID, /* free, but not a start of the grid */
	SLOTS_OFFERED,
	SLOTS_REASONS /* how many */
};

struct slots_why {
	enum slots_reason reason;
	int resource; /* index of the one that refuses, or -1 */
};

/*
 * The first reason why `start` is not offered.  Of alternatives the one that
 * comes nearest to serving it speaks.  Works out free times anew, around
 * `start`: for a person's question, not for a loop.
 */
struct slots_why slots_explain(
	const struct slots_case *q, int64_t start, struct arena *a);

/* "outside-hours" and so on. */
const char *slots_reason_name(enum slots_reason reason);

#endif
