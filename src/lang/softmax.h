#ifndef LANG_SOFTMAX_H
#define LANG_SOFTMAX_H
/*
 * lang/softmax - the arithmetic of learning: one weight for each column and
 * class such that the right class of a row stands out.
 *
 * All classes are learnt at once (multinomial logistic regression, stochastic
 * descent with a step that falls to zero).  The right class is asked for nine
 * tenths of the certainty, not for all of it: outliers pull less, and the
 * second and third guess become better.  Pure; the same rows give the same
 * weights.
 */
#include "lang/feature.h"

/* One example. */
struct softmax_row {
	const struct feature *feature; /* `bucket` is a column */
	size_t n;
	size_t class;
	float importance; /* 1: counts as one example */
};

typedef void softmax_progress_fn(void *ctx, int64_t done, int64_t of);

/* How good the weights of a pass are: larger is better. */
typedef double softmax_judge_fn(void *ctx, const float *weight);

struct softmax_problem {
	const struct softmax_row *row;
	size_t n, columns, classes;
	double cost; /* of an error against large weights: 3 to 30 */
	softmax_progress_fn *progress; /* may be NULL */
	void *progress_ctx;
	softmax_judge_fn *judge; /* of each pass; NULL: the last one is best */
	void *judge_ctx;
};

/* Floats from one column's weights to those of the next. */
size_t softmax_stride(size_t classes);

/*
 * Returns the weights, a vector of all classes a column, and behind the last
 * column one of biases; they live in `a`.  With a judge, those of the pass that
 * it finds best; of equal ones the last.
 */
float *softmax_train(const struct softmax_problem *p, struct arena *a);

#endif
