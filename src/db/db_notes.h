#ifndef DB_DB_NOTES_H
#define DB_DB_NOTES_H
/*
 * db/db_notes - notes between threads of one process, for drivers whose engine
 * has none.
 *
 *    notes_send --> every ear that hears the topic --> notes_wait
 *
 * An ear keeps the last NOTES_KEPT; when more come than it takes, it hears of
 * the loss instead.
 */
#include "db/db.h"
#include "os/thread.h"

enum { NOTES_KEPT = 256, NOTES_TOPICS_MAX = 8 };

struct notes_ear {
	struct notes_ear *next;
	char topics[NOTES_TOPICS_MAX][DB_TOPIC_MAX];
	int topics_n;
	struct db_note kept[NOTES_KEPT]; /* a ring: n from `first` on */
	int first, n;
	bool has_lost;
};

struct notes {
	struct mutex m;
	struct condition heard;
	struct notes_ear *ears;
};

void notes_init(struct notes *n);
void notes_release(struct notes *n);

/* Makes `ear` (zeroed at first) hear a topic; ERR_LIMIT: it hears too many. */
MUST_USE bool notes_listen(struct notes *n, struct notes_ear *ear,
	const char *topic, struct err *e);
void notes_leave(struct notes *n, struct notes_ear *ear);

void notes_send(struct notes *n, const char *topic, int64_t number);
void notes_wait(struct notes *n, struct notes_ear *ear, int wait_ms,
	struct db_note *out);

#endif
