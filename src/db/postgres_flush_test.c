/*
 * Who leads, who is told what: with a flush that the test makes succeed, fail
 * or wait, and threads that join meanwhile.
 */
#include "db/postgres_flush.h"

#include "test/check.h"

enum { THREADS = 8, ROUNDS = 300 };

static struct flush_queue queue;

/* A flush that counts whom it took along; broken from the n-th on. */
struct disk {
	struct mutex m;
	int flushes_n, told_n, broken_from; /* 0: never */
};

static bool to_disk(
	void *ctx, const struct flush_member *members, struct err *e)
{
	struct disk *d = ctx;
	bool ok;

	mutex_lock(&d->m);
	ok = !d->broken_from || d->flushes_n + 1 < d->broken_from;
	d->flushes_n++;
	for (; members != NULL; members = members->next)
		d->told_n++;
	mutex_unlock(&d->m);
	return ok || err_set(e, ERR_UNAVAILABLE, "the disk is gone");
}

struct joiner {
	struct disk *disk;
	int ok_n, uncertain_n;
};

static void join_many(void *ctx)
{
	struct joiner *j = ctx;
	struct flush_member me = {0};
	struct err e;

	condition_init(&me.woken);
	for (int i = 0; i < ROUNDS; i++)
		if (flush_join(&queue, &me, to_disk, j->disk, &e))
			j->ok_n++;
		else
			j->uncertain_n += e.kind == ERR_UNCERTAIN;
	condition_release(&me.woken);
}

static void run(struct disk *d, struct joiner *j)
{
	struct thread t[THREADS];
	struct err e;

	flush_queue_init(&queue);
	mutex_init(&d->m);
	for (int i = 0; i < THREADS; i++) {
		j[i] = (struct joiner){.disk = d};
		CHECK(thread_start(&t[i], join_many, &j[i], &e));
	}
	for (int i = 0; i < THREADS; i++)
		thread_join(&t[i]);
	mutex_release(&d->m);
	flush_queue_release(&queue); /* nobody waits, nobody leads */
}

static void test_everyone_is_flushed_once(void)
{
	struct joiner j[THREADS];
	struct disk d = {0};

	run(&d, j);
	for (int i = 0; i < THREADS; i++)
		CHECK_ROW(j[i].ok_n == ROUNDS, i);
	CHECK(d.told_n == THREADS * ROUNDS);
	CHECK(d.flushes_n <= THREADS * ROUNDS);
}

static void test_after_a_failure_nobody_is_told_that_it_is_done(void)
{
	struct joiner j[THREADS];
	struct disk d = {.broken_from = 1};

	run(&d, j);
	for (int i = 0; i < THREADS; i++) {
		CHECK_ROW(j[i].ok_n == 0, i);
		CHECK_ROW(j[i].uncertain_n == ROUNDS, i);
	}
}

/* ---- those who come while a flush runs ---------------------------------- */

struct slow_disk {
	struct thread late;
	struct joiner joiner;
	struct disk disk;
	bool fails, has_late;
};

/* During the first flush another one joins: it is not taken along. */
static bool slowly(void *ctx, const struct flush_member *members, struct err *e)
{
	struct slow_disk *d = ctx;
	bool is_waiting = false;

	CHECK(members->next == NULL);
	if (!d->has_late) {
		d->has_late = true;
		CHECK(thread_start(&d->late, join_many, &d->joiner, e));
		while (!is_waiting) {
			mutex_lock(&queue.m);
			is_waiting = queue.first != NULL;
			mutex_unlock(&queue.m);
		}
	}
	return !d->fails || err_set(e, ERR_UNAVAILABLE, "gone");
}

static void test_who_comes_late_waits_for_the_next(void)
{
	struct slow_disk d = {.joiner = {.disk = &d.disk}};
	struct flush_member me = {0};
	struct err e;

	flush_queue_init(&queue);
	mutex_init(&d.disk.m);
	condition_init(&me.woken);
	CHECK(flush_join(&queue, &me, slowly, &d, &e));
	thread_join(&d.late);
	CHECK(d.joiner.ok_n == ROUNDS);
	CHECK(d.disk.told_n == ROUNDS); /* each by a flush of its own */
	/* a server that went away takes those with it who wait already */
	d.fails = true;
	d.has_late = false;
	d.joiner.ok_n = 0;
	CHECK(!flush_join(&queue, &me, slowly, &d, &e));
	CHECK(e.kind == ERR_UNCERTAIN);
	thread_join(&d.late);
	CHECK(d.joiner.uncertain_n == 1 && d.joiner.ok_n == ROUNDS - 1);
	condition_release(&me.woken);
	mutex_release(&d.disk.m);
	flush_queue_release(&queue);
}

TEST_MAIN(test_everyone_is_flushed_once,
	test_after_a_failure_nobody_is_told_that_it_is_done,
	test_who_comes_late_waits_for_the_next)
