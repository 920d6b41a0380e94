#ifndef OS_CLOCK_H
#define OS_CLOCK_H
/*
 * os/clock - the only place that asks what time it is.
 *
 * Two clocks: the *wall* (UTC; may jump when the administrator or NTP sets it)
 * for what is stored and said, and the *steady* one for waiting and deadlines.
 * The demo shifts the wall by an offset; the steady clock never moves with it.
 * Any thread.
 */
#include <stdint.h>

/* The wall, offset included: unix seconds, milliseconds, microseconds UTC. */
int64_t clock_now(void);
int64_t clock_now_ms(void);
int64_t clock_now_us(void);

/* The steady clock, milliseconds and microseconds since some start. */
int64_t clock_steady_ms(void);
int64_t clock_steady_us(void);

/*
 * Shifts the wall by `offset_s` seconds from the true time (demo only); the
 * caller keeps it over a restart and wakes who waits.
 */
void clock_set_offset_s(int64_t offset_s);
int64_t clock_offset_s(void);

#endif
