/*
 * fuzz/decline - a word of any bytes declined: the first byte chooses kind and
 * sex.  Sound text stays sound in every case.
 */
#include "lang/decline.h"
#include "fuzz/target.h"
#include "lang/say.h"

static void decline(uint8_t choice, const char *text, struct arena *a)
{
	enum name_kind kind = (enum name_kind)(choice % NAME_KINDS);
	enum sex sex = (enum sex)(choice / NAME_KINDS % SEXES);
	bool is_sound = target_is_sound(text);

	for (int i = 0; i < CASES; i++) {
		enum grammar_case c = (enum grammar_case)i;
		const char *name = decline_name(kind, text, sex, c, a);
		const char *work = decline_profession(text, c, a);
		const char *short_name = decline_initials(text, sex, c, a);

		BUG_ON(is_sound &&
			(!target_is_sound(name) || !target_is_sound(work) ||
				!target_is_sound(short_name)));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct arena a;
	const char *text;

	if (n == 0)
		return 0;
	text = arena_copy(&a, bytes + 1, n - 1);
	decline(bytes[0], text, &a);
	(void)say_preposition("в", text);
	(void)say_preposition("о", text);
	arena_reset(&a);
	return 0;
}
