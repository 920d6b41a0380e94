#ifndef APP_CLINIC_FILE_H
#define APP_CLINIC_FILE_H
/*
 * app/clinic_file - a clinic written down as JSON (data/demo/clinic.json): its
 * catalogue, its staff, and for a demo who is booked already.
 *
 * Rows point to each other by `key`; ids are counted from a first one, so that
 * the same file and first id give the same clinic.
 */
#include "base/json.h"
#include "core/catalogue.h"
#include "store/staff.h"

struct clinic_person {
	const char *last, *first, *middle, *phone;
	enum sex sex;
};

/* A stretch of a doctor's day, booked for sure or left free for sure. */
struct clinic_stretch {
	int resource;         /* index */
	int day;              /* 0: today, 1: tomorrow ... */
	int from_min, to_min; /* of the branch's wall */
};

struct clinic_file {
	struct catalogue catalogue;
	const struct staff *staff;
	size_t staff_n;
	const char *answers; /* JSON {intent: text}; "{}" if none */

	const struct clinic_person *person;
	size_t persons_n;
	int booked_share; /* percent of the coming days */
	int booked_days;
	const struct clinic_stretch *always, *never;
	size_t always_n, never_n;

	int64_t next_id; /* the first that is not used */
};

/*
 * Reads `n` bytes into `a`.  ERR_INVALID names what is wrong: an unknown key,
 * a member of a wrong type, a reference to nothing.
 */
MUST_USE bool clinic_file_read(struct arena *a, const char *p, size_t n,
	int64_t first_id, struct clinic_file *out, struct err *e);

#endif
