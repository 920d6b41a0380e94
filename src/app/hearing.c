#include "app/hearing.h"

#include "os/clock.h"
#include "os/thread.h"
#include "store/store.h"

struct hearing {
	struct store store;
};

static bool listen_all(
	struct hearing *n, const char *const *topics, struct err *e)
{
	for (; *topics; topics++)
		if (!db_listen(n->store.db, *topics, e))
			return false;
	return true;
}

bool hearing_open(struct storage *storage, const char *const *topics,
	struct hearing **out, struct err *e)
{
	struct hearing *n = calloc(1, sizeof(*n));

	if (!n)
		base_no_memory();
	if (!store_init(&n->store, storage, e)) {
		free(n);
		return false;
	}
	if (!listen_all(n, topics, e)) {
		hearing_close(n);
		return false;
	}
	*out = n;
	return true;
}

void hearing_close(struct hearing *hearing)
{
	if (!hearing)
		return;
	store_release(&hearing->store);
	free(hearing);
}

/* A server that is away answers at once: the wait must still be one. */
static void wait_out(int wait_ms)
{
	struct condition never;
	struct mutex lock;
	int64_t until_ms = clock_steady_ms() + wait_ms;

	mutex_init(&lock);
	condition_init(&never);
	mutex_lock(&lock);
	while (condition_wait_until(&never, &lock, until_ms))
		;
	mutex_unlock(&lock);
	condition_release(&never);
	mutex_release(&lock);
}

void hearing_wait(struct hearing *hearing, int wait_ms, struct note *out)
{
	struct db_note note;
	struct err e;

	*out = (struct note){.kind = NOTE_LOST};
	if (!db_wait(hearing->store.db, wait_ms, &note, &e)) {
		wait_out(wait_ms);
		return;
	}
	if (note.heard == DB_HEARD_NOTHING)
		out->kind = NOTE_NONE;
	if (note.heard == DB_HEARD_NOTE) {
		out->kind = NOTE_HEARD;
		snprintf(out->topic, sizeof(out->topic), "%s", note.topic);
		out->number = note.number;
	}
}
