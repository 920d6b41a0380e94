#include <linear.h>
#include <math.h>

#include "lang/model.h"
#include "lang/model_format.h"

/*
 * Training.  liblinear does the work, one class against the rest; we bring the
 * features and turn its weights into eight bits.  Its random order comes from
 * the C library's generator, which we set to its first state: the same examples
 * give the same bytes.
 */
enum { WEIGHT_MAX = 127 };
static const double stop_at = 0.1; /* liblinear's own default */

struct learner {
	const struct example *example;
	size_t n;
	const struct model_options *options;
	struct arena *a;
	const char **label; /* sorted */
	size_t classes;
	float *rarity;
	struct problem problem;
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

static double class_of(const struct learner *l, const char *label)
{
	const char **at = bsearch(
		&label, l->label, l->classes, sizeof(*l->label), by_text);

	return (double)(at - l->label);
}

/* Rarity of a bucket: log of all texts over the texts that have it. */
static void weigh_buckets(struct learner *l)
{
	size_t buckets = (size_t)1 << l->options->bits;
	struct arena call;

	arena_init(&call);
	l->rarity = arena_new(l->a, float, buckets);
	for (size_t i = 0; i < l->n; i++) {
		const struct feature *f;
		size_t n = features_of(
			l->example[i].text, l->options->bits, NULL, &call, &f);

		for (size_t k = 0; k < n; k++)
			l->rarity[f[k].bucket]++;
		arena_reset(&call);
	}
	for (size_t i = 0; i < buckets; i++)
		l->rarity[i] = (float)(1 + log((double)(l->n + 1) /
						   ((double)l->rarity[i] + 1)));
	arena_release(&call);
}

/* liblinear counts features from 1 and ends a row with -1. */
static void fill_problem(struct learner *l)
{
	struct problem *p = &l->problem;
	struct arena call;

	arena_init(&call);
	p->l = (int)l->n;
	p->n = (1 << l->options->bits) + 1;
	p->bias = 1;
	p->y = arena_new(l->a, double, l->n);
	p->x = arena_new(l->a, struct feature_node *, l->n);
	for (size_t i = 0; i < l->n; i++) {
		const struct feature *f;
		size_t n = features_of(l->example[i].text, l->options->bits,
			l->rarity, &call, &f);
		struct feature_node *row =
			arena_new(l->a, struct feature_node, n + 2);

		for (size_t k = 0; k < n; k++)
			row[k] = (struct feature_node){
				(int)f[k].bucket + 1, (double)f[k].value};
		row[n] = (struct feature_node){p->n, 1};
		row[n + 1].index = -1;
		p->x[i] = row;
		p->y[i] = class_of(l, l->example[i].label);
		arena_reset(&call);
	}
	arena_release(&call);
}

static void be_silent(const char *text)
{
	(void)text;
}

/*
 * Texts outside of every class come in any number; together they must weigh no
 * more than a class of the usual size, or they swallow the small ones.
 */
static bool find_other(const struct learner *l, int *other, double *weight)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		n += strcmp(l->example[i].label, MODEL_OTHER) == 0;
	if (!n)
		return false;
	*other = (int)class_of(l, MODEL_OTHER);
	*weight = (double)(l->n - n) / (double)(l->classes - 1) / (double)n;
	return true;
}

static struct model *run(struct learner *l)
{
	struct parameter how = {
		.solver_type = l->options->loss == MODEL_HINGE
				       ? L2R_L2LOSS_SVC_DUAL
				       : L2R_LR_DUAL,
		.eps = stop_at,
		.C = l->options->cost,
		.p = 0.1,
	};
	int other;
	double weight;

	if (find_other(l, &other, &weight)) {
		how.nr_weight = 1;
		how.weight_label = &other;
		how.weight = &weight;
	}

	set_print_string_function(be_silent);
	srand(1);
	return train(&l->problem, &how);
}

/*
 * The weight of our class `c` at feature `at`.  liblinear keeps classes in the
 * order in which it met them, and of two only one column.
 */
static double weight_at(const struct model *m, size_t at, int c)
{
	if (m->nr_class > 2) {
		for (int k = 0; k < m->nr_class; k++)
			if (m->label[k] == c)
				return m->w[at * (size_t)m->nr_class +
					    (size_t)k];
		return 0;
	}
	return m->label[0] == c ? m->w[at] : -m->w[at];
}

static void put_class(const struct model *m, const struct learner *l, int c,
	float *scale, float *bias, int8_t *weight)
{
	size_t buckets = (size_t)1 << l->options->bits;
	double most = 1e-9;

	for (size_t i = 0; i < buckets; i++)
		most = fmax(most, fabs(weight_at(m, i, c)));
	scale[c] = (float)(most / WEIGHT_MAX);
	bias[c] = (float)weight_at(m, buckets, c);
	for (size_t i = 0; i < buckets; i++)
		weight[i * l->classes + (size_t)c] =
			(int8_t)lrint(weight_at(m, i, c) * WEIGHT_MAX / most);
}

static bool put_model(const struct learner *l, const struct model *m,
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
		.sharpness = l->options->loss == MODEL_HINGE ? 4.0f : 1.5f};
	size_t start = out->n;

	for (size_t c = 0; c < l->classes; c++) {
		put_class(m, l, (int)c, scale, bias, weight);
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
	struct model *m;
	bool is_done;

	BUG_ON(options->bits < FEATURE_BITS_MIN ||
		options->bits > FEATURE_BITS_MAX);
	if (!read_labels(&l, e))
		return false;
	weigh_buckets(&l);
	fill_problem(&l);
	m = run(&l);
	is_done = put_model(&l, m, out, e);
	free_and_destroy_model(&m);
	return is_done;
}
