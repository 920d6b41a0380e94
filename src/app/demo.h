#ifndef APP_DEMO_H
#define APP_DEMO_H
/*
 * app/demo - what only a demo has: a clock that can be turned, and the phones
 * of patients.  Everywhere else these are ERR_NOT_FOUND.
 *
 * The demo's time is the true time plus an offset kept as a setting, so that
 * it stays over a restart.  It only moves forward.
 */
#include "app/call.h"
#include "base/err.h"
#include "store/message.h"
#include "store/outbox.h"

/* db_listen: the clock was turned; its number is the new offset in seconds. */
#define DEMO_TOPIC "demo"

enum {
	DEMO_ADVANCE_MAX_S = 400 * 86400,
	DEMO_PHONES_MAX = 30,
};

struct demo_clock {
	int64_t now; /* unix s UTC, the demo's */
	int64_t offset_s;
	int64_t next_at;         /* 0: nothing is planned */
	const char *next_kind;   /* scenario's name; NULL */
	int64_t next_patient_id; /* 0 */
	const struct zone *zone; /* of the first clinic's first branch */
};

/* Sets the process's clock to the kept offset; once, at start. */
MUST_USE bool app_demo_start(struct call *c, struct err *e);

/* What is planned next is the first of all clinics. */
MUST_USE bool app_demo_clock(
	struct call *c, struct demo_clock *out, struct err *e);

/*
 * Turns the clock forward by `advance_s` (1..DEMO_ADVANCE_MAX_S), or with 0 to
 * the next planned message (ERR_NOT_FOUND, field "to": none).
 */
MUST_USE bool app_demo_advance(struct call *c, int64_t advance_s,
	struct demo_clock *out, struct err *e);

struct demo_phone {
	int64_t patient_id;
	const char *name, *phone; /* whole: nobody in a demo is real */
	int64_t last_at;
};

/* Phones that got a message in the demo, latest first. */
MUST_USE bool app_demo_phones(struct call *c, const char *clinic,
	const struct demo_phone **out, size_t *n, struct err *e);

struct demo_thread {
	int64_t clinic_id;
	struct demo_phone phone;
	const struct zone *zone;
	const struct message_row *message; /* oldest first; body is JSON */
	size_t messages_n;
	const struct outbox_row *sent; /* their deliveries, by id */
	size_t sent_n;
};
MUST_USE bool app_demo_thread(struct call *c, int64_t patient_id,
	struct demo_thread *out, struct err *e);

/*
 * Answers from a patient's demo phone: a typed text, or a button's `send`.
 * What is no plain reaction to message_id (0: the latest) goes on as a
 * dialogue on that phone.
 */
MUST_USE bool app_demo_reply(struct call *c, int64_t patient_id,
	const char *text, int64_t message_id, struct err *e);

#endif
