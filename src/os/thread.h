#ifndef OS_THREAD_H
#define OS_THREAD_H
/*
 * os/thread - threads, locks and waiting, thin over POSIX.  What POSIX calls
 * failure here is misuse or an exhausted process: both stop the program,
 * except that a thread may be refused.
 */
#include <pthread.h>

#include "base/err.h"

struct thread {
	pthread_t id;
};
typedef void thread_fn(void *ctx);

/*
 * Starts `run(ctx)` on a thread with all signals blocked (main handles them).
 * ERR_UNAVAILABLE: the system has no thread left.
 */
MUST_USE bool thread_start(
	struct thread *t, thread_fn *run, void *ctx, struct err *e);
/* Waits for its end; every started thread is joined once. */
void thread_join(struct thread *t);

struct mutex {
	pthread_mutex_t m;
};
void mutex_init(struct mutex *m);
void mutex_release(struct mutex *m);
void mutex_lock(struct mutex *m);
void mutex_unlock(struct mutex *m);

struct condition {
	pthread_cond_t c;
};
void condition_init(struct condition *c);
void condition_release(struct condition *c);
/* Both wait with `m` held and may wake for nothing: look again. */
void condition_wait(struct condition *c, struct mutex *m);
/* False once clock_steady_ms() has reached `until_ms`. */
bool condition_wait_until(
	struct condition *c, struct mutex *m, int64_t until_ms);
void condition_wake_one(struct condition *c);
void condition_wake_all(struct condition *c);

#endif
