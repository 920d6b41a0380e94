#include <limits.h>
#include <math.h>

#include "lang/model.h"
#include "lang/model_format.h"
#include "lang/softmax.h"

/*
 * Training: lang/softmax does the arithmetic; we bring the features, of which
 * only the buckets that occur often enough are columns, judge the passes on
 * texts that do not teach, and turn weights into eight bits.
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
	uint32_t *column; /* of a bucket, from 1; 0: it has no weights */
	size_t columns;
	const struct softmax_row *dev;
};

static size_t buckets_of(const struct learner *l)
{
	return (size_t)1 << l->options->space.bits;
}

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

/* One past the last for a label that was not taught. */
static size_t class_of(const struct learner *l, const char *label)
{
	const char **at = bsearch(
		&label, l->label, l->classes, sizeof(*l->label), by_text);

	return at ? (size_t)(at - l->label) : l->classes;
}

/* How many texts have each bucket. */
static void count_texts(const struct learner *l, uint32_t *texts)
{
	struct arena call;

	arena_init(&call);
	for (size_t i = 0; i < l->n; i++) {
		struct feature_counts counts = features_count(
			l->example[i].text, l->options->space, &call);

		for (size_t k = 0; k < counts.n; k++)
			texts[counts.feature[k].bucket]++;
		arena_reset(&call);
	}
	arena_release(&call);
}

/* In how many texts a bucket must occur to get weights. */
static uint32_t find_least(const struct learner *l, const uint32_t *texts)
{
	uint32_t least = l->options->texts_least;
	size_t buckets = buckets_of(l), n;

	for (;; least++) {
		n = 0;
		for (size_t i = 0; i < buckets; i++)
			n += texts[i] && texts[i] >= least;
		if (n * (l->classes + sizeof(float)) <= l->options->bytes_max)
			return least;
	}
}

/*
 * How much a bucket counts that has no weights.  Words that never occurred make
 * a text less sure; runs of letters that hardly did are in every text, and are
 * left out.
 */
static float rarity_of_unseen(const struct learner *l)
{
	return l->options->space.kind == FEATURE_RUNS
		       ? 0
		       : (float)(1 + log((double)(l->n + 1)));
}

/* Rarity of a bucket: log of all texts over the texts that have it. */
static void weigh_buckets(struct learner *l)
{
	size_t buckets = buckets_of(l);
	uint32_t *texts = arena_new(l->a, uint32_t, buckets), least;

	count_texts(l, texts);
	least = find_least(l, texts);
	l->rarity = arena_new(l->a, float, buckets);
	l->column = arena_new(l->a, uint32_t, buckets);
	for (size_t i = 0; i < buckets; i++) {
		l->rarity[i] = rarity_of_unseen(l);
		if (!texts[i] || texts[i] < least)
			continue;
		l->column[i] = (uint32_t)++l->columns;
		l->rarity[i] = (float)(1 + log((double)(l->n + 1) /
						   ((double)texts[i] + 1)));
	}
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

/* The features of a text that have weights, by their columns. */
static size_t read_columns(const struct learner *l, const char *text,
	struct arena *call, const struct feature **out)
{
	struct feature_counts counts =
		features_count(text, l->options->space, call);
	const struct feature *f = features_weigh(&counts, l->rarity, call);
	struct feature *own = arena_new(l->a, struct feature, counts.n + 1);
	size_t n = 0;

	for (size_t k = 0; k < counts.n; k++)
		if (l->column[f[k].bucket])
			own[n++] = (struct feature){
				l->column[f[k].bucket] - 1, f[k].value};
	*out = own;
	return n;
}

static struct softmax_row *read_rows(
	const struct learner *l, const struct example *example, size_t n)
{
	struct softmax_row *row = arena_new(l->a, struct softmax_row, n + 1);
	float other = importance_of_other(l);
	struct arena call;

	arena_init(&call);
	for (size_t i = 0; i < n; i++) {
		const struct example *x = &example[i];

		row[i].n = read_columns(l, x->text, &call, &row[i].feature);
		row[i].class = class_of(l, x->label);
		row[i].importance =
			strcmp(x->label, MODEL_OTHER) == 0 ? other : 1;
		arena_reset(&call);
	}
	arena_release(&call);
	return row;
}

/* How many classes stand above the right one of `row`. */
static size_t place_of(const struct learner *l, const struct softmax_row *row,
	const float *weight, float *value)
{
	size_t stride = softmax_stride(l->classes), place = 0;

	if (row->class == l->classes)
		return l->classes;
	memcpy(value, weight + l->columns * stride, stride * sizeof(*value));
	for (size_t i = 0; i < row->n; i++) {
		const float *from = weight + row->feature[i].bucket * stride;

		for (size_t c = 0; c < stride; c++)
			value[c] += from[c] * row->feature[i].value;
	}
	for (size_t c = 0; c < l->classes; c++)
		place += value[c] > value[row->class];
	return place;
}

/*
 * Right first guesses and right ones among three, as a patient is asked: either
 * alone may rise while the other falls.
 */
static double judge(void *ctx, const float *weight)
{
	const struct learner *l = ctx;
	double worth = 0;
	struct arena call;
	float *value;

	arena_init(&call);
	value = arena_new(&call, float, softmax_stride(l->classes));
	for (size_t i = 0; i < l->options->dev_n; i++) {
		size_t place = place_of(l, &l->dev[i], weight, value);

		worth += (place < 1) + (place < 3);
	}
	arena_release(&call);
	return worth;
}

/* A class's column of weights, in steps of its own. */
static void put_class(const struct learner *l, const float *weight, size_t c,
	float *scale, float *bias, int8_t *out)
{
	size_t stride = softmax_stride(l->classes);
	float most = 1e-9F;

	for (size_t i = 0; i < l->columns; i++)
		most = fmaxf(most, fabsf(weight[i * stride + c]));
	scale[c] = most / WEIGHT_MAX;
	bias[c] = weight[l->columns * stride + c];
	for (size_t i = 0; i < l->columns; i++)
		out[i * l->classes + c] = (int8_t)lrintf(
			weight[i * stride + c] * WEIGHT_MAX / most);
}

/* Which buckets have weights, and how rare those are. */
static void put_buckets(const struct learner *l, struct buf *out)
{
	size_t buckets = buckets_of(l);
	unsigned char *used =
		arena_new(l->a, unsigned char, buckets / CHAR_BIT);
	float *rarity = arena_new(l->a, float, l->columns + 1);

	for (size_t i = 0; i < buckets; i++) {
		if (!l->column[i])
			continue;
		used[i / CHAR_BIT] |= (unsigned char)(1u << i % CHAR_BIT);
		rarity[l->column[i] - 1] = l->rarity[i];
	}
	buf_add(out, used, buckets / CHAR_BIT);
	buf_add(out, rarity, l->columns * sizeof(float));
}

static void put_weights(
	const struct learner *l, const float *trained, struct buf *out)
{
	float *scale = arena_new(l->a, float, l->classes);
	float *bias = arena_new(l->a, float, l->classes);
	int8_t *weight = arena_new(l->a, int8_t, l->columns * l->classes);

	for (size_t c = 0; c < l->classes; c++)
		put_class(l, trained, c, scale, bias, weight);
	buf_add(out, scale, l->classes * sizeof(float));
	buf_add(out, bias, l->classes * sizeof(float));
	buf_add(out, weight, l->columns * l->classes);
}

static bool put_model(const struct learner *l, const float *trained,
	struct buf *out, struct err *e)
{
	struct model_head h = {.magic = MODEL_MAGIC,
		.version = MODEL_VERSION,
		.order = MODEL_ORDER,
		.kind = l->options->space.kind,
		.bits = (uint32_t)l->options->space.bits,
		.columns = (uint32_t)l->columns,
		.classes = (uint32_t)l->classes,
		.rarity = rarity_of_unseen(l),
		.sharpness = 1};
	size_t start = out->n;

	for (size_t c = 0; c < l->classes; c++)
		h.labels_bytes += (uint32_t)strlen(l->label[c]) + 1;
	buf_add(out, &h, sizeof(h));
	put_buckets(l, out);
	put_weights(l, trained, out);
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
		.progress_ctx = options->progress_ctx,
		.judge = options->dev_n ? judge : NULL,
		.judge_ctx = &l};

	BUG_ON(options->space.bits < FEATURE_BITS_MIN ||
		options->space.bits > FEATURE_BITS_MAX);
	if (!read_labels(&l, e))
		return false;
	weigh_buckets(&l);
	p.row = read_rows(&l, example, n);
	l.dev = read_rows(&l, options->dev, options->dev_n);
	p.columns = l.columns;
	p.classes = l.classes;
	return put_model(&l, softmax_train(&p, a), out, e);
}
