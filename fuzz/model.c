/*
 * fuzz/model - a model file made by a stranger: its head and its bytes come
 * from the input, its checksum is right, so that it is read to the end.
 * Refused, or whatever it says of a text are shares of one.
 */
#include "lang/model.h"
#include "fuzz/target.h"
#include "lang/model_format.h"

enum { BODY_BYTES_MAX = 1 << 15 };

/* The length that the head announces, or as near as the maximum lets. */
static size_t body_bytes(const struct model_head *h)
{
	size_t buckets = (size_t)1 << (h->bits & 15);

	return (buckets / 8 + (size_t)h->columns * (4 + (size_t)h->classes) +
		       (size_t)h->classes * 8 + h->labels_bytes) %
	       BODY_BYTES_MAX;
}

/* Repeats `p` over the weights, then writes it once as the labels. */
static void fill(char *to, size_t to_n, const uint8_t *p, size_t n)
{
	for (size_t i = 0; n && i < to_n; i += n)
		memcpy(to + i, p, to_n - i < n ? to_n - i : n);
	if (n && n <= to_n)
		memcpy(to + to_n - n, p, n);
}

/* As many buckets marked as the head has weights for. */
static void mark_buckets(char *used, const struct model_head *h)
{
	size_t buckets = (size_t)1 << h->bits;

	memset(used, 0, buckets / 8);
	for (size_t i = 0; i < h->columns && i < buckets; i++)
		used[i / 8] |= (char)(1 << i % 8);
}

static void score(const struct model_view *m, struct arena *a)
{
	struct model_guess guess[3];
	bool accept;
	float margin, sum = 0;
	size_t n = model_score(m, "болит зуб, запишите к врачу", 3, a, guess,
		&accept, &margin);

	for (size_t i = 0; i < n; i++) {
		BUG_ON(!guess[i].label);
		BUG_ON(!(guess[i].score >= 0 && guess[i].score <= 1));
		sum += guess[i].score;
	}
	BUG_ON(!(sum <= 1.001f) || !(margin == margin));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena a;
	struct model_head h = {.version = MODEL_VERSION, .order = MODEL_ORDER};
	const size_t head_n = offsetof(struct model_head, checksum) -
			      offsetof(struct model_head, kind);
	const struct model_view *m;
	struct err e = {.kind = ERR_NONE};
	size_t body_n;
	char *file;

	if (n < head_n)
		return 0;
	memcpy(h.magic, MODEL_MAGIC, sizeof(h.magic));
	memcpy((char *)&h + offsetof(struct model_head, kind), bytes, head_n);
	body_n = body_bytes(&h);
	file = arena_take(&a, sizeof(h) + body_n);
	fill(file + sizeof(h), body_n, bytes + head_n, n - head_n);
	if (h.bits >= FEATURE_BITS_MIN && h.bits < 16 &&
		((size_t)1 << h.bits) / 8 <= body_n)
		mark_buckets(file + sizeof(h), &h);
	h.checksum = model_checksum(file + sizeof(h), body_n);
	memcpy(file, &h, sizeof(h));
	if (model_read(&a, file, sizeof(h) + body_n, &m, &e))
		score(m, &a);
	else
		BUG_ON(e.kind != ERR_INVALID);
	arena_reset(&a);
	return 0;
}
