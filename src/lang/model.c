#include "lang/model.h"

#include <limits.h>
#include <math.h>

#include "lang/model_format.h"

#define NUMBER_MAX 1e6f /* a trained one is below a hundred */

struct model_view {
	struct model_head head;
	const float *rarity;    /* of a bucket */
	const uint32_t *column; /* of a bucket, from 1; 0: it has no weights */
	const float *scale, *bias;
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

static size_t buckets_of(const struct model_head *h)
{
	return (size_t)1 << h->bits;
}

static uint64_t body_bytes(const struct model_head *h)
{
	return buckets_of(h) / CHAR_BIT +
	       (uint64_t)h->columns * (sizeof(float) + h->classes) +
	       h->classes * 2 * sizeof(float) + h->labels_bytes;
}

static bool is_head_good(const struct model_head *h, size_t n)
{
	return memcmp(h->magic, MODEL_MAGIC, sizeof(h->magic)) == 0 &&
	       h->version == MODEL_VERSION && h->order == MODEL_ORDER &&
	       h->kind < FEATURE_KINDS && h->bits >= FEATURE_BITS_MIN &&
	       h->bits <= FEATURE_BITS_MAX && h->columns <= buckets_of(h) &&
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

/* Gives each bucket its column and rarity; false if they do not tally. */
static bool read_buckets(struct arena *a, struct model_view *m,
	const unsigned char *used, const float *rarity)
{
	size_t buckets = buckets_of(&m->head), n = 0;
	uint32_t *column = arena_new(a, uint32_t, buckets);
	float *all = arena_new(a, float, buckets);

	for (size_t i = 0; i < buckets; i++) {
		bool is_used = used[i / CHAR_BIT] >> i % CHAR_BIT & 1;

		if (is_used && n == m->head.columns)
			return false;
		all[i] = is_used ? rarity[n] : m->head.rarity;
		column[i] = is_used ? (uint32_t)++n : 0;
	}
	m->rarity = all;
	m->column = column;
	return n == m->head.columns;
}

/* Points into the body behind the head, whose size is known to be right. */
static bool read_body(
	struct arena *a, struct model_view *m, const char *p, struct err *e)
{
	size_t classes = m->head.classes, columns = m->head.columns;
	const unsigned char *used = (const unsigned char *)p;
	const float *number =
		(const float *)(const void *)(p +
					      buckets_of(&m->head) / CHAR_BIT);

	m->scale = number + columns;
	m->bias = m->scale + classes;
	m->weight = (const int8_t *)(m->bias + classes);
	if (!are_tame(number, columns + classes * 2) ||
		!are_tame(&m->head.rarity, 1) ||
		!are_tame(&m->head.threshold, 1) ||
		!are_tame(&m->head.sharpness, 1) || m->head.sharpness < 0)
		return err_set(e, ERR_INVALID, "a model with broken numbers");
	if (!read_buckets(a, m, used, number))
		return err_set(e, ERR_INVALID, "a model with broken buckets");
	if (!read_labels(a, m, (const char *)m->weight + columns * classes))
		return err_set(e, ERR_INVALID, "a model with broken labels");
	return true;
}

bool model_read(struct arena *a, const char *bytes, size_t n,
	const struct model_view **out, struct err *e)
{
	struct model_view *m = arena_new(a, struct model_view, 1);
	const char *body = bytes + sizeof(m->head);

	if (n < sizeof(m->head))
		return err_set(e, ERR_INVALID, "not a model: too short");
	memcpy(&m->head, bytes, sizeof(m->head));
	if (!is_head_good(&m->head, n))
		return err_set(e, ERR_INVALID, "not a model of this version");
	if (model_checksum(body, n - sizeof(m->head)) != m->head.checksum)
		return err_set(e, ERR_INVALID, "a damaged model");
	if (!read_body(a, m, body, e))
		return false;
	*out = m;
	return true;
}

void model_calibrate(char *bytes, float threshold, float sharpness)
{
	struct model_head h;

	memcpy(&h, bytes, sizeof(h));
	h.threshold = threshold;
	h.sharpness = sharpness;
	memcpy(bytes, &h, sizeof(h));
}

size_t model_classes(const struct model_view *m)
{
	return m->head.classes;
}

const char *model_label(const struct model_view *m, size_t at)
{
	return m->label[at];
}

static struct feature_space space_of(const struct model_view *m)
{
	return (struct feature_space){
		(enum feature_kind)m->head.kind, (int)m->head.bits};
}

static const struct feature_counts *count_once(
	struct model_text *text, struct feature_space space, struct arena *a)
{
	if (text->space.bits != space.bits || text->space.kind != space.kind) {
		text->counts = features_count(text->text, space, a);
		text->space = space;
	}
	return &text->counts;
}

/* The decision value of every class. */
static float *decide(
	const struct model_view *m, struct model_text *text, struct arena *a)
{
	const struct feature_counts *counts = count_once(text, space_of(m), a);
	const struct feature *f = features_weigh(counts, m->rarity, a);
	size_t classes = m->head.classes;
	float *value = arena_new(a, float, classes);

	for (size_t i = 0; i < counts->n; i++) {
		uint32_t column = m->column[f[i].bucket];
		float v = f[i].value;
		const int8_t *row;

		if (!column)
			continue;
		row = m->weight + (column - 1) * classes;
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
	struct model_text own = {.text = text};

	return model_score_shared(m, &own, top, a, guess, accept, margin);
}

size_t model_score_shared(const struct model_view *m, struct model_text *text,
	size_t top, struct arena *a, struct model_guess *guess, bool *accept,
	float *margin)
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
