#include "lang/ending_table.h"

enum {
	HYPHEN = 33,
	SIZE_MASK = (1 << NODE_SIZE_BITS) - 1,
	FACT_MASK = (1 << NODE_FACT_BITS) - 1,
};

/*
 * The letter that ends at `at`: 1 (а) to 32 (я), or the hyphen; 0 for all that
 * the tables never hold.  Two bytes make a letter, so reading backwards needs
 * no search for its beginning.
 */
static unsigned letter_before(const char *word, size_t at, size_t *begin)
{
	unsigned low = (unsigned char)word[at - 1], high, c;

	*begin = at - 1;
	if (low == '-')
		return HYPHEN;
	if (at < 2)
		return 0;
	*begin = at - 2;
	high = (unsigned char)word[at - 2];
	if ((high != 0xD0 && high != 0xD1) || (low & 0xC0) != 0x80)
		return 0;
	c = (high & 0x1F) << 6 | (low & 0x3F);
	if (c == 0x401 || c == 0x451) /* Ё, ё: as е */
		return 6;
	return c >= 0x410 && c <= 0x44F ? ((c - 0x410) & 0x1F) + 1 : 0;
}

/* The child with `letter`, or 0: the first root is nobody's child. */
static uint32_t child(uint32_t node, unsigned letter)
{
	uint32_t end = node + (ending_node[node] & SIZE_MASK);

	for (uint32_t at = node + 1; at < end;
		at += ending_node[at] & SIZE_MASK)
		if (ending_node[at] >> (NODE_SIZE_BITS + NODE_FACT_BITS) ==
			letter)
			return at;
	return 0;
}

static void learn(struct ending *e, uint32_t node, bool is_word)
{
	const struct ending_fact *fact =
		&ending_fact[ending_node[node] >> NODE_SIZE_BITS & FACT_MASK];

	if (fact->forms[0])
		e->forms[0] = fact->forms[0];
	if (fact->forms[1])
		e->forms[1] = fact->forms[1];
	if (fact->sex)
		e->sex = fact->sex;
	e->is_word = is_word && fact->sex;
}

struct ending ending_find(enum ending_kind kind, const char *word, size_t n)
{
	uint32_t node = ending_root[kind];
	struct ending e = {{0, 0}, ENDING_UNKNOWN, false};

	while (n) {
		unsigned letter = letter_before(word, n, &n);

		node = letter ? child(node, letter) : 0;
		if (!node)
			return e;
		learn(&e, node, false);
	}
	node = child(node, 0);
	if (node)
		learn(&e, node, true);
	return e;
}
