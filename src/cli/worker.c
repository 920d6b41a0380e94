#include "cli/worker.h"

#include "base/log.h"
#include "os/clock.h"

enum {
	/* How soon a stop is noticed, and a demo's clock that has jumped. */
	LOOK_MS = 500,
	AFTER_FAILURE_S = 5,
};

static bool must_stop(struct worker *w)
{
	bool yes;

	mutex_lock(&w->lock);
	yes = w->must_stop;
	mutex_unlock(&w->lock);
	return yes;
}

/* Runs one round; a failed one is tried again after a while. */
static int64_t run_round(struct worker *w, struct store *store, struct arena *a,
	const struct note *note)
{
	struct call c = app_call(w->app, store, a, clock_now(), app_system());
	int64_t next_at = INT64_MAX;
	struct err e;

	if (!w->round(w->ctx, &c, note, &next_at, &e)) {
		if (db_is_in_transaction(store->db))
			db_rollback(store->db);
		log_event(LOG_ERROR, "worker.failed",
			LOG_WORD("worker", w->name),
			LOG_WORD("kind", err_name(e.kind)),
			LOG_WORD("text", e.text));
		next_at = clock_now() + AFTER_FAILURE_S;
	}
	arena_reset(a);
	return next_at;
}

/* To the moment itself: what is due at a second leaves as it begins. */
static int wait_ms(int64_t next_at)
{
	int64_t now_ms = clock_now_ms(), left_ms = LOOK_MS;

	if (next_at <= now_ms / 1000 + 1)
		left_ms = next_at * 1000 - now_ms;
	return left_ms < 0 ? 0 : left_ms < LOOK_MS ? (int)left_ms : LOOK_MS;
}

static void loop(struct worker *w, struct store *store, struct hearing *hearing)
{
	struct arena a;
	int64_t next_at = 0;

	arena_init(&a);
	while (!must_stop(w)) {
		struct note note = {.kind = NOTE_NONE};

		if (clock_now() < next_at)
			hearing_wait(hearing, wait_ms(next_at), &note);
		if (note.kind != NOTE_NONE || clock_now() >= next_at)
			next_at = run_round(w, store, &a,
				note.kind != NOTE_NONE ? &note : NULL);
	}
	arena_release(&a);
}

static void run(void *ctx)
{
	struct worker *w = ctx;
	struct store store;
	struct hearing *hearing;
	struct err e;

	if (!store_init(&store, w->storage, &e)) {
		log_event(LOG_ERROR, "worker.lost", LOG_WORD("worker", w->name),
			LOG_WORD("text", e.text));
		return;
	}
	if (hearing_open(w->storage, w->topics, &hearing, &e)) {
		loop(w, &store, hearing);
		hearing_close(hearing);
	} else {
		log_event(LOG_ERROR, "worker.lost", LOG_WORD("worker", w->name),
			LOG_WORD("text", e.text));
	}
	store_release(&store);
}

bool worker_start(struct worker *w, struct err *e)
{
	mutex_init(&w->lock);
	w->must_stop = false;
	w->is_running = thread_start(&w->thread, run, w, e);
	return w->is_running;
}

void worker_stop(struct worker *w)
{
	if (!w->is_running)
		return;
	mutex_lock(&w->lock);
	w->must_stop = true;
	mutex_unlock(&w->lock);
	thread_join(&w->thread);
	mutex_release(&w->lock);
	w->is_running = false;
}
