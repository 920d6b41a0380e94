#include "lang/wordmap.h"

#include <string.h>

enum {
	FIRST_SLOTS = 64,
	NEAR_LETTERS_MIN = 5,
	NEAR_LETTERS_MAX = 20,
	NEAR_BYTES_MAX = NEAR_LETTERS_MAX * 4,
};

void wordmap_init(struct wordmap *m, struct arena *a)
{
	*m = (struct wordmap){.mask = FIRST_SLOTS - 1, .home = a};
	m->slot = arena_new(a, struct wordmap_slot, FIRST_SLOTS);
}

/* FNV-1a over words of eight bytes; keys are short and ours. */
static size_t hash(const char *key, size_t n)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325) ^ n;

	while (n >= 8) {
		uint64_t w;

		memcpy(&w, key, 8);
		h = (h ^ w) * UINT64_C(0x9E3779B97F4A7C15);
		h ^= h >> 32;
		key += 8;
		n -= 8;
	}
	while (n--)
		h = (h ^ (unsigned char)*key++) * UINT64_C(0x100000001b3);
	return (size_t)(h ^ h >> 29);
}

static struct wordmap_slot *find(
	const struct wordmap *m, const char *key, size_t n)
{
	size_t i = hash(key, n) & m->mask;

	while (m->slot[i].key &&
		(m->slot[i].key_n != n || memcmp(m->slot[i].key, key, n) != 0))
		i = (i + 1) & m->mask;
	return &m->slot[i];
}

static void grow(struct wordmap *m)
{
	struct wordmap old = *m;

	m->mask = old.mask * 2 + 1;
	m->slot = arena_new(m->home, struct wordmap_slot, m->mask + 1);
	for (size_t i = 0; i <= old.mask; i++)
		if (old.slot[i].key)
			*find(m, old.slot[i].key, old.slot[i].key_n) =
				old.slot[i];
}

static void put(struct wordmap *m, const char *key, size_t n, uint32_t value)
{
	struct wordmap_slot *s = find(m, key, n);

	if (s->key)
		return;
	*s = (struct wordmap_slot){key, (uint32_t)n, value};
	if (++m->n * 2 > m->mask)
		grow(m);
}

void wordmap_put(struct wordmap *m, const char *key, uint32_t value)
{
	put(m, key, strlen(key), value);
}

int64_t wordmap_get(const struct wordmap *m, const char *key, size_t n)
{
	const struct wordmap_slot *s = find(m, key, n);

	return s->key ? (int64_t)s->value : WORDMAP_NONE;
}

static bool is_start(char c)
{
	return (c & 0xC0) != 0x80;
}

/* Where each character of `key` begins; returns how many, 0 if unfit. */
static size_t starts(const char *key, size_t n, size_t at[NEAR_LETTERS_MAX + 2])
{
	size_t letters = 0;

	if (n > NEAR_BYTES_MAX)
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (!is_start(key[i]))
			continue;
		if (letters == NEAR_LETTERS_MAX)
			return 0;
		at[letters++] = i;
	}
	at[letters] = n;
	return letters < NEAR_LETTERS_MIN ? 0 : letters;
}

/* `key` without the character that begins at byte `from`. */
static size_t without(
	char *to, const char *key, size_t n, size_t from, size_t next)
{
	memcpy(to, key, from);
	memcpy(to + from, key + next, n - next);
	return n - (next - from);
}

void wordmap_put_near(struct wordmap *m, const char *key, uint32_t value)
{
	size_t at[NEAR_LETTERS_MAX + 2];
	size_t n = strlen(key);
	size_t letters = starts(key, n, at);

	if (!letters)
		return;
	put(m, key, n, value);
	for (size_t i = 0; i < letters; i++) {
		char *less = arena_take(m->home, n + 1);

		put(m, less, without(less, key, n, at[i], at[i + 1]), value);
	}
}

/*
 * Two words one typo apart share a word when each may lose a character: that
 * turns a search over the whole list into a look-up per character.
 */
int64_t wordmap_near(const struct wordmap *m, const char *key, size_t n)
{
	size_t at[NEAR_LETTERS_MAX + 2];
	char less[NEAR_BYTES_MAX];
	size_t letters = starts(key, n, at);
	int64_t value;

	if (!letters)
		return WORDMAP_NONE;
	value = wordmap_get(m, key, n);
	for (size_t i = 0; i < letters && value == WORDMAP_NONE; i++)
		value = wordmap_get(
			m, less, without(less, key, n, at[i], at[i + 1]));
	return value;
}
