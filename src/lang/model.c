#include "lang/model.h"

#include <math.h>

#include "lang/model_format.h"

#define NUMBER_MAX 1e6f /* a trained one is below a hundred */

struct model_view {
	struct model_head head;
	const float *rarity, *scale, *bias;
	const int8_t *weight;
	const char **label;
	size_t other; /* the class MODEL_OTHER; without one, `classes` */
};

uint64_t model_checksum(const char *p, size_t n)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (; n >= 8; n -= 8, p += 8) {
		uint64_t w;

		memcpy(&w, p, 8);
		h = (h ^ w) * UINT64_C(0x9E3779B97F4A7C15);
		h ^= h >> 29;
	}
	while (n--)
		h = (h ^ (unsigned char)*p++) * UINT64_C(0x100000001b3);
	return h;
}

static uint64_t body_bytes(const struct model_head *h)
{
	uint64_t buckets = UINT64_C(1) << h->bits;

	return buckets * (sizeof(float) + h->classes) +
	       h->classes * 2 * sizeof(float) + h->labels_bytes;
}

static bool is_head_good(const struct model_head *h, size_t n)
{
	return memcmp(h->magic, MODEL_MAGIC, sizeof(h->magic)) == 0 &&
	       h->version == MODEL_VERSION && h->order == MODEL_ORDER &&
	       h->bits >= FEATURE_BITS_MIN && h->bits <= FEATURE_BITS_MAX &&
	       h->classes >= 2 && h->classes <= MODEL_CLASSES_MAX &&
	       h->labels_bytes <= MODEL_BYTES_MAX &&
	       body_bytes(h) == n - sizeof(*h);
}

/* Numbers of a size that no sum of them leaves the range of a float. */
static bool are_tame(const float *value, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!(fabsf(value[i]) <= NUMBER_MAX))
			return false;
	return true;
}

/* Splits the labels; false if there are not as many as classes. */
static bool read_labels(struct arena *a, struct model_view *m, const char *p)
{
	const char *end = p + m->head.labels_bytes;

	m->label = arena_new(a, const char *, m->head.classes);
	m->other = m->head.classes;
	for (uint32_t i = 0; i < m->head.classes; i++) {
		const char *nul = memchr(p, '\0', (size_t)(end - p));

		if (!nul)
			return false;
		m->label[i] = p;
		if (strcmp(p, MODEL_OTHER) == 0)
			m->other = i;
		p = nul + 1;
	}
	return p == end;
}

bool model_read(struct arena *a, const char *bytes, size_t n,
	const struct model_view **out, struct err *e)
{
	struct model_view *m = arena_new(a, struct model_view, 1);
	const char *p = bytes + sizeof(m->head);
	size_t buckets;

	if (n < sizeof(m->head))
		return err_set(e, ERR_INVALID, "not a model: too short");
	memcpy(&m->head, bytes, sizeof(m->head));
	if (!is_head_good(&m->head, n))
		return err_set(e, ERR_INVALID, "not a model of this version");
	if (model_checksum(p, n - sizeof(m->head)) != m->head.checksum)
		return err_set(e, ERR_INVALID, "a damaged model");
	buckets = (size_t)1 << m->head.bits;
	m->rarity = (const float *)(const void *)p;
	m->scale = m->rarity + buckets;
	m->bias = m->scale + m->head.classes;
	m->weight = (const int8_t *)(m->bias + m->head.classes);
	if (!are_tame(m->rarity, buckets + m->head.classes * 2u) ||
		!are_tame(&m->head.threshold, 1) ||
		!are_tame(&m->head.sharpness, 1) || m->head.sharpness < 0)
		return err_set(e, ERR_INVALID, "a model with broken numbers");
	if (!read_labels(
		    a, m, (const char *)m->weight + buckets * m->head.classes))
		return err_set(e, ERR_INVALID, "a model with broken labels");
	*out = m;
	return true;
}

size_t model_classes(const struct model_view *m)
{
	return m->head.classes;
}

const char *model_label(const struct model_view *m, size_t at)
{
	return m->label[at];
}

/* The decision value of every class. */
static float *decide(
	const struct model_view *m, const char *text, struct arena *a)
{
	size_t classes = m->head.classes;
	float *value = arena_new(a, float, classes);
	const struct feature *f;
	size_t n = features_of(text, (int)m->head.bits, m->rarity, a, &f);

	for (size_t i = 0; i < n; i++) {
		const int8_t *row = m->weight + f[i].bucket * classes;
		float v = f[i].value;

		for (size_t c = 0; c < classes; c++)
			value[c] += v * (float)row[c];
	}
	for (size_t c = 0; c < classes; c++)
		value[c] = value[c] * m->scale[c] + m->bias[c];
	return value;
}

static size_t best_of(const float *value, size_t n)
{
	size_t best = 0;

	for (size_t i = 1; i < n; i++)
		if (value[i] > value[best])
			best = i;
	return best;
}

/* How far the best class stands above zero or, where there is one, _other. */
static float margin_of(const struct model_view *m, const float *value)
{
	float best = -INFINITY;

	for (size_t c = 0; c < m->head.classes; c++)
		if (c != m->other && value[c] > best)
			best = value[c];
	return m->other < m->head.classes ? best - value[m->other] : best;
}

size_t model_score(const struct model_view *m, const char *text, size_t top,
	struct arena *a, struct model_guess *guess, bool *accept, float *margin)
{
	size_t classes = m->head.classes, n = top < classes ? top : classes;
	float *value = decide(m, text, a);
	double sum = 0, peak = (double)value[best_of(value, classes)];

	*margin = margin_of(m, value);
	*accept = *margin >= m->head.threshold;
	for (size_t c = 0; c < classes; c++)
		sum += exp(
			((double)value[c] - peak) * (double)m->head.sharpness);
	for (size_t i = 0; i < n; i++) {
		size_t c = best_of(value, classes);

		guess[i].label = m->label[c];
		guess[i].score = (float)(exp(((double)value[c] - peak) *
						 (double)m->head.sharpness) /
					 sum);
		value[c] = -INFINITY;
	}
	return n;
}
