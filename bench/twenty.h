#ifndef BENCH_TWENTY_H
#define BENCH_TWENTY_H
/*
 * bench/twenty - a plain clinic to search and to book in: twenty doctors, each
 * with a room of his own, visits of 30 minutes every day from 9 to 18 in
 * Moscow, one service that any of them does.
 */
#include "bench/bench.h"

#define TWENTY_SLUG "twenty"

enum {
	TWENTY_DOCTORS = 20,
	TWENTY_DAY_STARTS = 18,
	TWENTY_DAYS = 30, /* from tomorrow on */
	TWENTY_STARTS = TWENTY_DAY_STARTS * TWENTY_DAYS,
	TWENTY_CLINIC = 1001,
	TWENTY_SERVICE = 4001,
	TWENTY_DOCTOR = 3001, /* and the nineteen behind it */
};

/*
 * Makes the installation anew with this clinic: `past_n` visits behind and
 * `ahead_n` in the coming TWENTY_DAYS, spread evenly.
 */
void twenty_make(const struct bench *b, int past_n, int ahead_n);

/* The i-th start from tomorrow on, 0 to TWENTY_STARTS - 1. */
int64_t twenty_start(int i);

/* The body that holds the i-th start of a doctor, in `a`. */
const char *twenty_hold(int doctor, int i, struct arena *a);

#endif
