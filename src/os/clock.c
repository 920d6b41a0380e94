#include "os/clock.h"

#include <stdatomic.h>
#include <time.h>

static _Atomic int64_t wall_offset_s;

static int64_t read_us(clockid_t which)
{
	struct timespec t;

	/* Fails only for a clock that does not exist. */
	(void)clock_gettime(which, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t clock_now_us(void)
{
	return read_us(CLOCK_REALTIME) + clock_offset_s() * 1000000;
}

int64_t clock_now_ms(void)
{
	return clock_now_us() / 1000;
}

int64_t clock_now(void)
{
	return clock_now_us() / 1000000;
}

int64_t clock_steady_us(void)
{
	return read_us(CLOCK_MONOTONIC);
}

int64_t clock_steady_ms(void)
{
	return clock_steady_us() / 1000;
}

void clock_set_offset_s(int64_t offset_s)
{
	atomic_store(&wall_offset_s, offset_s);
}

int64_t clock_offset_s(void)
{
	return atomic_load(&wall_offset_s);
}
