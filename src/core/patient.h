#ifndef CORE_PATIENT_H
#define CORE_PATIENT_H
/*
 * core/patient - a person the clinic serves, or a lead who may become one.
 *
 * Who he is (struct person) is opened from sealed bytes for one call and lives
 * in that call's arena; it is never logged, and phones are shown masked unless
 * somebody must dial them.
 */
#include "base/arena.h"
#include "base/err.h"
#include "lang/name.h" /* enum sex */

enum patient_state {
	PATIENT_LEAD, /* wrote or called, has not booked yet */
	PATIENT_KNOWN,
	PATIENT_ERASED, /* his key is destroyed; nothing can be read */
	PATIENT_STATES  /* how many */
};

/* Each text is "" if not known; names in the nominative. */
struct person {
	const char *last, *first, *middle;
	const char *phone; /* E.164 */
	const char *birth; /* "1980-05-01" */
};

struct patient {
	int64_t id;
	int64_t clinic_id;
	enum patient_state state;
	struct person person; /* all "" when erased */
	enum sex sex;
	const char *zone;   /* IANA, "" if not known: the branch's counts */
	const char *source; /* where he came from first: "site", "import" */
	int64_t created_at; /* unix s UTC */
};

/* "lead", "patient", "erased" */
const char *patient_state_name(enum patient_state state);
/* False, *out untouched: no such name. */
MUST_USE bool patient_state_named(const char *name, enum patient_state *out);

/*
 * Whether `said` may be the person on record `known`, who has the same phone:
 * no part that both give differs (letter case aside), and the first name is
 * given by both.  A family often shares one phone.
 */
bool person_may_be(const struct person *known, const struct person *said);

/*
 * Fills what `said` leaves empty from `known`: what a person says now counts
 * more than what stands on record.
 */
struct person person_merge(
	const struct person *known, const struct person *said);

/* «Иванова Анна Сергеевна», the parts that are known; "" if none. */
const char *person_full_name(const struct person *p, struct arena *a);

/* "+7 ··· ···-··-67": only country and the last two digits; "" for "". */
const char *person_masked_phone(const struct person *p, struct arena *a);

#endif
