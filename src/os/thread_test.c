#include "os/thread.h"

#include "os/clock.h"
#include "test/check.h"

struct shared {
	struct mutex m;
	struct condition changed;
	int n;
};

static void add_one(void *ctx)
{
	struct shared *s = ctx;

	mutex_lock(&s->m);
	s->n++;
	condition_wake_all(&s->changed);
	mutex_unlock(&s->m);
}

static void test_threads_meet_at_a_condition(void)
{
	struct shared s = {.n = 0};
	struct thread t[8];
	struct err e;

	mutex_init(&s.m);
	condition_init(&s.changed);
	for (size_t i = 0; i < ARRAY_LEN(t); i++)
		CHECK(thread_start(&t[i], add_one, &s, &e));
	mutex_lock(&s.m);
	while (s.n < 8)
		condition_wait(&s.changed, &s.m);
	mutex_unlock(&s.m);
	for (size_t i = 0; i < ARRAY_LEN(t); i++)
		thread_join(&t[i]);
	condition_release(&s.changed);
	mutex_release(&s.m);
}

static void test_waiting_ends_at_the_deadline(void)
{
	struct mutex m;
	struct condition never;
	int64_t until = clock_steady_ms() + 5;

	mutex_init(&m);
	condition_init(&never);
	mutex_lock(&m);
	while (condition_wait_until(&never, &m, until))
		continue;
	CHECK(clock_steady_ms() >= until);
	mutex_unlock(&m);
	condition_release(&never);
	mutex_release(&m);
}

TEST_MAIN(test_threads_meet_at_a_condition, test_waiting_ends_at_the_deadline)
