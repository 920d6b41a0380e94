#include "lang/softmax.h"

#include <math.h>

/*
 * Chosen by cross-validation on complaints (105 and 141 classes) and on first
 * turns (29): twice as many passes, or a step of half or twice the size,
 * change nothing beyond the noise.  Certainty 1 costs half a point.
 */
enum { PASSES = 8, VECTOR = 4 };
static const float first_step = 1;
static const float certainty = 0.9F;

struct descent {
	const struct softmax_problem *p;
	size_t stride;
	float *weight; /* true weights are these times `scale` */
	float scale;
	float *value; /* one class each: scores, then the wanted change */
	size_t *order;
	uint32_t random;
};

size_t softmax_stride(size_t classes)
{
	return (classes + VECTOR - 1) / VECTOR * VECTOR;
}

static uint32_t next_random(struct descent *d)
{
	d->random ^= d->random << 13;
	d->random ^= d->random >> 17;
	d->random ^= d->random << 5;
	return d->random;
}

static void shuffle(struct descent *d)
{
	for (size_t i = d->p->n; i > 1; i--) {
		size_t k = next_random(d) % i, was = d->order[i - 1];

		d->order[i - 1] = d->order[k];
		d->order[k] = was;
	}
}

/* to += from * by, class by class. */
static void add_times(
	float *restrict to, const float *restrict from, float by, size_t stride)
{
	for (size_t c = 0; c < stride; c++)
		to[c] += from[c] * by;
}

static void score(struct descent *d, const struct softmax_row *row)
{
	const float *bias = d->weight + d->p->columns * d->stride;

	memcpy(d->value, bias, d->stride * sizeof(float));
	for (size_t i = 0; i < row->n; i++)
		add_times(d->value,
			d->weight + row->feature[i].bucket * d->stride,
			row->feature[i].value, d->stride);
}

/* From scores to how far each class's certainty is from the wanted one. */
static void find_change(struct descent *d, const struct softmax_row *row)
{
	size_t classes = d->p->classes;
	float rest = (1 - certainty) / (float)classes, peak = -INFINITY;
	float sum = 0;

	for (size_t c = 0; c < classes; c++)
		peak = fmaxf(peak, d->value[c] * d->scale);
	for (size_t c = 0; c < classes; c++) {
		d->value[c] = expf(d->value[c] * d->scale - peak);
		sum += d->value[c];
	}
	for (size_t c = 0; c < classes; c++)
		d->value[c] = rest - d->value[c] / sum;
	for (size_t c = classes; c < d->stride; c++)
		d->value[c] = 0;
	d->value[row->class] += certainty;
}

static void apply_change(
	struct descent *d, const struct softmax_row *row, float step)
{
	float by = step * row->importance / d->scale;

	for (size_t i = 0; i < row->n; i++)
		add_times(d->weight + row->feature[i].bucket * d->stride,
			d->value, row->feature[i].value * by, d->stride);
	add_times(
		d->weight + d->p->columns * d->stride, d->value, by, d->stride);
}

static size_t weights_n(const struct descent *d)
{
	return (d->p->columns + 1) * d->stride;
}

/* Puts the scale into the weights. */
static void settle(struct descent *d)
{
	size_t n = weights_n(d);

	for (size_t i = 0; i < n; i++)
		d->weight[i] *= d->scale;
	d->scale = 1;
}

/* One example, at the share `done` (0..1) of all steps. */
static void step_once(
	struct descent *d, const struct softmax_row *row, double done)
{
	static const float scale_min = 1e-4F;
	float shrink = (float)(1 / (d->p->cost * (double)d->p->n));
	float step = first_step * (float)(1 - done);

	score(d, row);
	find_change(d, row);
	d->scale *= 1 - step * shrink;
	apply_change(d, row, step);
	if (d->scale < scale_min)
		settle(d);
}

static void run_pass(struct descent *d, size_t pass)
{
	const struct softmax_problem *p = d->p;
	size_t all = p->n * PASSES;

	shuffle(d);
	for (size_t i = 0; i < p->n; i++) {
		size_t t = pass * p->n + i;

		step_once(d, &p->row[d->order[i]], (double)t / (double)all);
		if (p->progress && t % 256 == 0)
			p->progress(p->progress_ctx, (int64_t)t, (int64_t)all);
	}
}

float *softmax_train(const struct softmax_problem *p, struct arena *a)
{
	struct descent d = {.p = p, .scale = 1, .random = 1};
	float *best = NULL;
	double best_worth = -INFINITY;

	d.stride = softmax_stride(p->classes);
	d.weight = arena_new(a, float, weights_n(&d));
	d.value = arena_new(a, float, d.stride);
	d.order = arena_new(a, size_t, p->n);
	if (p->judge)
		best = arena_new(a, float, weights_n(&d));
	for (size_t i = 0; i < p->n; i++)
		d.order[i] = i;
	for (size_t pass = 0; pass < PASSES; pass++) {
		double worth;

		run_pass(&d, pass);
		if (!best)
			continue;
		settle(&d);
		worth = p->judge(p->judge_ctx, d.weight);
		if (worth < best_worth)
			continue;
		best_worth = worth;
		memcpy(best, d.weight, weights_n(&d) * sizeof(float));
	}
	settle(&d);
	return best ? best : d.weight;
}
