/*
 * fuzz/name - any bytes read for people's names, expected or not: spans stand
 * in order, and each part is sound text.
 */
#include "lang/name.h"
#include "fuzz/target.h"

static void check(const struct name *name, size_t n, size_t text_n)
{
	uint32_t last = 0;

	for (size_t i = 0; i < n; i++) {
		BUG_ON(name[i].begin < last || name[i].end <= name[i].begin);
		BUG_ON(name[i].end > text_n || name[i].sex >= SEXES);
		last = name[i].end;
		BUG_ON(!target_is_utf8(name[i].last) ||
			!target_is_utf8(name[i].first) ||
			!target_is_utf8(name[i].middle));
		BUG_ON(!name[i].last[0] && !name[i].first[0] &&
			!name[i].middle[0]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena process, call;
	static const struct lang *lang;
	struct tokens t = tokens_cut((const char *)bytes, n, &call);
	const char *text = arena_copy(&call, bytes, n);
	const struct name *name;
	size_t found;

	if (!lang)
		lang = lang_open(&process);
	found = name_find(lang, &t, false, &call, &name);
	check(name, found, n);
	found = name_find(lang, &t, true, &call, &name);
	check(name, found, n);
	for (int kind = 0; kind < NAME_KINDS; kind++)
		BUG_ON(name_sex((enum name_kind)kind, text) >= SEXES);
	(void)name_full_first(lang, text, &call);
	arena_reset(&call);
	return 0;
}
