/*
 * fuzz/text - any bytes as a text: what is accepted stays sound when it is cut
 * and lowered, and its characters written again are the same bytes.
 */
#include "fuzz/target.h"

static void walk(const char *p, size_t n, bool is_sound)
{
	const char *end = p + n;

	while (p < end) {
		const char *from = p;
		uint32_t c = text_next(&p, end);
		char again[4];

		BUG_ON(p <= from || p > end);
		BUG_ON(!is_sound && c > 0x10ffff);
		if (is_sound)
			BUG_ON(text_put(again, c) != (size_t)(p - from) ||
				memcmp(again, from, (size_t)(p - from)) != 0);
	}
}

static void cut(struct arena *a, const char *text)
{
	size_t n = strlen(text);

	for (size_t max = 0; max <= n && max < 8; max++) {
		char *part = arena_copy(a, text, n);

		text_cut(part, max);
		BUG_ON(strlen(part) > max || !target_is_sound(part));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena a;
	const char *text = arena_copy(&a, bytes, n), *low;
	struct err e;
	bool is_sound = text_check(text, n, "", &e);
	int64_t number;

	walk(text, n, is_sound);
	BUG_ON(!is_sound && text_check_line(text, n, "", &e));
	if (text_to_int((struct str){text, n}, -1000, INT64_MAX, &number))
		BUG_ON(!is_sound || number < -1000);
	if (is_sound) {
		BUG_ON(text_length(text) > n);
		low = text_lower(&a, text);
		BUG_ON(!target_is_sound(low));
		BUG_ON(strcmp(low, text_lower(&a, low)) != 0);
		cut(&a, text);
	}
	arena_reset(&a);
	return 0;
}
