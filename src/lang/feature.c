#include "lang/feature.h"

#include <math.h>

#include "base/limits.h"

enum { PIECE_MIN = 2, PIECE_MAX = 5 };

/*
 * How long each group is made.  Pieces survive typos and endings, so they weigh
 * more; twice as long, and whole words would be heard too little.
 */
static const double stems_length = 1, pieces_length = 1.25;

/* Hashed pieces of one group with their counts: open addressing. */
struct bag {
	uint32_t *bucket; /* + 1; 0: free */
	uint32_t *count;
	size_t mask, n;
};

static void bag_init(struct bag *b, size_t most, struct arena *a)
{
	size_t slots = 16;

	while (slots < most * 2)
		slots *= 2;
	*b = (struct bag){.mask = slots - 1};
	b->bucket = arena_new(a, uint32_t, slots);
	b->count = arena_new(a, uint32_t, slots);
}

static void bag_add(struct bag *b, uint32_t bucket)
{
	size_t i = (bucket * 0x9E3779B1u) & b->mask;

	while (b->bucket[i] && b->bucket[i] != bucket + 1)
		i = (i + 1) & b->mask;
	b->n += !b->bucket[i];
	b->bucket[i] = bucket + 1;
	b->count[i]++;
}

static uint64_t mix(uint64_t h, const char *p, size_t n)
{
	while (n--)
		h = (h ^ (unsigned char)*p++) * UINT64_C(0x100000001b3);
	return h;
}

static uint32_t to_bucket(uint64_t h, int bits)
{
	h ^= h >> 32;
	h *= UINT64_C(0x9E3779B97F4A7C15);
	return (uint32_t)(h >> (64 - bits));
}

static const uint64_t seed_stem = UINT64_C(0xcbf29ce484222325);
static const uint64_t seed_pair = UINT64_C(0x84222325cbf29ce4);
static const uint64_t seed_piece = UINT64_C(0x9ae16a3b2f90404f);

static void add_stems(struct bag *b, const struct tokens *t,
	const char *const *stem, int bits)
{
	const char *last = "^";

	for (size_t i = 0; i < t->n; i++) {
		const char *one = stem[i][0] ? stem[i] : t->token[i].low;
		uint64_t h = mix(seed_stem, one, strlen(one));

		bag_add(b, to_bucket(h, bits));
		h = mix(seed_pair, last, strlen(last) + 1);
		bag_add(b, to_bucket(mix(h, one, strlen(one)), bits));
		last = one;
	}
}

/* All pieces of `low` with a mark at both ends, so that " ка" is no "ка". */
static void add_pieces(struct bag *b, const struct token *tok, int bits)
{
	enum { LETTERS_MAX = 40 };
	char word[LETTERS_MAX * 4 + 3];
	size_t at[LETTERS_MAX + 3], n = 0, bytes = 0;

	word[bytes++] = ' ';
	at[n++] = 0;
	for (size_t i = 0; i < tok->low_n && n < LETTERS_MAX; i++) {
		if ((tok->low[i] & 0xC0) != 0x80)
			at[n++] = bytes;
		word[bytes++] = tok->low[i];
	}
	at[n++] = bytes;
	word[bytes++] = ' ';
	at[n] = bytes;
	for (size_t len = PIECE_MIN; len <= PIECE_MAX; len++)
		for (size_t i = 0; i + len <= n; i++)
			bag_add(b, to_bucket(mix(seed_piece + len, word + at[i],
						     at[i + len] - at[i]),
					   bits));
}

/* Weighs the bag, brings it to `length` and appends it to `to`. */
static size_t pour(const struct bag *b, const float *rarity, double length,
	struct feature *to)
{
	size_t n = 0;
	double sum = 0;

	for (size_t i = 0; i <= b->mask; i++) {
		double v;

		if (!b->bucket[i])
			continue;
		v = b->count[i] == 1 ? 1 : 1 + log(b->count[i]);
		if (rarity)
			v *= (double)rarity[b->bucket[i] - 1];
		sum += v * v;
		to[n++] = (struct feature){b->bucket[i] - 1, (float)v};
	}
	length /= sum > 0 ? sqrt(sum) : 1;
	for (size_t i = 0; i < n; i++)
		to[i].value = (float)((double)to[i].value * length);
	return n;
}

size_t features_of(const char *text, int bits, const float *rarity,
	struct arena *a, const struct feature **out)
{
	size_t text_n = strlen(text), letters = 0, n;
	struct tokens t = tokens_cut(text,
		text_n < CHAT_TEXT_BYTES_MAX ? text_n : CHAT_TEXT_BYTES_MAX, a);
	const char *const *stem = tokens_stem(&t, a);
	struct bag stems, pieces;
	struct feature *list;

	for (size_t i = 0; i < t.n; i++)
		letters += t.token[i].letters + 2;
	bag_init(&stems, t.n * 2 + 1, a);
	bag_init(&pieces, letters * (PIECE_MAX - PIECE_MIN + 1) + 1, a);
	add_stems(&stems, &t, stem, bits);
	for (size_t i = 0; i < t.n; i++)
		if (t.token[i].kind != TOKEN_MARK)
			add_pieces(&pieces, &t.token[i], bits);
	list = arena_new(a, struct feature, stems.n + pieces.n + 1);
	n = pour(&stems, rarity, stems_length, list);
	n += pour(&pieces, rarity, pieces_length, list + n);
	*out = list;
	return n;
}
