/*
 * fuzz/reaction - a short answer of any bytes to a reminder: known or left to
 * the dialogue, whatever blanks stand around it.
 */
#include "core/reaction.h"
#include "fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena a;
	const char *text = arena_copy(&a, bytes, n);
	enum reaction r = reaction_of(text, &a);

	BUG_ON(r >= REACTIONS);
	BUG_ON(reaction_of(arena_print(&a, " %s ", text), &a) != r);
	arena_reset(&a);
	return 0;
}
