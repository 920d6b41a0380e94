/*
 * fuzz/token - any bytes cut into tokens: they stand in order inside of the
 * text, folding twice is folding once, and the measure of typos is one.
 */
#include "lang/token.h"
#include "fuzz/target.h"

static void check(const struct tokens *t, struct arena *a)
{
	const char *const *stem = tokens_stem(t, a);
	uint32_t last = 0;

	for (size_t i = 0; i < t->n; i++) {
		const struct token *one = &t->token[i];
		const char *other;

		BUG_ON(one->begin < last || one->end <= one->begin);
		BUG_ON(one->end > t->text_n || one->kind >= TOKEN_KINDS);
		BUG_ON(strlen(one->low) != one->low_n);
		BUG_ON(!target_is_utf8(one->low) || !target_is_utf8(stem[i]));
		last = one->end;
		if (one->kind != TOKEN_WORD)
			continue;
		BUG_ON(text_length(one->low) != one->letters);
		BUG_ON(token_distance(one->low, one->low, 3) != 0);
		other = token_other_layout(one->low, a);
		BUG_ON(other && !target_is_utf8(other));
	}
}

static void measure(const struct tokens *t)
{
	for (size_t i = 1; i < t->n && i < 8; i++) {
		const char *one = t->token[i - 1].low, *other = t->token[i].low;
		int d = token_distance(one, other, 3);

		BUG_ON(d < 0 || d > 4 || d != token_distance(other, one, 3));
		BUG_ON((d == 0) != (strcmp(one, other) == 0));
		BUG_ON(token_distance(one, other, 1) != (d > 1 ? 2 : d));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena a;
	struct tokens t = tokens_cut((const char *)bytes, n, &a);
	const char *once = token_fold(arena_copy(&a, bytes, n), &a);

	check(&t, &a);
	measure(&t);
	BUG_ON(strcmp(once, token_fold(once, &a)) != 0);
	arena_reset(&a);
	return 0;
}
