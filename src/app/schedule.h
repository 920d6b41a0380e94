#ifndef APP_SCHEDULE_H
#define APP_SCHEDULE_H
/*
 * app/schedule - one day of a branch: its doctors, when they work, and who
 * comes to them.  For the desk; phones are masked.
 */
#include "app/call.h"
#include "core/catalogue.h"
#include "core/interval.h"
#include "core/visit.h"
#include "store/message.h"
#include "store/outbox.h"

struct schedule_visit {
	struct visit visit;
	const char *patient_name; /* «Иванова Анна»; "" when erased */
	const char *patient_phone; /* masked */
	const char *service;       /* its name; "" if no longer offered */
	bool can[VISIT_EVENTS];    /* what may be done with it now */
};

struct schedule_doctor {
	const struct resource *doctor;
	struct intervals open;      /* unix s UTC */
	int64_t open_min, busy_min; /* busy: visits that are or were held */
	const struct schedule_visit *visits; /* cancelled ones too, by start */
	size_t visits_n;
};

struct schedule {
	const struct catalogue *catalogue;
	const struct branch *branch;
	const struct zone *zone;
	int64_t day, today; /* day numbers, base/civil */
	const struct schedule_doctor *doctors;
	size_t doctors_n;
	int64_t counts[VISIT_STATES]; /* holds count as VISIT_HELD */
};

/*
 * Reads the day of a branch (branch_id 0: the first) into c->a.  `day` is a
 * day number, or SCHEDULE_TODAY.  Holds of patients who are still deciding
 * are shown without a name.  One audit row names all patients shown.
 * ERR_NOT_FOUND, field "branch".
 */
enum { SCHEDULE_TODAY = INT32_MIN };
MUST_USE bool app_schedule(struct call *c, int64_t clinic_id, int64_t branch_id,
	int64_t day, struct schedule *out, struct err *e);

/* What happened to a visit: the last of each kind. */
struct visit_deed {
	int64_t at;       /* unix s UTC */
	const char *what; /* the state reached, or "moved" */
	const char *who;  /* through what it was booked; else "" */
};

/* One visit as the schedule shows it, with what else the desk asks for. */
struct visit_card {
	struct schedule_visit shown;
	const char *complaint; /* NULL: none */
	const struct catalogue *catalogue;
	const struct zone *zone;
	const struct visit_deed *deeds; /* in order of time */
	size_t deeds_n;
	/* What was sent about it, oldest first, and how far each got. */
	const struct message_row *messages;
	size_t messages_n;
	const struct outbox_row *sent;
	size_t sent_n;
};
/* Audited.  ERR_NOT_FOUND: not of the clinic of c->who. */
MUST_USE bool app_visit_card(struct call *c, int64_t visit_id,
	struct visit_card *out, struct err *e);

#endif
