#ifndef DB_DB_FAULT_H
#define DB_DB_FAULT_H
/*
 * db/db_fault - a driver for tests that wraps another and breaks its calls.
 *
 * Counted are statements, begins, commits, notes and scripts of all handles.
 * A loop over fail_at = 1, 2 ... until `calls` stays below it shows that a use
 * case does all or nothing:
 *
 *    for (int n = 1;; n++) {
 *            fault = (struct db_fault){.fail_at = n};
 *            ... run it, look at the data ...
 *            if (fault.calls < n)
 *                    break;
 *    }
 */
#include "db/db.h"

enum db_fault_kind {
	DB_FAULT_REFUSE,         /* ERR_UNAVAILABLE, nothing was done */
	DB_FAULT_UNCERTAIN_DONE, /* a commit is done, then ERR_UNCERTAIN */
	DB_FAULT_UNCERTAIN_LOST, /* a commit is undone, ERR_UNCERTAIN */
};

struct db_fault {
	enum db_fault_kind kind; /* calls that do not commit: always REFUSE */
	int fail_at;             /* the n-th call from now, 1 ...; 0: none */
	bool for_ever;           /* and all after it */
	int calls;               /* counted so far */
};

/* Wraps `inner`, which it closes with itself.  One thread at a time. */
struct database *db_fault_open(struct database *inner, struct db_fault *fault);

#endif
