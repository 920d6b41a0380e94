#include "os/thread.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>

struct start {
	thread_fn *run;
	void *ctx;
};

static void *enter(void *p)
{
	struct start start = *(struct start *)p;

	free(p);
	start.run(start.ctx);
	return NULL;
}

bool thread_start(struct thread *t, thread_fn *run, void *ctx, struct err *e)
{
	struct start *start = malloc(sizeof(*start));
	sigset_t all, before;
	int no;

	if (start == NULL)
		base_no_memory();
	*start = (struct start){run, ctx};
	/* A thread inherits the mask: block first, so no signal slips in. */
	sigfillset(&all);
	BUG_ON(pthread_sigmask(SIG_SETMASK, &all, &before) != 0);
	no = pthread_create(&t->id, NULL, enter, start);
	BUG_ON(pthread_sigmask(SIG_SETMASK, &before, NULL) != 0);
	if (no == 0)
		return true;
	free(start);
	return err_set(e, ERR_UNAVAILABLE, "thread: errno %d", no);
}

void thread_join(struct thread *t)
{
	BUG_ON(pthread_join(t->id, NULL) != 0);
}

void mutex_init(struct mutex *m)
{
	BUG_ON(pthread_mutex_init(&m->m, NULL) != 0);
}

void mutex_release(struct mutex *m)
{
	BUG_ON(pthread_mutex_destroy(&m->m) != 0);
}

void mutex_lock(struct mutex *m)
{
	BUG_ON(pthread_mutex_lock(&m->m) != 0);
}

void mutex_unlock(struct mutex *m)
{
	BUG_ON(pthread_mutex_unlock(&m->m) != 0);
}

void condition_init(struct condition *c)
{
	pthread_condattr_t attr;

	BUG_ON(pthread_condattr_init(&attr) != 0);
	BUG_ON(pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) != 0);
	BUG_ON(pthread_cond_init(&c->c, &attr) != 0);
	BUG_ON(pthread_condattr_destroy(&attr) != 0);
}

void condition_release(struct condition *c)
{
	BUG_ON(pthread_cond_destroy(&c->c) != 0);
}

void condition_wait(struct condition *c, struct mutex *m)
{
	BUG_ON(pthread_cond_wait(&c->c, &m->m) != 0);
}

bool condition_wait_until(
	struct condition *c, struct mutex *m, int64_t until_ms)
{
	struct timespec until = {
		.tv_sec = (time_t)(until_ms / 1000),
		.tv_nsec = (long)(until_ms % 1000) * 1000000,
	};
	int no = pthread_cond_timedwait(&c->c, &m->m, &until);

	BUG_ON(no != 0 && no != ETIMEDOUT);
	return no == 0;
}

void condition_wake_one(struct condition *c)
{
	BUG_ON(pthread_cond_signal(&c->c) != 0);
}

void condition_wake_all(struct condition *c)
{
	BUG_ON(pthread_cond_broadcast(&c->c) != 0);
}
