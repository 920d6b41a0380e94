#include <math.h>

#include "lang/model.h"
#include "lang/model_format.h"
#include "lang/softmax.h"

/*
 * Training: lang/softmax does the arithmetic; we bring the features, of which
 * only the buckets that occur are columns, and turn weights into eight bits.
 */
enum { WEIGHT_MAX = 127 };

struct learner {
	const struct example *example;
	size_t n;
	const struct model_options *options;
	struct arena *a;
	const char **label; /* sorted */
	size_t classes;
	float *rarity;    /* of a bucket */
	uint32_t *column; /* of a bucket, from 1; 0: it does not occur */
	size_t columns;
};

static int by_text(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static bool read_labels(struct learner *l, struct err *e)
{
	size_t n = 0;

	l->label = arena_new(l->a, const char *, l->n + 1);
	for (size_t i = 0; i < l->n; i++)
		l->label[i] = l->example[i].label;
	qsort(l->label, l->n, sizeof(*l->label), by_text);
	for (size_t i = 0; i < l->n; i++)
		if (!n || strcmp(l->label[n - 1], l->label[i]) != 0)
			l->label[n++] = l->label[i];
	l->classes = n;
	if (n < 2)
		return err_set(e, ERR_INVALID, "fewer than two labels");
	if (n > MODEL_CLASSES_MAX)
		return err_set(e, ERR_TOO_LARGE, "%zu labels, at most %d", n,
			MODEL_CLASSES_MAX);
	return true;
}

static size_t class_of(const struct learner *l, const char *label)
{
	const char **at = bsearch(
		&label, l->label, l->classes, sizeof(*l->label), by_text);

	return (size_t)(at - l->label);
}

/* Rarity of a bucket: log of all texts over the texts that have it. */
static void weigh_buckets(struct learner *l)
{
	size_t buckets = (size_t)1 << l->options->bits;
	struct arena call;

	arena_init(&call);
	l->rarity = arena_new(l->a, float, buckets);
	l->column = arena_new(l->a, uint32_t, buckets);
	for (size_t i = 0; i < l->n; i++) {
		const struct feature *f;
		size_t n = features_of(
			l->example[i].text, l->options->bits, NULL, &call, &f);

		for (size_t k = 0; k < n; k++)
			l->rarity[f[k].bucket]++;
		arena_reset(&call);
	}
	for (size_t i = 0; i < buckets; i++) {
		if (l->rarity[i] > 0)
			l->column[i] = (uint32_t)++l->columns;
		l->rarity[i] = (float)(1 + log((double)(l->n + 1) /
						   ((double)l->rarity[i] + 1)));
	}
	arena_release(&call);
}

/*
 * Texts outside of every class come in any number; together they weigh half of
 * a class of the usual size, or they swallow the small ones.
 */
static float importance_of_other(const struct learner *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		n += strcmp(l->example[i].label, MODEL_OTHER) == 0;
	return n ? (float)(l->n - n) / (float)(l->classes - 1) / (float)n / 2
		 : 1;
}

static struct softmax_row *read_rows(const struct learner *l)
{
	struct softmax_row *row = arena_new(l->a, struct softmax_row, l->n);
	float other = importance_of_other(l);
	struct arena call;

	arena_init(&call);
	for (size_t i = 0; i < l->n; i++) {
		const struct example *x = &l->example[i];
		const struct feature *f;
		size_t n = features_of(
			x->text, l->options->bits, l->rarity, &call, &f);
		struct feature *own = arena_new(l->a, struct feature, n + 1);

		for (size_t k = 0; k < n; k++)
			own[k] = (struct feature){
				l->column[f[k].bucket] - 1, f[k].value};
		row[i] = (struct softmax_row){own, n, class_of(l, x->label),
			strcmp(x->label, MODEL_OTHER) == 0 ? other : 1};
		arena_reset(&call);
	}
	arena_release(&call);
	return row;
}

/* A class's column of weights, in steps of its own. */
static void put_class(const struct learner *l, const float *weight, size_t c,
	float *scale, float *bias, int8_t *out)
{
	size_t buckets = (size_t)1 << l->options->bits;
	size_t stride = softmax_stride(l->classes);
	float most = 1e-9F;

	for (size_t i = 0; i < l->columns; i++)
		most = fmaxf(most, fabsf(weight[i * stride + c]));
	scale[c] = most / WEIGHT_MAX;
	bias[c] = weight[l->columns * stride + c];
	for (size_t i = 0; i < buckets; i++)
		if (l->column[i])
			out[i * l->classes + c] = (int8_t)lrintf(
				weight[(l->column[i] - 1) * stride + c] *
				WEIGHT_MAX / most);
}

static bool put_model(const struct learner *l, const float *trained,
	struct buf *out, struct err *e)
{
	size_t buckets = (size_t)1 << l->options->bits;
	float *scale = arena_new(l->a, float, l->classes);
	float *bias = arena_new(l->a, float, l->classes);
	int8_t *weight = arena_new(l->a, int8_t, buckets * l->classes);
	struct model_head h = {.magic = MODEL_MAGIC,
		.version = MODEL_VERSION,
		.order = MODEL_ORDER,
		.bits = (uint32_t)l->options->bits,
		.classes = (uint32_t)l->classes,
		.threshold = l->options->threshold,
		.sharpness = l->options->sharpness};
	size_t start = out->n;

	for (size_t c = 0; c < l->classes; c++) {
		put_class(l, trained, c, scale, bias, weight);
		h.labels_bytes += strlen(l->label[c]) + 1;
	}
	buf_add(out, &h, sizeof(h));
	buf_add(out, l->rarity, buckets * sizeof(float));
	buf_add(out, scale, l->classes * sizeof(float));
	buf_add(out, bias, l->classes * sizeof(float));
	buf_add(out, weight, buckets * l->classes);
	for (size_t c = 0; c < l->classes; c++)
		buf_add(out, l->label[c], strlen(l->label[c]) + 1);
	if (!buf_done(out, e))
		return false;
	h.checksum = model_checksum(
		out->p + start + sizeof(h), out->n - start - sizeof(h));
	memcpy(out->p + start, &h, sizeof(h));
	return true;
}

bool model_train(const struct example *example, size_t n,
	const struct model_options *options, struct arena *a, struct buf *out,
	struct err *e)
{
	struct learner l = {
		.example = example, .n = n, .options = options, .a = a};
	struct softmax_problem p = {.n = n,
		.cost = options->cost,
		.progress = options->progress,
		.progress_ctx = options->progress_ctx};

	BUG_ON(options->bits < FEATURE_BITS_MIN ||
		options->bits > FEATURE_BITS_MAX);
	if (!read_labels(&l, e))
		return false;
	weigh_buckets(&l);
	p.row = read_rows(&l);
	p.columns = l.columns;
	p.classes = l.classes;
	return put_model(&l, softmax_train(&p, a), out, e);
}
