#include "lang/feature.h"

#include <math.h>

#include "base/limits.h"

/* Characters of the pieces of a kind. */
static const struct {
	size_t min, max;
} piece[FEATURE_KINDS] = {
	[FEATURE_WORDS] = {2, 5},
	[FEATURE_RUNS] = {3, 5},
};

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

enum { FIRST_STEMS = 12 };

static const uint64_t seed_stem = UINT64_C(0xcbf29ce484222325);
static const uint64_t seed_pair = UINT64_C(0x84222325cbf29ce4);
static const uint64_t seed_first = UINT64_C(0x27d4eb2f165667c5);
static const uint64_t seed_piece = UINT64_C(0x9ae16a3b2f90404f);

static void add_stems(struct bag *b, const struct tokens *t,
	const char *const *stem, struct feature_space space)
{
	size_t first_n = space.kind == FEATURE_RUNS ? FIRST_STEMS : 0;
	const char *last = "^";

	for (size_t i = 0; i < t->n; i++) {
		const char *one = stem[i][0] ? stem[i] : t->token[i].low;
		size_t n = strlen(one);
		uint64_t h = mix(seed_pair, last, strlen(last) + 1);

		bag_add(b, to_bucket(mix(seed_stem, one, n), space.bits));
		bag_add(b, to_bucket(mix(h, one, n), space.bits));
		if (i < first_n)
			bag_add(b,
				to_bucket(mix(seed_first, one, n), space.bits));
		last = one;
	}
}

/* The first byte of each character of `text`, and the end behind the last. */
static size_t find_characters(const char *text, size_t n, size_t *at)
{
	size_t found = 0;

	for (size_t i = 0; i < n; i++)
		if (((unsigned char)text[i] & 0xC0) != 0x80)
			at[found++] = i;
	at[found] = n;
	return found;
}

/* All pieces of `text`, whose characters begin `at`. */
static void add_pieces(struct bag *b, const char *text, const size_t *at,
	size_t n, struct feature_space space)
{
	for (size_t len = piece[space.kind].min; len <= piece[space.kind].max;
		len++)
		for (size_t i = 0; i + len <= n; i++)
			bag_add(b, to_bucket(mix(seed_piece + len, text + at[i],
						     at[i + len] - at[i]),
					   space.bits));
}

/* Those of a word with a blank at both ends, so that " ка" is no "ка". */
static void add_word(
	struct bag *b, const struct token *tok, struct feature_space space)
{
	enum { LETTERS_MAX = 40 };
	char word[LETTERS_MAX * 4 + 3];
	size_t at[LETTERS_MAX + 3], letters = 0, n = 0;

	word[n++] = ' ';
	while (n <= tok->low_n) {
		char c = tok->low[n - 1];

		letters += ((unsigned char)c & 0xC0) != 0x80;
		if (letters > LETTERS_MAX)
			break;
		word[n++] = c;
	}
	word[n++] = ' ';
	letters = find_characters(word, n, at);
	add_pieces(b, word, at, letters, space);
}

/* Those of a whole text: where words meet, where a word is missing. */
static void add_runs(struct bag *b, struct str text, struct feature_space space,
	struct arena *a)
{
	const char *whole = arena_print(
		a, " %s ", token_fold(arena_copy(a, text.p, text.n), a));
	size_t n = strlen(whole);
	size_t *at = arena_new(a, size_t, n + 1);

	n = find_characters(whole, n, at);
	bag_init(b, n * (piece[space.kind].max - piece[space.kind].min + 1), a);
	add_pieces(b, whole, at, n, space);
}

static void add_words(struct bag *b, const struct tokens *t,
	struct feature_space space, struct arena *a)
{
	size_t letters = 0;

	for (size_t i = 0; i < t->n; i++)
		letters += t->token[i].letters + 2;
	bag_init(b,
		letters * (piece[space.kind].max - piece[space.kind].min + 1),
		a);
	for (size_t i = 0; i < t->n; i++)
		if (t->token[i].kind != TOKEN_MARK)
			add_word(b, &t->token[i], space);
}

/* Appends what is in the bag to `to`. */
static size_t pour(const struct bag *b, struct feature *to)
{
	size_t n = 0;

	for (size_t i = 0; i <= b->mask; i++)
		if (b->bucket[i])
			to[n++] = (struct feature){
				b->bucket[i] - 1, (float)b->count[i]};
	return n;
}

struct feature_counts features_count(
	const char *text, struct feature_space space, struct arena *a)
{
	size_t n = strnlen(text, CHAT_TEXT_BYTES_MAX);
	struct tokens t = tokens_cut(text, n, a);
	struct bag stems, pieces;
	struct feature *list;

	bag_init(&stems, t.n * 3 + 1, a);
	add_stems(&stems, &t, tokens_stem(&t, a), space);
	if (space.kind == FEATURE_RUNS)
		add_runs(&pieces, (struct str){text, n}, space, a);
	else
		add_words(&pieces, &t, space, a);
	list = arena_new(a, struct feature, stems.n + pieces.n + 1);
	n = pour(&stems, list);
	return (struct feature_counts){list, n, n + pour(&pieces, list + n)};
}

/* Weighs one group and brings it to `length`. */
static void weigh(const struct feature *from, size_t n, const float *rarity,
	double length, struct feature *to)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++) {
		double count = (double)from[i].value;
		double v = (count > 1 ? 1 + log(count) : 1) *
			   (double)rarity[from[i].bucket];

		sum += v * v;
		to[i] = (struct feature){from[i].bucket, (float)v};
	}
	length /= sum > 0 ? sqrt(sum) : 1;
	for (size_t i = 0; i < n; i++)
		to[i].value = (float)((double)to[i].value * length);
}

const struct feature *features_weigh(const struct feature_counts *counts,
	const float *rarity, struct arena *a)
{
	struct feature *to = arena_new(a, struct feature, counts->n + 1);
	size_t stems_n = counts->stems_n;

	weigh(counts->feature, stems_n, rarity, stems_length, to);
	weigh(counts->feature + stems_n, counts->n - stems_n, rarity,
		pieces_length, to + stems_n);
	return to;
}
