#ifndef BENCH_CLINIC_H
#define BENCH_CLINIC_H
/*
 * bench/clinic - the clinic that is measured: the demo's, on a Monday at ten,
 * whatever today is, with its past once, ten or a hundred times.
 */
#include "bench/bench.h"

/* Of the clinic that clinic_make makes: its name in addresses, and the body
 * that agrees to its notice. */
#define CLINIC_SLUG "zdorovie"
#define CLINIC_CONSENT                                                         \
	"{\"clinic\":\"" CLINIC_SLUG "\",\"version\":\"2026-09-01\"}"

/*
 * Makes the installation anew with the demo's large clinic in it.  What is
 * behind (patients, visits, sent messages) stands there `times` times; what is
 * ahead stands once, for doctors can do no more.  `zabota serve --demo` goes on
 * at the same moment.
 */
void clinic_make(const struct bench *b, int times);

#endif
