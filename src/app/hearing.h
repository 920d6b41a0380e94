#ifndef APP_HEARING_H
#define APP_HEARING_H
/*
 * app/hearing - what other threads and processes have just committed, heard as
 * topic and number.  For the threads that wait: workers and live pages.
 */
#include "base/err.h"

struct storage;
struct hearing;

enum note_kind {
	NOTE_NONE,  /* the time is over */
	NOTE_HEARD, /* topic and number are set */
	NOTE_LOST,  /* some were missed: look at everything */
};

struct note {
	enum note_kind kind;
	char topic[32];
	int64_t number;
};

/* `topics` ends with NULL.  One thread at a time.  Errors as store_init. */
MUST_USE bool hearing_open(struct storage *storage, const char *const *topics,
	struct hearing **out, struct err *e);
/* NULL is fine. */
void hearing_close(struct hearing *hearing);

/*
 * Waits at most `wait_ms` for the next note.  A database that has gone gives
 * NOTE_LOST after the wait.
 */
void hearing_wait(struct hearing *hearing, int wait_ms, struct note *out);

#endif
