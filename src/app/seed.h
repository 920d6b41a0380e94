#ifndef APP_SEED_H
#define APP_SEED_H
/*
 * app/seed - fills an empty store with a clinic from a file: for the demo, and
 * for trying things out.  The same file, seed and day give the same clinic,
 * the same ids and the same visits.
 */
#include "app/call.h"
#include "base/err.h"

struct seed_options {
	uint64_t seed;    /* ids and who is booked follow from it */
	bool with_visits; /* book what the file says, from c->now on */
};

/*
 * Makes the clinic of a file of `n` bytes (app/clinic_file) with its staff,
 * who have no passwords, and with visits if asked.  One transaction.
 * ERR_INVALID as clinic_file_read; ERR_CONFLICT: its slug or ids exist.
 */
MUST_USE bool app_seed_clinic(struct call *c, const char *p, size_t n,
	const struct seed_options *options, int64_t *clinic_id, struct err *e);

/* The demo's clinics inside the program: "clinic" and "second". */
MUST_USE bool app_seed_demo(struct call *c, const char *name,
	const struct seed_options *options, int64_t *clinic_id, struct err *e);

#endif
