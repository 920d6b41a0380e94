#ifndef APP_HISTORY_H
#define APP_HISTORY_H
/*
 * app/history - a believable past for the demo clinic: synthetic patients,
 * months of visits behind and some weeks ahead, with their messages.
 *
 * Nobody in it exists: names are drawn from lists, phones from +7 000, which
 * no operator serves.  The same seed, clinic and day give the same history.
 */
#include "app/call.h"
#include "base/err.h"

struct history_options {
	int patients_n; /* 1..20000 */
	int days_back;  /* 0..365 */
	int days_ahead; /* 0..60 */
	uint64_t seed;
};

struct history_counts {
	int64_t patients_n, visits_n, messages_n;
};

/* Told how far it is, in rows of `of` rows. */
typedef void history_progress_fn(void *ctx, int64_t done, int64_t of);

/*
 * Fills the clinic, which must have a catalogue and no visits yet
 * (ERR_CONFLICT), in a few large transactions; interrupted, it leaves a part
 * and is not resumed.  `progress` may be NULL.
 */
MUST_USE bool app_history_make(struct call *c, int64_t clinic_id,
	const struct history_options *o, history_progress_fn *progress,
	void *ctx, struct history_counts *out, struct err *e);

#endif
