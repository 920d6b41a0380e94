#ifndef BENCH_MODELS_H
#define BENCH_MODELS_H
/*
 * bench/models - how well and how fast texts are classified: the product's own
 * models on test/lang, and where ../shared/data/rumed is, models trained there
 * on the spot and thrown away.
 */
#include "bench/bench.h"

void bench_models(const struct bench *b);

#endif
